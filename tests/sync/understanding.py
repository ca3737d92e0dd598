"""A right sheet, and sheets understood, for the tests of what the sheets of a selection hold."""

from datetime import UTC, datetime

from bot.domain.licences.evidence import Evidence, Place
from bot.domain.licences.values import cc
from bot.domain.page import Contributors, Page, PageRef
from bot.sync.drafts import Draft
from bot.wikitext.reader import read
from tests.wikitext.builders import MULTIBAO, OUTIL

BY_SA = cc("by-sa", "4.0")
RIGHT = """{{Fiche outil|titre=Le mur|résumé=Court.|durée=2 h}}
== Procédure ==
On commence.

== Informations pratiques ==
* '''Nombre de participants''' : 12
* '''Lieu''' : dehors

[[Catégorie:Fiches outils]] [[Catégorie:Débat]]"""


def page(text: str, title: str = "Le mur", page_id: int = 1) -> Page:
    """Give a page of a source."""
    ref = PageRef(page_id, title, 10)
    return Page(ref, text, datetime(2026, 1, 1, tzinfo=UTC), "", contributors=Contributors(("Alice",)))


def understood(text: str, title: str = "Le mur", others: tuple[str, ...] = ()) -> Draft:
    """Give a sheet with a licence."""
    reading = read(text, title, OUTIL, MULTIBAO)
    return Draft(page(text, title), reading.values, reading.unclaimed, Evidence(BY_SA, Place.FIELD, ""), others)
