"""Real MediaWikis: started in a folder, filled, edited as people do, and put back as they were."""

import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.farm.dump import SeedRevision, is_address, write_dump
from tests.farm.hand import FarmHand, HistoryEntry
from tests.farm.install import (
    PEOPLE,
    ROBOT,
    ROBOT_APP,
    ROBOT_PASSWORD,
    add_accounts,
    install,
    maintain,
    missing,
    settle,
)
from tests.farm.people import Person
from tests.farm.proxy import CountingProxy
from tests.farm.requestlog import Request
from tests.farm.server import PhpServer
from tests.farm.settings import MAY_PROTECT, SHARE_ALIKE, SHARE_ALIKE_WORDS, WikiSettings, local_settings


class MediaWikiServer(FarmHand):
    """One running wiki behind its counting proxy; make it with :func:`start_wiki`."""

    robot_user = f"{ROBOT}@{ROBOT_APP}"
    robot_password = ROBOT_PASSWORD
    passwords: Mapping[str, str] = {**PEOPLE, robot_user: robot_password}

    def __init__(self, folder: Path, name: str, settings: WikiSettings, port: int = 0, workers: int = 4) -> None:
        """Install and start the wiki."""
        self.name = name
        self.folder = folder
        self.proxy = CountingProxy(0, port)
        self.url = f"http://127.0.0.1:{self.proxy.port}"
        self.api = f"{self.url}/api.php"
        self.settings = replace(settings, server=self.url)
        try:
            install(folder, self.settings)
            self._php = PhpServer(folder, workers)
        except BaseException:
            self.proxy.stop()
            raise
        self.proxy.backend_port = self._php.port
        self._people: dict[str, Person] = {}
        self._accounts = {*PEOPLE, ROBOT}
        self._saved_accounts = {"saved": set(self._accounts)}
        self._saved_people: dict[str, dict[str, Person]] = {}

    # What came over the wire

    def requests(self, mark: int = 0) -> list[Request]:
        """Give the requests that came through the proxy since a mark of ``proxy.mark()``."""
        return self.proxy.since(mark)

    def counts(self, mark: int = 0) -> Counter[str]:
        """Count the requests since a mark by kind."""
        return self.proxy.counts(mark)

    # Pages in bulk

    def write_pages(self, pages: Iterable[SeedRevision]) -> None:
        """Put pages with their whole histories into the wiki, as if their authors had written them here."""
        revisions = list(pages)
        self.add_accounts({one.user for one in revisions if not is_address(one.user)})
        path = self.folder / "import.xml"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(write_dump(revisions))
        maintain(self.folder, "importDump.php", "--quiet", "--no-updates", "--username-prefix=", str(path))
        maintain(self.folder, "refreshLinks.php")
        maintain(self.folder, "rebuildrecentchanges.php")
        maintain(self.folder, "initSiteStats.php", "--update")
        self.run_jobs()
        path.unlink()

    def add_accounts(self, names: Iterable[str]) -> None:
        """Make accounts that nobody needs to log in with."""
        new = sorted(set(names) - self._accounts)
        add_accounts(self.folder, [(name, "", []) for name in new], None)
        self._accounts.update(new)

    def run_jobs(self) -> None:
        """Run all waiting jobs, and let the server see what maintenance scripts did."""
        maintain(self.folder, "runJobs.php")
        self._php.forget()

    def maintain(self, script: str, *arguments: str, given: str = "") -> str:
        """Run one of MediaWiki's maintenance scripts on this wiki."""
        told = maintain(self.folder, script, *arguments, given=given)
        self._php.forget()
        return told

    def configure(self, extra: str) -> None:
        """Use these lines of PHP as extra settings from now on; no restart is needed."""
        settings = replace(self.settings, extra=extra)
        (self.folder / "LocalSettings.php").write_text(local_settings(self.folder, settings), encoding="utf-8")
        self._php.forget()

    # What people do

    def person(self, name: str = "Alice") -> Person:
        """Give the session of a person; the empty name is nobody in particular, not logged in."""
        if name not in self._people:
            self._people[name] = Person(f"{self._php.url}/api.php", name, self.passwords[name] if name else "")
        return self._people[name]

    def log_in(self, *names: str) -> None:
        """Let people log in now: that takes longer than an edit, and a snapshot keeps it."""
        for name in names:
            self.person(name).get(action="query")

    def let_protect(self) -> None:
        """Give the robot the right to protect pages; an open client of his learns of it when he logs in again."""
        self.configure(f"{self.settings.extra}\n{MAY_PROTECT}")

    # As it was

    def snapshot(self, name: str = "saved") -> None:
        """Remember the wiki as it is now under a name, in place of what was remembered before.

        Nothing may write while this runs. Everything that stands in the wiki's folder is kept: pages, accounts,
        sessions, files, settings. What the proxy was told is not: see :meth:`restore`.
        """
        settle(self.folder)
        for part in ("db", "images"):
            shutil.rmtree(self.folder / name / part, ignore_errors=True)
            shutil.copytree(self.folder / part, self.folder / name / part, ignore=shutil.ignore_patterns("locks"))
        shutil.copy2(self.folder / "LocalSettings.php", self.folder / name)
        self._saved_accounts[name] = set(self._accounts)
        self._saved_people[name] = dict(self._people)

    def restore(self, name: str = "saved") -> None:
        """Put the wiki back as it was at the last snapshot of that name, and the proxy to its ordinary ways.

        Nothing may write meanwhile. Ids of pages and revisions given since then will be given again.
        Sessions opened since then end: clients have to log in again. People who were logged in then are so now.
        """
        settle(self.folder)
        for part in ("db", "images"):
            _put_back(self.folder / name / part, self.folder / part)
        shutil.copy2(self.folder / name / "LocalSettings.php", self.folder)
        self._php.forget()
        self._accounts = set(self._saved_accounts[name])
        kept = self._saved_people.get(name, {})
        self._close_people(kept)
        self._people.update(kept)
        self.proxy.reset()

    def processes(self) -> list[int]:
        """List the processes of the wiki's server."""
        return self._php.processes()

    def stop(self) -> None:
        """Stop the wiki; its folder stays."""
        self._close_people()
        self.proxy.stop()
        self._php.stop()

    def _close_people(self, kept: Mapping[str, Person] | None = None) -> None:
        for name, person in self._people.items():
            if not kept or kept.get(name) is not person:
                person.close()
        self._people.clear()

    def __enter__(self) -> Self:
        """Give the running wiki."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the wiki."""
        self.stop()


