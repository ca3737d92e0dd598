"""What is measured: states of three wikis, each met by ``republish sync``, by the bare loop and by the plain loop."""

import json
import math
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.meter import Meter, Sample, median
from tests.bench.prepared import remember_others
from tests.e2e.project import ROOT, Ended, make_project
from tests.farm.mediawiki import MediaWikiServer
from tests.farm.seed import CATEGORY, sheet_text, sheet_title
from tests.farm.trio import Trio

SECONDS = 3600
PLANNED = (0, 3)  # a plan that changes all sheets passes the limits, and says so
FULL_CATEGORY = f"Catégorie:{CATEGORY}"
MEASURED_WHOLE = 1_000
"""Of more sheets than these, the first copy is prepared and not measured, nor is the plain loop."""
Edits = dict[str, list[dict[str, Any]]]
Copies = dict[str, dict[str, dict[str, str]]]


class BenchError(RuntimeError):
    """A measured process failed, or two that should do the same did not."""


@dataclass(frozen=True)
class Scenario:
    """Some sheets change at the source, or none; *first* is the very first copy."""

    name: str
    changed: int
    first: bool = False

    def bound(self, sheets: int, partners: int) -> int:
        """Count the requests that cannot be saved: batched reads, three requests to log in, one edit a copy."""
        if self.first:
            return math.ceil(sheets / 50) + partners * (3 + sheets)
        writing = partners * (3 + self.changed) if self.changed else 0
        return math.ceil(sheets / 500) + math.ceil(self.changed / 50) + writing


@dataclass(frozen=True)
class Comparison:
    """A scenario, as the bot, the bare loop and the plain loop went through it; with very many sheets not the last."""

    scenario: Scenario
    bound: int
    bot: Sample
    bare: Sample
    plain: Sample | None


@dataclass(frozen=True)
class Lanes:
    """The first copy to each partner alone, and to both side by side, in seconds."""

    alone: dict[str, float]
    together: float

    @property
    def ratio(self) -> float:
        """Compare both lanes side by side with the longer one alone."""
        return self.together / max(self.alone.values())


def scenarios(sheets: int) -> tuple[Scenario, ...]:
    """Give the scenarios; where one sheet is one per cent, they are one scenario."""
    percent = max(1, round(sheets / 100))
    if sheets > MEASURED_WHOLE:
        return (Scenario("nothing changed", 0), Scenario("1 % changed", percent))
    some = [Scenario("one sheet changed", 1), Scenario("1 % changed", percent)]
    if percent == 1:
        some = [Scenario("one sheet changed (1 %)" if sheets == 100 else "one sheet changed", 1)]
    return (
        Scenario("first copy", sheets, first=True),
        Scenario("nothing changed", 0),
        *some,
        Scenario("all changed", sheets),
    )


