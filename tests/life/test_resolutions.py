"""A conflict that a person has ended never comes back, however it arose and however it was ended."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from shutil import copytree

import pytest

from bot.config.load import load
from bot.domain.decision import Decision, Verdict
from bot.domain.field import Value
from bot.domain.merge.units import Side
from bot.domain.plan import Outcome, State
from bot.domain.reasons import Reason
from tests.life.world import ROOT, World, copy_title, outcomes, sheet

TITLE = "Arpentage"
COPY = copy_title(TITLE)
BASE, THEIRS, MINE, WRITTEN = "Lire un livre.", "Lire cinq livres.", "Lire trois livres.", "Lire des livres."
AIM, THEIR_AIM, MY_AIM = "coopérer en groupe", "coopérer en petit groupe", "coopérer en grand groupe"


def begun(world: World) -> None:
    """Let a sheet be copied, with two fields that will be in conflict."""
    world.configure(mappings=Path(copytree(ROOT / "mappings", world.folder / "mappings")))
    world.source.create(TITLE, sheet(TITLE, summary=BASE, aims=AIM))
    world.sync()


def edited(world: World) -> None:
    """Let people change both fields, and another place, at the partner."""
    text = (world.movilab.text(COPY) or "").replace(BASE, MINE).replace(AIM, MY_AIM)
    world.movilab.edit(COPY, text.replace("les textes", "les beaux textes"))


def remapped(world: World, name: str, *pairs: tuple[str, str]) -> None:
    """Change a mapping."""
    path = world.folder / "mappings" / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    world.configuration = load(world.folder / "republish.yaml")


def by_a_newer_sheet(world: World) -> None:
    """Let the sheet say something else in both fields."""
    begun(world)
    edited(world)
    world.source.edit(TITLE, sheet(TITLE, summary=THEIRS, aims=THEIR_AIM))


def by_the_mapping(world: World) -> None:
    """Let the mapping find both fields elsewhere on a sheet that stays as it is."""
    begun(world)
    text = sheet(TITLE, summary=BASE, aims=AIM)
    world.source.edit(TITLE, text.replace("| licence", f"| accroche = {THEIRS}\n| buts = {THEIR_AIM}\n| licence"))
    world.sync()
    edited(world)
    remapped(
        world,
        "multibao-outil",
        ("resume:       {parameter: [résumé, resume]}", "resume: {parameter: accroche}"),
        ("{parameter: objectifs,", "{parameter: buts,"),
    )


def by_an_adoption(world: World) -> None:
    """Adopt a page of the partner that says otherwise, and let the sheet move on."""
    world.configure(mappings=Path(copytree(ROOT / "mappings", world.folder / "mappings")))
    mine = f"{{{{Recette libre\n| nom = Arpentage\n| présentation = {MINE}\n| objectifs = {MY_AIM}\n}}}}\n\nUn mot."
    world.movilab.create(COPY, f"{mine} Avec les beaux textes.")
    world.source.create(TITLE, sheet(TITLE, summary=BASE, aims=AIM))
    world.sync()
    world.sync(decision=Decision(Verdict.ADOPT, TITLE, "movilab"))
    world.source.edit(TITLE, sheet(TITLE, summary=THEIRS, aims=THEIR_AIM))


def by_a_lost_state(world: World) -> None:
    """Lose what was remembered before the sheet moves on."""
    begun(world)
    edited(world)
    world.lose_state()
    world.source.edit(TITLE, sheet(TITLE, summary=THEIRS, aims=THEIR_AIM))


ARISEN = (by_a_newer_sheet, by_the_mapping, by_an_adoption, by_a_lost_state)
RESOLVE = Verdict.RESOLVE
TEXTS: tuple[tuple[str, Value], ...] = (("resume", WRITTEN), ("objectifs", (MY_AIM, "jouer")))
WAYS: dict[str, tuple[Decision, str, str]] = {
    "take local": (Decision(RESOLVE, TITLE, "movilab", side=Side.LOCAL), MINE, MY_AIM),
    "take incoming": (Decision(RESOLVE, TITLE, "movilab", side=Side.INCOMING), THEIRS, THEIR_AIM),
    "written anew": (Decision(RESOLVE, TITLE, "movilab", texts=TEXTS), WRITTEN, f"{MY_AIM}; jouer"),
    "field by field": (
        Decision(RESOLVE, TITLE, "movilab", fields=(("resume", Side.LOCAL), ("objectifs", Side.INCOMING))),
        MINE,
        THEIR_AIM,
    ),
    "one taken, one written": (
        Decision(RESOLVE, TITLE, "movilab", fields=(("objectifs", Side.LOCAL),), texts=(("resume", WRITTEN),)),
        WRITTEN,
        MY_AIM,
    ),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("arise", ARISEN)
def test_a_conflict_is_ended_for_good(memory: World, arise: Callable[[World], None], way: str) -> None:
    """Nothing is asked again: not by the next runs, not when the sheet changes another field or goes on in the same."""
    decision, resume, aims = WAYS[way]
    arise(memory)
    for _ in range(2):
        assert outcomes(memory.sync())[TITLE, "movilab"] == [Outcome.CONFLICT]
    run = memory.sync(decision=decision)
    assert set(outcomes(run)[TITLE, "movilab"]) <= {Outcome.MERGED, Outcome.UNCHANGED}
    said(memory, resume, aims)
    before = memory.movilab.text(COPY)
    for _ in range(2):
        run = memory.sync()
        assert (run.exit_code, set(outcomes(run).get((TITLE, "movilab"), ()))) in ((0, set()), (0, {Outcome.UNCHANGED}))
        assert memory.movilab.text(COPY) == before

    text = memory.source.text(TITLE) or ""
    memory.source.edit(TITLE, text.replace("Nos essais", "Nos longs essais"))
    assert memory.sync().exit_code == 0
    said(memory, resume, aims)
    assert "Nos longs essais" in (memory.movilab.text(COPY) or "")
    text = memory.source.text(TITLE) or ""
    memory.source.edit(TITLE, text.replace(THEIRS, f"{THEIRS} Prévoir une salle."))
    assert memory.sync().exit_code == 0
    said(memory, f"{resume} Prévoir une salle.", aims)
    assert memory.sync().results == ()


def said(world: World, resume: str, aims: str) -> None:
    """See what a copy says in both fields, and that the work of people elsewhere is there."""
    text = world.movilab.text(COPY) or ""
    assert f"| présentation = {resume}\n" in text
    assert f"| objectifs = {aims}\n" in text
    assert "les beaux textes" in text


def test_the_same_place_changed_anew_is_a_new_conflict(memory: World) -> None:
    """Where the sheet changes once more what people chose, they are asked about that, and only about that."""
    by_a_newer_sheet(memory)
    memory.sync()
    memory.sync(decision=WAYS["take local"][0])
    memory.source.edit(TITLE, sheet(TITLE, summary="Lire dix livres.", aims=THEIR_AIM))
    assert outcomes(memory.sync())[TITLE, "movilab"] == [Outcome.CONFLICT]
    (change,) = memory.compare(TITLE).plan.changes
    assert [(one.field, one.base, one.incoming, one.local) for one in change.conflicts] == [
        ("resume", THEIRS, "Lire dix livres.", MINE)
    ]


@pytest.mark.parametrize(
    ("old", "new", "left"),
    [
        ("{parameter: présentation}", "{parameter: résumé}", "présentation"),
        ("{section: Déroulé}", "{section: Étapes}", "Déroulé"),
    ],
)
def test_what_a_mapping_left_behind_can_stay(memory: World, old: str, new: str, left: str) -> None:
    """Taking the copy's side leaves the old place as it is: nothing is written twice, and nobody is asked again."""
    begun(memory)
    edited(memory)
    remapped(memory, "movilab-recette", (old, new))
    assert outcomes(memory.sync())[TITLE, "movilab"] == [Outcome.CONFLICT]
    assert memory.fate(TITLE)[1] is Reason.COPY_UNMERGED
    memory.sync(decision=WAYS["take local"][0])
    text = memory.movilab.text(COPY) or ""
    assert left in text
    assert text.count("Former des groupes de trois.") == 1
    assert (MINE in text, BASE in text) == (True, False)
    assert memory.fate(TITLE)[0] in (State.CURRENT, State.EDITED)
    for _ in range(2):
        assert memory.sync().exit_code == 0
        assert memory.movilab.text(COPY) == text
    memory.source.edit(TITLE, sheet(TITLE, summary=BASE, aims=f"{AIM}, jouer"))
    assert memory.sync().exit_code == 0
    after = memory.movilab.text(COPY) or ""
    assert f"{MY_AIM}; jouer" in after
    assert after.count("Former des groupes de trois.") == 1


