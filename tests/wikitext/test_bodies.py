"""Whole texts of sheets, as a partner must show them."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings

from bot.domain.embedding import Embedding, Fate, Replacement
from bot.domain.plan import Notice
from bot.domain.wiki import MagicWord
from bot.wikitext.bodies import Body, adapt
from bot.wikitext.calls import Called, Stage, replace_calls
from bot.wikitext.destinations import Links
from bot.wikitext.links import Rewritten, rewrite_links
from bot.wikitext.switches import Switched, translate_switches
from bot.wikitext.tags import missing_tags, opaque_tags_of
from bot.wikitext.templates import find_call
from tests.wikitext.builders import MOVILAB, MULTIBAO, TEXTS, WILD

SOURCE = replace(
    MULTIBAO,
    interwiki=(*MULTIBAO.interwiki, ("en", "https://en.example.org/wiki/$1")),
    language_prefixes=frozenset({"en"}),
    extension_tags=("pre", "nowiki", "gallery", "ref", "math", "syntaxhighlight"),
    magic_words=(MagicWord("notoc", ("__AUCUNSOMMAIRE__", "__NOTOC__")), MagicWord("x", ("__MAISON__",))),
)
PARTNER = replace(
    MOVILAB,
    extension_tags=("pre", "nowiki", "gallery"),
    magic_words=(MagicWord("notoc", ("__NOTOC__",)),),
)
LINKS = Links(SOURCE, PARTNER, {"Mur": "Recette:Mur"}, page="Tour", opaque=opaque_tags_of(SOURCE))
EMBEDDING = Embedding((Replacement("Note", name="Remarque"), Replacement("Encadré", Fate.DROP)))


def test_everything_that_people_should_know_is_told() -> None:
    """Templates, switches, links to other languages and tags each have their notice."""
    text = "__MAISON__[[en:Wall]]{{note|[[Mur]]}}{{Encadré}}{{Autre}}<ref>[[mur]]</ref> __AUCUNSOMMAIRE__"
    body = adapt(text, LINKS, EMBEDDING)
    assert body.text == "{{Remarque|[[Recette:Mur|Mur]]}}{{Autre}}<ref>[[Recette:Mur|mur]]</ref> __NOTOC__"
    assert (body.links, body.files, body.left_out) == (True, False, True)
    assert body.notices == (
        Notice("template in the text", "Autre"),
        Notice("switch left out", "__MAISON__"),
        Notice("language link left out", "en:Wall"),
        Notice("tag unknown there", "ref"),
    )


@pytest.mark.parametrize(
    ("fate", "text", "notice"),
    [
        pytest.param(Fate.DROP, "a ", "template left out", id="drop"),
        pytest.param(Fate.TEXT, "a b", "template as text", id="text"),
    ],
)
def test_unknown_templates_are_told_whatever_becomes_of_them(fate: Fate, text: str, notice: str) -> None:
    """The words of the notice say which."""
    body = adapt("a {{Autre|b}}", LINKS, Embedding(otherwise=fate))
    assert (body.text, body.notices, body.left_out) == (text, (Notice(notice, "Autre"),), True)


@given(WILD | TEXTS)
@settings(max_examples=200, deadline=None)
def test_no_text_is_too_odd(text: str) -> None:
    """Nothing raises, and a text without braces, brackets, tags and switches stays as it is."""
    adapt(text, LINKS, Embedding(otherwise=Fate.TEXT))
    plain = text.replace("[[", "[").replace("{{", "{").replace("__", "_")
    assert adapt(plain, LINKS, EMBEDDING).text == plain


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_what_is_no_wikitext_stays_byte_for_byte(text: str) -> None:
    """Comments and the contents of opaque tags pass all steps unchanged."""
    for tag in ("nowiki", "pre", "math", "syntaxhighlight"):
        zone = f"<{tag}>[[Mur]]__MAISON__{{{{note}}}}{text.replace('<', '')}</{tag}>"
        assert zone in adapt(f"[[Mur]]s {{{{note}}}}\n{zone} [[Loin]]", LINKS, EMBEDDING).text
    comment = f"<!-- [[Mur]]__MAISON__{{{{note}}}} {text.replace('-->', '')} -->"
    assert comment in adapt(f"[[Mur]]s {comment} [[Loin]]", LINKS, EMBEDDING).text


def test_a_wiki_that_tells_its_tags_leaves_no_doubt() -> None:
    """A pipe in a tag that the wiki lacks parts two parameters; in one that it has, it does not.

    Tags that we do not know are read rightly too, but could not be written.
    """
    text = "{{Fiche|a=<score>u|v</score>|c=1}}"
    guessed = find_call(text, ("Fiche",), MULTIBAO)
    without = find_call(text, ("Fiche",), SOURCE)
    having = find_call(text, ("Fiche",), replace(SOURCE, extension_tags=("score",)))
    assert guessed is not None
    assert guessed.doubt
    assert without is not None
    assert having is not None
    assert (without.doubt, without.get("a"), without.get("1")) == ("", "<score>u", "v</score>")
    assert (having.doubt, having.get("a")) == ("", "<score>u|v</score>")
    strange = find_call(text.replace("score", "mermaid"), ("Fiche",), replace(SOURCE, extension_tags=("mermaid",)))
    assert strange is not None
    assert (strange.doubt, strange.get("a")) == ("", "<mermaid>u|v</mermaid>")


@given(WILD | TEXTS)
def test_a_text_without_markup_is_carried_as_it_is(wild: str) -> None:
    """Where no call, link, switch or tag can begin, none of the steps has anything to do."""
    text = re.sub(r"\{\{+|\[\[+|__+|<+", " ", wild)
    assert adapt(text, LINKS, EMBEDDING) == Body(text)
    assert replace_calls(text, EMBEDDING, Stage(SOURCE, PARTNER)) == Called(text)
    assert translate_switches(text, SOURCE, PARTNER) == Switched(text)
    assert rewrite_links(text, LINKS) == Rewritten(text)
    assert missing_tags(text, SOURCE, PARTNER) == ()
