"""Tags of extensions."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from bot.wikitext.scan import ALL_TAGS, OPAQUE_TAGS
from bot.wikitext.tags import missing_tags, opaque_tags_of, tags_of
from tests.wikitext.builders import MOVILAB, MULTIBAO, TEXTS, WILD

SOURCE = replace(MULTIBAO, extension_tags=("pre", "nowiki", "gallery", "ref", "poem", "mermaid"))
PARTNER = replace(MOVILAB, extension_tags=("pre", "nowiki", "gallery"))


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        pytest.param("a<ref>b</ref> <REF name=c />", ("ref",), id="once"),
        pytest.param("<pre>a</pre><gallery>\na.jpg\n</gallery>", (), id="known to both"),
        pytest.param("<nowiki><ref>a</ref></nowiki><!-- <poem>a</poem> -->", (), id="shown"),
        pytest.param("<poem><ref>a</ref></poem>", ("poem", "ref"), id="one in another"),
        pytest.param("<math>a</math> <br/> a < b", (), id="none at the source"),
        pytest.param("<mermaid>a</mermaid>", ("mermaid",), id="unknown to us"),
    ],
)
def test_tags_that_the_partner_lacks_are_found(text: str, missing: tuple[str, ...]) -> None:
    """Only those that mean something at the source, once each."""
    assert missing_tags(text, SOURCE, PARTNER) == missing


def test_nothing_is_claimed_of_a_wiki_that_does_not_tell() -> None:
    """Then the usual tags are scanned for, and none is missed."""
    assert missing_tags("<ref>a</ref>", MULTIBAO, MOVILAB) == ()
    assert (tags_of(MULTIBAO), opaque_tags_of(MULTIBAO)) == (ALL_TAGS, OPAQUE_TAGS)
    assert missing_tags("<ref>a</ref>", MULTIBAO, PARTNER) == ("ref",)


def test_contents_of_unknown_tags_are_no_wikitext() -> None:
    """Links are looked for in references, but not in a drawing."""
    assert opaque_tags_of(SOURCE) == "pre|nowiki|gallery|mermaid"


@given(WILD | TEXTS)
@settings(max_examples=100, deadline=None)
def test_any_text_can_be_searched(text: str) -> None:
    """Nothing raises, and what is missing at the partner is nothing that it has."""
    assert not set(missing_tags(text, SOURCE, PARTNER)) & set(PARTNER.extension_tags or ())
