"""Parameters of other templates, properties of Semantic MediaWiki and the first picture."""

import pytest

from bot.domain.field import Field, Kind
from bot.domain.mapping import (
    FirstImage,
    Lead,
    Parameter,
    Property,
    Section,
)
from bot.domain.reasons import RefusedError
from bot.wikitext.reader import Unclaimed
from tests.wikitext.builders import (
    DEROULE,
    MOTS,
    RESUME,
    SOURCES,
    rule,
    values,
)
from tests.wikitext.everywhere import NAME, mapping, reading, written

LEVEL = rule(RESUME, Parameter(("niveau", "level"), of="Évaluation"))


def test_a_parameter_may_be_of_another_template() -> None:
    """The other template belongs to the rule; what it holds besides is reported."""
    found = reading("a\n{{évaluation|level=haut|note=3}}\nb", LEVEL, rule(DEROULE, Lead()))
    assert found.values == values(resume="haut", deroule="a\n\nb")
    assert found.unclaimed == (Unclaimed("parameter", "note", "3"),)
    found = reading("{{Cadre|{{Évaluation|niveau=haut}}}}", LEVEL)
    assert found.values.get("resume") is None
    assert [item.kind for item in found.unclaimed] == ["text"]
    known = mapping(LEVEL, rule(SOURCES, Parameter(("source",), of="Évaluation")), NAME)
    assert written(known, titre="A", resume="a|b", sources="c") == (
        "{{Fiche\n| nom = A\n}}\n\n{{Évaluation\n| niveau = a{{!}}b\n| source = c\n}}"
    )
    with pytest.raises(RefusedError):
        written(known, titre="A", resume="a }} b")


@pytest.mark.parametrize(
    ("text", "words", "left"),
    [
        pytest.param("[[Thème::jeu]]", ("jeu",), (), id="link"),
        pytest.param("[[thème :: jeu |autre mot]]", ("jeu",), (), id="label and blanks"),
        pytest.param("un [[Thème::jeu]] vif", ("jeu",), ("un [[Thème::jeu]] vif",), id="in running text it stays"),
        pytest.param("[[Autre::Thème::jeu]]", ("jeu",), ("Autre = jeu",), id="two properties"),
        pytest.param("{{#set:Thème=jeu|Thème=débat}}", ("jeu", "débat"), (), id="set"),
        pytest.param("{{#set: Thème = jeu | débat | Autre = x }}", ("jeu", "débat"), ("Autre = x",), id="more values"),
        pytest.param("{{#set:Thème=jeu,débat|+sep=,|Autre=x,y}}", ("jeu", "débat"), ("Autre = x,y",), id="separator"),
        pytest.param("{{#SET:Thème=jeu}}\n{{#set:thème=jeu}}", ("jeu",), (), id="twice"),
        pytest.param("{{#set:Thème=a {{!}} [[b|c]]}}", ("a | [[b|c]]",), (), id="pipes"),
        pytest.param("<nowiki>[[Thème::jeu]]</nowiki>", None, ("<nowiki>[[Thème::jeu]]</nowiki>",), id="shown"),
        pytest.param("[[:Thème::jeu]]", None, ("[[:Thème::jeu]]",), id="escaped"),
        pytest.param("[[std::string]]", None, ("[[std::string]]",), id="another property"),
    ],
)
def test_properties_are_read(text: str, words: object, left: tuple[str, ...]) -> None:
    """Properties are read wherever Semantic MediaWiki sees them; one in running text is a word of the text, too."""
    found = reading(text, rule(MOTS, Property(("Thème",))))
    assert found.values.get("mots_cles") == words
    assert found.unclaimed == tuple(Unclaimed("text", "", excerpt) for excerpt in left)


def test_properties_are_written_without_being_shown() -> None:
    """Each value has a line; a field that is no list has one value."""
    known = mapping(rule(MOTS, Property(("Thème", "Mot"))), rule(RESUME, Property(("Résumé",))))
    text = "{{Fiche\n}}\n\n{{#set:Thème=jeu}}\n{{#set:Thème=a{{!}}b}}\n{{#set:Résumé=un = deux}}"
    assert written(known, mots_cles=("jeu", "a|b", "jeu"), resume="un = deux") == text
    found = reading("{{#set:Résumé=a}}\n[[Résumé::b]]", *known.rules)
    assert found.values == values(resume="a")
    assert found.unclaimed == (Unclaimed("text", "", "b"),)
    with pytest.raises(RefusedError):
        written(known, resume="a }} b")


PHOTO = Field("photo", Kind.FILE)
IMAGE = rule(PHOTO, FirstImage())


@pytest.mark.parametrize(
    ("text", "name", "left"),
    [
        pytest.param("[[Fichier:Mur.jpg|vignette|150px]]", "Mur.jpg", (), id="no caption"),
        pytest.param("[[image:Mur.jpg|thumb|Le [[mur]] vert]]\na", "Mur.jpg", ("Le [[mur]] vert", "a"), id="caption"),
        pytest.param("[[:Fichier:Mur.jpg]] [[File:B.png]]", "B.png", ("[[:Fichier:Mur.jpg]]",), id="a link to a file"),
        pytest.param("{{Cadre|[[Fichier:Mur.jpg]]}}", None, ("{{Cadre|[[Fichier:Mur.jpg]]}}",), id="in a template"),
    ],
)
def test_the_first_picture_is_read(text: str, name: object, left: tuple[str, ...]) -> None:
    """A picture before the first heading belongs to the field, its caption is reported."""
    found = reading(text, IMAGE)
    assert found.values.get("photo") == name
    assert found.unclaimed == tuple(Unclaimed("text", "", excerpt) for excerpt in left)


def test_a_picture_under_a_heading_stays_there() -> None:
    """It is read, and remains in the text that it belongs to; a copy without a picture may have some in its text."""
    known = mapping(IMAGE, rule(DEROULE, Section(("A",))))
    found = reading("== A ==\na [[Fichier:Mur.jpg]]", *known.rules)
    assert found.values == values(photo="Mur.jpg", deroule="a [[Fichier:Mur.jpg]]")
    assert written(known, deroule="a [[Fichier:B.jpg]]") == "{{Fiche\n}}\n\n== A ==\na [[Fichier:B.jpg]]"
    for name in ("Mur.jpg", "Image:Mur.jpg"):
        text = written(known, photo=name, deroule="a")
        assert text == "{{Fiche\n}}\n\n[[Fichier:Mur.jpg|vignette]]\n\n== A ==\na"
    with pytest.raises(RefusedError):
        written(known, photo="a|b.jpg")