def start_wiki(
    folder: Path,
    name: str,
    *,
    site_name: str,
    language: str = "fr",
    rights_url: str = SHARE_ALIKE,
    rights_text: str = SHARE_ALIKE_WORDS,
    port: int | None = None,
    extra_settings: str = "",
    workers: int = 4,
    namespaces: Mapping[int, str] | None = None,
    extensions: Iterable[str] = (),
    without: Iterable[str] = (),
) -> MediaWikiServer:
    """Install and start a wiki in a folder that does not exist yet or is empty; *without* are usual extensions."""
    settings = WikiSettings(
        site_name=site_name,
        language=language,
        rights_url=rights_url,
        rights_text=rights_text,
        namespaces=dict(namespaces or {}),
        extensions=tuple(extensions),
        without=tuple(without),
        extra=extra_settings,
    )
    return MediaWikiServer(folder, name, settings, port or 0, workers)


def _put_back(saved: Path, target: Path) -> None:
    for old in sorted(target.rglob("*"), reverse=True):
        if old.is_file() and not (saved / old.relative_to(target)).exists():
            old.unlink()
    for kept in saved.rglob("*"):
        if kept.is_file():
            place = target / kept.relative_to(saved)
            place.parent.mkdir(parents=True, exist_ok=True)
            fresh = place.with_name(place.name + ".fresh")
            shutil.copy2(kept, fresh)
            fresh.replace(place)


__all__ = ["HistoryEntry", "MediaWikiServer", "SeedRevision", "missing", "start_wiki"]
