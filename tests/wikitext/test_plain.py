"""Text as people and other programs read it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wikitext.plain import _differing, _is_plain, plain_text, read_otherwise
from bot.wikitext.templates import find_call
from tests.wikitext.builders import MULTIBAO


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Café débat", "Café débat"),
        ("''Café'' '''débat'''", "Café débat"),
        ("Le [[Café débat|café]] du [[lundi]]", "Le café du lundi"),
        ("Budget &amp; quartier", "Budget & quartier"),
        ("XIX<sup>e</sup> siècle<!-- sic -->", "XIXe siècle"),
        ("L'arpentage", "L'arpentage"),
    ],
)
def test_plain_text_is_what_people_read(written: str, read: str) -> None:
    """Markup goes, words stay, and an apostrophe is no markup."""
    assert plain_text(written) == read


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("{{Fiche outil|titre=''u''|durée=1 h}}", ()),
        ("{{Fiche outil|titre=a|objectifs={{#ask:[[c]]|d}}|durée=1 h}}", ("1", "durée", "objectifs")),
        ("{{Fiche outil|titre=<span>u|v</span>|durée=1 h}}", ("1", "titre")),
        ("{{Autre|a=1}}", ()),
    ],
)
def test_disagreements_with_other_programs_are_named(text: str, names: tuple[str, ...]) -> None:
    """A parameter that mwparserfromhell reads otherwise than MediaWiki is named; quotes alone make no difference."""
    assert read_otherwise(text, ("Fiche outil",), MULTIBAO) == names


def test_a_redirect_of_the_template_is_no_disagreement() -> None:
    """Both readers find the call under the name that leads to the template."""
    wiki = replace(MULTIBAO, template_redirects=(("Vieille fiche", "Fiche outil"),))
    assert read_otherwise("{{Vieille fiche|titre=a}}", ("Fiche outil",), wiki) == ()


_PIECES = (
    *(
        "|",
        "=",
        "|a=",
        "|b = ",
        "\n| c =",
        "|1=",
        "u",
        "v w",
        "\n",
        " ",
        "[[u]]",
        "[[u|v w]]",
        "[[U (v)]]",
        "''",
        "'",
        '"',
    ),
    *(
        "\n* u",
        "\n; u : v",
        "\n----\n",
        "http://e.org/?a=b|",
        "mailto:u",
        "//e.org",
        "#",
        "!",
        "-",
        "/",
        ";",
        ":",
        "__NOTOC__",
    ),
    *("[[", "]]", "{{", "}}", "[", "<ref>", "<!--", "&amp;", "\n== t ==\n", "[[http://e.org]]", "{{!}}", "{|", "-{"),
)
_BEFORE = ("", "", "", " ", "\n", "u", "<ref>", "[[", "''", "<!-- u -->", "[http://e.org ", "{{")
_BEHIND = (
    "}",
    "]]",
    "}}",
    "</ref>",
    "-->",
    "\n== t ==\n",
    "''",
    "[[u]]",
    "\n* u",
    "|a=1",
    " u",
    "]",
    "|}",
    "{{Fiche outil|a=1}}",
)


@given(
    st.sampled_from(_BEFORE),
    st.sampled_from(("Fiche outil", " fiche outil \n", "Fiche_outil", "Fiche\noutil", "\nFiche outil")),
    st.lists(st.sampled_from(_PIECES[:30]) | st.sampled_from(_PIECES) | st.text(max_size=3), max_size=12).map("".join),
    st.lists(st.sampled_from(_BEHIND), max_size=3).map("".join),
)
def test_what_is_plain_is_read_alike(before: str, name: str, inside: str, behind: str) -> None:
    """Where a call is taken for one that other programs read alike, mwparserfromhell does."""
    text = f"{before}{{{{{name}|{inside}}}}}{behind}"
    if _is_plain(text, {"Fiche outil"}, MULTIBAO):
        call = find_call(text, ("Fiche outil",), MULTIBAO)
        assert call is not None
        assert _differing(text, call, {"Fiche outil"}, MULTIBAO) == ()


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("\n{{Fiche outil\n| titre = L’[[étoile|arpentage]]\n| durée = 1 h\n}}\n== Suite ==\n<ref>u</ref>", True),
        ("{{Fiche outil|titre=u<br>v}}", False),
        ("{{Autre|a=1}}{{Fiche outil|titre=u}}", False),
        ("'''u''' {{Fiche outil|titre=u}}", False),
    ],
)
def test_a_call_without_markup_is_plain(text: str, plain: bool) -> None:
    """Whatever follows, a plain call at the beginning of a page needs no second reader; any other does."""
    assert _is_plain(text, {"Fiche outil"}, MULTIBAO) is plain
