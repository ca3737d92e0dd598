"""Sheets that are themselves copies: understood without their credit, with what they carry on, or refused."""

from dataclasses import replace

import pytest

from bot.domain.mapping import CreditPlace
from bot.domain.reasons import Finding, Reason
from bot.domain.wiki import Notice
from bot.sync.drafts import Draft, draft
from bot.wikitext.credit import write_credit
from tests.sync.understanding import RIGHT, page
from tests.wikitext.builders import MOVILAB, MULTIBAO, OUTIL, credit

BY_SA = replace(MULTIBAO, notice=Notice("https://creativecommons.org/licenses/by-sa/4.0/"))
ELSEWHERE = replace(credit("Zoé").marker, address=MOVILAB.address)


def copy(has_template: bool) -> str:
    """Write a sheet that bears the credit of a copy."""
    one = credit("Zoé", marker=ELSEWHERE)
    return f"{RIGHT}\n\n" + write_credit(one, CreditPlace("Republication"), has_template=has_template, say=str)


@pytest.mark.parametrize("has_template", [True, False], ids=["template", "plain"])
def test_a_copy_reads_as_the_sheet_does(has_template: bool) -> None:
    """The credit is neither a value nor something unclaimed; it is carried on."""
    alone, copied = (draft(page(text), OUTIL, BY_SA, None) for text in (RIGHT, copy(has_template)))
    assert isinstance(alone, Draft)
    assert isinstance(copied, Draft)
    assert (copied.values, copied.unclaimed, copied.read_otherwise) == (alone.values, alone.unclaimed, ())
    assert alone.earlier is None
    assert copied.earlier is not None
    assert copied.earlier.marker.links == (ELSEWHERE,)
    assert "Zoé" in copied.earlier.text


@pytest.mark.parametrize("url", ["by-sa/3.0/", "by/4.0/", "by-nc-sa/4.0/"])
def test_another_licence_than_the_earlier_credit_states_is_a_conflict(url: str) -> None:
    """The sheet waits for a person, whichever of the two is stricter."""
    there = replace(MULTIBAO, notice=Notice(f"https://creativecommons.org/licenses/{url}"))
    found = draft(page(copy(has_template=False)), OUTIL, there, None)
    assert isinstance(found, Finding)
    assert found.reason is Reason.LICENCE_CONFLICT
    assert "CC-BY-SA-4.0" in dict(found.facts)["found"]
    assert isinstance(draft(page(RIGHT), OUTIL, there, None), Draft)


def test_a_copy_without_whole_credit_is_no_original() -> None:
    """Neither one whose credit was changed, nor one of ours that lost it."""
    changed = copy(has_template=False).replace("Zoé", "{{Zoé}}")
    facts = (("origin", MOVILAB.address), ("why", "credit changed"))
    assert draft(page(changed), OUTIL, BY_SA, None) == Finding(Reason.SHEET_IS_COPY, facts)
    lost = draft(page(RIGHT), OUTIL, BY_SA, None, copied_from="movilab")
    assert lost == Finding(Reason.SHEET_IS_COPY, (("origin", "movilab"), ("why", "credit lost")))
    assert isinstance(draft(page(copy(has_template=True)), OUTIL, BY_SA, None, copied_from="movilab"), Draft)
