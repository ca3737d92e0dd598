"""Reports at wikis in memory that fail at every point: each is written once, and people who act in between win."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.config.settings import Configuration
from bot.errors import ExitCode, Trouble, WikiError
from bot.report import wiki_page
from bot.store.locks import locks_for
from bot.store.store import open_store
from bot.sync.environment import Environment, Options
from bot.sync.job_run import JobRun
from bot.sync.runner import run_job
from bot.sync.waits import Waits
from tests.farm.pictures import picture
from tests.farm.seed import sheet_text, sheet_title
from tests.memory.faults import Fault, KilledError
from tests.sync.in_memory import MemoryBench

PAGE = "Wiki d’essai:Rapport"
SHEETS = 3


class Reports(MemoryBench):
    """A job whose partner movilab and whose source get a report; brest gets none."""

    def __init__(
        self, folder: Path, page: str = PAGE, *, on: tuple[str, ...] = ("movilab", "multibao"), files: str = "link"
    ) -> None:
        super().__init__(folder, sheet_count=SHEETS, files=files)
        self.configuration = self._with_reports(page, on)

    def _with_reports(self, page: str, on: tuple[str, ...]) -> Configuration:
        wikis = tuple(
            replace(one, user="Robot@republish", report=page) if one.name in on else one
            for one in self.configuration.wikis
        )
        return replace(self.configuration, wikis=wikis)

    def prepare(self) -> dict[str, object]:  # type: ignore[override]  # the source has an account here
        clients = super().prepare()
        self.clients = clients | {"multibao": self.wikis["multibao"].connect("Robot")}
        return self.clients  # type: ignore[return-value]  # clients, as the class above gives them

    def run(self) -> JobRun:
        if not self._prepared:
            self.prepare()
        self._prepared = False
        with open_store(self.configuration.state) as store:
            waits = Waits(0, 0)
            world = Environment(self.configuration, store, waits=waits, opener=self._open, pages=wiki_page)
            return run_job(self.configuration.jobs[0], world, Options())

    def revisions(self, wiki: str) -> int:
        """Count the revisions of a report."""
        return len(self.hands[wiki].history(PAGE))

    def why(self, wiki: str) -> str:
        """Tell why the report of a wiki is not written."""
        with open_store(self.configuration.state) as store:
            known = store.report(wiki, "outils")
            return known.why if known else ""

    def news(self, number: int = 1) -> None:
        """Let people delete a copy at movilab and its sheet move, so that the report has news."""
        self.hands["movilab"].delete(f"Recette:{sheet_title(number)}")
        self.hands["multibao"].edit(sheet_title(number), sheet_text(number, version=2))


@pytest.fixture
def reports(tmp_path: Path) -> Reports:
    """Give the job, never run yet."""
    return Reports(tmp_path)


def test_reports_are_written_when_they_tell_something_new(reports: Reports) -> None:
    """One edit each; a quiet run asks the partners nothing; the source tells the copies of both partners."""
    assert reports.run().exit_code is ExitCode.DONE
    assert [reports.revisions(name) for name in ("movilab", "multibao")] == [1, 1]
    assert reports.hands["brest"].text(PAGE) is None
    assert (reports.hands["multibao"].text(PAGE) or "").count("|-\n") == 2 * SHEETS
    reports.run()
    asked = reports.asked()
    assert (asked["movilab"], asked["brest"]) == ([], [])
    reports.news()
    reports.run()
    assert [reports.revisions(name) for name in ("movilab", "multibao")] == [2, 2]


@pytest.mark.parametrize("fault", Fault)
def test_a_report_is_written_once_wherever_a_run_fails(reports: Reports, fault: Fault) -> None:
    """After any fault at the write, running again leads to the same page with one revision."""
    reports.clients["movilab"].line.fail_write(SHEETS + 1, fault)
    try:
        ended = reports.run().exit_code
    except KilledError:
        ended = None
    assert (ended is ExitCode.DONE) is (fault is Fault.LOST_AFTER)
    assert reports.run().exit_code is ExitCode.DONE
    assert reports.revisions("movilab") == 1
    assert sheet_title(1) in (reports.hands["movilab"].text(PAGE) or "")
    reports.run()
    assert reports.asked()["movilab"] == []


def test_people_who_are_faster_win(reports: Reports) -> None:
    """What they save while the bot writes stays; the next run puts the report below it."""
    hand = reports.hands["movilab"]

    def save(_call: str) -> None:
        if reports.clients["movilab"].line.writes > SHEETS and hand.text(PAGE) is None:
            hand.edit(PAGE, "Des mots d'ici.")

    reports.clients["movilab"].line.meddle = save
    assert reports.run().exit_code is ExitCode.DONE
    assert hand.text(PAGE) == "Des mots d'ici."
    reports.run()
    text = hand.text(PAGE) or ""
    assert text.startswith("Des mots d'ici.\n\n<!-- republish:report outils -->")
    assert reports.revisions("movilab") == 2


def test_what_people_deleted_or_protected_stays_so(reports: Reports) -> None:
    """A report that was deleted is not made again, a protected one waits; both are tried again when they have news."""
    reports.run()
    reports.hands["movilab"].delete(PAGE)
    reports.hands["multibao"].protect(PAGE)
    reports.news()
    assert reports.run().exit_code is ExitCode.DONE
    assert (reports.why("movilab"), reports.why("multibao")) == ("taken-away", "protectedpage")
    assert (reports.hands["movilab"].text(PAGE), reports.revisions("multibao")) == (None, 2)
    reports.run()
    assert reports.asked()["movilab"] == []
    reports.hands["movilab"].undelete(PAGE)
    reports.news(2)
    reports.run()
    assert reports.why("movilab") == ""
    assert reports.revisions("movilab") == 2


@pytest.mark.parametrize(
    "page", ["Rapport", "Recette:Rapport", "Modèle:Rapport", "MediaWiki:Common.css", "Utilisateur:Alice/Rapport", "A|b"]
)
def test_other_pages_are_never_written(tmp_path: Path, page: str) -> None:
    """A report stands in the project, in the help or below the page of the bot, whatever the configuration says."""
    reports = Reports(tmp_path, page, on=("movilab",))
    before = reports.hands["movilab"].text(page) if page != "A|b" else None
    reports.run()
    assert reports.why("movilab") == "title-not-allowed"
    assert (reports.hands["movilab"].text(page) if page != "A|b" else None) == before


def test_a_source_that_somebody_writes_to_is_left_to_the_next_run(reports: Reports) -> None:
    """The report of the source takes the lane of the source, and waits for nobody."""
    with locks_for(reports.configuration.state).hold("multibao", "another job"):
        assert reports.run().exit_code is ExitCode.DONE
        assert reports.hands["multibao"].text(PAGE) is None
    reports.run()
    assert reports.revisions("multibao") == 1


OTHERS = "Des mots d'ici.\n\n<!-- republish:report ailleurs -->\nUn autre robot\n<!-- republish:report ailleurs / -->"


def change_job(reports: Reports, **facts: object) -> None:
    """Let the administrator change the job, or its name."""
    (job,) = reports.configuration.jobs
    changed = replace(job, **facts)  # type: ignore[arg-type]  # facts of a job, by name
    reports.configuration = replace(reports.configuration, jobs=(changed,))


@pytest.mark.parametrize("fault", [None, *Fault])
def test_the_report_of_a_job_that_is_gone_is_taken_away(reports: Reports, fault: Fault | None) -> None:
    """Its section only, in one edit, whatever fails: the words of people and of another installation stay."""
    hand = reports.hands["movilab"]
    hand.edit(PAGE, OTHERS)
    reports.run()
    hand.edit(PAGE, f"{hand.text(PAGE)}\n\nAprès.")
    change_job(reports, name="autres outils", look=timedelta(days=1) if fault is None else timedelta(0))
    if fault is not None:
        reports.prepare()["movilab"].line.fail_write(1, fault)  # type: ignore[attr-defined]  # a wiki in memory
        with suppress(KilledError):
            reports.run()
    reports.run()
    text = hand.text(PAGE) or ""
    assert text.startswith(f"{OTHERS}\n\nAprès.\n\n<!-- republish:report autres outils -->")
    assert text.count("republish:report") == 4
    if fault is None:
        assert reports.revisions("movilab") == 5


def test_a_partner_that_leaves_its_job_is_left_without_a_report(reports: Reports) -> None:
    """Also where nothing else leads to that wiki any more; afterwards it is asked nothing."""
    reports.run()
    (job,) = reports.configuration.jobs
    change_job(reports, partners=job.partners[1:])
    reports.run()
    text = reports.hands["movilab"].text(PAGE) or ""
    assert "republish:report" not in text
    assert text.startswith("Un robot tient cette page à jour")
    reports.run()
    assert reports.asked()["movilab"] == []
    assert "republish:report" in (reports.hands["multibao"].text(PAGE) or "")


def test_a_report_moves_with_the_configuration(reports: Reports) -> None:
    """To its new page at once; the old one loses it."""
    reports.run()
    reports.configuration = reports._with_reports(f"{PAGE} du robot", ("movilab", "multibao"))
    reports.run()
    hand = reports.hands["movilab"]
    assert "republish:report" not in (hand.text(PAGE) or "")
    assert sheet_title(1) in (hand.text(f"{PAGE} du robot") or "")


def test_what_is_no_longer_ours_is_not_taken_away(reports: Reports) -> None:
    """A report that somebody has changed since stays; one on a protected page waits, and comes back to mind."""
    reports.run()
    at_partner, at_source = reports.hands["movilab"], reports.hands["multibao"]
    changed = (at_partner.text(PAGE) or "").replace("== Pages", "== Toutes les pages")
    at_partner.edit(PAGE, changed)
    at_source.protect(PAGE)
    change_job(reports, name="autres outils")
    reports.run()
    assert (at_partner.text(PAGE) or "").startswith(changed)
    assert reports.why("movilab") == ""
    assert reports.why("multibao") == "protectedpage"
    at_source.protect(PAGE, "all")
    reports.run()
    assert "republish:report outils -->" in (at_source.text(PAGE) or "")
    change_job(reports, look=timedelta(0))
    reports.run()
    assert "republish:report outils -->" not in (at_source.text(PAGE) or "")


def test_files_that_rest_are_told_until_they_come(tmp_path: Path) -> None:
    """On both pages, once they have failed so often that the next run does not try them."""
    reports = Reports(tmp_path, files="copy")
    hand, shown = reports.hands["multibao"], "[[Fichier:Mur.png|vignette]]\n\n[[Catégorie"
    hand.upload("Mur.png", picture(1), "CC BY-SA 4.0")
    hand.edit(sheet_title(1), sheet_text(1).replace("[[Catégorie", shown, 1))

    def refuse(call: str) -> None:
        if call == "upload":
            raise WikiError("movilab", Trouble.PAGE, "etrange", "les mots du wiki")

    def told() -> list[bool]:
        reports.run()
        pages = [reports.hands[name].text(PAGE) or "" for name in ("movilab", "multibao")]
        assert not any("les mots du wiki" in page for page in pages)
        return ["Fichier" in page.partition("Toutes les copies")[0] for page in pages]

    for number in (1, 2, 3):
        reports.prepare()
        reports.clients["movilab"].line.meddle = refuse
        assert told() == [number == 3] * 2
    hand.upload("Mur.png", picture(2))
    assert told() == [False, False]
