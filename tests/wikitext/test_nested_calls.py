"""A template within a parameter of the sheet's template: its parameters are fields of their own."""

import pytest

from bot.domain.field import Values
from bot.wikitext.reader import Unclaimed
from tests.wikitext.builders import values
from tests.wikitext.recorded import MAPPINGS, reading, updated, written

MAPPING = MAPPINGS["page"]
PAGE = "{{Fiche|nom=N|durée= environ {{Durée| heures = 2 |unité=x|minutes=30}} |z=1}}\n{{Durée|heures=9}}"


def _times(page: str) -> tuple[object, object]:
    found = reading(page, MAPPING).values
    return found.get("heures"), found.get("minutes")


def _set(page: str, **given: str) -> str:
    wanted = reading(page, MAPPING).values
    for name, value in given.items():
        wanted = wanted.with_value(name, value)
    return updated(page, wanted, MAPPING)


def test_several_fields_take_parameters_of_one_call() -> None:
    """What else stands in the parameter, in the call and on the page is told."""
    assert _times(PAGE) == ("2", "30")
    assert set(reading(PAGE, MAPPING).unclaimed) == {
        Unclaimed("parameter", "durée", "environ"),
        Unclaimed("parameter", "unité", "x"),
        Unclaimed("parameter", "z", "1"),
        Unclaimed("text", "", "{{Durée|heures=9}}"),
    }


@pytest.mark.parametrize(
    ("value", "times", "told"),
    [
        ("{{durée|h=2}}", ("2", None), ""),
        ("{{Durée|heures=1}}{{Durée|heures=2}}", ("1", None), "{{Durée|heures=2}}"),
        ("{{Durée|heures={{#expr:1+1}}}}", ("{{#expr:1+1}}", None), ""),
        ("2 h", (None, None), "2 h"),
        ("{{Boîte|{{Durée|heures=2}}}}", (None, None), "{{Boîte|{{Durée|heures=2}}}}"),
        ("<!-- {{Durée|heures=2}} -->", (None, None), ""),
        ("{{Durée|heures=1}}|durée={{Durée|minutes=2}}", (None, "2"), "{{Durée|heures=1}}"),
        ("{{Durée|heures=<score>1|minutes=2</score>}}", (None, None), "{{Durée|heures=<score>1|minutes=2</score>}}"),
    ],
)
def test_only_a_call_that_stands_directly_there_is_read(value: str, times: object, told: str) -> None:
    """Everything else is told as what it is: something in the parameter that no rule takes."""
    page = f"{{{{Fiche|nom=N|durée={value}}}}}"
    assert _times(page) == times
    assert [(item.name, item.excerpt) for item in reading(page, MAPPING).unclaimed] == (
        [("durée", told)] if told else []
    )


def test_the_call_is_written_into_its_parameter() -> None:
    """One call for all its parameters, where the first of them stands among the rules."""
    text = written(values(titre="N", heures="2", minutes="30"), MAPPING)
    assert text == "{{Fiche\n| nom = N\n| durée = {{Durée|heures=2|minutes=30}}\n}}"
    assert "{{Durée|heures=a{{!}}b}\n}}" in written(values(titre="N", heures="a|b}"), MAPPING)
    assert "durée" not in written(values(titre="N"), MAPPING)


@pytest.mark.parametrize(
    ("given", "before", "after"),
    [
        ({"heures": "3"}, "heures = 2 |", "heures = 3 |"),
        ({"minutes": "45"}, "minutes=30", "minutes=45"),
        ({"heures": "3", "minutes": ""}, "heures = 2 |unité=x|minutes=30", "heures = 3 |unité=x|minutes="),
    ],
)
def test_only_the_inner_parameter_changes(given: dict[str, str], before: str, after: str) -> None:
    """The words around the call stay, and so does the call of the same name on the page."""
    assert _set(PAGE, **given) == PAGE.replace(before, after)


@pytest.mark.parametrize(
    ("page", "after"),
    [
        ("{{Fiche|nom=N}}", "{{Fiche|nom=N|durée={{Durée|heures=2|minutes=30}}}}"),
        ("{{Fiche\n| nom = N\n}}", "{{Fiche\n| nom = N\n| durée = {{Durée|heures=2|minutes=30}}\n}}"),
        ("{{Fiche|nom=N|durée=|z=1}}", "{{Fiche|nom=N|durée= {{Durée|heures=2|minutes=30}}|z=1}}"),
        ("{{Fiche|nom=N|durée=environ|z=1}}", "{{Fiche|nom=N|durée=environ {{Durée|heures=2|minutes=30}}|z=1}}"),
        ("{{Fiche|nom=N|durée={{Durée}}}}", "{{Fiche|nom=N|durée={{Durée|heures=2|minutes=30}}}}"),
    ],
)
def test_a_call_that_is_new_finds_its_place(page: str, after: str) -> None:
    """In the parameter, behind what people wrote there."""
    assert _set(page, heures="2", minutes="30") == after


def test_what_was_read_changes_no_byte() -> None:
    """Writing the same values writes nothing."""
    found: Values = reading(PAGE, MAPPING).values
    assert updated(PAGE, found, MAPPING) == PAGE
