"""Setup at a wiki in memory that fails at every point: each page is written once, and people who act in between win."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.config.settings import WikiSettings
from bot.domain.plan import Outcome
from bot.domain.setup import House, HousePage, HouseResult, Origin, Step, Why
from bot.errors import Trouble
from bot.sync.house import house_pages
from bot.sync.lane import Waits
from bot.sync.setting_up import SetupLane, plan_setup, troubles_of
from bot.sync.stopping import StopSignal
from bot.wikitext.signature import signed
from tests.memory.faults import Fault, KilledError
from tests.memory.wiki import MemoryWiki

SETTINGS = WikiSettings("memoire", api="https://memoire.example.org/api.php", user="Robot@republish", pace=timedelta(0))
TITLES = 7


def pages(wiki: MemoryWiki) -> tuple[HousePage, ...]:
    """Write the house pages of a wiki, all kinds of them."""
    house = House(
        facts=wiki.site.facts,
        account="Robot",
        contact="https://robot.example.org/",
        origins=(Origin("Multibao", "https://multibao.example.org/", ""),),
        templates=("Republication",),
        own_templates=("Republication",),
        orphan_categories=("Orphelines",),
        stop_page="Utilisateur:Robot/Stop",
        opt_out="",
        takes_marked=True,
        obeys_messages=True,
    )
    return house_pages(house)


def set_up(wiki: MemoryWiki, meddle: Callable[[], object] = lambda: None) -> tuple[HouseResult, ...]:
    """Plan and write, with what people do in between."""
    plan = plan_setup(pages(wiki), wiki, SETTINGS)
    meddle()
    return tuple(SetupLane(wiki, SETTINGS, "https://robot.example.org/", StopSignal(), waits=Waits(0, 0)).apply(plan))


@pytest.mark.parametrize("fault", Fault)
@pytest.mark.parametrize("number", range(1, TITLES + 1))
def test_each_page_is_written_once_wherever_setup_fails(fault: Fault, number: int) -> None:
    """After any fault at any write, running setup again leads to the same pages, each with one revision."""
    first = MemoryWiki()
    first.line.fail_write(number, fault)
    try:
        results = set_up(first)
    except KilledError:
        results = ()
    if fault is Fault.LOST_AFTER:
        assert [one.outcome for one in results] == [Outcome.CREATED] * TITLES
    set_up(first.connect())
    again = plan_setup(pages(first), first.connect(), SETTINGS)
    assert [step.step for step in again.steps] == [Step.SAME] * TITLES
    assert [len(page.revisions) for page in first.site.pages.values()] == [1] * TITLES


def test_a_lost_write_ends_the_work_and_says_so() -> None:
    """What did not arrive is not sent again by itself: later, and the rest is left to the next time."""
    wiki = MemoryWiki()
    wiki.line.fail_write(3, Fault.LOST_BEFORE)
    results = set_up(wiki)
    assert [one.outcome for one in results] == [Outcome.CREATED] * 2 + [Outcome.POSTPONED] * (TITLES - 2)
    (trouble,) = troubles_of(results)
    assert trouble.exit_code == 75
    assert len(wiki.site.pages) == 2


def test_people_who_are_faster_win() -> None:
    """A page that somebody made or edited since the plan stays theirs; the others are written."""
    wiki = MemoryWiki()

    def make() -> None:
        wiki.site.save("Modèle:Republication", "À nous", "Chloé", "")

    results = set_up(wiki, make)
    failed = [one for one in results if one.outcome is Outcome.FAILED]
    assert [one.step.page.title for one in failed] == ["Modèle:Republication"]
    assert len(results) == TITLES
    (page,) = (page for page in wiki.site.pages.values() if page.title.text == "Modèle:Republication")
    assert page.current.text == "À nous"


def test_people_who_stop_the_bot_in_the_middle_are_heard() -> None:
    """The page under way is the last; the others are postponed with the reason."""
    wiki = MemoryWiki()
    seen = 0

    def stop(call: str) -> None:
        nonlocal seen
        seen += call in ("create", "update")
        if seen == 2 and call in ("create", "update"):
            wiki.site.save("Utilisateur:Robot/Stop", "Attendez !", "Chloé", "")

    wiki.line.meddle = stop
    results = set_up(wiki)
    assert [one.outcome for one in results] == [Outcome.CREATED] * 2 + [Outcome.POSTPONED] * (TITLES - 2)
    assert {one.trouble.trouble for one in results[2:] if one.trouble} == {Trouble.STOPPED}


def test_a_page_that_wants_no_bot_is_left() -> None:
    """``{{nobots}}`` keeps an update away even from a page that setup wrote."""
    wiki = MemoryWiki()
    wiki.site.save("Utilisateur:Robot", signed("Un ancien texte {{nobots}}"), "Chloé", "")
    plan = plan_setup(pages(wiki), wiki.connect(), SETTINGS)
    (step,) = (step for step in plan.steps if step.page.title == "Utilisateur:Robot")
    assert (step.step, step.why, step.detail) == (Step.LEAVE, Why.OBJECTION, "{{nobots}}")


def test_a_page_moved_away_is_no_page_of_ours() -> None:
    """A redirect is told with where it leads, and never written over."""
    wiki = MemoryWiki()
    wiki.site.save("Utilisateur:Robot", "#REDIRECTION [[Utilisateur:Robot/Présentation]]", "Chloé", "")
    plan = plan_setup(pages(wiki), wiki.connect(), SETTINGS)
    (step,) = (step for step in plan.steps if step.page.title == "Utilisateur:Robot")
    assert (step.step, step.why, step.detail) == (Step.LEAVE, Why.REDIRECT, "Utilisateur:Robot/Présentation")
