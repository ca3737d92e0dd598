"""What a wiki says of itself, read for the texts: trails, languages, tags, magic words."""

import re

import pytest

from bot.domain.wiki import MagicWord
from bot.wiki.siteinfo import ASCII_TRAIL, link_trail, read_siteinfo
from bot.wiki.transport import Json
from tests.wiki.recorded import SITE

API = "https://wiki.example.org/w/api.php"
FRENCH = "/^([a-zàâçéèêîôûäëïöüùÇÉÂÊÎÔÛÄËÏÖÜÀÈÙ]+)(.*)$/sDu"
BASE: Json = SITE
TOLD: Json = BASE | {
    "general": BASE["general"] | {"linktrail": FRENCH},
    "namespaces": BASE["namespaces"] | {"4": {"id": 4, "name": "Projet", "subpages": True, "case": "first-letter"}},
    "interwikimap": [
        {"prefix": "en", "url": "//en.example.org/$1", "language": "English"},
        {"prefix": "w", "url": "https://fr.wikipedia.org/wiki/$1"},
    ],
    "extensiontags": ["<pre>", "<nowiki>", "<Ref>"],
    "magicwords": [
        {"name": "notoc", "aliases": ["__AUCUNSOMMAIRE__", "__NOTOC__"], "case-sensitive": False},
        {"name": "img_thumbnail", "aliases": ["vignette", "thumb"], "case-sensitive": True},
        {"name": "pageid", "aliases": ["PAGEID"], "case-sensitive": False},
        {"name": "if", "aliases": ["si", "if"], "case-sensitive": False},
        {"name": "pagename", "aliases": ["NOMPAGE", "PAGENAME"], "case-sensitive": True},
    ],
    "variables": ["pageid", "pagename"],
    "functionhooks": ["if", "pagename"],
}


@pytest.mark.parametrize(
    ("pattern", "behind", "trail"),
    [
        pytest.param("/^([a-z]+)(.*)$/sD", "sé", "s", id="English"),
        pytest.param(FRENCH, "éesœ", "ées", id="French"),
        pytest.param("/^([a-z\\x{0430}-\\x{044f}]+)(.*)$/sDu", "абx.", "абx", id="by number"),
        pytest.param("/^([a-z]+)(.*)$/sDi", "Sa1", "Sa", id="any case"),
    ],
)
def test_the_letters_behind_a_link_are_those_of_the_wiki(pattern: str, behind: str, trail: str) -> None:
    """The common form of MediaWiki's pattern finds the same letters in Python."""
    found = re.compile(link_trail(pattern)).match(behind)
    assert found is not None
    assert found[0] == trail


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "/^((?:[a-z]|'(?!'))+)(.*)$/sDu",
        "/^([é]+)(.*)$/sD",
        "/^([z-a]+)(.*)$/sDu",
        "/^([a-z\\d]+)(.*)$/sDu",
        "/^([^a]+)(.*)$/sDu",
        "/^([a--z]+)(.*)$/sDu",
        "/^([\\x{ffffff}]+)(.*)$/sDu",
        "/^()(.*)$/sD",
    ],
)
def test_an_uncommon_pattern_means_plain_letters(pattern: str) -> None:
    """What is not surely understood is never run."""
    assert link_trail(pattern) == ASCII_TRAIL


def test_siteinfo_tells_languages_tags_and_magic_words() -> None:
    """Prefixes with a language, subpages, tags without brackets, and what its words are."""
    facts = read_siteinfo(TOLD, API)
    assert facts.language_prefixes == {"en"}
    assert facts.extension_tags == ("pre", "nowiki", "ref")
    assert facts.magic_words == (
        MagicWord("notoc", ("__AUCUNSOMMAIRE__", "__NOTOC__")),
        MagicWord("img_thumbnail", ("vignette", "thumb"), exact=True),
        MagicWord("pageid", ("PAGEID",)),
        MagicWord("if", ("si", "if")),
        MagicWord("pagename", ("NOMPAGE", "PAGENAME"), exact=True),
    )
    assert [space.number for space in facts.namespaces if space.subpages] == [4]


def test_a_wiki_that_tells_less_is_read_all_the_same() -> None:
    """Nothing is claimed to be known where the wiki does not answer."""
    facts = read_siteinfo(BASE, API)
    assert (facts.link_trail, facts.language_prefixes) == (ASCII_TRAIL, frozenset())
    assert facts.extension_tags is None
    assert facts.magic_words is None


def test_a_prefix_is_found_by_the_address_of_the_other_wiki() -> None:
    """With http or https, and with another form of the address; a prefix that is a namespace cannot be written."""
    source = read_siteinfo(BASE, API)
    rows = [{"prefix": "catégorie", "url": "https://wiki.example.org/wiki/$1"}]
    for url in ("http://wiki.example.org/wiki/$1", "https://wiki.example.org/w/index.php?title=$1"):
        partner = read_siteinfo(BASE | {"interwikimap": [*rows, {"prefix": "essai", "url": url}]}, API)
        assert partner.prefix_of(*source.own_addresses()) == "essai"
    assert read_siteinfo(BASE | {"interwikimap": rows}, API).prefix_of(*source.own_addresses()) == ""


def test_temporary_accounts_are_told_by_new_wikis() -> None:
    """By patterns, which were one at first; old wikis say nothing of them."""
    for told, patterns in (
        ({}, ()),
        ({"autocreatetempuser": {"enabled": False}}, ()),
        ({"autocreatetempuser": {"enabled": True, "matchPattern": "~$1"}}, ("~$1",)),
        ({"autocreatetempuser": {"enabled": True, "matchPatterns": ["*$1", "~2$1"]}}, ("*$1", "~2$1")),
    ):
        assert read_siteinfo(BASE | told, API).temporary_names == patterns
