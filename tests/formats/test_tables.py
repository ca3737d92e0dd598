"""docs/formats.md says what the formats say."""

from tests.formats.shelf import FORMATS, MAPPINGS
from tests.formats.tables import DOCUMENT, renewed, tables_in


def test_the_tables_are_up_to_date() -> None:
    """Make them again with ``python -m tests.formats.tables`` when this fails."""
    document = DOCUMENT.read_text(encoding="utf-8")
    assert renewed(document) == document


def test_every_format_and_mapping_is_documented() -> None:
    """Each format has its table, each mapping is named."""
    document = DOCUMENT.read_text(encoding="utf-8")
    assert sorted(tables_in(document)) == sorted(FORMATS)
    assert [name for name in MAPPINGS if f"`{name}`" not in document] == []
