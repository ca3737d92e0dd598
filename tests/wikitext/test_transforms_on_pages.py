"""Transforms from one page to another: read at a source, written at a partner, read back."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.field import Field, Format, Kind, Value
from bot.domain.mapping import Carrier, Mapping, Parameter, Rule, Section
from bot.domain.reasons import Reason, RefusedError
from bot.domain.transform import Step
from bot.wikitext.reader import read
from bot.wikitext.values import same, unparsed_fields
from bot.wikitext.writer import CREDIT_HOLE, write_page
from tests.wikitext.builders import MOVILAB, MULTIBAO, WORDS, rule, values

NAME = Field("titre", Kind.TEXT, required=True)


def step(name: str, **options: object) -> Step:
    """Make a step."""
    return Step(name, tuple((key.rstrip("_"), value) for key, value in options.items()))  # type: ignore[misc]


def one_field(
    kind: Kind, *read_by: Step, write: tuple[Step, ...] = (), carrier: Carrier | None = None, **more: object
) -> Mapping:
    """Make a mapping with one field beside the title."""
    field = Field("x", kind)
    known = Format("f", (NAME, field))
    rules: tuple[Rule, ...] = (
        rule(NAME, Parameter(("nom",))),
        rule(field, carrier or Parameter(("x",)), read=read_by, write=write, **more),
    )
    return Mapping("m", known, "{titre}", ("Fiche",), rules)


def read_x(text: str, mapping: Mapping) -> Value | None:
    """Read the one field from a page."""
    return read(f"{{{{Fiche| nom = N | x = {text}}}}}", "N", mapping, MULTIBAO).values.get("x")


def written_x(value: Value, mapping: Mapping) -> str:
    """Write a page with the one field, and give what stands in its parameter."""
    page = write_page(values(titre="N", x=value), "N", mapping, MOVILAB, "Multibao")
    return page.partition("| x =")[2].partition("\n}}")[0].strip()


DATE = (step("date", to="{month} {day}, {year}", language="en"),)
ROWS = [
    pytest.param(Kind.DATE, DATE, "1er mars 2024", "March 1, 2024", "March 1, 2024", id="a date"),
    pytest.param(Kind.DATE, DATE, "printemps 2024", "printemps 2024", "printemps 2024", id="no date, carried as it is"),
    pytest.param(Kind.DATE, DATE, "en mars 2024", "March 2024", "March 2024", id="part of a date"),
    pytest.param(
        Kind.NUMBER, (step("number", language="en"),), "de 12 à 30 km", "from 12 to 30 km", "from 12 to 30 km", id="r"
    ),
    pytest.param(
        Kind.COORDINATES, (step("coordinates"),), "48°30′N 4°30′O", "48.5, -4.5", "48.5, -4.5", id="coordinates"
    ),
    pytest.param(Kind.TEXT, (step("prefix", text="no "),), "12", "no 12", "12", id="a prefix is taken off again"),
    pytest.param(Kind.TEXT, (step("map", table=(("a", "b"),)),), "a", "b", "a", id="a word is turned back"),
    pytest.param(Kind.TEXT, (step("link"),), "Jeu", "[[Jeu]]", "Jeu", id="a link is taken off again"),
    pytest.param(
        Kind.TEXT,
        (step("plain"), step("truncate", length=9)),
        "'''Un''' [[jeu]] long",
        "Un jeu…",
        "Un jeu…",
        id="lossy",
    ),
    pytest.param(Kind.TEXT, (step("prefix", text="a|b "),), "x", "a{{!}}b x", "x", id="a bar is escaped"),
    pytest.param(Kind.FILE, (step("prefix", text="Fichier:"),), "X.jpg", "Fichier:X.jpg", "X.jpg", id="a file"),
    pytest.param(Kind.LIST, (step("join", separator=" / "),), ("a", "b"), "a / b", ("a", "b"), id="a list as a text"),
    pytest.param(Kind.LIST, (step("prefix", text="#"),), ("a", "b"), "* #a\n* #b", ("a", "b"), id="each of a list"),
    pytest.param(Kind.LIST, (step("first"),), ("a", "b"), "a", ("a",), id="the first of a list"),
    pytest.param(Kind.TEXT, (step("constant", text="oui"),), "x", "oui", "oui", id="a constant"),
]


@pytest.mark.parametrize(("kind", "steps", "value", "written", "again"), ROWS)
def test_what_is_written_is_read_back(
    kind: Kind, steps: tuple[Step, ...], value: Value, written: str, again: Value
) -> None:
    """A page says the value in the partner's way; reading it gives the value, or what was written of it."""
    mapping = one_field(kind, write=steps)
    assert written_x(value, mapping) == written
    assert read_x(written, mapping) == again
    assert written_x(again, mapping) == written


@pytest.mark.parametrize(
    ("kind", "steps", "text", "value", "written"),
    [
        pytest.param(Kind.TEXT, (step("strip"), step("plain")), "'''a  b'''", "a b", "a b", id="markup leaves"),
        pytest.param(Kind.LIST, (step("split", separator="·"),), "a · b", ("a", "b"), "a·b", id="a list in a text"),
        pytest.param(
            Kind.LIST,
            (step("replace", from_="·", to=","), step("split", separator=",")),
            "a · b",
            ("a", "b"),
            "* a\n* b",
            id="r",
        ),
        pytest.param(
            Kind.TEXT, (step("map", table=(("oui", "1"),)),), "Oui", "1", "oui", id="words turned back in writing"
        ),
        pytest.param(Kind.TEXT, (step("default", text="inconnu"),), "", "inconnu", "inconnu", id="a default"),
        pytest.param(
            Kind.DATE,
            (step("date", to="{year}-{mm}-{dd}", from_="{mm}/{dd}/{year}"),),
            "03/04/2024",
            "2024-03-04",
            "2024-03-04",
            id="d",
        ),
    ],
)
def test_reading_goes_through_transforms(
    kind: Kind, steps: tuple[Step, ...], text: str, value: Value, written: str
) -> None:
    """Transforms of reading give the value, and are undone in writing where they can be."""
    mapping = one_field(kind, *steps)
    assert read_x(text, mapping) == value
    assert written_x(value, mapping) == written


