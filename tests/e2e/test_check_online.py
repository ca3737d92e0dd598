"""``check --online`` on three real MediaWikis: every irregularity of a hundred sheets is named and counted."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.reasons import Reason
from tests.e2e.irregular import irregular_sheets, make_irregular_project, name
from tests.e2e.project import Project
from tests.farm.trio import Trio, start_trio

pytestmark = [pytest.mark.wiki, pytest.mark.xdist_group("check_online")]


@pytest.fixture(scope="module")
def trio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trio]:
    """Give three wikis with a hundred irregular sheets at the source."""
    wikis = start_trio(tmp_path_factory.mktemp("irregular"), 0)
    wikis.multibao.write_pages(irregular_sheets())
    yield wikis
    wikis.stop()


@pytest.fixture(scope="module")
def project(trio: Trio, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Give the administrator's project."""
    return make_irregular_project(tmp_path_factory.mktemp("project") / "p", trio)


@pytest.fixture(scope="module")
def checked(project: Project, trio: Trio) -> dict[str, Any]:
    """Give what the check of the job with one wrong rule says, and see that it wrote nothing."""
    marks = [wiki.proxy.mark() for wiki in trio]
    ended = project.run("check", "--online", "--json", "--job", "essai")
    assert (ended.code, ended.err) == (78, "")
    counts = [wiki.counts(mark) for wiki, mark in zip(trio, marks, strict=True)]
    assert [count["POST edit"] for count in counts] == [0, 0, 0]
    assert [kind for kind in counts[0] if "POST" in kind] == []
    (job,) = ended.json()
    return dict(job)


def rows(found: list[dict[str, Any]], *keys: str) -> dict[Any, int]:
    """Give the counts by some keys."""
    return {tuple(row[key] for key in keys) if len(keys) > 1 else row[keys[0]]: row["count"] for row in found}


def sheets(row: dict[str, Any]) -> list[str]:
    """Name the examples."""
    return [example["sheet"] for example in row["examples"]]


def test_the_fields_are_counted(checked: dict[str, Any]) -> None:
    """Found, default, empty, absent and unparsable, with the names by which sheets have them."""
    source = checked["source"]
    fields = {row["field"]: row for row in source["fields"]}
    counts = {
        field: tuple(row[key] for key in ("found", "default", "empty", "absent", "unparsable"))
        for field, row in fields.items()
    }

    assert (source["listed"], source["sheets"]) == (100, 97)
    assert counts == {
        "titre": (95, 0, 2, 0, 0),
        "resume": (95, 2, 0, 0, 0),
        "objectifs": (97, 0, 0, 0, 0),
        "participants": (97, 0, 0, 0, 0),
        "duree": (97, 0, 0, 0, 5),
        "deroule": (93, 0, 0, 4, 0),
        "mots_cles": (97, 0, 0, 0, 0),
        "image": (0, 0, 97, 0, 0),
        "lieu": (0, 0, 0, 97, 0),
        "sources": (97, 0, 0, 0, 0),
        "licence": (3, 0, 94, 0, 0),
    }
    assert fields["resume"]["names"] == {"résumé": 94, "resume": 3}
    assert fields["deroule"]["names"] == {"Procédure": 93}
    unparsable = fields["duree"]["examples"]["unparsable"]
    assert unparsable[0] == {"sheet": name(21), "value": "le temps qu’il faut"}
    assert len(unparsable) == 3
    assert [example["sheet"] for example in fields["titre"]["examples"]["empty"]] == [name(19), name(20)]


def test_what_no_rule_claims_is_counted(checked: dict[str, Any]) -> None:
    """Unknown parameters are left out, a misspelt section goes to the field that takes the rest."""
    unclaimed = checked["source"]["unclaimed"]

    assert rows(unclaimed, "kind", "name", "goes_to") == {
        ("parameter", "public", None): 7,
        ("section", "Procedures", "deroule"): 4,
        ("parameter", "lieu", None): 2,
    }
    assert unclaimed[0]["examples"][0] == {"sheet": name(6), "text": "tous"}


def test_a_rule_that_never_matches_is_an_error_with_a_hint(checked: dict[str, Any]) -> None:
    """The name that sheets really have is proposed."""
    (never,) = checked["source"]["never_matched"]
    assert (never["field"], never["near"], never["documented"]) == ("lieu", "lieu", False)
    assert "Did you mean “lieu”?" in never["sentence"]
    assert 78 in checked["exit_codes"]


def test_refusals_at_the_source_are_counted_by_reason(checked: dict[str, Any]) -> None:
    """No template, itself a copy, no title, a licence without version."""
    source = checked["source"]

    assert rows(source["refused"], "reason", "field") == {
        (Reason.LICENCE_VERSION, None): 3,
        (Reason.NOT_THE_TEMPLATE, None): 2,
        (Reason.FIELD_MISSING, "titre"): 2,
        (Reason.SHEET_IS_COPY, None): 1,
    }
    assert source["near_template"] == "Fiche outils"
    assert "CC BY-SA" in source["refused"][0]["sentence"]
    assert sheets(source["refused"][0]) == [name(26), name(27), name(28)]


