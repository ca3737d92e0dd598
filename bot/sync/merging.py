"""Bring what the sheet says now into a copy that holds the work of people, or say where both changed the same.

A merge starts from three texts: *base*, what the sheet made of the copy at the last sync, *incoming*, what it makes of
it now, and *local*, what stands at the partner.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.config.settings import PartnerSettings
from bot.domain.decision import Decision, Verdict
from bot.domain.field import Values, in_words
from bot.domain.mapping import Owner
from bot.domain.merge.units import Side
from bot.domain.plan import Difference
from bot.domain.reasons import Finding, Reason, RefusedError
from bot.domain.wiki import WikiFacts
from bot.sync.comparing import differences_of
from bot.sync.rendering import Rendered
from bot.wikitext.credit import CREDIT_HOLE, with_hole

if TYPE_CHECKING:
    from bot.domain.merge.values import Conflict, Merged
    from bot.wikitext.reader import Reading

_OF_THE_COPY = frozenset({Reason.NOT_REPRESENTABLE, Reason.UNSAFE_TEXT})
"""What lies with the copy, not with the sheet: the whole text of the sheet could be written."""


@dataclass(frozen=True, slots=True)
class MergedCopy:
    """The text of a copy with the changes of both sides; or, without a text, why there is none."""

    text: str = ""
    conflicts: "tuple[Conflict, ...]" = ()
    sides: "tuple[Conflict, ...]" = ()
    """The whole fields in which the conflicts are."""
    clean: tuple[Difference, ...] = ()
    """What would come in besides the conflicts, once they are decided."""
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class Merger:
    """Merges copies at one partner."""

    partner: PartnerSettings
    facts: WikiFacts

    def merge(
        self, local: str, base: str | None, rendered: Rendered, title: str, decision: Decision | None
    ) -> MergedCopy:
        """Merge one copy; *base* is None where nobody knows it any more."""
        if _replaces_all(decision) and not self._is_readable(local, title):
            return MergedCopy(rendered.text)
        if base is not None and not self._is_readable(base, title) and self._is_readable(local, title):
            base = None  # people have put the template of a new mapping into the copy
        try:
            left = self._left_behind(local, base, rendered, title)
            if left and (decision is None or decision.verdict is not Verdict.RESOLVE):
                return MergedCopy(finding=Finding(Reason.COPY_UNMERGED, (("left", left),)))
            if left and _replaces_all(decision):
                return MergedCopy(rendered.text)
            framed = self._framed(base, rendered, title)
            return framed._merge(local, base, rendered, title, decision, stays=bool(left))
        except RefusedError as refused:
            return MergedCopy(finding=_in_the_copy(refused.finding))

    def _merge(
        self,
        local: str,
        base: str | None,
        rendered: Rendered,
        title: str,
        decision: Decision | None,
        *,
        stays: bool = False,
    ) -> MergedCopy:
        """Merge by the mapping of today; with *stays*, a person leaves on the copy what an earlier one wrote there."""

        from bot.wikitext.frame import is_of_frame
        from bot.wikitext.update import update_page

        there, coming = self.read(local, title), self.read(rendered.body, title)
        known = self._base_values(base, coming, there, title, decision)
        if stays:  # what stands under an old name must not come in a second time under its new one
            known = Values((*((name, value) for name, value in coming if known.get(name) is None), *known))
        merged = self._merged(known, coming, there, decision)
        if merged.conflicts:
            clean = differences_of(there, merged.values, self.partner.mapping)
            clean = tuple(each for each in clean if not is_of_frame(each.field))
            return replace(_in_conflict(merged.conflicts, known, coming, there), clean=clean)
        holed = _with_hole(local, top=self.partner.mapping.credit.top)
        text = update_page(holed, merged.values, title, self.partner.mapping, self.facts)
        return MergedCopy(text.replace(CREDIT_HOLE, rendered.credit, 1))

    def _left_behind(self, local: str, base: str | None, rendered: Rendered, title: str) -> str:
        """Name what an earlier mapping has left on a copy: its template, a parameter or a section; else empty."""

        from bot.wikitext.frame import first_template, left_behind

        if base is None:
            return ""
        if not self._is_readable(base, title):
            return first_template(base)
        return left_behind(*(self._reading(text, title) for text in (base, rendered.body, local)))

    def _framed(self, base: str | None, rendered: Rendered, title: str) -> "Merger":
        """Give a merger that merges constants and fixed categories as well."""

        from bot.wikitext.frame import with_frame

        known = self._reading(base, title) if base is not None else None
        framed = with_frame(self.partner.mapping, rendered.body, known, self.facts)
        return replace(self, partner=replace(self.partner, mapping=framed))

    def _merged(self, known: Values, coming: Values, there: Values, decision: Decision | None) -> "Merged":
        from bot.domain.merge.values import merge_values
        from bot.wikitext.frame import is_of_frame
        from bot.wikitext.units import cut

        rules = self.partner.mapping.rules
        names = [rule.field.name for rule in rules]
        take = {name: side for name in names if decision and (side := decision.side_of(name))}
        take |= {name: Side.LOCAL for name in names if is_of_frame(name)}  # what people chose there stays
        merged = merge_values(known, coming, there, rules, cut, take)
        texts = dict(decision.texts) if decision else {}
        for name, text in texts.items():
            merged = replace(merged, values=merged.values.with_value(name, text))
        return replace(merged, conflicts=tuple(each for each in merged.conflicts if each.field not in texts))

    def _base_values(
        self, base: str | None, coming: Values, there: Values, title: str, decision: Decision | None
    ) -> Values:
        if base is not None:
            return self.read(base, title)
        if decision is None or decision.verdict is not Verdict.ADOPT:
            return Values()
        # An adopted page never was a copy: by default what stands there counts as the work of its community.
        kept, known = there, Values()
        for rule in self.partner.mapping.rules:
            name = rule.field.name
            side = decision.side_of(name) or Side.LOCAL
            value = kept.get(name) if side is Side.INCOMING or rule.owner is Owner.SOURCE else coming.get(name)
            if kept.get(name) and value:
                known = known.with_value(name, value)
        return known

    def read(self, text: str, title: str) -> Values:
        """Read the values of a text of the copy, its credit left out.

        Raises:
            RefusedError: it does not use the template of the mapping.

        """
        return self._reading(text, title).values

    def _reading(self, text: str, title: str) -> "Reading":
        from bot.wikitext.reader import read

        return read(with_hole(text), title, self.partner.mapping, self.facts)

    def _is_readable(self, text: str, title: str) -> bool:
        try:
            self.read(text, title)
        except RefusedError:
            return False
        return True


def _in_conflict(conflicts: "tuple[Conflict, ...]", known: Values, coming: Values, there: Values) -> MergedCopy:
    from bot.domain.merge.values import Conflict

    names = tuple(dict.fromkeys(conflict.field for conflict in conflicts))
    finding = Finding(Reason.COPY_DIVERGED, (("fields", ", ".join(names)),))
    sides = tuple(Conflict(name, "", *(_lines(each, name) for each in (known, coming, there))) for name in names)
    return MergedCopy(conflicts=conflicts, sides=sides, finding=finding)


def _lines(values: Values, name: str) -> str:
    """Write a value as lines, one for each part of a list."""
    return in_words(values.get(name), "\n")


def _replaces_all(decision: Decision | None) -> bool:
    """Tell whether a person wants the sheet's text even where the page is no sheet at all."""
    return decision is not None and decision.side is Side.INCOMING


def _with_hole(text: str, *, top: bool) -> str:
    """Put the hole where the credit stands, or where it would stand."""
    holed = with_hole(text)
    if holed != text:
        return holed
    return f"{CREDIT_HOLE}\n\n{text}" if top else f"{text.rstrip()}\n\n{CREDIT_HOLE}"


def _in_the_copy(finding: Finding) -> Finding:
    """Say of a copy what the reader said of a page."""
    if finding.reason is Reason.NOT_THE_TEMPLATE:
        return Finding(Reason.COPY_UNREADABLE, finding.facts)
    return Finding(Reason.COPY_UNMERGED, finding.facts) if finding.reason in _OF_THE_COPY else finding
