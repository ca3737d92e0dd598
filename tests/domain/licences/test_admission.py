"""What a partner takes of a sheet, by its licence and by what people decided about it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.licences.admission import Admission, Standing, admit, standing_of
from bot.domain.licences.evidence import Place, Statement, establish
from bot.domain.licences.judge import Regime, Terms
from bot.domain.reasons import Finding, Reason
from bot.domain.register import LicenceDecision, Ruling
from tests.domain.licences.short import short

DAY = date(2026, 3, 1)
TERMS = Terms(short("by-sa 4.0"), (Regime.ADAPTATION, Regime.MARKED))


def said(field: str, *decisions: LicenceDecision) -> Standing:
    """Give the licence of a sheet that says *field*."""
    statements = (Statement(Place.FIELD, field, "licence"),) if field else ()
    return standing_of(establish(statements, None), statements, decisions)


def word(on: str, ruling: Ruling = Ruling.ACCEPT, **more: object) -> LicenceDecision:
    """Give a decision made on these words."""
    decision = LicenceDecision("multibao", 1, "Fiche", ruling, "Jeanne", DAY, "Vu avec l’auteur.", on)
    return replace(decision, **more)  # type: ignore[arg-type]  # facts by their names


def regime(standing: Standing, terms: Terms = TERMS) -> Regime | Reason:
    """Give how a sheet is copied, or why it is not."""
    found = admit(standing, "movilab", terms)
    return found.regime if isinstance(found, Admission) else found.reason


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("CC BY-SA 3.0", Regime.ADAPTATION),
        ("CC BY-SA 1.0", Regime.MARKED),
        ("CC BY-SA", Reason.LICENCE_VERSION),
        ("CC BY-NC 4.0", Reason.LICENCE_REFUSED),
        ("CC BY-ND 4.0", Reason.LICENCE_REFUSED),
        ("licence libre", Reason.LICENCE_NOT_UNDERSTOOD),
        ("CC BY-SA 4.0 avec l’autorisation de l’éditeur", Reason.LICENCE_CONFLICT),
        ("", Reason.LICENCE_MISSING),
    ],
)
def test_a_sheet_goes_as_its_licence_lets_it(field: str, expected: Regime | Reason) -> None:
    """Without a person's word the matrix decides alone, and doubt lets nothing go."""
    assert regime(said(field)) == expected


def test_a_decision_lets_a_sheet_go_as_far_as_it_may() -> None:
    """Without version it is marked; with the licence that a person reads, the matrix decides."""
    assert regime(said("CC BY-SA", word("CC BY-SA"))) is Regime.MARKED
    assert regime(said("CC BY-SA", word("CC BY-SA", regime=Regime.ADAPTATION))) is Regime.MARKED
    assert regime(said("CC BY-SA", word("CC BY-SA", licence="CC-BY-SA-3.0"))) is Regime.ADAPTATION
    held = said("CC BY-SA", word("CC BY-SA", licence="CC-BY-SA-3.0", regime=Regime.MARKED))
    assert regime(held) is Regime.MARKED
    assert regime(said("CC BY-SA", word("CC BY-SA")), Terms(short("by-sa 4.0"))) is Reason.LICENCE_REFUSED
    admission = admit(held, "movilab", TERMS)
    assert isinstance(admission, Admission)
    assert (admission.evidence.licence, admission.evidence.decision) == (short("by-sa 3.0"), held.decisions[0])


def test_a_decision_does_not_open_what_licences_forbid() -> None:
    """Nobody decides that a non-commercial sheet goes to a commercial wiki, or one of GNU into another licence."""
    for field, licence in (
        ("CC BY-NC 4.0", ""),
        ("CC BY-NC", "CC-BY-NC-4.0"),
        ("CC BY-ND 4.0", ""),
        ("GNU FDL 1.3", ""),
    ):
        assert regime(said(field, word(field, licence=licence))) is Reason.LICENCE_REFUSED


