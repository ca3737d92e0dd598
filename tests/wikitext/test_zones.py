"""What is hidden in a text, and where values are split."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wikitext.zones import mask_nested, mask_opaque, split, without_comments
from tests.wikitext.builders import WILD


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("a {{b|c}} d", "a ####### d", id="template"),
        pytest.param("{{{{a}}}}", "{#######}", id="argument between braces"),
        pytest.param("{{{!}}", "{#####", id="table opened by an escaped pipe"),
        pytest.param("[[a|b]] | c", "####### | c", id="link"),
        pytest.param("{{a | b", "{{a | b", id="template left open"),
        pytest.param("[[a | b", "[[a | b", id="link left open"),
        pytest.param("<nowiki>|</nowiki>|", "##################|", id="nowiki"),
        pytest.param("<ref>a|b</ref>|", "##############|", id="reference"),
        pytest.param("<!-- | -->|", "##########|", id="comment"),
        pytest.param("<!-- | a", "########", id="comment left open"),
        pytest.param("<b>|</b>", "<b>|</b>", id="tag of HTML"),
        pytest.param("}} | ]]", "}} | ]]", id="closed without being opened"),
    ],
)
def test_nested_structures_are_hidden(text: str, shown: str) -> None:
    """Links, templates and opaque zones are hidden; what is left open hides nothing."""
    assert mask_nested(text).replace("\0", "#") == shown


@given(WILD | st.text(max_size=80))
def test_masks_keep_length_and_what_they_show(text: str) -> None:
    """A mask has the length of its text, and shows each character as it is or not at all."""
    for mask in (mask_opaque(text), mask_nested(text)):
        assert len(mask) == len(text)
        assert all(shown in (char, "\0") for char, shown in zip(text, mask, strict=True))


@pytest.mark.parametrize(
    ("text", "separator", "parts"),
    [
        pytest.param("écouter, décider , agir", ",", ("écouter", "décider", "agir"), id="plain"),
        pytest.param("[[a, b|c, d]], e", ",", ("[[a, b|c, d]]", "e"), id="in a link"),
        pytest.param("{{x|a;b}};c", "; ", ("{{x|a;b}}", "c"), id="in a template"),
        pytest.param("a,, ,b", ",", ("a", "b"), id="blank parts"),
        pytest.param("a\nb", "\n", ("a", "b"), id="line break"),
        pytest.param("", ",", (), id="nothing"),
    ],
)
def test_a_list_is_split_outside_structures(text: str, separator: str, parts: tuple[str, ...]) -> None:
    """A separator inside a link or a template separates nothing."""
    assert split(text, separator) == parts


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        pytest.param("2 h <!-- à vérifier -->", "2 h ", id="closed"),
        pytest.param("<nowiki><!-- a --></nowiki>", "<nowiki><!-- a --></nowiki>", id="in nowiki"),
        pytest.param("a <!-- b", "a ", id="left open"),
    ],
)
def test_comments_are_taken_out(text: str, rest: str) -> None:
    """A comment goes, one that is shown stays."""
    assert without_comments(text) == rest
