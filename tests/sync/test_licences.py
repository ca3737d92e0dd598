"""The licence of a sheet on its way: where it was read, what keeps it back, and which of several is relied on."""

from dataclasses import replace
from datetime import date

import pytest

from bot.config.settings import PartnerSettings, WikiSettings
from bot.domain.field import Field, Kind
from bot.domain.licences.admission import Admission, admit
from bot.domain.licences.evidence import Declaration, Evidence, Place
from bot.domain.licences.judge import Obstacle, Regime, Terms
from bot.domain.licences.offers import Offer, offer_of_id
from bot.domain.licences.values import Licence, cc, every_licence
from bot.domain.mapping import CreditPlace, LicencePlaces, Mapping, Parameter
from bot.domain.plan import Notice
from bot.domain.reasons import Finding, Reason
from bot.domain.wiki import Notice as Rights
from bot.report.reasons import explain
from bot.sync.adapting import about_licence
from bot.sync.drafts import Draft, draft
from bot.sync.licensing import terms_of
from bot.wikitext.credit import write_credit
from bot.wikitext.earlier import earlier_credit
from tests.sync.understanding import RIGHT, page
from tests.wikitext.builders import MOVILAB, MULTIBAO, OUTIL, RECETTE, credit, rule

LICENCE = Field("licence", Kind.LICENCE)
BY_SA = replace(MULTIBAO, notice=Rights("https://creativecommons.org/licenses/by-sa/4.0/"))


def _offer(expression: str) -> Offer:
    found = offer_of_id(expression)
    assert found is not None
    return found


def mapping(**places: object) -> Mapping:
    """Give a mapping with a licence field, and places of licences."""
    known = replace(OUTIL.format, fields=(*OUTIL.format.fields, LICENCE))
    rules = (*OUTIL.rules, rule(LICENCE, Parameter(("licence",))))
    return replace(OUTIL, format=known, rules=rules, licences=LicencePlaces(**places))  # type: ignore[arg-type]


def terms(licence: Licence) -> Terms:
    """Give the terms of a partner under a licence of its own, that takes adaptations alone."""
    declared = Declaration(licence, "Alice", date(2026, 1, 1), "https://example.org/accord")
    wiki = WikiSettings("movilab", api="https://movilab.example.org/api.php", licence=declared)
    return terms_of(PartnerSettings(wiki, RECETTE), MOVILAB)


def with_field(words: str) -> str:
    """Give the right sheet with a licence."""
    return RIGHT.replace("|durée", f"|licence={words}|durée")


def test_evidence_is_carried_with_its_place() -> None:
    """The words lead to the very revision."""
    found = draft(page(with_field("CC BY 4.0")), mapping(), BY_SA, None)
    assert isinstance(found, Draft)
    evidence = found.evidence
    assert (evidence.licence, evidence.place, evidence.where, evidence.raw) == (
        cc("by", "4.0"), Place.FIELD, "licence", "CC BY 4.0",
    )  # fmt: skip
    assert (evidence.revision, evidence.on) == (10, date(2026, 1, 1))
    assert evidence.address == MULTIBAO.permalink("Le mur", 10)


@pytest.mark.parametrize(
    ("text", "reason", "words"),
    [
        pytest.param(with_field("CC BY-SA"), Reason.LICENCE_VERSION, "CC BY-SA", id="version"),
        pytest.param(with_field("libre"), Reason.LICENCE_NOT_UNDERSTOOD, "libre", id="not understood"),
        pytest.param(f"{RIGHT}\n== Sources ==\nTous droits réservés", Reason.LICENCE_CONFLICT, "Tous", id="rights"),
        pytest.param(f"{RIGHT}\n[[Catégorie:Ouvert]]{{{{Libre}}}}", Reason.LICENCE_CONFLICT, "Ouvert", id="two places"),
        pytest.param(
            with_field("CC BY 4.0") + "\n== Annexe ==\nCC BY-SA 4.0\n\nCC BY 3.0",
            Reason.LICENCE_CONFLICT,
            "CC BY 3.0",
            id="two for one part",
        ),
    ],
)
def test_a_sheet_waits_for_a_person(text: str, reason: Reason, words: str) -> None:
    """The words in question are shown, although the wiki has a default."""
    places = mapping(
        templates=(("Libre", _offer("CC-BY-4.0")),),
        categories=(("Ouvert", _offer("CC0-1.0")),),
        sections=("Sources",),
        parts=("Annexe",),
    )
    found = draft(page(text), places, BY_SA, None)
    assert isinstance(found, Finding)
    assert found.reason is reason
    assert words in dict(found.facts)["found"]


