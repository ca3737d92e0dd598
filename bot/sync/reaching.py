"""Whether a run can serve any partner at all: where it cannot, it need not ask the source for anything."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from bot.errors import InterruptedRunError, RepublishError, WikiError
from bot.store.store import Store
from bot.sync.books import Books
from bot.wiki.protocol import Wiki


def nobody_to_serve(partners: Mapping[str, Wiki], store: Store, books: Books) -> bool:
    """Tell whether no partner is left, or none of those that have all failed answers now; note why in the books.

    As long as one of them was well at the last run, none is asked: it would have to wait for the patience that we
    have with the others. Nor is a run that only plans in such a hurry.
    """
    if not books.writes:
        return False
    if not partners or not {one.wiki for one in store.health()}.issuperset(partners):
        return not partners
    with ThreadPoolExecutor(max_workers=len(partners)) as pool:
        silent = [error for error in pool.map(_silence, partners.values()) if error is not None]
    if len(silent) < len(partners):
        return False  # those that are silent are met again, and told, where they are to be served
    for error in silent:
        books.note(error)
    return True


def _silence(partner: Wiki) -> RepublishError | None:
    try:
        partner.facts()
    except (WikiError, InterruptedRunError) as error:
        return error
    return None
