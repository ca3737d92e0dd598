"""The life of files: brought once, also where the process dies; never against the will of people."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from errno import ENOSPC
from os import strerror
from pathlib import Path
from typing import Any

import pytest
import time_machine

from bot.domain.files import StoredFile
from bot.domain.plan import Outcome, State
from bot.domain.reasons import Reason
from bot.errors import Trouble, WikiError
from bot.report.reasons import explain_reason
from bot.report.waiting_files import WaitingFile, describe_waiting
from bot.report.words import moment
from bot.store.store import open_store
from bot.sync.environment import Options
from bot.sync.job_run import JobRun
from tests.farm.pictures import picture
from tests.memory.faults import Fault, KilledError
from tests.sync.in_memory import MemoryBench

FREE = "Auteur : Jeanne. CC BY-SA 4.0"
SHEET = """\
{{Fiche outil
| titre = Mur
| résumé = Un mur.
| licence = CC BY-SA 4.0
}}
== Procédure ==
[[Fichier:Mur.png|vignette|Le mur]] et [[Fichier:Bois.png|vignette|Le bois]]

[[Catégorie:Fiches outils]]
"""
COPY = "Recette:Mur"
SHOWN = "[[Fichier:Mur.png|vignette|Le mur]] et [[Fichier:Bois.png|vignette|Le bois]]"
DEADLY = (Fault.KILLED_BEFORE, Fault.KILLED_AFTER)
LOST = (Fault.LOST_BEFORE, Fault.LOST_AFTER)


def bench_with_files(folder: Path, description: str = FREE, source: str = "") -> MemoryBench:
    """Give three wikis where movilab copies files: one sheet with two pictures, the first described as said."""
    bench = MemoryBench(folder, sheet_count=0, files="copy", source=source)
    bench.hands["multibao"].upload("Mur.png", picture(1), description)
    bench.hands["multibao"].upload("Bois.png", picture(2), FREE)
    bench.hands["multibao"].create("Mur", SHEET)
    return bench


@pytest.fixture
def bench(tmp_path: Path) -> MemoryBench:
    """Give the three wikis before the first run."""
    return bench_with_files(tmp_path / "bench")


def text(bench: MemoryBench) -> str:
    """Give the copy."""
    return bench.hands["movilab"].text(COPY) or ""


def outcomes(run: JobRun) -> list[Outcome]:
    """Give what became of the copy at movilab."""
    return [one.outcome for one in run.results if one.change.partner == "movilab"]


def credits_of(bench: MemoryBench, name: str) -> list[str]:
    """Give what the credit of the copy says of one file."""
    (files,) = (line for line in text(bench).splitlines() if line.startswith("| fichiers = "))
    return [each for each in files.removeprefix("| fichiers = ").split("; ") if f" {name}]" in each]


def uploads(bench: MemoryBench) -> list[str]:
    """List what the robot has uploaded at movilab."""
    return bench.wikis["movilab"].site.uploads


def out_of_order(bench: MemoryBench, *names: str) -> None:
    """Let the source not give some files in the next run."""
    files = bench.prepare()["multibao"].files
    given, line = files.fetch, bench.clients["multibao"].line

    def fetch(file: StoredFile, into: Path, maximum: int) -> None:
        if file.name in names:
            line.calls.append("fetch")
            raise WikiError("multibao", Trouble.WIKI, "http-503", "Service Unavailable")
        given(file, into, maximum)

    files.fetch = fetch  # type: ignore[method-assign]  # a file server beside the API may fail alone


def refuse_upload(bench: MemoryBench, code: str) -> None:
    """Let the partner refuse each upload of the next run."""
    line = bench.prepare()["movilab"].line

    def meddle(call: str) -> None:
        if call == "upload":
            raise WikiError("movilab", Trouble.PAGE, code, "les mots du wiki")

    line.meddle = meddle


def lose_uploads(bench: MemoryBench, error: WikiError) -> None:
    """Let no upload of the next run bring a usable answer at the partner, where all else goes on."""
    line = bench.prepare()["movilab"].line

    def meddle(call: str) -> None:
        if call == "upload":
            raise error

    line.meddle = meddle


def with_many_files(bench: MemoryBench) -> int:
    """Let a second sheet show six more pictures; give how many there are now."""
    names = [f"Image{number}.png" for number in range(6)]
    for number, name in enumerate(names):
        bench.hands["multibao"].upload(name, picture(20 + number), FREE)
    shown = " ".join(f"[[Fichier:{name}]]" for name in names)
    bench.hands["multibao"].create("Toit", SHEET.replace("Mur", "Toit").replace("[[Fichier:Toit.png", f"{shown} [[X"))
    return len(names) + 2


def told_of(run: JobRun) -> list[str]:
    """Name what was told of files at movilab."""
    (one,) = (one for one in run.results if one.change.partner == "movilab")
    return [notice.code for notice in one.change.notices if notice.code.startswith("file")]


def test_files_come_before_the_page_and_once(bench: MemoryBench) -> None:
    """Then nothing is asked of the partner until something moves."""
    assert outcomes(bench.run()) == [Outcome.CREATED]
    assert SHOWN in text(bench)
    assert uploads(bench) == ["Mur.png", "Bois.png"]
    assert [call for call in bench.asked()["movilab"] if call in ("upload", "create")] == ["upload", "upload", "create"]
    bench.run()
    assert bench.asked()["movilab"] == []
    assert bench.asked()["multibao"] == ["facts", "select", "digests"]


@pytest.mark.parametrize("fault", DEADLY)
def test_a_killed_run_is_repaired_and_nothing_comes_twice(tmp_path: Path, fault: Fault) -> None:
    """Whatever request of the partner's the process dies at."""
    whole = bench_with_files(tmp_path / "whole")
    whole.run()
    for number in range(1, len(whole.asked()["movilab"]) + 1):
        bench = bench_with_files(tmp_path / str(number))
        bench.prepare()["movilab"].line.fail(number, fault)
        with pytest.raises(KilledError):
            bench.run()
        bench.run()
        assert uploads(bench) == ["Mur.png", "Bois.png"], number
        assert text(bench) == text(whole), number
        assert len(bench.hands["movilab"].history(COPY)) == 1, number
        bench.run()
        assert bench.asked()["movilab"] == [], number


