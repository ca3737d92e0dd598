"""The sheets of a job as they stand now, for other programs; partners and state play no part."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from bot.config.settings import JobSettings
from bot.domain.licences.admission import settle
from bot.domain.licences.judge import Obstacle
from bot.domain.naming import Naming
from bot.domain.page import Page, PageRef
from bot.domain.reasons import Finding, Reason
from bot.domain.register import LicenceDecision, Register
from bot.domain.wiki import WikiFacts
from bot.sync.crediting import naming_of
from bot.sync.drafts import Draft, draft
from bot.sync.reading_facts import facts_for_reading
from bot.wiki.protocol import Wiki

_BATCH = 500
"""As many pages as an answer of a wiki holds at most; no more of them are held at a time."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A sheet understood, or why its content is not given away."""

    source: WikiFacts
    page: Page
    found: Draft | Finding


def export_sheets(
    job: JobSettings, wiki: Wiki, wants: Callable[[PageRef], bool], register: Register | None = None
) -> Iterator[Exported]:
    """Read the selection of a job, in the order of the page ids; pages that are gone meanwhile are left out."""
    ids = tuple(ref.page_id for ref in wiki.select(job.selection) if wants(ref))
    source = facts_for_reading(wiki, job.mapping) if ids else wiki.facts()
    known = register or Register()
    naming = naming_of(job.source, wiki, known)
    for start in range(0, len(ids), _BATCH):
        for page in wiki.read(ids[start : start + _BATCH]):
            decisions = known.decisions_on(job.source.name, page.ref.page_id)
            found = _found(job, page, source, naming, tuple(one for one in decisions if not one.partner))
            yield Exported(source, found.page if isinstance(found, Draft) else page, found)


def _found(
    job: JobSettings, page: Page, source: WikiFacts, naming: Naming, decisions: tuple[LicenceDecision, ...]
) -> Draft | Finding:
    """Understand a sheet under the licence that stands for it, or that people read out of its words."""
    found = draft(page, job.mapping, source, job.source.licence, naming=naming, decisions=decisions)
    if isinstance(found, Finding):
        return found
    evidence = settle(found.standing)
    if isinstance(evidence, Finding):
        return evidence
    found = replace(found, evidence=evidence)
    if found.earlier is not None:
        # A record has no place for the earlier credits, and without them it would pass for an original.
        return Finding(Reason.SHEET_IS_COPY, (("origin", found.earlier.marker.address), ("why", "record")))
    for licence in (evidence.licence, *(part.licence for part in evidence.own_parts)):
        if "nd" in licence.elements:
            # A sheet taken apart into fields is an adaptation, as a copy in another template is.
            facts = (("licence", licence.name), ("why", Obstacle.NOT_IN_RECORDS.value))
            return Finding(Reason.LICENCE_REFUSED, facts)
    missing = _missing(found, source)
    return Finding(Reason.CREDIT_INCOMPLETE, (("missing", missing),)) if missing else found


def _missing(sheet: Draft, source: WikiFacts) -> str:
    """Name what whoever republishes the record would lack for its credit; empty when nothing is missing."""
    if not sheet.page.contributors:
        return "contributors"
    if not sheet.evidence.licence.url:
        return "licence address"
    return "" if source.page_pattern and source.revision_pattern and source.history_pattern else "source address"