def test_what_partners_lack_is_counted(checked: dict[str, Any]) -> None:
    """Values, templates, titles, lost fields, the account and the licence."""
    movilab, brest = checked["partners"]

    assert rows(movilab["refused"], "reason") == {Reason.TITLE_TWICE: 1, Reason.TITLE_INVALID: 1}
    assert rows(movilab["values_missing"], "field", "value", "otherwise") == {("mots_cles", "Débat", "keep"): 10}
    assert rows(movilab["missing_templates"], "role", "template") == {("text", "Citation"): 6}
    assert rows(movilab["lost"], "field", "why") == {("participants", "no rule"): 92}
    assert (movilab["copies"], movilab["regimes"]) == (90, {"adaptation": 92})
    assert movilab["unknown_parameters"] == ["genre"]
    assert movilab["warnings"] == [
        "It has no template “Citation”, which texts of sheets call.",
        "Its template does not know these parameters, so readers would not see them: genre.",
    ]

    assert rows(brest["refused"], "reason", "field") == {
        (Reason.VALUE_UNKNOWN, "participants"): 3,
        (Reason.TITLE_TWICE, None): 1,
        (Reason.TITLE_INVALID, "titre"): 1,
    }
    assert rows(brest["values_missing"], "field", "value", "otherwise") == {("participants", "une foule", "error"): 3}
    assert rows(brest["missing_templates"], "role", "template") == {
        ("text", "Citation"): 6,
        ("credit", "Republication"): 0,
        ("page", "Fiche qui manque"): 0,
    }
    assert brest["copies"] == 87
    for partner in (movilab, brest):
        assert partner["account"] == {"name": "Robot", "edit": True, "create": True, "bot": True}
        assert partner["licence"] == "CC BY-SA 4.0"


def test_people_read_the_same_in_a_table(project: Project) -> None:
    """The table names what programs find in the data."""
    ended = project.run("check", "--online", "--job", "essai")

    assert ended.code == 78
    for words in (
        "100 pages in the selection, 97 sheets read",
        "The rule of the field “lieu” matches no sheet: none has parameter “lieux”. Did you mean “lieu”?",
        "parameter résumé (94), resume (3)",
        "unparsable: Fiche 021 (“le temps qu’il faut”)",
        "Procedures",
        "3 sheets refused: The licence “CC BY-SA” has no version",
        "2 sheets refused: The page does not use the template “Fiche outil”",
        "The value table of “participants” lacks “une foule”: 3 sheets are refused.",
        "The value table of “mots_cles” lacks “Débat”: kept on 10 sheets.",
        "The field “participants” is lost on 92 sheets: the partner's mapping has no rule for it.",
        "It has no template “Fiche qui manque”, which every copy calls.",
        "account Robot (edits, creates pages, bot flag)",
    ):
        assert words in ended.out


def test_a_partner_that_is_down_is_told_and_the_other_is_checked(project: Project, trio: Trio) -> None:
    """Exit 75; the partner that answers is counted as always."""
    trio.movilab.proxy.down = True
    try:
        ended = project.run("check", "--online", "--json", "--job", "propre")
    finally:
        trio.movilab.proxy.down = False

    assert ended.code == 75
    movilab, brest = ended.json()[0]["partners"]
    assert [trouble["wiki"] for trouble in movilab["troubles"]] == ["movilab"]
    assert (movilab["answered"], movilab["copies"]) == (False, 0)
    assert (brest["answered"], brest["copies"], brest["troubles"]) == (True, 87, [])


def test_a_source_that_is_down_is_told_and_the_partners_are_checked(project: Project, trio: Trio) -> None:
    """Exit 75; accounts and licences of the partners are told all the same."""
    trio.multibao.proxy.down = True
    try:
        ended = project.run("check", "--online", "--json", "--job", "propre")
    finally:
        trio.multibao.proxy.down = False

    (job,) = ended.json()
    assert (ended.code, job["source"]) == (75, None)
    assert [trouble["wiki"] for trouble in job["troubles"]] == ["multibao"]
    assert [partner["account"]["name"] for partner in job["partners"]] == ["Robot", "Robot"]


def test_a_refused_login_is_told_and_the_copies_are_checked(project: Project) -> None:
    """Exit 77, with advice; what can be read without an account is read."""
    wrong = replace(project, environment=project.environment | {"BREST_PASSWORD": "a" * 32})
    ended = wrong.run("check", "--online", "--json", "--job", "propre")

    assert ended.code == 77
    movilab, brest = ended.json()[0]["partners"]
    assert movilab["troubles"] == []
    assert [trouble["code"] for trouble in brest["troubles"]] == ["login-refused"]
    assert "Special:BotPasswords" in brest["troubles"][0]["sentence"]
    assert (brest["account"], brest["copies"]) == (None, 87)


def test_a_mapping_that_fits_leaves_only_the_sheets_to_people(project: Project) -> None:
    """Exit 3: the rules match, and some sheets wait for their authors."""
    ended = project.run("check", "--online", "--json", "--job", "propre")
    assert (ended.code, ended.json()[0]["source"]["never_matched"]) == (3, [])
