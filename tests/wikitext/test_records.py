"""A template that repeats: read, written, and changed in place, record by record."""

import pytest

from bot.domain.field import Values
from bot.domain.mapping import Mapping, Otherwise, Parameter
from bot.domain.reasons import Reason, RefusedError
from bot.wikitext.reader import Unclaimed
from tests.wikitext.builders import rule, values
from tests.wikitext.recorded import (
    MAPPINGS,
    PARTS,
    reading,
    step,
    steps,
    updated,
    with_rules,
    written,
)

A, B, C = step(titre="A", duree="10 min"), step(titre="B", texte="bb"), step(titre="C", outils=("mur", "jeu"))
CALLS = "{{Étape|titre=A|durée=10 min}}\n{{pas\n| B\n| texte = bb\n}}\n{{Étape|titre=C|outils=Mur de mots; jeu}}"
PAGES = {
    "page": f"{{{{Fiche|nom=N}}}}\n{CALLS}\n== Avis ==\nbon",
    "section": f"{{{{Fiche|nom=N}}}}\n== Déroulé ==\nAvant\n{CALLS}\nAprès\n\n== Avis ==\nbon",
    "parameter": f"{{{{Fiche|nom=N|étapes=\n{CALLS}\n|inconnu=x}}}}\n== Avis ==\nbon",
}
PLACES = pytest.mark.parametrize("place", PAGES)


def _steps_of(page: str, mapping: Mapping) -> object:
    return reading(page, mapping).values.get("etapes")


def _set(page: str, place: str, *wanted: Values) -> str:
    mapping = MAPPINGS[place]
    return updated(page, reading(page, mapping).values.with_value("etapes", steps(*wanted)), mapping)


@PLACES
def test_every_call_is_a_record(place: str) -> None:
    """By all its names, in whatever layout, in the order of the page; nobody else takes what stands there."""
    found = reading(PAGES[place], MAPPINGS[place])
    assert found.values.get("etapes") == steps(A, B, C)
    extra = [Unclaimed("parameter", "inconnu", "x")] if place == "parameter" else []
    assert [*found.unclaimed] == [*extra, Unclaimed("section", "== Avis ==", "bon")]
    assert found.values.get("deroule") == ("Avant\nAprès" if place == "section" else None)


@PLACES
def test_what_no_rule_takes_is_reported(place: str) -> None:
    """Further parameters of a record, names that MediaWiki passes over, and words between the records."""
    calls = "{{Étape|titre=A|couleur=bleu|titre=A2|1=x}}\npuis\n{{Étape|couleur=vert}}"
    page = PAGES[place].replace(CALLS, calls)
    found = reading(page, MAPPINGS[place])
    assert found.values.get("etapes") == steps(step(titre="A2"))
    told = {(item.kind, item.name, item.excerpt) for item in found.unclaimed}
    assert told >= {
        *(("parameter", "couleur", colour) for colour in ("bleu", "vert")),
        *(("parameter", name, value) for name, value in (("titre", "A"), ("1", "x"))),
    }
    between = {"page": ("text", "", "puis"), "parameter": ("parameter", "étapes", "puis")}
    if place == "section":
        assert found.values.get("deroule") == "Avant\npuis\nAprès"
    else:
        assert between[place] in told


def test_calls_elsewhere_are_no_records() -> None:
    """They stay part of what they stand in, and are told with it."""
    page = "{{Fiche|nom=N|note={{Étape|titre=x}}}}\n{{Étape|titre=y}}\n== Déroulé ==\n{{Étape|titre=z}}<!--{{Étape}}-->"
    assert _steps_of(page, MAPPINGS["page"]) == steps(step(titre="y"), step(titre="z"))
    assert _steps_of(page, MAPPINGS["section"]) == steps(step(titre="z"))
    assert _steps_of(page, MAPPINGS["parameter"]) is None
    told = reading(page, MAPPINGS["section"]).unclaimed
    assert [(item.kind, item.name) for item in told] == [("parameter", "note"), ("text", "")]


