"""The credit of a copy of a copy: what it carries on, and when it cannot be carried on."""

import re
from functools import partial

import mwparserfromhell
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mwparserfromhell.nodes import Comment, Heading, Template, Wikilink

from bot.domain.credit import Credit, EarlierCredit, Marker
from bot.domain.mapping import CreditPlace
from bot.domain.page import Contributors
from bot.i18n import translator
from bot.wikitext.chain import read_chain, write_chain
from bot.wikitext.credit import find_credit, without_credit, write_credit
from bot.wikitext.credit_text import plain_text
from bot.wikitext.credit_words import name_text
from bot.wikitext.earlier import earlier_credit
from tests.wikitext.builders import NAMES as ANY_NAMES
from tests.wikitext.builders import WILD, credit

PLACE = CreditPlace("Republication")
BODY = "{{Recette libre\n| nom = Mur\n}}\n\n== Déroulé ==\nOn commence."
FRENCH, ENGLISH = translator("fr"), translator("en")
NAMES = ANY_NAMES.map(str.strip).filter(bool)  # no wiki has blanks at the ends of names
MARKERS = st.builds(
    Marker, NAMES.map("https://{}/wiki/$1".format), st.integers(1, 10**9), st.integers(1, 10**9), st.just(())
)
PEOPLE = st.builds(
    Contributors, st.lists(NAMES, min_size=1, max_size=3).map(tuple), st.integers(0, 9), st.integers(0, 9)
)


@st.composite
def steps(draw: st.DrawFn) -> tuple[Credit, bool, str]:
    """Make one copy: its credit, whether its wiki has the template, and its language."""
    title, wiki_name, marker, people = draw(NAMES), draw(NAMES), draw(MARKERS), draw(PEOPLE)
    one = credit(title=title, wiki_name=wiki_name, marker=marker, contributors=people)
    return one, draw(st.booleans()), draw(st.sampled_from(("fr", "en")))


def copied(step: tuple[Credit, bool, str], before: EarlierCredit | None) -> str:
    """Write the page of a copy, of an original or of the copy that bears *before*."""
    one, has_template, language = step
    chain = before.marker.links if before else ()
    marker = Marker(one.marker.address, one.marker.page_id, one.marker.revision, chain)
    facts = {name: getattr(one, name) for name in Credit.__slots__} | {
        "marker": marker,
        "earlier": before.text if before else "",
    }
    written = write_credit(Credit(**facts), PLACE, has_template=has_template, say=translator(language))
    return f"{BODY}\n\n{written}"


def carried(text: str, language: str = "fr") -> EarlierCredit:
    """Read the credit of a copy, which must be whole."""
    found = earlier_credit(text, translator(language))
    assert found is not None
    return found


@given(st.lists(steps(), min_size=1, max_size=5))
@settings(max_examples=100, deadline=None)
def test_nobody_is_lost_along_a_chain(chain: list[tuple[Credit, bool, str]]) -> None:
    """Through one to five copies in either form, each credit stays whole, in order, and the markers tell all wikis."""
    before: EarlierCredit | None = None
    for step in chain:
        text = copied(step, before)
        before = carried(text, step[2])
    assert find_credit(text) == before.marker  # type: ignore[union-attr] -- a chain has at least one step
    assert before is not None
    credits_in_order = [one for one, _, _ in reversed(chain)]
    assert before.marker.links == tuple(one.marker for one in credits_in_order)
    assert before.licences == ("CC-BY-SA-4.0",) * len(chain)
    position = 0
    for one in credits_in_order:
        people = one.contributors
        counts = [str(number) for number in (people.anonymous, people.hidden) if number]
        names = ", ".join(name_text(name, str) for name in people.names)
        facts = [plain_text(one.title), names, *counts, plain_text(one.wiki_name), one.permalink, one.history]
        for fact in (*facts, "https://creativecommons.org/licenses/by-sa/4.0/", "CC-BY-SA-4.0", "CC BY-SA 4.0"):
            position = before.text.index(fact, position)
    assert without_credit(text) == f"{BODY}\n\n"


