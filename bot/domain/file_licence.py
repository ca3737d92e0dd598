"""The licence of a single file: each is judged alone, by what its own description page says, never by its name."""

import re
from dataclasses import dataclass

from bot.domain.files import FileFault, FileNotes
from bot.domain.licences.judge import Regime, Terms, judge
from bot.domain.licences.recognise import Certainty, Recognition, recognise
from bot.domain.licences.values import Licence

_SPEAKS = re.compile(
    r"licen[cs]|copyright|copyleft|©|\bdroits?\b|\brights?\b|permission|autoris|authori[sz]"
    r"|\blibres?\b|\bfree\b|domaine public|public domain|creative|\bcc\b",
    re.IGNORECASE,
)
"""Words that speak of licences or rights, in French and English."""


@dataclass(frozen=True, slots=True)
class Description:
    """What a description page says: *stated* where its form asks for the licence, *offers* by licence templates.

    *text* is what stands outside of templates, *categories* are names.
    """

    stated: str = ""
    offers: tuple[str, ...] = ()
    text: str = ""
    categories: tuple[str, ...] = ()
    author: str = ""
    source: str = ""
    non_free: bool = False


def licence_of(description: Description, notes: FileNotes, terms: Terms) -> Licence | FileFault:
    """Find a licence of a file under which a partner may have it.

    What stands where the form asks for it counts, and is never passed over when it is not understood. Else licence
    templates, the text and categories are asked in this order, and the first that says anything counts; several
    templates are an offer to choose from. What the wiki's own reader of such pages says must not contradict that, and
    counts alone where the page itself says nothing.
    """
    if description.non_free or notes.non_free:
        return FileFault.LICENCE_REFUSED
    stated = (description.stated,)
    places = (description.offers, (description.text,), description.categories)
    found = _first(stated) if description.stated.strip() else _first(*places)
    noted = recognise(notes.licence) if notes.licence else Recognition(Certainty.NONE)
    if Certainty.CONFLICT in {noted.certainty, *(one.certainty for one in found)}:
        return FileFault.LICENCE_CONFLICT
    licences = _offered(*found)
    if description.stated.strip() and not licences:
        return FileFault.LICENCE_MISSING
    others = _offered(noted)
    if others and licences and not any(_is_same(one, other) for one in others for other in licences):
        return FileFault.LICENCE_CONFLICT
    licences = licences or others
    if not licences:
        return FileFault.LICENCE_MISSING
    return next((each for each in licences if is_accepted(each, terms)), FileFault.LICENCE_REFUSED)


def with_default(
    description: Description, notes: FileNotes, terms: Terms, declared: Licence | None
) -> Licence | FileFault:
    """Find the licence as :func:`licence_of` does; what a person *declared* counts where the page says nothing."""
    if declared is None or not says_nothing(description, notes):
        return licence_of(description, notes, terms)
    return declared if is_accepted(declared, terms) else FileFault.LICENCE_REFUSED


def says_nothing(description: Description, notes: FileNotes) -> bool:
    """Tell whether neither the page of a file nor the wiki's reader of it says a word of any licence or right.

    Words that are not understood are words: rather too often than too seldom.
    """
    said = (*description.offers, description.text, *description.categories)
    silent = all(recognise(text).certainty is Certainty.NONE and not _SPEAKS.search(text) for text in said)
    return silent and not (
        description.stated.strip() or notes.licence.strip() or description.non_free or notes.non_free
    )


def is_accepted(licence: Licence, terms: Terms) -> bool:
    """Tell whether a partner may have a file under this licence, kept as it is on a page that names it."""
    return judge(licence, terms).regime in (Regime.ADAPTATION, Regime.MARKED)


def _first(*places: tuple[str, ...]) -> tuple[Recognition, ...]:
    """Give what the first place says that says anything of a licence."""
    for texts in places:
        found = tuple(said for text in texts if text and (said := recognise(text)).certainty is not Certainty.NONE)
        if found:
            return found
    return ()


def _offered(*said: Recognition) -> tuple[Licence, ...]:
    """Give all licences that are certainly offered."""
    return tuple(dict.fromkeys(licence for one in said if one.offer for licence in one.offer.alternatives))


def _is_same(noted: Licence, stated: Licence) -> bool:
    """Tell whether both are the same licence, as far as the wiki's reader of such pages tells versions."""
    same = (noted.family, noted.elements) == (stated.family, stated.elements)
    return same and (noted.version is None or stated.version is None or noted.version == stated.version)
