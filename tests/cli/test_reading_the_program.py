"""How much of the program a command reads: most runs find nothing to do, and are nearly all start-up."""

import gc
import subprocess
import sys

import pytest

from bot.cli.common import reading_the_program

ENGINE = "import bot.cli.syncing, bot.config.load, bot.report.terminal, bot.report.wiki_page, bot.sync.runner"
NEVER_FOR_NOTHING = {
    *("alembic", "apscheduler", "mwparserfromhell", "prometheus_client", "tzlocal"),
    *("bot.domain.kinds.numbers", "bot.domain.licences.reading", "bot.domain.merge.units", "bot.wiki.folder"),
    *("bot.sync.adapting", "bot.sync.copy_planner", "bot.sync.placing", "bot.sync.rendering"),
    *("bot.wikitext.file_page", "bot.wikitext.reader", "bot.wikitext.update", "bot.wikitext.writer"),
}
"""What only a sheet that moved, another kind of wiki or another command needs."""


def modules_behind(program: str) -> set[str]:
    """Give all modules that a process has read once it has run *program*."""
    ended = subprocess.run(
        [sys.executable, "-c", f"import sys\n{program}\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return set(ended.stdout.split())


@pytest.mark.parametrize(
    ("program", "needless"),
    [
        pytest.param(ENGINE, NEVER_FOR_NOTHING, id="engine"),
        pytest.param("import bot.cli", {"pydantic", "sqlalchemy", "requests", "rich", "bot.cli.syncing"}, id="version"),
    ],
)
def test_what_nobody_needs_is_not_read(program: str, needless: set[str]) -> None:
    """A run that may find nothing to do reads no reader of pages, and a mere question for the version no engine."""
    assert modules_behind(program) & needless == set()


def test_garbage_is_looked_for_once_the_program_is_read() -> None:
    """Also when a module cannot be read."""

    def read() -> None:
        with reading_the_program():
            assert not gc.isenabled()
            raise ImportError

    with pytest.raises(ImportError):
        read()
    assert gc.isenabled()
