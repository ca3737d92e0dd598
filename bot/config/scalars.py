"""What single values of the configuration may be: how they are read, and what an editor is told of them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from bot.config.durations import INTERVAL_PATTERN, fault_of_interval, parse_interval
from bot.config.syntax import NUMBER, TRUTH
from bot.config.tree import Scalar
from bot.i18n import _

SAID = "said"
"""Type of the errors that bring their own sentence."""

_PERCENT = re.compile(r"([0-9]{1,3})\s*%")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LONGEST_NUMBER = 9
_ALL_SUBCATEGORIES = 10


def said(message: str) -> PydanticCustomError:
    """Wrap a sentence of ours, ready for people, into an error of pydantic's."""
    return PydanticCustomError(SAID, "{message}", {"message": message})


def _text(value: object) -> object:
    return str(value) if isinstance(value, Scalar) else value


def _texts(value: object) -> object:
    return [value] if isinstance(value, Scalar) else value


def _category_names(value: object) -> object:
    if isinstance(value, Scalar) and value.meaning == TRUTH and value.lower() == "true":
        return ()
    if value in ((), []):
        raise said(_("nothing is listed here: list at least one."))
    return _texts(value)


def _flag(value: object) -> object:
    if isinstance(value, Scalar) and value.meaning == TRUTH:
        return value.lower() == "true"
    raise said(_("write true or false here, without quotes."))


def _number(value: object) -> int:
    if isinstance(value, Scalar) and value.meaning == NUMBER and len(value) <= _LONGEST_NUMBER and int(value) >= 0:
        return int(value)
    raise said(_("write a whole number here, for example 10."))


def _page_number(value: object) -> int:
    if isinstance(value, Scalar) and re.fullmatch(r"[0-9]{1,18}", value):
        return int(value)
    raise said(_("write the number of a page here, as the wiki gives it."))


def _level(value: object) -> int:
    if isinstance(value, Scalar) and value.meaning == NUMBER and value in ("1", "2", "3", "4", "5"):
        return int(value)
    raise said(_("write the level of a heading here, from 1 to 5."))


def _depth(value: object) -> object:
    if isinstance(value, Scalar) and value.meaning == TRUTH:
        return _ALL_SUBCATEGORIES if value.lower() == "true" else 0
    if isinstance(value, Scalar) and value.meaning == NUMBER:
        return _number(value)
    raise said(_("write true, or how many levels of subcategories to follow, for example 2."))


def _space(value: object) -> object:
    if not isinstance(value, Scalar):
        raise said(_("write the number or the name of one namespace here."))
    return _number(value) if value.meaning == NUMBER else str(value)


def _interval(value: object) -> timedelta:
    text = str(value) if isinstance(value, Scalar) else ""
    interval = parse_interval(text)
    if interval is None:
        raise said(fault_of_interval(text))
    return interval


def _share(value: object) -> float:
    match = _PERCENT.fullmatch(value) if isinstance(value, Scalar) else None
    if match is None or int(match[1]) > 100:
        raise said(_("write a share of the known copies in percent here, for example 50%."))
    return int(match[1]) / 100


def _day(value: object) -> date:
    try:
        if isinstance(value, Scalar) and _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise said(_("write a day here, for example 2026-01-31."))


@dataclass(frozen=True, slots=True, eq=False)
class _Reading:
    """How a value is read before its type is checked, and what an editor is told that may stand there.

    One annotation instead of three of pydantic's own: two hundred fields are built at each start.
    """

    read: Callable[[object], object]
    told: JsonSchemaValue | None = None
    """None tells what follows from the type."""
    inner: CoreSchema | None = None
    """How the type is checked, where the type alone does not say it."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self.read, self.inner or handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return handler(schema) if self.told is None else dict(self.told)


_ANY_SCALAR = {"type": ["string", "number", "boolean"]}
_ONE_OR_MORE = {"anyOf": [_ANY_SCALAR, {"type": "array", "items": _ANY_SCALAR, "minItems": 1}]}

Name = Annotated[str, _Reading(_text, inner=core_schema.str_schema(strip_whitespace=True, min_length=1))]
Text = Annotated[str, _Reading(_text, _ANY_SCALAR)]
Texts = Annotated[tuple[Name, ...], Field(min_length=1), _Reading(_texts, _ONE_OR_MORE)]
Names = Annotated[
    tuple[Name, ...],
    _Reading(_texts, {"anyOf": [_ANY_SCALAR, {"type": "array", "items": _ANY_SCALAR}]}),
]
"""As Texts, but there may be none."""
CategoryNames = Annotated[
    tuple[Name, ...],
    _Reading(_category_names, {"anyOf": [*_ONE_OR_MORE["anyOf"], {"const": True}]}),
]
"""Names of categories; empty for all of them."""
Flag = Annotated[bool, _Reading(_flag, {"type": "boolean"})]
Number = Annotated[int, _Reading(_number, {"type": "integer", "minimum": 0})]
PageNumber = Annotated[int, _Reading(_page_number, {"type": "integer", "minimum": 0})]
Level = Annotated[int, _Reading(_level, {"type": "integer", "minimum": 1, "maximum": 5})]
Depth = Annotated[int, _Reading(_depth, {"anyOf": [{"type": "boolean"}, {"type": "integer", "minimum": 0}]})]
Space = Annotated[int | str, _Reading(_space, {"type": ["string", "integer"]})]
Interval = Annotated[timedelta, _Reading(_interval, {"type": "string", "pattern": INTERVAL_PATTERN})]
Share = Annotated[float, _Reading(_share, {"type": "string", "pattern": r"^[0-9]{1,3}\s*%$"})]
Day = Annotated[date, _Reading(_day, {"type": "string", "format": "date"})]
