"""What is stored stays, whoever else works and whatever is killed."""

import sqlite3
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest

from bot.domain.plan import State
from bot.errors import InterruptedRunError, StateError
from bot.store.store import Store, open_store
from bot.store.tables import copies
from bot.store.values import Base, Intent, RememberedCopy

Build = Callable[..., RememberedCopy]
Start = Callable[..., subprocess.Popen[str]]
NOON = datetime(2025, 3, 1, 12, 0, tzinfo=UTC)


def test_an_intent_outlives_its_process(url: str, a_copy: Build, start: Start) -> None:
    """Find a write that was begun after the process that began it was killed."""
    child = start(_BEGIN, url)
    assert child.stdout is not None
    assert child.stdout.readline() == "begun\n"
    child.kill()
    child.wait()
    with open_store(url) as store:
        (intent,) = store.intents("movilab")
        assert (intent.copy.sheet_id, intent.expected_digest, intent.base) == (1, "digest", 5)
        store.settle(intent.copy)
    with open_store(url) as store:
        assert store.intents("movilab") == ()
        assert store.all_copies() == (intent.copy,)


_BEGIN = """
import sys
from datetime import datetime, UTC
from bot.domain.plan import State
from bot.store.store import open_store
from bot.store.values import Intent, RememberedCopy
copy = RememberedCopy("multibao", 1, "movilab", "outils", "F", 1, "d", "R:F", State.MISSING, "r")
open_store(sys.argv[1]).begin(Intent(copy, "digest", 5, datetime.now(UTC)))
print("begun", flush=True)
input()
"""


@pytest.mark.parametrize("kept", [True, False])
def test_settle_is_one_stroke(store: Store, a_copy: Build, *, kept: bool) -> None:
    """Store the copy with its base and end its intent, or nothing of that; go on afterwards."""
    store.remember(a_copy())
    intent = Intent(a_copy(), "digest", 5, NOON)
    store.begin(intent)

    with store._engine.connect() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER broken BEFORE DELETE ON intents BEGIN SELECT RAISE(ABORT, 'broken on purpose'); END"
        )
    with store.keeping_a_connection() if kept else nullcontext():
        with pytest.raises(StateError, match="broken on purpose"):
            store.settle(a_copy(revision=6), Base("Recette:Fiche", "text"))
        assert (store.all_copies(), store.intents("movilab")) == ((a_copy(),), (intent,))
        assert store.base("multibao", 1, "movilab") is None
        store.remember(a_copy(revision=7))
        assert store.all_copies() == (a_copy(revision=7),)


@pytest.mark.parametrize("address", ["file", "memory"])
def test_threads_lose_no_update(url: str, a_copy: Build, address: str) -> None:
    """Read, add and write from four threads, a hundred times each."""
    with open_store(url if address == "file" else "sqlite://") as store:
        store.remember(a_copy(revision=0))

        def add(_thread: int) -> None:
            for _ in range(100):
                with store._writing() as connection:
                    found = connection.execute(copies.select()).one().revision
                    connection.execute(copies.update().values(revision=found + 1))

        _side_by_side(4, add)
        assert store.all_copies()[0].revision == 400


def test_threads_store_side_by_side(store: Store, a_copy: Build) -> None:
    """Keep what four lanes remember at the same time."""

    def lane(number: int) -> None:
        for sheet in range(100):
            copy = a_copy(partner=f"wiki{number}", sheet_id=sheet)
            store.begin(Intent(copy, "d", None, NOON))
            store.settle(copy)

    _side_by_side(4, lane)
    assert len(store.all_copies()) == 400
    assert not any(store.intents(f"wiki{number}") for number in range(4))


def _side_by_side(threads: int, work: Callable[[int], object]) -> None:
    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(work, number) for number in range(threads)]:
            done.result()


@pytest.mark.parametrize("address", ["file", "memory"])
def test_a_kept_connection_changes_nothing_but_the_work(url: str, a_copy: Build, address: str) -> None:
    """Lose nothing between lanes that each keep a connection and others that do not, nor by what goes wrong."""
    with open_store(url if address == "file" else "sqlite://") as store:

        def lane(number: int) -> None:
            with nullcontext() if number == 3 else store.keeping_a_connection():
                for sheet in range(50):
                    copy = a_copy(partner=f"wiki{number}", sheet_id=sheet)
                    store.begin(Intent(copy, "d", None, NOON))
                    assert len(store.intents(f"wiki{number}")) == 1
                    with suppress(InterruptedRunError), store._writing() as connection:
                        connection.execute(copies.delete())
                        raise InterruptedRunError("undone")
                    store.settle(copy)

        _side_by_side(4, lane)
        assert len(store.all_copies()) == 200
        assert not any(store.intents(f"wiki{number}") for number in range(4))


