"""Description pages of files: what those of a source say, and what we write on those of a partner."""

import re
from dataclasses import dataclass
from html import unescape

from bot.domain.file_licence import Description
from bot.domain.licences.evidence import Declaration
from bot.domain.licences.values import Licence
from bot.domain.wiki import WikiFacts
from bot.wikitext.credit_text import BREAK, Say, address_text, url_text
from bot.wikitext.credit_text import plain_text as escaped
from bot.wikitext.credit_words import declared_words
from bot.wikitext.pagelinks import strip_categories
from bot.wikitext.plain import plain_text
from bot.wikitext.tags import opaque_tags_of
from bot.wikitext.templates import Call, call_of, templates_in
from bot.wikitext.zones import mask_opaque

_LICENCE = frozenset({"licence", "license", "licences", "licencing", "licensing"})
_AUTHOR = frozenset({"auteur", "auteurs", "author", "authors", "artiste", "artist", "photographe", "créateur"})
_SOURCE = frozenset({"source", "sources"})
_FORM = _LICENCE | _AUTHOR | _SOURCE | {"description", "permission", "date"}
_NON_FREE = re.compile(
    r"non[ _-]?(?:libre|free)|fair[ _-]?use|(?:tous )?droits r[ée]serv[ée]s|all rights reserved|marque d[ée]pos[ée]e",
    re.IGNORECASE,
)
_BLOCK = re.compile(
    r'<div class="republication-file" data-wiki="(?P<address>[^"]*)" data-file="(?P<name>[^"]*)" '
    r'data-credited="(?P<credited>[^"]*)">(?P<text>.*?)</div>',
    re.DOTALL,
)


_FIRST_LINK = re.compile(r"\[(https?://[^\s\]]+) ")


@dataclass(frozen=True, slots=True)
class FileMarker:
    """Where a copied file comes from: the address of its wiki, its name there, whom it credits, its page there."""

    address: str
    name: str
    credited: str
    page: str


@dataclass(frozen=True, slots=True)
class FileCopy:
    """What the description page of a copied file says: where it comes from and under which licence."""

    name: str
    address: str
    wiki_name: str
    page: str
    """Address of the description page at the source."""
    author: str
    uploader: str
    licence: Licence
    sheet: str
    """Address of the revision of the sheet for which it was copied."""
    sheet_title: str
    contact: str
    declared: Declaration | None = None
    """Who vouches for the licence where the page at the source says nothing of one."""


def read_file_page(text: str, wiki: WikiFacts) -> Description:
    """Read what a description page says of the licence and the author of its file."""
    opaque = opaque_tags_of(wiki)
    elements = tuple(templates_in(text, opaque))
    calls = tuple(call_of(text, element, wiki) for element in elements)
    forms = tuple(call for call in calls if _keys(call) & _FORM)
    stripped = strip_categories(text, wiki)
    ours = _BLOCK.search(mask_opaque(text, opaque))
    return Description(
        stated=_value(forms, _LICENCE),
        offers=tuple(offer for call in calls if call not in forms for offer in (call.name, *_numbered(call))),
        text=_outside(stripped.text, wiki),
        categories=stripped.categories,
        author=unescape(ours["credited"]) if ours else plain_text(_value(forms, _AUTHOR)),
        source=plain_text(_value(forms, _SOURCE)),
        non_free=bool(_NON_FREE.search(text)),
    )


def write_file_page(copy: FileCopy, say: Say) -> str:
    """Write the description page of a copied file in the partner's language."""
    author = escaped(copy.author) if copy.author else ""
    by = (
        say("Author: {author}.").format(author=author)
        if author
        else say("Author: not stated; uploaded at the source by {user}.").format(user=escaped(copy.uploader))
        if copy.uploader
        else say("Author: not stated at the source.")
    )
    proof = f" ({declared_words(copy.declared, say)})" if copy.declared else ""
    lines = (
        say("This file is a copy of “{name}”, from {wiki}.").format(
            name=f"[{url_text(copy.page)} {escaped(copy.name)}]", wiki=escaped(copy.wiki_name)
        ),
        by,
        say("Licence: {licence}.").format(
            licence=f"[{url_text(copy.licence.url)} {copy.licence.name}] ({copy.licence.id})" + proof
        ),
        say("Copied unchanged by a robot for the page “{title}”. Corrections and removal: {contact}.").format(
            title=f"[{url_text(copy.sheet)} {escaped(copy.sheet_title)}]", contact=_contact(copy.contact, say)
        ),
    )
    opening = (
        f'<div class="republication-file" data-wiki="{address_text(copy.address)}" '
        f'data-file="{_attribute(copy.name)}" data-credited="{_attribute(copy.author or copy.uploader)}">'
    )
    return "\n".join((opening, BREAK.join(lines), "</div>"))


def find_file_marker(text: str) -> FileMarker | None:
    """Find what a description page of ours says of the origin of its file; None on other pages."""
    found = _BLOCK.search(mask_opaque(text))
    if found is None:
        return None
    page = _FIRST_LINK.search(found["text"])
    credited = unescape(found["credited"])
    return FileMarker(unescape(found["address"]), unescape(found["name"]), credited, page[1] if page else "")


def with_file_page(text: str, written: str) -> str:
    """Put what we write in the place of what we wrote before; all that people added stays."""
    found = _BLOCK.search(mask_opaque(text))
    return text[: found.start()] + written + text[found.end() :] if found else text


def _keys(call: Call) -> set[str]:
    return {name.lower() for name, _ in call.parameters}


def _numbered(call: Call) -> tuple[str, ...]:
    return tuple(value for name, value in call.parameters if name.isdigit())


def _value(forms: tuple[Call, ...], names: frozenset[str]) -> str:
    found = (value for call in forms for name, value in call.parameters if name.lower() in names and value.strip())
    return next(found, "")


def _outside(text: str, wiki: WikiFacts) -> str:
    """Give a text without its templates, which are read apart."""
    position, parts = 0, []
    for element in templates_in(text, opaque_tags_of(wiki)):
        if element.start >= position:
            parts.append(text[position : element.start])
            position = element.end
    return " ".join((*parts, text[position:]))


def _attribute(text: str) -> str:
    return escaped(" ".join(text.split()))


def _contact(address: str, say: Say) -> str:
    return f"[{url_text(address)} {say('contact')}]" if "://" in address else escaped(address)
