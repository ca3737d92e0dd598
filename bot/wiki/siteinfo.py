"""What MediaWiki's siteinfo says of a wiki (https://www.mediawiki.org/wiki/API:Siteinfo)."""

from urllib.parse import urljoin, urlsplit

from bot.domain.wiki import Namespace, Notice, WikiFacts
from bot.wiki.transport import Json


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
    )


def _namespaces(query: Json) -> tuple[Namespace, ...]:
    aliases: dict[int, list[str]] = {}
    for alias in query.get("namespacealiases", ()):
        aliases.setdefault(int(alias["id"]), []).append(str(alias["alias"]))
    spaces = []
    for space in query["namespaces"].values():
        number = int(space["id"])
        names = [str(space["name"]), str(space.get("canonical", "")), *aliases.get(number, ())]
        unique = tuple(dict.fromkeys(name for name in names if name or number == 0))
        spaces.append(Namespace(number, unique, bool(space.get("content")), space.get("case") == "first-letter"))
    return tuple(spaces)


def _interwiki(query: Json, server: str) -> tuple[tuple[str, str], ...]:
    scheme = urlsplit(server).scheme
    pairs = []
    for row in query.get("interwikimap", ()):
        url = str(row["url"])
        pairs.append((str(row["prefix"]), f"{scheme}:{url}" if url.startswith("//") else url))
    return tuple(pairs)
