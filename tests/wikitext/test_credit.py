"""The credit of a copy: written, found again, and taken out, whatever the names in it."""

from dataclasses import replace

import mwparserfromhell
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mwparserfromhell.nodes import ExternalLink, HTMLEntity, Tag, Template, Text

from bot.domain.credit import FileCredit, Marker, Mention
from bot.domain.licences.evidence import Evidence, Place
from bot.domain.licences.values import Family, Licence, cc
from bot.domain.mapping import CreditPlace
from bot.domain.page import Contributors
from bot.wikitext.credit import _PROBE, CREDIT_HOLE, find_credit, takes_credit, without_credit, write_credit
from bot.wikitext.credit_text import mention_text, plain_text
from bot.wikitext.credit_words import is_shown, shown_by
from bot.wikitext.earlier import earlier_credit
from bot.wikitext.scan import Sort, scan
from bot.wikitext.wholeness import is_whole, lost_facts
from tests.domain.licences.short import short
from tests.wikitext.builders import MULTIBAO, NAMES, WILD, credit

_SEEN = NAMES.map(str.strip).filter(bool)  # no wiki has blanks at the ends of names
PLACE = CreditPlace("Republication")
BY = short("by 3.0")
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


_AROUND = (CREDIT_HOLE, "<!--", "-->", "<nowiki>", "{{R|adresse=a|page=1|révision=2}}", "{{a|", "\n== b ==\n")


@given(st.lists(st.sampled_from(_AROUND), max_size=6).map("".join))
def test_a_credit_is_taken_where_it_would_be_found(text: str) -> None:
    """What tells at a glance that nothing hides a credit says the same as putting one in and taking it out."""
    alone = text.replace(CREDIT_HOLE, "")
    assert takes_credit(text) == (without_credit(text.replace(CREDIT_HOLE, _PROBE)) == alone)


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
            "links rewritten",
        )
        missing = [fact for fact in (*facts, "https://creativecommons.org/licenses/by-sa/4.0/") if fact not in text]
        assert not missing


def test_a_choice_is_carried_on_whole() -> None:
    """The credit names the licence relied on, and the others that were offered."""
    relied, other = cc("by-sa", "3.0"), Licence(Family.LAL, version="1.3")
    evidence = Evidence(relied, Place.FIELD, "au choix : LAL 1.3 ou CC BY-SA 3.0", alternatives=(other, relied))
    for has_template in (True, False):
        written = _write("Alice", has_template=has_template, evidence=evidence)
        assert "CC BY-SA 3.0, of a choice: Licence Art Libre 1.3 / CC BY-SA 3.0" in written
        assert "CC-BY-SA-3.0" in written


def test_what_states_no_version_leads_to_its_own_words() -> None:
    """No address is invented for a licence without version: the exact revision is where it stands."""
    unversioned = Evidence(cc("by-sa"), Place.FIELD, "CC BY-SA")
    one = replace(credit("Alice"), evidence=unversioned)
    written = write_credit(one, PLACE, has_template=False, say=str)
    assert f"[{one.permalink} CC BY-SA (version not stated by the source)]" in written
    assert "creativecommons.org" not in written
    assert one.is_whole


MANY = tuple(f"Personne {letter}" for letter in "ABCDEFGHIJKLMN")
FILES = (
    FileCredit(
        "Carte | mentale.png", ("Léa", "commons>Max"), BY, "https://multibao.example.org/wiki/Fichier:Carte.png"
    ),
    FileCredit("Logo.svg", (), BY, "https://multibao.example.org/wiki/Fichier:Logo.svg"),
)


@pytest.mark.parametrize("has_template", [True, False], ids=["template", "plain"])
def test_each_file_is_credited(has_template: bool) -> None:
    """With its title, authors, licence and page, whatever its title holds; and a copy of the copy carries that on."""
    text = _write("Alice", has_template=has_template, files=FILES)
    for part in ("Carte &#124; mentale.png] by Léa, Max (commons), ", "CC BY 3.0]", *(file.page_url for file in FILES)):
        assert part in text
    earlier = earlier_credit(text, str)
    assert earlier is not None
    assert earlier.licences == ("CC-BY-SA-4.0",)
    assert "Max (commons)" in earlier.text


@pytest.mark.parametrize("has_template", [True, False], ids=["template", "plain"])
def test_many_authors_are_all_named(has_template: bool) -> None:
    """Five come first, all stand in the list that people can unfold, and a copy of the copy names them all."""
    text = _write(*MANY, has_template=has_template)
    assert f"{', '.join(MANY[:5])} and 9 others" in text
    assert ", ".join(MANY) in text
    assert find_credit(text) is not None
    assert without_credit(text) == ""
    earlier = earlier_credit(text, str)
    assert earlier is not None
    assert ", ".join(MANY) in earlier.text
    assert "<" not in earlier.text.replace(" <br />", "")
    assert "others" not in _write(*MANY[:10], has_template=has_template)


