"""Transforms: every documented example, what can be read back, and bounds that no text breaks."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.field import Kind, Value
from bot.domain.kinds.table import same_text
from bot.domain.transform import Back, Shape, Step, Tools, Transform, UnknownValueError
from bot.domain.transforms import regex
from bot.domain.transforms.table import TRANSFORMS, apply, can_undo, example_line, shape_after, undo
from bot.wikitext.values import TOOLS
from tests.domain.test_kinds import PIECES

JEU = (("jeu", "Game"), ("débat", "Debate"))
TEXT = st.text(max_size=30) | PIECES
STEPS = {
    "split": Step("split", (("separator", ";"),)),
    "join": Step("join", (("separator", "; "),)),
    "map": Step("map", (("table", JEU),)),
    "prefix": Step("prefix", (("text", "no "),)),
    "suffix": Step("suffix", (("text", " km"),)),
    "replace": Step("replace", (("from", "·"), ("to", ","))),
    "regex": Step("regex", (("from", r"(\w+) (\w+)"), ("to", r"\2 \1"))),
    "default": Step("default", (("text", "x"),)),
    "constant": Step("constant", (("text", "x"),)),
    "truncate": Step("truncate", (("length", 10),)),
    "link": Step("link", (("before", "Thème:"),)),
    "date": Step("date", (("to", "{day} {month} {year}"),)),
    "duration": Step("duration", (("to", "{hours} h {minutes}"),)),
    "coordinates": Step("coordinates", (("form", "degrees"),)),
}


def step_of(name: str) -> Step:
    """Give a step of a transform, with options where it needs them."""
    return STEPS.get(name, Step(name))


def run(name: str, value: Value, **options: object) -> Value:
    """Put a value through one transform."""
    pairs = tuple((key.rstrip("_"), option) for key, option in options.items())
    return apply((Step(name, pairs),), value, TOOLS)  # type: ignore[arg-type]


@pytest.mark.parametrize("transform", TRANSFORMS.values(), ids=list(TRANSFORMS))
def test_the_documented_example_holds(transform: Transform) -> None:
    """What people are shown is what happens, and the line that shows it names the transform."""
    example = transform.example
    assert apply((Step(transform.name, example.options),), example.before, TOOLS) == example.after
    assert transform.name in example_line(transform)
    assert transform.description.endswith(".")
    assert all(option.description.endswith(".") for option in transform.options)


@pytest.mark.parametrize("name", TRANSFORMS)
@given(text=TEXT)
def test_no_text_breaks_a_transform(name: str, text: str) -> None:
    """Every transform takes any text, and any list of texts; what undoes it does too."""
    step = step_of(name)
    for value in (text, (text, "", "jeu")):
        made = apply((step,), value, TOOLS)
        assert isinstance(made, str | tuple)
        undo((step,), made, TOOLS)


@pytest.mark.parametrize("name", [name for name, each in TRANSFORMS.items() if each.back is Back.TEXT])
@given(text=TEXT)
def test_a_text_is_read_back(name: str, text: str) -> None:
    """What is read back as text is the same text, but for words that a table has on its right only."""
    if name == "map":
        known = next((here for here, _ in JEU if here.casefold() == text.casefold()), text)
        text = "" if text.casefold() in {there.casefold() for _, there in JEU} else known
    if name == "link" and ("[" in text or "]" in text):
        return
    step = step_of(name)
    assert undo((step,), apply((step,), text, TOOLS), TOOLS) == text


WORD = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=8)


@given(st.lists(WORD, min_size=1).map(tuple))
def test_a_list_is_joined_and_split(words: tuple[str, ...]) -> None:
    """Joining undoes splitting and the other way round, for words without the separator."""
    join, split = step_of("join"), step_of("split")
    assert undo((join,), apply((join,), words, TOOLS), TOOLS) == words
    text = ";".join(words)
    assert undo((split,), apply((split,), text, TOOLS), TOOLS) == text


@pytest.mark.parametrize("name", ["date", "number", "duration", "coordinates"])
@pytest.mark.parametrize("language", ["fr", "en"])
@given(text=PIECES | st.sampled_from(("1er mars 2024", "12 à 30 km", "1h30", "48.39, -4.49", "mars 2024", "..5 %")))
def test_a_value_is_read_back(name: str, language: str, text: str) -> None:
    """What spells a value another way leaves it the same value, in both languages."""
    options = dict(step_of(name).options)
    if TRANSFORMS[name].option("language"):
        options["language"] = language
    made = apply((Step(name, tuple(options.items())),), text, TOOLS)
    assert isinstance(made, str)
    assert same_text(made, text, Kind(name))


@pytest.mark.parametrize(
    ("name", "options", "before", "after"),
    [
        pytest.param(
            "date", {"to": "{month} {day}, {year}", "language": "en"}, "1er mars 2024", "March 1, 2024", id="1"
        ),
        pytest.param("date", {"to": "{dd}/{mm}/{year}"}, "mars 2024", "mars 2024", id="part of a date"),
        pytest.param("date", {"to": "{dd}/{mm}/{year}"}, "2024", "2024", id="year"),
        pytest.param(
            "date", {"to": "{year}-{mm}-{dd}", "from": "{mm}/{dd}/{year}"}, "03/04/2024", "2024-03-04", id="us"
        ),
        pytest.param(
            "date", {"to": "{year}-{mm}-{dd}", "from": "{day} {month} {year}"}, "1er mai 2024", "2024-05-01", id="w"
        ),
        pytest.param("date", {"to": "{year}", "from": "{mm}/{dd}/{year}"}, "bientôt", "bientôt", id="no date"),
        pytest.param("date", {"to": "{year}", "from": "{mm}/{year}"}, "x/2024", "x/2024", id="no month"),
        pytest.param("date", {"to": "{mm}/{year}", "from": "{year}"}, "2024", "2024", id="only a year"),
        pytest.param("date", {"to": "{year}"}, "31/02/2024", "31/02/2024", id="no day of the calendar"),
        pytest.param("number", {}, "1234.5", "1 234,5", id="French"),
        pytest.param("number", {"language": "en"}, "1 234,5 km", "1234.5 km", id="English"),
        pytest.param("number", {"language": "en"}, "jusqu'à 30 km", "up to 30 km", id="open"),
        pytest.param("number", {}, "at least 5", "à partir de 5", id="open above"),
        pytest.param("duration", {"to": "{total} min"}, "1 à 2 h", "1 à 2 h", id="ranges stay"),
        pytest.param("duration", {"to": "{total} min"}, "2 jours", "2 jours", id="days stay"),
        pytest.param("duration", {"to": "{total} min"}, "une heure et demie", "90 min", id="words"),
        pytest.param("coordinates", {}, "48°30′N 4°30′O", "48.5, -4.5", id="decimals"),
        pytest.param("coordinates", {}, "Brest", "Brest", id="no coordinates"),
        pytest.param("map", {"table": JEU, "otherwise": "drop"}, "autre", "", id="drop"),
        pytest.param(
            "map", {"table": JEU, "otherwise": "drop", "default": "?"}, ("jeu", "a"), ("Game", "?"), id="else"
        ),
        pytest.param("truncate", {"length": 3, "ellipsis": "....."}, "abcdef", "...", id="long ellipsis"),
        pytest.param("truncate", {"length": 4}, "abcdef", "abc…", id="one word"),
        pytest.param("unlink", {}, "[[a|b]], [https://x.org c], [[d]]", "b, c, d", id="links"),
        pytest.param("link", {}, "a|b", "a|b", id="no page"),
        pytest.param("plain", {}, ("'''a'''", "{{b}}"), ("a",), id="a list of markup"),
        pytest.param("split", {}, "[[a;b]]; c", ("[[a;b]]", "c"), id="a separator in a link"),
        pytest.param("first", {}, ("", " "), "", id="nothing"),
        pytest.param("default", {"text": "x"}, (), ("x",), id="an empty list"),
        pytest.param("constant", {"text": "x"}, ("a", "b"), ("x",), id="a constant list"),
        pytest.param("strip", {}, ("  ", " a  b "), ("a b",), id="empty words leave"),
        pytest.param("capitalize", {}, "", "", id="nothing to capitalize"),
    ],
)
def test_what_a_transform_makes(name: str, options: dict[str, object], before: Value, after: Value) -> None:
    """The corners of the transforms."""
    assert run(name, before, **options) == after


def test_a_table_may_refuse() -> None:
    """The one error that a transform may raise names the word and what is known."""
    with pytest.raises(UnknownValueError) as caught:
        run("map", "autre", table=JEU, otherwise="error")
    assert (caught.value.value, caught.value.known) == ("autre", ("jeu", "débat"))
    assert run("map", "", table=JEU, otherwise="error") == ""


def test_rows_go_one_way_and_back() -> None:
    """Steps are undone last first, and not at all when one of them cannot be."""
    steps = (step_of("map"), step_of("prefix"), step_of("join"))
    assert apply(steps, ("jeu", "débat"), TOOLS) == "no Game; no Debate"
    assert undo(steps, "no Game; no Debate", TOOLS) == ("jeu", "débat")
    assert undo((*steps, Step("strip")), "no Game", TOOLS) is None
    assert shape_after(steps, Shape.LIST) is Shape.TEXT
    assert not can_undo(Step("date", (("to", "{year}"), ("from", "{year}"))))


def test_the_domain_alone_knows_no_markup() -> None:
    """Without the tools of wikitext, plain text is stripped text and a separator is a separator."""
    assert apply((Step("plain"), step_of("split")), " [[a;b]] ", Tools()) == ("[[a", "b]]")


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        (r"^Fiche no ([0-9]+)$", None),
        (r"(?:le )?(\d{1,2})[/.](\d{1,2})", None),
        (r"[]a]b*?|c{2,}|\.", None),
        (r"(a+)+", "unsafe"),
        (r"(a|b)*", "unsafe"),
        (r"(?=a)b", "unsafe"),
        (r"(?P<x>a)", "unsafe"),
        (r"(a)\1", "unsafe"),
        (r"a{2000}", "unsafe"),
        (r"a{,}", None),
        (r"a*+", "unsafe"),
        (r"*a", "unsafe"),
        ("(?", "unsafe"),
        ("a\\", "wrong"),
        ("(a", "wrong"),
        ("[b-a]", "wrong"),
        ("a" * 201, "long"),
        (".*.*.*.*.*x", "slow"),
        ("a?" * 60, "slow"),
    ],
)
def test_a_regular_expression_is_fit_or_not(pattern: str, fault: str | None) -> None:
    """Only what can be counted beforehand is let through."""
    assert regex.fault_of(pattern) == fault


@pytest.mark.parametrize(
    "pattern", [r".*.*x", r"^.*.*.*x$", r"[a ]*[a ]*b", r"a{0,9}a{0,9}a{0,9}x", "a?a?a?a?a?a?aaaax"]
)
def test_no_text_makes_a_regular_expression_slow(pattern: str) -> None:
    """The worst texts of many lengths take a moment, or stay as they are."""
    assert regex.fault_of(pattern) is None
    for length in (50, 200, 1_000, 10_000, 100_000):
        start = time.process_time()
        run("regex", "a" * length, from_=pattern, to="")
        assert time.process_time() - start < 2


def test_a_wrong_group_changes_nothing() -> None:
    """A replacement that asks for a group that is not there is no error when a page is read."""
    assert run("regex", "ab", from_="a", to=r"\3") == "ab"
    assert run("regex", "ab", from_="(x)?a", to=r"[\1]") == "[]b"


@given(st.text(alphabet="ab()[]|*+?{}1,\\^$.:", max_size=12), st.text(alphabet="ab1", max_size=20))
def test_any_pattern_is_judged(pattern: str, text: str) -> None:
    """No pattern makes judging or replacing fail."""
    regex.fault_of(pattern)
    assert isinstance(run("regex", text, from_=pattern, to="x"), str)
