"""Sheets that were removed at the source because they infringed somebody's rights."""

from collections.abc import Iterable, Mapping

import structlog

from bot.domain.infringing import TEXT_HIDDEN, speaks_of_copyright
from bot.domain.page import Presence
from bot.sync.materials import Memory
from bot.wiki.protocol import Wiki

log = structlog.get_logger()


def infringing_sheets(
    wiki: Wiki, gone: Mapping[int, Presence], memories: Iterable[Memory]
) -> tuple[dict[int, str], frozenset[int]]:
    """Tell which sheets that are gone were removed for copyright reasons, with the words of people, by sheet id.

    A deleted sheet is told by the words in the log, one that stands by the hidden text of the revision that was copied.
    Beside them, tell which sheets were deleted for a reason that is hidden.
    """
    copied = {
        copy.copied_revision: copy.sheet_id
        for memory in memories
        for copy in memory.copies.values()
        if copy.sheet_id in gone and gone[copy.sheet_id].page is not None and copy.copied_revision is not None
    }
    words = wiki.deletion_words([sheet_id for sheet_id, presence in gone.items() if presence.page is None])
    found = {sheet_id: comment for sheet_id, comment in words.items() if comment and speaks_of_copyright(comment)}
    found |= {copied[revision]: TEXT_HIDDEN for revision in wiki.hidden_texts(copied)}
    for sheet_id, comment in found.items():
        log.warning("sheet removed for copyright reasons", wiki=wiki.name, sheet=sheet_id, comment=comment)
    return found, frozenset(sheet_id for sheet_id, comment in words.items() if comment is None)
