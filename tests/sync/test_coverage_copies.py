"""What sheets would become at a partner, as values; the check of a job with wikis that answer, break off or refuse."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

from bot.cli import republish
from bot.config.load import load
from bot.config.settings import PartnerSettings, WikiSettings
from bot.config.shipped import shipped
from bot.domain.coverage import AccountCoverage, Collector, JobCoverage, Mark, PartnerCoverage, Subject
from bot.domain.mapping import Mapping, Otherwise, Parameter, Rule
from bot.domain.page import Page
from bot.domain.reasons import Reason
from bot.domain.wiki import Notice
from bot.errors import ExitCode, Trouble, WikiError
from bot.report.coverage import coverage_data, warnings_of
from bot.report.coverage_tables import show_coverage
from bot.sync.coverage import check_job
from bot.sync.coverage_copies import observe_copy, template_titles, unknown_parameters
from bot.sync.opening import open_wiki
from bot.sync.rendering import Destination
from bot.wiki.folder import FolderWiki
from bot.wiki.protocol import Wiki
from tests.sync.understanding import RIGHT, understood
from tests.wikitext.builders import MOVILAB, MULTIBAO, PARTICIPANTS, RECETTE, SHEET, rule

TODAY = date(2026, 3, 2)
CONTACT = "https://bot.example.org"


def copied(text: str, mapping: Mapping = RECETTE, taken: dict[str, str] | None = None) -> set[tuple[str, str, str]]:
    """Give the marks of the copy of a sheet at a partner."""
    partner = WikiSettings("movilab", api="https://movilab.example.org/api.php")
    notice = Notice("https://creativecommons.org/licenses/by-sa/4.0/")
    facts = replace(MOVILAB, notice=notice)
    destination = Destination(PartnerSettings(partner, mapping), facts, False, CONTACT)
    found = observe_copy(understood(text), destination, MULTIBAO, TODAY, {} if taken is None else taken)
    return {(mark.subject.value, mark.name, mark.part) for mark in found}


def without(field: str, new: Rule | None = None) -> Mapping:
    """Give the partner's mapping without the rule of a field, or with another."""
    rules = [old for old in RECETTE.rules if old.field.name != field] + ([new] if new else [])
    return Mapping(RECETTE.name, SHEET, RECETTE.title, RECETTE.templates, tuple(rules), credit=RECETTE.credit)


def test_a_copy_that_fits_bears_its_regime() -> None:
    """And loses nothing."""
    assert copied(RIGHT) == {("copy", "", ""), ("regime", "adaptation", "")}


def test_a_field_without_rule_is_lost() -> None:
    """Whatever its value."""
    assert ("lost", "participants", "no rule") in copied(RIGHT, without("participants"))


@pytest.mark.parametrize(("otherwise", "mark"), [("keep", "copy"), ("drop", "copy"), ("error", "refused")])
def test_values_that_a_table_lacks_are_named(otherwise: str, mark: str) -> None:
    """Kept and dropped ones are counted, others refuse the sheet."""
    new = rule(PARTICIPANTS, Parameter(("personnes",)), values=(("4", "quatre"),), otherwise=Otherwise(otherwise))
    found = copied(RIGHT, without("participants", new))
    assert ("value missing", "participants", "12") in found
    assert mark in {subject for subject, _, _ in found}


def test_templates_of_the_text_are_asked_for_at_the_partner() -> None:
    """With those of the page and of the credit, by their titles there."""
    text = RIGHT.replace("On commence.", "{{Citation|a}} {{#if:a|b}}")
    assert ("template", "Citation", "") in copied(text)
    collector = Collector()
    collector.add("a", [Mark(Subject.TEMPLATE, "Citation")])
    wanted = template_titles(RECETTE, collector.result(), MOVILAB)
    assert {title: missing.role for title, missing in wanted.items()} == {
        "Modèle:Citation": "text",
        "Modèle:Republication": "credit",
        "Modèle:Recette libre": "page",
    }


@pytest.mark.parametrize(
    ("template", "unknown"),
    [
        ("{{{nom}}} {{{présentation|}}} {{{objectifs|{{{but|}}}}}} {{{type|}}}", ("durée",)),
        ("#REDIRECTION [[Modèle:Recette]]", ()),
        ("{{{nom}}} {{#invoke:Recette|main}}", ()),
    ],
)
def test_parameters_that_the_partners_template_does_not_know_are_named(template: str, unknown: tuple[str, ...]) -> None:
    """Unless its wikitext does not tell."""
    assert unknown_parameters(RECETTE, template) == unknown


