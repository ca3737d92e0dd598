"""What should happen to one copy, from what we remember, what stands at the partner and what the sheet says.

Told by page id and revision first, by content second, never by who edited last or when.
"""

from dataclasses import dataclass, replace

from bot.domain.chain import share_a_page
from bot.domain.field import FieldValue, Records, Values, in_words
from bot.domain.mapping import Mapping
from bot.domain.page import Page, Presence
from bot.domain.plan import Action, Change, Difference, Facts, Finding, Reason, RefusedError, State
from bot.domain.wiki import WikiFacts
from bot.store.values import RememberedCopy
from bot.sync.rendering import Rendered
from bot.wikitext.credit import find_credit, without_credit
from bot.wikitext.escape import as_stored
from bot.wikitext.reader import read


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Everything that decides the fate of one copy.

    *account* is the name we write under, empty when unknown; *objection* is what the page that stands there says
    against being written.
    """

    partner: str
    page: Page
    remembered: RememberedCopy | None
    presence: Presence
    deleted_before: bool
    address: str
    account: str
    objection: Finding | None = None


def decide(facts: Circumstances, rendered: Rendered) -> Change:
    """Decide about a copy whose sheet could be rendered."""
    remembered, presence = facts.remembered, facts.presence
    if presence.page is not None and presence.model != "wikitext":
        return _skip(facts, rendered, State.FOREIGN, Reason.CONTENT_MODEL, (("model", presence.model),))
    if remembered is not None and remembered.page_id is not None:
        return _decide_known(facts, rendered, remembered)
    if presence.invalid:
        title = (("title", rendered.title), ("fault", presence.invalid))
        return _skip(facts, rendered, State.MISSING, Reason.TITLE_INVALID, title)
    if presence.page is not None:
        return _decide_found(facts, rendered, presence)
    if facts.deleted_before:
        return _skip(facts, rendered, State.REMOVED, Reason.TITLE_DELETED)
    return _write(facts, rendered, Action.CREATE, State.MISSING)


def _decide_known(facts: Circumstances, rendered: Rendered, remembered: RememberedCopy) -> Change:
    presence = facts.presence
    if presence.page is None:
        return _skip(facts, rendered, State.REMOVED, Reason.COPY_REMOVED)
    if presence.page.redirect:
        return _skip(facts, rendered, State.DIVERGED, Reason.COPY_REDIRECTS)
    same_content = rendered.content == remembered.content
    if presence.digest != remembered.written_digest:
        if find_credit(presence.text or "") is None:
            return _skip(facts, rendered, State.REMOVED, Reason.CREDIT_REMOVED)
        if same_content:
            return _skip(facts, rendered, State.EDITED, Reason.COPY_EDITED)
        if facts.objection is not None:
            return _skip(facts, rendered, State.DIVERGED, facts.objection.reason, facts.objection.facts)
        return _skip(facts, rendered, State.DIVERGED, Reason.COPY_DIVERGED, (("editor", presence.user),))
    if same_content:
        return _skip(facts, rendered, State.CURRENT, Reason.UP_TO_DATE)
    return _write(facts, rendered, Action.UPDATE, State.OUTDATED)


def _decide_found(facts: Circumstances, rendered: Rendered, presence: Presence) -> Change:
    """Decide about a page that we do not remember: a copy of ours after all (the state was lost), or foreign."""
    text = presence.text or ""
    marker = find_credit(text)
    ref = facts.page.ref
    if marker is None or (marker.address, marker.page_id) != (facts.address, ref.page_id):
        ours = find_credit(rendered.text)
        if marker and ours and ours.earlier and share_a_page(marker, ours):
            return _skip(facts, rendered, State.FOREIGN, Reason.ORIGINAL_COPIED, (("title", presence.title),))
        return _skip(facts, rendered, State.FOREIGN, Reason.TITLE_TAKEN, (("editor", presence.user),))
    if _body(text) == _body(rendered.text):
        return _skip(facts, rendered, State.CURRENT, Reason.UP_TO_DATE)
    if facts.objection is not None:
        return _skip(facts, rendered, State.DIVERGED, facts.objection.reason, facts.objection.facts)
    if facts.account and presence.user == facts.account:
        return _write(facts, rendered, Action.UPDATE, State.OUTDATED)
    return _skip(facts, rendered, State.DIVERGED, Reason.COPY_DIVERGED, (("editor", presence.user),))


def _body(text: str) -> str:
    return as_stored(without_credit(as_stored(text))).strip()


def _skip(facts: Circumstances, rendered: Rendered, state: State, reason: Reason, words: Facts = ()) -> Change:
    change = _change(facts, rendered, Action.SKIP, state)
    return replace(change, finding=Finding(reason, words), present=facts.presence.digest)


def _write(facts: Circumstances, rendered: Rendered, action: Action, state: State) -> Change:
    return replace(_change(facts, rendered, action, state), text=rendered.text, summary=rendered.summary)


def _change(facts: Circumstances, rendered: Rendered, action: Action, state: State) -> Change:
    present = facts.presence.page
    remembered = facts.remembered
    title = present.title if present else (remembered.title if remembered and remembered.page_id else rendered.title)
    return Change(
        action,
        facts.partner,
        facts.page.ref,
        title,
        state,
        page_id=present.page_id if present else None,
        base=present.revision if present else None,
        content=rendered.content,
        notices=rendered.notices,
        sheet_digest=facts.page.digest,
        seen_at=facts.presence.seen_at,
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


def differences(before: str, after: str, title: str, mapping: Mapping, wiki: WikiFacts) -> tuple[Difference, ...]:
    """Compare two texts of a copy field by field, the credit left out; an unreadable text has no fields."""
    old, new = values_of(before, title, mapping, wiki), values_of(after, title, mapping, wiki)
    pairs = ((rule.field.name, old.get(rule.field.name), new.get(rule.field.name)) for rule in mapping.rules)
    return tuple(Difference(name, _text(one), _text(other)) for name, one, other in pairs if one != other)


def values_of(text: str, title: str, mapping: Mapping, wiki: WikiFacts) -> Values:
    """Read the values of a copy, the credit left out; a text that cannot be read has none."""
    try:
        return read(without_credit(text), title, mapping, wiki).values
    except RefusedError:
        return Values()


def _text(value: FieldValue | None) -> str:
    if isinstance(value, Records):
        return "\n".join(f"* {in_words(Records((record,)))}" for record in value)
    return "\n".join(f"* {part}" for part in value) if isinstance(value, tuple) else value or ""