@pytest.mark.parametrize("fault", LOST)
@pytest.mark.parametrize("number", [1, 2])
def test_a_lost_answer_is_looked_up(bench: MemoryBench, fault: Fault, number: int) -> None:
    """In the same run, by the bytes that stand there."""
    bench.prepare()["movilab"].line.fail_write(number, fault)
    assert outcomes(bench.run()) == [Outcome.CREATED]
    assert uploads(bench) == ["Mur.png", "Bois.png"]
    assert SHOWN in text(bench)


def test_a_refused_file_keeps_no_sheet_back(bench: MemoryBench) -> None:
    """What only the upload shows is planned anew in the same run: a link, and the reason; it is not tried again."""
    bench.wikis["movilab"].site.refused_files.add("Bois.png")
    run = bench.run()
    assert (outcomes(run), run.exit_code) == ([Outcome.CREATED], 0)
    assert "[[Fichier:Mur.png|vignette|Le mur]]" in text(bench)
    assert "Fichier:Bois.png Le bois]" in text(bench)
    (written,) = (one for one in run.results if one.change.partner == "movilab")
    assert [notice.code for notice in written.change.notices] == ["file refused"]
    bench.hands["multibao"].edit("Mur", SHEET.replace("Un mur.", "Un beau mur."))
    assert outcomes(bench.run()) == [Outcome.UPDATED]
    assert uploads(bench) == ["Mur.png"]
    bench.hands["multibao"].upload("Bois.png", picture(3))
    bench.wikis["movilab"].site.refused_files.clear()
    assert outcomes(bench.run()) == [Outcome.UPDATED]
    assert SHOWN in text(bench)


def test_a_source_that_is_down_when_a_copy_is_planned_without_its_file(bench: MemoryBench) -> None:
    """The run ends as one in which a wiki failed, and the next one writes the copy with a link."""
    refuse_upload(bench, "filetype-badmime")
    line, refuse = bench.clients["movilab"].line, bench.clients["movilab"].line.meddle

    def meddle(call: str) -> None:
        bench.clients["multibao"].line.down = call == "upload"
        refuse(call)

    line.meddle = meddle
    run = bench.run()
    assert (outcomes(run), run.exit_code) == ([Outcome.POSTPONED], 75)
    assert text(bench) == ""
    assert outcomes(bench.run()) == [Outcome.CREATED]
    assert bench.run().results == ()


