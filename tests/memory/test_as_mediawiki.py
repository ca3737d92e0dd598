"""What random stories cannot share, told once at the wiki in memory and at a real one."""

import re
from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest

from bot.domain.selection import InCategory, InNamespace, Named, Prefixed, Selection, Selector, UsesTemplate
from bot.errors import WikiError
from bot.wiki.protocol import Wiki
from tests.farm.hand import Hand
from tests.farm.mediawiki import MediaWikiServer
from tests.memory.hand import MemoryHand
from tests.memory.real import RealWiki
from tests.memory.wiki import MemoryWiki

pytestmark = pytest.mark.xdist_group("one-wiki")


def test_memory_says_of_itself_what_a_real_wiki_says(real: RealWiki) -> None:
    told, meant = MemoryWiki().facts(), real.wiki.facts()
    addresses = ("address", "page_pattern", "revision_pattern", "history_pattern", "interwiki")
    assert replace(told, **{name: getattr(meant, name) for name in addresses}) == meant
    assert {prefix for prefix, _url in told.interwiki} == {prefix for prefix, _url in meant.interwiki}


LIBRARY = {
    "Modèle:{own} fiche": "<noinclude>[[Catégorie:{own} modèles]]</noinclude>{{{{{own} pied}}}}",
    "Modèle:{own} pied": "<includeonly>[[Catégorie:{own} outils]]</includeonly>",
    "Modèle:{own} sheet": "#REDIRECTION [[Modèle:{own} fiche]]",
    "Catégorie:{own} outils": "[[Catégorie:{own} tout]]",
    "Catégorie:{own} tout": "[[Catégorie:{own} outils]]",
    "{own} un": "{{{{{own} fiche}}}}",
    "{own} deux": "{{{{{own} sheet|a=b}}}} <nowiki>[[Catégorie:{own} tout]]</nowiki>",
    "{own} trois": "#REDIRECTION [[{own} un]]\n[[Catégorie:{own} tout]]",
    "{own} quatre/a": "[[catégorie:{own}_tout|a]] <!-- {{{{{own} fiche}}}} -->",
    "Recette:{own} cinq": "<noinclude>{{{{{own} pied}}}}</noinclude><includeonly>{{{{{own} sheet}}}}</includeonly>",
    "Utilisateur:Alice/{own}": "{{{{{own} fiche}}}} {{{{Recette:{own} cinq}}}}",
}
SELECTORS: tuple[Selector, ...] = (
    *(InCategory("{own} " + name, depth) for name in ("tout", "outils", "modèles") for depth in (0, 1, 2)),
    *(UsesTemplate("{own} " + name) for name in ("fiche", "sheet", "pied", "absente")),
    InCategory("{own} outils", namespace=2),
    UsesTemplate("{own} sheet", namespace="Utilisateur"),
    Named(("{own} un", "{own}_trois", "A|b", "Recette:{own} cinq", "{own} absente")),
    Prefixed("{own} quatre/"),
    Prefixed("{own}", namespace=100),
)


def listings(wiki: Wiki, hand: Hand, own: str) -> list[list[str]]:
    """Fill a wiki with a library, and list it by each selector, and without each."""
    for title, text in LIBRARY.items():
        hand.edit(title.format(own=own), text.format(own=own))
    return [
        [ref.title for ref in wiki.select(selection)]
        for one in SELECTORS
        for selection in (Selection((_of(one, own),)), Selection((Prefixed(own),), (_of(one, own),)))
    ]


def _of(selector: Selector, own: str) -> Selector:
    if isinstance(selector, Named):
        return Named(tuple(title.format(own=own) for title in selector.titles))
    if isinstance(selector, Prefixed):
        return replace(selector, prefix=selector.prefix.format(own=own))
    return selector if isinstance(selector, InNamespace) else replace(selector, name=selector.name.format(own=own))


def test_memory_lists_what_a_real_wiki_lists(real: RealWiki, one_wiki: MediaWikiServer) -> None:
    own, wiki = f"H{uuid4().hex[:10]}", MemoryWiki()
    told = listings(wiki, MemoryHand(wiki.site), own)
    listings(real.wiki, one_wiki, own)
    one_wiki.run_jobs()
    assert told == listings(real.wiki, one_wiki, own)


def signed(wiki: Wiki, hand: Hand, title: str) -> str:
    """Sign a text, and give what the wiki made of it without the times."""
    wiki.create(title, "~~~, le <nowiki>~~~~</nowiki> \r\n~~~~ <!-- ~~~ -->", "Résumé")
    return re.sub(r"\d+ \w+ \d{4} à \d\d:\d\d", "TEMPS", hand.text(title) or "")


def test_memory_signs_as_a_real_wiki_does(real: RealWiki, one_wiki: MediaWikiServer) -> None:
    title, wiki = f"Signé {uuid4().hex[:10]}", MemoryWiki()
    told = signed(wiki, MemoryHand(wiki.site), title)
    assert "TEMPS" in told
    assert told == signed(real.wiki, one_wiki, title)


def blocked(wiki: Wiki, hand: Hand, own: str) -> list[object]:
    """Write as a blocked robot: on a new page, on one of ours, on a protected one."""
    mine = wiki.create(f"{own} mienne", "Un texte.", "Résumé")
    hand.block()
    told: list[object] = []
    writes: tuple[Callable[[], object], ...] = (
        lambda: wiki.create(f"{own} neuve", "Un texte.", "Résumé"),
        lambda: wiki.create(f"{own} mienne", "Un texte.", "Résumé"),
        lambda: wiki.update(f"{own} mienne", "Un autre.", "Résumé", base=mine.revision),
        lambda: wiki.move(mine.page_id, f"{own} ailleurs", "Résumé", base=mine.revision),
    )
    try:
        for write in writes:
            try:
                write()
                told.append("written")
            except WikiError as error:
                told.append((error.trouble, error.code))
        hand.protect(f"{own} mienne")
        try:
            wiki.update(f"{own} mienne", "Un autre.", "Résumé", base=mine.revision)
        except WikiError as error:
            told.append((error.trouble, error.code))
    finally:
        hand.unblock()
    return told


def test_memory_blocks_as_a_real_wiki_does(real: RealWiki, one_wiki: MediaWikiServer) -> None:
    own, wiki = f"H{uuid4().hex[:10]}", MemoryWiki()
    assert blocked(wiki, MemoryHand(wiki.site), own) == blocked(real.wiki, one_wiki, own)
