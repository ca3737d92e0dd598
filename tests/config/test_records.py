"""Records in formats, and the templates that hold them in mappings."""

import pytest

from bot.domain.field import Field, Kind
from bot.domain.mapping import AnyOf, Parameter, Repeated
from tests.config.home import FORMAT, PARTNER, SOURCE, Home

FIELD = "  etapes: {kind: records, fields: {titre: {kind: text}, duree: {kind: duration}}}\n"


@pytest.fixture
def stepped(home: Home) -> Home:
    """Give a home whose format has steps."""
    home.change(FORMAT, "  licence: ", f"{FIELD}  licence: ")
    return home


def write(home: Home, rule: str) -> None:
    """Add a rule of steps to the partner's mapping."""
    home.change(PARTNER, "categories:", f"{rule}categories:")


def test_records_have_fields_of_their_own(stepped: Home) -> None:
    """With kinds, names and labels as other fields have them."""
    known = stepped.load().jobs[0].mapping.format.field("etapes")
    assert known == Field("etapes", Kind.RECORDS, fields=(Field("titre", Kind.TEXT), Field("duree", Kind.DURATION)))


@pytest.mark.parametrize(
    ("field", "column", "words"),
    [
        ("{kind: records}", 18, "have no fields"),
        ("{kind: records, fields: {}}", 35, "nothing is listed"),
        ("{kind: text, fields: {a: {kind: text}}}", 24, "only records have fields"),
        ("{kind: records, fields: {a: {kind: records}}}", 46, "holds no field of the kind records"),
        ("{kind: records, fields: {a: {kind: licence}}}", 46, "holds no field of the kind licence"),
        ("{kind: records, fields: {a: {kind: record}}}", 46, "“records”"),
        ("{kind: records, fields: {page: {kind: text}}}", 36, "no field can be called"),
    ],
)
def test_wrong_records_are_one_problem(home: Home, field: str, column: int, words: str) -> None:
    """Said where they stand in the format."""
    home.change(FORMAT, "  licence: ", f"  etapes: {field}\n  licence: ")
    (problem,) = home.problems()
    assert words in problem.message
    assert (problem.file.endswith("fiche-pratique.yaml"), problem.column) == (True, column)


def test_a_template_that_repeats_is_read(stepped: Home) -> None:
    """With a rule for each field of a record, spelt as the rules of other fields are."""
    write(
        stepped,
        "  etapes:\n    records: ['Modèle:Étape', Pas]\n    inside: étapes\n    fields:\n"
        "      titre: {parameter: [titre, 1], default: '{page}'}\n"
        "      duree: {parameter: d, write: {duration: '{total} min'}}\n",
    )
    rule = stepped.load().jobs[0].partners[0].mapping.rule("etapes")
    assert rule is not None
    (repeated,) = rule.carriers
    assert isinstance(repeated, Repeated)
    assert (repeated.templates, repeated.inside, repeated.section) == (("Étape", "Pas"), "étapes", None)
    titre, duree = repeated.rules
    assert (titre.carrier, titre.default) == (Parameter(("titre", "1")), "{page}")
    assert (duree.carrier, duree.duration) == (Parameter(("d",)), "{total} min")


def test_records_may_stand_in_one_of_several_places(stepped: Home) -> None:
    """As other fields may."""
    part = "fields: {titre: {parameter: titre}}"
    write(stepped, f"  etapes: {{any: [{{records: A, inside: b, {part}}}, {{records: A, in: C, {part}}}]}}\n")
    rule = stepped.load().jobs[0].partners[0].mapping.rule("etapes")
    assert rule is not None
    assert isinstance(rule.carrier, AnyOf)
    assert [getattr(each, "section", "") for each in rule.carriers] == [None, "C"]