@pytest.mark.parametrize(("side", "stays"), [(Side.LOCAL, MINE), (Side.INCOMING, THEIRS)])
def test_a_conflict_without_a_base(memory: World, side: Side, stays: str) -> None:
    """Where nobody knows any more what the sheet said, all that differs is asked, once."""
    by_a_newer_sheet(memory)
    memory.source.hide_user(1, "content")
    memory.movilab.hide_user(1, "content")
    with closing(sqlite3.connect(memory.folder / "var" / "republish.db")) as database, database:
        database.execute("DELETE FROM bases")
    assert outcomes(memory.sync())[TITLE, "movilab"] == [Outcome.CONFLICT]
    memory.sync(decision=Decision(RESOLVE, TITLE, "movilab", side=side))
    assert stays in (memory.movilab.text(COPY) or "")
    for summary in (THEIRS, f"{THEIRS} Prévoir une salle."):
        assert memory.sync().exit_code == 0
        memory.source.edit(TITLE, sheet(TITLE, summary=summary, aims=THEIR_AIM))
    assert memory.sync().exit_code == 0
    assert f"{stays} Prévoir une salle." in (memory.movilab.text(COPY) or "")


@pytest.mark.parametrize("arise", ARISEN)
def test_a_conflict_is_ended_for_good_at_real_wikis(real: World, arise: Callable[[World], None]) -> None:
    """A decision that leaves the copy byte for byte as it is ends the conflict as well."""
    arise(real)
    assert outcomes(real.sync())[TITLE, "movilab"] == [Outcome.CONFLICT]
    real.sync(decision=WAYS["take local"][0])
    said(real, MINE, MY_AIM)
    before = real.movilab.text(COPY)
    assert (real.sync().exit_code, real.movilab.text(COPY)) == (0, before)
    text = real.source.text(TITLE) or ""
    real.source.edit(TITLE, text.replace(THEIRS, f"{THEIRS} Prévoir une salle."))
    assert real.sync().exit_code == 0
    said(real, f"{MINE} Prévoir une salle.", MY_AIM)