def test_a_decision_needs_words_to_stand_on() -> None:
    """Where nothing is stated, or nothing is read out of it, nobody's word stands in for the authors'."""
    assert regime(said("", word("", licence="CC-BY-4.0"))) is Reason.LICENCE_MISSING
    assert regime(said("licence libre", word("licence libre"))) is Reason.LICENCE_NOT_UNDERSTOOD
    assert regime(said("Atribution CC3", word("Atribution CC3", licence="CC-BY-3.0"))) is Regime.ADAPTATION


def test_a_decision_holds_for_its_words_alone() -> None:
    """When other words stand at the source, the sheet waits again and says whose word it was."""
    found = admit(said("CC BY-NC-SA", word("CC BY-SA", licence="CC-BY-SA-3.0")), "movilab", TERMS)
    assert isinstance(found, Finding)
    assert found.reason is Reason.LICENCE_LAPSED
    facts = {"by": "Jeanne", "on": "2026-03-01", "before": "CC BY-SA", "found": "CC BY-NC-SA"}
    assert dict(found.facts) == facts
    assert regime(said("CC BY-SA 4.0", word("CC BY-SA"))) is Regime.ADAPTATION


def test_a_no_stays_until_somebody_says_otherwise() -> None:
    """A refusal stops a sheet that the matrix would let go, and so does one that has lapsed."""
    assert regime(said("CC BY 4.0", word("CC BY 4.0", Ruling.REFUSE))) is Reason.LICENCE_DECIDED
    assert regime(said("CC BY 4.0", word("CC BY 3.0", Ruling.REFUSE))) is Reason.LICENCE_LAPSED
    assert regime(said("CC BY 4.0", word("CC BY 3.0", regime=Regime.MARKED))) is Reason.LICENCE_LAPSED


def test_a_word_for_one_partner_goes_before_one_for_all() -> None:
    """What is decided for movilab says nothing of the others."""
    words = (word("CC BY 4.0", Ruling.REFUSE), word("CC BY 4.0", partner="movilab"))
    standing = said("CC BY 4.0", *words)
    assert isinstance(admit(standing, "movilab", TERMS), Admission)
    assert isinstance(admit(standing, "brest", TERMS), Finding)
    only = said("CC BY-SA", word("CC BY-SA", partner="movilab"))
    assert isinstance(admit(only, "movilab", TERMS), Admission)
    elsewhere = admit(only, "brest", TERMS)
    assert isinstance(elsewhere, Finding)
    assert elsewhere.reason is Reason.LICENCE_VERSION


FIELDS = st.sampled_from(
    ["", "CC BY-SA", "CC BY-SA 4.0", "CC BY-NC 3.0", "CC BY-ND 4.0", "licence libre", "GNU FDL 1.3"]
)
LICENCES = st.sampled_from(["", "CC-BY-4.0", "CC-BY-SA-3.0", "CC-BY-NC-SA-4.0", "GFDL-1.3-or-later"])


@given(FIELDS, FIELDS, st.sampled_from(Ruling), LICENCES, st.none() | st.sampled_from(Regime), st.booleans())
def test_people_can_only_say_so_much(
    field: str, on: str, ruling: Ruling, licence: str, wish: Regime | None, non_commercial: bool
) -> None:
    """A no is a no, other words are other words, and NC and ND stay what they are, whatever was decided."""
    terms = replace(TERMS, non_commercial=non_commercial)
    alone = admit(said(field), "movilab", terms)
    found = admit(said(field, word(on, ruling, licence=licence, regime=wish)), "movilab", terms)
    if not isinstance(found, Admission):
        return
    assert ruling is Ruling.ACCEPT or field != on
    assert field
    assert not ({"nc"} & set(found.evidence.licence.elements)) or non_commercial
    assert "nd" not in found.evidence.licence.elements
    if field != on:
        assert isinstance(alone, Admission)
        assert (found.regime, found.evidence.licence) == (alone.regime, alone.evidence.licence)