def test_a_picture_under_another_licence_does_not_keep_a_sheet_back() -> None:
    """It is a work of its own."""
    text = f"{RIGHT}\n== Sources ==\n* Photo : Jeanne, CC BY 2.0"
    found = draft(page(text), mapping(sections=("Sources",)), BY_SA, None)
    assert isinstance(found, Draft)
    assert (found.evidence.place, found.evidence.bundle.id) == (Place.WIKI, "CC-BY-SA-4.0")
    assert [part.evidence.licence for part in found.evidence.parts] == [cc("by", "2.0")]


def test_a_wiki_that_names_only_a_page_is_asked_to_declare() -> None:
    """The reason names the page; a declaration settles it."""
    url = MULTIBAO.page_url("Projet:Copyrights")
    there = replace(MULTIBAO, notice=Rights(url, "Projet:Copyrights"))
    found = draft(page(RIGHT), mapping(), there, None)
    assert isinstance(found, Finding)
    assert found.reason is Reason.LICENCE_ON_PAGE
    assert url in explain(found)
    declared = draft(page(RIGHT), mapping(), there, Declaration(cc("by", "4.0"), "Alice", date(2026, 1, 1), url))
    assert isinstance(declared, Draft)
    assert declared.evidence.address == url


def test_of_several_licences_the_one_that_fits_best_is_relied_on() -> None:
    """Whatever their order, and only what the partner takes."""
    found = draft(page(with_field("GFDL-1.3-or-later OR CC-BY-SA-4.0")), mapping(), BY_SA, None)
    assert isinstance(found, Draft)
    taken = admit(found.standing, "movilab", terms(cc("by-sa", "4.0")))
    assert isinstance(taken, Admission)
    assert (taken.evidence.licence, taken.regime) == (cc("by-sa", "4.0"), Regime.ADAPTATION)
    refused = admit(found.standing, "movilab", terms(cc("by-sa", "3.0")))
    assert isinstance(refused, Finding)
    assert dict(refused.facts)["why"] == Obstacle.NOT_ACCEPTED.value


def test_what_people_should_know_of_the_words_is_told() -> None:
    """Another version beside the address, and a trade mark."""
    words = "CC BY 3.0 http://creativecommons.org/licenses/by/4.0/ — marque déposée"
    found = draft(page(with_field(words)), mapping(), BY_SA, None)
    assert isinstance(found, Draft)
    assert set(about_licence(found.evidence)) == {
        Notice("licence: address wins", words),
        Notice("licence: trade mark", words),
    }


@pytest.mark.parametrize(
    ("words", "reason"),
    [("GFDL-1.3-or-later OR CC-BY-SA-4.0", None), ("GFDL-1.3-or-later OR CC-BY-4.0", Reason.LICENCE_CONFLICT)],
)
def test_a_copy_of_a_copy_may_rely_on_one_of_several(words: str, reason: Reason | None) -> None:
    """The earlier credit names the licence that was relied on there: one of those that the sheet offers."""
    marker = replace(credit("Zoé").marker, address=MOVILAB.address)
    block = write_credit(credit("Zoé", marker=marker), CreditPlace(), has_template=False, say=str)
    found = draft(page(f"{with_field(words)}\n\n{block}"), mapping(), BY_SA, None)
    assert isinstance(found, Draft) if reason is None else isinstance(found, Finding) and found.reason is reason


def test_the_credit_of_every_licence_is_carried_on() -> None:
    """Whatever the family, the id in a credit is known again."""
    for licence in (one for one in every_licence() if one.is_settled):
        evidence = Evidence(licence, Place.FIELD, "")
        block = write_credit(credit("Zoé", evidence=evidence), CreditPlace(), has_template=False, say=str)
        found = earlier_credit(block, str)
        assert found is not None
        assert found.licences == (licence.id,)
