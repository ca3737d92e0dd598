"""A first copy of very many sheets, without the hours that it takes: some copies are made, the others only remembered.

What is measured behind it asks the partners about changed sheets alone, and those have real copies.
"""

from collections.abc import Iterable
from dataclasses import replace

from bot.store.store import open_store

INVENTED = 10_000_000
"""Where the ids of pages begin that are nowhere."""


def remember_others(state: str, sheets: Iterable[tuple[int, str, int]]) -> None:
    """Remember copies of sheets that have none, like those that were made; of a sheet: page id, title, revision."""
    with open_store(state) as store:
        made = store.all_copies()
        known = {copy.sheet_id for copy in made}
        likeness = {copy.partner: copy for copy in made}
        others = [one for one in sheets if one[0] not in known]
        for copy in likeness.values():
            store.remember(
                *(
                    replace(
                        copy,
                        sheet_id=sheet_id,
                        sheet_title=title,
                        sheet_revision=revision,
                        copied_revision=revision,
                        title=f"{copy.title} ({title})",
                        page_id=INVENTED + sheet_id,
                        revision=INVENTED + revision,
                    )
                    for sheet_id, title, revision in others
                )
            )
