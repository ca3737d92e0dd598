"""What a source must be asked besides the texts of its sheets: where redirects lead, and what calls become.

Both are asked only for sheets that are about to be written anew, and nothing twice for partners that keep step.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

from bot.domain.field import Kind, texts_in
from bot.domain.page import Redirect
from bot.domain.wiki import WikiFacts
from bot.wiki.protocol import Wiki
from bot.wikitext.tags import opaque_tags_of

if TYPE_CHECKING:
    from bot.sync.drafts import Draft
    from bot.sync.rendering import Destination

HELD = 500
"""For how many sheets it is held what the source makes of their calls."""


class Asker:
    """Asks a source on behalf of its partners, which share the answers from their threads."""

    def __init__(self, wiki: Wiki, facts: WikiFacts, sheets: Iterable[str]) -> None:
        """Take the source and the titles of its sheets, which are surely no redirects."""
        self._wiki = wiki
        self._facts = facts
        self._opaque = opaque_tags_of(facts)
        self._lock = Lock()
        self._expansions: dict[int, dict[str, str]] = {}
        self._redirects: dict[str, Redirect | None] = dict.fromkeys(sheets)

    def completed(self, sheets: Iterable["Draft"], destination: "Destination") -> list["Draft"]:
        """Add to sheets what the source makes of their calls, as far as the partner wants it, and its redirects."""
        with self._lock:
            expanded = [self._expanded(sheet, destination) for sheet in sheets]
            redirects = self._led_to(expanded, destination)
        return [replace(sheet, redirects=redirects) for sheet in expanded] if redirects else expanded

    def expanded(self, sheet: "Draft", destination: "Destination") -> "Draft":
        """Add to one sheet what the source makes of its calls, as far as the partner wants it."""
        with self._lock:
            return self._expanded(sheet, destination)

    def _led_to(self, sheets: list["Draft"], destination: "Destination") -> Mapping[str, Redirect]:
        """Ask for the links that lead to no known sheet, 50 or 500 a request."""

        from bot.wikitext.outgoing import linked_pages

        linked = {
            title
            for sheet in sheets
            for text in (*_texts(sheet, destination), *sheet.expansions.values())
            for title in linked_pages(text, sheet.page.ref.title, self._facts, self._opaque)
        }
        unknown = sorted(linked - self._redirects.keys())
        if unknown:
            found = self._wiki.redirects(unknown)
            self._redirects |= {title: found.get(title) for title in unknown}
        return {title: redirect for title in linked if (redirect := self._redirects[title]) is not None}

    def _expanded(self, sheet: "Draft", destination: "Destination") -> "Draft":
        known = self._expansions.pop(sheet.page.ref.page_id, {})
        self._expansions[sheet.page.ref.page_id] = known
        if len(self._expansions) > HELD:
            del self._expansions[next(iter(self._expansions))]
        waiting = self._waiting(sheet, destination, known)
        if waiting:
            known |= self._wiki.expand(sheet.page.ref.title, waiting)
        return replace(sheet, expansions=dict(known)) if known else sheet

    def _waiting(self, sheet: "Draft", destination: "Destination", known: Mapping[str, str]) -> tuple[str, ...]:
        """List the calls of a sheet that the partner wants written out and that the source was not asked about."""

        from bot.sync.whole import stands_whole, text_of
        from bot.wikitext.calls import Stage, replace_calls

        if stands_whole(sheet, destination.settings, destination.facts):
            from bot.wikitext.verbatim import calls_of

            return tuple(call for call in calls_of(text_of(sheet), self._facts) if call not in known)
        embedding = destination.settings.embedding
        if not embedding.expands:
            return ()
        stage = Stage(self._facts, destination.facts, sheet.page, self._opaque, known)
        called = [replace_calls(text, embedding, stage) for text in _texts(sheet, destination)]
        return tuple(dict.fromkeys(call for one in called for call in one.waiting))


def _texts(sheet: "Draft", destination: "Destination") -> Iterable[str]:
    """Give the texts of a sheet that a partner writes."""
    for name, value in sheet.values:
        rule = destination.settings.mapping.rule(name)
        if rule is not None and rule.field.kind is not Kind.FILE:
            yield from texts_in(value)
