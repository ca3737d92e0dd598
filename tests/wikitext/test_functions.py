"""Functions and variables between two wikis of different languages, and calls that the source expands."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings

from bot.domain.embedding import Embedding, ExpansionFault, Fate, Replacement
from bot.domain.page import Page, PageRef
from bot.domain.wiki import MagicWord, Namespace
from bot.wikitext.calls import Stage, replace_calls
from bot.wikitext.expansions import LARGEST
from bot.wikitext.outgoing import linked_pages
from bot.wikitext.variables import said
from tests.wikitext.builders import MOVILAB, MULTIBAO, TEXTS, WILD

WORDS = (
    MagicWord("if", ("si", "if")),
    MagicWord("switch", ("selon", "switch")),
    MagicWord("default", ("#défaut", "#default")),
    MagicWord("lc", ("MINUS:", "LC:")),
    MagicWord("pagename", ("NOMPAGE", "PAGENAME"), exact=True),
    MagicWord("currentyear", ("ANNEEACTUELLE", "CURRENTYEAR"), exact=True),
    MagicWord("currentmonth", ("MOISACTUEL", "CURRENTMONTH", "CURRENTMONTH2"), exact=True),
    MagicWord("server", ("SERVEUR", "SERVER")),
    MagicWord("displaytitle", ("AFFICHERTITRE", "DISPLAYTITLE"), exact=True),
    MagicWord("language", ("#LANGUE:", "#LANGUAGE:")),
    MagicWord("pageid", ("IDPAGE", "PAGEID")),
)
ENGLISH = tuple(replace(word, spellings=word.spellings[1:]) for word in WORDS)
VARIABLES = frozenset({"pagename", "currentyear", "currentmonth", "server", "pageid"})
FUNCTIONS = frozenset({"if", "switch", "lc", "pagename", "displaytitle", "invoke", "ask", "language"})
SPACES = tuple(replace(space, subpages=not space.number) for space in MULTIBAO.namespaces)
SOURCE = replace(MULTIBAO, magic_words=WORDS, variables=VARIABLES, functions=FUNCTIONS, namespaces=SPACES)
PARTNER = replace(MOVILAB, magic_words=ENGLISH, variables=VARIABLES, functions=FUNCTIONS - {"ask"})
PAGE = Page(PageRef(7, "L'eau/Jeu d''ici", 42), "é", datetime(2025, 3, 9, 8, 5, tzinfo=UTC), "", "Zoé")
STAGE = Stage(SOURCE, PARTNER, PAGE)


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("{{#si:a|b|c}} {{#IF:a|b}}", "{{#if:a|b|c}} {{#IF:a|b}}"),
        ("{{#si:{{#si:a|b}}|{{NOMPAGE|x}}}}", "{{#if:{{#if:a|b}}|{{NOMPAGE|x}}}}"),
        ("{{ #selon : x | a = {{MINUS:B}} | #défaut = c }}", "{{ #switch : x | a = {{LC:B}} | #default = c }}"),
        ("{{#selon:x|#défaut}}", "{{#switch:x|#default}}"),
        ("{{minus:A}}", "{{LC:A}}"),
        ("{{ANNEEACTUELLE}}-{{MOISACTUEL}}", "{{CURRENTYEAR}}-{{CURRENTMONTH}}"),
        ("{{NOMPAGE:Autre}}", "{{PAGENAME:Autre}}"),
        ("{{#LANGUE:fr}}", "{{#LANGUAGE:fr}}"),
        ("{{SERVEUR}} {{server}}", "{{SERVER}} {{server}}"),
        ("a{{AFFICHERTITRE:b}}c", "ac"),
        ("[[{{NOMPAGE}}|a]]", "[[L'eau/Jeu d&#39;&#39;ici|a]]"),
        ("{{IDPAGE}}", "7"),
        ("{{nompage}} {{si:a}} {{#MINUS:a}}", "{{nompage}} {{si:a}} {{#MINUS:a}}"),
        ("{{subst:NOMPAGE}} {{{NOMPAGE}}} {{!}}", "{{subst:NOMPAGE}} {{{NOMPAGE}}} {{!}}"),
        ("<nowiki>{{NOMPAGE}}</nowiki><!-- {{#si:a}} -->", "<nowiki>{{NOMPAGE}}</nowiki><!-- {{#si:a}} -->"),
        ("{{#ask:[[A]]|?b}} {{#invoke:M|f}} {{#rien:a}}", "{{#ask:[[A]]|?b}} {{#invoke:M|f}} {{#rien:a}}"),
    ],
)
def test_the_partner_gets_words_that_it_knows(text: str, new: str) -> None:
    """What means something at the source and is spelt otherwise there; everything else byte for byte."""
    assert replace_calls(text, Embedding(), STAGE).text == new


def test_what_is_kept_of_one_wiki_is_not_taken_for_that_of_another() -> None:
    """Two answers of one wiki that differ in their words, and two tables of templates, are kept apart."""
    older = replace(SOURCE, magic_words=ENGLISH)
    table = Embedding((Replacement("#si", Fate.DROP),))
    for _ in range(2):
        for source, embedding, new in (
            (SOURCE, Embedding(), "{{#if:a|b}}"),
            (older, Embedding(), "{{#si:a|b}}"),
            (SOURCE, table, ""),
            (older, table, "{{#si:a|b}}"),
        ):
            assert replace_calls("{{#si:a|b}}", embedding, Stage(source, PARTNER, PAGE)).text == new
    assert hash(older) == hash(SOURCE)


def test_what_people_should_know_of_functions_is_told() -> None:
    """Lacking ones as templates are, variables as what became of them."""
    called = replace_calls(
        "{{#ask:a}}{{#invoke:m|f}}{{:Page}}{{NOMPAGE}}{{SERVEUR}}{{AFFICHERTITRE:b}}", Embedding(), STAGE
    )
    assert called.unknown == ("#ask", "#invoke:M", ":Page")
    assert (called.said, called.elsewhere, called.of_the_page) == (("NOMPAGE",), ("SERVEUR",), ("{{AFFICHERTITRE:b}}",))
    table = Embedding((Replacement("#Ask", Fate.DROP), Replacement("#invoke:m")), Fate.DROP)
    called = replace_calls("a{{#ask:a}}{{#invoke:m|f}}{{#invoke:n|f}}{{#si:a}}", table, STAGE)
    assert (called.text, called.unknown) == ("a{{#invoke:m|f}}{{#if:a}}", ("#invoke:N",))


@pytest.mark.parametrize(
    ("variable", "words"),
    [
        ("pagename", "L'eau/Jeu d&#39;&#39;ici"),
        ("subpagename", "Jeu d&#39;&#39;ici"),
        ("basepagename", "L'eau"),
        ("rootpagename", "L'eau"),
        ("pagenamee", "L%27eau/Jeu_d%27%27ici"),
        ("namespace", ""),
        ("talkpagename", "Discussion:L'eau/Jeu d&#39;&#39;ici"),
        ("subjectspace", ""),
        ("sitename", "Multibao"),
        ("revisionid", "42"),
        ("revisionuser", "Zoé"),
        ("revisionday2", "09"),
        ("revisionmonth1", "3"),
        ("revisiontimestamp", "20250309080500"),
        ("revisionsize", "2"),
        ("currentyear", None),
    ],
)
def test_variables_of_the_page_say_what_they_say_on_the_sheet(variable: str, words: str | None) -> None:
    """Names, numbers and dates of the sheet's own page; what speaks of now is no such variable."""
    assert said(variable, PAGE, SOURCE) == words


