"""How people write dates, numbers, durations, coordinates, links and files, and what each kind makes of it."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.field import Kind
from bot.domain.kinds.coordinates import Point, parse_point, write_degrees
from bot.domain.kinds.dates import PartialDate
from bot.domain.kinds.durations import Lasting
from bot.domain.kinds.links import Link
from bot.domain.kinds.numbers import Quantity
from bot.domain.kinds.table import SPELLINGS, canonical, same_text, unparsed
from bot.domain.licences.offers import Offer
from bot.domain.licences.values import Family, Licence, cc

DATES = {
    "1er mars 2024": "2024-03-01",
    "1ᵉʳ mars 2024": "2024-03-01",
    "le 3 février 2023": "2023-02-03",
    "Le lundi 4 mars 2024": "2024-03-04",
    "3 fevrier 2023": "2023-02-03",
    "12 août 2023": "2023-08-12",
    "2 sept. 2024": "2024-09-02",
    "1\u00a0mars\u202f2024": "2024-03-01",
    "mars 2024": "2024-03",
    "en mars 2024": "2024-03",
    "03/2024": "2024-03",
    "2024": "2024",
    "2024-03": "2024-03",
    "2024-03-01": "2024-03-01",
    "01/03/2024": "2024-03-01",
    "03/04/2024": "2024-04-03",  # day first, always
    "1.3.2024": "2024-03-01",
    "1-3-2024": "2024-03-01",
    "29/02/2024": "2024-02-29",
    "March 1, 2024": "2024-03-01",
    "March 1st, 2024": "2024-03-01",
    "1 March 2024": "2024-03-01",
    "the 2nd of April 2024": "2024-04-02",
    "Monday, 4 March 2024": "2024-03-04",
    "Aug 2024": "2024-08",
    "04/13/2024": None,  # no thirteenth month, and not turned round
    "29/02/2023": None,
    "31 avril 2024": None,
    "1/3/24": None,
    "0001-01-01": None,
    "12 brumaire 1799": None,
    "printemps 2024": None,
    "du 1 au 3 mars 2024": None,
    "bientôt": None,
}
NUMBERS = {
    "12": "12",
    "-5": "-5",
    "−5": "-5",
    "1 234,5": "1234.5",
    "1\u202f234,5": "1234.5",
    "1.234,5": "1234.5",
    "1,234.5": "1234.5",
    "1.234.567": "1234567",
    "1234,567": "1234.567",
    "0,125": "0.125",
    "12,50": "12.5",
    "12,5 %": "12.5 %",
    "12 personnes": "12 personnes",
    "80€": "80 €",
    "3 m²": "3 m²",
    "à partir de 12": "12..",
    "à partir de 12 ans": "12 ans..",
    "au moins 5": "5..",
    "at least 5": "5..",
    "12 ou plus": "12..",
    "jusqu’à 30": "..30",
    "up to 30 people": "..30 people",
    "de 12 à 30": "12..30",
    "12-30": "12..30",
    "12 – 30": "12..30",
    "12 à 30 personnes": "12..30 personnes",
    "entre 12 et 30 personnes": "12..30 personnes",
    "from 12 to 30": "12..30",
    "2 personnes à 3 personnes": "2..3 personnes",
    "1,234": None,  # one thing in Paris, another in London
    "1.234": None,
    "12,500 km": None,
    "30 à 12": None,
    "plus de 12": None,
    "environ 12": None,
    "12 ou 13": None,
    "2 kg à 3 personnes": None,
    "1,2,3": None,
    "douze": None,
}
DURATIONS = {
    "1 h 30": "90 min",
    "1h30": "90 min",
    "90 min": "90 min",
    "90'": "90 min",
    "2 heures": "120 min",
    "deux heures": "120 min",
    "une heure et demie": "90 min",
    "1 h et demie": "90 min",
    "une demi-heure": "30 min",
    "trois quarts d’heure": "45 min",
    "half an hour": "30 min",
    "an hour": "60 min",
    "1 hour and 30 minutes": "90 min",
    "une demi-journée": "0.5 d",
    "½ journée": "0.5 d",
    "half a day": "0.5 d",
    "une journée": "1 d",
    "2 jours": "2 d",
    "un jour et demi": "1.5 d",
    "1,5 jour": "1.5 d",
    "de 1 h à 2 h": "60 min..120 min",
    "2 à 3 h": "120 min..180 min",
    "1h30 – 2h": "90 min..120 min",
    "1 à 2 jours": "1 d..2 d",
    "entre 1 h et 2 h": "60 min..120 min",
    "from 1 h to 2 h": "60 min..120 min",
    "à partir de 45 min": "45 min..",
    "jusqu’à 2 h": "..120 min",
    "30": None,
    "environ 2 h": None,
    "1 mois": None,
    "2 h à 1 h": None,
    "1 h à 2 jours": None,
    "0,3 jour": None,
    "longtemps": None,
}
COORDINATES = {
    "48.39, -4.49": "48.39, -4.49",
    "48.39,-4.49": "48.39, -4.49",
    "48.39 -4.49": "48.39, -4.49",
    "48,39 ; -4,49": "48.39, -4.49",
    "48,39, -4,49": "48.39, -4.49",
    "48°23′N 4°29′O": "48.383333, -4.483333",
    "48°23′N 4°29′W": "48.383333, -4.483333",
    "48° 23' 10\" N, 4° 29' 5\" O": "48.386111, -4.484722",
    "48° 23’ 10” N, 4° 29’ 5” E": "48.386111, 4.484722",
    "N 48° 23′, O 4° 29′": "48.383333, -4.483333",
    "4°29′O 48°23′N": "48.383333, -4.483333",
    "48.39° N, 4.49° W": "48.39, -4.49",
    "33,5 S, 151,2 E": "-33.5, 151.2",
    "48,39": None,
    "48, 39": None,  # whole numbers: a comma may be a decimal one
    "95.0, 0.0": None,
    "48.39, -190.5": None,
    "48°75′N 4°29′O": None,
    "48°23′N 4°29′N": None,
    "Brest": None,
}
LINKS = {
    "[[Page]]": "[[Page]]",
    "[[Ma_page|ici]]": "[[Ma page|ici]]",
    "[[Page|Page]]": "[[Page]]",
    "https://exemple.org/a?b=c": "https://exemple.org/a?b=c",
    "[https://exemple.org un site]": "[https://exemple.org un site]",
    "[https://exemple.org]": "https://exemple.org",
    "Page": None,
    "[[Page]] et plus": None,
    "[[a|b|c]]": None,
}
FILES = {
    "X.jpg": "X.jpg",
    "ma_photo.PNG": "Ma photo.PNG",
    "Fichier:X.jpg": "X.jpg",
    "image:X.jpg": "X.jpg",
    "[[Fichier:X.jpg]]": "X.jpg",
    "[[File:X.jpg|thumb|un [[jeu]] de cartes]]": "X.jpg",
    "https://exemple.org/X.jpg": None,
    "[[Fichier:X.jpg": None,
    "une photo": None,
    ".jpg": None,
}
LISTS = {"* un\n* deux": "* un\n* deux", "un\ndeux": "* un\n* deux", "un, deux": "* un, deux", "* un\ndeux": None}
LICENCES = {"CC BY-SA 4.0": "https://creativecommons.org/licenses/by-sa/4.0/", "à voir avec l’auteur": None}
TABLES = {
    Kind.DATE: DATES,
    Kind.NUMBER: NUMBERS,
    Kind.DURATION: DURATIONS,
    Kind.COORDINATES: COORDINATES,
    Kind.LINK: LINKS,
    Kind.FILE: FILES,
    Kind.LIST: LISTS,
    Kind.LICENCE: LICENCES,
}
ROWS = [(kind, text, written) for kind, table in TABLES.items() for text, written in table.items()]


@pytest.mark.parametrize(("kind", "text", "written"), [pytest.param(*row, id=f"{row[0]}-{row[1]}") for row in ROWS])
def test_a_spelling_is_read_or_left(kind: Kind, text: str, written: str | None) -> None:
    """What parses has one canonical form; what does not stays as it is and can be reported."""
    assert canonical(text, kind) == (text if written is None else written)
    assert unparsed(text, kind) is (written is None)


def test_what_is_empty_or_of_another_shape() -> None:
    """Nothing is no mistake, a list where one value belongs is; and any text is a text."""
    assert not unparsed("", Kind.DATE)
    assert unparsed(("a",), Kind.DATE)
    assert not unparsed(("a",), Kind.LIST)
    assert not unparsed("anything", Kind.TEXT)


@pytest.mark.parametrize(
    ("kind", "one", "other", "expected"),
    [
        pytest.param(Kind.DATE, "1er mars 2024", "2024-03-01", True, id="dates"),
        pytest.param(Kind.DATE, "mars 2024", "2024-03-01", False, id="part of a date"),
        pytest.param(Kind.NUMBER, "12 – 30", "de 12 à 30", True, id="ranges"),
        pytest.param(Kind.DURATION, "1h30", "90 minutes", True, id="durations"),
        pytest.param(Kind.DURATION, "2 jours", "48 h", False, id="days and hours"),
        pytest.param(Kind.COORDINATES, "48.5, 4.0", "48°30′N 4°0′E", True, id="coordinates"),
        pytest.param(Kind.FILE, "X.jpg", "Fichier:X.jpg", False, id="files are compared as texts"),
        pytest.param(Kind.DATE, "bientôt", "bientôt", True, id="what is no date, as text"),
        pytest.param(Kind.DATE, "bientôt", "tantôt", False, id="two that are none"),
    ],
)
def test_values_are_compared_by_kind(kind: Kind, one: str, other: str, expected: bool) -> None:
    """Another spelling is the same value; what cannot be read is compared as text."""
    assert same_text(one, other, kind) is expected


NAMES = st.text(st.characters(categories=("Lu", "Ll"), max_codepoint=0x17F), min_size=1, max_size=12)
DAYS = st.dates().filter(lambda day: day.year >= 1000)
DECIMALS = st.decimals(-(10**9), 10**9, allow_nan=False, places=4).map(lambda number: number + 0)
UNITS = st.sampled_from(("", "%", "€", "personnes", "mètres carrés", "km"))
ENDS = st.tuples(DECIMALS, DECIMALS).map(sorted)
HALVES = st.tuples(st.integers(1, 100), st.integers(1, 100)).map(sorted)
MINUTES = st.tuples(st.integers(0, 9999), st.integers(0, 9999)).map(sorted)


def _open(ends: st.SearchStrategy[list[Any]], make: Any) -> st.SearchStrategy[Any]:
    shapes = st.sampled_from(((0, 1), (0, 0), (0, None), (None, 1)))
    return st.builds(lambda pair, shape: make(*(None if at is None else pair[at] for at in shape)), ends, shapes)


VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.TEXT: st.text(min_size=1).map(str.strip).filter(bool),
    Kind.LIST: st.lists(NAMES | st.sampled_from(("* a", "#b", ": c", "a, b")), min_size=1).map(tuple),
    Kind.DATE: st.one_of(
        DAYS.map(lambda day: PartialDate(day.year, day.month, day.day)),
        DAYS.map(lambda day: PartialDate(day.year, day.month)),
        DAYS.map(lambda day: PartialDate(day.year)),
    ),
    Kind.NUMBER: UNITS.flatmap(lambda unit: _open(ENDS, lambda low, high: Quantity(low, high, unit))),
    Kind.DURATION: _open(MINUTES, Lasting) | _open(HALVES, lambda low, high: Lasting(low, high, in_days=True)),
    Kind.COORDINATES: st.builds(
        lambda latitude, longitude: Point(latitude / 10**6, longitude / 10**6),
        st.integers(-90 * 10**6, 90 * 10**6),
        st.integers(-180 * 10**6, 180 * 10**6),
    ),
    Kind.LINK: st.one_of(
        st.builds(lambda target, label: Link(target, "" if label == target else label), NAMES, st.just("") | NAMES),
        st.builds(lambda name, label: Link(f"https://{name}.org", label, external=True), NAMES, st.just("") | NAMES),
    ),
    Kind.FILE: NAMES.map(lambda name: f"{name[:1].upper()}{name[1:]}.jpg"),
    Kind.LICENCE: st.lists(
        st.sampled_from((cc("by-sa"), cc("by", "3.0", "fr"), Licence(Family.GFDL, version="1.3", or_later=True))),
        min_size=1,
        unique=True,
    ).map(lambda found: Offer(tuple(found))),
}


@pytest.mark.parametrize("kind", SPELLINGS)
@given(data=st.data())
def test_what_is_written_is_read_back(kind: Kind, data: st.DataObject) -> None:
    """The canonical form of a value means that value, for every kind."""
    value = data.draw(VALUES[kind])
    assert SPELLINGS[kind].parse(SPELLINGS[kind].write(value)) == value


WORDS = (
    "de |à | - |..|1|12|,|.|/|-|h| min|°|'|\"|N|O| |mars|[[|2024|]]|le |jour|½|et demi|²|jusqu'à |٣|\u00a0|*|\n|%|X.jpg"
)
PIECES = st.lists(st.sampled_from((*WORDS.split("|"), "|")), max_size=12).map("".join)


@pytest.mark.parametrize("kind", SPELLINGS)
@given(text=st.text() | PIECES)
def test_any_text_can_be_read_as_any_kind(kind: Kind, text: str) -> None:
    """No text makes reading fail, and the canonical form of what is read is canonical."""
    made = canonical(text, kind)
    assert canonical(made, kind) == made


@given(VALUES[Kind.COORDINATES], st.sampled_from(("fr", "en")))
def test_degrees_are_read_back(point: Point, language: str) -> None:
    """Seconds to three places say as much as six decimals, in both languages."""
    assert parse_point(write_degrees(point, language)) == point


def test_a_long_text_is_no_value() -> None:
    """Prose is told from a value by its length, before anything looks at it."""
    assert unparsed("1 à " * 200, Kind.NUMBER)
    assert SPELLINGS[Kind.NUMBER].parse("9" * 31) is None
    assert SPELLINGS[Kind.NUMBER].write(Quantity(Decimal("1.234"), Decimal("1.234"))) == "1.2340"
