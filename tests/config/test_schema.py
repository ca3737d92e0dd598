"""The JSON Schemas for editors."""

import json
from pathlib import Path
from typing import get_args

import pytest

from bot.config.load import SchemaKind, json_schema
from bot.config.schema import words_at
from bot.config.shipped import shipped

FILES = {"config": "republish", "mapping": "mapping", "format": "format", "register": "register"}


@pytest.mark.parametrize("kind", get_args(SchemaKind))
def test_the_shipped_schema_is_the_generated_one(kind: SchemaKind) -> None:
    """The files of config/schema follow the models; `republish schema` writes them anew."""
    file = shipped("config") / "schema" / f"{FILES[kind]}.schema.json"
    assert file.read_text(encoding="utf-8") == json.dumps(json_schema(kind), ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize("kind", get_args(SchemaKind))
def test_a_schema_explains_every_key(kind: SchemaKind) -> None:
    """An editor shows a sentence for each key, and knows that no other key exists."""
    schema = json_schema(kind)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    for shape in (schema, *schema["$defs"].values()):
        if shape.get("type") == "object":
            assert shape["additionalProperties"] is False
            for key, value in shape["properties"].items():
                assert "description" in value or "$ref" in value, key


def test_words_are_found_by_their_place() -> None:
    """Keys and choices are known by the way to them, through names, lists and options."""
    assert "language" in words_at("config", ())
    assert words_at("config", ("wikis", "any", "password")) == ("env", "file", "credential")
    assert words_at("config", ("wikis", "any", "accepts", 0)) == ("adaptation", "marked", "whole")
    assert words_at("config", ("jobs", "any", "to", 3, "files")) == ("link", "copy", "shared", "drop")
    assert words_at("mapping", ("description",)) == ("fr", "en")
    assert words_at("mapping", ("nowhere", 1, "at all")) == ()


@pytest.mark.parametrize("folder", ["config", "mappings"])
def test_shipped_folders_are_there(folder: str) -> None:
    """What comes with the program is found in a checkout too."""
    assert shipped(folder).is_dir()


def test_an_installed_program_finds_its_own_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A package brings its files in a folder of its own."""
    (tmp_path / "shipped" / "mappings").mkdir(parents=True)
    monkeypatch.setattr("bot.config.shipped._PACKAGE", tmp_path)
    assert shipped("mappings") == tmp_path / "shipped" / "mappings"
