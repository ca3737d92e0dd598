"""What should happen to single copies, once a partner has been asked what stands there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.config.settings import OnRename
from bot.domain.credit import with_note
from bot.domain.decision import Decision, Verdict
from bot.domain.field import Values
from bot.domain.mapping import Owner
from bot.domain.page import PROTECTED, PageRef, Presence
from bot.domain.plan import Action, Change, Notice, State
from bot.domain.reasons import Finding, Reason, RefusedError
from bot.domain.wiki import WikiFacts
from bot.i18n import translator
from bot.store.values import Base, RememberedCopy
from bot.sync.comparing import differences, values_of
from bot.sync.decide import Circumstances, body_of, decide, refuse
from bot.sync.drafts import Draft
from bot.sync.materials import Aim, Memory, Source
from bot.sync.rendering import Destination, Rendered, copy_title, render, too_large
from bot.sync.watch import account_of, objection_of
from bot.wiki.protocol import Wiki
from bot.wikitext.credit import bears_whole, find_credit, has_orphan_note, without_credit

_SHOWN = frozenset({State.EDITED, State.DIVERGED})


@dataclass(frozen=True, slots=True)
class CopyPlanner:
    """Plans the copies of sheets at one partner; *copies* gives their titles by those of the sheets.

    *bases* are those of the copies that we remember, by sheet id.
    *reading* gives the facts by which copies are read; it may cost a request, the first time.
    """

    aim: Aim
    source: Source
    wiki: Wiki
    memory: Memory
    destination: Destination
    copies: Mapping[str, str]
    deleted: frozenset[str]
    bases: Mapping[int, Base]
    reading: Callable[[], WikiFacts]
    expand: Callable[[Draft], Draft]
    """Adds to a sheet what its source makes of the calls in its text."""

    @property
    def name(self) -> str:
        return self.destination.settings.wiki.name

    def plan(self, sheet: Draft, title: str, presence: Presence) -> tuple[Change, ...]:
        """Plan the copy of a sheet, as one change or as one with a move behind it."""
        page, remembered = sheet.page, self.memory.copies.get(sheet.page.ref.page_id)
        rendered = self._render(sheet, title, presence)
        if isinstance(rendered, Finding):
            return (refuse(self.name, page, remembered, rendered, title),)
        decision = self._word_on(page.ref, remembered)
        circumstances = Circumstances(
            self.name,
            page,
            remembered,
            self.bases.get(page.ref.page_id),
            presence,
            title in self.deleted,
            self.source.facts.address,
            account_of(self.destination.settings.wiki),
            self._objection(remembered, presence),
            decision.verdict if decision else None,
        )
        change = decide(circumstances, rendered)
        if change.action is Action.MERGE and rendered.whole:
            change = self._replaced(change, sheet, rendered, circumstances, decision)
        elif change.action is Action.MERGE:
            change = self._merge(change, sheet, rendered, circumstances, decision)
        change = _with_protection(_with_files(change), rendered, presence)
        move = self._move(sheet, change, circumstances, rendered)
        if move is not None and circumstances.objection is not None:
            return (_left(change, State.DIVERGED, circumstances.objection, presence),)
        return (self._compared(change, rendered, presence), *((move,) if move else ()))

    def _word_on(self, ref: PageRef, remembered: RememberedCopy | None) -> Decision | None:
        """Give a person's word about a copy; a page that is our copy already cannot be adopted once more."""
        decision = self.aim.decision_on(ref, self.name)
        known = remembered is not None and remembered.page_id is not None
        return None if decision and decision.verdict is Verdict.ADOPT and known else decision

    def _render(self, sheet: Draft, title: str, presence: Presence) -> Rendered | Finding:
        present = self._owned_by_partner(presence)
        return render(sheet, title, self.destination, self.source.facts, self.copies, self.aim.today, present)

    def _owned_by_partner(self, presence: Presence) -> Values | None:
        """Read the copy that stands at the partner where fields of it must be kept; None otherwise."""
        mapping = self.destination.settings.mapping
        owned = any(rule.owner is Owner.PARTNER for rule in mapping.rules)
        if not owned or presence.page is None or presence.text is None:
            return None
        return values_of(presence.text, presence.title, mapping, self.reading())

    def _objection(self, remembered: RememberedCopy | None, presence: Presence) -> Finding | None:
        """Tell what people have written on a page against our writing it; what we wrote is no word of theirs."""
        if presence.page is None or (remembered is not None and presence.digest == remembered.written_digest):
            return None
        return objection_of(presence, self.destination.settings.wiki, self.wiki)

    def _merge(
        self,
        change: Change,
        sheet: Draft,
        rendered: Rendered,
        circumstances: Circumstances,
        decision: Decision | None,
    ) -> Change:
        """Give a merge its text, or leave the copy as people made it."""
        from bot.sync.merging import Merger

        presence = circumstances.presence
        local = presence.text or ""
        say = translator(self.destination.facts.language)
        adopts = decision is not None and decision.verdict is Verdict.ADOPT
        base = None if adopts else self._base(sheet, rendered, circumstances)
        merged = Merger(self.destination.settings, self.reading()).merge(local, base, rendered, change.title, decision)
        finding = merged.finding or too_large(merged.text, self.destination)
        if finding is not None:
            state = change.state if change.state in (State.FOREIGN, State.REMOVED) else State.DIVERGED
            facts = (*finding.facts, ("editor", presence.user))
            return replace(
                _left(change, state, replace(finding, facts=facts), presence),
                conflicts=merged.conflicts,
                sides=merged.sides,
                differences=merged.clean,
            )
        marker = find_credit(local)
        if (
            marker is not None
            and marker.revision == sheet.page.ref.revision
            and body_of(merged.text) == body_of(local)
            and not has_orphan_note(local)
            and not circumstances.must_be_written
            and not _moved_on(circumstances.remembered, rendered)
        ):
            return _left(change, State.EDITED, Finding(Reason.COPY_EDITED), presence)
        return replace(
            change, text=merged.text, summary=with_note(change.summary, say("merged with the edits made on this page"))
        )

    def _replaced(
        self,
        change: Change,
        sheet: Draft,
        rendered: Rendered,
        circumstances: Circumstances,
        decision: Decision | None,
    ) -> Change:
        """Put the new text into a copy that nobody has edited; a text that must not be changed is never merged."""
        from bot.domain.merge.units import Side

        presence, local = circumstances.presence, circumstances.presence.text or ""
        if change.state is State.FOREIGN:
            return _left(change, change.state, Finding(Reason.TITLE_TAKEN, (("editor", presence.user),)), presence)
        base = self._base(sheet, rendered, circumstances)
        is_ours = base is not None and body_of(local) == body_of(base)
        if is_ours or (decision is not None and decision.side is Side.INCOMING):
            return replace(change, action=Action.UPDATE, text=rendered.text)
        state = change.state if change.state is State.REMOVED else State.DIVERGED
        return _left(change, state, Finding(Reason.WHOLE_EDITED, (("editor", presence.user),)), presence)

    def _base(self, sheet: Draft, rendered: Rendered, circumstances: Circumstances) -> str | None:
        """Find what the sheet made of the copy at the last sync: remembered, or made anew from the sheet's revision."""
        if circumstances.base is not None and not circumstances.is_our_own:
            return circumstances.base.body
        remembered, marker = circumstances.remembered, find_credit(circumstances.presence.text or "")
        revision = remembered.copied_revision if remembered and not circumstances.is_our_own else None
        if revision is None and marker is not None:
            revision = marker.revision
        if revision == sheet.page.ref.revision:
            return rendered.body
        body = self._body_of_revision(sheet, revision, rendered.title) if revision else None
        if body is None and not rendered.whole and remembered is not None and remembered.revision is not None:
            text = self.wiki.texts([remembered.revision]).get(remembered.revision)
            body = without_credit(text) if text is not None else None
        return body

    def _body_of_revision(self, sheet: Draft, revision: int, title: str) -> str | None:
        from bot.wikitext.reader import read

        text = self.source.wiki.texts([revision]).get(revision)
        if text is None:
            return None
        try:
            values = read(text, sheet.page.ref.title, self.aim.job.mapping, self.source.facts).values
        except RefusedError:
            return None
        older = replace(sheet, page=replace(sheet.page, text=text), values=values, unclaimed=())
        made = render(self.expand(older), title, self.destination, self.source.facts, self.copies, self.aim.today)
        return made.body if isinstance(made, Rendered) else None

    def _move(self, sheet: Draft, change: Change, circumstances: Circumstances, rendered: Rendered) -> Change | None:
        """Let a copy follow when its sheet is renamed, where it stands as we put it and nobody else."""
        presence, base = circumstances.presence, circumstances.base
        if self.destination.settings.on_rename is not OnRename.MOVE or base is None or presence.page is None:
            return None
        wanted = copy_title(sheet, self.destination)
        if not isinstance(wanted, str) or wanted == base.title or presence.title != base.title:
            return None
        if change.action is Action.SKIP and change.state not in (State.CURRENT, State.EDITED):
            return None
        # Our state may be older than the wiki, or made anew from it: the wiki itself tells who put the page there.
        if self.wiki.titled_by(presence.page.page_id) != circumstances.account:
            return None
        return replace(change, action=Action.MOVE, new_title=wanted, summary=rendered.summary, text="", body=None)

    def _compared(self, change: Change, rendered: Rendered, presence: Presence) -> Change:
        """Add the differences field by field where people will read the plan."""
        if change.conflicts:  # what is clean and would come in is known already
            return change
        if self.aim.writes or (change.action is Action.SKIP and change.state not in _SHOWN):
            return change
        mapping, facts = self.destination.settings.mapping, self.reading()
        found = differences(presence.text or "", change.text or rendered.text, change.title, mapping, facts)
        return replace(change, differences=found)


