"""One writer a lane, between threads and between processes."""

import os
import re
import subprocess
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import ExitCode, LockHeldError, StateError
from bot.store.locks import LaneLocks, locks_for
from bot.store.store import open_store

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
SOMEBODY = (65534, 65534)

Start = Callable[..., subprocess.Popen[str]]

_HOLD = """
import sys
from pathlib import Path
from bot.store.locks import LaneLocks
with LaneLocks(Path(sys.argv[1])).hold(sys.argv[2], sys.argv[3]):
    print("held", flush=True)
    input()
print("freed", flush=True)
"""


def _held_by_another(start: Start, folder: Path, partner: str, purpose: str = "sync outils") -> subprocess.Popen[str]:
    process = start(_HOLD, str(folder), partner, purpose)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_another_process_is_named(tmp_path: Path, start: Start) -> None:
    """Tell who holds the lane, since when, for what, and what to do."""
    child = _held_by_another(start, tmp_path, "brest")
    locks = LaneLocks(tmp_path)
    with pytest.raises(LockHeldError) as raised, locks.hold("brest", "sync"):
        pytest.fail("held twice")
    sentence = str(raised.value)
    assert f"Process {child.pid} on {os.uname().nodename}" in sentence
    assert re.search(r"writing to brest since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC \(sync outils\)", sentence)
    assert f"kill {child.pid}" in sentence
    assert raised.value.exit_code is ExitCode.LATER
    with locks.hold("movilab", "sync"):
        pass
    child.communicate("\n")
    with locks.hold("brest", "sync"):
        pass


def test_nobody_is_told_to_end_the_service(tmp_path: Path, start: Start) -> None:
    """It would not come back by itself, for what ends because it was asked to has not failed."""
    child = _held_by_another(start, tmp_path, "brest", "serve")
    with pytest.raises(LockHeldError) as raised, LaneLocks(tmp_path).hold("brest", "sync"):
        pytest.fail("held twice")
    assert f"The service (process {child.pid} on {os.uname().nodename}) has been writing to brest" in str(raised.value)
    assert "kill" not in str(raised.value)


def test_kill_frees_at_once(tmp_path: Path, start: Start) -> None:
    """Leave nothing held by a process that was killed."""
    child = _held_by_another(start, tmp_path, "brest")
    child.kill()
    child.wait()
    with LaneLocks(tmp_path).hold("brest", "sync"):
        note = (tmp_path / "brest.lock").read_text()
        assert f'"pid": {os.getpid()},' in note


def test_the_same_process_is_refused(tmp_path: Path) -> None:
    """Refuse a lane that this process holds already, in the same object or another."""
    locks = LaneLocks(tmp_path)
    with locks.hold("brest", "sync"):
        for again in (locks, LaneLocks(tmp_path)):
            with (
                pytest.raises(LockHeldError, match=rf"This process \({os.getpid()}\).*\(sync\)"),
                again.hold("brest", "x"),
            ):
                pytest.fail("held twice")
    with locks.hold("brest", "sync"):
        pass


def test_threads_take_turns(tmp_path: Path) -> None:
    """Let one thread in at a time, and refuse the others at once."""
    locks = LaneLocks(tmp_path)
    inside, most, refused = [0], [0], [0]
    guard, start = threading.Lock(), threading.Barrier(4)

    def work() -> None:
        for _ in range(50):
            start.wait(60)
            try:
                with locks.hold("brest", "sync"):
                    with guard:
                        inside[0] += 1
                        most[0] = max(most[0], inside[0])
                    start.wait(60)
                    with guard:
                        inside[0] -= 1
            except LockHeldError:
                with guard:
                    refused[0] += 1
                start.wait(60)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]
    assert refused == [150]


def test_an_error_frees_the_lane(tmp_path: Path) -> None:
    """Free the lane when the work within fails, and keep the file, emptied."""
    locks = LaneLocks(tmp_path)
    with pytest.raises(KeyError), locks.hold("brest", "sync"):
        raise KeyError("bug")
    assert (tmp_path / "brest.lock").read_bytes() == b""
    with locks.hold("brest", "sync"):
        pass


def test_an_unreadable_note_is_no_trouble(tmp_path: Path) -> None:
    """Say less when the holder has not written its name yet."""
    locks = LaneLocks(tmp_path)
    with locks.hold("brest", "sync"):
        (tmp_path / "brest.lock").write_text("{")
        with pytest.raises(LockHeldError, match="has just begun to write to brest"), locks.hold("brest", "x"):
            pytest.fail("held twice")


@pytest.mark.parametrize("partner", ["a/b", "..", ".", "é à", "x" * 400, "\n", "a%2Fb"])
def test_any_name_of_a_partner(tmp_path: Path, partner: str) -> None:
    """Keep each lane in a file of its own within the folder."""
    folder = tmp_path / "locks"
    locks = LaneLocks(folder)
    with locks.hold(partner, "sync"), locks.hold("a b", "sync"):
        assert len(list(folder.iterdir())) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["locks"]


def test_locks_lie_beside_the_state(tmp_path: Path) -> None:
    """Make the folder when the first lane is held, for our eyes only."""
    locks = locks_for(f"sqlite:///{tmp_path}/var/republish.db")
    assert not (tmp_path / "var").exists()
    with locks.hold("brest", "sync"):
        folder = tmp_path / "var" / "republish.db.locks"
        assert folder.stat().st_mode & 0o777 == 0o700
        assert (folder / "brest.lock").stat().st_mode & 0o777 == 0o600


def test_locks_of_a_state_in_memory() -> None:
    """Keep them in a folder that goes away with them."""
    locks = locks_for("sqlite://")
    folder = locks._folder
    with locks.hold("brest", "sync"):
        assert folder.is_dir()
    del locks
    assert not folder.exists()


def test_locks_of_no_address() -> None:
    """Refuse an address that names no state."""
    with pytest.raises(StateError, match="address of an SQLite file"):
        locks_for("postgresql://host/db")


def test_a_folder_that_cannot_be_used(tmp_path: Path) -> None:
    """Say which folder needs other rights."""
    (tmp_path / "file").touch()
    with (
        pytest.raises(StateError, match=r"lock .*brest\.lock cannot be used"),
        LaneLocks(tmp_path / "file").hold("brest", "x"),
    ):
        pytest.fail("held")


@AS_ROOT
def test_root_leaves_nothing_that_the_account_of_the_bot_cannot_use(tmp_path: Path) -> None:
    """Whoever says ``sudo republish sync`` once must not keep the service from its own state."""
    os.chown(tmp_path, *SOMEBODY)
    url = f"sqlite:///{tmp_path}/var/republish.db"
    with open_store(url) as store, locks_for(url).hold("movilab", "sync"):
        store.start_run("outils", "sync", datetime.now(UTC))
        made = [tmp_path / "var", *(tmp_path / "var").rglob("*")]
        assert len(made) >= 4  # the state with its log, the folder of locks, a lock
        assert {(path.stat().st_uid, path.stat().st_gid) for path in made} == {SOMEBODY}


@AS_ROOT
def test_root_follows_no_link_that_lies_where_a_lock_should_be(tmp_path: Path) -> None:
    other, locks = tmp_path / "other", tmp_path / "locks"
    other.write_text("of root", encoding="utf-8")
    locks.mkdir()
    os.chown(locks, *SOMEBODY)
    (locks / "movilab.lock").symlink_to(other)
    with pytest.raises(StateError), LaneLocks(locks).hold("movilab", "sync"):
        pass
    assert (other.read_text(encoding="utf-8"), other.stat().st_uid) == ("of root", 0)
