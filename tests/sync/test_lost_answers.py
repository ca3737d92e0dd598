"""Answers that are lost on the way from a real wiki: nothing is lost, nothing is made twice."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Event

import pytest

from bot.errors import ExitCode
from bot.sync.waits import Waits
from bot.wiki import transport
from tests.farm.requestlog import Reply, Request, error_reply
from tests.sync.one_partner import Bench, outcomes
from tests.sync.people import (
    KINDS,
    POSTPONED,
    THEIRS,
    assert_settled,
    nth_edit,
    prepare,
    with_person,
)

pytestmark = pytest.mark.xdist_group("one-wiki")
LONG = 120
"""Seconds in which anything happens that happens at all, on the slowest machine."""


@dataclass(frozen=True)
class HeldWaits(Waits):
    """No pauses; something happens between the first look and the second."""

    between: Callable[[], object] = lambda: None

    def looks(self, stop: Event) -> Iterator[None]:
        """Look, let it happen, look again."""
        yield
        self.between()
        yield


def impatient_at_second(monkeypatch: pytest.MonkeyPatch) -> Callable[[Request], int]:
    """Wait for the answer to the second edit for a moment only; tell which edit comes (0: something else)."""
    came = 0

    def number(request: Request) -> int:
        nonlocal came
        if request.action != "edit":
            return 0
        came += 1
        # A request that has arrived keeps the patience with which it was sent.
        monkeypatch.setattr(transport, "WRITE_SECONDS", 0.3 if came == 1 else LONG)
        return came

    return number


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
    number, looked, acted = impatient_at_second(monkeypatch), Event(), Event()

    def slow(request: Request) -> None:
        if number(request) == 2:
            assert looked.wait(LONG)

    def arrive() -> None:
        looked.set()
        assert acted.wait(LONG)

    bench.partner.proxy.fault = slow
    bench.partner.proxy.answered = lambda request: acted.set() if request.writes and looked.is_set() else None
    mark = bench.partner.proxy.mark()
    assert outcomes(bench.run(waits=HeldWaits(between=arrive))) == [outcome] * 3
    assert bench.partner.counts(mark)["POST edit"] == 3
    assert bench.edits() == edits
    assert_settled(bench)


@pytest.mark.parametrize("kind", KINDS)
def test_a_write_that_arrives_after_all_our_looks(bench: Bench, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first write arrives while the second is on its way: the second is refused, and both are one."""
    outcome, edits = prepare(bench, kind)
    number, sent_again, acted = impatient_at_second(monkeypatch), Event(), Event()

    def slow(request: Request) -> None:
        came = number(request)
        if came == 2:
            assert sent_again.wait(LONG)
        elif came == 3:
            sent_again.set()
            assert acted.wait(LONG)

    bench.partner.proxy.fault = slow
    bench.partner.proxy.answered = lambda request: acted.set() if request.writes and sent_again.is_set() else None
    mark = bench.partner.proxy.mark()
    assert outcomes(bench.run()) == [outcome] * 3
    assert bench.partner.counts(mark)["POST edit"] == 4
    assert bench.edits() == edits
    assert_settled(bench)


@pytest.mark.parametrize("kind", KINDS)
def test_a_wiki_that_goes_down_after_acting(bench: Bench, kind: str) -> None:
    """Nobody can look any more: the write stays open, and the next run finds it."""
    _outcome, edits = prepare(bench, kind)
    hit = nth_edit(2)

    def fall(request: Request) -> None:
        bench.partner.proxy.down = hit(request)

    bench.partner.proxy.answered = fall
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
    """Our write arrived, its answer did not, and a person edited at once: it is found below, and nothing is touched."""
    outcome, _edits = prepare(bench, kind)
    title = bench.titles()[0]
    bench.partner.proxy.drop_answer = nth_edit(1)
    run = bench.run(wrap=with_person(lambda: bench.partner.edit(title, THEIRS), before=False))
    assert outcomes(run) == [outcome] * 3
    assert bench.open_intents() == 0
    bench.run()
    assert bench.partner.text(title) == THEIRS


@pytest.mark.parametrize("kind", KINDS)
def test_a_write_of_a_killed_run_that_arrives_in_the_next(bench: Bench, kind: str) -> None:
    """A write that was still on its way when its process died lands just before ours: it is ours, no conflict."""
    outcome, edits = prepare(bench, kind)
    hit = nth_edit(2)

    def land(request: Request) -> None:
        if hit(request):
            robot = bench.partner.person(bench.partner.robot_user)
            robot.post(action="edit", title=request.parameters["title"], text=request.parameters["text"])

    bench.partner.proxy.fault = land
    assert outcomes(bench.run()) == [outcome] * 3
    assert bench.edits() == edits
    assert_settled(bench)
