"""Pictures in a text: the options behind a file name, and the lines of a gallery."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.wiki import MagicWord, WikiFacts
from bot.wikitext.zones import mask_nested

_USUAL = re.compile(
    r"\d*(?:x\d+)?px|(?:alt|lang|langue|class|page|link|lien)=.*|(?:upright|redresse)(?:=.*)?|thumb(?:nail)?|vignette"
    r"|frame(?:less|d)?|(?:en)?cadr[ée]e?|cadre|sans[ _]cadre|left|gauche|right|droite|cent(?:er|re|ré)|none|néant"
    r"|border|bordure",
    re.IGNORECASE | re.DOTALL,
)
"""The options of wikis that do not tell theirs, in French and English."""
_WIDTH = re.compile(r"\d*(?:x\d+)?")
_GALLERY = re.compile(r"<gallery(?P<attributes>\s[^>]*)?>(?P<lines>.*)</gallery\s*>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    """A picture of a gallery; *options* begin with their pipe."""

    name: str
    options: str


def gallery_lines(text: str) -> tuple[Line | str, ...] | None:
    """Read the lines of a gallery, those that show no picture as they stand; None for anything but a gallery."""
    found = _GALLERY.fullmatch(text)
    return None if found is None else tuple(_lines(found["lines"]))


def with_lines(text: str, lines: str) -> str:
    """Put other lines into a gallery."""
    found = _GALLERY.fullmatch(text)
    return text if found is None else text[: found.start("lines")] + lines + text[found.end("lines") :]


def _lines(text: str) -> Iterator[Line | str]:
    for line in text.split("\n"):
        name, pipe, options = line.partition("|")
        yield Line(name.strip(), pipe + options) if name.strip() and not name.strip().startswith("<") else line


def parts_of(options: str) -> tuple[str, ...]:
    """Split what stands behind a file name at the pipes that are no part of links or templates."""
    masked, parts, start = mask_nested(options), [], 0
    for end in [place for place, char in enumerate(masked) if char == "|"]:
        parts.append(options[start:end])
        start = end + 1
    return (*parts, options[start:])


def caption_of(options: str, wiki: WikiFacts) -> str:
    """Give the caption among the options of a picture, the last that is none, empty where there is none."""
    captions = [part for part in parts_of(options) if part.strip() and not is_option(part.strip(), wiki)]
    return captions[-1].strip() if captions else ""


def is_option(text: str, wiki: WikiFacts) -> bool:
    """Tell whether a part behind a file name says how the picture is shown."""
    if wiki.magic_words is not None:
        return _found(text, wiki) is not None
    return _USUAL.fullmatch(text) is not None


def option_at(text: str, source: WikiFacts, partner: WikiFacts) -> str:
    """Write an option of a picture in the words of a partner; what the partner knows, or we do not, stays."""
    found = _found(text.strip(), source)
    if found is None or partner.magic_words is None:
        return text
    word, value = found
    there = next((one for one in partner.magic_words if one.id == word.id), None)
    if there is None or any(_value(text.strip(), spelling) is not None for spelling in there.spellings):
        return text
    fitting = [spelling for spelling in there.spellings if ("$1" in spelling) == bool(value)]
    return text.replace(text.strip(), fitting[0].replace("$1", value)) if fitting else text


def _found(text: str, wiki: WikiFacts) -> tuple[MagicWord, str] | None:
    for word in wiki.magic_words or ():
        if word.id.startswith("img_"):
            for spelling in word.spellings:
                value = _value(text, spelling)
                if value is not None and (word.id != "img_width" or _WIDTH.fullmatch(value)):
                    return word, value
    return None


def _value(text: str, spelling: str) -> str | None:
    found = _pattern(spelling).fullmatch(text)
    return None if found is None else (found[1] if found.groups() else "")


@lru_cache(maxsize=512)
def _pattern(spelling: str) -> re.Pattern[str]:
    return re.compile(re.escape(spelling).replace(r"\$1", "(.*)"), re.DOTALL)