@given(st.lists(steps(), min_size=2, max_size=3))
@settings(max_examples=50, deadline=None)
def test_a_chain_adds_nothing_that_acts(chain: list[tuple[Credit, bool, str]]) -> None:
    """Whatever people and pages are called, a carried credit holds no template, link, heading, comment or signature."""
    before: EarlierCredit | None = None
    for step in chain:
        before = carried(copied(step, before), step[2])
    assert before is not None
    tree = mwparserfromhell.parse(before.text)
    assert not tree.filter(forcetype=(Template, Wikilink, Heading, Comment))
    assert "~~~" not in before.text
    assert "__" not in before.text


@given(st.lists(MARKERS, max_size=5))
def test_the_chain_reads_as_it_was_written(markers: list[Marker]) -> None:
    """The words of a chain hold nothing that ends an attribute or a parameter."""
    words = write_chain(markers)
    assert read_chain(words) == tuple(markers)
    assert not re.search(r"[\"|{}<>\[\]~_\n&=](?!\d)|''", words.replace("=", ""))


@given(WILD | st.text())
def test_any_chain_and_any_page_can_be_read(text: str) -> None:
    """Reading never fails, and a page without credit has none to carry."""
    read_chain(text)
    if find_credit(text) is None:
        assert earlier_credit(text, FRENCH) is None


PLAIN = partial(copied, (credit("Alice"), False, "en"))
FRAMED = partial(copied, (credit("Alice"), True, "en"))


@pytest.mark.parametrize("write", [pytest.param(PLAIN, id="plain"), pytest.param(FRAMED, id="template")])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("CC-BY-SA-4.0", "", id="licence cut"),
        pytest.param("https://creativecommons.org/licenses/by-sa/4.0/", "", id="licence address cut"),
        pytest.param("https://multibao.example.org/index.php?title=Gommettes&oldid=345", "", id="permalink cut"),
        pytest.param("Alice", "[[Alice]]", id="link added"),
        pytest.param("Alice", "{{Alice}}", id="template added"),
        pytest.param("Alice", "~~~~", id="signature added"),
        pytest.param("Alice", "<!-- Alice -->", id="names commented out"),
        pytest.param("Alice", "<nowiki>Alice</nowiki>", id="names shown"),
        pytest.param("Alice", "A\n== Alice ==\nB", id="heading added"),
    ],
)
def test_a_credit_that_people_changed_is_not_carried_on(write: partial[str], old: str, new: str) -> None:
    """What is not whole, or would act on the copy's page, is left to a person."""
    text = write(None)
    assert earlier_credit(text, ENGLISH) is not None
    assert old in text
    assert earlier_credit(text.replace(old, new), ENGLISH) is None


def test_a_credit_must_agree_with_its_chain() -> None:
    """A link of the chain without its credit, a credit without its link, an open block or a second credit are odd."""
    first = PLAIN(None)
    second = PLAIN(carried(first))
    chain = re.search(r' data-chain="[^"]*"', second)
    assert chain is not None
    assert earlier_credit(second, ENGLISH) is not None
    for odd in (
        second.replace(chain[0], ""),
        first.replace(' data-revision="345"', f' data-revision="345"{chain[0]}'),
        second.replace("@345", "@abc"),
        second.removesuffix("</div>"),
        f"{second}\n{FRAMED(None)}",
    ):
        assert find_credit(odd) is not None
        assert earlier_credit(odd, ENGLISH) is None


def test_template_without_authors_is_not_whole() -> None:
    """One count of people is enough; nobody at all is not."""
    text = copied((credit(contributors=Contributors(("Alice",))), True, "en"), None)
    assert earlier_credit(text.replace("| auteurs = Alice", ""), ENGLISH) is None
    assert earlier_credit(text.replace("| auteurs = Alice", "| masqués = 2"), ENGLISH) is not None
    assert earlier_credit(text.replace("| auteurs = Alice", "| auteurs ="), ENGLISH) is None


def test_the_credit_of_an_original_is_written_as_ever() -> None:
    """Neither form mentions a chain where there is none."""
    for text in (PLAIN(None), FRAMED(None)):
        assert "chain" not in text
        assert "chaîne" not in text
        assert "antérieurs" not in text
