"""What becomes of copies when licences change: that of a sheet, or that of a partner."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from rich.console import Console

from bot.config.register import change_register
from bot.domain.plan import Outcome, State
from bot.domain.reasons import Reason
from bot.domain.register import LicenceDecision, Ruling
from bot.domain.wiki import Notice
from bot.i18n import use_language
from bot.report.reasons import explain_reason
from bot.report.terminal import show_status
from bot.store.store import open_store
from bot.sync.looking import look_of
from bot.wiki.protocol import Wiki
from tests.farm.templates import CREDIT
from tests.life.world import World, copy_title, outcomes, sheet

TITLE = "Arpentage"
COPY = copy_title(TITLE)
GOOD = "CC BY-SA 4.0"


def licensed(licence: str, summary: str = "Lire deux livres.") -> str:
    """Write the sheet under a licence."""
    return sheet(TITLE, summary=summary).replace(f"| licence = {GOOD}", f"| licence = {licence}")


def begun(world: World) -> None:
    """Let two sheets be copied: by the credit template at the first partner, in plain words at the second."""
    if not world.movilab.text("Modèle:Republication"):
        world.movilab.create("Modèle:Republication", CREDIT)
    for title in (TITLE, "Débat mouvant"):
        world.source.create(title, sheet(title))
    world.sync()
    assert "{{Republication" in (world.movilab.text(COPY) or "")


def words(world: World, partner: str = "movilab") -> str:
    """Say why the copy stands as it does, as ``status`` does."""
    copy = world.copy(TITLE, partner)
    assert copy.reason is not None
    return explain_reason(copy.reason, copy.facts)


def histories(world: World) -> list[list[int]]:
    """Give the revisions of both copies."""
    return [
        [entry.revision for entry in world.hands[partner].history(copy_title(TITLE, partner))]
        for partner in ("movilab", "brest")
    ] + [[entry.revision for entry in world.hands["brest"].history(f"{TITLE} (fiche pratique)")]]


def test_a_worse_licence_freezes_the_copy(world: World) -> None:
    """The copy stays byte for byte, says which licence it keeps, and goes on once the licence is good again."""
    begun(world)
    before, copied = histories(world), world.source.revision(TITLE)
    since = world.source.edit(TITLE, licensed("Tous droits réservés"))
    for _ in range(2):
        run = world.sync()
        assert run.exit_code == 3
        assert histories(world) == before
        assert world.fate(TITLE) == (State.OUTDATED, Reason.COPY_FROZEN)
    world.source.edit(TITLE, licensed("Tous droits réservés", "Lire trois livres."))
    assert set(outcomes(world.sync())[TITLE, "movilab"]) == {Outcome.REFUSED}
    for partner in ("movilab", "brest"):
        said = words(world, partner)
        assert f"copied from revision {copied} of the sheet and keeps its licence, CC BY-SA 4.0" in said
        assert f"stands since revision {since} " in said
        assert "The words “Tous droits réservés” hold a reservation" in said
        assert "?" not in said
    world.source.edit(TITLE, licensed(GOOD, "Lire quatre livres."))
    run = world.sync()
    assert outcomes(run)[TITLE, "movilab"] == outcomes(run)[TITLE, "brest"] == [Outcome.UPDATED]
    assert "Lire quatre livres." in (world.movilab.text(COPY) or "")
    assert world.fate(TITLE) == (State.CURRENT, None)
    assert world.sync().exit_code == 0


@pytest.mark.parametrize("licence", ["CC BY-ND 4.0", "CC BY-SA", "CC BY-NC 4.0", "libre", "GFDL 1.2"])
def test_every_worse_licence_freezes(memory: World, licence: str) -> None:
    """Refused, without a version, not understood: nothing is written and the copy is neither orphaned nor removed."""
    begun(memory)
    before = histories(memory)
    memory.source.edit(TITLE, licensed(licence))
    assert memory.sync().exit_code == 3
    assert memory.fate(TITLE) == (State.OUTDATED, Reason.COPY_FROZEN)
    assert histories(memory) == before
    assert "?" not in words(memory)


def test_a_copy_that_people_edited_is_frozen_with_their_edits(memory: World) -> None:
    """What people wrote stays while the copy is frozen, and is merged once it goes on."""
    begun(memory)
    memory.movilab.edit(COPY, (memory.movilab.text(COPY) or "").replace("Distribuer les", "Distribuer les beaux"))
    mine = memory.movilab.text(COPY)
    memory.source.edit(TITLE, licensed("libre"))
    memory.sync()
    assert memory.movilab.text(COPY) == mine
    assert memory.fate(TITLE)[1] is Reason.COPY_FROZEN
    memory.source.edit(TITLE, licensed(GOOD))
    assert outcomes(memory.sync())[TITLE, "movilab"] == [Outcome.MERGED]
    text = memory.movilab.text(COPY) or ""
    assert "les beaux" in text
    assert "Lire deux livres." in text


def test_a_better_licence_comes_into_the_credit(memory: World) -> None:
    """The words of the sheet are the same; its licence allows more, and the credit says so."""
    begun(memory)
    memory.source.edit(TITLE, licensed("CC BY 4.0", "Lire un livre à plusieurs."))
    run = memory.sync()
    assert outcomes(run)[TITLE, "movilab"] == outcomes(run)[TITLE, "brest"] == [Outcome.UPDATED]
    assert "/licenses/by/4.0/" in (memory.movilab.text(COPY) or "")
    assert memory.sync().exit_code == 0


def test_a_sheet_that_was_never_copied_is_not_frozen(memory: World) -> None:
    """Without a copy there is nothing that could stay: the refusal is told as it is."""
    begun(memory)
    memory.source.create("Marche", sheet("Marche").replace(GOOD, "libre"))
    memory.sync()
    assert memory.fate("Marche") == (State.MISSING, Reason.LICENCE_NOT_UNDERSTOOD)


@pytest.mark.parametrize("choice", ["nothing", "notice"])
def test_a_sheet_deleted_for_copyright_reasons_raises_an_alarm(world: World, choice: str) -> None:
    """The copy waits for a person at each run, untouched, until the person has decided."""
    world.configure(f", on_orphan: {choice}")
    begun(world)
    before = histories(world)
    world.source.delete(TITLE, "Violation du droit d’auteur : copie du site d’un éditeur")
    for _ in range(2):
        assert world.sync().exit_code == 3
        assert world.fate(TITLE) == (State.ORPHANED, Reason.SHEET_INFRINGES)
        assert "éditeur" in words(world)
        assert histories(world) == before
    world.movilab.delete(COPY)
    world.hands["brest"].delete(f"{TITLE} (fiche pratique)")
    world.look()
    assert world.sync().exit_code == 0
    assert world.fate(TITLE) == (State.REMOVED, Reason.COPY_REMOVED)


def test_a_sheet_whose_copied_text_is_hidden_raises_an_alarm(world: World) -> None:
    """A sheet that is emptied and whose old text is hidden still stands, and its copy holds what was hidden."""
    begun(world)
    copied = world.source.revision(TITLE)
    world.source.edit(TITLE, "Page en attente.")
    world.source.hide_user(copied, "content")
    assert world.sync().exit_code == 3
    assert world.fate(TITLE) == (State.ORPHANED, Reason.SHEET_INFRINGES)
    assert "is hidden there" in words(world)
    assert world.sync().exit_code == 3


def test_a_sheet_deleted_for_another_reason_raises_none(memory: World) -> None:
    """An orphan like others, and nobody is called."""
    begun(memory)
    memory.source.delete(TITLE, "Doublon")
    assert memory.sync().exit_code == 0
    assert memory.fate(TITLE) == (State.ORPHANED, Reason.SHEET_DELETED)


def test_a_sheet_that_comes_back_ends_the_alarm(memory: World) -> None:
    """Undeleted, or made again under its title: the copy is brought up to date."""
    begun(memory)
    memory.source.delete(TITLE, "copyvio")
    memory.sync()
    memory.source.create(TITLE, sheet(TITLE, summary="Lire avec nos mots."))
    assert outcomes(memory.sync())[TITLE, "movilab"] == [Outcome.UPDATED]
    assert memory.fate(TITLE) == (State.CURRENT, None)


def test_a_sheet_that_is_taken_out_before_it_is_deleted_raises_an_alarm(memory: World) -> None:
    """People often empty a page first, and delete it some days later."""
    begun(memory)
    memory.source.edit(TITLE, "{{Copie suspecte}}")
    assert memory.sync().exit_code == 0
    assert memory.fate(TITLE) == (State.ORPHANED, Reason.SHEET_DESELECTED)
    memory.source.delete(TITLE, "Contrefaçon")
    due(memory)
    for _ in range(2):
        assert memory.sync().exit_code == 3
        assert memory.fate(TITLE) == (State.ORPHANED, Reason.SHEET_INFRINGES)


def test_a_quiet_run_asks_nothing_of_sheets_that_were_taken_out(memory: World) -> None:
    """Whether they still stand is asked when the look is due, or something has moved anyway."""
    begun(memory)
    memory.source.edit(TITLE, "Page en travaux.")
    memory.sync()
    opened: list[Wiki] = []

    def keep(wiki: Wiki) -> Wiki:
        opened.append(wiki)
        return wiki

    memory.sync(wrap=keep)
    asked = {wiki.name: wiki.line.calls for wiki in opened}  # type: ignore[attr-defined]  # wikis in memory have it
    assert asked == {"multibao": ["facts", "select"], "movilab": [], "brest": []}
    memory.source.edit("Débat mouvant", sheet("Débat mouvant", summary="Bouger."))
    memory.source.delete(TITLE, "Contrefaçon")
    assert memory.sync().exit_code == 3
    assert memory.fate(TITLE) == (State.ORPHANED, Reason.SHEET_INFRINGES)


def test_a_deletion_whose_reason_is_hidden_asks_for_a_person(world: World) -> None:
    """It may be a matter of copyright or of a person; nothing is written until somebody has decided."""
    begun(world)
    before = histories(world)
    world.source.delete(TITLE, "Violation du droit d’auteur")
    world.source.hide_reason(TITLE)
    for _ in range(2):
        assert world.sync().exit_code == 3
        assert world.fate(TITLE) == (State.ORPHANED, Reason.SHEET_DELETED_UNSAID)
        assert "the reason is hidden" in words(world)
    assert histories(world) == before
    world.source.undelete(TITLE)
    assert world.sync().exit_code == 0
    assert world.fate(TITLE) == (State.CURRENT, None)


def test_each_job_looks_for_itself(memory: World) -> None:
    """A look of one job at a partner is none of another one's there."""
    path = memory.folder / "republish.yaml"
    first = path.read_text(encoding="utf-8")
    other = first.partition("jobs:\n")[2].replace("outils:", "autres:", 1).replace("Fiches outils", "Fiches autres")
    memory.reload(first + other)
    begun(memory)
    memory.source.create("Marche", sheet("Marche", category="Fiches autres"))
    memory.sync(job=1)
    site = memory.movilab.site  # type: ignore[attr-defined]  # people in memory alone have it
    site.facts = replace(site.facts, notice=Notice("https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0"))
    due(memory)
    for _ in range(2):
        memory.sync()
        memory.sync(job=1)
    assert memory.fate(TITLE)[1] is memory.fate("Marche")[1] is Reason.COPY_FROZEN


