"""What we remember before a run, and what the wikis remember for us where our state was lost."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.config.settings import Configuration, Files, JobSettings
from bot.domain.credit import Marker
from bot.domain.page import Contribution, Presence
from bot.domain.plan import State
from bot.domain.reasons import Reason
from bot.domain.wiki import WikiFacts
from bot.store.store import Store
from bot.store.values import RememberedCopy
from bot.sync.lineage import originals_at
from bot.sync.materials import Memory, Source
from bot.wiki.protocol import Wiki
from bot.wikitext.credit import find_credit

CLOCKS_APART = timedelta(days=1)
"""How far the clocks of the wikis and ours may be apart."""


def memories_of(
    job: JobSettings,
    configuration: Configuration,
    store: Store,
    partners: Iterable[str],
    known: tuple[RememberedCopy, ...],
    listed: Collection[int] = (),
) -> dict[str, Memory]:
    """Give what we remember of each partner, out of all copies that are *known*.

    The copies of sheets that are *listed* and that no other job keeps any more, because it has another name now, or no
    longer names the sheet or the partner, are ours from now on.
    """
    source = job.source.name
    served = {
        (one.name, to.wiki.name) for one in configuration.jobs if one.source.name == source for to in one.partners
    }
    with_files = {one.wiki.name for one in job.partners if one.files in (Files.COPY, Files.SHARED)}

    def memory(partner: str) -> Memory:
        originals = originals_at(partner, source, known, configuration)
        shown = store.files(source, partner) if partner in with_files else ()
        return Memory({}, {}, originals, lambda sheet_ids: store.bases(source, sheet_ids, partner), shown)

    memories = {name: memory(name) for name in partners}
    for copy in known:
        if copy.source == source and copy.partner in memories:
            there = memories[copy.partner]
            is_left = (copy.job, copy.partner) not in served or copy.reason is Reason.SHEET_DESELECTED
            if copy.job != job.name and is_left and copy.sheet_id in listed:
                copy = replace(copy, job=job.name)  # noqa: PLW2901 -- from here on it is this one
                there.inherited.append(copy)
            (there.copies if copy.job == job.name else there.elsewhere)[copy.sheet_id] = copy
    return memories


def recall(job: JobSettings, source: Source, wiki: Wiki, memory: Memory) -> tuple[RememberedCopy, ...]:
    """Find copies that we made and do not remember, by what the partner knows of our writes; the oldest first.

    In this order each that is remembered leaves the others findable, since we look back from the newest that we know.
    Asked only where a sheet has no copy: otherwise the state cannot have lost one.
    """
    known = (*memory.copies.values(), *memory.elsewhere.values())
    if {ref.page_id for ref in source.listing} <= {copy.sheet_id for copy in known}:
        return ()
    dates = [copy.copied_at for copy in known if copy.copied_at is not None]
    return recall_all(job, source, wiki, memory, since=max(dates) - CLOCKS_APART if dates else None)


def recall_all(
    job: JobSettings,
    source: Source,
    wiki: Wiki,
    memory: Memory,
    *,
    since: datetime | None = None,
    unlisted: bool = False,
) -> tuple[RememberedCopy, ...]:
    """Find all copies that we do not remember, the oldest first.

    With *unlisted*, also those of sheets that the job no longer lists.
    """
    titles = {ref.page_id: ref.title for ref in source.listing}
    pages = {copy.page_id for copy in (*memory.copies.values(), *memory.elsewhere.values())}
    writes = {one.page_id: one for one in wiki.contributions(since) if one.page_id not in pages}
    found = []
    for copy in _recognised(job.source.name, wiki, writes, source.facts):
        is_new = copy.sheet_id not in memory.elsewhere and _has_no_page(memory.copies.get(copy.sheet_id))
        if is_new and (unlisted or copy.sheet_id in titles):
            recalled = replace(copy, job=job.name, sheet_title=titles.get(copy.sheet_id, copy.title))
            memory.copies[copy.sheet_id] = recalled
            found.append(recalled)
    return tuple(reversed(found))


def _has_no_page(copy: RememberedCopy | None) -> bool:
    return copy is None or copy.page_id is None


def _recognised(source: str, wiki: Wiki, writes: dict[int, Contribution], facts: WikiFacts) -> Iterator[RememberedCopy]:
    """Give the copies among the pages that we wrote, the newest first; no job or title of a sheet is known yet."""
    seen = wiki.look_at(writes, with_text=True) if writes else {}
    standing = {page_id: presence for page_id, presence in seen.items() if presence.page is not None}
    ours = {page_id for page_id, presence in standing.items() if _revision(presence) == writes[page_id].revision}
    others = [writes[page_id].revision for page_id in standing.keys() - ours]
    texts = wiki.texts(others) if others else {}
    for page_id, presence in standing.items():
        write = writes[page_id]
        # What we wrote last tells what people changed since, also where they brought an older text of ours back.
        marker = _marker(texts.get(write.revision)) or _marker(presence.text)
        if marker is None or marker.address != facts.address:
            continue
        yield RememberedCopy(
            source=source,
            sheet_id=marker.page_id,
            partner=wiki.name,
            job="",
            sheet_title="",
            sheet_revision=0,
            sheet_digest="",
            title=presence.title,
            state=State.CURRENT,
            recipe="",
            page_id=page_id,
            revision=write.revision,
            copied_revision=marker.revision,
            copied_at=write.written_at,
            written_digest=presence.digest if page_id in ours else "",
            since=datetime.now(UTC),
        )


def _revision(presence: Presence) -> int | None:
    return presence.page.revision if presence.page else None


def _marker(text: str | None) -> Marker | None:
    return find_credit(text) if text else None
