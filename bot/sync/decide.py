"""What should happen to one copy, from what we remember, what stands at the partner and what the sheet says.

Told by page id and revision first, by content second, never by who edited last or when.
"""

from dataclasses import dataclass, replace

from bot.domain.chain import share_a_page
from bot.domain.decision import Verdict
from bot.domain.page import Page, Presence
from bot.domain.people import has_to_go, written_with
from bot.domain.plan import Action, Change, State
from bot.domain.reasons import Facts, Finding, Reason
from bot.store.values import Base, RememberedCopy
from bot.sync.rendering import Rendered
from bot.wikitext.credit import CREDIT_HOLE, find_credit, has_orphan_note, without_credit
from bot.wikitext.escape import as_stored

_BREACHES = frozenset({Reason.CREDIT_CHANGED, Reason.CREDIT_DISPUTED})


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Everything that decides the fate of one copy.

    *account* is the name we write under, empty when unknown; *objection* is what the page that stands there says
    against being written; *verdict* is a person's word about the copy.
    """

    partner: str
    page: Page
    remembered: RememberedCopy | None
    base: Base | None
    presence: Presence
    deleted_before: bool
    address: str
    account: str = ""
    objection: Finding | None = None
    verdict: Verdict | None = None

    @property
    def is_touched(self) -> bool:
        """Tell whether the copy does not stand as we remember to have written it."""
        return self.remembered is not None and self.presence.digest != self.remembered.written_digest

    @property
    def is_breach(self) -> bool:
        """Tell whether people were seen to have taken something out of the credit that must stand there."""
        return self.remembered is not None and self.remembered.reason in _BREACHES

    @property
    def must_be_written(self) -> bool:
        """Tell whether the credit must be written although the sheet is the same: broken, or with a hidden name."""
        known = self.remembered
        return known is not None and (self.is_breach or has_to_go(known.people, self.page.shown))

    @property
    def is_our_own(self) -> bool:
        """Tell whether we wrote what stands there and do not remember it: our state is older than the wiki.

        The very revision that we remember is not meant: there the wiki has mixed our edit with somebody else's.
        """
        known, page = self.remembered, self.presence.page
        is_other = known is not None and page is not None and page.revision != known.revision
        return self.is_touched and is_other and bool(self.account) and self.presence.user == self.account


def decide(facts: Circumstances, rendered: Rendered) -> Change:
    """Decide about a copy whose sheet could be rendered; a merge still lacks its text."""
    remembered, presence = facts.remembered, facts.presence
    if presence.page is not None and presence.model != "wikitext":
        return skip(facts, rendered, State.FOREIGN, Reason.CONTENT_MODEL, (("model", presence.model),))
    if remembered is not None and remembered.page_id is not None:
        return _decide_known(facts, rendered, remembered)
    if presence.invalid:
        title = (("title", rendered.title), ("fault", presence.invalid))
        return skip(facts, rendered, State.MISSING, Reason.TITLE_INVALID, title)
    if presence.page is not None:
        return _decide_found(facts, rendered, presence)
    if facts.deleted_before and facts.verdict is not Verdict.RESTORE:
        return skip(facts, rendered, State.REMOVED, Reason.TITLE_DELETED)
    return _write(facts, rendered, Action.CREATE, State.MISSING)


def _decide_known(facts: Circumstances, rendered: Rendered, remembered: RememberedCopy) -> Change:
    presence, restores = facts.presence, facts.verdict is Verdict.RESTORE
    if presence.page is None:
        if restores:
            return _write(facts, rendered, Action.CREATE, State.REMOVED)
        return skip(facts, rendered, State.REMOVED, Reason.COPY_REMOVED)
    if presence.page.redirect:
        return skip(facts, rendered, State.DIVERGED, Reason.COPY_REDIRECTS)
    text = presence.text or ""
    if not text.strip():
        if restores:
            return _write(facts, rendered, Action.UPDATE, State.REMOVED)
        return skip(facts, rendered, State.REMOVED, Reason.COPY_BLANKED)
    if find_credit(text) is None:
        if restores:
            return _write(facts, rendered, Action.MERGE, State.REMOVED)
        return skip(facts, rendered, State.REMOVED, Reason.CREDIT_REMOVED)
    return _decide_standing(facts, rendered, remembered, text)


def _decide_standing(facts: Circumstances, rendered: Rendered, remembered: RememberedCopy, text: str) -> Change:
    """Decide about a copy that stands with its credit."""
    if facts.is_our_own:
        return _decide_found(facts, rendered, facts.presence)
    if remembered.reason is Reason.CREDIT_DISPUTED and facts.verdict is not Verdict.RESTORE:
        return skip(facts, rendered, State.DIVERGED, Reason.CREDIT_DISPUTED, remembered.facts)
    is_touched = facts.is_touched
    is_same = rendered.content == remembered.content
    if not remembered.content:  # found again by its credit: we only know which revision it copied
        is_same = remembered.copied_revision == facts.page.ref.revision
    if is_same and is_touched and facts.must_be_written:
        mends = facts.is_breach and facts.verdict is not Verdict.RESTORE
        return replace(_merge(facts, rendered, State.EDITED), mends=mends)
    if is_same and not facts.must_be_written and not has_orphan_note(text):
        if is_touched:
            return skip(facts, rendered, State.EDITED, Reason.COPY_EDITED)
        return skip(facts, rendered, State.CURRENT, Reason.UP_TO_DATE)
    if not is_touched and _is_plain(text, facts.base):
        return _write(facts, rendered, Action.UPDATE, State.OUTDATED)
    return _merge(facts, rendered, State.DIVERGED if is_touched else State.OUTDATED)


def _merge(facts: Circumstances, rendered: Rendered, state: State) -> Change:
    """Merge into a page that people may have changed, unless they ask to be left alone."""
    if facts.objection is not None:
        return skip(facts, rendered, State.DIVERGED, facts.objection.reason, facts.objection.facts)
    return _write(facts, rendered, Action.MERGE, state)


def _is_plain(text: str, base: Base | None) -> bool:
    """Tell whether a copy that nobody touched since is known to hold nothing but the sheet, no merged edits."""
    return base is not None and body_of(text) == body_of(base.body)


def _decide_found(facts: Circumstances, rendered: Rendered, presence: Presence) -> Change:
    """Decide about a page that we do not remember: a copy of ours after all, or foreign."""
    text = presence.text or ""
    marker = find_credit(text)
    ref = facts.page.ref
    is_known = facts.remembered is not None and facts.remembered.page_id is not None
    if not is_known and (marker is None or (marker.address, marker.page_id) != (facts.address, ref.page_id)):
        if facts.verdict is Verdict.ADOPT and marker is None and presence.page and not presence.page.redirect:
            return _write(facts, rendered, Action.MERGE, State.FOREIGN)
        ours = find_credit(rendered.text)
        if marker and ours and ours.earlier and share_a_page(marker, ours):
            return skip(facts, rendered, State.FOREIGN, Reason.ORIGINAL_COPIED, (("title", presence.title),))
        return skip(facts, rendered, State.FOREIGN, Reason.TITLE_TAKEN, (("editor", presence.user),))
    if body_of(text) == body_of(rendered.body) and not has_orphan_note(text):
        return skip(facts, rendered, State.CURRENT, Reason.UP_TO_DATE)
    if marker is not None and marker.revision == ref.revision and not has_orphan_note(text):
        return skip(facts, rendered, State.EDITED, Reason.COPY_EDITED)
    return _merge(facts, rendered, State.OUTDATED)


def body_of(text: str) -> str:
    """Give the text of a copy as the wiki stores it, without its credit."""
    return as_stored(without_credit(as_stored(text.replace(CREDIT_HOLE, "")))).strip()


def skip(facts: Circumstances, rendered: Rendered, state: State, reason: Reason, words: Facts = ()) -> Change:
    """Leave a copy as it is, and say why."""
    change = _change(facts, rendered, Action.SKIP, state)
    return replace(change, finding=Finding(reason, words), present=facts.presence.digest)


def _write(facts: Circumstances, rendered: Rendered, action: Action, state: State) -> Change:
    text = "" if action is Action.MERGE else rendered.text
    people = written_with(facts.remembered.people if facts.remembered else "", facts.page.shown)
    summary, body = rendered.summary, rendered.body
    return _change(facts, rendered, action, state, text=text, summary=summary, body=body, people=people)


def _change(
    facts: Circumstances,
    rendered: Rendered,
    action: Action,
    state: State,
    *,
    text: str = "",
    summary: str = "",
    body: str | None = None,
    people: str = "",
) -> Change:
    present = facts.presence.page
    remembered = facts.remembered
    title = present.title if present else (remembered.title if remembered and remembered.page_id else rendered.title)
    return Change(
        action,
        facts.partner,
        facts.page.ref,
        title,
        state,
        text=text,
        summary=summary,
        page_id=present.page_id if present else None,
        base=present.revision if present else None,
        content=rendered.content,
        notices=rendered.notices,
        sheet_digest=facts.page.digest,
        seen_at=facts.presence.seen_at,
        body=body,
        protection=facts.presence.protection,
        files=tuple(rendered.files.of.values()) if rendered.files is not None else None,
        people=people,
        licence=rendered.licence,
    )


def refuse(partner: str, page: Page, remembered: RememberedCopy | None, finding: Finding, title: str = "") -> Change:
    """Record that a sheet cannot become or update a copy, whatever stands at the partner."""
    known = remembered is not None and remembered.page_id is not None
    return Change(
        Action.SKIP,
        partner,
        page.ref,
        title or (remembered.title if remembered else ""),
        State.OUTDATED if known else State.MISSING,
        finding,
        page_id=remembered.page_id if remembered else None,
        base=remembered.revision if remembered else None,
        content=remembered.content if remembered else "",
        sheet_digest=page.digest,
        present=remembered.written_digest if remembered else "",
    )
