"""What an editor is told of transforms: the table of all, as a part of a JSON Schema."""

from typing import Any

from bot.domain.transform import Option, Sort, Transform
from bot.domain.transforms.table import TRANSFORMS

_SCALAR = {"type": ["string", "number", "boolean"]}


def _of_option(option: Option) -> dict[str, Any]:
    schema: dict[str, Any] = dict(_SCALAR)
    if option.sort is Sort.NUMBER:
        schema = {"type": "integer", "minimum": 1}
    elif option.sort is Sort.CHOICE:
        schema = {"enum": list(option.words)}
    elif option.sort is Sort.TABLE:
        schema = {"type": "object", "additionalProperties": _SCALAR, "minProperties": 1}
    return {"description": option.description, **schema}


def _of_transform(transform: Transform) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "type": "object",
        "properties": {option.name: _of_option(option) for option in transform.options},
        "additionalProperties": False,
    }
    required = [option.name for option in transform.options if option.default is None]
    if required:
        whole["required"] = required
    # The first option may stand alone where no other must be given.
    alone = transform.options[:1] if not required[1:] else ()
    short = [_of_option(option) for option in alone if not required or option.name == required[0]]
    forms = [form for form in short if form.get("type") != "object"]
    return (
        {"description": transform.description, "anyOf": [*forms, whole]}
        if forms
        else whole | {"description": transform.description}
    )


def steps_schema() -> dict[str, Any]:
    """Describe one transform, or a list of them."""
    names = [name for name, each in TRANSFORMS.items() if all(option.default is not None for option in each.options)]
    step = {
        "anyOf": [
            {"enum": names},
            {
                "type": "object",
                "properties": {name: _of_transform(each) for name, each in TRANSFORMS.items()},
                "additionalProperties": False,
                "minProperties": 1,
                "maxProperties": 1,
            },
        ]
    }
    return {"anyOf": [*step["anyOf"], {"type": "array", "items": step, "minItems": 1}]}
