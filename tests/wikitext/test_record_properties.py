"""What holds for any records: they read back, and only what changes is written."""

from random import Random

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.domain.field import Records, Values
from bot.domain.mapping import Mapping
from bot.domain.reasons import RefusedError
from bot.wikitext.records import same_records
from bot.wikitext.writer import CREDIT_HOLE
from tests.wikitext.builders import WILD, values
from tests.wikitext.recorded import MAPPINGS, STEP, STEP_LISTS, reading, step, steps, updated, written

MANY = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
PLACES = st.sampled_from(tuple(MAPPINGS.values()))
EXTRAS = st.sampled_from(("", "\n== Avis ==\nbon", "\n[[Catégorie:B]]", "\n<!-- {{Étape}} -->"))


def _page(given: Records, mapping: Mapping, extras: str = "") -> str:
    try:
        return written(values(titre="N", etapes=given), mapping) + extras
    except RefusedError:
        assume(False)
        raise


def _same(one: object, other: object, mapping: Mapping) -> bool:
    rule = mapping.rule("etapes")
    first, second = (each if isinstance(each, Records) else None for each in (one, other))
    return rule is not None and same_records(first, second, rule)


@MANY
@given(STEP_LISTS, PLACES, EXTRAS)
def test_records_read_back_as_they_were_written(given: Records, mapping: Mapping, extras: str) -> None:
    """In their order, each with its values, and nothing is left over."""
    found = reading(_page(given, mapping, extras), mapping)
    assert _same(found.values.get("etapes"), given, mapping)
    assert [item for item in found.unclaimed if item.kind == "parameter"] == []


@MANY
@given(STEP_LISTS, PLACES, EXTRAS)
def test_what_did_not_change_keeps_every_byte(given: Records, mapping: Mapping, extras: str) -> None:
    """Writing what stands there writes nothing."""
    page = _page(given, mapping, extras)
    assert updated(page, reading(page, mapping).values, mapping) == page


@MANY
@given(WILD, PLACES)
def test_any_page_stays_as_it_is(text: str, mapping: Mapping) -> None:
    """Even a page in disorder is not touched for what was read of it."""
    text = text.replace(CREDIT_HOLE, "")
    page = f"{{{{Fiche|étapes={{{{Étape|titre=a|texte={text}}}}}}}}}\n{{{{Étape|{text}}}}}\n{text}"
    try:
        found = reading(page, mapping)
    except RefusedError:
        return
    assert updated(page, found.values, mapping) == page


@MANY
@given(STEP_LISTS.filter(lambda each: len(each.each) > 1), PLACES, st.data())
def test_one_field_of_one_record_changes_alone(given: Records, mapping: Mapping, data: st.DataObject) -> None:
    """The calls before and behind it stay, and so do the other parameters of its own."""
    page = _page(given, mapping)
    index = data.draw(st.integers(0, len(given.each) - 1))
    assume(given.each[index].get("titre") != "nouveau")
    changed = Records(
        tuple(each.with_value("titre", "nouveau") if at == index else each for at, each in enumerate(given))
    )
    new = updated(page, reading(page, mapping).values.with_value("etapes", changed), mapping)
    assert _same(reading(new, mapping).values.get("etapes"), changed, mapping)
    kept = [line for line in page.splitlines() if not line.startswith("| titre =")]
    lines = new.splitlines()
    titles = [line for line in lines if line not in kept]
    assert [line for line in lines if line in kept and line != "| titre = nouveau"] == [
        line for line in page.splitlines() if line in kept
    ]
    assert all(line.startswith("| titre =") for line in titles)


@MANY
@given(STEP_LISTS, st.lists(STEP, max_size=3), st.randoms(use_true_random=False), PLACES)
def test_records_come_go_and_move(given: Records, more: list[Values], random: Random, mapping: Mapping) -> None:
    """Whatever the new records are, they read back, or not a byte is written."""
    page = _page(given, mapping)
    wanted = [*given, *more]
    random.shuffle(wanted)
    wanted = wanted[: max(1, len(wanted) - 1)]
    try:
        new = updated(page, reading(page, mapping).values.with_value("etapes", Records(tuple(wanted))), mapping)
    except RefusedError:
        _page(Records(tuple(wanted)), mapping)  # only what cannot be written at all is refused
        raise
    assert _same(reading(new, mapping).values.get("etapes"), Records(tuple(wanted)), mapping)


@MANY
@given(WILD, PLACES)
def test_any_text_reads_back_from_a_record_or_is_refused(text: str, mapping: Mapping) -> None:
    """Whatever a value holds, its neighbours stay what they are."""
    given = steps(step(titre="A"), step(texte=text or "x"), step(titre="C"))
    try:
        page = written(values(titre="N", etapes=given), mapping)
    except RefusedError:
        return
    found = reading(page, mapping).values.get("etapes")
    assert isinstance(found, Records)
    assert (found.each[0], found.each[-1]) == (step(titre="A"), step(titre="C"))
