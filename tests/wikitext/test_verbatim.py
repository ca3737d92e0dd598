"""Texts word for word in a form that every wiki shows alike."""

import pytest

from bot.domain.embedding import ExpansionFault
from bot.domain.wiki import CATEGORY, FILE, TEMPLATE, Namespace, WikiFacts
from bot.wikitext.destinations import Links
from bot.wikitext.verbatim import Verbatim, calls_of, verbatim

SPACES = (
    Namespace(0, ("",), content=True),
    Namespace(CATEGORY, ("Catégorie", "Category")),
    Namespace(FILE, ("Fichier", "File")),
    Namespace(TEMPLATE, ("Modèle", "Template")),
)
SOURCE = WikiFacts(
    "Multibao",
    "https://multibao.example.org/index.php",
    "fr",
    "https://multibao.example.org/wiki/{title}",
    "https://multibao.example.org/index.php?title={title}&oldid={revision}",
    "",
    SPACES,
    extension_tags=("nowiki", "ref", "gallery", "poem"),
    language_prefixes=frozenset({"en"}),
    interwiki=(("en", "https://en.example.org/wiki/$1"),),
)
PARTNER = WikiFacts(
    "Movilab", "https://movilab.example.org/index.php", "fr", "", "", "", SPACES, extension_tags=("nowiki", "gallery")
)
PAGE = "https://multibao.example.org/wiki/"


def written(text: str, expansions: dict[str, str] | None = None) -> Verbatim:
    """Write a text of the source for the partner."""
    return verbatim(text, Links(SOURCE, PARTNER, {}, page="Arpentage"), expansions or {})


@pytest.mark.parametrize(
    "text",
    [
        "Un texte ''simple''.\n\n== Étapes ==\n* une\n* deux\n{| class=\"wikitable\"\n| a || b\n|}",
        "<nowiki>{{Carte}} [[Lien]]</nowiki> et <!-- {{rien}} --> fin",
        "[https://exemple.org un site], https://exemple.org/a_b, [[#Étapes]]",
        "Une accolade { seule }, un crochet [ seul ].",
    ],
)
def test_what_every_wiki_shows_alike_stays_to_the_letter(text: str) -> None:
    assert written(text) == Verbatim(text)
    assert calls_of(text, SOURCE) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Voir [[Débat mouvant]]s.", f"Voir [{PAGE}D%C3%A9bat_mouvant Débat mouvants]."),
        ("Voir [[Débat|le ''débat'']].", f"Voir [{PAGE}D%C3%A9bat le ''débat'']."),
        ("[[Fichier:Plan.png|thumb|Le plan]]", f"[{PAGE}Fichier:Plan.png Le plan]"),
        ("<gallery>\nPlan.png|Le plan\n</gallery>", f"* [{PAGE}Fichier:Plan.png Le plan]"),
    ],
)
def test_links_and_pictures_lead_to_the_source_with_the_same_words(text: str, expected: str) -> None:
    made = written(text)
    assert made.text == expected
    assert made.links or made.files


def test_what_belongs_to_the_page_stays_at_the_source() -> None:
    """Categories, sort keys and links to other languages are no words of the text."""
    made = written("Un texte.\n\n[[Catégorie:Fiches|clé]]\n{{DEFAULTSORT:fiche}}\n[[en:Reading]]\n")
    assert made == Verbatim("Un texte.", links=True, categories=True, languages=True)


def test_calls_are_written_out_as_the_source_shows_them() -> None:
    """The outermost only, in their places; their categories stay, and what is meant for robots there goes."""
    text = "{{Fiche|titre={{Nom}}}}\nSuite {{Liste}}.{{nobots}}\n[[Débat|{{Nom}}]]"
    assert calls_of(text, SOURCE) == ("{{Fiche|titre={{Nom}}}}", "{{Liste}}", "{{Nom}}")
    made = written(
        text,
        {
            "{{Fiche|titre={{Nom}}}}": "'''Nom''' [[Page]][[Catégorie:Fiches]]",
            "{{Liste}}": "* un\n* deux",
            "{{Nom}}": "le nom",
        },
    )
    assert made.text == f"'''Nom''' [{PAGE}Page Page]\nSuite \n* un\n* deux.\n[{PAGE}D%C3%A9bat le nom]"
    assert (made.expanded, made.links, made.categories, made.faults) == (True, True, True, ())


def test_what_would_say_something_else_is_told() -> None:
    """Calls that the source could not write out, tags that the partner shows as text, what a save changes."""
    assert written("{{Carte}}").faults == (("Carte", ExpansionFault.NOT_TOLD),)
    assert written("{{Carte}}", {"{{Carte}}": "[[:Modèle:Carte]]"}).faults == (("Carte", ExpansionFault.MISSING),)
    assert written("Un mot<ref>Une note.</ref> <poem>vers</poem>").lacking == ("ref", "poem")
    assert written("{{Signe}}", {"{{Signe}}": "~~~~"}).unsafe.startswith("~~~")
    assert written("[[Catégorie:A]][[Débat]] [[[Catégorie:A]][Débat]]").unsafe
