"""Where a field may stand on a page: what is read there, what is written there, and what is left to others."""

import pytest

from bot.domain.mapping import (
    AnyOf,
    Categories,
    Item,
    ItemForm,
    Lead,
    PageTitle,
    Parameter,
    Section,
)
from bot.domain.reasons import RefusedError
from bot.wikitext.reader import Unclaimed, read
from tests.wikitext.builders import (
    DEROULE,
    MOTS,
    MOVILAB,
    OBJECTIFS,
    PARTICIPANTS,
    RESUME,
    SOURCES,
    TITRE,
    rule,
    values,
)
from tests.wikitext.everywhere import NAME, mapping, reading, written

SEVERAL = rule(RESUME, AnyOf((Parameter(("résumé",)), Item(("Résumé",)), Section(("Résumé",)))))


@pytest.mark.parametrize(
    ("text", "value", "unclaimed"),
    [
        pytest.param("{{Fiche|résumé=a}}", "a", (), id="first"),
        pytest.param("{{Fiche|résumé=<!-- a -->}}\n* Résumé : b", "b", (), id="second, first a comment"),
        pytest.param("{{Fiche|résumé=}}\n* Résumé : \n== Résumé ==\nc", "c", ("* Résumé :",), id="third"),
        pytest.param("{{Fiche|résumé=a}}\n* Résumé : b", "a", ("* Résumé : b",), id="the second is left out"),
        pytest.param("{{Fiche}}", None, (), id="none"),
    ],
)
def test_the_first_place_that_has_a_value_is_read(text: str, value: object, unclaimed: tuple[str, ...]) -> None:
    """The other places are not claimed, so that what stands there is reported."""
    found = read(text, "Mur", mapping(SEVERAL), MOVILAB)
    assert found.values.get("resume") == value
    assert found.unclaimed == tuple(Unclaimed("text", "", excerpt) for excerpt in unclaimed)


def test_the_first_of_several_places_is_written() -> None:
    """A copy has the value in the first place only."""
    assert written(mapping(NAME, SEVERAL), titre="Mur", resume="a") == "{{Fiche\n| nom = Mur\n| résumé = a\n}}"


def test_the_page_title_is_the_last_resort() -> None:
    """A field that stands nowhere else is read from the title."""
    known = mapping(rule(TITRE, AnyOf((Parameter(("nom",)), PageTitle()))))
    assert read("{{Fiche}}", "Mur", known, MOVILAB).values.get("titre") == "Mur"
    assert read("{{Fiche|nom=A}}", "Mur", known, MOVILAB).values.get("titre") == "A"
    assert written(known) == "{{Fiche\n}}"
    with pytest.raises(RefusedError):
        written(known, titre="a <!-- b")


def test_a_rest_goes_to_the_place_that_is_read() -> None:
    """Headings of the rest are pushed below the section only where the field stands in a section."""
    known = mapping(rule(DEROULE, AnyOf((Parameter(("texte",)), Section(("Texte",))))), rest="deroule")
    found = read("{{Fiche|texte=a}}\n== B ==\nc", "Mur", known, MOVILAB)
    assert found.values.get("deroule") == "a\n\n== B ==\nc"
    found = read("{{Fiche}}\n== Texte ==\na\n== B ==\nc", "Mur", known, MOVILAB)
    assert found.values.get("deroule") == "a\n\n=== B ===\nc"


def test_a_section_may_leave_its_subsections_to_others() -> None:
    """Without its subsections a section ends at the next heading, and they belong to their own rules or to none."""
    rules = rule(DEROULE, Section(("A",), subsections=False)), rule(RESUME, Section(("B",)))
    found = reading("== A ==\nun\n=== B ===\ndeux\n==== C ====\ntrois\n=== D ===\nquatre", *rules)
    assert found.values == values(deroule="un", resume="deux\n==== C ====\ntrois")
    assert found.unclaimed == (Unclaimed("section", "=== D ===", "quatre"),)


