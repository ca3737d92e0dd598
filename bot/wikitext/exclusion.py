"""What a page says to bots: templates that keep them out, and templates that say that somebody is at work.

The rules are those of https://en.wikipedia.org/wiki/Template:Bots, read in favour of the people who wrote them: one
template that keeps us out is enough, whatever the others say.
"""

import re

from bot.domain.reasons import Finding, Reason
from bot.domain.wiki import WikiFacts
from bot.wikitext.templates import parameters_of, template_name, templates_in

PROGRAM = "republish"
"""The name by which a page may keep this program out, under whatever account it works."""

_NOBODY_MAY = frozenset(
    {"nobots", "nobot", "no bots", "no bot", "pas de bots", "pas de bot", "pas de robots", "sans bots", "sans robots"}
)
_SOME_MAY = frozenset({"bots"})
_FOR_US = frozenset({"allow", "allowscript"})
_AGAINST_US = frozenset({"deny", "denyscript", "optout"})
_ALL = frozenset({"all", "tous", "toutes"})
_BETWEEN = re.compile(r"[,;]")
_LONGEST = 80

Parameters = tuple[tuple[str, str], ...]


def is_for_bots(name: str) -> bool:
    """Tell whether a template speaks to bots and so has no meaning on another wiki."""
    return name.casefold() in _NOBODY_MAY | _SOME_MAY


def objection(text: str, account: str, in_use: tuple[str, ...], wiki: WikiFacts, *, editor: str = "") -> Finding | None:
    """Give the reason why a page must not be written now, None where it has none.

    It speaks to us by the name of our *account* or of our program. *in_use* names the templates that say that somebody
    is at work; *editor*, who edited the page last, goes into the reason.
    A template between nowiki tags or in a comment says nothing.
    """
    us = frozenset(map(_folded, filter(None, (account, PROGRAM))))
    facts = (("editor", editor), ("bot", account or PROGRAM))
    busy = frozenset(template_name(name, wiki).casefold() for name in in_use)
    at_work: Finding | None = None
    for element in templates_in(text):
        title = element.parts[0]
        name = template_name(text[title.start : title.end], wiki).casefold()
        if is_for_bots(name) and _keeps_out(name, parameters_of(text, element), us):
            return Finding(Reason.BOTS_EXCLUDED, (("template", _shown(text[element.start : element.end])), *facts))
        if name in busy and at_work is None:
            at_work = Finding(Reason.IN_USE, (("template", _shown(text[element.start : element.end])), *facts))
    return at_work


def _keeps_out(name: str, parameters: Parameters, us: frozenset[str]) -> bool:
    """Tell whether one call keeps us out; our own name counts for more than “all” and “none”."""
    listed = {key.lower(): _names(value) for key, value in parameters}
    if name in _NOBODY_MAY:
        numbered = frozenset[str]().union(
            *(names for key, names in listed.items() if key.isdigit() or key in _AGAINST_US)
        )
        if us & _every(listed, _FOR_US):
            return False
        return not numbered or bool(numbered & (us | _ALL))
    against, allowed = _every(listed, _AGAINST_US), _every(listed, _FOR_US)
    if us & against:
        return True
    if us & allowed:
        return False
    return bool(against & _ALL) or bool(allowed and not allowed & _ALL)


def _every(listed: dict[str, frozenset[str]], keys: frozenset[str]) -> frozenset[str]:
    return frozenset[str]().union(*(names for key, names in listed.items() if key in keys))


def _names(value: str) -> frozenset[str]:
    return frozenset(name for part in _BETWEEN.split(value) if (name := _folded(part)))


def _folded(name: str) -> str:
    """Give a name without link and namespace, in one case and with single blanks."""
    bare = name.replace("[[", "").replace("]]", "").partition("|")[0].rpartition(":")[2]
    return " ".join(bare.replace("_", " ").split()).casefold()


def _shown(call: str) -> str:
    line = " ".join(call.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
