"""Merging lists of records, such as the steps of a recipe."""

from bot.domain.field import Field, Kind, Records, Values
from bot.domain.mapping import Parameter, Repeated, Rule
from bot.domain.merge.units import Side
from bot.domain.merge.values import Conflict, Merged, merge_values
from bot.wikitext.units import cut

PARTS = (Field("titre", Kind.TEXT), Field("duree", Kind.DURATION), Field("texte", Kind.TEXT))
STEPS = Field("etapes", Kind.RECORDS, fields=PARTS)
RULES = (Rule(STEPS, Repeated(("Étape",), tuple(Rule(part, Parameter((part.name,))) for part in PARTS))),)


def step(titre: str, duree: str = "", texte: str = "") -> Values:
    return Values().with_value("titre", titre).with_value("duree", duree).with_value("texte", texte)


def steps(*each: Values) -> Values:
    return Values().with_value("etapes", Records(each))


def merged(base: Values, incoming: Values, local: Values, take: dict[str, Side] | None = None) -> Merged:
    return merge_values(base, incoming, local, RULES, cut, take or {})


A, B, C = step("Accueillir", "10 min"), step("Débattre", "1 h"), step("Conclure")


def test_both_sides_change_different_records_and_fields() -> None:
    """Each side's changes come in: of other records, of other fields of one record, and in its order."""
    incoming = steps(step("Accueillir", "15 min"), B, step("Conclure", "5 min"), step("Ranger"))
    local = steps(step("Accueillir", "10 min", "Avec du café."), step("Débattre", "1 h", "En cercle."), C)
    assert merged(steps(A, B, C), incoming, local) == Merged(
        steps(
            step("Accueillir", "15 min", "Avec du café."),
            step("Débattre", "1 h", "En cercle."),
            step("Conclure", "5 min"),
            step("Ranger"),
        )
    )


def test_a_field_that_both_changed_is_the_conflict() -> None:
    """The conflict is the field of the record, not the whole list; a person's word ends it."""
    three = (steps(A, B), steps(step("Accueillir", "15 min"), B, C), steps(step("Accueillir", "20 min"), B))
    found = merged(*three)
    assert found.conflicts == (Conflict("etapes", "Accueillir, duree", "10 min", "15 min", "20 min"),)
    assert merged(*three, {"etapes": Side.INCOMING}) == Merged(steps(step("Accueillir", "15 min"), B, C))
    assert merged(*three, {"etapes": Side.LOCAL}) == Merged(steps(step("Accueillir", "20 min"), B, C))


def test_a_record_taken_out_on_one_side_and_changed_on_the_other_is_a_conflict() -> None:
    """Nobody's change is lost without a word."""
    found = merged(steps(A, B), steps(A), steps(A, step("Débattre", "2 h")))
    (conflict,) = found.conflicts
    assert (conflict.incoming, conflict.local) == ("", "titre: Débattre; duree: 2 h")
    assert found.values == steps(A, step("Débattre", "2 h"))


def test_a_record_taken_out_on_one_side_goes() -> None:
    """What nobody changed may be taken out by either side."""
    assert merged(steps(A, B, C), steps(A, C), steps(A, B, C)) == Merged(steps(A, C))
    assert merged(steps(A, B, C), steps(A, B, C), steps(B, C)) == Merged(steps(B, C))