def test_a_persons_refusal_freezes_the_copy(memory: World) -> None:
    """It stays as copied, says which licence it keeps and who decided, and waits for nobody."""
    begun(memory)
    before = histories(memory)
    page = memory.copy(TITLE).sheet_id
    on, why = datetime.now(UTC).date(), "L’auteure a écrit."
    refused = LicenceDecision("multibao", page, TITLE, Ruling.REFUSE, "Ali", on, why, GOOD)
    change_register(memory.configuration.register, lambda register: register.with_decision(refused))
    for _ in range(2):
        assert memory.sync().exit_code == 0
        assert memory.fate(TITLE) == (State.OUTDATED, Reason.COPY_HELD)
    said = words(memory)
    assert "keeps its licence, CC BY-SA 4.0" in said
    assert "Ali decided on" in said
    assert "?" not in said
    assert histories(memory) == before
    accepted = replace(refused, ruling=Ruling.ACCEPT)
    change_register(memory.configuration.register, lambda register: register.with_decision(accepted))
    memory.sync()
    assert memory.fate(TITLE) == (State.CURRENT, None)


def test_a_partner_whose_licence_is_gone_freezes_the_copies(memory: World) -> None:
    """Nobody knows what may be copied there, and what was copied stays."""
    begun(memory)
    site = memory.movilab.site  # type: ignore[attr-defined]  # people in memory alone have it
    known = site.facts
    site.facts = replace(known, notice=Notice("", ""))
    memory.look()
    assert memory.sync().exit_code == 3
    assert memory.fate(TITLE) == (State.OUTDATED, Reason.COPY_FROZEN)
    assert "The partner's own licence is unknown" in words(memory)
    site.facts = known
    memory.look()
    assert memory.sync().exit_code == 0
    assert memory.fate(TITLE) == (State.CURRENT, None)


