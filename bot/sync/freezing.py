"""Copies of sheets that may no longer be copied: they stay at the last revision that could be.

A licence belongs to the revision that it was read in, so what was copied stays lawful when the sheet says less later.
"""

from collections.abc import Iterable
from dataclasses import replace

from bot.domain.page import Presence
from bot.domain.plan import Action, Change
from bot.domain.reasons import FROZEN, OF_LICENCES, Finding, Reason
from bot.store.values import RememberedCopy
from bot.sync.materials import Memory
from bot.sync.remembering import MISSING
from bot.wiki.protocol import Wiki
from bot.wikitext.wholeness import stated_licence

_FREEZES = OF_LICENCES | {Reason.PARTNER_LICENCE}


def freeze(changes: Iterable[Change], wiki: Wiki, memory: Memory) -> tuple[Change, ...]:
    """Let refusals for the licence say, where a copy stands, that it stays and which licence it keeps.

    The copies are looked at in one step, because their credits tell that licence.
    """
    changes = tuple(changes)
    pages = tuple(_frozen_page(one) for one in changes)
    standing = [page_id for page_id in pages if page_id is not None]
    seen = wiki.look_at(standing, with_text=True) if standing else {}
    return tuple(
        one if page_id is None else _frozen(one, memory.copies[one.sheet.page_id], seen[page_id])
        for one, page_id in zip(changes, pages, strict=True)
    )


def _frozen_page(change: Change) -> int | None:
    """Give the page of a copy that a refusal freezes; a refusal has a page only where a copy is remembered."""
    freezes = change.action is Action.SKIP and change.finding is not None and change.finding.reason in _FREEZES
    return change.page_id if freezes else None


def _frozen(change: Change, copy: RememberedCopy, presence: Presence) -> Change:
    kept = stated_licence(presence.text or "")
    if change.finding is None or not kept or copy.copied_revision is None:
        return change
    before = dict(copy.facts) if copy.reason in FROZEN else {}
    facts = (
        ("because", change.finding.reason.value),
        ("since", before.get("since", str(change.sheet.revision))),
        ("copied", str(copy.copied_revision)),
        ("kept", kept),
    )
    # What a person decided to leave waits for nobody.
    reason = Reason.COPY_HELD if change.finding.reason is Reason.LICENCE_DECIDED else Reason.COPY_FROZEN
    broken = tuple(fact for fact in copy.facts if fact[0] == MISSING)
    return replace(change, finding=Finding(reason, (*facts, *broken, *change.finding.facts)))
