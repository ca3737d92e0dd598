"""Processes of the command, forked from one that has read the program once: a start costs a tenth of a new one.

All that such a process shares with the next is the code. How the command starts in a new interpreter, and how it is
killed there, is for the tests that begin one themselves.
"""

import json
import multiprocessing
import os
import resource
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[2]
FORKING = multiprocessing.get_context("forkserver")
FORKING.set_forkserver_preload(["tests.processes.preloaded"])


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """Read its output as JSON."""
        return json.loads(self.out)


class Running:
    """The command at work, in English: that is the language in which its code was read.

    It runs in the folder *at*; with *most*, no file may grow beyond so many bytes. *prepare*, a function of a module,
    is called in the process before the command begins.
    """

    def __init__(
        self,
        words: tuple[str, ...],
        environment: Mapping[str, str],
        *,
        at: Path = ROOT,
        most: int = 0,
        prepare: Callable[[], object] | None = None,
    ) -> None:
        """Start it."""
        self._folder = TemporaryDirectory()
        self._said = tuple(Path(self._folder.name, name) for name in ("out", "err"))
        everything = {**os.environ, "LANGUAGE": "en", **environment}
        self._process = FORKING.Process(target=_be, args=(words, everything, self._said, at, most, prepare))
        self._process.start()

    def wait(self, seconds: float = 240) -> Ended:
        """Wait for its end; raise TimeoutError where it does not come."""
        with self._folder:
            self._process.join(seconds)
            code = self._process.exitcode
            if code is None:
                self._process.kill()
                raise TimeoutError(f"the command still runs after {seconds} seconds")
            out, err = (path.read_text(encoding="utf-8") for path in self._said)
            return Ended(code, out, err)


def _be(
    words: tuple[str, ...],
    environment: dict[str, str],
    said: tuple[Path, ...],
    at: Path,
    most: int,
    prepare: Callable[[], object] | None,
) -> None:
    """Become the command, in a process of its own."""
    for number, path in enumerate(said, 1):
        with path.open("wb") as file:
            os.dup2(file.fileno(), number)
    os.chdir(at)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["republish", *words]
    if most:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    if prepare is not None:
        prepare()
    from bot.cli import main  # read already: see preloaded.py

    main()
