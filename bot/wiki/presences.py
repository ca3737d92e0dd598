"""What stands at titles and page ids of a MediaWiki, many a request."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from bot.domain.page import Presence
from bot.domain.title import Title, normalise
from bot.domain.wiki import WikiFacts
from bot.wiki.pages import moment, read_presence
from bot.wiki.session import Session
from bot.wiki.transport import Json
from bot.wikitext.redirects import redirect_target


class Presences:
    """The pages of one wiki as they stand; its *facts* are only asked for when something needs them."""

    def __init__(self, session: Session, facts: Callable[[], WikiFacts]) -> None:
        self._session, self._facts = session, facts

    def look_at(self, page_ids: Iterable[int], *, with_text: bool) -> dict[int, Presence]:
        """Tell what stands at page ids; a page that is gone has no ``page``."""
        found: dict[int, Presence] = {}
        for batch in self._session.batches(tuple(dict.fromkeys(page_ids))):
            for presence in self._seen("pageids", map(str, batch), with_text=with_text):
                if presence.page:
                    found[presence.page.page_id] = presence
            for page_id in batch:
                found.setdefault(page_id, Presence(str(page_id), "", 0))
        return found

    def look_for(self, titles: Iterable[str], *, with_text: bool) -> dict[str, Presence]:
        """Tell what stands at titles, by the title asked."""
        found: dict[str, Presence] = {}
        asked: dict[str, list[str]] = {}
        for text in titles:
            title = normalise(text, self._facts())
            if isinstance(title, Title):
                asked.setdefault(title.text, []).append(text)
            else:
                found[text] = Presence(text, text, 0, invalid=title.value)
        for batch in self._session.batches(tuple(asked)):
            for presence in self._seen("titles", batch, with_text=with_text):
                for text in asked.get(presence.asked, ()):
                    found[text] = presence
        for texts in asked.values():
            for text in texts:
                found.setdefault(text, Presence(text, text, 0, invalid="interwiki"))
        return found

    def _seen(self, key: str, values: Iterable[str], *, with_text: bool) -> Iterator[Presence]:
        properties = "ids|user|sha1|contentmodel|timestamp" + ("|content" if with_text else "")
        question: Json = {key: "|".join(values), "prop": "revisions|info", "rvprop": properties, "rvslots": "main"}
        question["inprop"] = "protection"
        pages: dict[str, Json] = {}
        asked: dict[str, list[str]] = {}
        now: datetime | None = None
        for answer in self._session.ask_all(curtimestamp=1, **question):
            now = now or moment(answer["curtimestamp"])
            query = answer.get("query", {})
            for row in query.get("normalized", ()):
                asked.setdefault(str(row["to"]), []).append(str(row["from"]))
            for page in query.get("pages", ()):
                whole = pages.setdefault(str(page.get("pageid") or page.get("title")), {})
                whole |= page
        for page in pages.values():
            title = str(page.get("title", ""))
            for name in dict.fromkeys((title, *asked.get(title, ()))):
                presence = read_presence(page, name, now, self._session.wiki, with_text=with_text)
                if presence.page and presence.page.redirect and presence.text:
                    presence = replace(presence, target=redirect_target(presence.text, self._facts()))
                yield presence