class Bench:
    """Goes through the scenarios on three wikis; each begins where the bot left the wikis in the one before."""

    def __init__(self, trio: Trio, folder: Path, sheets: int, *, latency: float, repeat: int) -> None:
        """Make the project of an administrator."""
        self._trio = trio
        self._partners = (trio.movilab, trio.brest)
        self._meter = Meter(tuple(trio), folder)
        self._project = make_project(folder / "project", trio)
        self._saved, self._work = folder / "saved", folder / "work.json"
        self._sheets, self._latency, self._repeat = sheets, latency, repeat
        self._known: dict[int, int] = {}
        self._copies: Copies = {wiki.name: {} for wiki in self._partners}
        self._version = 0
        if sheets > MEASURED_WHOLE:
            self._make_first_copies()

    def run(self, say: Callable[[str], None]) -> Iterator[Comparison]:
        """Give one comparison after the other."""
        for scenario in scenarios(self._sheets):
            say(scenario.name)
            self._prepare(scenario)
            edits = self._planned()
            found = {name: len(some) for name, some in edits.items()}
            if set(found.values()) != {scenario.changed}:
                raise BenchError(f"{scenario.name}: {scenario.changed} changes at each partner expected, not {found}")
            samples: dict[str, list[Sample]] = {}
            loops = {"bare": lambda: self._bare(edits), "plain": self._plain}  # noqa: B023 - run at once
            if self._sheets > MEASURED_WHOLE:
                del loops["plain"]
            for _ in range(self._repeat):
                left = set()
                for name, run in (*loops.items(), ("bot", self._sync)):
                    self._back()
                    samples.setdefault(name, []).append(self._meter.measure(run, self._latency))
                    left.add(self._digests(edits))
                if len(left) > 1:
                    raise BenchError(f"{scenario.name}: the bot and the loops left different texts")
            self._known = {page_id: revision for page_id, _, revision in self._listed()}
            bound = scenario.bound(self._sheets, len(self._partners))
            plain = median(samples["plain"]) if "plain" in samples else None
            yield Comparison(scenario, bound, median(samples["bot"]), median(samples["bare"]), plain)

    def lanes(self, say: Callable[[str], None]) -> Lanes:
        """Measure the first copy to each partner alone and to both; the wikis must be as they were at first."""
        say("lanes")
        self._prepare(Scenario("first copy", self._sheets, first=True))
        walls: dict[str, list[float]] = {}
        for _ in range(self._repeat):
            for name in (*(wiki.name for wiki in self._partners), ""):
                words = ("--partner", name) if name else ()
                self._back()
                sample = self._meter.measure(lambda: self._sync(*words), self._latency)  # noqa: B023 - runs at once
                walls.setdefault(name, []).append(sample.wall)
        self._back()
        middle = {name: statistics.median(some) for name, some in walls.items()}
        return Lanes({wiki.name: middle[wiki.name] for wiki in self._partners}, middle[""])

    def _make_first_copies(self) -> None:
        """Copy the sheets that will change, and remember copies of the others."""
        (*_, changing) = scenarios(self._sheets)
        titles = (sheet_title(number) for number in range(1, changing.changed + 1))
        self._sync(*(word for title in titles for word in ("--page", title)))
        remember_others(f"sqlite:///{self._project.folder / 'config/var/republish.db'}", self._listed())
        self._known = {page_id: revision for page_id, _, revision in self._listed()}

    def _prepare(self, scenario: Scenario) -> None:
        """Edit sheets as people do, and remember the wikis and the state of the bot so."""
        if not scenario.first:
            self._version += 1
            for number in range(1, scenario.changed + 1):
                self._trio.multibao.edit(sheet_title(number), sheet_text(number, version=self._version))
        for wiki in self._trio:
            wiki.person("").close()
        self._trio.snapshot()
        shutil.rmtree(self._saved, ignore_errors=True)
        shutil.copytree(self._project.folder, self._saved)

    def _back(self) -> None:
        """Put wikis and state back, and let each wiki fill its caches."""
        self._trio.restore()
        shutil.rmtree(self._project.folder)
        shutil.copytree(self._saved, self._project.folder)
        for wiki in self._trio:
            wiki.person("").get(action="query", meta="siteinfo")

    def _planned(self) -> Edits:
        """Give the edits that the bot would make, by wiki, and learn what the copies should say then."""
        ended = self._republish(self._project.environment, "plan", "--json")
        edits: Edits = {wiki.name: [] for wiki in self._partners}
        for change in _succeeded(ended, PLANNED).json()[0]["changes"]:
            if change["action"] != "skip":
                copy = change["copy"]
                edit = {"title": copy["title"], "base": copy["base"], "text": change["text"]}
                edits[change["partner"]].append({**edit, "summary": change["summary"]})
                told = {"title": copy["title"], "text": change["text"], "summary": change["summary"]}
                self._copies[change["partner"]][change["sheet"]["title"]] = told
        return edits

    def _sync(self, *words: str) -> None:
        environment = self._project.environment | self._meter.environment
        _succeeded(self._republish(environment, "sync", "--beyond-limits", *words))

    def _republish(self, environment: dict[str, str], command: str, *words: str) -> Ended:
        """Run ``republish`` from a cold start, which is measured too."""
        whole = [sys.executable, "-m", "bot", command, "--config", str(self._project.config), *words]
        return _ended(whole, os.environ | {"LANGUAGE": "en"} | environment)

    def _bare(self, edits: Edits) -> None:
        self._loop("bare", {"edits": edits}, known=self._known)

    def _plain(self) -> None:
        self._loop("plain", {"copies": self._copies})

    def _loop(self, module: str, by_wiki: dict[str, Any], **more: Any) -> None:
        """Run one of the loops on what it has to do at each partner."""
        partners = [
            {"api": wiki.api, "user": wiki.robot_user, "password": wiki.robot_password}
            | {key: value[wiki.name] for key, value in by_wiki.items()}
            for wiki in self._partners
        ]
        source = {"source": self._trio.multibao.api, "category": FULL_CATEGORY}
        self._work.write_text(json.dumps({**source, **more, "partners": partners}), encoding="utf-8")
        command = [sys.executable, "-m", f"tests.bench.{module}", str(self._work)]
        _succeeded(_ended(command, os.environ | self._meter.environment))

    def _listed(self) -> tuple[tuple[int, str, int], ...]:
        """List the sheets as page id, title and revision."""
        members = {"generator": "categorymembers", "gcmtitle": FULL_CATEGORY, "gcmtype": "page", "gcmlimit": "max"}
        found: list[tuple[int, str, int]] = []
        going: dict[str, Any] = {}
        while True:
            answer = self._trio.multibao.person("").get(action="query", prop="info", **(members | going))
            found += [(page["pageid"], page["title"], page["lastrevid"]) for page in answer["query"]["pages"]]
            going = answer.get("continue") or {}
            if not going:
                return tuple(found)

    def _digests(self, edits: Edits) -> frozenset[tuple[str, str, str]]:
        """Give the digests of the texts that stand at the partners."""
        return frozenset(
            (wiki.name, title, digest)
            for wiki in self._partners
            for title, digest in _digests(wiki, [edit["title"] for edit in edits[wiki.name]])
        )


def _digests(wiki: MediaWikiServer, titles: list[str]) -> Iterator[tuple[str, str]]:
    for start in range(0, len(titles), 50):
        asked = {"titles": titles[start : start + 50], "prop": "revisions", "rvprop": "sha1"}
        for page in wiki.person("").get(action="query", **asked)["query"]["pages"]:
            yield page["title"], page["revisions"][0]["sha1"] if "revisions" in page else "missing"


def _ended(command: list[str], environment: dict[str, str]) -> Ended:
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def _succeeded(ended: Ended, codes: tuple[int, ...] = (0,)) -> Ended:
    if ended.code not in codes:
        raise BenchError(f"ended with {ended.code}: {(ended.out[-500:] + ended.err[-2000:]).strip()}")
    return ended
