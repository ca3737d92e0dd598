"""Whatever becomes of a file, loading it ends well: with a configuration, or with problems in lines that exist."""

import re
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.config.load import load
from bot.config.settings import Configuration
from bot.errors import ConfigurationError
from tests.config.home import BREST, CONFIG, FORMAT, PARTNER, SAMPLES, SOURCE, home_in

FILES = st.sampled_from([CONFIG, FORMAT, SOURCE, PARTNER, BREST])
BREAKS = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
ENOUGH = settings(max_examples=150, deadline=None)


def load_with(file: str, text: str) -> None:
    """Load the samples with one file changed, and check what comes of it."""
    with TemporaryDirectory() as folder:
        home = home_in(Path(folder))
        path = home.write(file, text.encode("utf-8", "surrogatepass"))
        result = outcome_of(home.folder / CONFIG)
    if isinstance(result, ConfigurationError):
        assert result.problems
        lines = BREAKS.split(text)
        for problem in [problem for problem in result.problems if problem.file == str(path)]:
            assert 1 <= problem.line <= len(lines), problem
            assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1, problem


def outcome_of(path: Path) -> Configuration | ConfigurationError:
    """Load a configuration, or give the error; any other error is a bug."""
    try:
        return load(path)
    except ConfigurationError as error:
        return error


def load_with_line(file: str, number: int, change: Callable[[list[str], int], None]) -> None:
    """Load the samples with one line of one file changed."""
    lines = SAMPLES[file].splitlines(keepends=True)
    change(lines, number % len(lines))
    load_with(file, "".join(lines))


@ENOUGH
@given(FILES, st.integers(0, 40))
def test_a_line_taken_out_never_breaks_the_loading(file: str, number: int) -> None:
    """A file that lacks any one line loads, or has problems in lines that exist."""
    load_with_line(file, number, lambda lines, at: lines.__delitem__(at))


@ENOUGH
@given(FILES, st.integers(0, 40))
def test_a_line_written_twice_never_breaks_the_loading(file: str, number: int) -> None:
    """A file with any one line twice loads, or has problems in lines that exist."""
    load_with_line(file, number, lambda lines, at: lines.insert(at, lines[at]))


@ENOUGH
@given(
    FILES,
    st.integers(0, 40),
    st.integers(0, 80),
    st.sampled_from(list("[]{}:#&*!|>@%`'\"\t,- \\~?\x00\x85\u2028é😀\ud800")),
)
def test_a_character_put_in_never_breaks_the_loading(file: str, number: int, column: int, character: str) -> None:
    """A stray character anywhere is a problem with a place, if it is one at all."""

    def change(lines: list[str], at: int) -> None:
        column_in_line = column % len(lines[at])
        lines[at] = lines[at][:column_in_line] + character + lines[at][column_in_line:]

    load_with_line(file, number, change)


@ENOUGH
@given(FILES, st.integers(0, 2000))
def test_a_file_cut_short_never_breaks_the_loading(file: str, length: int) -> None:
    """A file that was not written to its end loads, or has problems in lines that exist."""
    load_with(file, SAMPLES[file][:length])


@ENOUGH
@given(FILES, st.text())
@example(CONFIG, "a: &a {<<: *a}")
@example(CONFIG, "? - a\n: b")
@example(CONFIG, "{[]: }")
def test_any_text_at_all_is_read_or_refused(file: str, text: str) -> None:
    """No text makes the loading fail otherwise."""
    load_with(file, text)
