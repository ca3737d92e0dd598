"""The places where a field may stand, as a mapping names them."""

import pytest

from bot.domain.mapping import (
    AnyOf,
    Carrier,
    Categories,
    FirstImage,
    Item,
    ItemForm,
    Lead,
    PageTitle,
    Parameter,
    Property,
    Section,
)
from tests.config.home import PARTNER, Home


@pytest.mark.parametrize(
    ("written", "carrier"),
    [
        (
            "{any: [{parameter: [a, b]}, {item: Image, in: Infos}, {section: Image}]}",
            AnyOf((Parameter(("a", "b")), Item(("Image",), "Infos"), Section(("Image",)))),
        ),
        ("{section: [A, B], subsections: false}", Section(("A", "B"), subsections=False)),
        ("{lead: true}", Lead()),
        ("{categories: 'Thème {x}'}", Categories(patterns=("Thème {x}",))),
        ("{categories: ['Catégorie:A_b', '{x} c'], except: D}", Categories(("D",), ("A b", "{x} c"))),
        ("{categories: {under: 'Catégorie:Thèmes_x'}}", Categories(roots=("Thèmes x",), depth=5)),
        (
            "{categories: {under: [A, B], depth: 2}, except: C}",
            Categories(("C",), roots=("A", "B"), depth=2),
        ),
        ("{parameter: a, of: 'Modèle:B c'}", Parameter(("a",), of="B c")),
        ("{property: [A, B]}", Property(("A", "B"))),
        ("{item: A, as: table}", Item(("A",), form=ItemForm.TABLE)),
    ],
)
def test_a_place_is_read(home: Home, written: str, carrier: Carrier | AnyOf) -> None:
    """Each way to name a place gives that place."""
    home.change(PARTNER, "{parameter: présentation}", written)
    rule = home.load().jobs[0].partners[0].mapping.rule("resume")
    assert rule is not None
    assert rule.carrier == carrier


def test_the_page_title_may_be_the_last_of_several(home: Home) -> None:
    """A title is read from the page where no other place has it."""
    home.change(PARTNER, "{parameter: nom}", "{any: [{parameter: nom}, {title: true}]}")
    rule = home.load().jobs[0].partners[0].mapping.rule("titre")
    assert rule is not None
    assert rule.carrier == AnyOf((Parameter(("nom",)), PageTitle()))


MISTAKES = {
    "several places and one": ("{parameter: a, any: [{section: A}]}", 32, "one place"),
    "two places in one of several": ("{any: [{parameter: a, section: A}]}", 39, "one place"),
    "none in one of several": ("{any: [{parameter: a}, {}]}", 40, "where the field stands"),
    "no places at all": ("{any: []}", 23, "nothing is listed"),
    "one place, no list": ("{any: {parameter: a}}", 23, "a list here"),
    "an option of several": ("{any: [{parameter: a}], in: A}", 41, "belongs to “item”"),
    "an option of nothing": ("{any: [{parameter: a, in: A}]}", 39, "belongs to “item”"),
    "a place that is never read": ("{any: [{constant: x}, {parameter: a}]}", 24, "put it last"),
    "a form of nothing": ("{parameter: a, as: table}", 32, "belongs to “item”"),
    "an unknown form": ("{item: A, as: tableau}", 31, "“table”"),
    "categories of a text": ("{categories: true}", 18, "are a list"),
    "no categories": ("{categories: []}", 30, "list at least one"),
    "two holes in a category": ("{categories: ['{a} {b}']}", 31, "nothing fills {b}"),
    "half a hole in a category": ("{categories: 'a {b'}", 30, "a brace"),
    "a tree without a root": ("{categories: {}}", 18, "“under” is missing"),
    "a tree of nothing": ("{categories: {under: []}}", 38, "at least one"),
    "a misspelt root": ("{categories: {undr: A}}", 31, "“under”"),
    "an impossible root": ("{categories: {under: [A, 'b|c']}}", 42, "no page can be called"),
    "a tree without levels": ("{categories: {under: A, depth: 0}}", 48, "how many levels"),
    "a depth in words": ("{categories: {under: A, depth: all}}", 48, "how many levels"),
    "an impossible category": ("{categories: 'a|{b}'}", 30, "no page can be called"),
    "an impossible template": ("{parameter: a, of: 'a|b'}", 36, "no page can be called"),
    "an impossible property": ("{property: 'a=b'}", 28, "no property can be called"),
    "another of several properties": ("{property: [a, 'b::c']}", 32, "no property can be called"),
    "a picture of a text": ("{image: first}", 18, "a picture is a file"),
    "another picture": ("{image: last}", 25, "first"),
    "subsections of nothing": ("{parameter: a, subsections: false}", 32, "belongs to “section”"),
    "a place of another field": ("{any: [{item: A}, {parameter: photo}]}", 29, "same place"),
}


@pytest.mark.parametrize(("written", "column", "words"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_wrong_place_is_one_problem(home: Home, written: str, column: int, words: str) -> None:
    """One mistake makes exactly one problem, which says where and what to do."""
    home.change(PARTNER, "{parameter: présentation}", written)
    (problem,) = home.problems()
    assert words in problem.message
    assert (problem.line in (7, 12), problem.column) == (True, column)


def test_a_lead_is_text(home: Home) -> None:
    """Only a text stands before the first heading."""
    home.change(PARTNER, '{parameter: objectifs, separator: "; "}', "{lead: true}")
    (problem,) = home.problems()
    assert "the lead is text" in problem.message


def test_a_level_is_that_of_a_heading(home: Home) -> None:
    """A mapping writes its headings at its level."""
    home.change(PARTNER, "template: Recette", "level: 3\ntemplate: Recette")
    assert home.load().jobs[0].partners[0].mapping.level == 3
    home.change(PARTNER, "level: 3", "level: 6")
    (problem,) = home.problems()
    assert "from 1 to 5" in problem.message


def test_a_picture_is_a_file(home: Home) -> None:
    """The first picture of a page gives the name of a file."""
    home.change(PARTNER, "{parameter: photo}", "{image: first}")
    rule = home.load().jobs[0].partners[0].mapping.rule("image")
    assert rule is not None
    assert rule.carrier == FirstImage()
