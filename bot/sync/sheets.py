"""The sheets of a source that may lead to changes, read and understood some hundreds at a time."""

from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import Future
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

from bot.domain.naming import Naming
from bot.domain.page import Page
from bot.domain.people import has_to_go, lost_some
from bot.domain.reasons import Finding
from bot.domain.wiki import WikiFacts
from bot.store.values import RememberedCopy
from bot.sync.ahead import ahead
from bot.sync.crediting import naming_of
from bot.sync.materials import Aim, Source
from bot.sync.reading_facts import facts_for_reading

if TYPE_CHECKING:
    from bot.sync.drafts import Draft

BATCH = 200
"""How many sheets are read, and held, at a time."""
_KEPT = 2

Understood = tuple[Page, "Draft | Finding"]


class Sheets:
    """Reads sheets in batches for the lanes, from their threads.

    Lanes that go side by side share what is read, also while it is being read. One that lags behind reads for itself
    what is no longer held, so that no lane waits for another.
    """

    def __init__(self, aim: Aim, source: Source, wanted: Collection[int], copies: Iterable[RememberedCopy]) -> None:
        """Take the page ids of the sheets, and all copies that may have to lose the name of an author."""
        ids = [ref.page_id for ref in source.listing if ref.page_id in wanted]
        self._batches = tuple(tuple(ids[start : start + BATCH]) for start in range(0, len(ids), BATCH))
        self._aim = aim
        self._source = source
        self._copies = tuple(copies)
        self._kept: dict[int, Future[dict[int, Understood]]] = {}
        self._lock = Lock()
        self._reading = Lock()
        # A cached_property would hold one lock for the sources of all jobs meanwhile, before Python 3.12.
        self._facts, self._naming = cache(self._find_facts), cache(self._find_naming)

    def __len__(self) -> int:
        """Count the batches."""
        return len(self._batches)

    def __iter__(self) -> Iterator[dict[int, Understood]]:
        """Read batch after batch."""
        return map(self.__getitem__, range(len(self)))

    def __getitem__(self, number: int) -> dict[int, Understood]:
        """Read a batch, and give its sheets by page id; those that are gone since the listing are left out.

        Raises:
            WikiError: the source cannot be asked.

        """
        with self._lock:
            known = self._kept.get(number)
            batch = known or Future()
            if known is None:
                for oldest in tuple(self._kept)[: 1 - _KEPT]:
                    del self._kept[oldest]
                self._kept[number] = batch
        if known is None:
            self._fill(number, batch)
        return batch.result()

    def _fill(self, number: int, batch: "Future[dict[int, Understood]]") -> None:
        """Read a batch for all who wait for it, one batch at a time; what failed is read again when asked for again."""
        try:
            with self._reading:
                self._facts(), self._naming()  # asked before the sheets, so that those that have come need not wait
                read = ahead(self._read(number))
                batch.set_result({page.ref.page_id: (page, self._draft(page)) for page in read})
        except BaseException as error:  # noqa: BLE001 - whatever it is, it reaches all who wait
            with self._lock:
                self._kept = {other: kept for other, kept in self._kept.items() if kept is not batch}
            batch.set_exception(error)

    def _read(self, number: int) -> Iterator[Page]:
        """Read sheets; those of which the source has hidden an author since they were copied are read closely."""
        wiki, ids = self._source.wiki, self._batches[number]
        known: dict[int, list[str]] = {number: [] for number in ids}
        for copy in self._copies:
            if copy.sheet_id in known:
                known[copy.sheet_id].append(copy.people)
        closely = {number for number in ids if any(lost_some(people) for people in known[number])}
        for page in wiki.read(tuple(number for number in sorted(ids) if number not in closely)):
            if any(has_to_go(people, page.shown) for people in known.get(page.ref.page_id, ())):
                closely.add(page.ref.page_id)
            else:
                yield page
        if closely:
            yield from wiki.read(sorted(closely), closely=True)

    def _draft(self, page: Page) -> "Draft | Finding":
        from bot.sync.drafts import draft

        job, number = self._aim.job, page.ref.page_id
        return draft(
            page,
            job.mapping,
            self._facts(),
            job.source.licence,
            copied_from=self._source.copies.get(number, ""),
            decisions=self._aim.register.decisions_on(job.source.name, number),
            naming=self._naming(),
        )

    def _find_facts(self) -> WikiFacts:
        return facts_for_reading(self._source.wiki, self._aim.job.mapping)

    def _find_naming(self) -> Naming:
        return naming_of(self._aim.job.source, self._source.wiki, self._aim.register)
