"""``forget-name``: what goes into the register for ever is asked for with care."""

from pathlib import Path

import pytest

from tests.cli.test_demo import Ended, demo, republish, synced

__all__ = ["demo", "synced"]

WHO = ("--by", "Jeanne Morel", "--reason", "Asked by mail.")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let reports be English whatever the configuration says."""
    monkeypatch.setenv("REPUBLISH_LANGUAGE", "en")


def forget(demo: Path, *arguments: str) -> Ended:
    """Give the command on a demonstration."""
    return republish("forget-name", "--config", str(demo / "republish.yaml"), *arguments)


def register(demo: Path) -> str:
    """Give the text of the register, empty where there is none."""
    return "".join(path.read_text(encoding="utf-8") for path in demo.rglob("register.yaml"))


@pytest.mark.parametrize("arguments", [(), WHO[:2], WHO[2:], (*WHO[:2], "--reason", " ")])
def test_who_decides_and_why_is_asked_for(demo: Path, arguments: tuple[str, ...]) -> None:
    """Nothing is kept without both."""
    ended = forget(demo, "Nobody", "--even-unseen", *arguments)
    assert (ended.code, "--by NAME --reason TEXT" in ended.err) == (2, True), ended
    assert register(demo) == ""


def test_a_name_that_no_copy_bears_is_kept_only_on_a_word(demo: Path) -> None:
    """It may be a slip; the way back is told, and who asks again need not say who and why once more."""
    ended = forget(demo, "Jeane Morell", *WHO)
    assert (ended.code, register(demo)) == (3, ""), ended
    assert "No copy names “Jeane Morell”." in ended.out
    assert "--even-unseen" in ended.err
    kept = forget(demo, "Jeane Morell", "--even-unseen", *WHO)
    assert kept.code == 0, kept
    assert 'name: "Jeane Morell"' in register(demo)
    assert "take its entry out of “forgotten_names”" in kept.out
    assert forget(demo, "Jeane Morell").code == 0
    assert register(demo).startswith("# Register of the republishing bot")


def test_the_register_says_what_it_is_in_french(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is read by people, in their language, and stays readable for the program."""
    monkeypatch.setenv("REPUBLISH_LANGUAGE", "fr")
    assert forget(demo, "Jeane Morell", "--even-unseen", *WHO).code == 0
    assert register(demo).startswith("# Registre du robot")
    assert forget(demo, "Jeane Morell").code == 0
