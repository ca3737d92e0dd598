"""Writes that meet trouble at a real wiki: nothing is lost, nothing is made twice, nobody's work is overwritten."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from bot.domain.plan import Outcome, State
from bot.errors import ExitCode, InterruptedRunError
from bot.store.store import open_store
from bot.sync.lane import Waits
from bot.wiki import transport
from bot.wiki.patience import Patience
from bot.wiki.protocol import Wiki
from tests.farm.mediawiki import MediaWikiServer
from tests.farm.requestlog import Reply, Request, error_reply
from tests.sync.one_partner import Bench, outcomes

pytestmark = pytest.mark.xdist_group("one-wiki")

CREATED, UPDATED, FAILED, POSTPONED = Outcome.CREATED, Outcome.UPDATED, Outcome.FAILED, Outcome.POSTPONED
THEIRS = "Le texte de quelqu’un."
KINDS = ("create", "update")


def prepare(bench: Bench, kind: str) -> tuple[Outcome, list[int]]:
    """Bring the bench to where its next run creates or updates; give the outcome and the counts of revisions then."""
    if kind == "create":
        return CREATED, [1, 1, 1]
    assert outcomes(bench.run()) == [CREATED] * 3
    bench.write_sheets(1)
    return UPDATED, [2, 2, 2]


def nth_edit(number: int, times: int = 1) -> Callable[[Request], bool]:
    """Recognise the *number*-th edit that comes, and the ones after it up to *times*."""
    seen = 0

    def hook(request: Request) -> bool:
        nonlocal seen
        seen += request.action == "edit"
        return request.action == "edit" and number <= seen < number + times

    return hook


def assert_settled(bench: Bench) -> None:
    """Check that nothing is left open, and that a further run asks the partner for nothing and writes nothing."""
    assert bench.open_intents() == 0
    mark = bench.partner.proxy.mark()
    assert bench.run().results == ()
    assert not bench.partner.counts(mark)


class Meddler:
    """A wiki where a person acts once, right before or right after our first write."""

    def __init__(self, wiki: Wiki, act: Callable[[], object], *, before: bool) -> None:
        self._wiki = wiki
        self._act: Callable[[], object] | None = act
        self._before = before

    def __getattr__(self, name: str) -> object:
        return getattr(self._wiki, name)

    def create(self, title: str, text: str, summary: str) -> object:
        """Create, with the person before or after."""
        return self._around(lambda: self._wiki.create(title, text, summary))

    def update(self, title: str, text: str, summary: str, **more: object) -> object:
        """Update, with the person before or after."""
        return self._around(lambda: self._wiki.update(title, text, summary, **more))  # type: ignore[arg-type]

    def _around(self, write: Callable[[], object]) -> object:
        if self._before:
            self._meddle()
        try:
            return write()
        finally:
            self._meddle()

    def _meddle(self) -> None:
        act, self._act = self._act, None
        if act is not None:
            act()


def with_person(act: Callable[[], object], *, before: bool = True) -> Callable[[Wiki], Wiki]:
    """Let a person act at the partner right before (or after) our first write."""

    def wrap(wiki: Wiki) -> Wiki:
        return Meddler(wiki, act, before=before) if wiki.name == "partner" else wiki  # type: ignore[return-value]

    return wrap


# Lost answers


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_lost_after_the_write_is_found(bench: Bench, kind: str) -> None:
    """The connection breaks after the wiki acted: one revision, reported as what it was."""
    outcome, edits = prepare(bench, kind)
    bench.partner.proxy.drop_answer = nth_edit(2)
    mark = bench.partner.proxy.mark()
    assert outcomes(bench.run()) == [outcome] * 3
    assert bench.partner.counts(mark)["POST edit"] == 3
    assert bench.edits() == edits
    assert_settled(bench)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "answer",
    [
        Reply(200, b"{", promised=100),
        Reply(503, b"busy"),
        Reply(200, b"<html>maintenance"),
        error_reply("internal_api_error_DBQueryError"),
    ],
    ids=["cut", "503", "html", "database"],
)
def test_a_write_that_did_not_arrive_is_sent_again(bench: Bench, kind: str, answer: Reply) -> None:
    """The wiki fails before it acted: we look, see nothing, and write once more."""
    outcome, edits = prepare(bench, kind)
    hit = nth_edit(2)
    bench.partner.proxy.fault = lambda request: answer if hit(request) else None
    mark = bench.partner.proxy.mark()
    assert outcomes(bench.run()) == [outcome] * 3
    assert bench.partner.counts(mark)["POST edit"] == 4
    assert bench.edits() == edits
    assert_settled(bench)


@pytest.mark.parametrize("kind", KINDS)
def test_a_gateway_that_gives_up_after_the_wiki_acted(bench: Bench, kind: str) -> None:
    """A 504 whose write was applied all the same is found, not repeated."""
    outcome, edits = prepare(bench, kind)
    bench.partner.configure(
        """$wgHooks['PageSaveComplete'][] = function () {
            if ( file_exists( __DIR__ . '/gateway' ) ) {
                unlink( __DIR__ . '/gateway' );
                RequestContext::getMain()->getRequest()->response()->statusHeader( 504 );
            } };"""
    )
    hit = nth_edit(2)

    def arm(request: Request) -> None:
        if hit(request):
            (bench.partner.folder / "gateway").touch()

    bench.partner.proxy.fault = arm
    assert outcomes(bench.run()) == [outcome] * 3
    assert bench.edits() == edits
    assert not (bench.partner.folder / "gateway").exists()
    assert_settled(bench)


@pytest.mark.parametrize("kind", KINDS)
def test_a_slow_wiki_that_acts_after_our_patience(bench: Bench, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time-out passes while the wiki works; the write arrives before the second look."""
    outcome, edits = prepare(bench, kind)
    monkeypatch.setattr(transport, "WRITE_SECONDS", 0.5)
    hit = nth_edit(2)

    def slow(request: Request) -> None:
        if hit(request):
            time.sleep(1)

    bench.partner.proxy.fault = slow
    assert outcomes(bench.run(waits=Waits(0, 2))) == [outcome] * 3
    assert bench.edits() == edits
    assert_settled(bench)