def test_a_separator_and_transforms_work_together() -> None:
    """The text is transformed before it is split, and each word after it."""
    reading = one_field(Kind.LIST, step("replace", from_="·", to=";"), separator=";", values=(("jeu", "Game"),))
    assert read_x("Game · b", reading) == ("jeu", "b")
    writing = one_field(Kind.LIST, write=(step("upper"),), separator=";", values=(("jeu", "Game"),))
    assert written_x(("jeu", "b"), writing) == "GAME; B"
    assert read_x("GAME; B", writing) == ("jeu", "B")
    joined = one_field(Kind.LIST, step("suffix", text="."), separator=";")
    assert written_x(("a", "b."), joined) == "a; b"


def test_old_keys_and_a_section() -> None:
    """A pattern of a duration alone goes on working, behind a value table too, and in a section."""
    mapping = one_field(Kind.DURATION, carrier=Section(("Durée",)), duration="{hours} h {minutes}")
    page = write_page(values(titre="N", x="90 min"), "N", mapping, MOVILAB, "Multibao")
    assert "== Durée ==\n1 h 30" in page
    assert read(page.replace(CREDIT_HOLE, ""), "N", mapping, MOVILAB).values.get("x") == "1 h 30"


@pytest.mark.parametrize("way", ["read", "write"])
def test_a_table_that_refuses_makes_the_sheet_wait(way: str) -> None:
    """The finding names the field, the word and the words that are known."""
    strict = step("map", table=(("a", "b"),), otherwise="error")
    mapping = one_field(Kind.TEXT, *((strict,) if way == "read" else ()), write=(strict,) if way == "write" else ())
    with pytest.raises(RefusedError) as caught:
        _ = read_x("c", mapping) if way == "read" else written_x("c", mapping)
    assert caught.value.finding.reason is Reason.VALUE_UNKNOWN
    assert dict(caught.value.finding.facts) == {"field": "x", "value": "c", "known": "a"}


def test_a_value_that_would_not_read_back_is_refused() -> None:
    """What a transform makes is checked like any other text."""
    mapping = one_field(Kind.TEXT, write=(step("prefix", text="<!-- "),))
    with pytest.raises(RefusedError) as caught:
        written_x("a", mapping)
    assert caught.value.finding.reason is Reason.NOT_REPRESENTABLE


def test_values_are_the_same_by_kind() -> None:
    """Dates, numbers, durations and coordinates in any spelling; files, links and texts word by word."""

    def is_same(kind: Kind, one: str, other: str) -> bool:
        return same(one, other, rule(Field("x", kind), Parameter(("x",))))

    assert is_same(Kind.DATE, "1er mars 2024", "2024-03-01")
    assert is_same(Kind.NUMBER, "12-30", "de 12 à 30")
    assert is_same(Kind.DURATION, "2 à 3 h", "de 2 h à 3 h")
    assert is_same(Kind.COORDINATES, "48.5, -4.5", "48°30′N 4°30′O")
    assert not is_same(Kind.TEXT, "1er mars 2024", "2024-03-01")
    assert not is_same(Kind.FILE, "X.jpg", "[[Fichier:X.jpg|légende]]")


def test_unparsed_values_can_be_named() -> None:
    """What a kind cannot read is carried as it was written, and its field is named."""
    known = Format("f", (NAME, Field("d", Kind.DATE), Field("n", Kind.NUMBER), Field("l", Kind.LIST)))
    assert unparsed_fields(values(titre="N", d="bientôt", n="12", l=("a",)), known) == ("d",)
    assert unparsed_fields(values(d="mars 2024", n="1,234"), known) == ("n",)


PARTS = st.lists(WORDS, min_size=1, max_size=3, unique=True).map(tuple)
UNDOABLE = st.lists(
    st.sampled_from((step("prefix", text="no "), step("suffix", text=" !"), step("link", before="Thème:"))), max_size=3
).map(tuple)


@given(PARTS, UNDOABLE, st.sampled_from((None, ";")), st.booleans())
def test_rows_that_can_be_undone_give_the_values_again(
    words: tuple[str, ...], steps: tuple[Step, ...], separator: str | None, joined: bool
) -> None:
    """Whatever the row and the separator, a page that was written gives its values again."""
    row = (*steps, step("join", separator=" ; ")) if joined else steps
    mapping = one_field(Kind.LIST, write=row, separator=separator)
    page = write_page(values(titre="N", x=words), "N", mapping, MOVILAB, "Multibao").replace(CREDIT_HOLE, "")
    assert read(page, "N", mapping, MOVILAB).values.get("x") == words
    reading = replace(mapping.rules[1], read=(step("split", separator=" ; "),), write=())
    page = write_page(
        values(titre="N", x=words), "N", replace(mapping, rules=(mapping.rules[0], reading)), MOVILAB, "M"
    )
    assert " ; ".join(words) in page
