"""The life of copies, each story in memory and at real wikis."""

from bot.domain.decision import Decision, Verdict
from bot.domain.merge.units import Side
from bot.domain.plan import Outcome, State
from bot.domain.reasons import Reason
from bot.report.reasons import explain
from bot.sync.environment import Options
from bot.wikitext.credit import find_credit, without_credit
from tests.life.world import World, copy_title, outcomes, sheet

TITLE = "Arpentage"
COPY = copy_title(TITLE)


def begun(world: World) -> str:
    """Let a sheet be copied, and give its text at the first partner."""
    world.source.create(TITLE, sheet(TITLE))
    assert outcomes(world.sync()) == {
        (TITLE, "movilab"): [Outcome.CREATED],
        (TITLE, "brest"): [Outcome.CREATED],
    }
    return world.movilab.text(COPY) or ""


def test_a_quiet_copy_is_current(world: World) -> None:
    """Nothing moved: nothing is done."""
    begun(world)
    assert world.sync().results == ()
    assert world.fate(TITLE) == (State.CURRENT, None)


def test_edits_of_people_and_of_the_sheet_are_merged(world: World) -> None:
    """What people wrote on the copy stays, and what the sheet says now comes in."""
    text = begun(world)
    world.movilab.edit(COPY, text.replace("Distribuer les textes", "Distribuer les beaux textes"))
    assert outcomes(world.sync()) == {}
    world.source.edit(TITLE, sheet(TITLE, summary="Lire un gros livre.", aims="coopérer, apprendre, débattre"))
    run = world.sync()
    assert outcomes(run)[TITLE, "movilab"] == [Outcome.MERGED]
    assert outcomes(run)[TITLE, "brest"] == [Outcome.UPDATED]
    merged = world.movilab.text(COPY) or ""
    assert "Lire un gros livre." in merged
    assert "débattre" in merged
    assert "Distribuer les beaux textes" in merged
    assert world.fate(TITLE) == (State.CURRENT, None)
    assert world.sync().results == ()


def test_a_merged_copy_keeps_the_edits_of_people_at_the_next_updates(world: World) -> None:
    """What was merged once is not taken for the sheet's own text later."""
    text = begun(world)
    world.movilab.edit(COPY, text.replace("Distribuer les textes", "Distribuer les beaux textes"))
    for number in range(3):
        world.source.edit(TITLE, sheet(TITLE, summary=f"Lire {number + 2} livres."))
        assert outcomes(world.sync())[TITLE, "movilab"] == [Outcome.MERGED]
        merged = world.movilab.text(COPY) or ""
        assert f"Lire {number + 2} livres." in merged
        assert "Distribuer les beaux textes" in merged


def test_a_conflict_stays_until_a_person_decides(world: World) -> None:
    """Both changed the same sentence: nothing is written, all three texts are shown, and a decision ends it."""
    text = begun(world)
    mine = text.replace("Lire un livre à plusieurs.", "Lire un livre à trois.")
    world.movilab.edit(COPY, mine)
    world.source.edit(TITLE, sheet(TITLE, summary="Lire un livre à cinq.", aims="apprendre"))
    for _ in range(2):
        run = world.sync()
        assert outcomes(run)[TITLE, "movilab"] == [Outcome.CONFLICT]
        assert run.exit_code == 3
        assert world.movilab.text(COPY) == mine
        assert world.fate(TITLE) == (State.DIVERGED, Reason.COPY_DIVERGED)
    (change,) = world.compare(TITLE).plan.changes
    (conflict,) = change.conflicts
    assert (conflict.field, conflict.base, conflict.incoming, conflict.local) == (
        "resume",
        "Lire un livre à plusieurs.",
        "Lire un livre à cinq.",
        "Lire un livre à trois.",
    )
    done = world.sync(decision=Decision(Verdict.RESOLVE, TITLE, "movilab", fields=(("resume", Side.LOCAL),)))
    assert outcomes(done) == {(TITLE, "movilab"): [Outcome.MERGED]}
    after = world.movilab.text(COPY) or ""
    assert "Lire un livre à trois." in after
    assert "coopérer" not in after
    assert world.sync().results == ()
    world.source.edit(TITLE, sheet(TITLE, summary="Lire un livre à cinq.", aims="rire"))
    assert outcomes(world.sync())[TITLE, "movilab"] == [Outcome.MERGED]
    assert "Lire un livre à trois." in (world.movilab.text(COPY) or "")


