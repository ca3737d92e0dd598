"""What all tests share: no network beyond this machine, and real wikis for those that ask for them."""

import gc
import os
import shutil
import signal
import socket
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from bot.i18n import use_language
from tests.farm.mediawiki import MediaWikiServer, missing, start_wiki
from tests.farm.trio import RECIPES, Trio, start_trio

REQUIRE = "REPUBLISH_REQUIRE_WIKI"
settings.register_profile("campaign", max_examples=20_000, deadline=None)
# A loaded machine makes any example slow, and the same examples everywhere make a failure the same everywhere.
settings.register_profile(
    "steady", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")
TEMPORARY = "PYTEST_DEBUG_TEMPROOT"
MEMORY, ROOM = Path("/dev/shm"), 4 << 30
WIKI_FIXTURES = frozenset({"three_wikis", "empty_wikis", "wikis", "one_wiki", "wiki_server"})


class NetworkUsedError(RuntimeError):
    """A test tried to leave this machine."""


def pytest_configure(config: pytest.Config) -> None:
    """Close the network, loopback and Unix sockets aside, for collection and all tests, and keep off the disk."""
    # Each write of the state waits for the disk, as it must: two thirds of the time of these tests.
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ.setdefault(TEMPORARY, str(MEMORY))
    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex"):
        patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
    patch.setattr(socket, "getaddrinfo", _guarded_lookup(socket.getaddrinfo))
    config.add_cleanup(patch.undo)
    # A shell lets what runs in its background ignore Ctrl-C, and all that it starts; tests send that to processes.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_report_header() -> str:
    """Say at once when tests will be skipped."""
    if not missing():
        return "MediaWiki: installed"
    return f"MediaWiki: MISSING ({missing()}): TESTS WITH REAL WIKIS WILL {'FAIL' if _required() else 'BE SKIPPED'}"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say at the end, too, what was not tested."""
    if missing() and not _required() and terminalreporter.stats.get("skipped"):
        terminalreporter.write_line(f"NOT TESTED: whatever needs real wikis ({missing()}).", red=True, bold=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that uses a real wiki."""
    for item in items:
        if WIKI_FIXTURES & set(getattr(item, "fixturenames", ())) or _asks_for_real(item):
            item.add_marker(pytest.mark.wiki)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Keep what was read to collect the tests out of the garbage collector's way: that takes it a tenth of the time."""
    _check_groups(session)
    gc.collect()
    gc.freeze()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test that needs MediaWiki where there is none, or fail it where that is not accepted."""
    if item.get_closest_marker("wiki") is None or not missing():
        return
    if _required():
        pytest.fail(f"this test needs MediaWiki: {missing()}; run tests/farm/install-mediawiki", pytrace=False)
    pytest.skip(f"needs MediaWiki: {missing()}; run tests/farm/install-mediawiki")


@pytest.fixture(autouse=True)
def _the_language_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Speak English in each test, whatever the tests before it spoke."""
    monkeypatch.setenv("LANGUAGE", "en")
    use_language("en")
    yield
    use_language("en")


@pytest.fixture(scope="session")
def three_wikis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trio]:
    """Give the source multibao with five sheets, and the partners movilab and brest; use ``wikis`` to change them."""
    trio = start_trio(tmp_path_factory.mktemp("trio"))
    for wiki in trio:
        wiki.log_in("Admin", "Alice")
    trio.snapshot()
    yield trio
    trio.stop()


@pytest.fixture
def wikis(three_wikis: Trio) -> Iterator[Trio]:
    """Give the three wikis as they were at their start, whatever tests before did to them."""
    three_wikis.restore()
    yield three_wikis
    for wiki in three_wikis:
        wiki.proxy.reset()


@pytest.fixture(scope="session")
def one_wiki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MediaWikiServer]:
    """Give one empty wiki with the content namespace ``Recette``; ``restore()`` empties it again."""
    folder = tmp_path_factory.mktemp("one")
    with start_wiki(folder / "wiki", "essai", site_name="Wiki d’essai", namespaces=RECIPES) as server:
        server.log_in("Admin", "Alice")
        server.snapshot()
        yield server


@pytest.fixture
def wiki_server(one_wiki: MediaWikiServer) -> Iterator[MediaWikiServer]:
    """Give the one wiki, emptied; the faults of a test end with it."""
    one_wiki.restore()
    yield one_wiki
    one_wiki.proxy.reset()


def _check_groups(session: pytest.Session) -> None:
    """Check that tests of one group go to one process, where there are several: xdist adds the group to their names."""
    if getattr(session.config.option, "loadgroup", False):
        astray = [item.nodeid for item in session.items if item.get_closest_marker("xdist_group")]
        astray = [name for name in astray if "@" not in name.rpartition("]")[2]]
        assert not astray, f"xdist and pytest {pytest.__version__} do not keep groups together: {astray[0]}"


def _asks_for_real(item: pytest.Item) -> bool:
    """Tell whether a parameter chooses the real one of several worlds."""
    chosen = getattr(item, "callspec", None)
    return chosen is not None and "real" in chosen.params.values()


def _required() -> bool:
    return bool(os.environ.get(REQUIRE))


def _guarded(connect: Any) -> Any:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family != socket.AF_UNIX and not _is_here(address[0]):
            raise NetworkUsedError(f"tests use no network, but this one connects to {address}")
        return connect(self, address)

    return guarded


def _guarded_lookup(getaddrinfo: Any) -> Any:
    def guarded(host: Any, *arguments: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and not _is_here(name):
            raise NetworkUsedError(f"tests use no network, but this one looks for {name}")
        return getaddrinfo(host, *arguments, **options)

    return guarded


def _is_here(host: str) -> bool:
    if host in {"localhost", "ip6-localhost", "", socket.gethostname()}:
        return True
    try:
        return ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False
