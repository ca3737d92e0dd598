"""What must hold of nasty sheets and of generated ones, for all carriers, with the wiki's own tree as the judge."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.domain.field import Kind, Value, Values
from bot.domain.reasons import Finding, Reason, RefusedError
from bot.domain.wiki import WikiFacts
from bot.wikitext.escape import as_stored
from bot.wikitext.outline import demote
from bot.wikitext.reader import Reading, read
from bot.wikitext.update import update_page
from bot.wikitext.writer import CREDIT_HOLE, write_page
from bot.wikitext.zones import without_comments
from tests.farm.mediawiki import MediaWikiServer
from tests.wikitext.builders import MOVILAB
from tests.wikitext.everywhere import as_read
from tests.wikitext.nasty import FICHE, generated_pages, nasty_pages
from tests.wikitext.test_fields_as_mediawiki import PARAMETERS, alike, expected
from tests.wikitext.trees import truth_of

pytestmark = [pytest.mark.wiki, pytest.mark.xdist_group("one-wiki")]

GENERATED = 1_200
TAGS = ("pre", "nowiki", "gallery", "indicator", "langconvert", "templatedata", "ref", "references")
WIKI = replace(MOVILAB, extension_tags=TAGS)
NEW = "«neuve»"
FIELDS = tuple(rule.field for rule in FICHE.rules)
PAGES = tuple(page.text for page in nasty_pages())


def reading(text: str, wiki: WikiFacts = WIKI) -> Reading | None:
    """Read a page; None where it is refused."""
    try:
        return read(text.replace(CREDIT_HOLE, ""), "Mur", FICHE, wiki)
    except RefusedError:
        return None


def readable() -> Iterator[tuple[str, Reading]]:
    """Give all pages that are read, with what was read."""
    for text in (*PAGES, *generated_pages(GENERATED, "propriétés")):
        found = reading(text)
        if found is not None:
            yield text, found


@pytest.fixture(scope="module")
def pages() -> list[tuple[str, Reading]]:
    """Give all pages that are read."""
    return list(readable())


def test_updating_with_what_was_read_changes_no_byte(pages: list[tuple[str, Reading]]) -> None:
    """A page that says what it should stays as it is, byte by byte."""
    assert len(pages) > 2_000
    for text, found in pages:
        assert update_page(text, found.values, "Mur", FICHE, WIKI) == text


def test_a_copy_reads_as_the_sheet_or_is_refused(pages: list[tuple[str, Reading]], one_wiki: MediaWikiServer) -> None:
    """What is written holds the same fields, for us and by the wiki's own tree, and nothing besides."""
    written = {index: page for index, (_, found) in enumerate(pages) if isinstance(page := _written(found), str)}
    refusals = [page for _, found in pages if isinstance(page := _written(found), Finding)]
    trees = truth_of(one_wiki, list(written.values()))

    for (index, page), templates in zip(written.items(), trees.templates, strict=True):
        values, again = pages[index][1].values, reading(page)
        assert again is not None, page
        assert as_read(again.values) == _as_written(values), page
        assert again.unclaimed == (), page
        parameters = {name: text for name in PARAMETERS if (text := as_stored(values.text(name)))}
        assert templates is not None
        assert alike(_bare(expected(templates) or {})) == alike(_bare(parameters)), page
    assert {finding.reason for finding in refusals} == {Reason.UNSAFE_TEXT, Reason.NOT_REPRESENTABLE}
    assert {dict(finding.facts)["field"] for finding in refusals} <= {field.name for field in FIELDS}
    assert len(written) > 10 * len(refusals)


def _written(found: Reading) -> str | Finding:
    try:
        return write_page(found.values, "Mur", FICHE, WIKI, "Multibao").replace(CREDIT_HOLE, "")
    except RefusedError as refused:
        return refused.finding


def _as_written(values: Values) -> dict[str, object]:
    """Give values as a page stores them: composed characters, headings below those of the sections."""
    composed = {
        name: tuple(map(as_stored, value)) if isinstance(value, tuple) else as_stored(value) for name, value in values
    }
    for name in ("deroule", "avis"):
        if isinstance(text := composed.get(name), str):
            composed[name] = demote(text, FICHE.level, "|".join(TAGS))
    return as_read(Values(tuple(composed.items())))


def _bare(values: dict[str, str]) -> dict[str, str]:
    return {name: bare for name, value in values.items() if (bare := without_comments(value).strip())}


def _changed(values: Values, number: int) -> tuple[str, Value]:
    """Choose a field and a new value for it, all fields in their turn."""
    field = FIELDS[number % len(FIELDS)]
    if number % 5 == 0 and field.name != "photo":
        return field.name, () if field.kind is Kind.LIST else ""
    if field.kind is Kind.LIST:
        return field.name, (*(values.get(field.name) or ())[:1], NEW)
    return field.name, NEW


def test_one_field_is_set_and_nothing_else(pages: list[tuple[str, Reading]], one_wiki: MediaWikiServer) -> None:
    """Each field in its turn: it alone changes, and only bytes of its own place, by the wiki's tree as well."""
    done: list[tuple[str, str, str, Value]] = []
    refusals: Counter[Reason] = Counter()
    for number, (text, found) in enumerate(pages):
        name, value = _changed(found.values, number)
        try:
            new = update_page(text, found.values.with_value(name, value), "Mur", FICHE, WIKI)
        except RefusedError as refused:
            refusals[refused.finding.reason] += 1
            continue
        again = reading(new)
        assert again is not None, (text, new)
        expected_values = as_read(found.values.with_value(name, value))
        assert as_read(again.values) == expected_values, (name, text, new)
        assert again.unclaimed == found.unclaimed, (name, text, new)
        _check_bytes(text, new, found, name)
        done.append((text, new, name, value))
    before = truth_of(one_wiki, [text for text, *_ in done])
    after = truth_of(one_wiki, [new for _, new, *_ in done])
    for (text, new, name, value), one, other in zip(done, before.templates, after.templates, strict=True):
        assert one is not None
        assert other is not None
        wanted = _bare(expected(one) or {}) | (
            {name: ", ".join(value) if isinstance(value, tuple) else value} if name in PARAMETERS else {}
        )
        assert alike(_bare(expected(other) or {})) == alike(_bare(wanted)), (name, text, new)
    assert set(refusals) == {Reason.UNSAFE_TEXT, Reason.NOT_REPRESENTABLE}
    assert len(done) > 12 * sum(refusals.values())


def _check_bytes(text: str, new: str, found: Reading, name: str) -> None:
    """Check that what was taken out of a page is the old value, or the place of a value that is no more."""
    start = next((i for i, (a, b) in enumerate(zip(text, new, strict=False)) if a != b), min(len(text), len(new)))
    end = next(
        (i for i, (a, b) in enumerate(zip(reversed(text[start:]), reversed(new[start:]), strict=False)) if a != b),
        min(len(text), len(new)) - start,
    )
    taken, old = without_comments(text[start : len(text) - end]), found.values.text(name)
    assert not taken.strip() or old, (name, text, new)
