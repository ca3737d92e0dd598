"""Plans that change much stop before the first write, with their numbers, until a person says to go on."""

import pytest

from bot.domain.limits import Stop
from bot.domain.plan import Outcome, State
from bot.report.words import describe_stop
from bot.sync.environment import Options
from bot.sync.job_run import JobRun
from tests.life.world import World, copy_title, outcomes, sheet

TITLES = tuple(f"Fiche {letter}" for letter in "ABCDEF")
LIMITS = "    limits: {changes: 50%, at_least: 2, first: 4}"


def begun(world: World, titles: tuple[str, ...] = TITLES) -> None:
    """Let sheets be copied, whatever the limits say."""
    world.configure(job=LIMITS)
    for title in titles:
        world.source.create(title, sheet(title))
    world.sync(Options(beyond_limits=True))


def assert_stopped(world: World, run: JobRun, stop: Stop, count: int) -> None:
    """See that a run has stopped before its first write, and said how to go on."""
    assert run.results == ()
    assert stop in run.plan.stops
    assert run.exit_code == 3
    said = describe_stop(stop)
    assert "--beyond-limits" in said
    assert stop.empty or (str(stop.changes) in said and str(stop.threshold) in said)
    assert len(world.movilab.titles(100)) == count


def move_on(world: World, count: int, word: str) -> None:
    """Let some sheets say something else."""
    for title in TITLES[:count]:
        world.source.edit(title, sheet(title, summary=f"{title} {word}."))


def test_a_first_run_has_a_limit_of_its_own(world: World) -> None:
    """A selection that is far too large is noticed before it floods a partner."""
    world.configure(job=LIMITS)
    for title in TITLES[:5]:
        world.source.create(title, sheet(title))
    for _ in range(2):
        assert_stopped(world, world.sync(), Stop("movilab", 5, 0, 4), 0)
    run = world.sync(Options(beyond_limits=True))
    assert {each.outcome for each in run.results} == {Outcome.CREATED}
    assert len(world.movilab.titles(100)) == 5


def test_a_first_run_within_its_limit(world: World) -> None:
    """As many pages as the first run may make are made."""
    world.configure(job=LIMITS)
    for title in TITLES[:4]:
        world.source.create(title, sheet(title))
    assert world.sync().exit_code == 0
    assert len(world.movilab.titles(100)) == 4


def test_more_than_a_share_and_a_number(world: World) -> None:
    """Three of six copies may change, four may not; a person's word holds for one run."""
    begun(world)
    move_on(world, 3, "un")
    assert set(outcomes(world.sync())) == {(title, name) for title in TITLES[:3] for name in ("movilab", "brest")}
    for word in ("deux", "trois"):
        move_on(world, 4, word)
        assert_stopped(world, world.sync(), Stop("movilab", 4, 6, 3), 6)
        assert f"{TITLES[0]} {word}." not in (world.movilab.text(copy_title(TITLES[0])) or "")
        assert world.plan().plan.stops
        run = world.sync(Options(beyond_limits=True))
        assert len(run.results) == 8
        assert f"{TITLES[0]} {word}." in (world.movilab.text(copy_title(TITLES[0])) or "")
    assert world.sync().results == ()


def test_a_number_that_may_always_change(world: World) -> None:
    """Where few copies are known, a share alone would stop every run."""
    begun(world, TITLES[:2])
    move_on(world, 2, "autrement")
    assert len(world.sync().results) == 4


@pytest.mark.parametrize("how", ["delete", "deselect"])
def test_a_source_that_suddenly_lists_nothing(world: World, how: str) -> None:
    """Whatever emptied the selection, the copies are not called orphans before a person says so."""
    begun(world, TITLES[:2])
    for title in TITLES[:2]:
        if how == "delete":
            world.source.delete(title)
        else:
            world.source.edit(title, sheet(title, category="Autre"))
    assert_stopped(world, world.sync(), Stop("movilab", 0, 2, 0, empty=True), 2)
    assert world.fate(TITLES[0]) == (State.CURRENT, None)
    world.sync(Options(beyond_limits=True))
    assert world.fate(TITLES[0])[0] is State.ORPHANED


def test_many_sheets_that_go_at_once(world: World) -> None:
    """Notices on orphans are changes like others: a category that is gone from most sheets stops the run."""
    begun(world)
    world.configure(", on_orphan: notice", job=LIMITS)
    for title in TITLES[:4]:
        world.source.edit(title, sheet(title, category="Autre"))
    assert_stopped(world, world.sync(), Stop("movilab", 4, 6, 3), 6)
    assert "republication-orphan" not in (world.movilab.text(copy_title(TITLES[0])) or "")


def test_a_change_of_the_mapping_is_limited(world: World) -> None:
    """A configuration that would rewrite every copy stops, too."""
    begun(world)
    world.configure(", files: drop", job=LIMITS)
    assert world.sync().exit_code == 0
    move_on(world, 6, "autrement")
    assert_stopped(world, world.sync(), Stop("movilab", 6, 6, 3), 6)


def test_a_number_of_pages_at_most(world: World) -> None:
    """``--limit`` writes so many pages and leaves the others to the next runs; it keeps a plan within the limits."""
    begun(world)
    move_on(world, 6, "autrement")
    for _ in range(6):
        run = world.sync(Options(limit=2))
        assert not run.plan.stops
        assert len([each for each in run.results if each.outcome is Outcome.UPDATED]) == 2
    assert world.sync().results == ()
    for title in TITLES:
        assert f"{title} autrement." in (world.movilab.text(copy_title(title)) or "")


def test_a_renamed_copy_waits_whole_for_its_turn(world: World) -> None:
    """A limit counts pages: a copy that is updated and moved is one of them, and what does not fit is not half done."""
    world.configure(partner=", on_rename: move", job="    limits: {changes: 100%}")
    for title in ("Arpentage", "Débat"):
        world.source.create(title, sheet(title))
    world.sync()
    for title in ("Arpentage", "Débat"):
        world.source.move(title, f"{title} nouveau", redirect=False)
        world.source.edit(f"{title} nouveau", sheet(f"{title} nouveau", summary="Autrement."))
    for number in (1, 2):
        world.sync(Options(("movilab",), limit=1))
        moved = [title for title in world.movilab.titles(100) if title.endswith(" nouveau")]
        assert len(moved) == number
        assert all("Autrement." in (world.movilab.text(title) or "") for title in moved)
