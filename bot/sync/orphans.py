"""Sheets that left the selection: deleted, turned into a redirect, deselected; and those that came back otherwise."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from bot.config.settings import OnOrphan, PartnerSettings
from bot.domain.page import PageRef, Presence
from bot.domain.plan import Action, Change, State
from bot.domain.reasons import Finding, Reason
from bot.domain.wiki import WikiFacts
from bot.i18n import translator
from bot.store.store import Store
from bot.store.values import RememberedCopy
from bot.sync.materials import Aim, Memory, Source
from bot.sync.remembering import MISSING
from bot.sync.watch import objection_of
from bot.wiki.protocol import Wiki
from bot.wikitext.credit import credit_span, has_orphan_note, write_orphan_note

NOTED = "noted"
"""Fact of an orphaned copy that says so itself."""

_DELETED = (Reason.SHEET_DELETED, Reason.SHEET_DELETED_UNSAID, Reason.SHEET_INFRINGES)
_STANDING = (Reason.SHEET_DESELECTED, Reason.SHEET_REDIRECTS)


def gone_sheets(
    wiki: Wiki, listing: tuple[PageRef, ...], memories: Iterable[Memory], *, look: bool
) -> dict[int, Presence]:
    """Ask the source what became of sheets that have copies and are no longer listed.

    Asked once of a sheet that is deleted. One that stands may yet be deleted, and why matters: it is asked again when
    the daily *look* is due, and when the source has moved anyway, so that a quiet run asks nothing.
    """
    memories = tuple(memories)
    listed = {ref.page_id for ref in listing}
    again = look or any(_has_moved(listing, memory) for memory in memories)
    news = {
        copy.sheet_id
        for memory in memories
        for copy in memory.copies.values()
        if copy.sheet_id not in listed and copy.page_id is not None
        if copy.state is not State.REMOVED and copy.reason not in (*_DELETED, Reason.CREDIT_DISPUTED)
        if again or copy.reason not in _STANDING
    }
    return wiki.look_at(sorted(news), with_text=True) if news and listing else {}


def _has_moved(listing: tuple[PageRef, ...], memory: Memory) -> bool:
    """Tell whether a listing holds sheets, or revisions of them, that we do not know."""
    known = {copy.sheet_id: copy.sheet_revision for copy in memory.copies.values()}
    return any(known.get(ref.page_id, 0) != ref.revision for ref in listing)


def take_over(
    listing: tuple[PageRef, ...], gone: Mapping[int, Presence], memory: Memory
) -> tuple[tuple[RememberedCopy, int], ...]:
    """Let the copies of deleted sheets belong to new pages of the same titles; give each copy and its new sheet.

    A page that is deleted and made again has another page id, and is the same sheet to its community.
    """
    by_title = {copy.sheet_title: copy for copy in memory.copies.values() if _is_deleted(copy, gone)}
    taken = []
    for ref in listing:
        copy = by_title.get(ref.title)
        if copy is not None and ref.page_id not in memory.copies:
            del memory.copies[copy.sheet_id]
            # Without its content, it is written anew: its credit names a page that is gone.
            memory.copies[ref.page_id] = replace(copy, sheet_id=ref.page_id, sheet_revision=0, content="")
            taken.append((copy, ref.page_id))
    return tuple(taken)


def keep_taken(store: Store, memory: Memory, taken: Iterable[tuple[RememberedCopy, int]]) -> None:
    """Remember the copies that belong to another job now, or to another sheet: see :func:`take_over`."""
    store.remember(*memory.inherited)
    for copy, sheet_id in taken:
        store.rename_sheet(copy, sheet_id)


def _is_deleted(copy: RememberedCopy, gone: Mapping[int, Presence]) -> bool:
    if copy.page_id is None:
        return False
    known = copy.state is State.ORPHANED and copy.reason in _DELETED
    return known or (copy.sheet_id in gone and gone[copy.sheet_id].page is None)


def plan_orphans(aim: Aim, source: Source, partner: PartnerSettings, wiki: Wiki, memory: Memory) -> tuple[Change, ...]:
    """Plan the copies whose sheets are gone: they stay, and say so where the configuration wants it."""
    listed = {ref.page_id for ref in source.listing}
    orphans = [
        copy
        for copy in memory.copies.values()
        if copy.sheet_id not in listed and copy.page_id is not None and copy.state is not State.REMOVED
        if aim.wants(copy.sheet) and copy.reason is not Reason.CREDIT_DISPUTED
    ]
    left = [_left(copy, source) for copy in orphans]
    if partner.on_orphan is OnOrphan.NOTHING:
        return tuple(left)
    alarms = {change.page_id for change in left if change.finding and change.finding.reason is Reason.SHEET_INFRINGES}
    mute = {
        copy.page_id: copy
        for copy in orphans
        if NOTED not in dict(copy.facts) and copy.page_id is not None and copy.page_id not in alarms
    }
    seen = wiki.look_at(mute, with_text=True) if mute else {}
    facts = wiki.facts() if mute else None
    return tuple(
        _noted(change, seen[change.page_id], partner, facts)
        if facts and change.page_id in seen and not _objects(change, seen[change.page_id], partner, wiki)
        else change
        for change in left
    )


def _objects(change: Change, presence: Presence, partner: PartnerSettings, wiki: Wiki) -> bool:
    """Tell whether people have written on a copy that they want it left alone."""
    return presence.digest != change.present and objection_of(presence, partner.wiki, wiki) is not None


def _left(copy: RememberedCopy, source: Source) -> Change:
    """Leave an orphaned copy as it is."""
    return Change(
        Action.SKIP,
        copy.partner,
        copy.sheet,
        copy.title,
        State.ORPHANED,
        _finding(copy, source),
        page_id=copy.page_id,
        base=copy.revision,
        content=copy.content,
        sheet_digest=copy.sheet_digest,
        present=copy.written_digest,
    )


def _finding(copy: RememberedCopy, source: Source) -> Finding:
    """Say what became of the sheet; that its copy says so itself goes on being known."""
    presence, words = source.gone.get(copy.sheet_id), source.infringing.get(copy.sheet_id)
    noted = tuple(fact for fact in copy.facts if fact[0] in (NOTED, MISSING))
    if words is not None:
        return Finding(Reason.SHEET_INFRINGES, (("comment", words), *noted))
    if presence is None:
        known = copy.reason not in (None, Reason.WIKI_REFUSED)
        return Finding(copy.reason, copy.facts) if copy.reason and known else Finding(Reason.SHEET_GONE)
    if presence.page is None:
        unsaid = copy.sheet_id in source.unsaid
        return Finding(Reason.SHEET_DELETED_UNSAID if unsaid else Reason.SHEET_DELETED, noted)
    if presence.page.redirect:
        return Finding(Reason.SHEET_REDIRECTS, (("target", presence.target or "?"), *noted))
    return Finding(Reason.SHEET_DESELECTED, noted)


def orphan_category_of(partner: PartnerSettings, say: Callable[[str], str]) -> str:
    """Name the category of orphaned copies, in the words of the partner's wiki where the configuration names none."""
    return partner.orphan_category or say("Copies without a source sheet")


def _noted(change: Change, presence: Presence, partner: PartnerSettings, facts: WikiFacts) -> Change:
    """Let an orphaned copy say that its sheet is gone; a copy without its credit is left to its community."""
    span = credit_span(presence.text or "")
    if presence.page is None or presence.text is None or span is None or has_orphan_note(presence.text):
        return change
    say = translator(facts.language)
    note, category = "", ""
    if partner.on_orphan is OnOrphan.CATEGORY:
        category = orphan_category_of(partner, say)
    else:
        note = say("The sheet that this page is a copy of is gone: the copy is not kept up to date any more.")
    block = write_orphan_note(note, category, facts)
    finding = change.finding or Finding(Reason.SHEET_GONE)
    return replace(
        change,
        action=Action.NOTICE,
        text=f"{presence.text[: span[1]]}\n{block}{presence.text[span[1] :]}",
        summary=say("The source sheet is no longer there"),
        finding=replace(finding, facts=(*finding.facts, (NOTED, partner.on_orphan.value))),
        title=presence.title,
        base=presence.page.revision,
        seen_at=presence.seen_at,
        protection=presence.protection,
    )
