"""Names, addresses, days and credit lines of others, written so that nothing in them acts as wikitext."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from urllib.parse import quote

from bot.domain.credit import Mention

Say = Callable[[str], str]
BREAK = " <br />\n"
"""What stands between two lines of a credit."""

_UNSAFE = str.maketrans({char: f"&#{ord(char)};" for char in "&[]{}|<>'\"~=*#:;_"} | {"\n": " "})
_UNSAFE_IN_ADDRESS = str.maketrans({char: f"&#{ord(char)};" for char in "&[]{}|<>'\"~\n"})
_NOT_IN_URL = re.compile(r"[\s\[\]{}|<>\"'~\x00-\x1f]")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_LINE_START = re.compile(r"^[*#:;\s]+")
_LINKED = re.compile(
    r"\[(?P<url>(?:https?:)?//[^\s\[\]<>\"]+)(?:\s+(?P<label>[^\]\n]*))?\]"
    r"|\[\[:?(?P<target>[^\[\]|{}<>\n]+)(?:\|(?P<shown>[^\[\]{}\n]*))?\]\]"
    r"|(?P<bare>https?://[^\s\[\]<>\"|{}]+)"
)


def plain_text(text: str) -> str:
    """Write names and titles so that nothing in them is read as wikitext."""
    return text.translate(_UNSAFE)


def url_text(address: str) -> str:
    """Write an address so that it stays one word of a link and one value of a parameter."""
    return _NOT_IN_URL.sub(lambda found: quote(found[0], safe=""), address)


def address_text(address: str) -> str:
    """Write the address of a wiki as an attribute or a parameter."""
    return address.translate(_UNSAFE_IN_ADDRESS)


def day_in_words(day: date, say: Say) -> str:
    """Write a day as people read it, such as “12 mai 2024”."""
    pattern = say("1 {month} {year}") if day.day == 1 else say("{day} {month} {year}")
    return pattern.format(day=day.day, month=_months(say)[day.month - 1], year=day.year)


@lru_cache(maxsize=8)
def _months(say: Say) -> tuple[str, ...]:
    return (
        *(say("January"), say("February"), say("March"), say("April"), say("May"), say("June")),
        *(say("July"), say("August"), say("September"), say("October"), say("November"), say("December")),
    )


def mention_text(mentions: Iterable[Mention]) -> str:
    """Write credit lines of a sheet word for word, a line each; addresses stay links, all other markup is shown."""
    return " <br /> ".join(line for mention in mentions for line in _lines_of(mention))


def _lines_of(mention: Mention) -> list[str]:
    lines = (_LINE_START.sub("", _CONTROL.sub(" ", line)).strip() for line in mention.text.splitlines())
    written = [_line(line) for line in lines if line]
    heading = plain_text(mention.heading.strip("= \t\n"))
    return [f"{heading} – {written[0]}", *written[1:]] if heading and written else written


def _line(line: str) -> str:
    parts, position = [], 0
    for found in _LINKED.finditer(line):
        parts += [_shown(line[position : found.start()]), _link(found)]
        position = found.end()
    return "".join((*parts, _shown(line[position:])))


def _link(found: re.Match[str]) -> str:
    url, label, shown = found["url"] or found["bare"], found["label"], found["shown"] or found["target"]
    if not url:
        return _shown(shown.strip() or found["target"])
    return f"[{url_text(url)} {_shown((label or '').strip()) or _shown(url)}]"


def _shown(text: str) -> str:
    """Write text plainly; a bracket behind a link could be read as the id of a licence."""
    return plain_text(text).replace("(", "&#40;")
