"""Several jobs at one partner: each sheet has one copy there, kept by one job, also when jobs get other names."""

from pathlib import Path

import pytest

from bot.config.load import load
from bot.domain.plan import Outcome, State
from bot.domain.reasons import Reason
from bot.errors import ExitCode
from bot.store.store import open_store
from bot.store.values import RememberedCopy
from bot.sync.environment import Environment, Options
from bot.sync.job_run import JobRun
from bot.sync.runner import run_job
from bot.sync.waits import Waits
from tests.farm.seed import sheet_text, sheet_title
from tests.sync.in_memory import CONFIGURATION, MemoryBench

HEAD, OUTILS = CONFIGURATION.replace("      - {wiki: brest, mapping: brest-fiche}\n", "").split("  outils:\n")


class Jobs(MemoryBench):
    """Jobs that copy the same sheets to movilab, each as often as a test says."""

    def configure(self, *names: str) -> None:
        """Let the configuration have jobs of these names."""
        path = self.folder / "republish.yaml"
        path.write_text(HEAD + "".join(f"  {name}:\n{OUTILS}" for name in names))
        self.configuration = load(path)

    def run_of(self, name: str) -> JobRun:
        """Run the job of that name."""
        self.prepare()
        (job,) = (job for job in self.configuration.jobs if job.name == name)
        with open_store(self.configuration.state) as store:
            return run_job(job, Environment(self.configuration, store, waits=Waits(0, 0), opener=self._open), Options())

    def copies(self) -> list[RememberedCopy]:
        """Give what is remembered of the copies."""
        with open_store(self.configuration.state) as store:
            return list(store.all_copies())


@pytest.fixture
def jobs(tmp_path: Path) -> Jobs:
    """Give one job that has copied its three sheets."""
    bench = Jobs(tmp_path)
    bench.configure("outils")
    assert {result.outcome for result in bench.run_of("outils").results} == {Outcome.CREATED}
    return bench


def test_a_job_of_another_name_goes_on_with_the_copies_of_the_old_one(jobs: Jobs) -> None:
    """Whoever renames a job means the same one: nothing is written, and the copies are its own."""
    jobs.configure("fiches")
    assert jobs.run_of("fiches").results == ()
    assert jobs.asked()["movilab"] == []
    assert {(copy.job, copy.state) for copy in jobs.copies()} == {("fiches", State.CURRENT)}
    jobs.hands["multibao"].edit(sheet_title(1), sheet_text(1, version=1), "Alice")
    assert [result.outcome for result in jobs.run_of("fiches").results] == [Outcome.UPDATED]


def test_a_second_job_takes_nothing_from_the_first(jobs: Jobs) -> None:
    """It says who copies these sheets; what is remembered of their copies stays, and they are kept up to date."""
    jobs.configure("outils", "encore")
    before = jobs.copies()
    second = jobs.run_of("encore")
    assert second.exit_code is ExitCode.WAITING
    found = [result.change.finding for result in second.results]
    assert [(one.reason, one.facts) for one in found if one] == [(Reason.CLAIMED, (("job", "outils"),))] * 3
    assert jobs.copies() == before
    jobs.hands["multibao"].edit(sheet_title(1), sheet_text(1, version=1), "Alice")
    assert [result.outcome for result in jobs.run_of("outils").results] == [Outcome.UPDATED]
    assert {copy.job for copy in jobs.copies()} == {"outils"}