def test_a_template_that_hides_a_fact_is_not_used() -> None:
    """Neither one without the licence, nor one that cannot show what this very credit has besides."""
    core = ("titre", "auteurs|", " wiki ", "permalien", "licence", "licence_url", "modifications")
    shown = shown_by(" ".join(f"{{{{{{{name}}}}}}}" for name in core))
    assert is_shown(credit(contributors=Contributors(("Alice",))), shown)
    assert not is_shown(credit(contributors=Contributors(("Alice",))), shown - {"licence_url"})
    for more in (
        {"contributors": Contributors(MANY)},
        {"contributors": Contributors(("Alice",), withheld=1)},
        {"files": FILES},
        {"party": "Une association"},
        {"mentions": (Mention("Sources", "Un livre"),)},
    ):
        assert not is_shown(credit(**{"contributors": Contributors(("Alice",)), **more}), shown)  # type: ignore[arg-type]
    assert shown_by("{{#invoke:Republication|credit}}") == frozenset()


@given(st.lists(NAMES | WILD, min_size=1, max_size=3), NAMES)
@settings(max_examples=100, deadline=None)
def test_mentions_act_on_nothing(texts: list[str], heading: str) -> None:
    """Whatever the credit lines of a sheet hold, they stay within the credit, and a copy of the copy carries them."""
    mentions = tuple(Mention(heading, text) for text in texts)
    for has_template in (True, False):
        written = _write("Alice", has_template=has_template, mentions=mentions)
        assert without_credit(f"{BODY}\n\n{written}") == f"{BODY}\n\n"
        earlier = earlier_credit(written, str)
        assert earlier is not None
        assert earlier.licences == ("CC-BY-SA-4.0",)


def test_mentions_stand_word_for_word() -> None:
    """Lines stay lines, addresses stay links, and nothing else acts."""
    text = (
        "* D’après ''Le livre'' de [[Utilisateur:Zoé|Zoé]]\n"
        "* [https://a.example.org/x?a=b La source] (CC-BY-3.0)\n* {{Ref|https://b.example.org}}"
    )
    assert mention_text((Mention("Sources", text),)).split(" <br /> ") == [
        "Sources – D’après &#39;&#39;Le livre&#39;&#39; de Zoé",
        "[https://a.example.org/x?a=b La source] &#40;CC-BY-3.0)",
        "&#123;&#123;Ref&#124;[https://b.example.org https&#58;//b.example.org]&#125;&#125;",
    ]


@pytest.mark.parametrize("has_template", [True, False], ids=["template", "plain"])
def test_what_people_took_out_is_noticed(has_template: bool) -> None:
    """Names, licence and link to the sheet; what they added elsewhere, other blanks and new dates take nothing out."""
    for people in (("Alice", "Benoît"), MANY):
        ours = f"{BODY}\n\n{_write(*people, has_template=has_template)}"
        for kind, old, new in (
            ("names", people[-1], ""),
            ("names", people[1], "Zoé"),
            ("licence", "https://creativecommons.org/licenses/by-sa/4.0/", "https://example.org/"),
            ("licence", "CC BY-SA 4.0", "domaine public"),
            ("source", "oldid=345", "oldid=344"),
        ):
            assert old in ours
            assert kind in lost_facts(ours, ours.replace(old, new))
        for same in (
            ours,
            ours.replace("On commence.", "On finit."),
            ours.replace("2 March 2026", "3 March 2026"),
            ours.replace("\n| ", "\n|  "),
            ours.replace("links rewritten", "links rewritten, and more"),
        ):
            assert lost_facts(ours, same) == ()
        assert lost_facts(ours, BODY) == lost_facts(BODY, ours) == ()
        assert is_whole(ours)
    assert not is_whole(ours.replace("licence_url", "x").removesuffix("</div>"))


@given(names=st.lists(_SEEN, min_size=1, max_size=12), title=_SEEN, has_template=st.booleans())
@settings(max_examples=60, deadline=None)
def test_a_credit_has_lost_nothing_of_itself(names: list[str], title: str, has_template: bool) -> None:
    """Whatever people and pages are called, a credit is whole and holds all its own facts."""
    ours = _write(*names, title=title, has_template=has_template)
    assert is_whole(ours)
    assert lost_facts(ours, ours) == ()
