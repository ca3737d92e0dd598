"""The stop page and the list of what the bot leaves alone are read as lay people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.wiki import Namespace
from bot.wikitext.house_pages import OptOut, read_opt_out, says_stop
from tests.wikitext.builders import TEXTS, wiki

WIKI = wiki("movilab", Namespace(100, ("Recette", "Recipe"), content=True))


@pytest.mark.parametrize(
    "text", ["stop", "non", "go", "{{Stop}}", "#REDIRECTION [[Ailleurs]]", "<nowiki></nowiki>", "."]
)
def test_anything_on_the_stop_page_stops(text: str) -> None:
    """People need no word of command."""
    assert says_stop(text)


@pytest.mark.parametrize("text", ["", " \n\n", "<!-- Écrivez ici pour arrêter le robot -->", "<!-- a -->\n<!-- b -->"])
def test_an_empty_stop_page_stops_nothing(text: str) -> None:
    """A comment may explain what the page is for."""
    assert not says_stop(text)


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("* [[Recette:Café débat]]", True),
        ("* [[recette:café_débat|celle-ci]]", True),
        ("* [[:Recipe:Café débat#Déroulé]] merci", True),
        ("* [[ Recette : Café débat ]]", True),
        ("* [[Recette:]]", True),
        ("* [[:recipe:*]]", True),
        ("* [[Recette:|toutes]]", True),
        ("", False),
        ("Recette:Café débat", False),
        ("* [[Recette:Café]]", False),
        ("* [[Café débat]]", False),
        ("<nowiki>[[Recette:Café débat]] [[Recette:]]</nowiki>", False),
        ("<!-- [[Recette:Café débat]] [[Recette:]] -->", False),
        ("[[Inconnu:]] [[:]] [[Modèle:]]", False),
        ("[https://movilab.example.org/wiki/Recette:Café_débat lien]", False),
    ],
)
def test_links_name_what_is_left_alone(text: str, covered: bool) -> None:
    """A link names a page, one that ends with a colon a namespace, and nothing else counts."""
    assert read_opt_out(text, WIKI).covers("Recette:Café débat", WIKI) is covered


def test_a_page_of_the_main_namespace_is_named_by_its_title() -> None:
    """And no list can rule out the main namespace by accident."""
    assert read_opt_out("[[Café débat]] [[:]]", WIKI) == OptOut(frozenset({"Café débat"}), frozenset())


@given(TEXTS, st.sampled_from(["Café débat", "Recette:Soupe", "Écoute active"]))
def test_whatever_is_listed_first_is_covered(rest: str, title: str) -> None:
    """Text behind a link takes nothing from the list."""
    assert read_opt_out(f"* [[{title}]]\n{rest}", WIKI).covers(title, WIKI)
