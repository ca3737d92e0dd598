"""Answers of a wiki whose shape nobody has foreseen."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from bot.errors import Trouble, WikiError
from bot.i18n import _
from bot.wiki.answers import clean

_WRITES = frozenset({"create", "update", "move", "write_house", "upload"})


class _Named(Protocol):
    @property
    def name(self) -> str: ...


_P = ParamSpec("_P")
_R = TypeVar("_R")
_Wiki = TypeVar("_Wiki", bound=_Named)


def understood(method: Callable[Concatenate[_Wiki, _P], _R]) -> Callable[Concatenate[_Wiki, _P], _R]:
    """Turn an answer of an unknown shape into a WikiError; a write is then of unknown outcome."""

    @wraps(method)
    def guarded(self: _Wiki, /, *arguments: _P.args, **options: _P.kwargs) -> _R:
        try:
            return method(self, *arguments, **options)
        except (KeyError, TypeError, AttributeError, IndexError, ValueError) as error:
            info = _("an answer of a shape we do not know ({what})").format(what=clean(repr(error)))
            trouble = Trouble.UNKNOWN if method.__name__ in _WRITES else Trouble.WIKI
            raise WikiError(self.name, trouble, "odd-answer", info) from error

    return guarded
