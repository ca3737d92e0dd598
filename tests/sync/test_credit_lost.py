"""A wiki that takes the credit out while it saves: the copy is told as waiting, in the very run that wrote it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.config.load import load
from bot.config.settings import WikiSettings
from bot.config.shipped import shipped
from bot.domain.page import Written
from bot.domain.reasons import Reason
from bot.errors import ExitCode
from bot.store.store import Store, open_store
from bot.sync import runner
from bot.sync.opening import open_wiki
from bot.wiki.folder import FolderWiki
from bot.wiki.protocol import Wiki
from bot.wikitext.credit import without_credit


class Stripping(FolderWiki):
    """A wiki whose filter removes the credit of what it stores."""

    def create(self, title: str, text: str, summary: str) -> Written:
        """Store the page without its credit."""
        return super().create(title, without_credit(text), summary)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Give an empty state."""
    with open_store(f"sqlite:///{tmp_path / 'state.db'}") as opened:
        yield opened


def test_a_copy_stored_without_its_credit_is_no_success(tmp_path: Path, store: Store) -> None:
    """The run that wrote it ends with exit code 3, and so does the next."""
    shutil.copytree(shipped("config") / "demo", tmp_path / "demo")
    configuration = load(tmp_path / "demo" / "republish.yaml")

    def opened(settings: WikiSettings) -> Wiki:
        if settings.name == "brest" and settings.folder is not None:
            return Stripping(settings.name, settings.folder)
        return open_wiki(settings, configuration.contact)

    options = runner.Options(pages=("Arpentage",))
    environment = runner.Environment(configuration, store, opener=opened)

    first = runner.run_job(configuration.jobs[0], environment, options)
    again = runner.run_job(configuration.jobs[0], environment, options)
    assert (first.exit_code, again.exit_code) == (ExitCode.WAITING, ExitCode.WAITING)


class Cutting(FolderWiki):
    """A wiki whose filter takes one word out of what it stores."""

    word = ""

    def create(self, title: str, text: str, summary: str) -> Written:
        """Store the page without the word."""
        return super().create(title, text.replace(self.word, "…"), summary)


@pytest.mark.parametrize(
    ("word", "missing"),
    [
        pytest.param("Jeanne Morel", "names", id="an author"),
        pytest.param("https://creativecommons.org/licenses/by-sa/4.0/", "licence", id="the licence"),
        pytest.param("page=12", "", id="nothing of the credit"),
    ],
)
def test_a_copy_stored_with_half_its_credit_is_no_success(
    tmp_path: Path, store: Store, word: str, missing: str
) -> None:
    """Each name, the licence with its address and the link must have been stored, in either form."""
    shutil.copytree(shipped("config") / "demo", tmp_path / "demo")
    configuration = load(tmp_path / "demo" / "republish.yaml")

    def opened(settings: WikiSettings) -> Wiki:
        if settings.folder is None or settings.name not in ("brest", "movilab"):
            return open_wiki(settings, configuration.contact)
        wiki = Cutting(settings.name, settings.folder)
        wiki.word = word
        return wiki

    environment = runner.Environment(configuration, store, opener=opened)
    done = runner.run_job(configuration.jobs[0], environment, runner.Options(pages=("Arpentage",)))
    found = {(copy.partner, copy.reason, dict(copy.facts).get("missing", "")) for copy in store.all_copies()}
    reason = Reason.CREDIT_INCOMPLETE if missing else None
    assert found == {(partner, reason, missing) for partner in ("brest", "movilab")}
    assert done.exit_code is (ExitCode.WAITING if missing else ExitCode.DONE)
