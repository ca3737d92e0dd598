"""A field in conflict as a person edits it: all three texts between markers, and back."""

from bot.config.settings import JobSettings
from bot.domain.field import Kind, Value
from bot.domain.merge.markers import Labels, Marked, mark, read_marked
from bot.domain.merge.texts import merge_text
from bot.domain.merge.values import Conflict
from bot.i18n import _
from bot.wikitext.units import cut


def marked(side: Conflict) -> Marked:
    """Write a whole field with its conflicts between markers."""
    labels = Labels(
        local=_("what people at the partner made of it"),
        base=_("at the last sync"),
        incoming=_("what the sheet says now"),
    )
    return mark(merge_text(side.base, side.incoming, side.local, cut), labels)


def value_of(written: str, offered: Marked, job: JobSettings, field: str) -> Value:
    """Read a field that a person has written; a list has a part on each line.

    Raises:
        MarkersLeftError: a marker of a conflict is still there.

    """
    text = read_marked(written, offered.size).strip()
    known = job.mapping.format.field(field)
    if known is not None and known.kind is Kind.LIST:
        return tuple(line.strip() for line in text.splitlines() if line.strip())
    return text