def test_a_file_that_the_source_cannot_give_comes_with_the_next_run(bench: MemoryBench) -> None:
    """A link, or the version that is there, stands for it meanwhile; the page is written, and nothing is lost."""
    out_of_order(bench, "Bois.png")
    run = bench.run()
    assert (outcomes(run), run.exit_code) == ([Outcome.CREATED], 0)
    assert "[[Fichier:Mur.png|vignette|Le mur]]" in text(bench)
    assert "Fichier:Bois.png Le bois]" in text(bench)
    assert told_of(run) == ["file later"]
    linked = text(bench)
    out_of_order(bench, "Bois.png")
    run = bench.run()
    assert (outcomes(run), run.exit_code, text(bench)) == ([Outcome.UNCHANGED], 0, linked)
    assert told_of(run) == ["file later"]
    assert outcomes(bench.run()) == [Outcome.UPDATED]
    assert SHOWN in text(bench)
    bench.hands["multibao"].upload("Mur.png", picture(11))
    out_of_order(bench, "Mur.png")
    run = bench.run()
    assert (outcomes(run), run.exit_code, told_of(run)) == ([Outcome.UNCHANGED], 0, ["file later"])
    assert SHOWN in text(bench)
    assert outcomes(bench.run()) == [Outcome.UPDATED]
    assert bench.wikis["movilab"].site.files["Mur.png"].data == picture(11)
    assert uploads(bench) == ["Mur.png", "Bois.png", "Mur.png"]
    bench.run()
    assert bench.asked()["movilab"] == []


def test_a_disk_that_is_full_keeps_no_sheet_back(bench: MemoryBench) -> None:
    """The file waits, with the reason that the machine gives; no traceback."""

    def fetch(_file: StoredFile, into: Path, _maximum: int) -> None:
        raise OSError(ENOSPC, strerror(ENOSPC), str(into))

    bench.prepare()["multibao"].files.fetch = fetch  # type: ignore[method-assign]  # only the disk of a machine is full
    run = bench.run()
    assert (outcomes(run), run.exit_code, told_of(run)) == ([Outcome.CREATED], 0, ["file later", "file later"])
    with open_store(bench.configuration.state) as store:
        assert {one.words for one in store.files("multibao", "movilab")} == {
            "this machine could not keep the file: No space left on device"
        }
    assert outcomes(bench.run()) == [Outcome.UPDATED]


def test_a_source_whose_files_fail_one_after_another_is_left_in_peace(bench: MemoryBench) -> None:
    """Each failure costs a while of patience: after some, the files that are left wait for the next run unasked."""
    names = [f"Image{number}.png" for number in range(8)]
    for number, name in enumerate(names):
        bench.hands["multibao"].upload(name, picture(20 + number), FREE)
    shown = " ".join(f"[[Fichier:{name}]]" for name in names)
    bench.hands["multibao"].edit("Mur", SHEET.replace("[[Fichier:Mur.png", f"{shown} [[Fichier:Mur.png"))
    out_of_order(bench, *names)
    assert outcomes(bench.run()) == [Outcome.CREATED]
    assert bench.asked()["multibao"].count("fetch") == 3
    assert outcomes(bench.run()) == [Outcome.UPDATED]
    assert len(uploads(bench)) == 10


@pytest.mark.parametrize("code", ["exists", "upload-failed", "stash-failed", "uploaddisabled", "etrange-nouveau-code"])
def test_an_upload_that_is_refused_for_now_is_tried_again_at_the_next_run(bench: MemoryBench, code: str) -> None:
    """Also where the partner says that a file is there, and it is not."""
    refuse_upload(bench, code)
    run = bench.run()
    assert (outcomes(run), run.exit_code, told_of(run)) == ([Outcome.CREATED], 0, ["file later", "file later"])
    assert "Fichier:Bois.png Le bois]" in text(bench)
    assert outcomes(bench.run()) == [Outcome.UPDATED]
    assert SHOWN in text(bench)
    bench.run()
    assert bench.asked()["movilab"] == []


