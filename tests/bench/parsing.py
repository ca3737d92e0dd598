"""How much of the client's time is parsing."""

import statistics
import time

import mwparserfromhell

from tests.farm.seed import sheet_text

ROUNDS = 5


def parse_seconds(sheets: int) -> float:
    """Give the processor time of parsing one sheet, the median of some rounds over all sheets."""
    texts = [sheet_text(number) for number in range(1, sheets + 1)]
    mwparserfromhell.parse(texts[0])
    return statistics.median(_round(texts) for _ in range(ROUNDS)) / len(texts)


def _round(texts: list[str]) -> float:
    start = time.process_time()
    for text in texts:
        mwparserfromhell.parse(text)
    return time.process_time() - start
