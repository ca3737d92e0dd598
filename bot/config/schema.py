"""JSON Schemas of the files, for editors and for our own error messages."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from bot.config.mapping_models import FormatShape, MappingShape
from bot.config.models import ConfigurationShape
from bot.config.register_models import RegisterShape

SchemaKind = Literal["config", "mapping", "format", "register"]
_SHAPES: Mapping[str, type[BaseModel]] = {
    "config": ConfigurationShape,
    "mapping": MappingShape,
    "format": FormatShape,
    "register": RegisterShape,
}


class _Generator(GenerateJsonSchema):
    """Leaves out what helps nobody: titles of keys, and null, which YAML files never hold."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """Leave null out."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Leave defaults out that say nothing."""
        empty = schema.get("default") in (None, (), {}, "")
        return self.generate_inner(schema["schema"]) if empty else super().default_schema(schema)

    def field_title_should_be_set(self, schema: object) -> bool:
        """Repeat no key as its own title."""
        return False


def json_schema(kind: SchemaKind) -> dict[str, Any]:
    """Give the JSON Schema (draft 2020-12) of a kind of file."""
    return _schema_of(_SHAPES[kind])


def words_at(kind: SchemaKind, steps: tuple[str | int, ...]) -> tuple[str, ...]:
    """List the keys that a mapping at *steps* may have, or the words that a value there may be."""
    schema = json_schema(kind)
    node = schema
    for step in steps:
        node = _resolved(node, schema)
        below = node.get("items") if isinstance(step, int) else node.get("properties", {}).get(step)
        node = below or node.get("additionalProperties") or {}
    node = _resolved(node, schema)
    only = [node["const"]] if isinstance(node.get("const"), str) else []
    return tuple(node.get("enum") or node.get("properties") or only)


def _resolved(node: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    for option in (*node.get("anyOf", ()), *node.get("oneOf", ())):
        if option.get("type") in ("object", "array") or "$ref" in option:
            return _resolved(option, schema)
    reference = node.get("$ref", "").rpartition("/")[2]
    return _resolved(schema["$defs"][reference], schema) if reference else node


@cache
def _schema_of(shape: type[BaseModel]) -> dict[str, Any]:
    schema = shape.model_json_schema(by_alias=True, schema_generator=_Generator)
    return {"$schema": _Generator.schema_dialect, **schema}