def test_a_person_can_write_the_field_in_conflict(world: World) -> None:
    """A text that a person wrote ends the conflict."""
    text = begun(world)
    world.movilab.edit(COPY, text.replace("Lire un livre à plusieurs.", "Lire un livre à trois."))
    world.source.edit(TITLE, sheet(TITLE, summary="Lire un livre à cinq."))
    world.sync()
    word = Decision(Verdict.RESOLVE, TITLE, "movilab", texts=(("resume", "Lire à trois ou à cinq."),))
    assert outcomes(world.sync(decision=word)) == {(TITLE, "movilab"): [Outcome.MERGED]}
    assert "Lire à trois ou à cinq." in (world.movilab.text(COPY) or "")
    assert world.sync().results == ()


def test_a_moved_copy_is_followed(world: World) -> None:
    """A copy that people moved is updated where it is now."""
    begun(world)
    world.movilab.move(COPY, "Recette:Lire à plusieurs")
    world.source.edit(TITLE, sheet(TITLE, summary="Lire deux livres."))
    assert outcomes(world.sync())[TITLE, "movilab"] == [Outcome.UPDATED]
    assert "Lire deux livres." in (world.movilab.text("Recette:Lire à plusieurs") or "")
    assert world.movilab.titles(100) == ["Recette:Lire à plusieurs"]


def test_a_deleted_copy_never_comes_back_by_itself(world: World) -> None:
    """A copy that people deleted comes back on a person's word only."""
    begun(world)
    world.movilab.delete(COPY)
    for number in range(2):
        world.source.edit(TITLE, sheet(TITLE, summary=f"Lire {number} livres."))
        assert Outcome.CREATED not in outcomes(world.sync()).get((TITLE, "movilab"), [])
    assert world.fate(TITLE) == (State.REMOVED, Reason.COPY_REMOVED)
    assert world.movilab.text(COPY) is None
    run = world.sync(decision=Decision(Verdict.RESTORE, TITLE, "movilab"))
    assert outcomes(run) == {(TITLE, "movilab"): [Outcome.CREATED]}
    assert world.sync().results == ()
    world.source.edit(TITLE, sheet(TITLE, summary="Lire mille livres."))
    assert outcomes(world.sync())[TITLE, "movilab"] == [Outcome.UPDATED]


def test_a_blanked_copy_is_left_alone_until_it_is_restored(world: World) -> None:
    """A blanked copy stays blank until a person wants it back."""
    begun(world)
    world.movilab.blank(COPY)
    world.source.edit(TITLE, sheet(TITLE, summary="Lire deux livres."))
    world.sync()
    assert world.movilab.text(COPY) == ""
    assert world.fate(TITLE) == (State.REMOVED, Reason.COPY_BLANKED)
    assert outcomes(world.sync(decision=Decision(Verdict.RESTORE, TITLE, "movilab"))) == {
        (TITLE, "movilab"): [Outcome.UPDATED]
    }
    assert "Lire deux livres." in (world.movilab.text(COPY) or "")


def test_a_copy_without_its_credit_is_left_alone_until_it_is_restored(world: World) -> None:
    """A community that takes the credit out has made the page its own; restored, it keeps its edits."""
    text = begun(world)
    own = without_credit(text).rstrip().replace("Former des groupes", "Notre page à nous.\n\nFormer des groupes")
    world.movilab.edit(COPY, own)
    world.source.edit(TITLE, sheet(TITLE, summary="Lire deux livres."))
    world.sync()
    assert world.movilab.text(COPY) == own
    assert world.fate(TITLE) == (State.REMOVED, Reason.CREDIT_REMOVED)
    run = world.sync(decision=Decision(Verdict.RESTORE, TITLE, "movilab"))
    assert outcomes(run) == {(TITLE, "movilab"): [Outcome.MERGED]}
    after = world.movilab.text(COPY) or ""
    assert "Notre page à nous." in after
    assert "Lire deux livres." in after
    assert find_credit(after) is not None


