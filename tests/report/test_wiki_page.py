"""The report on a wiki as values: the words, the links, and that nothing in it acts as wikitext or names a person."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.domain.plan import State
from bot.domain.reasons import Reason
from bot.domain.told import Told, ToldCopy, ToldFile
from bot.domain.wiki import FILE, PROJECT, Namespace, WikiFacts
from bot.report.wiki_page import LONGEST, LONGEST_LIST, report_text
from bot.wikitext.report_place import add_report, put_report
from bot.wikitext.scan import scan

DAY = date(2026, 3, 1)
NASTY = ("L'''arpentage''", 'Dire "oui" & `non` $HOME', "50 % = 1/2 ; fin", "/sous-page", "Fiche: x")


def facts(name: str, language: str = "fr") -> WikiFacts:
    """Make a wiki."""
    home = f"https://{name}.example.org"
    pages, index = f"{home}/wiki/{{title}}", f"{home}/index.php?title={{title}}"
    names = {PROJECT: ("Projet", "Project"), FILE: ("Fichier", "File")}
    spaces = (Namespace(0, ("",), content=True), *(Namespace(number, some) for number, some in names.items()))
    return WikiFacts(name.title(), home, language, pages, f"{index}&oldid={{revision}}", index, spaces)


WIKIS = {"multibao": facts("multibao"), "brest": facts("brest"), "toolbox": facts("toolbox", "en")}


def copy(sheet: str = "Arpentage", partner: str = "brest", **changed: Any) -> ToldCopy:
    """Make a copy that is current."""
    one = ToldCopy(partner, sheet, 0, f"{sheet} (fiche)", True, State.CURRENT, None, (), None, DAY, None, "CC0-1.0")
    return replace(one, **changed)


def waits(reason: Reason = Reason.COPY_DIVERGED, sheet: str = "Arpentage", **changed: Any) -> ToldCopy:
    """Make a copy that waits for a person."""
    moved = {"sheet_revision": 9, "copied_revision": 7, "state": State.DIVERGED, "since": DAY, "reason": reason}
    return copy(sheet, **(moved | changed))


def text(*copies: ToldCopy, wiki: str = "brest") -> str:
    """Write the report that a wiki gets."""
    return report_text(Told("outils", "", "multibao", wiki, copies), WIKIS)


def test_a_partner_reads_what_waits_and_why() -> None:
    """The sheet, the copy, since when, the sentence, the very revision, the difference, and the command."""
    told = text(waits(facts=(("fields", "resume"),)))
    for part in (
        "== Pages republiées depuis Multibao ==",
        "'''1 page''' (divergente\N{NO-BREAK SPACE}: 1)",
        "* [https://multibao.example.org/wiki/Arpentage Arpentage] → [[:Arpentage (fiche)|Arpentage (fiche)]]",
        "depuis le 1",
        "mars 2026",
        "[https://multibao.example.org/index.php?title=Arpentage&oldid=9 la fiche telle qu’elle a été jugée]",
        "[https://multibao.example.org/index.php?title=Arpentage&oldid=7&diff=9 ce qu’elle a changé depuis sa copie]",
        "resume",
        "<code>republish diff &#34;Arpentage&#34; --partner brest</code>",
    ):
        assert part in told
    assert "republish licence" in text(waits(Reason.LICENCE_MISSING))


def test_it_says_who_runs_the_robot_where_somebody_is_waited_for() -> None:
    """For people of the wiki cannot say its commands themselves."""
    told = Told("outils", "", "multibao", "brest", (waits(),), contact="https://wiki.example.org/Robot?a=[b]")
    said = report_text(told, WIKIS)
    assert "La personne qui s’occupe du robot\N{NO-BREAK SPACE}: [https://wiki.example.org/Robot?a=%5Bb%5D " in said
    assert "s’occupe" not in report_text(replace(told, copies=(copy(),)), WIKIS)
    by_mail = report_text(replace(told, contact="robot@example.org"), WIKIS)
    assert "robot\N{NO-BREAK SPACE}: robot@example.org" in by_mail


def test_files_that_do_not_come_are_named() -> None:
    """With their sheet, since when, and what to do; on the source as a link of its own."""
    file = ToldFile("brest", "Dire 'oui'", "L'arbre.png", DAY)
    told = report_text(Told("outils", "", "multibao", "brest", (copy(),), (file,)), WIKIS)
    for part in (
        "=== Ce qui attend quelqu’un ===",
        "* [https://multibao.example.org/wiki/Dire_%27oui%27 Dire &#39;oui&#39;] → [https://multibao.example.org/wiki/",
        "Fichier:L%27arbre.png Fichier&#58;L&#39;arbre.png]",
        "mars 2026",
        "<code>republish sync --page &#34;Dire &#39;oui&#39;&#34; --partner brest</code>",
    ):
        assert part in told, told
    assert "Rien n’attend" not in told
    source = report_text(Told("outils", "", "multibao", "multibao", (copy(),), (file,)), WIKIS)
    assert "[[:Fichier:L'arbre.png|" in source


def test_each_wiki_reads_its_own_language() -> None:
    """A report speaks the language of its wiki, whatever the operator speaks."""
    assert "Nothing waits for a person." in text(copy(partner="toolbox"), wiki="toolbox")
    assert "Rien n’attend quelqu’un." in text(copy())
    source = text(copy(), copy(partner="toolbox"), wiki="multibao")
    assert "| [[:Arpentage|Arpentage]] || Brest || [https://brest.example.org/wiki/Arpentage" in source


def test_a_source_reads_at_which_wiki_a_copy_waits() -> None:
    """By the name of that wiki, also where there is no copy yet and so no title; a partner knows who it is."""
    waiting = waits(Reason.LICENCE_MISSING, title="", stands=False, state=State.MISSING)
    told = text(waiting, replace(waiting, partner="toolbox"), wiki="multibao")
    assert "→ – (Brest, absente, depuis le " in told
    assert "→ – (Toolbox, absente, depuis le " in told
    assert "→ – (absente, depuis le " in text(waiting)


@pytest.mark.parametrize("sheet", NASTY)
def test_titles_do_nothing(sheet: str) -> None:
    """Whatever titles hold, the page has the structures of any other, and titles are read as they are."""
    plain, nasty = (text(waits(sheet=one), copy(one), waits(sheet=one, stands=False)) for one in ("Gommettes", sheet))
    assert [element.sort for element in scan(nasty)] == [element.sort for element in scan(plain)]
    assert nasty.count("''") == plain.count("''") + nasty.count(f"[[:{sheet}") * sheet.count("''")


def test_no_person_is_named() -> None:
    """Names and words of people stay with whoever runs the bot."""
    everything = ("editor", "by", "comment", "info", "found", "before", "value", "written", "read", "text")
    for reason in Reason:
        told = text(waits(reason, facts=tuple((name, "Jeanne Morel") for name in everything)))
        assert "Jeanne" not in told


def test_the_words_of_a_licence_are_shown_and_named() -> None:
    """They stand on the sheet for all to read, and do nothing on the page; what may hold a name stays hidden."""
    told = text(waits(Reason.LICENCE_VERSION, facts=(("found", "[[Licence|CC BY-SA]]"),)))
    assert "[[Licence|" not in told
    assert "CC BY-SA" in told
    assert "« … »" not in told.replace("\N{NO-BREAK SPACE}", " ")
    for words in ("CC BY-SA, Jeanne Morel", "CC BY-SA (Jeanne)", "© Jeanne Morel", "jeanne ou CC BY-SA"):
        assert "eanne" not in text(waits(Reason.LICENCE_VERSION, facts=(("found", words),))), words
    table = text(copy(licence="LicenseRef-CC-BY-2.0-FR OR CC0-1.0"))
    assert "|| CC BY 2.0 FR / CC0 1.0" in table
    assert "LicenseRef" not in table


def test_long_lists_are_folded_and_end() -> None:
    """The page of a wiki with thousands of copies stays one that people can open."""
    many = [copy(f"Fiche {number}") for number in range(LONGEST + 5)]
    told = text(*many, *(waits(sheet=f"Attente {number}") for number in range(LONGEST_LIST + 2)))
    assert "mw-collapsed" in told
    assert "… et 2 autres." in told
    assert "… et 207 autres." in told
    assert len(told.encode()) < 500_000
    assert "mw-collapsed" not in text(*many[:3])


def test_a_report_changes_with_what_it_tells_only() -> None:
    """The digest is that of what is told."""
    told = Told("outils", "", "multibao", "brest", (copy(),))
    assert told.digest() == replace(told).digest()
    assert told.digest() != replace(told, copies=(copy(state=State.EDITED),)).digest()


def test_a_report_has_its_place() -> None:
    """Between its comments, once, in order; other jobs and the words of people stay as they are."""
    page = add_report(add_report("Bonjour.", "outils", "A"), "récits", "B")
    assert put_report(page, "outils", "C") == page.replace("\nA\n", "\nC\n")
    assert put_report(page, "outils", "<!-- republish:report récits -->D") == page.replace("\nA\n", "\nD\n")
    begin, end = "<!-- republish:report outils -->", "<!-- republish:report outils / -->"
    for broken in ("", begin, end, f"{end}{begin}", f"{begin}{begin}{end}"):
        assert put_report(broken, "outils", "C") is None
