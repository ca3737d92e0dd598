"""The credit of a copy: written, found again, and taken out, whatever the names in it."""

import mwparserfromhell
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mwparserfromhell.nodes import ExternalLink, HTMLEntity, Tag, Template, Text

from bot.domain.credit import Marker
from bot.domain.mapping import CreditPlace
from bot.wikitext.credit import find_credit, plain_text, without_credit, write_credit
from bot.wikitext.scan import Sort, scan
from tests.wikitext.builders import MULTIBAO, NAMES, WILD, credit

PLACE = CreditPlace("Republication")
BODY = "{{Recette libre\n| nom = Mur\n}}\n\n== Déroulé ==\nOn commence."


def _write(*names: str, has_template: bool = False, **more: object) -> str:
    return write_credit(credit(*names, **more), PLACE, has_template=has_template, say=lambda text: text)  # type: ignore[arg-type]


@pytest.mark.parametrize("has_template", [pytest.param(True, id="template"), pytest.param(False, id="plain")])
@given(names=st.lists(NAMES, min_size=1, max_size=3), title=NAMES, address=NAMES)
@settings(max_examples=150, deadline=None)
def test_the_marker_is_found_again(has_template: bool, names: list[str], title: str, address: str) -> None:
    """Whatever people, pages and wikis are called, the marker is found and the credit comes out whole."""
    marker = Marker(f"https://{address}/wiki/$1", 12, 345)
    written = _write(*names, has_template=has_template, title=title, wiki_name=title, marker=marker)
    text = f"{BODY}\n\n{written}"
    assert find_credit(text) == marker
    assert without_credit(text) == f"{BODY}\n\n"


@given(names=st.lists(NAMES, min_size=1, max_size=3), title=NAMES)
@settings(max_examples=150, deadline=None)
def test_no_name_acts_as_wikitext(names: list[str], title: str) -> None:
    """Names add no link, template, tag or signature to the credit."""
    plain = mwparserfromhell.parse(_write(*names, title=title))
    usual = mwparserfromhell.parse(_write("Alice"))
    kinds = [type(node) for node in plain.filter(recursive=True) if not isinstance(node, Text | HTMLEntity)]
    assert kinds == [type(node) for node in usual.filter(recursive=True) if not isinstance(node, Text | HTMLEntity)]
    assert {ExternalLink, Tag} == set(kinds)
    framed = _write(*names, title=title, has_template=True)
    (only,) = (element for element in scan(framed) if element.sort is not Sort.HEADING)
    assert (only.sort, only.start, only.end) == (Sort.TEMPLATE, 0, len(framed))
    assert len(mwparserfromhell.parse(framed).filter(forcetype=Template)) == 1
    assert "~~~" not in framed


@given(NAMES)
def test_a_name_is_shown_as_it_is(name: str) -> None:
    """No character of a name that wikitext could act on is left, and people read the name unchanged."""
    shown = str(mwparserfromhell.parse(plain_text(name)).strip_code(collapse=False))
    assert shown == name.replace("\n", " ")


@pytest.mark.parametrize(
    ("text", "marker"),
    [
        pytest.param(BODY, None, id="no credit"),
        pytest.param(f"<nowiki>{_write()}</nowiki>", None, id="shown"),
        pytest.param(f"<!-- {_write()} -->", None, id="in a comment"),
        pytest.param(f"<!-- {_write(has_template=True)} -->", None, id="template in a comment"),
        pytest.param("{{R|adresse=a|page=²|révision=1}}", None, id="digit that is no number"),
        pytest.param("{{R|adresse=a|page=1|révision=" + "9" * 5000 + "}}", None, id="endless number"),
        pytest.param(
            '<div class="republication" data-wiki="a" data-page="٣" data-revision="1">', None, id="other digits"
        ),
        pytest.param("{{R|adresse=a&amp;b|page=1|révision=2|x={{y}}}}", Marker("a&b", 1, 2), id="template"),
        pytest.param("{{Cadre|{{R|adresse=a|page=1|révision=2}}}}", Marker("a", 1, 2), id="template in another"),
        pytest.param(_write(), Marker(MULTIBAO.address, 12, 345), id="plain"),
    ],
)
def test_a_credit_is_found_where_people_see_it(text: str, marker: Marker | None) -> None:
    """A credit that is commented out or shown as text is none, and no text makes the search fail."""
    assert find_credit(text) == marker


def test_only_the_credit_that_counts_is_taken_out() -> None:
    """A credit shown as text stays when the real one goes."""
    shown = f"<nowiki>{_write(has_template=True)}</nowiki>"
    assert without_credit(f"{shown}\n{_write(has_template=True)}") == f"{shown}\n"


@given(WILD | st.text())
def test_any_text_can_be_searched(text: str) -> None:
    """Looking for a credit never fails, and a text without one stays as it is."""
    if find_credit(text) is None:
        assert without_credit(text) == text


def test_what_a_licence_asks_for_is_written() -> None:
    """Title, authors, source, revision, licence with its address and changes stand in both forms."""
    for has_template in (True, False):
        text = _write("Alice", has_template=has_template)
        facts = (
            "Le jeu des gommettes",
            "Alice",
            "Multibao",
            "oldid=345",
            "CC BY-SA 4.0",
            "CC-BY-SA-4.0",
            "links adapted",
        )
        missing = [fact for fact in (*facts, "https://creativecommons.org/licenses/by-sa/4.0/") if fact not in text]
        assert not missing