def told_in_status(bench: MemoryBench) -> tuple[str, ...]:
    """Give what ``status`` says of files that wait."""
    with open_store(bench.configuration.state) as store:
        return tuple(describe_waiting(WaitingFile(file, "Mur") for file in store.waiting_files()))


def test_a_file_that_fails_again_and_again_is_tried_more_and_more_seldom(bench: MemoryBench) -> None:
    """At three runs, then after an hour, two and so on up to a day; nothing is asked of the partner in between."""
    bench.hands["multibao"].edit("Mur", SHEET.replace("[[Fichier:Mur.png|vignette|Le mur]] et ", ""))
    code, tried, first = "etrange-nouveau-code", list[int](), datetime.now(UTC)
    with time_machine.travel(first, tick=False) as clock:
        for hour in range(60):
            refuse_upload(bench, code)
            assert bench.run().exit_code == 0
            calls = bench.asked()["movilab"]
            assert "upload" in calls or not calls or hour >= 24  # the daily look
            tried += [hour] if "upload" in calls else []
            clock.shift(timedelta(minutes=60 if hour > 2 else 1))
        assert tried == [0, 1, 2, 4, 6, 10, 18, 34, 58]
        (told,) = told_in_status(bench)
        assert told.startswith("The file “Bois.png” of the sheet “Mur” has not come to movilab yet: les mots du wiki.")
        again = first + timedelta(minutes=3, hours=58 - 3 + 24)
        assert f"It was tried 9 times since {moment(first)}. It is left until {moment(again)};" in told
        assert told.endswith('say: republish sync --page "Mur"')
        bench.run(Options(pages=("Mur",)))
        assert (uploads(bench), told_in_status(bench)) == (["Bois.png"], ())


def test_a_new_version_of_a_file_that_rests_is_tried_at_once(bench: MemoryBench) -> None:
    """And counted anew; what moves the sheet meanwhile brings no attempt."""
    for _ in range(3):
        refuse_upload(bench, "etrange-nouveau-code")
        bench.run()
    bench.hands["multibao"].edit("Mur", SHEET.replace("Un mur.", "Un beau mur."))
    refuse_upload(bench, "etrange-nouveau-code")
    run = bench.run()
    assert (outcomes(run), told_of(run)) == ([Outcome.UPDATED], ["file later", "file later"])
    assert "upload" not in bench.asked()["movilab"]
    assert "Un beau mur" in text(bench)
    bench.hands["multibao"].upload("Bois.png", picture(12))
    refuse_upload(bench, "etrange-nouveau-code")
    bench.run()
    assert bench.asked()["movilab"].count("upload") == 1
    with open_store(bench.configuration.state) as store:
        assert {one.name: one.tried for one in store.waiting_files()} == {"Bois.png": 1, "Mur.png": 3}
    assert outcomes(bench.run()) == [Outcome.UPDATED]
    assert uploads(bench) == ["Bois.png"]


def test_a_file_that_people_keep_the_bot_from_is_looked_at_more_and_more_seldom(bench: MemoryBench) -> None:
    """Nothing is fetched or sent meanwhile, and the next look after the sign is gone brings it."""
    bench.run()
    page = bench.hands["movilab"].text("Fichier:Mur.png") or ""
    bench.hands["movilab"].edit("Fichier:Mur.png", f"{{{{nobots}}}}\n{page}", user="Chloé")
    bench.hands["multibao"].upload("Mur.png", picture(11), user="Louise")
    before, first, asked = text(bench), datetime.now(UTC), list[int]()
    with time_machine.travel(first, tick=False) as clock:
        for hour in range(12):
            assert outcomes(bench.run()) in ([Outcome.UNCHANGED], [])
            asked += [hour] if "files" in bench.asked()["movilab"] else []
            assert not {"signals", "upload", "fetch"} & {call for each in bench.asked().values() for call in each}
            clock.shift(timedelta(minutes=60 if hour > 2 else 1))
        assert asked == [0, 1, 2, 4, 6, 10]
        (told,) = told_in_status(bench)
        assert "its page “Fichier:Mur.png” there holds “{{nobots}}”, which keeps this bot out" in told
        assert "or let it name Robot under allow" in told
        assert (text(bench), uploads(bench)) == (before, ["Mur.png", "Bois.png"])
        bench.hands["movilab"].edit("Fichier:Mur.png", page)
        clock.shift(timedelta(hours=24))
        assert outcomes(bench.run()) == [Outcome.UPDATED]
    assert (uploads(bench), told_in_status(bench)) == (["Mur.png", "Bois.png", "Mur.png"], ())
    assert "Louise" in (bench.hands["movilab"].text("Fichier:Mur.png") or "")
    assert ("Louise" in before, "Louise" in text(bench)) == (False, True)