@pytest.mark.parametrize("kind", KINDS)
def test_a_write_that_arrives_after_all_our_looks(bench: Bench, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first write arrives while the second is on its way: the second is refused, and both are one."""
    outcome, edits = prepare(bench, kind)
    monkeypatch.setattr(transport, "WRITE_SECONDS", 0.4)
    first, second = nth_edit(2), nth_edit(3)

    def slow(request: Request) -> None:
        one, two = first(request), second(request)
        if one:
            monkeypatch.setattr(transport, "WRITE_SECONDS", 60)
            time.sleep(1.2)
        elif two:
            time.sleep(1.6)

    bench.partner.proxy.fault = slow
    assert outcomes(bench.run()) == [outcome] * 3
    assert bench.edits() == edits
    assert_settled(bench)


@pytest.mark.parametrize("kind", KINDS)
def test_a_wiki_that_goes_down_after_acting(bench: Bench, kind: str) -> None:
    """Nobody can look any more: the write stays open, and the next run finds it."""
    _outcome, edits = prepare(bench, kind)
    hit = nth_edit(2)

    def fall(request: Request) -> bool:
        if hit(request):
            threading.Timer(0.0, lambda: setattr(bench.partner.proxy, "down", True)).start()
            return True
        return False

    bench.partner.proxy.drop_answer = fall
    run = bench.run()
    assert outcomes(run)[1:] == [POSTPONED, POSTPONED]
    assert run.exit_code is ExitCode.LATER
    assert bench.open_intents() == 1
    bench.partner.proxy.reset()
    again = bench.run()
    assert again.exit_code is ExitCode.DONE
    assert len(again.results) == 1
    assert bench.edits() == edits
    assert_settled(bench)


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_lost_and_somebody_faster(bench: Bench, kind: str) -> None:
    """Our write arrived, its answer did not, and a person edited at once: we touch nothing more."""
    outcome, _edits = prepare(bench, kind)
    title = bench.titles()[0]
    bench.partner.proxy.drop_answer = nth_edit(1)
    run = bench.run(wrap=with_person(lambda: bench.partner.edit(title, THEIRS), before=False))
    assert outcomes(run) == [POSTPONED, outcome, outcome]
    assert bench.open_intents() == 0
    bench.run()
    assert bench.partner.text(title) == THEIRS


# People between plan and write


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_is_overwritten_between_plan_and_write(bench: Bench, kind: str) -> None:
    """A person who edits after we looked wins; the copy is postponed, the others are written."""
    outcome, _edits = prepare(bench, kind)
    title = bench.titles()[0]

    wrap = with_person(lambda: bench.partner.edit(title, THEIRS))

    run = bench.run(wrap=wrap)
    assert outcomes(run) == [POSTPONED, outcome, outcome]
    assert run.results[0].code == ("articleexists" if kind == "create" else "editconflict")
    assert run.exit_code is ExitCode.WAITING
    assert bench.partner.text(title) == THEIRS
    assert bench.open_intents() == 0
    again = bench.run()
    assert bench.partner.text(title) == THEIRS
    assert again.results[0].outcome in (Outcome.REFUSED, Outcome.UNCHANGED, Outcome.CONFLICT)


def test_a_copy_deleted_between_plan_and_write_stays_deleted(bench: Bench) -> None:
    """A page that people remove while we are at it is not made again, now or later."""
    prepare(bench, "update")
    title = bench.titles()[0]

    wrap = with_person(lambda: bench.partner.delete(title))

    assert outcomes(bench.run(wrap=wrap)) == [POSTPONED, UPDATED, UPDATED]
    for _ in range(2):
        bench.run()
        assert bench.partner.text(title) is None


def test_a_copy_mixed_with_somebodys_edit_counts_as_edited(bench: Bench) -> None:
    """Where the wiki merges two edits into a third text, that text belongs to people from then on."""
    prepare(bench, "update")
    title = bench.titles()[0]
    before = bench.partner.text(title) or ""
    added = f"{before}\n\n== Chez nous ==\nOn s’en sert."
    wrap = with_person(lambda: bench.partner.edit(title, added))

    assert outcomes(bench.run(wrap=wrap))[0] in (UPDATED, POSTPONED)
    assert "== Chez nous ==" in (bench.partner.text(title) or "")
    bench.write_sheets(0)
    bench.run()
    assert "== Chez nous ==" in (bench.partner.text(title) or "")
    with open_store(bench.configuration.state) as store:
        (copy,) = [copy for copy in store.all_copies() if copy.title == title]
    assert copy.state in (State.EDITED, State.DIVERGED)


# Refusals


def many(bench: Bench, tmp_path: Path, sheets: int) -> Bench:
    """Give a bench with more sheets at the same partner."""
    return Bench(tmp_path / "many", bench.partner, sheets=sheets)


def test_five_refusals_in_a_row_end_the_lane(bench: Bench, tmp_path: Path) -> None:
    """A wiki that refuses one page after the other is left alone."""
    large = many(bench, tmp_path, 8)
    large.partner.proxy.fault = lambda request: error_reply("hookaborted") if request.action == "edit" else None
    run = large.run()
    assert outcomes(run) == [FAILED] * 5 + [POSTPONED] * 3
    assert run.exit_code is ExitCode.LATER
    assert large.open_intents() == 0


def test_one_page_that_the_wiki_cannot_save_stops_no_other(bench: Bench) -> None:
    """A page whose saving always breaks the wiki is left, and the others are written, in every run."""
    bad = bench.titles()[0]
    bench.partner.proxy.fault = lambda request: (
        error_reply("internal_api_error_RuntimeException") if request.parameters.get("title") == bad else None
    )
    run = bench.run()
    assert outcomes(run) == [FAILED, CREATED, CREATED]
    assert run.exit_code is ExitCode.WAITING
    assert outcomes(bench.run()) == [FAILED]
    bench.partner.proxy.reset()
    assert outcomes(bench.run()) == [CREATED]
    assert_settled(bench)


def test_a_refusal_is_tried_again_when_it_is_lifted(bench: Bench) -> None:
    """A protection is reported and obeyed, and asked about again by the next run."""
    title = bench.titles()[1]
    bench.partner.protect(title)
    run = bench.run()
    assert outcomes(run) == [CREATED, FAILED, CREATED]
    assert run.results[1].code == "protectedpage"
    bench.partner.protect(title, "all")
    assert outcomes(bench.run()) == [CREATED]
    assert_settled(bench)


@pytest.mark.parametrize("code", ["blocked", "readonly", "permissiondenied"])
def test_a_wiki_that_wants_no_edits_postpones_the_rest(bench: Bench, code: str) -> None:
    """What concerns the whole wiki ends its lane at once, with the rest postponed and nothing open."""
    hit = nth_edit(2, times=9)
    bench.partner.proxy.fault = lambda request: error_reply(code) if hit(request) else None
    run = bench.run()
    assert outcomes(run) == [CREATED, POSTPONED, POSTPONED]
    assert run.exit_code is ExitCode.LATER
    assert bench.open_intents() == 0
    bench.partner.proxy.reset()
    assert outcomes(bench.run()) == [CREATED] * 2
    assert bench.edits() == [1, 1, 1]


# Being asked to stop


def stop_at_edit(bench: Bench, number: int) -> Event:
    """Give an event that is set while an edit is under way."""
    stop, hit = Event(), nth_edit(number)
    bench.partner.proxy.fault = lambda request: stop.set() if hit(request) else None
    return stop


def test_a_stop_lets_the_current_write_end(bench: Bench) -> None:
    """The write under way is finished and remembered; the rest waits for the next run."""
    run = bench.run(stop=stop_at_edit(bench, 2))
    assert outcomes(run) == [CREATED, CREATED, POSTPONED]
    assert run.exit_code is ExitCode.INTERRUPTED
    assert bench.open_intents() == 0
    bench.partner.proxy.reset()
    assert outcomes(bench.run()) == [CREATED]
    assert bench.edits() == [1, 1, 1]
    assert_settled(bench)


def test_a_stop_ends_the_pause_between_two_writes(tmp_path: Path, bench: Bench) -> None:
    """A pace of a minute does not keep the process alive, and no write follows the stop."""
    slow = Bench(tmp_path / "slow", bench.partner, pace="60s")
    stop = Event()
    slow.partner.proxy.fault = lambda request: (
        threading.Timer(0.8, stop.set).start() if request.action == "edit" else None
    )  # type: ignore[func-returns-value]
    began = time.monotonic()
    run = slow.run(stop=stop)
    assert time.monotonic() - began < 20
    assert outcomes(run) == [CREATED, POSTPONED, POSTPONED]
    assert run.exit_code is ExitCode.INTERRUPTED


def test_a_stop_ends_the_wait_for_a_busy_wiki(bench: Bench) -> None:
    """A write that was to be tried later is given up; results are kept and the run is in the books."""
    stop, hit = Event(), nth_edit(2, times=9)

    def busy(request: Request) -> Reply | None:
        if not hit(request):
            return None
        threading.Timer(0.3, stop.set).start()
        return error_reply("ratelimited")

    bench.partner.proxy.fault = busy
    began = time.monotonic()
    run = bench.run(stop=stop, patience=Patience(first=60))
    assert time.monotonic() - began < 20
    assert outcomes(run) == [CREATED, POSTPONED, POSTPONED]
    assert run.exit_code is ExitCode.INTERRUPTED
    assert [type(trouble) for trouble in run.troubles] == [InterruptedRunError]
    with open_store(bench.configuration.state) as store:
        (last,) = store.runs(limit=1)
        assert last.exit_code == ExitCode.INTERRUPTED
        assert len(store.results(last.run_id)) == 3
    bench.partner.proxy.reset()
    assert outcomes(bench.run()) == [CREATED] * 2
    assert bench.edits() == [1, 1, 1]
    assert_settled(bench)


def test_a_stop_while_reading_ends_the_run_in_order(bench: Bench) -> None:
    """A stop before anything is planned leaves a run in the books and no traceback."""
    stop = Event()

    def busy(request: Request) -> Reply | None:
        stop.set()
        return error_reply("maxlag") if request.action == "query" else None

    bench.partner.proxy.fault = busy
    run = bench.run(stop=stop, patience=Patience(first=60))
    assert run.results == ()
    assert run.exit_code is ExitCode.INTERRUPTED
    with open_store(bench.configuration.state) as store:
        assert store.runs(limit=1)[0].exit_code == ExitCode.INTERRUPTED


def test_a_stop_after_a_lost_answer_keeps_the_write_open(bench: Bench) -> None:
    """When there is no time to find out, the next run does."""
    stop, hit = Event(), nth_edit(2)

    def lose(request: Request) -> bool:
        if hit(request):
            stop.set()
            return True
        return False

    bench.partner.proxy.drop_answer = lose
    run = bench.run(stop=stop, waits=Waits(30, 30))
    assert outcomes(run)[0] is CREATED
    assert outcomes(run)[2] is POSTPONED
    assert run.exit_code is ExitCode.INTERRUPTED
    bench.partner.proxy.reset()
    bench.run()
    assert bench.edits() == [1, 1, 1]
    assert_settled(bench)


# Sessions


def test_a_session_that_is_lost_between_two_writes(bench: Bench, wiki_server: MediaWikiServer) -> None:
    """The robot logs in again once; every revision is the robot's, none an address's."""
    hit = nth_edit(2)

    def forget(request: Request) -> Reply | None:
        return error_reply("assertnameduserfailed") if hit(request) else None

    wiki_server.proxy.fault = forget
    mark = wiki_server.proxy.mark()
    assert outcomes(bench.run()) == [CREATED] * 3
    assert wiki_server.counts(mark)["POST login"] == 2
    assert {entry.user for number in range(3) for entry in bench.history(number)} == {"Robot"}


def test_a_wrong_password_is_tried_once_in_a_run(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many sheets wait, one refused password ends the lane, with the exit code for logins."""
    from tests.sync.one_partner import PASSWORD_VARIABLE

    monkeypatch.setenv(PASSWORD_VARIABLE, "falsch-" + "0" * 25)
    mark = bench.partner.proxy.mark()
    run = bench.run()
    assert run.exit_code is ExitCode.LOGIN
    assert outcomes(run) == [POSTPONED] * 3
    assert bench.partner.counts(mark)["POST login"] == 1
    assert bench.partner.counts(mark)["POST edit"] == 0
    assert run.results[0].code == "login-refused"
