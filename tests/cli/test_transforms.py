"""``transforms`` tells people and programs what mappings can do to a value."""

import json

import pytest
from click.testing import CliRunner

from bot.cli import republish
from bot.domain.transforms.table import TRANSFORMS
from bot.i18n import use_language


@pytest.fixture(params=["en", "fr"])
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Speak each language in turn, and the one of before afterwards."""
    monkeypatch.setattr("bot.i18n._current", "en")
    use_language(request.param)
    return str(request.param)


def test_all_are_listed(language: str) -> None:
    """Each has its sentence, its options and its example, in the language of the operator."""
    done = CliRunner().invoke(republish, ["transforms"])
    assert done.exit_code == 0
    for name, transform in TRANSFORMS.items():
        assert f"{name}: " in done.output
        assert (transform.description in done.output) is (language == "en")
    assert '{prefix: {text: "no "}}: "3" → "no 3"' in done.output


def test_programs_get_json(language: str) -> None:
    """The same facts as data."""
    done = CliRunner().invoke(republish, ["transforms", "--json"])
    table = {each["name"]: each for each in json.loads(done.output)}
    assert list(table) == list(TRANSFORMS)
    assert table["map"]["options"][0]["required"] is True
    assert table["map"]["example"]["options"] == {"table": {"jeu": "Game", "débat": "Debate"}}
    assert table["date"]["kinds"] == ["date"]
    assert (table["date"]["read_back"], table["prefix"]["read_back"], table["lower"]["read_back"]) == (
        "value",
        "text",
        "no",
    )
    assert (table["strip"]["description"] == TRANSFORMS["strip"].description) is (language == "en")


def test_one_can_be_asked_for() -> None:
    """A name that is none is a mistake with all names."""
    assert CliRunner().invoke(republish, ["transforms", "first"]).output.startswith("first: ")
    done = CliRunner().invoke(republish, ["transforms", "frist"])
    assert done.exit_code == 2
    assert "first" in done.output
