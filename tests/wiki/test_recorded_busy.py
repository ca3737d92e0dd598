"""Wikis that are busy: when we wait, how long, and what ends the wait."""

import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from threading import Event

import pytest

from bot.errors import InterruptedRunError, Trouble
from bot.wiki.patience import Patience
from tests.wiki.faults import HTML, trouble_of, update
from tests.wiki.recorded import Answer, RecordedWiki, refusal


def busy() -> list[Answer]:
    """Give the answers of servers that are busy; the write has not happened."""
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=-3), usegmt=True)
    return [
        refusal("maxlag", lag=17, headers={"Retry-After": "0", "X-Database-Lag": "17"}),
        refusal("maxlag"),
        refusal("maxlag", headers={"Retry-After": soon}),
        refusal("readonly", readonlyreason="Travaux"),
        refusal("internal_api_error_DBReadOnlyError"),
        refusal("ratelimited"),
        (429, {"Retry-After": "0"}, HTML),
        (429, {}, ""),
    ]


@pytest.mark.parametrize("number", range(8))
def test_a_busy_wiki_is_asked_again(made_up: RecordedWiki, number: int) -> None:
    """Reading and writing wait and try again where the wiki surely did nothing."""
    client = made_up.connect()
    client.account()
    made_up.next_read.append(busy()[number])
    made_up.next_edit.append(busy()[number])
    assert client.facts().site_name == "Essai"
    assert update(client).revision == 11
    assert made_up.count("edit") == 2


@pytest.mark.parametrize("number", range(8))
def test_patience_ends(made_up: RecordedWiki, number: int) -> None:
    """A wiki that stays busy is left alone for this run."""
    client = made_up.connect()
    client.account()
    made_up.next_edit.extend(busy()[number] for _ in range(20))
    error = trouble_of(lambda: update(client))
    assert error.trouble is Trouble.WIKI
    assert made_up.count("edit") == 4


@pytest.mark.parametrize("dated", [False, True], ids=["seconds", "date"])
def test_retry_after_is_obeyed(made_up: RecordedWiki, *, dated: bool) -> None:
    """The pause that the wiki asks for is kept, whichever its form."""
    header = format_datetime(datetime.now(UTC) + timedelta(seconds=300), usegmt=True) if dated else "7"
    pauses: list[float] = []

    class Recorder(Event):
        def wait(self, timeout: float | None = None) -> bool:
            pauses.append(timeout or 0)
            return False

    client = made_up.connect(stop=Recorder())
    made_up.next_read.extend([refusal("maxlag", headers={"Retry-After": header}), (503, {"Retry-After": header}, HTML)])
    client.facts()
    assert len(pauses) == 2
    assert all(6 < pause < 301 for pause in pauses)


@pytest.mark.parametrize(("code", "first"), [("ratelimited", 60), ("readonly", 60), ("maxlag", 5)])
def test_pauses_grow(made_up: RecordedWiki, code: str, first: float) -> None:
    """Without a word from the wiki we wait as long as its trouble usually lasts, and longer each time."""
    pauses: list[float] = []

    class Recorder(Event):
        def wait(self, timeout: float | None = None) -> bool:
            pauses.append(timeout or 0)
            return False

    client = made_up.connect(patience=Patience(), stop=Recorder())
    made_up.next_read.extend(refusal(code) for _ in range(3))
    client.facts()
    assert pauses == [first, min(2 * first, 120), min(4 * first, 120)]


def test_a_wiki_that_called_us_too_quick_is_written_to_more_slowly(made_up: RecordedWiki) -> None:
    """After the first “ratelimited” writes keep eight seconds apart, after the next one sixteen; others do not."""
    pauses: list[float] = []

    class Recorder(Event):
        def wait(self, timeout: float | None = None) -> bool:
            pauses.append(timeout or 0)
            return False

    client = made_up.connect(patience=Patience(), stop=Recorder())
    update(client)
    assert pauses == []
    made_up.next_edit.append(refusal("ratelimited"))
    update(client)
    update(client)
    assert pauses[0] == 60
    # The recorder does not wait, so the eight seconds stand before the write that is tried again, too.
    assert [round(pause) for pause in pauses[1:]] == [8, 8]
    pauses.clear()
    made_up.next_edit.append(refusal("ratelimited"))
    update(client)
    assert [round(pause) for pause in pauses] == [8, 60, 16]


def test_a_stop_ends_a_wait_at_once(made_up: RecordedWiki) -> None:
    """SIGTERM does not wait for a busy made_up, and nothing more is sent."""
    stop = Event()
    client = made_up.connect(patience=Patience(first=60), stop=stop)
    made_up.next_read.extend(refusal("maxlag") for _ in range(5))
    threading.Timer(0.2, stop.set).start()
    began = time.monotonic()
    with pytest.raises(InterruptedRunError):
        client.facts()
    assert time.monotonic() - began < 30
    assert len(made_up.requests) == 1


def test_a_stop_hides_no_clear_answer(made_up: RecordedWiki) -> None:
    """What a write met is told even when we were asked to stop meanwhile."""
    stop = Event()
    client = made_up.connect(stop=stop)
    client.account()
    made_up.next_edit.extend([refusal("protectedpage"), (502, {}, HTML)])
    stop.set()
    assert trouble_of(lambda: update(client)).code == "protectedpage"
    assert trouble_of(lambda: update(client)).trouble is Trouble.UNKNOWN
    assert update(client).revision == 11