def test_a_section_without_subsections_takes_no_headings() -> None:
    """A text with headings would not be read back, and is refused."""
    known = mapping(rule(DEROULE, Section(("A",), subsections=False)))
    assert written(known, deroule="a\n\nb") == "{{Fiche\n}}\n\n== A ==\na\n\nb"
    with pytest.raises(RefusedError):
        written(known, deroule="a\n=== B ===\nb")


def test_headings_are_written_at_the_level_of_the_mapping() -> None:
    """Headings in a value are pushed below that level; sections are read at any level."""
    known = mapping(rule(DEROULE, Section(("A",))), level=3)
    assert written(known, deroule="a\n== B ==\nb") == "{{Fiche\n}}\n\n=== A ===\na\n==== B ====\nb"
    assert reading("==== A ====\na", *known.rules).values == values(deroule="a")


LEAD = rule(RESUME, Lead())


def test_the_lead_is_the_text_beside_the_template() -> None:
    """Text on both sides of the template, without the items that belong to other rules."""
    known = mapping(LEAD, rule(SOURCES, Item(("Source",))))
    found = read("un\n{{Fiche}}\n'''deux'''\n* Source : a\n== B ==\nc", "Mur", known, MOVILAB)
    assert found.values == values(resume="un\n\n'''deux'''", sources="a")
    assert found.unclaimed == (Unclaimed("section", "== B ==", "c"),)


def test_the_lead_is_written_behind_the_template() -> None:
    """Items before the first section follow the lead; what would end the lead is refused."""
    known = mapping(rule(SOURCES, Item(("Source",))), LEAD, rule(DEROULE, Section(("A",))))
    text = written(known, resume="un\n\n* deux", deroule="trois", sources="a")
    assert text == "{{Fiche\n}}\n\nun\n\n* deux\n\n* '''Source''' : a\n\n== A ==\ntrois"
    for value in ("a\n== B ==\nb", "* Source : b", "a <!-- b"):
        with pytest.raises(RefusedError):
            written(known, resume=value, sources="a")


def test_the_lead_may_be_one_of_several_places() -> None:
    """A page with nothing but its template before the first heading has no lead."""
    known = mapping(rule(RESUME, AnyOf((Lead(), Section(("Résumé",))))))
    assert reading("== Résumé ==\na", *known.rules).values == values(resume="a")
    assert reading("b\n== Résumé ==\na", *known.rules).values == values(resume="b")


INFOS = rule(PARTICIPANTS, Item(("Participants", "Public"), "Infos"))


@pytest.mark.parametrize(
    ("text", "value", "left"),
    [
        pytest.param("; Participants : 12", "12", "", id="definition on one line"),
        pytest.param("; Participants\n: 12\n: 13", "12", ": 13", id="definition on two lines"),
        pytest.param("; '''Public'''\n:: 12: 13", "12: 13", "", id="bold term"),
        pytest.param("* Participants\n: 12", None, "* Participants\n: 12", id="no term"),
        pytest.param("; Participants\n12", None, "; Participants\n12", id="no definition"),
        pytest.param("{|\n| Participants || 12\n|}", "12", "", id="cells on one line"),
        pytest.param("{|\n|-\n! Participants :\n| 12\n|}", "12", "", id="cells on two lines"),
        pytest.param("{|\n! Participants !! 12\n|}", "12", "", id="heads"),
        pytest.param("{|\n! a=b | ''Public''\n| c=d |\n* 1\n* 2\n|}", "* 1\n* 2", "", id="attributes and lines"),
        pytest.param("{|\n| Participants\n| 1\n| 2\n|}", None, "{|\n| Participants\n| 1\n| 2\n|}", id="three cells"),
        pytest.param("| Participants || 12", None, "| Participants || 12", id="no table"),
        pytest.param("{|\n| Participants || {{a|b||c}} [[d|e]]\n|}", "{{a|b||c}} [[d|e]]", "", id="nested"),
        pytest.param(
            "{|\n|+ Infos\n|-\n| Participants || 1\n|-\n| a || b\n|}",
            "1",
            "{|\n|+ Infos\n|-\n|-\n| a || b\n|}",
            id="rest of the table",
        ),
    ],
)
def test_a_labelled_item_may_be_a_definition_or_a_row(text: str, value: object, left: str) -> None:
    """All forms are read whatever form is written, and what stands around them is left."""
    found = reading(f"== Infos ==\n{text}", INFOS)
    assert found.values.get("participants") == value
    assert found.unclaimed == ((Unclaimed("section", "== Infos ==", left),) if left else ())


