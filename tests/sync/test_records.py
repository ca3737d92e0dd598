"""Records on their way to a partner: every text is adapted, and what gets lost is told by the names of its fields."""

from dataclasses import replace

import pytest

from bot.config.settings import Files, PartnerSettings, WikiSettings
from bot.domain.coverage import Subject
from bot.domain.credit import Alteration
from bot.domain.field import Field, Format, Kind, Records, Values
from bot.domain.licences.evidence import Evidence, Place
from bot.domain.mapping import Mapping, Parameter, Repeated
from bot.domain.plan import Difference, Notice
from bot.domain.reasons import Finding, Reason
from bot.sync.adapting import Adapted, adapt_values
from bot.sync.comparing import differences
from bot.sync.coverage_copies import missing_values, without_rule
from bot.sync.drafts import Draft, draft
from tests.sync.understanding import BY_SA, page
from tests.wikitext.builders import MOVILAB, MULTIBAO, TITRE, rule

TITLE = Field("titre", Kind.TEXT, required=True)
TIME, TEXT, PICTURE = Field("duree", Kind.DURATION), Field("texte", Kind.TEXT), Field("image", Kind.FILE)
STEPS = Field("etapes", Kind.RECORDS, fields=(TITLE, TIME, TEXT, PICTURE))
KNOWN = Format("pas", (TITRE, STEPS))


def mapping(*parts: Field) -> Mapping:
    """Make a mapping that has rules for some fields of a step."""
    rules = tuple(rule(part, Parameter((part.name,)), values=(("A", "I"),) if part is TITLE else ()) for part in parts)
    steps = rule(STEPS, Repeated(("Étape",), rules))
    return Mapping("pas", KNOWN, "{titre}", ("Fiche",), (rule(TITRE, Parameter(("nom",))), steps))


def records(*each: dict[str, str]) -> Values:
    """Make a sheet with steps."""
    return Values((("titre", "N"), ("etapes", Records(tuple(Values(tuple(one.items())) for one in each)))))


def adapted(given: Values, written: Mapping, files: Files = Files.LINK) -> Adapted:
    """Adapt a sheet for a partner that has a copy of “Autre”."""
    sheet = Draft(page(""), given, (), Evidence(BY_SA, Place.FIELD, ""))
    partner = PartnerSettings(WikiSettings("movilab"), written, files)
    return adapt_values(sheet, partner, MOVILAB, MULTIBAO, {"Autre": "Recette:Autre"})


def test_the_texts_of_records_are_adapted() -> None:
    """Their links lead to copies, and the credit says so."""
    found = adapted(records({"titre": "A", "texte": "Voir [[Autre]]"}), mapping(TITLE, TEXT))
    assert found.values == records({"titre": "A", "texte": "Voir [[Recette:Autre|Autre]]"})
    assert found.alterations == (Alteration.TEMPLATE, Alteration.LINKS)


def test_what_records_lose_is_told() -> None:
    """Fields without a rule and files; a record of which nothing is left is none."""
    given = records({"titre": "A", "duree": "1 h", "image": "A.jpg"}, {"duree": "2 h"})
    found = adapted(given, mapping(TITLE, PICTURE))
    assert found.values == records({"titre": "A"})
    assert set(found.notices) == {Notice("no rule at the partner", "etapes.duree"), Notice("file not copied", "A.jpg")}
    assert set(found.alterations) == {Alteration.TEMPLATE, Alteration.FILES, Alteration.LEFT_OUT}
    assert adapted(given, mapping(TITLE, PICTURE), Files.SHARED).values == records({"titre": "A", "image": "A.jpg"})


def test_the_check_tells_it_too() -> None:
    """By the name of the field in its record, with the words that a table lacks."""
    given = records({"titre": "A", "duree": "1 h"}, {"titre": "B"})
    missing = [(mark.name, mark.part) for mark in missing_values(given, mapping(TITLE))]
    assert missing == [("etapes.titre", "B")]
    lost = [(mark.subject, mark.name) for mark in without_rule(given, mapping(TITLE))]
    assert lost == [(Subject.LOST, "etapes.duree")]


@pytest.mark.parametrize(("calls", "missing"), [("{{Étape|titre=A}}{{Étape|texte=b}}", "etapes.titre"), ("", None)])
def test_each_record_must_have_what_is_required(calls: str, missing: str | None) -> None:
    """One that has not makes the sheet wait; a sheet without records has none to wait for."""
    source = replace(MULTIBAO, notice=replace(MULTIBAO.notice, url="https://creativecommons.org/licenses/by-sa/4.0/"))
    found = draft(page(f"{{{{Fiche|nom=N}}}}\n{calls}"), mapping(TITLE, TEXT), source, None)
    if missing is None:
        assert isinstance(found, Draft)
    else:
        assert found == Finding(Reason.FIELD_MISSING, (("field", missing), ("mapping", "pas")))


def test_differences_show_a_record_a_line() -> None:
    """With the names of its fields."""
    texts = [f"{{{{Fiche|nom=N}}}}\n{{{{Étape|titre=A|duree=1 h}}}}\n{{{{Étape|titre={last}}}}}" for last in "BC"]
    (found,) = differences(texts[0], texts[1], "N", mapping(TITLE, TIME), MOVILAB)
    assert found == Difference("etapes", "* titre: A; duree: 1 h\n* titre: B", "* titre: A; duree: 1 h\n* titre: C")
