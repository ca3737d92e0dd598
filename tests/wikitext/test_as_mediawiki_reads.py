"""The scanner sees what MediaWiki's own preprocessor sees, on a corpus of nasty texts and on generated ones."""

import random

import pytest

from tests.farm.mediawiki import MediaWikiServer
from tests.wikitext.trees import ours, truth_of

pytestmark = [pytest.mark.wiki, pytest.mark.xdist_group("one-wiki")]

GENERATED = 20_000

NASTY = (
    # Quotes, functions and templates with odd names inside values.
    "{{x|a=''u|c=1}} ''v''",
    "{{x|a=''u|c=v''}}",
    "{{x|a={{#ask:[[c]]|d}}|c=1}}",
    "{{x|a={{#if:\nu|v}}|c=1}}",
    "{{x|a={{}}|c=1}}",
    "{{x|a={{ }}|c=1}}",
    "{{x\ny|a=1}}",
    "{{[[x]]}}",
    "{{a<b>}}",
    # Tags opened in a value and not closed in it, and tags that this wiki does not know.
    "{{x|a=<li>u|c=1}}",
    "{{x|a=<div>u|c=1}} </div>",
    "{{x|a=<span>u|v</span>|c=1}}",
    "{{x|a=<score>u|v</score>|c=1}}",
    '{{x|<span style="b">u</span>}}',
    # Links, variants and comments left open.
    "{{x|a=[[u|c=1}}",
    "{{x|a=-{u|c=1}}",
    "{{x|a=<!--u|c=1}}",
    "{{x|a=[http://e.org |b]|c=1}}",
    "{{x|[http://e/?q=1 b]}}",
    "{{x|a=[[u\nv|w]]|c=1}}",
    "{{x|a=[[u{v|w]]|c=1}}",
    "{{x|a=-{u|v}-|c=1}}",
    # Tables on their own lines, and the same with {{!}}.
    "{{x|a=\n{|\n|b\n|}\n|c=1}}",
    "{{x|a=\n{{{!}}\n{{!}}b\n{{!}}}\n|c=1}}",
    # What MediaWiki does not show to readers.
    "<includeonly>{{x}}</includeonly>",
    "<noinclude>{{x|a=1}}</noinclude>{{y}}",
    "<onlyinclude>{{x}}</onlyinclude>",
    "<ref {{x}}>",
    "<pre {{x}}>",
    "<!-- {{x}}",
    "<nowiki>{{x|</nowiki>}}",
    "<gallery>\nu.jpg|{{x}}\n</gallery>",
    # Runs of braces.
    "{{{}}",
    "{{{{i}}}",
    "{{{{a}}}}",
    "{{{{{a}}}}}",
    "{{{a|b}}}",
    "{{a|{{{b|{{c}}}}}}}",
    "{{{!}}",
    # Headings, with comments and in templates.
    "== A ==\n=== B === <!-- c -->\n== C = =\n=\n== ==",
    "{{x|a=\n== A ==\n|c=1}}",
    "== A ==<!-- b --> \ntext",
    "===== A ==",
    # Real layouts.
    "{{Fiche outil\n| titre = Café\n| résumé = Un [[lien|nommé]] <ref>a|b</ref>\n|\n| =\n}}\n== Procédure ==\n* a\n",
    "{{Infobox|\n| Image=a.jpg\n| titre = {{nobr|1 h 30}}<br />\n<!-- | durée = 2 h -->\n}}",
    "{{Fiche|a=1|a=2|A=3| a = 4 |1=x|y}}",
)
BRACKETS = ("{{", "}}", "{", "}", "{{{", "}}}", "[[", "]]", "[", "]", "-{", "}-", "-", "|", "=", "{{!}}")
LINES = ("\n", "== ", "==", "===", "\n==h==", "*", "\t", " ", "a", "b", "x", "'' ")
TAGS = (
    "<nowiki>",
    "</nowiki>",
    "<nowiki",
    "<ref>",
    "</ref>",
    "<ref/>",
    "<pre>",
    "</pre >",
    "<!--",
    "-->",
    "<!-- c -->",
)
HIDDEN = ("<includeonly>", "</includeonly>", "<noinclude>", "</noinclude>")
TOKENS = (*BRACKETS, *LINES, *TAGS, *HIDDEN)


def test_nasty_texts_are_read_as_mediawiki_reads_them(one_wiki: MediaWikiServer) -> None:
    """Every class in which parsers are known to differ from MediaWiki is read as MediaWiki reads it."""
    truth = truth_of(one_wiki, list(NASTY))

    for text, structures in zip(NASTY, truth.structures, strict=True):
        assert ours(text, truth.tags) == structures, text


def test_generated_texts_are_read_as_mediawiki_reads_them(one_wiki: MediaWikiServer) -> None:
    """Thousands of texts made of markup at random, the same each time, give the tree that MediaWiki gives."""
    dice = random.Random("préprocesseur")
    texts = ["".join(dice.choices(TOKENS, k=dice.randint(1, 30))) for _ in range(GENERATED)]
    truth = truth_of(one_wiki, texts)

    pairs = zip(texts, truth.structures, strict=True)
    wrong = [text for text, structures in pairs if structures is not None and ours(text, truth.tags) != structures]
    assert wrong == []
    assert sum(structures is not None for structures in truth.structures) > GENERATED * 0.9
