"""Where a name stood, what became of it, and what only people can do about it."""

from collections.abc import Iterator
from pathlib import Path

from bot.domain.forgetting import Fate, Forgetting, Place
from bot.i18n import _
from bot.report.data import Data, troubles_data
from bot.report.reasons import explain_reason


def describe(name: str, done: Forgetting, *, register: Path, planned: bool) -> Iterator[str]:
    """Tell it line by line."""
    if not done.known:
        yield _("The state knows no copies: run “republish rebuild” first if there are any.")
    if not planned:
        yield _("“{name}” stands in the register {file}: no credit names it any more.").format(name=name, file=register)
        yield _("To take that back, take its entry out of “forgotten_names” in that file.")
    heads = {
        Fate.PLANNED: _("It would be taken out of the credit of:"),
        Fate.TAKEN_OUT: _("It was taken out of the credit of:"),
        Fate.REFUSED: _("It still stands in the credit of these copies, whose people want them left alone:"),
        Fate.FAILED: _("It could not be taken out of the credit of:"),
        Fate.IN_THE_CREDIT: _(
            "It still stands in a sentence of the credit of these copies, where it may be a part of another name: "
            "change it there by hand, and on the sheet."
        ),
        Fate.IN_THE_TEXT: _("It stands in the text of these copies, which belongs to the sheet: change it there."),
    }
    for fate, head in heads.items():
        places = [place for place in done.places if place.fate is fate]
        if places:
            yield head
            yield from (f"  {_line(place)}" for place in places)
    if any(place.fate in (Fate.PLANNED, Fate.TAKEN_OUT) for place in done.places):
        yield _("Old revisions of these pages still show the name: ask the administrators of the wikis to hide them.")
    elif not done.places and done.known:
        yield _("No copy names “{name}”.").format(name=name)


def forgetting_data(name: str, done: Forgetting) -> Data:
    """Give it as data."""
    return {
        "name": name,
        "known": done.known,
        "places": [
            {
                "partner": place.partner,
                "title": place.title,
                "fate": place.fate.value,
                "reason": place.finding.reason.value if place.finding else None,
                "info": place.info,
                "line": place.line,
            }
            for place in done.places
        ],
        "troubles": troubles_data(done.troubles),
    }


def _line(place: Place) -> str:
    line = f"“{place.line}”" if place.line else ""
    why = explain_reason(place.finding.reason, place.finding.facts) if place.finding else place.info or line
    return f"{place.partner}: {place.title}" + (f" – {why}" if why else "")
