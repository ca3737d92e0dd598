"""What MediaWiki's preprocessor sees in a text; each expectation was compared with MediaWiki 1.39."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wikitext.angles import comments_and_tags
from bot.wikitext.scan import ALL_TAGS, OPAQUE_TAGS, Sort, _scan, outermost, scan
from bot.wikitext.templates import parameters_of
from tests.wikitext.builders import WILD

_TAGGED = (
    *("<", ">", "/>", "</", "<!--", "-->", "<ref>", "</ref>", "<REF name=a>", "<ref/>", "<references />", "<refs>"),
    *(
        "<nowiki>",
        "</nowiki>",
        "<nowiki />",
        "<pre\n",
        "</pre>",
        "<includeonly>",
        "<noinclude>",
        "{{a|",
        "}}",
        "\n== b ==\n",
    ),
    *("<\u017fource>", "</source>", "<now\u0130ki>"),
)

_HEADINGS = (
    *("\n", "=", "==", "=======", " ", "\r", "t", "}}"),
    *("\n== d ==\n", "\n=e=\n", "{{a|b\n=c=\n", "<!-- c -->"),
)


def _templates(text: str) -> list[tuple[tuple[str, str], ...]]:
    return [parameters_of(text, element) for element in scan(text) if element.sort is Sort.TEMPLATE]


@pytest.mark.parametrize(
    ("text", "parameters"),
    [
        pytest.param("{{x|a=''u|c=1}} ''v''", (("a", "''u"), ("c", "1")), id="quotes opened in a value"),
        pytest.param("{{x|a=''u|c=v''}}", (("a", "''u"), ("c", "v''")), id="quotes across values"),
        pytest.param("{{x|a={{#ask:[[c]]|d}}|c=1}}", (("a", "{{#ask:[[c]]|d}}"), ("c", "1")), id="parser function"),
        pytest.param("{{x|a={{#if:\nu|v}}|c=1}}", (("a", "{{#if:\nu|v}}"), ("c", "1")), id="line break in a function"),
        pytest.param("{{x|a={{}}|c=1}}", (("a", "{{}}"), ("c", "1")), id="empty braces"),
        pytest.param("{{x|a=<li>u|c=1}}", (("a", "<li>u"), ("c", "1")), id="tag left open"),
        pytest.param("{{x|a=<div>u|c=1}} </div>", (("a", "<div>u"), ("c", "1")), id="tag closed later"),
        pytest.param("{{x|a=<span>u|v</span>|c=1}}", (("a", "<span>u"), ("1", "v</span>"), ("c", "1")), id="span"),
        pytest.param("{{x|a=[http://e.org |b]|c=1}}", (("a", "[http://e.org"), ("1", "b]"), ("c", "1")), id="link out"),
        pytest.param('{{x|<span style="b">u</span>}}', (("<span style", '"b">u</span>'),), id="equals in a tag"),
        pytest.param("{{x|a=[[u\nv|w]]|c=1}}", (("a", "[[u\nv|w]]"), ("c", "1")), id="link with a bad target"),
        pytest.param("{{x|a=-{u|v}-|c=1}}", (("a", "-{u|v}-"), ("c", "1")), id="language variant"),
        pytest.param("{{x|a=1|a=2||b}}", (("a", "1"), ("a", "2"), ("1", ""), ("2", "b")), id="repeated and numbered"),
        pytest.param("{{x|a<!-- n -->=1}}", (("a", "1"),), id="comment in a name"),
        pytest.param("{{x|a=<nowiki>|}}</nowiki>|c=1}}", (("a", "<nowiki>|}}</nowiki>"), ("c", "1")), id="nowiki"),
        pytest.param("{{x|a={{{b|c}}}|c=1}}", (("a", "{{{b|c}}}"), ("c", "1")), id="argument"),
        pytest.param("{{x|a=u {{!}} v}}", (("a", "u | v"),), id="pipe escaped"),
        pytest.param("{{x|a=<!-- }} -->u}}", (("a", "<!-- }} -->u"),), id="closing braces in a comment"),
        pytest.param("{{x|a=\n== t ==\n|c=1}}", (("a", "== t =="), ("c", "1")), id="heading in a value"),
    ],
)
def test_a_template_has_the_parameters_that_mediawiki_gives_it(
    text: str, parameters: tuple[tuple[str, str], ...]
) -> None:
    """Each class of disagreement between parsers is read as MediaWiki reads it."""
    assert parameters in _templates(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{{x|a=[[u|c=1}}", id="link left open"),
        pytest.param("{{x|a=-{u|c=1}}", id="variant left open"),
        pytest.param("{{x|a=<!-- u|c=1}}", id="comment left open"),
        pytest.param("<includeonly>{{x}}</includeonly>", id="includeonly"),
        pytest.param("<pre>{{x}}</pre>", id="pre"),
        pytest.param("<nowiki>{{x}}</nowiki>", id="nowiki"),
        pytest.param("{{x\n== a }}", id="braces closed in a heading"),
        pytest.param("{{x}", id="one brace"),
    ],
)
def test_what_mediawiki_takes_for_text_holds_no_template(text: str) -> None:
    """A template that something swallows is none."""
    assert _templates(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("{{{{a}}}}", [("argument", "{{{a}}}")], id="four braces"),
        pytest.param("{{{!}}", [("template", "{{!}}")], id="brace before an escaped pipe"),
        pytest.param("{{{a}}}", [("argument", "{{{a}}}")], id="argument"),
        pytest.param("{{{{{a}}}}}", [("template", "{{{{{a}}}}}"), ("argument", "{{{a}}}")], id="five braces"),
        pytest.param("[[[a]]]", [("link", "[[a]]")], id="three brackets"),
        pytest.param("[[a|[[b]]]]", [("link", "[[a|[[b]]]]"), ("link", "[[b]]")], id="links nested"),
        pytest.param("{{a", [], id="unclosed"),
        pytest.param("{{a [[b]]", [("link", "[[b]]")], id="link in an unclosed template"),
        pytest.param("<nowiki>{{a}}", [("template", "{{a}}")], id="nowiki left open"),
        pytest.param("<!-- {{a}}", [("comment", "<!-- {{a}}")], id="comment left open"),
        pytest.param(
            "== a == <!-- b -->\n", [("heading", "== a == <!-- b -->"), ("comment", "<!-- b -->")], id="heading"
        ),
        pytest.param("=====", [("heading", "=====")], id="equals alone"),
        pytest.param("== a", [], id="heading left open"),
        pytest.param("== a =\n", [("heading", "== a =")], id="uneven heading"),
    ],
)
def test_structures_are_where_mediawiki_sees_them(text: str, expected: list[tuple[str, str]]) -> None:
    """Runs of braces, brackets and equals signs are paired as MediaWiki pairs them."""
    assert [(element.sort.value, text[element.start : element.end]) for element in scan(text)] == expected


@given(WILD | st.text(max_size=80))
def test_structures_are_nested_or_apart(text: str) -> None:
    """No two structures overlap without one holding the other, and each part lies inside its own."""
    elements = scan(text)
    for element in elements:
        assert all(element.start <= part.start <= part.end <= element.end for part in element.parts)
    tops = list(outermost(elements))
    assert all(one.end <= other.start for one, other in pairwise(tops))


@given(
    st.lists(st.sampled_from(_TAGGED) | st.text(max_size=5), max_size=12).map("".join),
    st.sampled_from((ALL_TAGS, OPAQUE_TAGS, "ref|references")),
)
def test_tags_that_a_text_does_not_open_make_no_difference(text: str, tags: str) -> None:
    """Find the same structures by the tags that a text opens as by all."""
    assert scan(text, tags) == _scan(text, tags)


@given(
    WILD | st.lists(st.sampled_from(_TAGGED) | st.text(max_size=5), max_size=12).map("".join),
    st.sampled_from((ALL_TAGS, OPAQUE_TAGS, "ref|references")),
)
def test_comments_and_tags_do_not_lean_on_what_is_open_around_them(text: str, tags: str) -> None:
    """Alone they are found where they stand among all structures."""
    sorts = (Sort.COMMENT, Sort.TAG, Sort.IGNORED)
    assert comments_and_tags(text, tags) == [element for element in scan(text, tags) if element.sort in sorts]


@given(st.lists(st.sampled_from(_HEADINGS), max_size=12).map("".join))
def test_a_plain_heading_is_one_by_the_long_way_too(text: str) -> None:
    """A heading that is taken at a glance is the one that is found character by character."""
    at_a_glance = scan(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.wikitext.scan._PLAIN_HEADING", re.compile("(?!)"))
        _scan.cache_clear()
        assert scan(text) == at_a_glance
    _scan.cache_clear()


def test_a_very_deep_text_is_scanned() -> None:
    """Ten thousand structures inside each other are no trouble."""
    text = "{{a|" * 10_000 + "}}" * 10_000
    assert len(_templates(text[:4000] + "}}" * 1000)) == 1000
    assert len(scan(text)) == 10_000
