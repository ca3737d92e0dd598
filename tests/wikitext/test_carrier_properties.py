"""Whatever place a field stands in, what was written there is read again."""

from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.domain.field import Values
from bot.domain.mapping import Mapping
from bot.domain.reasons import RefusedError
from bot.wikitext.outline import demote
from bot.wikitext.reader import read, values_of
from bot.wikitext.sheet import Sheet
from bot.wikitext.writer import CREDIT_HOLE, write_page
from tests.wikitext.builders import MOVILAB, MULTIBAO, OUTIL, WILD, values
from tests.wikitext.everywhere import ALL, EVERYWHERE, SHEETS, as_read

MANY = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))


def _written(given: Values) -> str | None:
    try:
        return write_page(given, "Mur", ALL, MOVILAB, "Multibao").replace(CREDIT_HOLE, "")
    except RefusedError:
        return None


@MANY
@given(SHEETS)
def test_a_sheet_reads_back_from_every_place(given: Values) -> None:
    """All places of one page together give the values that were written."""
    text = _written(given)
    assume(text is not None)
    assert text is not None
    expected = {
        name: demote(value, 2) if name == "deroule" and isinstance(value, str) else value for name, value in given
    }
    reading = read(text, "Mur", ALL, MOVILAB)
    assert as_read(reading.values) == as_read(values(**expected))
    assert reading.unclaimed == ()


@MANY
@given(st.sampled_from(tuple(EVERYWHERE)), WILD)
def test_any_text_reads_back_from_any_place_or_is_refused(name: str, text: str) -> None:
    """Whatever a value holds, it is read as it was written, or not written at all."""
    value = (text,) if name in ("themes", "mots", "cles") else text
    page = _written(values(**{name: value}))
    if page is None or not text.strip() or "<!--" in text:
        return
    found = dict(read(page, "Mur", ALL, MOVILAB).values)
    assert set(found) <= {name, "photo"}


@MANY
@given(WILD, WILD, st.sampled_from((OUTIL, replace(OUTIL, rest=None), replace(OUTIL, rest="resume"), OUTIL.bare)))
def test_the_values_alone_are_those_of_a_whole_reading(lead: str, section: str, known: Mapping) -> None:
    """A reader of the values alone finds what a reader of all that stands on the page finds."""
    text = f"{{{{Fiche outil|titre=Mur|durée=2 h}}}}\n{lead}\n== Procédure ==\n{section}\n== Autre ==\n{lead}"
    try:
        whole = read(text, "Mur", known, MULTIBAO).values
    except RefusedError:
        return
    assert values_of(Sheet(text, "Mur", known, MULTIBAO)) == whole
