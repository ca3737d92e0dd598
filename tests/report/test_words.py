"""What the operator reads of wikis and runs, in words."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.errors import ExitCode
from bot.i18n import use_language
from bot.report.words import describe_health, describe_run, moment
from bot.store.values import RememberedRun, WikiHealth


def test_times_read_alike() -> None:
    """To the minute and with their zone, whatever zone they come in."""
    paris = datetime(2026, 3, 1, 15, 5, 59, tzinfo=timezone(timedelta(hours=1)))
    assert moment(paris) == "2026-03-01 14:05 UTC"
    told = describe_health(WikiHealth("brest", paris, "maxlag", "", 1, paris))
    assert "2026-03-01 14:05 UTC" in told
    # The table of states is that of the last time the wiki could be asked.
    assert told.endswith("Until then, copies that are told as current may be behind.")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "interrupted: the run never told its end; it still lived at 2026-03-01 14:05 UTC"),
        (
            "fr",
            "interrompu\u00a0: ce passage n’a jamais annoncé sa fin\u00a0; il vivait encore le 2026-03-01 14:05 UTC",
        ),
    ],
)
def test_a_lost_run_is_told_as_interrupted(language: str, words: str) -> None:
    """With the last moment at which it is known to have lived, and without a number that it never gave."""
    use_language(language)
    begun = datetime(2026, 3, 1, 14, 0, tzinfo=UTC)
    lost = RememberedRun(7, "outils", "sync", begun, begun + timedelta(minutes=5))
    assert describe_run(lost) == f"#7 2026-03-01 14:00 UTC outils (sync): {words}"


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("http-503", "tries again at the next run"),
        ("http-429", "tries again at the next run"),
        ("odd-answer", "tries again at the next run"),
        ("internal_api_error_DBQueryError", "tell its administrators"),
        ("http-403", "ask whoever runs that server"),
        ("http-401", "ask whoever runs that server"),
        ("http-418", "ask whoever runs that server"),
        ("http-301", ""),  # its words say what to do
        ("http-404", "Check the address of api.php"),
    ],
)
def test_whatever_a_server_answers_somebody_can_do_something(code: str, advice: str) -> None:
    told = describe_health(WikiHealth("brest", datetime(2026, 3, 1, tzinfo=UTC), code, "words of the server"))
    assert advice in told.partition("words of the server.")[2]


def test_a_run_that_could_do_nothing_does_not_say_that_nothing_was_to_be_done() -> None:
    at = datetime(2026, 3, 1, 14, 5, tzinfo=UTC)
    quiet = RememberedRun(7, "outils", "serve", at, at, ExitCode.DONE)
    assert describe_run(quiet).endswith("(serve, 0.0 s, exit code 0): nothing to do")
    failed = RememberedRun(8, "outils", "serve", at, at, ExitCode.LATER, note="The wiki brest answered “timeout”")
    assert describe_run(failed).endswith("(serve, 0.0 s, exit code 75): The wiki brest answered “timeout”")
