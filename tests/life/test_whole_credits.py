"""A copy whose credit cannot be written whole is not written, whatever keeps it from being whole."""

from dataclasses import replace

import pytest

from bot.domain.page import Contributors
from bot.domain.plan import Outcome, State
from bot.domain.reasons import Reason
from bot.wiki.protocol import Wiki
from bot.wikitext.credit import find_credit, without_credit
from bot.wikitext.wholeness import is_whole
from tests.farm.templates import CREDIT
from tests.life.world import World, copy_title, outcomes, sheet
from tests.memory.wiki import MemoryWiki

TITLE = "Arpentage"
COPY = copy_title(TITLE)
TEMPLATE = "Modèle:Republication"


@pytest.mark.parametrize(
    "template",
    [
        CREDIT.replace("auteurs", "autrices"),
        CREDIT.replace("{{{licence_url", "{{{adresse_de_la_licence"),
        CREDIT.replace("{{{permalien", "{{{lien_permanent"),
        "#REDIRECTION [[Modèle:Autre]]",
        "{{#invoke:Republication|crédit}}",
        "",
    ],
    ids=["no authors", "no licence", "no link", "redirect", "module", "blank"],
)
def test_a_damaged_template_is_passed_over(memory: World, template: str) -> None:
    """The same facts stand there as plain wikitext; when the template is mended, the copies call it again."""
    memory.movilab.create(TEMPLATE, template or "x")
    if not template:
        memory.movilab.blank(TEMPLATE)
    memory.source.create(TITLE, sheet(TITLE), user="Chloé")
    assert outcomes(memory.sync())[TITLE, "movilab"] == [Outcome.CREATED]
    text = memory.movilab.text(COPY) or ""
    assert "{{Republication" not in text
    assert is_whole(text)
    for fact in ("Chloé", "https://creativecommons.org/licenses/by-sa/4.0/", "oldid="):
        assert fact in text
    memory.movilab.edit(TEMPLATE, CREDIT)
    memory.source.edit(TITLE, sheet(TITLE, summary="Lire à deux."), user="Chloé")
    memory.sync()
    assert "{{Republication" in (memory.movilab.text(COPY) or "")


def test_a_credit_that_the_length_of_a_page_does_not_hold(memory: World) -> None:
    """The text alone would fit: neither is it written nor an older copy brought up to date, nor a credit cut."""
    memory.source.create(TITLE, sheet(TITLE))
    memory.sync()
    text = memory.movilab.text(COPY) or ""
    site = memory.movilab.site  # type: ignore[attr-defined]  # people in memory alone have it
    long = "Lire. " * 200
    alone = len(without_credit(text).encode()) + len(long.encode())
    site.facts = replace(site.facts, maximum_bytes=alone + 100)
    memory.source.edit(TITLE, sheet(TITLE, summary=long.strip()))
    memory.source.create("Débat", sheet("Débat", summary=long.strip()))
    assert memory.sync().exit_code == 3
    assert memory.fate(TITLE) == (State.OUTDATED, Reason.TOO_LARGE)
    assert memory.fate("Débat") == (State.MISSING, Reason.TOO_LARGE)
    assert memory.movilab.text(COPY) == text
    assert memory.movilab.text(copy_title("Débat")) is None


@pytest.mark.parametrize("known", [False, True], ids=["new copy", "known copy"])
def test_a_list_of_contributors_that_cannot_be_read(memory: World, *, known: bool) -> None:
    """An empty list names nobody, and one that does not come is no list: either way nothing is written."""
    memory.source.create(TITLE, sheet(TITLE))
    if known:
        memory.sync()
        memory.source.edit(TITLE, sheet(TITLE, summary="Lire à deux."))
    before = memory.movilab.text(COPY)

    def nameless(wiki: Wiki) -> Wiki:
        if isinstance(wiki, MemoryWiki) and wiki.name == "multibao":
            wiki._contributors = lambda _page: Contributors()  # type: ignore[method-assign]
        return wiki

    def silent(wiki: Wiki) -> Wiki:
        if isinstance(wiki, MemoryWiki) and wiki.name == "multibao":
            wiki.line.meddle = lambda call: setattr(wiki.line, "down", call == "select")
        return wiki

    assert memory.sync(wrap=silent).exit_code == 75
    assert memory.movilab.text(COPY) == before
    assert memory.sync(wrap=nameless).exit_code == 3
    assert memory.fate(TITLE)[1] is Reason.CREDIT_INCOMPLETE
    assert memory.movilab.text(COPY) == before
    memory.source.edit(TITLE, sheet(TITLE, summary="Lire à trois."))
    assert memory.sync().exit_code == 0
    assert "Lire à trois." in (memory.movilab.text(COPY) or "")


def test_a_wiki_that_refuses_a_part_of_the_credit(real: World) -> None:
    """A list of unwanted addresses that holds that of the licence: the page is not written without it, and waits."""
    real.movilab.configure("$wgSpamRegex = [ '/creativecommons/' ];")  # type: ignore[attr-defined]  # real ones have it
    real.source.create(TITLE, sheet(TITLE))
    for _ in range(2):
        run = real.sync()
        assert run.exit_code == 3
        assert outcomes(run)[TITLE, "movilab"] == [Outcome.FAILED]
        assert real.fate(TITLE)[1] is Reason.WIKI_REFUSED
        assert real.movilab.text(COPY) is None
    assert find_credit(real.hands["brest"].text(copy_title(TITLE, "brest") + " (fiche pratique)") or "") is not None
    real.movilab.configure("")  # type: ignore[attr-defined]  # real ones have it
    assert outcomes(real.sync())[TITLE, "movilab"] == [Outcome.CREATED]
    assert is_whole(real.movilab.text(COPY) or "")
