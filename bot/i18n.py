"""Messages in the language of the people who read them.

Catalogues are gettext files in ``bot/locale``; English is the language of the source code.
"""

import gettext as _gettext
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LANGUAGES = ("fr", "en")
_LOCALE = Path(__file__).parent / "locale"


@cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    return _gettext.translation("republish", _LOCALE, languages=[language], fallback=True)


def language_of_environment() -> str:
    """Give the first language we speak that the environment asks for, else English."""
    for name in ("REPUBLISH_LANGUAGE", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        for wish in os.environ.get(name, "").split(":"):
            if wish[:2].lower() in LANGUAGES:
                return wish[:2].lower()
    return "en"


_current = language_of_environment()
_spoken: ContextVar[str] = ContextVar("spoken", default="")
"""What is spoken for a while to others than the operator; empty for nobody."""


def use_language(language: str) -> None:
    """Speak *language* from now on in this process."""
    global _current  # noqa: PLW0603 -- one process speaks one language to its operator
    _current = language if language in LANGUAGES else "en"
    os.environ["LANGUAGE"] = _current  # click looks there for its own messages


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak *language* for a while, in this thread alone, for a text that others than the operator will read."""
    token = _spoken.set(language if language in LANGUAGES else "en")
    try:
        yield
    finally:
        _spoken.reset(token)


def _(message: str) -> str:
    """Translate *message* into the operator's language, or that which is spoken for a while."""
    return _catalogue(_spoken.get() or _current).gettext(message)


def ngettext(one: str, many: str, count: int, **facts: str) -> str:
    """Translate a message that depends on a number, with ``{count}`` and other facts filled in."""
    return _catalogue(_spoken.get() or _current).ngettext(one, many, count).format(count=count, **facts)


def translator(language: str) -> Callable[[str], str]:
    """Give the translation function of *language*, for text that others than the operator will read."""
    return _catalogue(language if language in LANGUAGES else "en").gettext