def test_two_sheets_of_one_title_and_invalid_titles_are_refused() -> None:
    """The first keeps the title."""
    assert ("refused", Reason.TITLE_TWICE.value, "") in copied(RIGHT, taken={"Recette:Le mur": "Autre fiche"})
    assert ("refused", Reason.TITLE_INVALID.value, "titre") in copied(RIGHT.replace("Le mur", "Le {mur}"))


def test_what_people_should_know_of_copies_is_told_with_its_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """As data, and in the table."""
    monkeypatch.setattr("bot.i18n._current", "en")
    collector = Collector()
    for number in range(4):
        collector.add(f"Fiche {number}", [Mark(Subject.NOTICE, "template in the text", "Citation")])
    coverage = JobCoverage("a", None, (PartnerCoverage("movilab", "m", "CC0 1.0", tallies=collector.result()),))
    (notice,) = coverage_data(coverage)["partners"][0]["notices"]

    assert (notice["code"], notice["detail"], notice["count"]) == ("template in the text", "Citation", 4)
    shown = Console(width=1000, record=True, file=StringIO())
    shown.print(show_coverage(coverage))
    assert f"4 sheets: {notice['sentence']}" in shown.export_text()


class _Broken(FolderWiki):
    """A folder that does not answer when it is to give pages."""

    def read(self, page_ids: Iterable[int]) -> Iterator[Page]:
        raise WikiError(self.name, Trouble.WIKI, "timeout", "no answer")


class _Guarded(FolderWiki):
    """A folder with an account that may edit, but neither create nor hide its edits."""

    def account(self) -> str:
        return "Robot"

    def rights(self) -> frozenset[str]:
        return frozenset({"edit"})


class _Blocked(_Guarded):
    """A folder that has blocked the account."""

    def rights(self) -> frozenset[str]:
        raise WikiError(self.name, Trouble.WIKI, "blocked", "Admin")


def checked(name: str, kind: type[FolderWiki]) -> JobCoverage:
    """Check the job of the demonstration, one of its wikis being of another kind."""
    job = load(shipped("config") / "demo" / "republish.yaml").jobs[0]

    def opened(settings: WikiSettings) -> Wiki:
        if settings.name == name and settings.folder:
            return kind(name, settings.folder)
        return open_wiki(settings, CONTACT)

    return check_job(job, CONTACT, TODAY, opened)


def test_a_source_that_breaks_off_leaves_its_partners_checked() -> None:
    """What was counted by half is not told, the licence of the partners is."""
    coverage = checked("outils", _Broken)

    assert coverage.source is None
    assert [trouble.code for trouble in coverage.troubles] == ["timeout"]
    assert all(partner.licence and not partner.tallies.rows for partner in coverage.partners)
    assert ExitCode.LATER in coverage.exit_codes


def test_what_the_account_may_not_do_is_told_with_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    """A right that every copy needs is a trouble, the bot flag only a warning."""
    monkeypatch.setattr("bot.i18n._current", "en")
    coverage = checked("movilab", _Guarded)
    movilab = coverage.partners[0]

    assert movilab.account == AccountCoverage("Robot", edits=True, creates=False, bot=False)
    assert [trouble.code for trouble in movilab.troubles] == ["cantcreate"]
    assert "bot group" in warnings_of(movilab)[0]
    assert ExitCode.LATER in coverage.exit_codes


def test_a_blocked_account_does_not_hinder_reading() -> None:
    """The copies are counted all the same."""
    movilab = checked("movilab", _Blocked).partners[0]
    assert ([trouble.code for trouble in movilab.troubles], movilab.account) == (["blocked"], None)
    assert movilab.tallies.count(Subject.COPY) > 0


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """Give the configuration of a demonstration."""
    ended = CliRunner().invoke(republish, ["demo", "--folder", str(tmp_path / "demo")])
    assert ended.exit_code == 0
    return tmp_path / "demo" / "republish.yaml"


def test_the_demonstration_has_no_errors(demo: Path) -> None:
    """Folders have no accounts and show no templates; every rule matches, every sheet fits."""
    ended = CliRunner().invoke(republish, ["check", "--config", str(demo), "--online"])
    assert ended.exit_code == 0
    assert "✗" not in ended.output
    assert "10" in ended.output


def test_job_and_json_need_online(demo: Path) -> None:
    """Without it nothing is asked of any wiki, and there is nothing to give as data."""
    ended = CliRunner().invoke(republish, ["check", "--config", str(demo), "--json"])
    assert ended.exit_code == 2
    assert "--online" in ended.output
