"""The main job on three real MediaWikis: a hundred sheets, two partners with other templates, through the command."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.e2e.project import Project, make_project
from tests.farm.seed import sheet_text, sheet_title
from tests.farm.trio import Trio, start_trio

pytestmark = [pytest.mark.wiki, pytest.mark.xdist_group("main_job")]

SHEETS = 100
BOUND = 2 + 2 * (3 + SHEETS)
"""Requests of the first copy by a loop that looks at nothing (see docs/performance.md)."""
READS = "GET query"


@pytest.fixture(scope="module")
def trio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trio]:
    """Give three wikis with a hundred sheets at the source."""
    wikis = start_trio(tmp_path_factory.mktemp("hundred"), SHEETS)
    yield wikis
    wikis.stop()


@pytest.fixture(scope="module")
def project(trio: Trio, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Give the administrator's project, after one ``republish sync``."""
    project = make_project(tmp_path_factory.mktemp("project") / "p", trio)
    marks = marks_of(trio)
    ended = project.run("sync")
    assert (ended.code, ended.err) == (0, "")
    assert "created: 200" in ended.out
    # At a pace of nothing, people are asked once a second whether we may go on.
    assert sum(wiki.counts(mark).total() for wiki, mark in zip(trio, marks, strict=True)) <= 1.25 * BOUND
    return project


def movilab_title(number: int) -> str:
    return f"Recette:{sheet_title(number)}"


def brest_title(number: int) -> str:
    return f"{sheet_title(number)} (fiche pratique)"


def authors(trio: Trio, number: int) -> set[str]:
    return {entry.user for entry in trio.multibao.history(sheet_title(number))}


def edits(trio: Trio, marks: tuple[int, ...]) -> dict[str, int]:
    """Count the edits that reached each wiki since its mark."""
    return {wiki.name: wiki.counts(mark)["POST edit"] for wiki, mark in zip(trio, marks, strict=True)}


def marks_of(trio: Trio) -> tuple[int, ...]:
    return tuple(wiki.proxy.mark() for wiki in trio)


def test_every_sheet_has_a_copy_at_each_partner(project: Project, trio: Trio) -> None:
    """One sync gives both partners a copy of each of the hundred sheets, with one edit a copy by the bot."""
    assert len(trio.movilab.titles(100)) == SHEETS
    assert [brest_title(n) in set(trio.brest.titles()) for n in range(1, SHEETS + 1)] == [True] * SHEETS
    for wiki, title in ((trio.movilab, movilab_title(7)), (trio.brest, brest_title(7))):
        (revision,) = wiki.history(title)
        assert revision.user == "Robot"


def test_redirects_cost_the_first_copy_little(project: Project, trio: Trio) -> None:
    """All links of a hundred sheets that lead to no sheet are asked for in at most three requests."""
    assert sum("redirects" in request.parameters for request in trio.multibao.requests(0)) <= 3


@pytest.mark.parametrize("number", [1, 3, 42, 100])
def test_a_copy_renders_with_template_sections_and_credit(project: Project, trio: Trio, number: int) -> None:
    """On the rendered page the partner's template is filled, the sections stand, and the credit names all authors."""
    for wiki, title in ((trio.movilab, movilab_title(number)), (trio.brest, brest_title(number))):
        html = re.sub(r"<[^>]+>", " ", wiki.render(title))
        source = trio.multibao.text(sheet_title(number)) or ""
        summary = re.search(r"résumé = (.*)", source)
        aims = re.search(r"objectifs = (.*)", source)
        assert summary is not None
        assert aims is not None
        assert summary[1].strip() in html
        for aim in aims[1].split(","):
            assert aim.strip() in html
        headings = ("Déroulé", "Sources") if wiki is trio.movilab else ("Déroulement", "Matériel et sources")
        for heading in headings:
            assert re.search(rf"{heading}\s+\[", html), heading
        for name in authors(trio, number):
            assert name in html
        assert "CC BY-SA 4.0" in html
        assert "CC-BY-SA-4.0" in html
        assert "Modèle:" not in html  # no template is missing


@pytest.mark.parametrize("number", [1, 50, 99])
def test_the_stored_wikitext_holds_fields_sections_and_facts_of_the_credit(
    project: Project, trio: Trio, number: int
) -> None:
    """The stored text holds the mapped values, every word of the procedure, and the facts that identify the sheet."""
    source = trio.multibao.text(sheet_title(number)) or ""
    revision = trio.multibao.revision(sheet_title(number))
    movilab, brest = trio.movilab.text(movilab_title(number)) or "", trio.brest.text(brest_title(number)) or ""

    assert movilab.startswith("{{Recette libre\n")
    assert f"| nom = {sheet_title(number)}\n" in movilab
    assert brest.startswith("{{")
    procedure = re.search(r"== Procédure ==\n(.*?)\n== ", source, re.DOTALL)
    assert procedure is not None
    for line in filter(None, procedure[1].splitlines()):
        assert line in movilab
        assert line in brest
    for category in ("[[Catégorie:Recettes libres]]", "[[Catégorie:Recettes de Multibao]]"):
        assert category in movilab
    assert f"| révision = {revision}\n" in movilab
    assert f'data-revision="{revision}"' in brest
    for text in (movilab, brest):
        assert f"oldid={revision}" in text
        assert "https://creativecommons.org/licenses/by-sa/4.0/" in text


