"""Credit lines of a sheet that no place takes reach the copy by its credit, and are not told as left out."""

from dataclasses import replace
from datetime import date

import pytest

from bot.config.settings import PartnerSettings, WikiSettings
from bot.domain.credit import Alteration
from bot.domain.field import Field, Kind
from bot.domain.mapping import CreditPlace, Mapping, Parameter, Rule
from bot.domain.naming import Naming
from bot.domain.page import Contributors
from bot.domain.wiki import Notice as WikiNotice
from bot.sync.adapting import adapt_values
from bot.sync.drafts import Draft, draft
from bot.sync.rendering import Destination, Rendered, render
from tests.sync.understanding import page
from tests.wikitext.builders import MOVILAB, MULTIBAO, OUTIL, RECETTE

BY_SA = replace(MULTIBAO, notice=WikiNotice("https://creativecommons.org/licenses/by-sa/4.0/"))
TEXT = """{{Fiche outil|titre=Le mur|auteur=Jeanne Morel}}
== Procédure ==
On commence.

== Sources ==
* [https://a.example.org Un livre] d’Ali

== Remerciements ==
À [[Utilisateur:Max|Maxence]].

== Couleur ==
Rouge.
"""
REPORTING = replace(OUTIL, rest=None)
WITHOUT_SOURCES = replace(RECETTE, rules=tuple(rule for rule in RECETTE.rules if rule.field.name != "sources"))


def copied(read: Mapping, written: Mapping, naming: Naming | None = None) -> tuple[Draft, Rendered]:
    """Read the sheet and write its copy."""
    sheet = draft(page(TEXT), read, BY_SA, None, naming=naming)
    assert isinstance(sheet, Draft)
    partner = PartnerSettings(WikiSettings("movilab"), written)
    there = replace(MOVILAB, notice=BY_SA.notice)
    destination = Destination(partner, there, has_credit_template=False, contact="robot@example.org")
    made = render(sheet, "Recette:Le mur", destination, BY_SA, {}, date(2026, 1, 1))
    assert isinstance(made, Rendered)
    return sheet, made


@pytest.mark.parametrize("read", [OUTIL, REPORTING], ids=["rest goes into a field", "rest is reported"])
@pytest.mark.parametrize("written", [RECETTE, WITHOUT_SOURCES], ids=["with a place", "without"])
def test_no_credit_line_is_dropped(read: Mapping, written: Mapping) -> None:
    """Wherever it stood – section or parameter – and whichever of the two mappings has no place for it."""
    _, made = copied(read, written)
    for words in ("Jeanne Morel", "https://a.example.org Un livre] d’Ali", "Maxence"):
        assert made.text.count(words) == 1
    assert ("Un livre" in made.credit) == (written is WITHOUT_SOURCES)
    assert ("Rouge" in made.text) == (read is OUTIL)


def test_what_is_left_out_is_told_apart() -> None:
    """A section without a rule is told as left out; credit lines are not, for they are there."""
    sheet, _ = copied(REPORTING, WITHOUT_SOURCES)
    partner = PartnerSettings(WikiSettings("movilab"), WITHOUT_SOURCES)
    found = adapt_values(sheet, partner, MOVILAB, BY_SA, {})
    assert Alteration.SECTIONS in found.alterations
    assert Alteration.LEFT_OUT not in found.alterations
    assert [notice.detail for notice in found.notices if notice.code == "unclaimed section"] == ["== Couleur =="]
    told = {notice.detail for notice in found.notices if notice.code == "credits carried"}
    assert told == {"auteur", "Remerciements", "Sources"}


def test_other_headings_are_named_by_the_mapping() -> None:
    """Then these count, and the usual ones do not."""
    own = replace(REPORTING, credit=CreditPlace(headings=("Couleur",)))
    _, made = copied(own, RECETTE)
    assert "Rouge" in made.credit
    assert "Jeanne Morel" not in made.text


def test_a_forgotten_name_stands_in_no_part_of_the_credit() -> None:
    """Neither among the authors nor in the sheet's own lines; it is counted."""
    naming = Naming(forgotten=frozenset({"Alice", "Jeanne Morel"}), party="Une association")
    sheet, made = copied(REPORTING, RECETTE, naming)
    assert sheet.page.contributors == Contributors((), withheld=1)
    assert "Alice" not in made.text
    assert "Jeanne Morel" not in made.text
    assert "noms masqués à la demande\u00a0: 1" in made.credit
    assert "Une association" in made.credit


LICENCE = Field("licence", Kind.LICENCE)
FORMAT = replace(OUTIL.format, fields=(*OUTIL.format.fields, LICENCE))
WITHOUT_LICENCE = replace(RECETTE, format=FORMAT)


@pytest.mark.parametrize(
    ("licence", "carried"),
    [
        pytest.param("CC BY-SA 4.0", False, id="shown as evidence"),
        pytest.param("CC BY-SA 4.0, " + "d’après de nombreuses personnes " * 8, True, id="too long to be shown"),
    ],
)
def test_the_words_of_the_licence_are_not_told_twice(licence: str, carried: bool) -> None:
    """Where a credit shows them as its evidence they are no mention, and no notice says that they lack a place."""
    licences = replace(OUTIL, format=FORMAT, rules=(*OUTIL.rules, Rule(LICENCE, Parameter(("licence",)))))
    text = TEXT.replace("|auteur=Jeanne Morel", f"|licence={licence}")
    found = draft(page(text), licences, BY_SA, None)
    assert isinstance(found, Draft), found
    sheet = found
    assert sheet.credit_fields["licence"] == "licence"
    partner = PartnerSettings(WikiSettings("movilab"), WITHOUT_LICENCE)
    adapted = adapt_values(sheet, partner, MOVILAB, BY_SA, {})
    assert ("licence" in [one.heading for one in adapted.mentions]) == carried
    assert ("licence" in [one.detail for one in adapted.notices if one.code == "credits carried"]) == carried