def test_a_copy_that_became_a_redirect_is_left_alone(world: World) -> None:
    """A copy that people turned into a redirect is not written over."""
    begun(world)
    world.movilab.edit(COPY, "#REDIRECTION [[Recette:Autre]]")
    world.source.edit(TITLE, sheet(TITLE, summary="Lire deux livres."))
    run = world.sync()
    assert outcomes(run)[TITLE, "movilab"] == [Outcome.CONFLICT]
    assert world.fate(TITLE) == (State.DIVERGED, Reason.COPY_REDIRECTS)
    assert world.movilab.text(COPY) == "#REDIRECTION [[Recette:Autre]]"


def test_a_protected_copy_is_reported_and_tried_again(world: World) -> None:
    """A protected copy is not even tried, the other partner is served; once free, it is updated."""
    begun(world)
    world.movilab.protect(COPY)
    world.source.edit(TITLE, sheet(TITLE, summary="Lire deux livres."))
    (shown,) = (change for change in world.plan().plan.changes if change.partner == "movilab")
    assert shown.finding is not None
    assert "The wiki protects this page" in explain(shown.finding)
    run = world.sync()
    assert outcomes(run)[TITLE, "movilab"] == [Outcome.REFUSED]
    assert outcomes(run)[TITLE, "brest"] == [Outcome.UPDATED]
    assert run.exit_code == 3
    world.movilab.protect(COPY, "all")
    assert outcomes(world.sync())[TITLE, "movilab"] == [Outcome.UPDATED]


def test_an_adopted_page_keeps_what_stands_there(world: World) -> None:
    """A page of the partner becomes a copy on a person's word: its own text stays, what it lacks comes in."""
    mine = "{{Recette libre\n| nom = Arpentage\n| présentation = Notre façon de lire.\n}}\n\nUn mot de chez nous."
    world.movilab.create(COPY, mine)
    world.source.create(TITLE, sheet(TITLE))
    run = world.sync()
    assert outcomes(run)[TITLE, "movilab"] == [Outcome.REFUSED]
    assert world.fate(TITLE) == (State.FOREIGN, Reason.TITLE_TAKEN)
    word = Decision(Verdict.ADOPT, TITLE, "movilab")
    shown = world.plan(Options(("movilab",), (TITLE,), decision=word))
    assert world.movilab.text(COPY) == mine
    assert {one.field for one in shown.plan.changes[0].differences} >= {"objectifs", "deroule"}
    assert outcomes(world.sync(decision=word)) == {(TITLE, "movilab"): [Outcome.MERGED]}
    after = world.movilab.text(COPY) or ""
    assert "Notre façon de lire." in after
    assert "Un mot de chez nous." in after
    assert "Former des groupes de trois." in after
    assert find_credit(after) is not None
    assert world.sync().results == ()
    world.source.edit(TITLE, sheet(TITLE, aims="rire"))
    assert outcomes(world.sync())[TITLE, "movilab"] == [Outcome.MERGED]
    assert "Notre façon de lire." in (world.movilab.text(COPY) or "")


def test_an_adopted_page_can_take_the_text_of_the_sheet(world: World) -> None:
    """On a person's word, the sheet's text replaces that of a page of the partner, even of one without the template."""
    world.movilab.create(COPY, "Une page sans modèle.")
    world.source.create(TITLE, sheet(TITLE))
    world.sync()
    run = world.sync(decision=Decision(Verdict.ADOPT, TITLE, "movilab", side=Side.INCOMING))
    assert outcomes(run) == {(TITLE, "movilab"): [Outcome.MERGED]}
    assert "Lire un livre à plusieurs." in (world.movilab.text(COPY) or "")
    assert world.sync().results == ()


def test_an_adoption_that_the_wiki_refused_can_be_asked_for_again(world: World) -> None:
    """A page is nobody's copy until it has been written: one that was protected is foreign as before."""
    copy = copy_title(TITLE)
    world.movilab.create(copy, "{{Recette libre\n| nom = Arpentage\n}}\n\nUn mot.")
    world.movilab.protect(copy)
    world.source.create(TITLE, sheet(TITLE))
    world.sync()
    word = Decision(Verdict.ADOPT, TITLE, "movilab")
    assert outcomes(world.sync(decision=word))[TITLE, "movilab"] == [Outcome.REFUSED]
    world.sync()
    assert world.fate(TITLE) == (State.FOREIGN, Reason.TITLE_TAKEN)
    world.movilab.protect(copy, "all")
    assert outcomes(world.sync(decision=word))[TITLE, "movilab"] == [Outcome.MERGED]
    assert "Un mot." in (world.movilab.text(copy) or "")