def test_items_are_written_in_their_form() -> None:
    """Definitions stand in two lines, and the rows of one section in one table."""
    form = ItemForm.TABLE
    known = mapping(
        rule(RESUME, Item(("Résumé",), form=ItemForm.DEFINITION)),
        rule(PARTICIPANTS, Item(("Participants",), "Infos", form)),
        rule(SOURCES, Item(("Sources",), "Infos", form)),
    )
    assert written(known, resume="a", participants="12", sources="* [[b|c]]\n* d") == (
        "{{Fiche\n}}\n\n; Résumé\n: a\n\n== Infos ==\n"
        '{| class="wikitable"\n|-\n! Participants\n| 12\n|-\n! Sources\n|\n* [[b|c]]\n* d\n|}'
    )
    for field in ("resume", "participants"):
        for value in ("a\n|-\nb", "a || b\nc", "a\n| b"):
            with pytest.raises(RefusedError):
                written(known, **{field: value})


THEMES = rule(MOTS, Categories(("Thème caché",), ("Thème {x}", "Jeu")), values=(("decider", "Décider"),))


def test_categories_are_read_by_their_patterns() -> None:
    """What stands in the hole is the value; other categories are free for another rule, or reported."""
    names = ("Thème Décider", "thème_jouer|x", "Jeu", "Autre", "Thème caché")
    text = " ".join(f"[[Catégorie:{name}]]" for name in names)
    found = reading(text, THEMES)
    assert found.values == values(mots_cles=("decider", "jouer", "Jeu"))
    assert found.unclaimed == (Unclaimed("category", "Autre", ""),)
    found = reading(text, THEMES, rule(OBJECTIFS, Categories()))
    assert found.values == values(mots_cles=("decider", "jouer", "Jeu"), objectifs=("Autre",))
    assert found.unclaimed == ()


def test_categories_are_written_by_their_patterns() -> None:
    """A word is the category of that name, else fills the first hole; one that would be read by another is refused."""
    text = written(mapping(THEMES), mots_cles=("decider", "jeu", "autre"))
    assert text == "{{Fiche\n}}\n\n[[Catégorie:Thème Décider]]\n[[Catégorie:Jeu]]\n[[Catégorie:Thème autre]]"
    for known in (mapping(rule(MOTS, Categories((), ("Jeu",)))), mapping(THEMES, rule(OBJECTIFS, Categories()))):
        with pytest.raises(RefusedError):
            written(known, mots_cles=("a|b",), objectifs=("Thème a",))


def test_a_single_value_is_the_first_category_of_the_pattern() -> None:
    """A field that is no list takes one category, and the others are reported."""
    known = mapping(rule(RESUME, Categories((), ("Niveau {x}",))))
    found = reading("[[Catégorie:Niveau 1]][[Catégorie:Niveau 2]]", *known.rules)
    assert found.values == values(resume="1")
    assert found.unclaimed == (Unclaimed("category", "Niveau 2", ""),)
    assert written(known, resume="ab") == "{{Fiche\n}}\n\n[[Catégorie:Niveau ab]]"
    with pytest.raises(RefusedError):
        written(known, resume="a]b")