@pytest.mark.parametrize("trouble", [Trouble.UNKNOWN, Trouble.LATER])
def test_uploads_that_fail_alone_keep_no_page_back(bench: MemoryBench, trouble: Trouble) -> None:
    """After some in a row the others wait unsent; nothing is sent blindly, and all comes once the fault is gone."""
    count = with_many_files(bench)
    for expected in (Outcome.CREATED, Outcome.UNCHANGED):
        lose_uploads(bench, WikiError("movilab", trouble, "not-json", "HTML"))
        run = bench.run()
        assert (outcomes(run), run.exit_code) == ([expected, expected], 0)
        assert run.troubles == ()
        assert (uploads(bench), "Fichier:Bois.png Le bois]" in text(bench)) == ([], True)
        calls = [call for call in bench.asked()["movilab"] if call in ("upload", "digests")]
        once = ["upload", "digests"] if trouble is Trouble.LATER else ["upload", "digests", "digests"] * 2
        assert calls == 3 * once
    assert outcomes(bench.run()) == [Outcome.UPDATED, Outcome.UPDATED]
    assert (len(uploads(bench)), SHOWN in text(bench)) == (count, True)


@pytest.mark.parametrize("trouble", [Trouble.UNKNOWN, Trouble.LATER])
@pytest.mark.parametrize("code", ["timeout", "http-504"])
def test_uploads_without_an_answer_are_given_up_after_three(bench: MemoryBench, trouble: Trouble, code: str) -> None:
    """Each costs minutes. Those that were tried count as tried, the others only wait, and all come with later runs."""
    count = with_many_files(bench)
    look = ["digests"] if trouble is Trouble.LATER else ["digests", "digests"]
    lose_uploads(bench, WikiError("movilab", trouble, code, "the server did not answer in time"))
    run = bench.run()
    assert (outcomes(run), run.exit_code, run.troubles) == ([Outcome.CREATED, Outcome.CREATED], 0, ())
    calls = [call for call in bench.asked()["movilab"] if call in ("upload", "digests")]
    assert calls == [*(2 * ["upload", *look]), "upload", *look]
    with open_store(bench.configuration.state) as store:
        tried = {one.name: one.tried for one in store.waiting_files()}
    assert sorted(tried.values()) == [0] * (count - 2) + [1, 1]
    told = [one for one in told_in_status(bench) if code in one]
    assert len(told) == 1
    assert outcomes(bench.run()) == [Outcome.UPDATED, Outcome.UPDATED]
    assert len(uploads(bench)) == count


def test_an_upload_that_arrives_without_an_answer_is_no_reason_to_give_up(bench: MemoryBench) -> None:
    """A wiki may take long over each file and take them all."""
    count = with_many_files(bench)
    line = bench.prepare()["movilab"].line
    carry = line.carry

    def without_an_answer(call: str, *arguments: Any, **more: Any) -> Any:
        answer = carry(call, *arguments, **more)
        if call == "upload":
            raise WikiError("movilab", Trouble.UNKNOWN, "timeout", "")
        return answer

    line.carry = without_an_answer  # type: ignore[method-assign]  # the answers alone are lost
    assert outcomes(bench.run()) == [Outcome.CREATED, Outcome.CREATED]
    assert len(uploads(bench)) == count


def test_an_upload_whose_second_answer_is_lost_too_is_found(bench: MemoryBench) -> None:
    """Before it is told as waiting, and without a third one."""
    line = bench.prepare()["movilab"].line
    line.fail_write(1, Fault.LOST_BEFORE)
    line.fail_write(2, Fault.LOST_AFTER)
    run = bench.run()
    assert (outcomes(run), told_of(run)) == ([Outcome.CREATED], [])
    assert (uploads(bench), SHOWN in text(bench)) == (["Mur.png", "Bois.png"], True)