def test_a_kept_connection_is_given_back(store: Store, file: Path, a_copy: Build) -> None:
    """Refuse in a sentence what another process keeps us from, go on afterwards, and leave one file when closed."""
    with suppress(InterruptedRunError), store.keeping_a_connection():
        store.remember(a_copy())
        with store._reading() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout=1")
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StateError, match="in use by another process"):
            store.settle(a_copy(revision=6))
        other.execute("UPDATE copies SET title = 'elsewhere'")
        other.execute("COMMIT")
        other.close()
        assert store.all_copies() == (a_copy(title="elsewhere"),)
        store.settle(a_copy(revision=7))
        raise InterruptedRunError("stopped")
    assert store.all_copies() == (a_copy(revision=7),)
    store.close()
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_readers_do_not_wait_for_a_writer(store: Store, a_copy: Build) -> None:
    """Read the last settled state while a write is under way."""
    store.remember(a_copy())
    with store._writing() as connection:
        connection.execute(copies.update().values(title="half"))
        # Whoever had to wait for the end of this block would be refused in the end.
        assert store.all_copies() == (a_copy(),)
        assert store.runs() == ()


def test_readers_never_see_half_a_step(store: Store, a_copy: Build) -> None:
    """See each copy either with its intent or settled, in every reading while another thread writes."""
    done = Event()

    def write() -> None:
        for revision in range(150):
            store.settle(a_copy(revision=revision, sheet_revision=revision))
        done.set()

    def read(_reader: int) -> None:
        last = -1
        while not done.is_set():
            for copy in store.all_copies():
                assert copy.revision == copy.sheet_revision >= last
                last = copy.revision

    _side_by_side(4, lambda number: read(number) if number else write())


_LOOP = """
import sys
from datetime import datetime, UTC
from bot.domain.plan import State
from bot.store.store import open_store
from bot.store.values import Intent, RememberedCopy
store = open_store(sys.argv[1])
for number in range(100000):
    copy = RememberedCopy("multibao", number, "movilab", "outils", "é" * 2000, 1, "d", "R:F", State.CURRENT, "r")
    store.begin(Intent(copy, "digest", None, datetime.now(UTC)))
    store.settle(copy)
    print(number, flush=True)
"""


@pytest.mark.parametrize("lines", [1, 2, 40, 200])
def test_kill_in_the_midst_of_settling(url: str, file: Path, start: Start, lines: int) -> None:
    """Find everything that was reported settled, and at most one open intent, after kill -9."""
    child = start(_LOOP, url)
    assert child.stdout is not None
    reported = [int(child.stdout.readline()) for _ in range(lines)]
    child.kill()
    reported += [int(line) for line in child.stdout if line.endswith("\n")]
    child.wait()
    with open_store(url) as store:
        settled = {copy.sheet_id for copy in store.all_copies()}
        begun = {intent.copy.sheet_id for intent in store.intents("movilab")}
        assert settled >= set(reported)
        assert settled == set(range(len(settled)))
        assert begun in (set(), {len(settled)})
    assert sqlite3.connect(file).execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_two_processes_share_a_state(url: str, store: Store, a_copy: Build, start: Start) -> None:
    """Write from here while another process writes."""
    child = start(_LOOP.replace("100000", "50"), url)
    for number in range(50):
        store.settle(a_copy(partner="brest", sheet_id=number))
    assert child.wait(240) == 0
    assert len(store.all_copies()) == 100


def test_a_copy_that_left_its_state_says_when(store: Store, a_copy: Build) -> None:
    """Keep since over a settle that changes nothing of the state, across a reopening."""
    store.settle(a_copy())
    store.settle(replace(a_copy(), since=NOON, revision=5))
    store.settle(replace(a_copy(), since=NOON, state=State.EDITED, partner="brest"))
    assert [copy.since for copy in store.all_copies()] == [NOON, a_copy().since]