def _with_files(change: Change) -> Change:
    """Let a copy whose page stays as it is have the new versions of its files."""
    if change.action is not Action.SKIP or change.state not in (State.CURRENT, State.EDITED):
        return change
    brings = replace(change, action=Action.UPLOAD)
    return brings if brings.uploads else change


def _with_protection(change: Change, rendered: Rendered, presence: Presence) -> Change:
    """Have the page of a whole copy protected, or tell that the page of one is protected which now may be edited."""
    if not rendered.whole:
        was_whole = change.protection == PROTECTED and bears_whole(presence.text or "")
        is_written = change.action in (Action.UPDATE, Action.MERGE)
        if not was_whole or not is_written:
            return change
        return replace(change, notices=(*change.notices, Notice("still protected", presence.title)))
    change = replace(change, whole=True)
    protect = replace(change, action=Action.PROTECT, summary=rendered.summary)
    stands = change.action is Action.SKIP and change.state in (State.CURRENT, State.EDITED)
    return protect if stands and protect.protects else change


def _moved_on(remembered: RememberedCopy | None, rendered: Rendered) -> bool:
    """Tell whether a copy is known to say something else now; where our state was lost, nobody knows."""
    return remembered is not None and bool(remembered.content) and remembered.content != rendered.content


def _left(change: Change, state: State, finding: Finding, presence: Presence) -> Change:
    return replace(
        change, action=Action.SKIP, state=state, finding=finding, present=presence.digest, summary="", body=None
    )
