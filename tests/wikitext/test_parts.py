"""Sheets whose parts stand under licences of their own: what they say, what their copies say, and nothing else."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.credit import Alteration, Credit
from bot.domain.field import Field, Format, Kind
from bot.domain.licences.admission import Admission, admit, standing_of
from bot.domain.licences.evidence import establish
from bot.domain.licences.judge import Regime, Terms
from bot.domain.licences.offers import Offer, offer_of_id
from bot.domain.licences.values import Licence, every_licence
from bot.domain.mapping import CreditPlace, LicencePlaces, Mapping, Parameter, Rule
from bot.domain.reasons import Finding, Reason
from bot.i18n import translator
from bot.wikitext.credit import write_credit
from bot.wikitext.credit_words import PARTS, is_shown, shown_by
from bot.wikitext.earlier import earlier_credit
from bot.wikitext.reader import read
from bot.wikitext.statements import licence_statements
from bot.wikitext.wholeness import lost_facts
from tests.domain.licences.short import short
from tests.farm.templates import CREDIT
from tests.wikitext.builders import MULTIBAO, credit

LICENCE = Field("licence", Kind.LICENCE)
PLACE = CreditPlace("Republication")


def _offer(expression: str) -> Offer:
    found = offer_of_id(expression)
    assert found is not None
    return found


PLACES = LicencePlaces((("Libre", _offer("CC-BY-3.0")),), (), ("Sources",), ("Annexe", "Encadré"))
MAPPING = Mapping(
    "m", Format("f", (LICENCE,)), "{page}", ("Fiche",), (Rule(LICENCE, Parameter(("licence",))),), licences=PLACES
)
ALL = (Regime.ADAPTATION, Regime.MARKED)


def admitted(text: str, wiki: str = "by-sa 4.0", *accepts: Regime, nc: bool = False) -> Admission | Finding:
    """Judge a page for a partner under a licence."""
    values = read(text, "A", MAPPING, MULTIBAO).values
    statements = licence_statements(text, values, MAPPING, MULTIBAO)
    standing = standing_of(establish(statements, None), statements)
    return admit(standing, "movilab", Terms(short(wiki), accepts or ALL, nc))


def sheet(licence: str, *sections: str) -> str:
    """Write a sheet of sections."""
    return "\n".join((f"{{{{Fiche\n| licence = {licence}\n}}}}", *sections))


def credited(admission: Admission | Finding) -> Credit:
    """Give the credit of a copy that is made."""
    assert isinstance(admission, Admission), admission
    alterations = () if admission.regime is Regime.WHOLE else (Alteration.TEMPLATE,)
    return credit("Alice", evidence=admission.evidence, regime=admission.regime, alterations=alterations)


def written(admission: Admission | Finding, language: str, *, has_template: bool) -> str:
    """Write the credit of a copy that is made."""
    text = write_credit(credited(admission), PLACE, has_template=has_template, say=translator(language))
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize("has_template", [True, False], ids=["template", "plain"])
def test_each_part_is_credited_with_its_own_licence(has_template: bool) -> None:
    """Name with version and port, id and address; what people took out of it is noticed."""
    text = sheet("CC BY-SA 4.0", "== Annexe ==\nTexte de Zoé, https://creativecommons.org/licenses/by/3.0/fr/")
    admission = admitted(text)
    french = written(admission, "fr", has_template=has_template)
    address = "https://creativecommons.org/licenses/by/3.0/fr/"
    part = f"section « Annexe » de l’original : [{address} CC BY 3.0 FR] (§ LicenseRef-CC-BY-3.0-FR)"
    assert part in french
    assert "CC-BY-SA-4.0" in french
    english = written(admission, "en", has_template=has_template)
    assert f"section “Annexe” of the original: [{address} CC BY 3.0 FR]" in english
    for old, new in ((address, "https://example.org/"), ("Annexe", "Encadré"), ("3.0 FR", "4.0")):
        assert lost_facts(french, french.replace(old, new)) == ("licence",)
    assert lost_facts(french, french) == ()
    assert is_shown(credited(admission), shown_by(CREDIT))
    assert not is_shown(credited(admission), shown_by(CREDIT) - {PARTS})
    earlier = earlier_credit(french, translator("fr"))
    assert earlier is not None
    assert (earlier.licences, earlier.parts) == (("CC-BY-SA-4.0",), ("LicenseRef-CC-BY-3.0-FR",))


@pytest.mark.parametrize(
    ("sections", "parts"),
    [
        pytest.param(("== Annexe ==\nCC BY 3.0",), {"Annexe": "CC-BY-3.0"}, id="words"),
        pytest.param(("== Annexe ==\n{{Libre}}",), {"Annexe": "CC-BY-3.0"}, id="template"),
        pytest.param(("== Annexe ==\n=== Suite ===\nCC BY 3.0",), {"Annexe": "CC-BY-3.0"}, id="subsection"),
        pytest.param(
            ("== Annexe ==\nDe Zoé.", "== Sources ==\n* ''Annexe'' : CC BY 3.0"), {"Annexe": "CC-BY-3.0"}, id="line"
        ),
        pytest.param(
            ("== Annexe ==\nCC BY 3.0\n=== Encadré ===\nCC0",),
            {"Annexe": "CC-BY-3.0", "Encadré": "CC0-1.0"},
            id="part in a part",
        ),
        pytest.param(("== Sources ==\nUn livre.\n=== Annexe ===\nCC0",), {"Annexe": "CC0-1.0"}, id="in a section"),
        pytest.param(("== Annexe ==\nCC BY-SA 4.0",), {}, id="same licence"),
        pytest.param(("== Annexe ==\nUn texte.",), {}, id="nothing said"),
    ],
)
def test_the_markup_says_which_part(sections: tuple[str, ...], parts: dict[str, str]) -> None:
    """A section that states its licence, in words or by template, or a line that begins with its name."""
    admission = admitted(sheet("CC BY-SA 4.0", *sections))
    assert isinstance(admission, Admission), admission
    assert {part.where: part.licence.id for part in admission.evidence.own_parts} == parts
    assert admission.evidence.licence.id == "CC-BY-SA-4.0"


@pytest.mark.parametrize(
    ("text", "several"),
    [
        (sheet("CC BY-SA 4.0", "== Sources ==\nCC BY 3.0"), "CC BY-SA 4.0, CC BY 3.0"),
        (sheet("CC BY-SA 4.0, annexe CC BY 3.0"), "CC BY-SA 4.0, CC BY 3.0"),
        (sheet("CC BY-SA 4.0", "== Sources ==\nAnnexe : CC BY 3.0"), "CC BY-SA 4.0, CC BY 3.0"),
        (sheet("CC BY-SA 4.0", "== Annexe ==\nCC BY 3.0", "== Annexe ==\nCC0"), "CC BY 3.0, CC0"),
        (sheet("CC BY-SA 4.0", "== Annexe ==\nCC BY 3.0\n\nCC BY-NC 3.0"), "CC BY 3.0, CC BY-NC 3.0"),
    ],
)
def test_what_no_markup_tells_a_person_decides(text: str, several: str) -> None:
    """Two licences for one thing, or none knows for which."""
    found = admitted(text)
    assert isinstance(found, Finding)
    assert found.reason is Reason.LICENCE_CONFLICT
    assert sorted(dict(found.facts)["several"].replace("CC0 1.0", "CC0").split(", ")) == sorted(several.split(", "))


@pytest.mark.parametrize("part", ["Tous droits réservés", "CC BY-SA", "avec l’autorisation de l’éditeur"])
def test_a_part_in_doubt_holds_the_whole_sheet(part: str) -> None:
    """And the finding names it."""
    found = admitted(sheet("CC BY-SA 4.0", f"== Annexe ==\n{part}"))
    assert isinstance(found, Finding)
    assert dict(found.facts)["part"] == "Annexe"


def test_the_whole_sheet_goes_as_its_least_free_part() -> None:
    """Marked where one part must keep its licence, and not at all where one may not stand there: that one is named."""
    marked = admitted(sheet("CC BY-SA 4.0", "== Annexe ==\nCC BY-SA 1.0"))
    assert isinstance(marked, Admission)
    assert marked.regime is Regime.MARKED
    assert "la licence de la partie qu’elle change" in written(marked, "fr", has_template=False)
    for licence, accepts in (("CC BY-NC 4.0", ALL), ("GNU FDL 1.3", ALL), ("CC BY-SA 1.0", (Regime.ADAPTATION,))):
        refused = admitted(sheet("CC BY-SA 4.0", f"== Annexe ==\n{licence}"), "by-sa 4.0", *accepts)
        assert isinstance(refused, Finding)
        facts = dict(refused.facts)
        assert (refused.reason, facts["part"]) == (Reason.LICENCE_REFUSED, "Annexe")
    of_text = admitted(sheet("CC BY-NC 4.0", "== Annexe ==\nCC BY-SA 4.0"))
    assert isinstance(of_text, Finding)
    assert (dict(of_text.facts)["licence"], dict(of_text.facts).get("part")) == ("CC BY-NC 4.0", None)


STATED = st.sampled_from([one for one in every_licence() if one.url])
CHOICES = st.lists(STATED, min_size=1, max_size=2, unique=True)
_SHOWN = re.compile(r"\[(?P<url>\S+) (?P<name>[^\[\]\n]*)\] \((?:§ )?(?P<id>[\w.+-]+)\)|licence_id = (?P<own>\S+)")


def _in_words(offer: list[Licence]) -> str:
    return " ou ".join(one.name for one in offer)


@given(
    CHOICES,
    st.lists(CHOICES, max_size=2),
    st.sampled_from([one for one in every_licence() if one.port in (None, "fr")]),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["fr", "en"]),
)
@settings(max_examples=150, deadline=None)
def test_no_credit_says_more_of_licences_than_its_evidence(
    whole: list[Licence], parts: list[list[Licence]], wiki: Licence, nc: bool, has_template: bool, language: str
) -> None:
    """Every licence in it, with version and port, is one that stands at its place on the sheet; each place has one."""
    sections = [f"== {name} ==\n{_in_words(part)}" for name, part in zip(("Annexe", "Encadré"), parts, strict=False)]
    text = sheet(_in_words(whole), *sections)
    values = read(text, "A", MAPPING, MULTIBAO).values
    statements = licence_statements(text, values, MAPPING, MULTIBAO)
    standing = standing_of(establish(statements, None), statements)
    found = admit(standing, "movilab", Terms(wiki, tuple(Regime), nc))
    if not isinstance(found, Admission):
        return
    evidence = found.evidence
    assert evidence.licence in whole
    own = dict(zip(("Annexe", "Encadré"), parts, strict=False))
    assert all(part.licence in own[part.where] for part in evidence.own_parts)
    told = write_credit(credited(found), PLACE, has_template=has_template, say=translator(language))
    ids = {match["id"] or match["own"] for match in _SHOWN.finditer(told)}
    assert ids == {evidence.licence.id, *(part.licence.id for part in evidence.own_parts)}
    assert {one.url for one in every_licence() if one.url and f"[{one.url} " in told} <= {
        one.url for one in (*whole, *(licence for part in parts for licence in part))
    }
