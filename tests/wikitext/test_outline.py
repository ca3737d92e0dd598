"""Sections, labelled items, categories: what stands where on a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.wiki import CATEGORY
from bot.wikitext.items import find_item, write_item
from bot.wikitext.outline import _MARKUP, demote, outline, plain
from bot.wikitext.pagelinks import _SORT_KEY, _SPACE, _is_among, _plain_elements, category_link, strip_categories
from bot.wikitext.scan import OPAQUE_TAGS, Element, Sort, scan
from bot.wikitext.zones import mask_opaque
from tests.wikitext.builders import MULTIBAO, TEXTS, TOKENS, WILD


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        pytest.param(
            "a\n== B ==\nc\n=== D ===\ne\n== F ==", [(0, "", 2), (2, "B", 24), (3, "D", 24), (2, "F", 31)], id="tree"
        ),
        pytest.param("<nowiki>\n== A ==\n</nowiki>", [(0, "", 26)], id="shown"),
        pytest.param("<div>\n== A ==\n</div>", [(0, "", 6), (2, "A", 20)], id="in a tag of HTML"),
        pytest.param("{{x|\n== A ==\n}}", [(0, "", 15)], id="in a template"),
        pytest.param("== ''A'' <!-- b --> ==", [(0, "", 0), (2, "A", 22)], id="quotes and comment"),
        pytest.param("=== A ==", [(0, "", 0), (2, "= A", 8)], id="uneven"),
        pytest.param(" == A ==", [(0, "", 8)], id="indented"),
    ],
)
def test_the_outline_of_a_page(text: str, blocks: list[tuple[int, str, int]]) -> None:
    """Headings are those that MediaWiki shows, each with its level, its words and the end of its tree."""
    assert [(block.level, block.heading, block.tree_end) for block in outline(text)] == blocks


@pytest.mark.parametrize(
    ("text", "pushed"),
    [
        pytest.param("= A =\n== B ==", "=== A ===\n==== B ====", id="two levels"),
        pytest.param("=== A ===\nx", "=== A ===\nx", id="deep enough"),
        pytest.param("== A == <!-- b -->\nx", "=== A === <!-- b -->\nx", id="comment behind"),
        pytest.param("=== A ==", "==== A ===", id="uneven"),
        pytest.param("=====", "=======", id="equals alone"),
        pytest.param("== A ==\n====== B ======", "=== A ===\n====== B ======", id="deepest"),
    ],
)
def test_headings_are_pushed_down(text: str, pushed: str) -> None:
    """Headings keep their words and their order of depth, and none is above its section."""
    assert demote(text, 2) == pushed


@given(WILD | TEXTS | st.text(alphabet="=a \n<!->", max_size=40))
def test_pushing_down_twice_is_pushing_once(text: str) -> None:
    """Once all headings are deep enough, they stay, and their words never change."""
    once = demote(text, 2)
    assert demote(once, 2) == once
    assert [block.heading for block in outline(once)] == [block.heading for block in outline(text)]
    assert all(block.level > 2 for block in outline(once)[1:])


@pytest.mark.parametrize(
    ("text", "rest", "names"),
    [
        pytest.param("a\n[[Catégorie:Jeu]]\nb", "a\nb", ("Jeu",), id="alone on a line"),
        pytest.param("a\n[[Catégorie:Jeu]] [[Category:Mur]]\nb", "a\nb", ("Jeu", "Mur"), id="several on a line"),
        pytest.param("a [[Catégorie:Jeu]] b", "a  b", ("Jeu",), id="among words"),
        pytest.param("a [[Catégorie:Jeu]] b [[catégorie:mur]]", "a  b ", ("Jeu", "Mur"), id="at two places of a line"),
        pytest.param("[[Catégorie:jeu_de  mots|clé]]", "", ("Jeu de mots",), id="underscore and key"),
        pytest.param("[[:Catégorie:Jeu]]", "[[:Catégorie:Jeu]]", (), id="link to a category"),
        pytest.param("<nowiki>[[Catégorie:Jeu]]</nowiki>", "<nowiki>[[Catégorie:Jeu]]</nowiki>", (), id="shown"),
        pytest.param(
            "<nowiki>[[Catégorie:Jeu]]</nowiki>[[Catégorie:Jeu]]",
            "<nowiki>[[Catégorie:Jeu]]</nowiki>",
            ("Jeu",),
            id="both",
        ),
        pytest.param("[[Catégorie:Jeu]][[Catégorie:Jeu]]", "", ("Jeu",), id="twice"),
        pytest.param("{{x|a=[[Catégorie:Jeu]]}}", "{{x|a=}}", ("Jeu",), id="in a template"),
        pytest.param("[[Catégorie:{{x}}]]", "[[Catégorie:{{x}}]]", (), id="name from a template"),
        pytest.param("[[Catégorie:]] [[Catégorie:Jeu", "[[Catégorie:]] [[Catégorie:Jeu", (), id="no categories"),
    ],
)
def test_categories_are_taken_out(text: str, rest: str, names: tuple[str, ...]) -> None:
    """Category links go, with lines that hold nothing else; links and shown text stay."""
    stripped = strip_categories(text, MULTIBAO)
    assert (stripped.text, stripped.categories) == (rest, names)


def test_sort_keys_are_taken_out() -> None:
    """Sort keys in French and English go, even with a template inside."""
    stripped = strip_categories("a\n{{DEFAULTSORT:Ecole}}\n{{CLEFDETRI:{{PAGENAME}}}}\nb", MULTIBAO)
    assert stripped.text == "a\nb"
    assert stripped.sort_keys == ("{{DEFAULTSORT:Ecole}}", "{{CLEFDETRI:{{PAGENAME}}}}")


@given(WILD | TEXTS)
def test_taking_categories_out_leaves_other_words(text: str) -> None:
    """Without a category link there is nothing to take out, and a written category is read."""
    if "[[Cat" not in text:
        assert strip_categories(text, MULTIBAO).text == text
    assert strip_categories(category_link("Écoute", MULTIBAO), MULTIBAO).categories == ("Écoute",)


@given(WILD)
def test_a_heading_without_markup_is_plain_already(heading: str) -> None:
    """Where neither quotes nor comments begin, nothing is taken out of a heading."""
    assert plain(heading) == " ".join(_MARKUP.sub("", heading).split())


_LINKS = (
    *("[[Catégorie:Jeu]]", "[[category:mur|clé]]", "[[Fichier:a|", "{{DEFAULTSORT:Jeu}}"),
    *("{{ clefdetri:a=b|c}}", "[[Mur:"),
)


@given(st.lists(st.sampled_from((*_LINKS, *TOKENS)) | st.sampled_from(_LINKS), max_size=12).map("".join))
def test_plain_category_links_are_those_among_all_structures(text: str) -> None:
    """Where links and sort keys are found without the structures around them, these make no difference."""
    names = MULTIBAO.names_of(CATEGORY)
    plain = _plain_elements(mask_opaque(text), names)
    if plain is not None:
        among = [each for each in scan(text, OPAQUE_TAGS) if _is_one(text, each, names)]
        assert [each[:3] for each in plain] == [each[:3] for each in among]


def _is_one(text: str, element: Element, names: tuple[str, ...]) -> bool:
    if element.sort is Sort.TEMPLATE:
        return _SORT_KEY.match(text, element.start) is not None
    space = _SPACE.match(text, element.start)
    return element.sort is Sort.LINK and space is not None and _is_among(names, space[1])


@pytest.mark.parametrize(
    ("line", "value"),
    [
        pytest.param("* '''Durée''' : 2 h", "2 h", id="bold before the colon"),
        pytest.param("* '''Durée :''' 2 h", "2 h", id="bold around the colon"),
        pytest.param("* '''Durée : 2 h'''", "2 h", id="all bold"),
        pytest.param("* Durée: 2 h", "2 h", id="plain"),
        pytest.param(";Durée : 2 h", "2 h", id="definition list"),
        pytest.param("# ''durée''\u00a0:\u00a02 h", "2 h", id="italics, small letter, hard blanks"),
        pytest.param("* Durée : '''2 h''' environ", "'''2 h''' environ", id="bold value"),
        pytest.param("* Durée : à 14:30", "à 14:30", id="colon in the value"),
        pytest.param("* Durée :", "", id="no value"),
        pytest.param("Durée : 2 h", None, id="no item"),
        pytest.param("* Durée prévue : 2 h", None, id="other label"),
        pytest.param("<!-- * Durée : 2 h -->", None, id="in a comment"),
    ],
)
def test_a_labelled_item_is_found(line: str, value: str | None) -> None:
    """An item is known by its label, however it is set in bold."""
    item = find_item(f"* Autre : x\n{line}\n* Fin : y", ("Durée",))
    assert (item.value if item else None) == value


def test_a_label_may_hold_an_apostrophe() -> None:
    """A straight apostrophe is part of a label."""
    item = find_item("* '''Nombre d'heures''' : 3", ("Nombre d'heures",))
    assert item is not None
    assert item.value == "3"


def test_an_item_covers_its_line() -> None:
    """An item taken out leaves the lines around it."""
    text = f"* a\n{write_item('Durée', '2 h')}\n* b"
    item = find_item(text, ("durée",))
    assert item is not None
    assert text[: item.start] + text[item.end :] == "* a\n* b"