def test_names_in_other_namespaces_and_odd_ones() -> None:
    """Without the prefix where that is meant, and never as markup."""
    recipes = replace(
        SOURCE, namespaces=(*SPACES, Namespace(100, ("Recette",)), Namespace(101, ("Discussion recette",)))
    )
    page = replace(PAGE, ref=PageRef(1, "Recette:*Pain", 2, 100))
    told = [
        said(name, page, recipes) for name in ("pagename", "namespace", "talkspace", "talkpagenamee", "subpagename")
    ]
    assert told == ["&#42;Pain", "Recette", "Discussion recette", "Discussion_recette:*Pain", "&#42;Pain"]


EXPANDING = Embedding((Replacement("Carte", Fate.EXPAND), Replacement("#ask", Fate.EXPAND)))


@pytest.mark.parametrize(
    ("text", "expansion", "new"),
    [
        ("a {{Carte|x}}", "''b''", "a ''b''"),
        ("a {{Carte|x}}", "* b", "a \n* b"),
        ("a\n{{Carte|x}}", "* b", "a\n* b"),
        ("a {{Carte|x}}", "b[[Catégorie:C]] [[:Catégorie:D]]", "a b [[:Catégorie:D]]"),
        ("{{T|{{Carte|x}}}}", "b|c=[[d|e]]", "{{T|b{{!}}c{{=}}[[d|e]]}}"),
        ("{{T|a={{Carte|x}}}}", "b|c=d", "{{T|a=b{{!}}c=d}}"),
        ("{{#si:a|{{Carte|x}}}}", "b|c", "{{#if:a|b{{!}}c}}"),
    ],
)
def test_an_expansion_stands_where_its_call_stood(text: str, expansion: str, new: str) -> None:
    """On a line of its own where it must, and without parting the parameters around it; its categories go."""
    stage = replace(STAGE, expansions={"{{Carte|x}}": expansion})
    called = replace_calls(text, EXPANDING, stage)
    assert (called.text, called.waiting, called.faults) == (new, (), ())
    assert called.categories == (("C",) if "Catégorie:C" in expansion else ())