def due(world: World) -> None:
    """Let the daily look be due."""
    with open_store(world.configuration.state) as store:
        for partner in ("movilab", "brest"):
            for job in world.configuration.jobs:
                store.looked(look_of(job, partner), datetime.now(UTC) - timedelta(days=2))


def test_a_copy_that_is_given_up_ends_the_alarm(memory: World) -> None:
    """The person's word counts, at the partner where it was said."""
    begun(memory)
    memory.source.delete(TITLE, "copyvio")
    memory.sync()
    with open_store(memory.configuration.state) as store:
        for partner in ("movilab", "brest"):
            copy = memory.copy(TITLE, partner)
            store.remember(replace(copy, state=State.REMOVED, reason=Reason.FORGOTTEN, facts=()))
    assert memory.sync().exit_code == 0


def test_a_partner_that_changes_its_licence_is_judged_again(memory: World) -> None:
    """At the next look, without any edit of the sheet: the copy is frozen, and goes on when that is undone."""
    begun(memory)
    before = histories(memory)
    site = memory.movilab.site  # type: ignore[attr-defined]  # people in memory alone have it
    known = site.facts
    site.facts = replace(known, notice=Notice("https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0"))
    memory.sync()
    assert memory.fate(TITLE) == (State.CURRENT, None)
    memory.look()
    assert memory.sync().exit_code == 3
    assert memory.fate(TITLE) == (State.OUTDATED, Reason.COPY_FROZEN)
    assert memory.fate(TITLE, "brest") == (State.CURRENT, None)
    assert "The same sheet may not be copied here any more" in words(memory)
    assert histories(memory) == before
    site.facts = known
    memory.look()
    assert memory.sync().exit_code == 0
    assert memory.fate(TITLE) == (State.CURRENT, None)
    assert histories(memory) == before


def test_status_shows_alarms_first(memory: World) -> None:
    """Before what else waits, in both languages."""
    memory.source.create("Abaque", sheet("Abaque"))
    begun(memory)
    memory.source.edit("Abaque", sheet("Abaque").replace(GOOD, "libre"))
    memory.source.delete(TITLE, "copyvio")
    memory.sync()
    with open_store(memory.configuration.state) as store:
        copies = sorted(store.all_copies(), key=lambda copy: copy.sheet_title)
    assert copies[0].sheet_title == "Abaque"
    for language, alarm, frozen in (("en", "ALARM", "is frozen"), ("fr", "ALARME", "est gelée")):
        use_language(language)
        shown = Console(width=400, record=True, file=StringIO())
        shown.print(show_status(copies, ()))
        told = " ".join(shown.export_text().split())
        assert told.index(alarm) < told.index(frozen)
    use_language("en")
