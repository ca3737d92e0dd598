"""Whose field is whose: written once, always the sheet's, or merged; and what is nobody's field."""

import re
from shutil import copytree

from bot.domain.plan import Outcome
from tests.life.world import ROOT, World, copy_title, outcomes, sheet

TITLE = "Arpentage"
COPY = copy_title(TITLE)


def begun(world: World) -> str:
    """Let a sheet be copied where the summary is the partner's and the sources are the sheet's."""
    folder = copytree(ROOT / "mappings", world.folder / "mappings")
    path = folder / "movilab-recette.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("{parameter: présentation}", "{parameter: présentation, owner: partner}"), "utf-8")
    world.configure(mappings=folder)
    world.source.create(TITLE, sheet(TITLE))
    world.sync()
    return world.movilab.text(COPY) or ""


def move_on(world: World, number: int) -> None:
    """Let the sheet change all its fields."""
    changed = sheet(TITLE, summary=f"Lire {number} livres.", aims=f"coopérer, apprendre, aimer {number}")
    world.source.edit(TITLE, changed.replace("Nos essais.", f"Nos {number} essais."))


def test_a_field_of_the_partner_is_written_once(world: World) -> None:
    """It is written at creation and kept from then on, by people or not."""
    text = begun(world)
    assert "| présentation = Lire un livre à plusieurs." in text
    move_on(world, 2)
    assert outcomes(world.sync())[TITLE, "movilab"] == [Outcome.UPDATED]
    text = world.movilab.text(COPY) or ""
    assert "| présentation = Lire un livre à plusieurs." in text
    assert "aimer 2" in text
    for mine, number in (("Chez nous, on lit debout.", 3), ("", 4)):
        world.movilab.edit(COPY, re.sub("(?m)^[|] présentation = .*$", f"| présentation = {mine}", text))
        move_on(world, number)
        world.sync()
        text = world.movilab.text(COPY) or ""
        assert "Lire" not in text
        assert mine in text
        assert f"aimer {number}" in text
        assert world.sync().results == ()


def test_a_field_of_the_partner_survives_the_loss_of_the_state(world: World) -> None:
    """What the partner owns is read from the copy, not remembered."""
    text = begun(world)
    world.movilab.edit(COPY, text.replace("Lire un livre à plusieurs.", "Chez nous."))
    world.lose_state()
    move_on(world, 2)
    assert outcomes(world.sync())[TITLE, "movilab"] == [Outcome.MERGED]
    assert "| présentation = Chez nous." in (world.movilab.text(COPY) or "")


def test_a_field_of_the_source_is_always_the_sheets(world: World) -> None:
    """What people wrote there gives way at the next update, and not before."""
    text = begun(world)
    mine = text.replace("Nos essais.", "Notre bibliothèque.")
    world.movilab.edit(COPY, mine)
    world.sync()
    assert world.movilab.text(COPY) == mine
    move_on(world, 2)
    assert outcomes(world.sync())[TITLE, "movilab"] == [Outcome.MERGED]
    after = world.movilab.text(COPY) or ""
    assert "Nos 2 essais." in after
    assert "Notre bibliothèque." not in after


def test_both_sides_of_a_list_are_merged(world: World) -> None:
    """Items of both sides stand in the list, and those that one side took out do not."""
    text = begun(world)
    world.movilab.edit(COPY, text.replace("coopérer; apprendre", "apprendre; s’amuser"))
    move_on(world, 2)
    world.sync()
    line = next(line for line in (world.movilab.text(COPY) or "").splitlines() if line.startswith("| objectifs"))
    assert {each.strip() for each in line.partition("=")[2].split(";")} == {"apprendre", "s’amuser", "aimer 2"}


def test_what_is_no_field_of_ours_stays(world: World) -> None:
    """Parameters, sections, texts, categories and templates that people add stay through all updates."""
    text = begun(world)
    mine = "{{Portail|Lecture}}\nUn mot en tête.\n" + text
    mine = mine.replace("| nom =", "| couleur = rouge\n| nom =")
    mine = mine.replace("\n== Déroulé ==", "\n== Chez nous ==\nÀ la médiathèque.\n\n== Déroulé ==")
    added = ("{{Portail|Lecture}}", "Un mot en tête.", "| couleur = rouge", "== Chez nous ==\nÀ la médiathèque.")
    mine += "\n\nUn mot à la fin.\n[[Catégorie:Nos lectures]]\n<!-- à revoir -->"
    added += ("Un mot à la fin.", "[[Catégorie:Nos lectures]]", "<!-- à revoir -->")
    world.movilab.edit(COPY, mine)
    for number in (2, 3, 4):
        move_on(world, number)
        assert outcomes(world.sync())[TITLE, "movilab"] == [Outcome.MERGED]
        after = world.movilab.text(COPY) or ""
        assert {each: after.count(each) for each in added} == dict.fromkeys(added, 1)
        assert f"aimer {number}" in after
        assert f"Nos {number} essais." in after
    assert world.sync().results == ()


def test_two_people_and_three_updates(world: World) -> None:
    """Each edit of people stays while sheet and copy go on in turn."""
    text = begun(world)
    marks = []
    for number, word in enumerate(("une heure", "sa partie"), 2):
        marks.append(f"{word} ({number})")
        world.movilab.edit(COPY, text.replace(word, marks[-1]), user=("Alice", "Admin")[number % 2])
        move_on(world, number)
        assert outcomes(world.sync())[TITLE, "movilab"] == [Outcome.MERGED]
        text = world.movilab.text(COPY) or ""
    assert all(mark in text for mark in marks)
    assert outcomes(world.sync()) == {}