@pytest.mark.parametrize("code", ["readonly", "blocked", "login-refused", "unreachable"])
def test_what_befalls_the_wiki_while_a_file_is_sent_stays_its_trouble(bench: MemoryBench, code: str) -> None:
    """A wiki that says so itself, or that does not answer the look for the file either: its lane ends."""
    movilab = bench.prepare()["movilab"]

    def meddle(call: str) -> None:
        if call == "upload" and code == "unreachable":
            movilab.line.down = True
            raise WikiError("movilab", Trouble.UNKNOWN, "connection-lost", "")
        if call == "upload":
            raise WikiError("movilab", Trouble.LOGIN if code == "login-refused" else Trouble.WIKI, code, "")

    movilab.line.meddle = meddle
    run = bench.run()
    assert (outcomes(run), run.exit_code) == ([Outcome.POSTPONED], 77 if code == "login-refused" else 75)
    assert [one.code for one in run.troubles if isinstance(one, WikiError)] == [code]
    assert told_of(run) == []
    assert outcomes(bench.run()) == [Outcome.CREATED]
    assert uploads(bench) == ["Mur.png", "Bois.png"]


def test_a_file_that_two_sheets_show_is_refused_once(bench: MemoryBench) -> None:
    """And each copy has a link in its place."""
    bench.hands["multibao"].create("Toit", SHEET.replace("= Mur", "= Toit"))
    refuse_upload(bench, "etrange-nouveau-code")
    assert outcomes(bench.run()) == [Outcome.CREATED, Outcome.CREATED]
    assert bench.asked()["movilab"].count("upload") == 2
    assert "Fichier:Bois.png Le bois]" in (bench.hands["movilab"].text("Recette:Toit") or "")


def test_somebody_elses_file_that_comes_in_meanwhile_is_never_shown_as_ours(bench: MemoryBench) -> None:
    """Ours comes with the next run, under another name."""
    movilab = bench.prepare()["movilab"]

    def meddle(call: str) -> None:
        if call == "upload" and "Mur.png" not in movilab.site.files:
            bench.hands["movilab"].upload("Mur.png", picture(99), user="Benoît")

    movilab.line.meddle = meddle
    assert outcomes(bench.run()) == [Outcome.CREATED]
    assert "Fichier:Mur.png|" not in text(bench)
    assert outcomes(bench.run()) == [Outcome.UPDATED]
    assert "[[Fichier:Mur (Wiki d’essai).png|vignette|Le mur]]" in text(bench)
    assert bench.wikis["movilab"].site.files["Mur.png"].data == picture(99)


def test_a_new_version_comes_without_an_edit_of_the_page(bench: MemoryBench) -> None:
    """And only where nobody at the partner has put another one there."""
    bench.run()
    bench.hands["multibao"].upload("Mur.png", picture(11))
    bench.hands["multibao"].upload("Bois.png", picture(12))
    bench.hands["movilab"].upload("Bois.png", picture(99), user="Benoît")
    assert outcomes(bench.run()) == [Outcome.UPDATED]
    site = bench.wikis["movilab"].site
    assert (site.files["Mur.png"].data, site.files["Bois.png"].data) == (picture(11), picture(99))
    assert len(bench.hands["movilab"].history(COPY)) == 1
    bench.run()
    assert bench.asked()["movilab"] == []


@pytest.mark.parametrize("fault", DEADLY + LOST)
def test_a_new_version_survives_whatever_befalls_a_request(tmp_path: Path, fault: Fault) -> None:
    """It comes in this run or in the next one, once, and its description credits its author."""
    number = 0
    while True:
        number += 1
        bench = bench_with_files(tmp_path / str(number))
        bench.run()
        bench.hands["multibao"].upload("Mur.png", picture(11), user="Louise")
        line = bench.prepare()["movilab"].line
        line.fail(number, fault)
        with suppress(KilledError):
            bench.run()
        if len(line.calls) < number:
            break
        bench.run()
        assert bench.wikis["movilab"].site.files["Mur.png"].data == picture(11), number
        assert uploads(bench) == ["Mur.png", "Bois.png", "Mur.png"], number
        assert "Louise" in (bench.hands["movilab"].text("Fichier:Mur.png") or ""), number
        bench.run()
        assert bench.asked()["movilab"] == [], number
    assert number > 5


