"""What MediaWiki's siteinfo says of a wiki (https://www.mediawiki.org/wiki/API:Siteinfo)."""

import re
from urllib.parse import urljoin, urlsplit

from bot.domain.wiki import MagicWord, Namespace, Notice, WikiFacts
from bot.wiki.transport import Json

ASCII_TRAIL = "[a-z]+"
_TRAIL = re.compile(r"/\^\(\[((?:[^\[\]\\^]|\\x\{[0-9A-Fa-f]{1,6}\})+)\]\+\)\(\.\*\)\$/([a-zA-Z]*)", re.DOTALL)
_HEXADECIMAL = re.compile(r"\\x\{([0-9A-Fa-f]+)\}")
_OPERATORS = ("--", "&&", "||", "~~")


def read_siteinfo(query: Json, api: str) -> WikiFacts:
    """Read the facts of a wiki from the answer to ``meta=siteinfo``."""
    general = query["general"]
    server = urljoin(api, str(general["server"]))
    script = urljoin(server, str(general["script"]))
    article = urljoin(server, "/") + str(general["articlepath"]).lstrip("/").replace("$1", "{title}")
    rights = query.get("rightsinfo", {})
    return WikiFacts(
        site_name=str(general["sitename"]),
        address=script,
        language=str(general["lang"]).split("-")[0],
        page_pattern=article,
        revision_pattern=f"{script}?title={{title}}&oldid={{revision}}",
        history_pattern=f"{script}?title={{title}}&action=history",
        namespaces=_namespaces(query),
        interwiki=_interwiki(query, server),
        notice=Notice(str(rights.get("url") or ""), str(rights.get("text") or "")),
        read_only=str(general.get("readonlyreason") or "") if general.get("readonly") else "",
        maximum_bytes=int(general.get("maxarticlesize") or 2_097_152),
        link_trail=link_trail(str(general.get("linktrail") or "")),
        language_prefixes=frozenset(str(row["prefix"]) for row in query.get("interwikimap", ()) if row.get("language")),
        extension_tags=_tags(query),
        magic_words=_magic_words(query),
        variables=_ids(query, "variables"),
        functions=_ids(query, "functionhooks"),
        temporary_names=_temporary_names(query),
    )


def link_trail(pattern: str) -> str:
    """Translate PHP's regular expression for the letters behind a link; one of an uncommon form means plain letters.

    The common form is ``/^([a-zàâç]+)(.*)$/sDu``: one class of letters, and flags.
    """
    found = _TRAIL.fullmatch(pattern)
    if found is None or any(operator in found[1] for operator in _OPERATORS):
        return ASCII_TRAIL
    letters, flags = found.groups()
    if "u" not in flags and not letters.isascii():
        return ASCII_TRAIL
    try:
        letters = _HEXADECIMAL.sub(lambda code: re.escape(chr(int(code[1], 16))), letters)
        translated = f"(?i:[{letters}]+)" if "i" in flags else f"[{letters}]+"
        re.compile(translated)
    except (re.error, ValueError, OverflowError):
        return ASCII_TRAIL
    return translated


def _tags(query: Json) -> tuple[str, ...] | None:
    tags = query.get("extensiontags")
    return None if tags is None else tuple(str(tag).strip("<>").lower() for tag in tags)


def _magic_words(query: Json) -> tuple[MagicWord, ...] | None:
    words = query.get("magicwords")
    if words is None:
        return None
    return tuple(
        MagicWord(str(word["name"]), tuple(map(str, word["aliases"])), bool(word.get("case-sensitive")))
        for word in words
    )


def _ids(query: Json, key: str) -> frozenset[str] | None:
    return None if query.get(key) is None else frozenset(map(str, query[key]))


def _temporary_names(query: Json) -> tuple[str, ...]:
    told = query.get("autocreatetempuser") or {}
    patterns = told.get("matchPatterns") or told.get("matchPattern") or ()
    return (patterns,) if isinstance(patterns, str) else tuple(map(str, patterns))


def _namespaces(query: Json) -> tuple[Namespace, ...]:
    aliases: dict[int, list[str]] = {}
    for alias in query.get("namespacealiases", ()):
        aliases.setdefault(int(alias["id"]), []).append(str(alias["alias"]))
    spaces = []
    for space in query["namespaces"].values():
        number = int(space["id"])
        names = [str(space["name"]), str(space.get("canonical", "")), *aliases.get(number, ())]
        unique = tuple(dict.fromkeys(name for name in names if name or number == 0))
        capital, below = space.get("case") == "first-letter", bool(space.get("subpages"))
        spaces.append(Namespace(number, unique, bool(space.get("content")), capital, below))
    return tuple(spaces)


def _interwiki(query: Json, server: str) -> tuple[tuple[str, str], ...]:
    scheme = urlsplit(server).scheme
    pairs = []
    for row in query.get("interwikimap", ()):
        url = str(row["url"])
        pairs.append((str(row["prefix"]), f"{scheme}:{url}" if url.startswith("//") else url))
    return tuple(pairs)