def test_a_call_within_a_record_is_text_of_its_value() -> None:
    """Only the outer one is a record."""
    page = "{{Fiche|nom=N}}\n{{Étape|titre=A|texte=Voir {{Étape|titre=B}}}}"
    assert _steps_of(page, MAPPINGS["page"]) == steps(step(titre="A", texte="Voir {{Étape|titre=B}}"))


@PLACES
@pytest.mark.parametrize("box", ["{{Boîte|§}}", "[[Fichier:A.jpg|§]]", "{{#if:x|§}}", "-{ § }-", "{{{1|§}}}"])
def test_a_call_in_another_structure_refuses_the_page(place: str, box: str) -> None:
    """Nobody can tell whether it will stand there, and a copy without a step is wrong."""
    page = PAGES[place].replace(CALLS, f"{{{{Étape|titre=A}}}}\n{box.replace('§', '{{Étape|titre=B}}')}")
    with pytest.raises(RefusedError) as refused:
        reading(page, MAPPINGS[place])
    assert refused.value.finding.reason is Reason.NOT_THE_TEMPLATE
    assert dict(refused.value.finding.facts)["template"] == "Étape"
    assert dict(refused.value.finding.facts)["doubt"].startswith(box.split("§", maxsplit=1)[0][:3])


def test_a_tag_that_many_wikis_lack_refuses_the_page() -> None:
    """With it there is one parameter, without it there are two."""
    page = "{{Fiche|nom=N}}\n{{Étape|texte=<score>a|durée=1 h</score>}}"
    with pytest.raises(RefusedError) as refused:
        reading(page, MAPPINGS["page"])
    assert dict(refused.value.finding.facts)["doubt"] == "<score>"


@PLACES
def test_defaults_fill_records_but_make_none(place: str) -> None:
    """A call that says nothing is no record, whatever a default says."""
    mapping = with_rules(place, rule(PARTS[0], Parameter(("titre",)), default="{page}"))
    page = PAGES[place].replace(CALLS, "{{Étape|titre=<!-- ici -->}}\n{{Étape|texte=t}}")
    assert _steps_of(page, mapping) == steps(step(titre="Mur", texte="t"))
    assert "{{Étape\n| texte = t\n}}" in written(values(titre="N", etapes=steps(step(texte="t"))), mapping)


def test_records_are_written_one_call_each() -> None:
    """On lines of their own, pipes escaped, in the words of the wiki."""
    given = values(titre="N", deroule="Avant", etapes=steps(A, step(outils=("mur", "jeu"), texte="* a | b")))
    calls = (
        "{{Étape\n| titre = A\n| durée = 10 min\n}}\n{{Étape\n| outils = Mur de mots; jeu\n| texte =\n* a {{!}} b\n}}"
    )
    texts = {place: written(given, mapping) for place, mapping in MAPPINGS.items()}
    assert texts["page"] == f"{{{{Fiche\n| nom = N\n}}}}\n\n{calls}\n\n== Déroulé ==\nAvant"
    assert texts["section"] == f"{{{{Fiche\n| nom = N\n}}}}\n\n== Déroulé ==\nAvant\n{calls}"
    assert texts["parameter"] == f"{{{{Fiche\n| nom = N\n| étapes =\n{calls}\n}}}}\n\n== Déroulé ==\nAvant"


@PLACES
def test_what_would_not_read_back_is_refused(place: str) -> None:
    """A value that breaks its call breaks no page, and a word without a row waits for a person."""
    with pytest.raises(RefusedError) as refused:
        written(values(titre="N", etapes=steps(A, step(texte="a }} b"))), MAPPINGS[place])
    assert refused.value.finding.reason is Reason.NOT_REPRESENTABLE
    strict = rule(PARTS[0], Parameter(("titre",)), values=(("un", "I"),), otherwise=Otherwise.ERROR)
    with pytest.raises(RefusedError) as unknown:
        written(values(titre="N", etapes=steps(A)), with_rules(place, strict))
    assert unknown.value.finding.reason is Reason.VALUE_UNKNOWN


