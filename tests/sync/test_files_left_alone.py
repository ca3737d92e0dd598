"""People of a partner keep the bot away from a file: on its description page, or on their list of pages."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.config.settings import Files
from bot.domain.plan import Outcome
from bot.errors import ExitCode
from bot.report.waiting_files import WaitingFile, describe_waiting
from bot.report.words import describe_notice
from bot.store.store import open_store
from bot.sync import watch
from bot.sync.environment import Environment, Options
from bot.sync.job_run import JobRun
from bot.sync.runner import plan_job
from bot.wiki.folder_names import file_name
from tests.farm.mediawiki import MediaWikiServer
from tests.farm.pictures import picture
from tests.farm.requestlog import Request
from tests.farm.seed import sheet_title
from tests.sync.one_partner import PASSWORD_VARIABLE, Bench, outcomes
from tests.sync.people import CREATED, POSTPONED, UPDATED

pytestmark = pytest.mark.xdist_group("one-wiki")

TITLE = sheet_title(1)
COPY, LIST, STOP_PAGE = f"Recette:{TITLE}", "Projet:Robot/Pages exclues", "Utilisateur:Robot/Stop"
SHEET = f"""\
{{{{Fiche outil
| titre = {TITLE}
| résumé = Un mur.
| licence = CC BY-SA 4.0
}}}}
== Procédure ==
[[Fichier:Mur.png|vignette|Le mur]] et [[Fichier:Bois.png|vignette|Le bois]]

[[Catégorie:Fiches outils]]
"""
MUR, BOIS = "Fichier:Mur.png", "Fichier:Bois.png"
SHOWN = "[[Fichier:Mur.png|vignette|Le mur]] et [[Fichier:Bois.png|vignette|Le bois]]"


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look before every write, as at a usual pace."""
    monkeypatch.setattr(watch, "FRESH", 0.0)
    monkeypatch.setattr(watch, "SERVES", 0)


