"""Looking at the copies, to notice what people did there, without waiting for a sheet to move on."""

from dataclasses import replace
from datetime import UTC, datetime

import structlog

from bot.config.settings import JobSettings
from bot.domain.page import Presence
from bot.domain.people import seen_with
from bot.domain.plan import State
from bot.domain.reasons import FROZEN, OF_FILES, Finding, Reason
from bot.store.store import Store
from bot.store.values import RememberedCopy
from bot.sync.licensing import terms_of
from bot.sync.looking_at_files import look_at_files
from bot.sync.recipes import terms_moved
from bot.sync.remembering import MISSING
from bot.sync.source_look import SourceLook
from bot.wiki.protocol import Wiki
from bot.wikitext.credit import find_credit
from bot.wikitext.wholeness import lost_facts

log = structlog.get_logger()

MENDINGS = 3
"""How often a credit is put back while its sheet stays the same; then people decide."""


def look_when_due(job: JobSettings, wiki: Wiki, store: Store, source: SourceLook) -> None:
    """Look at all copies of a job at a partner when the last look is long enough ago; the first look is now."""
    if store.last_look(look_of(job, wiki.name)) is None:
        store.looked(look_of(job, wiki.name), datetime.now(UTC))
    elif is_due(job, wiki.name, store):
        look(job, wiki, store, source)


def look_of(job: JobSettings, partner: str) -> str:
    """Name the look of a job at a partner: each job looks for itself, because it knows its source and its terms."""
    return f"{job.name} {partner}"


def is_due(job: JobSettings, partner: str, store: Store) -> bool:
    """Tell whether the last look at a partner is long enough ago; before the first one nothing is due."""
    now, last = datetime.now(UTC), store.last_look(look_of(job, partner))
    return last is not None and (now - last >= job.look or last > now)


def look(job: JobSettings, wiki: Wiki, store: Store, source: SourceLook) -> tuple[RememberedCopy, ...]:
    """Look at all copies of a job at a partner, remember what people did there, and give what changed."""
    _judge_again(job, wiki, store)
    copies = {
        copy.page_id: copy
        for copy in store.copies(job.source.name, (wiki.name,))
        if copy.page_id is not None and copy.state is not State.REMOVED
    }
    seen = wiki.look_at(copies)
    touched = [page_id for page_id, copy in copies.items() if seen[page_id].digest != copy.written_digest]
    seen |= wiki.look_at([page_id for page_id in touched if seen[page_id].page], with_text=True) if touched else {}
    ours = _our_texts(wiki, copies, seen, touched)
    shown = source.names(copy.sheet_id for copy in copies.values() if copy.copied_revision is not None)
    partner = next(each for each in job.partners if each.wiki.name == wiki.name)
    of_files = look_at_files(job, partner, wiki, store.files(job.source.name, wiki.name), source)
    changed = []
    for page_id, copy in copies.items():
        now_known = _after_look(copy, seen[page_id], ours.get(copy.revision or 0, ""))
        now_known = _with_files(now_known, of_files.get(copy.sheet_id))
        if copy.sheet_id in shown:
            now_known = replace(now_known, people=seen_with(copy.people, shown[copy.sheet_id]))
        if replace(now_known, people=copy.people) == copy != now_known:
            store.remember(now_known)
        elif now_known != copy:
            now_known = replace(now_known, since=datetime.now(UTC))
            store.remember(now_known)
            changed.append(now_known)
            log.info("copy changed by people", partner=wiki.name, title=copy.title, state=now_known.state.value)
    store.looked(look_of(job, wiki.name), datetime.now(UTC))
    return tuple(changed)


def _judge_again(job: JobSettings, wiki: Wiki, store: Store) -> None:
    """Let the next run judge all sheets anew where the licence of the partner is no longer what it was."""
    partner = next(each for each in job.partners if each.wiki.name == wiki.name)
    terms = terms_of(partner, wiki.facts())
    for copy in store.copies(job.source.name, (wiki.name,)):
        if copy.job == job.name and copy.state is not State.REMOVED and terms_moved(copy.recipe, terms):
            store.remember(replace(copy, recipe=""))
            log.info("partner changed its licence", partner=wiki.name, title=copy.title)


def _our_texts(
    wiki: Wiki, copies: dict[int, RememberedCopy], seen: dict[int, Presence], touched: list[int]
) -> dict[int, str]:
    """Give what we last wrote on copies that people changed and that still bear a credit, by revision."""
    bearing = [page_id for page_id in touched if find_credit(seen[page_id].text or "") is not None]
    revisions = [revision for page_id in bearing if (revision := copies[page_id].revision) is not None]
    return wiki.texts(revisions) if revisions else {}


def _after_look(copy: RememberedCopy, presence: Presence, ours: str) -> RememberedCopy:
    if presence.page is None:
        return replace(copy, state=State.REMOVED, reason=Reason.COPY_REMOVED, facts=())
    copy = replace(copy, title=presence.title)
    if presence.digest == copy.written_digest:
        back = copy.state is State.EDITED or copy.reason is Reason.CREDIT_DISPUTED
        return replace(copy, state=State.CURRENT, reason=None, facts=()) if back else _unbroken(copy)
    if presence.page.redirect:
        return replace(copy, state=State.DIVERGED, reason=Reason.COPY_REDIRECTS, facts=())
    if presence.text is not None and find_credit(presence.text) is None:
        reason = Reason.CREDIT_REMOVED if presence.text.strip() else Reason.COPY_BLANKED
        return replace(copy, state=State.REMOVED, reason=reason, facts=())
    lost = lost_facts(ours, presence.text or "")
    if lost:
        return _broken(copy, lost[0])
    if copy.state is State.CURRENT or copy.reason in (Reason.CREDIT_CHANGED, Reason.CREDIT_DISPUTED):
        return replace(copy, state=State.EDITED, reason=Reason.COPY_EDITED, facts=())
    return _unbroken(copy)


def _with_files(copy: RememberedCopy, finding: Finding | None) -> RememberedCopy:
    """Say of a copy that stands as it should what is to be said of its files."""
    if copy.state not in (State.CURRENT, State.EDITED) or copy.reason is Reason.CREDIT_CHANGED:
        return copy
    if finding is not None:
        return replace(copy, reason=finding.reason, facts=finding.facts)
    if copy.reason not in OF_FILES:
        return copy
    return replace(copy, reason=Reason.COPY_EDITED if copy.state is State.EDITED else None, facts=())


def _broken(copy: RememberedCopy, missing: str) -> RememberedCopy:
    """Let the credit of a copy be put back, unless that was done often enough already for a person to decide."""
    settled, stays = copy.state in (State.CURRENT, State.EDITED), copy.reason in FROZEN or copy.state is State.ORPHANED
    if not (settled or stays) or copy.reason is Reason.SHEET_INFRINGES:
        return copy
    if copy.mended >= MENDINGS:
        facts = (("missing", missing), ("count", str(copy.mended)))
        return replace(copy, state=State.DIVERGED, reason=Reason.CREDIT_DISPUTED, facts=facts)
    if settled:
        return replace(copy, state=State.EDITED, reason=Reason.CREDIT_CHANGED, facts=(("missing", missing),))
    return replace(copy, facts=(*_unbroken(copy).facts, ("missing", missing)))


def _unbroken(copy: RememberedCopy) -> RememberedCopy:
    if copy.reason not in FROZEN and copy.state is not State.ORPHANED:
        return copy
    return replace(copy, facts=tuple(fact for fact in copy.facts if fact[0] != MISSING))
