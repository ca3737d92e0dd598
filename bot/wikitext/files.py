"""Which files a text shows."""

from collections.abc import Iterator

from bot.domain.title import Title, bare_title, normalise
from bot.domain.wiki import FILE, WikiFacts
from bot.wikitext.images import Line, gallery_lines
from bot.wikitext.scan import OPAQUE_TAGS, Sort, scan

_MEDIA = -2


def file_name(written: str, wiki: WikiFacts) -> str | None:
    """Give the name of a file as its wiki shows it, without namespace; None for what can be none."""
    space = wiki.namespace(FILE)
    title = normalise(f"{space.name if space else 'File'}:{written}", wiki)
    return bare_title(title.text) if isinstance(title, Title) else None


def shown_files(text: str, wiki: WikiFacts, opaque: str = OPAQUE_TAGS) -> Iterator[str]:
    """Give the names of the files that a text shows or hands out, as often as it does; not of those it links to."""
    if "[[" not in text and ("<" not in text or "<gallery" not in text.lower()):
        return
    for element in scan(text, opaque):
        whole = text[element.start : element.end]
        if element.sort is Sort.LINK:
            yield from _named(whole[2:-2].partition("|")[0].strip(), wiki, whole="")
        elif element.sort is Sort.TAG:
            for line in gallery_lines(whole) or ():
                if isinstance(line, Line):
                    yield from _named(line.name, wiki, whole=line.name)
                    yield from shown_files(line.options, wiki, opaque)


def _named(target: str, wiki: WikiFacts, *, whole: str) -> Iterator[str]:
    """Give the file that a target names; *whole* is what names it where no namespace stands before it."""
    prefix, colon, rest = target.partition(":")
    space = wiki.namespace_called(prefix) if colon and prefix.strip() else None
    written = rest if space is not None and space.number in (FILE, _MEDIA) else whole
    name = file_name(written.strip(), wiki) if written.strip() else None
    if name is not None:
        yield name