@pytest.fixture
def bench(tmp_path: Path, wiki_server: MediaWikiServer, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """Give one sheet with two pictures that the partner takes, and a partner that keeps a list."""
    monkeypatch.setenv(PASSWORD_VARIABLE, wiki_server.robot_password)
    bench = Bench(tmp_path / "bench", wiki_server, sheets=1)
    (bench.source / "files").mkdir()
    (bench.source / file_name(TITLE)).write_text(SHEET, encoding="utf-8")
    give(bench, "Mur.png", 1)
    give(bench, "Bois.png", 2)
    job = bench.configuration.jobs[0]
    partners = tuple(
        replace(one, files=Files.COPY, wiki=replace(one.wiki, opt_out=LIST, in_use=("En cours",)))
        for one in job.partners
    )
    bench.configuration = replace(bench.configuration, jobs=(replace(job, partners=partners),))
    return bench


def give(bench: Bench, name: str, shade: int, author: str = "Jeanne") -> None:
    """Put a version of a picture into the source."""
    (bench.source / "files" / name).write_bytes(picture(shade))
    page = bench.source / file_name(f"Fichier:{name}")
    page.write_text(f"{{{{Fichier|auteur={author}|licence=CC BY-SA 4.0}}}}\n", encoding="utf-8")


def shade(bench: Bench, title: str) -> int | None:
    """Tell which version of a picture stands at the partner."""
    answer = bench.partner.person("").get(action="query", titles=title, prop="imageinfo", iiprop="sha1")
    versions = answer["query"]["pages"][0].get("imageinfo", ())
    known = {hashlib.sha1(picture(one)).hexdigest(): one for one in range(30)}
    return known[versions[0]["sha1"]] if versions else None


def put(bench: Bench, sign: str, title: str = MUR) -> str:
    """Let a person write a sign on the page of a file, and give the text of the page now."""
    bench.partner.edit(title, f"{sign}\n{bench.partner.text(title)}", user="Chloé")
    return bench.partner.text(title) or ""


def planned(bench: Bench) -> JobRun:
    """Plan and write nothing."""
    with open_store(bench.configuration.state) as store:
        return plan_job(bench.configuration.jobs[0], Environment(bench.configuration, store), Options())


def told(run: JobRun) -> str:
    """Give the words about files of the one copy."""
    return " ".join(describe_notice(one) for one in run.results[-1].change.notices if one.code.startswith("file "))


def told_in_status(bench: Bench) -> str:
    """Give what ``status`` says of files that wait."""
    with open_store(bench.configuration.state) as store:
        return " ".join(describe_waiting(WaitingFile(file, TITLE) for file in store.waiting_files()))


def sent(bench: Bench, mark: int) -> tuple[int, int]:
    """Count the uploads, pieces and all, and the edits that reached the partner."""
    counts = bench.partner.counts(mark)
    return counts["POST upload"], counts["POST edit"]


def once(when: Callable[[Request], bool], act: Callable[[], object]) -> Callable[[Request], None]:
    """Let a person act once, right before a request reaches the partner."""
    waits: Iterator[Callable[[], object]] = iter((act,))

    def hook(request: Request) -> None:
        if when(request):
            for each in waits:
                each()

    return hook


def is_upload(request: Request) -> bool:
    """Recognise the pieces of a file."""
    return request.action == "upload" and "stash" in request.parameters


class AfterUpload:
    """Recognises the first request behind the one that put a file into its place."""

    def __init__(self) -> None:
        self._published = False

    def __call__(self, request: Request) -> bool:
        """Tell whether a request is the one."""
        if request.action == "upload":
            self._published = self._published or ("ignorewarnings" in request.parameters and not is_upload(request))
            return False
        return self._published


@pytest.mark.parametrize("sign", ["{{Bots|deny=Robot}}", "{{En cours}}"])
def test_a_sign_on_the_page_of_a_file_keeps_its_new_version_away(bench: Bench, sign: str) -> None:
    """File and page stay, it is told by plan, sync and status, seldom tried, and goes on once the sign is gone."""
    assert outcomes(bench.run()) == [CREATED]
    before = put(bench, sign)
    copy = bench.partner.text(COPY)
    give(bench, "Mur.png", 11, "Louise")
    plan = planned(bench)
    assert not plan.plan.writes()
    for number in range(3):
        mark = bench.partner.proxy.mark()
        run = bench.run()
        assert (outcomes(run), run.exit_code) == ([Outcome.UNCHANGED], ExitCode.DONE)
        assert sent(bench, mark) == (0, 0)
        assert (shade(bench, MUR), bench.partner.text(MUR), bench.partner.text(COPY)) == (1, before, copy)
        for word in (MUR, sign, "“Mur.png”"):
            assert word in told(run), word
            assert word in told_in_status(bench), word
        assert f"It was tried {('once', '2 times', '3 times')[number]}" in told_in_status(bench)
    mark = bench.partner.proxy.mark()
    assert bench.run().results == ()
    assert not bench.partner.counts(mark)
    bench.partner.edit(MUR, before.removeprefix(sign))
    assert outcomes(bench.run(options=Options(pages=(TITLE,)))) == [UPDATED]
    assert (shade(bench, MUR), told_in_status(bench)) == (11, "")
    assert "Louise" in (bench.partner.text(MUR) or "")
    assert "Louise" in (bench.partner.text(COPY) or "")


def test_a_sign_that_comes_while_the_file_is_sent_is_obeyed(bench: Bench) -> None:
    """What was sent stays in the stash, and the sheet is copied with the version that is there."""
    bench.run()
    give(bench, "Mur.png", 11)
    give(bench, "Bois.png", 12)
    (bench.source / file_name(TITLE)).write_text(SHEET.replace("Un mur.", "Un beau mur."), encoding="utf-8")
    bench.partner.proxy.fault = once(is_upload, lambda: put(bench, "{{nobots}}"))
    run = bench.run()
    assert (outcomes(run), run.exit_code) == ([UPDATED], ExitCode.DONE)
    assert (shade(bench, MUR), shade(bench, BOIS)) == (1, 12)
    assert len(bench.partner.history(MUR)) == 2
    assert "{{nobots}}" in told(run)
    text = bench.partner.text(COPY) or ""
    assert "Un beau mur." in text
    assert SHOWN in text
    bench.partner.revert(MUR)
    assert outcomes(bench.run()) == [UPDATED]
    assert (shade(bench, MUR), told_in_status(bench)) == (11, "")


def test_a_sign_that_comes_between_a_file_and_its_description_is_obeyed(bench: Bench) -> None:
    """The page stays as people made it; once the sign is gone it credits the author of what stands there."""
    bench.run()
    give(bench, "Mur.png", 11, "Louise")
    bench.partner.proxy.fault = once(AfterUpload(), lambda: put(bench, "{{nobots}}"))
    run = bench.run()
    assert (outcomes(run), run.exit_code) == ([UPDATED], ExitCode.DONE)
    assert shade(bench, MUR) == 11
    assert "Louise" in (bench.partner.text(COPY) or "")
    signed = bench.partner.text(MUR) or ""
    assert signed.startswith("{{nobots}}")
    assert "Louise" not in signed
    assert MUR in told_in_status(bench)
    mark = bench.partner.proxy.mark()
    assert outcomes(bench.run()) == [Outcome.UNCHANGED]
    assert sent(bench, mark) == (0, 0)
    bench.partner.edit(MUR, signed.removeprefix("{{nobots}}"))
    mark = bench.partner.proxy.mark()
    assert outcomes(bench.run()) == [UPDATED]
    assert sent(bench, mark) == (0, 1)
    assert "Louise" in (bench.partner.text(MUR) or "")
    assert told_in_status(bench) == ""


def test_a_stop_that_comes_between_a_file_and_its_description_is_obeyed(bench: Bench) -> None:
    """Each of the two is a write before which people are asked; the next run after the stop does what is left."""
    bench.run()
    give(bench, "Mur.png", 11, "Louise")
    bench.partner.proxy.fault = once(AfterUpload(), lambda: bench.partner.edit(STOP_PAGE, "Arrête !"))
    mark = bench.partner.proxy.mark()
    run = bench.run()
    assert (outcomes(run), run.exit_code) == ([POSTPONED], ExitCode.WAITING)
    assert (shade(bench, MUR), sent(bench, mark)[1]) == (11, 0)
    bench.partner.delete(STOP_PAGE)
    assert outcomes(bench.run()) == [UPDATED]
    assert "Louise" in (bench.partner.text(MUR) or "")


def test_a_listed_file_is_neither_brought_nor_replaced(bench: Bench) -> None:
    """A link stands for one that is not there; plan, sync and status name page and list; off the list it comes."""
    bench.partner.edit(LIST, f"* [[:{BOIS}]] : nous avons la nôtre.", user="Chloé")
    plan = planned(bench)
    (change,) = plan.plan.changes
    assert [one.name for one in change.uploads] == ["Mur.png"]
    assert LIST in " ".join(map(describe_notice, change.notices))
    run = bench.run()
    assert (outcomes(run), run.exit_code) == ([CREATED], ExitCode.DONE)
    assert (shade(bench, MUR), shade(bench, BOIS)) == (1, None)
    assert "Fichier:Bois.png Le bois]" in (bench.partner.text(COPY) or "")
    for word in (BOIS, LIST):
        assert word in told(run), word
        assert word in told_in_status(bench), word
    bench.partner.edit(LIST, "Rien.")
    assert outcomes(bench.run()) == [UPDATED]
    assert (shade(bench, BOIS), told_in_status(bench)) == (2, "")
    assert SHOWN in (bench.partner.text(COPY) or "")

    bench.partner.edit(LIST, "Toutes nos images : [[Fichier:]]")
    give(bench, "Mur.png", 11)
    give(bench, "Bois.png", 12)
    mark = bench.partner.proxy.mark()
    run = bench.run()
    assert (outcomes(run), run.exit_code, sent(bench, mark)) == ([Outcome.UNCHANGED], ExitCode.DONE, (0, 0))
    assert (shade(bench, MUR), shade(bench, BOIS)) == (1, 2)
    assert told_in_status(bench).startswith("2 files, such as")  # one sentence for a list that names them all


def test_a_file_that_is_listed_in_the_middle_of_a_run_is_left_alone(bench: Bench) -> None:
    """The list counts as it stands right before each upload, and before the page of a file is described."""
    bench.partner.proxy.fault = once(is_upload, lambda: bench.partner.edit(LIST, f"[[:{BOIS}]]"))
    run = bench.run()
    assert (outcomes(run), run.exit_code) == ([CREATED], ExitCode.DONE)
    assert (shade(bench, MUR), shade(bench, BOIS)) == (1, None)
    assert "Fichier:Bois.png Le bois]" in (bench.partner.text(COPY) or "")
    assert LIST in told_in_status(bench)
    give(bench, "Mur.png", 11, "Louise")
    bench.partner.proxy.fault = once(AfterUpload(), lambda: bench.partner.edit(LIST, f"[[:{MUR}]]"))
    bench.run()
    assert shade(bench, MUR) == 11
    assert "Louise" not in (bench.partner.text(MUR) or "")
    bench.partner.delete(LIST)
    bench.partner.proxy.fault = None
    assert outcomes(bench.run()) == [UPDATED]
    assert "Louise" in (bench.partner.text(MUR) or "")
