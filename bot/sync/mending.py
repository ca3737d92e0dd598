"""Credits put right in place, where a copy is not written anew: frozen, without its sheet, or in conflict.

Two things are put right: what people took out of a credit comes back as we last wrote it, and a name that the source
hides goes. Nothing else of the page changes.
"""

from collections.abc import Collection, Iterable, Iterator

from bot.config.settings import PartnerSettings
from bot.domain.decision import Decision, Verdict
from bot.domain.page import Presence
from bot.domain.people import has_to_go, is_to_go, taken_out
from bot.domain.plan import Action, Change, State
from bot.domain.reasons import FROZEN, Finding, Reason
from bot.i18n import translator
from bot.store.values import RememberedCopy
from bot.sync.materials import Aim, Memory
from bot.sync.remembering import MISSING
from bot.sync.watch import objection_of
from bot.wiki.protocol import Wiki
from bot.wikitext.credit import credit_span, with_credit_of
from bot.wikitext.wholeness import lost_facts


def plan_mends(
    aim: Aim, partner: PartnerSettings, wiki: Wiki, memory: Memory, written: Collection[int]
) -> tuple[Change, ...]:
    """Plan what is to be put right; *written* are the sheets whose copies are written anyway.

    Two requests at most for 50 copies, none where nothing is to be done.
    """
    copies = {
        copy.page_id: copy
        for copy in _in_need(aim, memory)
        if copy.page_id is not None and copy.sheet_id not in written
    }
    if not copies:
        return ()
    seen = wiki.look_at(copies, with_text=True)
    broken = [copy.revision for copy in copies.values() if _is_broken(copy) and copy.revision is not None]
    ours = wiki.texts(broken) if broken else {}
    changes = (
        _mend(copy, seen[page_id], ours.get(copy.revision or 0, ""), partner, wiki, aim.register.forgotten)
        for page_id, copy in copies.items()
    )
    return tuple(change for change in changes if change is not None)


def count_mends(aim: Aim, memory: Memory) -> int:
    """Count the copies of which a credit may have to be put right, from memory alone."""
    return sum(1 for _copy in _in_need(aim, memory))


def _in_need(aim: Aim, memory: Memory) -> Iterator[RememberedCopy]:
    return (
        copy
        for copy in memory.copies.values()
        if copy.page_id is not None and aim.wants(copy.sheet)
        if _needs_it(copy, aim.decision_on(copy.sheet, copy.partner))
    )


def _needs_it(copy: RememberedCopy, decision: Decision | None) -> bool:
    if copy.reason is Reason.CREDIT_DISPUTED:
        return decision is not None and decision.verdict is Verdict.RESTORE
    if copy.reason is Reason.SHEET_INFRINGES:
        return False
    stays = copy.reason in FROZEN or copy.state is State.ORPHANED
    return (stays and _is_broken(copy)) or ((stays or copy.state is State.DIVERGED) and has_to_go(copy.people))


def _is_broken(copy: RememberedCopy) -> bool:
    return MISSING in dict(copy.facts)


def _mend(
    copy: RememberedCopy, presence: Presence, ours: str, partner: PartnerSettings, wiki: Wiki, forgotten: Iterable[str]
) -> Change | None:
    from bot.wikitext.withholding import possible_names, withhold_on_page

    text = presence.text or ""
    if presence.page is None or presence.model != "wikitext" or credit_span(text) is None:
        return None
    if presence.digest != copy.written_digest and objection_of(presence, partner.wiki, wiki) is not None:
        return None
    say = translator(wiki.facts().language)
    mended = with_credit_of(ours, text) if _is_broken(copy) and lost_facts(ours, text) else text
    mended = withhold_on_page(mended, forgotten, say("name withheld on request"))
    hidden = tuple(name for name in possible_names(mended) if is_to_go(name, copy.people))
    mended = withhold_on_page(mended, hidden, say("name hidden at the source"))
    if mended == text:
        return None
    return Change(
        Action.MEND,
        copy.partner,
        copy.sheet,
        presence.title,
        copy.state,
        Finding(copy.reason, copy.facts) if copy.reason else None,
        text=mended,
        summary=say("The credit of this copy is put right"),
        page_id=copy.page_id,
        base=presence.page.revision,
        content=copy.content,
        sheet_digest=copy.sheet_digest,
        present=presence.digest,
        seen_at=presence.seen_at,
        protection=presence.protection,
        people=taken_out(copy.people),
        mends=_is_broken(copy) and copy.reason is not Reason.CREDIT_DISPUTED,
    )