MISTAKES = {
    "records of a text": ("  lieu: {records: Étape, fields: {a: {parameter: a}}}", "gives records, but “lieu”"),
    "records in a section": ("  etapes: {section: A}", "is of the kind records"),
    "records without rules": ("  etapes: {records: Étape}", "give “fields”"),
    "records with empty rules": ("  etapes: {records: Étape, fields: {}}", "nothing is listed"),
    "an unknown field": (
        "  etapes: {records: Étape, fields: {titer: {parameter: a}}}",
        "has no field “titer”: did you mean “titre”?",
    ),
    "another place of a field": (
        "  etapes: {records: Étape, fields: {titre: {parameter: a, section: a}}}",
        "unknown key “section”",
    ),
    "no place of a field": ("  etapes: {records: Étape, fields: {titre: {}}}", "“parameter” is missing"),
    "one place twice": (
        "  etapes: {records: Étape, fields: {titre: {parameter: a}, duree: {parameter: a}}}",
        "“titre” claims the same place",
    ),
    "two places of all": (
        "  etapes: {records: Étape, inside: a, in: B, fields: {titre: {parameter: a}}}",
        "take “inside” or “in” out",
    ),
    "an impossible template": ("  etapes: {records: 'a|b', fields: {titre: {parameter: a}}}", "no page can be called"),
    "a spelling of all": (
        "  etapes: {records: A, write: strip, fields: {titre: {parameter: a}}}",
        "“write” does not reach records",
    ),
    "a default of all": (
        "  etapes: {records: A, default: x, fields: {titre: {parameter: a}}}",
        "“default” does not reach records",
    ),
    "a transform of no text": (
        "  etapes: {records: A, fields: {titre: {parameter: a, write: join}}}",
        "join",
    ),
    "a parameter of another rule": (
        "  etapes: {records: A, inside: photo, fields: {titre: {parameter: a}}}",
        "“image” claims the same place",
    ),
    "a call without a template": ("  participants: {parameter: a, inside: b}", "“inside” needs “of”"),
    "a section inside": ("  participants: {section: a, inside: b}", "“inside” belongs to “parameter”, “records”"),
    "a call in a parameter of another rule": (
        "  participants: {parameter: a, of: B, inside: photo}",
        "“image” claims the same place",
    ),
    "a parameter of a template that repeats": (
        "  etapes: {records: A, fields: {titre: {parameter: a}}}\n  participants: {parameter: b, of: a}",
        "“etapes” claims the same place",
    ),
}


@pytest.mark.parametrize(("rule", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_wrong_rule_is_one_problem(stepped: Home, rule: str, words: str) -> None:
    """One mistake makes exactly one problem, in the line where it stands, with what to do."""
    if rule.startswith("  lieu"):
        stepped.change(PARTNER, "  lieu:         {parameter: géo}\n", "")
    write(stepped, f"{rule}\n")
    (problem,) = stepped.problems()
    assert words in problem.message
    assert problem.file.endswith("movilab-recette.yaml")
    text = (stepped.folder / PARTNER).read_text(encoding="utf-8").splitlines()
    assert text[problem.line - 1] in rule.splitlines()


def test_several_fields_share_a_call_inside_a_parameter(home: Home) -> None:
    """Each takes a parameter of its own."""
    home.change(PARTNER, "{parameter: présentation}", "{parameter: a, of: 'Modèle:D', inside: d}")
    home.change(PARTNER, "{parameter: photo}", "{parameter: b, of: D, inside: d}")
    mapping = home.load().jobs[0].partners[0].mapping
    carriers = [rule.carrier for rule in mapping.rules if rule.field.name in ("resume", "image")]
    assert carriers == [Parameter(("a",), "D", "d"), Parameter(("b",), "D", "d")]
    home.change(PARTNER, "b, of: D", "a, of: d")
    (problem,) = home.problems()
    assert "claims the same place" in problem.message


def test_a_source_must_read_what_each_record_must_have(stepped: Home) -> None:
    """A partner need not."""
    stepped.change(FORMAT, "{titre: {kind: text}", "{titre: {kind: text, required: true}")
    write(stepped, "  etapes: {records: A, fields: {duree: {parameter: a}}}\n")
    stepped.load()
    stepped.change(SOURCE, "rest:", "  etapes: {records: A, fields: {duree: {parameter: a}}}\nrest:")
    (problem,) = stepped.problems()
    assert "etapes.titre" in problem.message


def test_records_are_in_no_title(stepped: Home) -> None:
    """A title is one text."""
    stepped.change(PARTNER, '"Recette:{titre}"', '"Recette:{titre} {etapes}"')
    (problem,) = stepped.problems()
    assert "{etapes}" in problem.message
