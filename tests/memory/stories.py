"""Stories of a wiki: what people and our adapter do there, and what all of it looks like afterwards.

A story names pages by number and revisions by the order in which they were seen, so that one story can be told at any
wiki and the accounts be compared.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from bot.domain.page import Contributors, PageRef, Presence, Written
from bot.domain.selection import InNamespace, Selection
from bot.errors import WikiError
from bot.wiki.protocol import Wiki
from tests.farm.hand import Hand
from tests.farm.people import RefusedError

_LINES = ("Un début.", "", "Un milieu.", "", "Une fin.")
TEXTS = (
    "\n".join(_LINES),
    "\n".join(("Un autre début.", *_LINES[1:])),
    "\n".join((*_LINES[:-1], "Une autre fin.")),
    "\n".join((*_LINES[:2], "Un milieu déplacé.", *_LINES[3:])),
    "\n".join((*_LINES, "", "[[Catégorie:{own} outils]]")),
    "\n".join(("{{{{{own} fiche}}}}", *_LINES)),
    "De\u0301but \r\n\r\nUne fin. \n",
    "#REDIRECTION [[{own} deux]]",
    "#redirect [[{own} trois#Fin|ici]]",
    "",
)
PEOPLE = ("Alice", "Benoît", "")
PAGES, FAR = 3, 8

Step = tuple[Any, ...]
_page = st.integers(0, PAGES - 1)
_seen = st.integers(0, FAR)
_text = st.integers(0, len(TEXTS) - 1)
_user = st.sampled_from(PEOPLE)
STEPS: st.SearchStrategy[Step] = st.one_of(
    st.tuples(st.just("edit"), _page, _text, _user),
    st.tuples(st.just("create"), _page, _text),
    st.tuples(st.just("update"), _page, _text, _seen),
    st.tuples(st.just("update"), _page, _text, st.just(0)),
    st.tuples(st.just("move"), _seen, _page),
    st.tuples(st.just("rename"), _page, _page, st.sampled_from(("Alice", "Admin")), st.booleans()),
    st.tuples(st.just("delete"), _page),
    st.tuples(st.just("undelete"), _page),
    st.tuples(st.just("protect"), _page, st.sampled_from(("sysop", "autoconfirmed", "all"))),
    st.tuples(st.just("hide"), _seen, st.sampled_from(("user", "content", "comment"))),
)
_first = st.tuples(st.just("edit"), _page, _text, st.just("Alice"))
STORIES = st.builds(lambda first, rest: (first, *rest), _first, st.lists(STEPS, min_size=1, max_size=6))


@dataclass
class Telling:
    """One story at one wiki; *own* is the word that all its titles begin with."""

    wiki: Wiki
    hand: Hand
    own: str
    account: list[Any] = field(default_factory=list)
    """What was told so far, page ids and revisions by the order in which they were seen."""
    pages: list[int] = field(default_factory=list)
    revisions: list[int] = field(default_factory=list)
    refs: list[PageRef] = field(default_factory=list)
    """Where each revision was first seen."""

    @property
    def titles(self) -> tuple[str, ...]:
        """Give the titles of the story."""
        return (f"{self.own} un", f"{self.own} deux", f"Recette:{self.own} trois")

    def tell(self, story: Sequence[Step]) -> None:
        """Play a story, and look at its pages after each step."""
        for step in story:
            self.account.append((step, self._outcome(step)))
            seen = self.wiki.look_for(self.titles)
            self.note(seen[title] for title in self.titles)

    def note(self, presences: Iterable[Presence]) -> None:
        """Take down what stands at the titles."""
        for seen in presences:
            if seen.page and seen.page.revision not in self.revisions:
                self.revisions.append(seen.page.revision)
                self.refs.append(seen.page)
                if seen.page.page_id not in self.pages:
                    self.pages.append(seen.page.page_id)
            self.account.append(self.presence(seen))

    def _outcome(self, step: Step) -> object:
        try:
            return self._written(self._act(*step))
        except WikiError as error:
            return (error.trouble, error.code)
        except RefusedError as error:
            return error.code

    def _act(self, kind: str, *what: Any) -> Written | None:
        titles = self.titles
        match kind, what:
            case "edit", (page, text, user):
                self.hand.edit(titles[page], self.text(text), user)
            case "create", (page, text):
                return self.wiki.create(titles[page], self.text(text) or "Vide.", "Résumé")
            case "update", (page, text, back):
                base = self._back(back).revision
                return self.wiki.update(titles[page], self.text(text) or "Vide.", "Résumé", base=base)
            case "move", (back, page):
                ref = self._back(back)
                return self.wiki.move(ref.page_id, titles[page], "Résumé", base=ref.revision)
            case "rename", (old, new, user, redirect):
                self.hand.move(titles[old], titles[new], user=user, redirect=redirect)
            case "delete", (page,):
                self.hand.delete(titles[page])
            case "undelete", (page,):
                self.hand.undelete(titles[page])
            case "protect", (page, level):
                self.hand.protect(titles[page], level)
            case "hide", (back, field_):
                self.hand.hide_user(self._back(back).revision, field_)
        return None

    def text(self, number: int) -> str:
        """Give a text with the words of this story."""
        return TEXTS[number].format(own=self.own)

    def _back(self, number: int) -> PageRef:
        """Give what was seen *number* revisions ago."""
        return self.refs[-1 - number % len(self.refs)]

    def _written(self, written: Written | None) -> object:
        if written is None:
            return None
        revision = self.revisions.index(written.revision) if written.revision in self.revisions else "new"
        page = self.pages.index(written.page_id) if written.page_id in self.pages else "new"
        return (page, self.plain(written.title), revision, written.changed, written.merged)

    # Afterwards

    def presence(self, seen: Presence) -> object:
        """Give what stands at a title or page id, comparably."""
        return (
            self.plain(seen.title),
            seen.namespace,
            seen.page and self.ref(seen.page),
            seen.user,
            self.plain(seen.text or ""),
            self.plain(seen.target),
            seen.protection,
            seen.blank,
        )

    def ref(self, ref: PageRef) -> object:
        """Give a line of a listing, comparably."""
        place = self.pages.index(ref.page_id), self.revisions.index(ref.revision)
        return (*place, self.plain(ref.title), ref.namespace, ref.redirect)

    def plain(self, text: str) -> str:
        """Take the own word of the story out of a text."""
        return text.replace(self.own, "Histoire")


def afterwards(tellings: Sequence[Telling], wiki: Wiki) -> list[list[object]]:
    """Look at the pages of many stories at one wiki, many a request; give an account for each story."""
    seen = wiki.look_for([title for told in tellings for title in told.titles], with_text=True)
    for told in tellings:
        told.note(seen[title] for title in told.titles)
    at = wiki.look_at([page_id for told in tellings for page_id in told.pages])
    read = {page.ref.page_id: page for page in wiki.read([page_id for told in tellings for page_id in told.pages])}
    texts = wiki.texts([revision for told in tellings for revision in told.revisions])
    deleted = wiki.deleted_titles([title for told in tellings for title in told.titles])
    ours = {mine.page_id: mine for mine in wiki.contributions()}
    listed = {ref.page_id: ref for ref in wiki.select(Selection((InNamespace(0), InNamespace(100))))}
    accounts: list[list[object]] = []
    for told in tellings:
        account: list[object] = list(told.account)
        for page_id in told.pages:
            page, mine = read.get(page_id), ours.get(page_id)
            account.append(told.presence(at[page_id]))
            account.append(page and (told.ref(page.ref), told.plain(page.text), page.user, _people(page.contributors)))
            account.append(mine and (told.revisions.index(mine.revision), told.plain(mine.title), mine.summary))
            account.append((page_id in listed, wiki.titled_by(page_id)))
        account.append([told.plain(texts[revision]) if revision in texts else None for revision in told.revisions])
        account.append([title in deleted for title in told.titles])
        accounts.append(account)
    return accounts


def _people(people: Contributors) -> object:
    return people.names, people.anonymous, people.hidden