def test_a_lost_state_uploads_nothing_twice(bench: MemoryBench) -> None:
    """The bytes tell that the files are there; the description tells that they are ours."""
    bench.run()
    Path(bench.configuration.state.removeprefix("sqlite:///")).unlink()
    bench.run()
    assert uploads(bench) == ["Mur.png", "Bois.png"]
    bench.hands["multibao"].edit("Mur", SHEET.replace("Un mur.", "Un beau mur."))
    bench.hands["multibao"].upload("Mur.png", picture(11))
    assert outcomes(bench.run()) == [Outcome.MERGED]
    assert bench.wikis["movilab"].site.files["Mur.png"].data == picture(11)
    assert text(bench).count(SHOWN) == 1


def test_what_people_delete_stays_away(bench: MemoryBench) -> None:
    """The copy links to it from its next update on, also when the source has a new version."""
    bench.run()
    bench.hands["movilab"].delete("Fichier:Mur.png")
    bench.hands["multibao"].edit("Mur", SHEET.replace("Un mur.", "Un beau mur."))
    run = bench.run()
    assert outcomes(run) == [Outcome.UPDATED]
    assert "Fichier:Mur.png Le mur]" in text(bench)
    bench.hands["multibao"].upload("Mur.png", picture(11))
    bench.run()
    assert uploads(bench) == ["Mur.png", "Bois.png"]


def test_what_is_known_of_files_goes_with_the_copy(bench: MemoryBench) -> None:
    """The state keeps one row for each file of a copy."""
    bench.run()
    with open_store(bench.configuration.state) as store:
        known = store.files("multibao", "movilab")
        assert [(one.name, one.there, one.fault) for one in known] == [
            ("Bois.png", "Bois.png", None),
            ("Mur.png", "Mur.png", None),
        ]
        (copy,) = store.copies("multibao", ("movilab",))
        store.forget(copy)
        assert store.files("multibao", "movilab") == ()


def fate(bench: MemoryBench) -> tuple[State, Reason | None, str]:
    """Give how the copy stands, why, and how that is told."""
    with open_store(bench.configuration.state) as store:
        (copy,) = store.copies("multibao", ("movilab",))
    return copy.state, copy.reason, explain_reason(copy.reason, copy.facts) if copy.reason else ""


@pytest.mark.parametrize("edited", [False, True])
def test_a_file_that_the_source_offers_no_more_is_named_to_people(bench: MemoryBench, *, edited: bool) -> None:
    """At the daily look; nothing is done to it, and its credit stays where it stands."""
    bench.run()
    if edited:
        bench.hands["movilab"].edit(COPY, f"{text(bench)}\n\nUn mot.")
    bench.look()
    before, settled = text(bench), State.EDITED if edited else State.CURRENT
    assert fate(bench)[:2] == (settled, Reason.COPY_EDITED if edited else None)
    described = bench.hands["movilab"].text("Fichier:Mur.png")
    bench.hands["multibao"].edit("Fichier:Mur.png", "Auteur : Jeanne. CC BY-NC 4.0")
    bench.look()
    assert bench.asked()["multibao"].count("files") == 1
    state, reason, said = fate(bench)
    assert (state, reason) == (settled, Reason.FILE_LICENCE_WORSE)
    assert "“Mur.png”" in said
    assert "does not fit this partner" in said
    assert bench.run().exit_code == 0
    bench.hands["multibao"].delete("Fichier:Mur.png", "Violation du droit d’auteur")
    bench.look()
    state, reason, said = fate(bench)
    assert (state, reason) == (settled, Reason.FILE_INFRINGES)
    assert "Violation du droit d’auteur" in said
    assert bench.run().exit_code == 3
    assert (text(bench), bench.hands["movilab"].text("Fichier:Mur.png")) == (before, described)
    bench.hands["movilab"].delete("Fichier:Mur.png")
    bench.look()
    assert fate(bench)[:2] == (settled, Reason.COPY_EDITED if edited else None)
    assert bench.run().exit_code == 0


