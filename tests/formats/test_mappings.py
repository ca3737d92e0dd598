"""The shipped formats and mappings: they load, read real-looking pages, and write what reads back the same."""

import re

import pytest

from bot.domain.duration import parse_duration
from bot.domain.field import FieldValue, Records, Values
from bot.domain.licences.recognise import Certainty, recognise
from bot.domain.mapping import Constant, Mapping
from bot.wikitext.reader import Reading, Unclaimed, read
from bot.wikitext.writer import CREDIT_HOLE, title_of, write_page
from tests.formats.shelf import EXAMPLES, FORMATS, MAPPINGS, Example, format_called, mapping_called
from tests.wikitext.builders import MOVILAB, MULTIBAO

SHARED = {"titre", "resume", "mots_cles", "image", "sources", "licence"}


def sense(value: FieldValue) -> object:
    """Give a value as people mean it: a duration by its length, a word whatever its first letter."""
    if isinstance(value, Records):
        return [{name: sense(part) for name, part in record} for record in value]
    if isinstance(value, tuple):
        return tuple(word[:1].upper() + word[1:] for word in value)
    minutes = parse_duration(value)
    return value if minutes is None else minutes


def sent(values: Values, page: str, mapping: Mapping) -> Reading:
    """Write a sheet by a mapping and read it there, as the next wiki would."""
    title = title_of(values, mapping, page)
    text = write_page(values, title, mapping, MOVILAB, "Multibao").replace(CREDIT_HOLE, "").strip()
    return read(text, title, mapping, MOVILAB)


def surprises(unclaimed: tuple[Unclaimed, ...], mapping: Mapping) -> list[Unclaimed]:
    """List what no rule claims, without sort keys and the categories that all pages of the wiki have."""
    usual = {"key"} | {f"category {name}" for name in mapping.categories}
    told = [item for item in unclaimed if item.kind not in usual and f"{item.kind} {item.name}" not in usual]
    return [item for item in told if not (item.kind == "category" and item.name.endswith("Multibao"))]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_one_that_communities_can_use(name: str) -> None:
    """Names without accents, words of both languages, the shared fields, one that is required."""
    known = format_called(name)
    assert known is not None
    assert 10 <= len(known.fields) <= 18
    assert {field.name for field in known.fields} >= SHARED
    assert all(re.fullmatch(r"[a-z_]+", field.name) for field in known.fields)
    assert [field.name for field in known.fields if field.required] == ["titre"]
    if name != "fiche-pratique":  # it stands as communities agreed on it, without labels
        assert all(field.label(language) != field.name for field in known.fields for language in ("fr", "en"))


def test_a_name_means_one_kind_in_all_formats() -> None:
    """What is learnt of one format holds in the others."""
    kinds = {(field.name, field.kind) for name in FORMATS for field in format_called(name).fields}  # type: ignore[union-attr]
    assert len(kinds) == len({name for name, _kind in kinds})


@pytest.mark.parametrize("name", MAPPINGS)
def test_every_mapping_loads(name: str) -> None:
    """Without problems and warnings, and it can read: the required field has a rule."""
    mapping = mapping_called(name)
    assert mapping.rule("titre") is not None
    assert mapping.name == name


def test_every_format_is_read_by_one_wiki_and_written_by_another() -> None:
    """No format stands alone."""
    for name, example in EXAMPLES.items():
        assert mapping_called(example.mapping).format.name == name
        assert len([m for m in MAPPINGS if mapping_called(m).format.name == name]) >= 2
    assert set(EXAMPLES) == set(FORMATS)


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_a_page_is_read_as_a_person_reads_it(example: Example) -> None:
    """Nothing is lost on the way, and the licence is understood."""
    mapping = mapping_called(example.mapping)
    reading = read(example.text, example.title, mapping, MULTIBAO)
    assert dict(reading.values) == example.fields
    assert surprises(reading.unclaimed, mapping) == []
    assert recognise(reading.values.text("licence")).certainty is Certainty.EXACT


@pytest.mark.parametrize("name", MAPPINGS)
def test_what_a_mapping_writes_it_reads_back(name: str) -> None:
    """The sheet of another wiki, written in the words of this one, says the same."""
    mapping = mapping_called(name)
    example = EXAMPLES[mapping.format.name]
    carried = {rule.field.name for rule in mapping.rules if not isinstance(rule.carrier, Constant)}
    reading = sent(example.values, example.title, mapping)
    expected = {field: sense(value) for field, value in example.fields.items() if field in carried}
    assert {field: sense(value) for field, value in reading.values if field in carried} == expected
    assert surprises(reading.unclaimed, mapping) == []


@pytest.mark.parametrize("name", MAPPINGS)
def test_what_goes_there_comes_back(name: str) -> None:
    """From the page of the source to a partner and, read there, back to the source: the same sheet."""
    there = mapping_called(name)
    example = EXAMPLES[there.format.name]
    here = mapping_called(example.mapping)
    copy = sent(read(example.text, example.title, here, MULTIBAO).values, example.title, there)
    back = sent(copy.values, copy.values.text("titre"), here)
    carried = {rule.field.name for rule in there.rules}
    expected = {field: sense(value) for field, value in example.fields.items() if field in carried}
    assert {field: sense(value) for field, value in back.values} == expected