@pytest.mark.parametrize(
    ("expansion", "fault"),
    [
        (None, ExpansionFault.NOT_TOLD),
        ("a\x7f'\"`UNIQ--ref-0-QINU`\"'\x7f", ExpansionFault.STRIP_MARKER),
        ('<strong class="error">Boucle</strong>', ExpansionFault.ERROR),
        ("<span class='x error'>e</span>", ExpansionFault.ERROR),
        ("[[:Modèle:Carte]]", ExpansionFault.MISSING),
        ("{{Carte|x}}", ExpansionFault.MISSING),
        ("é" * (LARGEST // 2 + 1), ExpansionFault.TOO_LARGE),
    ],
)
def test_an_expansion_that_no_copy_can_hold_is_told_by_name(expansion: str | None, fault: ExpansionFault) -> None:
    """The call stays, and the name of the template comes with the reason."""
    stage = replace(STAGE, expansions={} if expansion is None else {"{{Carte|x}}": expansion})
    called = replace_calls("a {{Carte|x}}", EXPANDING, stage)
    assert (called.text, called.faults) == ("a {{Carte|x}}", (("Carte", fault),))
    assert called.waiting == (("{{Carte|x}}",) if expansion is None else ())


def test_only_calls_that_are_to_be_expanded_wait() -> None:
    """The outermost ones, once each, wherever they stand."""
    text = "{{Carte|{{Carte}}}} {{T|{{carte|a}}}} {{Carte|{{Carte}}}} {{#ask:[[B]]|?c}} <ref>{{Carte}}</ref>"
    assert replace_calls(text, EXPANDING, STAGE).waiting == (
        "{{Carte|{{Carte}}}}",
        "{{carte|a}}",
        "{{#ask:[[B]]|?c}}",
        "{{Carte}}",
    )


@given(WILD | TEXTS)
@settings(max_examples=150, deadline=None)
def test_a_text_in_the_words_of_the_partner_stays(text: str) -> None:
    """A second pass changes nothing more, and nothing raises."""
    once = replace_calls(f"{{{{#si:{text}|{{{{NOMPAGE}}}}}}}}{text}", Embedding(), STAGE).text
    assert replace_calls(once, Embedding(), STAGE).text == once
    replace_calls(text, EXPANDING, STAGE)


def test_the_pages_that_a_text_links_to_are_listed() -> None:
    """Other wikis, pictures, categories and links that are shown are none of them."""
    text = """[[mur]] [[Mur_b#c|d]] [[:Aide]] [[/Annexe]] [[Fichier:A.png|un [[Bois]]]] [[:Catégorie:C]] [[wikipedia:X]]
<nowiki>[[Non]]</nowiki> [[#ici]] <gallery>
A.png|vers [[Galerie]]
</gallery> [[a{{b}}]]"""
    found = list(linked_pages(text, "Tour", SOURCE))
    assert found == ["Mur", "Mur b", "Aide", "Tour/Annexe", "Bois", "Galerie"]