@pytest.mark.parametrize("said", ["{{Fichier|auteur=Louise|licence=CC BY-NC 4.0}}", "Tous droits réservés", ""])
def test_a_copy_keeps_the_credit_of_a_file_whose_licence_the_source_changed(bench: MemoryBench, said: str) -> None:
    """As it was given, whatever else of the sheet changes: no licence is taken back from what was copied under it."""
    bench.run()
    (credit,) = credits_of(bench, "Mur.png")
    assert "par Alice" in credit
    assert "CC BY-SA 4.0" in credit
    bench.hands["multibao"].edit("Fichier:Mur.png", said)
    for summary in ("Un beau mur.", "Un mur sûr."):
        bench.hands["multibao"].edit("Mur", SHEET.replace("Un mur.", summary))
        assert outcomes(bench.run()) == [Outcome.UPDATED]
        assert summary in text(bench)
        assert SHOWN in text(bench)
        assert credits_of(bench, "Mur.png") == [credit]
    assert uploads(bench) == ["Mur.png", "Bois.png"]


def test_files_that_are_not_ours_are_nobodys_business(bench: MemoryBench) -> None:
    """People of the partner had these bytes before, and answer for them."""
    bench.hands["movilab"].upload("Mur à nous.png", picture(1), "À nous.")
    bench.run()
    assert "[[Fichier:Mur à nous.png|vignette|Le mur]]" in text(bench)
    bench.hands["multibao"].edit("Fichier:Mur.png", "Tous droits réservés")
    bench.hands["multibao"].delete("Fichier:Bois.png", "Doublon")
    bench.look()
    assert fate(bench)[:2] == (State.CURRENT, None)


DECLARED = ", file_licence: {id: CC-BY-4.0, declared_by: Jeanne, date: 2026-03-01, link: 'https://example.org/d'}"


def test_a_declared_licence_counts_where_the_page_of_a_file_says_nothing(tmp_path: Path) -> None:
    """And is told as what it is, on the page of the file and in the credit; any word of a licence goes before it."""
    bench = bench_with_files(tmp_path / "silent", "Une photo du mur.", DECLARED)
    bench.run()
    assert SHOWN in text(bench)
    told = "CC BY 4.0] (déclarée par Jeanne le 1er mars 2026, https://example.org/d)"
    assert told in text(bench)
    assert told.replace("4.0] (", "4.0] (CC-BY-4.0) (") in (bench.hands["movilab"].text("Fichier:Mur.png") or "")
    assert "déclarée par" not in (bench.hands["movilab"].text("Fichier:Bois.png") or "")
    given = credits_of(bench, "Mur.png")
    bench.hands["multibao"].edit("Fichier:Mur.png", "Tous droits réservés.")
    bench.hands["multibao"].edit("Mur", SHEET.replace("Un mur.", "Un beau mur."))
    assert outcomes(bench.run()) == [Outcome.UPDATED]
    assert credits_of(bench, "Mur.png") == given
    bench.hands["multibao"].delete("Fichier:Mur.png")
    bench.hands["multibao"].edit("Mur", SHEET)
    assert outcomes(bench.run()) == [Outcome.UPDATED]
    assert credits_of(bench, "Mur.png") == given
    for number, said in enumerate(("Tous droits réservés.", "Licence libre.", "CC BY-NC 4.0")):
        refused = bench_with_files(tmp_path / str(number), said, DECLARED)
        refused.run()
        assert "Fichier:Mur.png Le mur]" in text(refused), said


def test_the_same_bytes_that_only_the_upload_shows_are_used(bench: MemoryBench) -> None:
    """As those of a repository that the partner shares: the wiki names them, and the copy shows that file."""
    bench.hands["movilab"].upload("Partagé.png", picture(1), "Des communs.")
    for client in (bench.prepare()["movilab"],):
        client.files.with_digest = lambda _digest: ()  # type: ignore[method-assign]  # a repository has no such list
    run = bench.run()
    assert outcomes(run) == [Outcome.CREATED]
    assert "[[Fichier:Partagé.png|vignette|Le mur]]" in text(bench)
    assert uploads(bench) == ["Bois.png"]
    bench.run()
    assert bench.asked()["movilab"] == []