def test_the_summary_holds_permalink_licence_and_contact_but_no_name(project: Project, trio: Trio) -> None:
    """The edit summary leads to the exact revision and to the bot's page, and names nobody."""
    (entry,) = trio.movilab.history(movilab_title(5))
    assert f"oldid={trio.multibao.revision(sheet_title(5))}" in entry.comment
    assert "CC-BY-SA-4.0" in entry.comment
    assert "https://multibao.example.org/Utilisateur:Robot" in entry.comment
    assert not any(name in entry.comment for name in ("Alice", "Benoît", "Chloé"))


def test_a_second_run_asks_little_and_writes_nothing(project: Project, trio: Trio) -> None:
    """When nothing moved: no edit, no login, at most three requests to the source and none to the partners."""
    marks = marks_of(trio)
    ended = project.run("sync")

    assert ended.code == 0
    assert "Nothing left to do" in ended.out
    source, movilab, brest = (wiki.counts(mark) for wiki, mark in zip(trio, marks, strict=True))
    assert sum(source.values()) <= 3
    assert all(kind.startswith(READS) for kind in source)
    assert (movilab, brest) == (Counter(), Counter())


def test_one_edited_sheet_is_one_edit_at_each_partner(project: Project, trio: Trio) -> None:
    """A sheet that moved on brings exactly one edit to each partner, with the new revision in the credit."""
    revision = trio.multibao.edit(sheet_title(10), sheet_text(10, version=1), user="Benoît")
    marks = marks_of(trio)
    ended = project.run("sync")

    assert ended.code == 0
    assert edits(trio, marks) == {"multibao": 0, "movilab": 1, "brest": 1}
    text = trio.movilab.text(movilab_title(10)) or ""
    assert "(version 1)" in text
    assert f"| révision = {revision}\n" in text
    assert "Benoît" in text
    assert "(version 1)" in (trio.brest.text(brest_title(10)) or "")


def test_an_edited_copy_takes_the_news_and_keeps_the_edits(project: Project, trio: Trio) -> None:
    """What people added to a copy stays when its sheet moves on; the summary says that it was merged."""
    before = trio.movilab.text(movilab_title(21)) or ""
    trio.movilab.edit(movilab_title(21), re.sub(r"(\| objectifs = .*)", r"\1; jouer chez nous", before), user="Chloé")
    trio.multibao.edit(sheet_title(21), sheet_text(21, version=1), user="Alice")
    marks = marks_of(trio)
    ended = project.run("sync")

    assert ended.code == 0
    assert "merged: 1" in ended.out
    assert edits(trio, marks) == {"multibao": 0, "movilab": 1, "brest": 1}
    text = trio.movilab.text(movilab_title(21)) or ""
    assert "; jouer chez nous" in text
    assert "(version 1)" in text
    summary = trio.movilab.history(movilab_title(21))[0].comment
    assert summary.startswith("Copie de http")
    assert summary.endswith("fusionné avec les modifications faites sur cette page")
    assert len(summary) <= 500
    assert "Chloé" not in summary