def test_words_that_a_table_drops_leave_their_record() -> None:
    """And a record of which nothing is left is not written."""
    strict = rule(PARTS[0], Parameter(("titre",)), values=(("A", "I"),), otherwise=Otherwise.DROP)
    text = written(values(titre="N", etapes=steps(A, B, step(titre="Z"))), with_rules("page", strict))
    assert text.endswith("{{Étape\n| titre = I\n| durée = 10 min\n}}\n{{Étape\n| texte = bb\n}}")


CHANGES = {
    "nothing": ((A, B, C), CALLS),
    "another spelling of the same": ((step(titre="A", duree="0 h 10"), B, C), CALLS),
    "one parameter": ((A, B, step(titre="C", outils=("jeu",))), CALLS.replace("Mur de mots; jeu", "jeu")),
    "a parameter by its other name": ((A, step(titre="B2", texte="bb"), C), CALLS.replace("| B\n", "| B2\n")),
    "a parameter emptied": ((step(titre="A"), B, C), CALLS.replace("durée=10 min", "durée=")),
    "a new parameter": (
        (A, step(titre="B", duree="5 min", texte="bb"), C),
        CALLS.replace("bb\n}}", "bb\n| durée = 5 min\n}}"),
    ),
    "one behind": ((A, B, C, step(titre="D")), f"{CALLS}\n{{{{Étape|titre=D}}}}"),
    "one between": ((A, B, step(titre="D"), C), CALLS.replace("bb\n}}", "bb\n}}\n{{Étape\n| titre = D\n}}")),
    "one ahead": ((step(titre="D"), A, B, C), f"{{{{Étape|titre=D}}}}\n{CALLS}"),
    "the first gone": ((B, C), CALLS.replace("{{Étape|titre=A|durée=10 min}}\n", "")),
    "the middle gone": ((A, C), CALLS.replace("{{pas\n| B\n| texte = bb\n}}\n", "")),
    "the middle gone, another changed": (
        (A, step(titre="C", outils=("jeu",))),
        CALLS.replace("{{pas\n| B\n| texte = bb\n}}\n", "").replace("Mur de mots; jeu", "jeu"),
    ),
    "another order": (
        (C, A, B),
        "{{Étape|titre=C|outils=Mur de mots; jeu}}\n{{Étape|titre=A|durée=10 min}}\n{{pas\n| B\n| texte = bb\n}}",
    ),
}


@PLACES
@pytest.mark.parametrize(("wanted", "after"), CHANGES.values(), ids=CHANGES)
def test_only_what_changed_is_written(place: str, wanted: tuple[Values, ...], after: str) -> None:
    """Records that did not change keep every byte, and so does everything around them."""
    assert _set(PAGES[place], place, *wanted) == PAGES[place].replace(CALLS, after)


@PLACES
def test_records_come_and_go(place: str) -> None:
    """The first finds a place, and the last leaves none of its lines behind."""
    mapping = MAPPINGS[place]
    bare = PAGES[place].replace(f"{CALLS}\n", "")
    full = _set(bare, place, A, B)
    assert _steps_of(full, mapping) == steps(A, B)
    assert _steps_of(_set(full, place), mapping) is None
    alone = "{{Fiche|nom=N}}"
    assert _steps_of(_set(alone, place, A, B), mapping) == steps(A, B)
    assert _set(PAGES[place], place) == bare


@PLACES
def test_a_record_that_holds_more_is_not_taken_out(place: str) -> None:
    """What people added to it would be lost without a word."""
    page = PAGES[place].replace("|titre=A|", "|titre=A|couleur=bleu|")
    assert "couleur=bleu" in _set(page, place, step(titre="A0"), B, C)
    with pytest.raises(RefusedError):
        _set(page, place, B, C)


@PLACES
def test_a_longer_list_and_a_new_parameter_keep_apart(place: str) -> None:
    """A list that grows at the end of its call and a parameter that is new there do not mix."""
    page = written(values(titre="N", etapes=steps(step(titre="animer", outils=("mur",)))), MAPPINGS[place])
    new = _set(page, place, step(titre="animer", outils=("mur", "jeu"), duree="10 min"))
    assert _steps_of(new, MAPPINGS[place]) == steps(step(titre="animer", outils=("mur", "jeu"), duree="10 min"))
