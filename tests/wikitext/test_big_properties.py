"""What must hold of any sheet: it reads back, nothing of it is lost, and writing it again changes nothing."""

import re
from contextlib import suppress

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.domain.field import Values
from bot.domain.reasons import RefusedError
from bot.wikitext.outline import demote
from bot.wikitext.reader import read
from bot.wikitext.writer import CREDIT_HOLE, write_page
from tests.wikitext.builders import MOVILAB, MULTIBAO, OUTIL, RECETTE, TEXTS, WILD, sheets

MANY = settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
WORD = re.compile(r"\w+")
PLACES = {
    "titre": "\n| nom =",
    "resume": "\n| présentation =",
    "objectifs": "\n| objectifs =",
    "duree": "\n| durée =",
    "participants": "* '''Participants'''",
    "deroule": "== Déroulé ==",
    "sources": "== Sources ==",
    "mots_cles": "[[Catégorie:",
}
"""What begins the place of each field in a copy."""


def _written(values: Values) -> str | None:
    try:
        return write_page(values, "Titre", RECETTE, MOVILAB, "Multibao")
    except RefusedError:
        return None


def _expected(values: Values) -> dict[str, object]:
    """Give the values as a reader finds them: trimmed, and headings below the section's own."""
    found: dict[str, object] = {}
    for name, value in values:
        if isinstance(value, str):
            found[name] = demote(value.strip(), RECETTE.level) if name in ("deroule", "sources") else value.strip()
        else:
            found[name] = tuple(sorted(value)) if name == "mots_cles" else value
    return found


def _common(one: str, other: str) -> int:
    """Count the characters with which both texts begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))


def _found(text: str) -> dict[str, object]:
    values = read(text.replace(CREDIT_HOLE, ""), "Titre", RECETTE, MOVILAB).values
    return {name: tuple(sorted(value)) if name == "mots_cles" else value for name, value in values}


@MANY
@given(sheets(TEXTS))
def test_a_written_sheet_reads_back_as_it_was(values: Values) -> None:
    """What people write as they should is never refused and reads back unchanged."""
    text = _written(values)
    assert text is not None
    assert _found(text) == _expected(values)


@MANY
@given(sheets(WILD))
def test_a_written_sheet_reads_back_or_is_refused(values: Values) -> None:
    """Whatever stands in the values, a copy that is written reads back unchanged."""
    text = _written(values)
    assume(text is not None)
    assert text is not None
    expected = {name: value for name, value in _expected(values).items() if value}
    found = _found(text)
    commented = [name for name in expected if name not in found]
    assert found == {name: value for name, value in expected.items() if name not in commented}
    assert all("<!--" in str(expected[name]) for name in commented)


@MANY
@given(sheets(TEXTS))
def test_writing_twice_gives_the_same_bytes(values: Values) -> None:
    """A copy that is read and written again does not change by one byte."""
    text = _written(values)
    assert text is not None
    again = read(text.replace(CREDIT_HOLE, ""), "Titre", RECETTE, MOVILAB).values
    assert _written(again) == text


@MANY
@given(sheets(TEXTS), st.sampled_from(("resume", "deroule", "sources", "participants")), TEXTS)
def test_a_field_changed_alone_changes_only_its_place(values: Values, name: str, new: str) -> None:
    """When one field changes, only the text of that field changes, and no other field."""
    assume(values.get(name) is not None and (name != "participants" or "\n" not in new))
    before, after = _written(values), _written(values.with_value(name, new))
    assume(after is not None)
    assert before is not None
    assert after is not None
    one, other = _found(before), _found(after)
    one.pop(name, None)
    other.pop(name, None)
    assert one == other
    assume(before != after)
    start = _common(before, after)
    left = len(before) - _common(before[start:][::-1], after[start:][::-1])
    assert before.index(PLACES[name]) <= start
    behind = [before.rindex(mark) for mark in PLACES.values() if before.rfind(mark) > before.index(PLACES[name])]
    assert left <= min(behind)


@MANY
@given(
    st.lists(
        st.one_of(
            TEXTS,
            TEXTS.map(lambda text: f"{{{{Fiche outil\n| titre = {text.replace('|', '-')}\n| inconnu = ajout\n}}}}"),
            st.sampled_from(("== Procédure ==", "== Photos ==", "=== Suite ===", "== Informations pratiques ==")),
            st.sampled_from(("* '''Nombre de participants''' : douze", "[[Catégorie:Jeu]]", "{{DEFAULTSORT:Zèbre}}")),
        ),
        max_size=8,
    )
)
def test_no_word_of_a_sheet_is_lost(pieces: list[str]) -> None:
    """Every word of a page is in the values, or reported as unclaimed, or names the place of a value."""
    text = "\n".join(("{{Fiche outil|titre=Début|résumé=court}}", *pieces))
    reading = read(text, "Page", OUTIL, MULTIBAO)
    kept = " ".join(reading.values.text(name) for name, _ in reading.values)
    reported = " ".join(f"{item.name} {item.excerpt}" for item in reading.unclaimed)
    frame = "Fiche outil titre résumé Procédure Informations pratiques Nombre de participants Catégorie"
    known = set(WORD.findall(f"{kept} {reported} {frame}"))
    assert set(WORD.findall(text)) <= known


@MANY
@given(WILD | st.text(max_size=60), st.booleans())
def test_reading_any_text_is_refused_at_worst(text: str, with_template: bool) -> None:
    """Reading raises nothing but a refusal, whatever stands on the page."""
    with suppress(RefusedError):
        read(f"{{{{Fiche outil|titre=a\n}}}}\n{text}" if with_template else text, "Page", OUTIL, MULTIBAO)