def test_a_copy_in_conflict_is_left_alone_and_reported(project: Project, trio: Trio) -> None:
    """A sentence changed on both sides stays as people left it; the other partner is updated; exit 3."""
    text = trio.movilab.text(movilab_title(20)) or ""
    before = re.sub(r"(\| présentation = .*)", r"\1 Version à nous.", text)
    before = re.sub(r"\.( Version à nous\.)", r", chez nous.\1", before)
    assert before != text
    trio.movilab.edit(movilab_title(20), before, user="Chloé")
    trio.multibao.edit(sheet_title(20), sheet_text(20, version=1), user="Alice")
    marks = marks_of(trio)
    ended = project.run("sync")

    assert ended.code == 3
    assert edits(trio, marks) == {"multibao": 0, "movilab": 0, "brest": 1}
    assert trio.movilab.text(movilab_title(20)) == before
    assert "(version 1)" in (trio.brest.text(brest_title(20)) or "")
    assert f"{movilab_title(20)} ← {sheet_title(20)}" in ended.out
    assert "in these fields: resume" in ended.out
    status = project.run("status", "--json").json()
    (told,) = [copy for copy in status["copies"] if copy["copy"]["title"] == movilab_title(20)]
    assert (told["state"], told["reason"], told["facts"]["fields"]) == ("diverged", "copy diverged", "resume")
    assert told["since"]
    (shown,) = project.run("diff", sheet_title(20), "--partner", "movilab", "--json").json()
    assert {conflict["field"] for conflict in shown["conflicts"]} == {"resume"}
    assert "(version 1)" in shown["conflicts"][0]["incoming"]
    assert "chez nous" in shown["conflicts"][0]["local"]

    again = project.run("sync")
    assert again.code == 3
    assert trio.movilab.text(movilab_title(20)) == before

    resolved = project.run("resolve", sheet_title(20), "--partner", "movilab", "--local", "resume")
    assert resolved.code == 0, resolved.out + resolved.err
    assert "chez nous" in (trio.movilab.text(movilab_title(20)) or "")
    trio.multibao.edit(sheet_title(20), sheet_text(20, version=1) + "\n<!-- rien -->", user="Alice")
    healed = project.run("sync")
    assert healed.code == 0, healed.out + healed.err
    assert "chez nous" in (trio.movilab.text(movilab_title(20)) or "")


def test_a_partner_that_is_down_does_not_hold_up_the_other(project: Project, trio: Trio) -> None:
    """One partner switched off: the other is served, exit 75, and a sentence says which wiki and why."""
    trio.multibao.edit(sheet_title(30), sheet_text(30, version=1))
    trio.movilab.proxy.down = True
    try:
        ended = project.run("sync")
    finally:
        trio.movilab.proxy.down = False

    assert ended.code == 75
    assert "“movilab” cannot be served now" in ended.err
    assert re.search(r"unreachable|connection-lost", ended.err)
    assert "tries again at the next run" in ended.err
    assert "(version 1)" in (trio.brest.text(brest_title(30)) or "")
    assert "movilab" in project.run("status").out

    assert project.run("sync").code == 0
    assert "(version 1)" in (trio.movilab.text(movilab_title(30)) or "")


def test_plan_writes_nothing_and_shows_the_fields_that_change(project: Project, trio: Trio) -> None:
    """``plan`` logs in nowhere, leaves the state as it is, and shows the old and the new value of a field."""
    trio.multibao.edit(sheet_title(40), sheet_text(40, version=2))
    state = project.config.parent / "var" / "republish.db"
    before = state.read_bytes()
    marks = marks_of(trio)
    ended = project.run("plan")

    posts = [kind for wiki, mark in zip(trio, marks, strict=True) for kind in wiki.counts(mark) if "POST" in kind]
    assert posts == []
    assert state.read_bytes() == before
    assert re.search(r"resume\n.*-.*\n.*\+.*\(version 2\)", ended.out)
    data = project.run("plan", "--json").json()
    (changes,) = [plan["changes"] for plan in data]
    assert [(c["partner"], c["action"], c["state"]) for c in changes] == [
        ("movilab", "update", "outdated"),
        ("brest", "update", "outdated"),
    ]
    assert project.run("sync").code == 0


def test_foreign_and_deleted_pages_are_told_apart_and_left(project: Project, trio: Trio) -> None:
    """A page of people at a copy's title is foreign, a copy that people deleted is removed; neither is written."""
    trio.multibao.edit("Fiche neuve", sheet_text(1).replace(sheet_title(1), "Fiche neuve"))
    trio.multibao.run_jobs()
    trio.movilab.edit("Recette:Fiche neuve", "Notre propre recette.", user="Chloé")
    trio.brest.delete(brest_title(60))
    trio.multibao.edit(sheet_title(60), sheet_text(60, version=1))
    ended = project.run("sync")

    assert ended.code == 3
    assert trio.movilab.text("Recette:Fiche neuve") == "Notre propre recette."
    assert trio.brest.text(brest_title(60)) is None
    assert trio.brest.text("Fiche neuve (fiche pratique)") is not None
    copies = project.run("status", "--json").json()["copies"]
    states = {(copy["partner"], copy["sheet"]["title"]): copy["state"] for copy in copies}
    assert states["movilab", "Fiche neuve"] == "foreign"
    assert states["brest", sheet_title(60)] == "removed"
    assert states["movilab", sheet_title(60)] == "current"

    again = project.run("sync")
    assert again.code == 3
    assert trio.brest.text(brest_title(60)) is None


def test_runs_remembers_what_happened(project: Project) -> None:
    """``runs`` lists every run with its counts, and tells one run page by page."""
    runs = project.run("runs", "--json").json()
    assert runs[-1]["counts"] == {"created": 200}
    assert runs[-1]["exit_code"] == 0
    listed = project.run("runs", "1", "--json").json()
    assert len(listed[0]["results"]) == 200
