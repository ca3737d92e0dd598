"""The credit of a sheet that is itself a copy: read so that it can be carried on whole, or not at all."""

import re

from bot.domain.credit import EarlierCredit
from bot.wikitext.credit import credit_lines, credit_span, find_credit, without_credit
from bot.wikitext.credit_text import Say
from bot.wikitext.credit_words import PART_MARK

_LICENCE = re.compile(
    r"\[\S+ [^\[\]\n]*\] \((?P<id>(?:CC|LicenseRef-|GFDL-|LAL-|etalab-|ODbL-|ODC-By-|PDDL-|GPL-)[\w.+-]*)\)"
)
_PART = re.compile(rf"\[\S+ [^\[\]\n]*\] \({PART_MARK}(?P<id>[\w.+-]+)\)")
_LINK = re.compile(r"\[(?:https?:)?//[^\s\[\]]+ [^\[\]\n]+\]")
_ACTS = re.compile(r"[{}|\x00-\x09\x0b-\x1f]|\[(?!(?:https?:)?//)|\]\]|~~~|__|<(?!br />|hr />)|\n(?:[=*#:; \n]|----)")
"""What no credit of ours holds, because it would act beyond its own line."""
_LINKS_EACH = 4
"""Title, permanent link, history and licence."""


def earlier_credit(text: str, say: Say) -> EarlierCredit | None:
    """Read the credit of a sheet that bears one, its facts in the words of *say* where they stand in parameters.

    None when people changed it so that it is not whole, when it does not agree with its own chain, when it holds what
    could act on a page, or when there is a second one: what cannot be carried on as it is must not be copied.
    """
    marker, span = find_credit(text), credit_span(text)
    if marker is None or span is None or find_credit(without_credit(text)) is not None:
        return None
    lines = credit_lines(text[slice(*span)], say)
    if lines is None or _ACTS.search(f"\n{lines}"):
        return None
    licences = tuple(found["id"] for found in _LICENCE.finditer(lines))
    links = len(_LINK.findall(lines))
    if len(licences) != len(marker.links) or links < _LINKS_EACH * len(marker.links):
        return None
    return EarlierCredit(marker, licences, lines, tuple(found["id"] for found in _PART.finditer(lines)))
