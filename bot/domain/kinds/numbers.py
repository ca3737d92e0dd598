"""Numbers and ranges of numbers with their unit words; canonical are ``1234.5``, ``12..30 personnes``, ``12..``."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from bot.domain.kinds.words import Ends, ranges, tidy

_SIGN = r"(?P<sign>[+-]?)"
_NUMBER = re.compile(rf"{_SIGN}(?P<digits>[0-9](?:[0-9., ]*[0-9])?)")
_GROUPED = re.compile(r"[0-9]{1,3}(?:(?P<mark>[., ])[0-9]{3})(?:(?P=mark)[0-9]{3})*(?:[.,][0-9]+)?")
_PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_UNIT = re.compile(r"(?P<number>.*?[0-9]) ?(?P<unit>[^\W\d_][^\d.,;:()\[\]{}|<>]{0,39}|[%€$°‰£])")
_NO_UNIT = re.compile(
    r"(?<!\w)(?:ou|et|or|and|à|to|environ|about|plus|moins|more|less|minimum|maximum|mini|maxi|max)(?!\w)"
)
_MOST_DIGITS = 30


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, or a range with perhaps an open end, and the unit as it was written."""

    low: Decimal | None
    high: Decimal | None
    unit: str = ""

    @property
    def is_single(self) -> bool:
        """Tell whether this is one number."""
        return self.low is not None and self.low == self.high


@lru_cache(maxsize=64)  # a value is checked, written and read back at each partner
def parse_number(text: str) -> Quantity | None:
    """Read a number or a range; None for prose, and for ``1,234``, which is one thing in Paris and another in London.

    A unit may stand behind either end, and is then the unit of both.
    """
    text = tidy(text)
    single = _measure(text)
    if single is not None:
        return Quantity(single[0], single[0], single[1])
    found = {quantity for ends in ranges(text) if (quantity := _between(ends)) is not None}
    return found.pop() if len(found) == 1 else None


def _between(ends: Ends) -> Quantity | None:
    low = _measure(ends.low) if ends.low else None
    high = _measure(ends.high) if ends.high else None
    if (ends.low and low is None) or (ends.high and high is None):
        return None
    units = {part[1] for part in (low, high) if part and part[1]}
    if len(units) > 1 or (low and high and low[0] > high[0]):
        return None
    return Quantity(low[0] if low else None, high[0] if high else None, units.pop() if units else "")


def _measure(text: str) -> tuple[Decimal, str] | None:
    """Read one number with the unit behind it."""
    match = _UNIT.fullmatch(text)
    unit = match["unit"].strip() if match else ""
    if _NO_UNIT.search(unit.casefold()):
        return None
    number = parse_decimal(match["number"] if match else text)
    return None if number is None else (number, unit)


def parse_decimal(text: str) -> Decimal | None:
    """Read one bare number; None where a comma or point may part thousands or decimals."""
    match = _NUMBER.fullmatch(text.strip())
    if not match or len(match["digits"]) > _MOST_DIGITS:
        return None
    digits = match["digits"]
    grouped = _GROUPED.fullmatch(digits)
    if grouped:
        mark = grouped["mark"]
        last = max(digits.rfind("."), digits.rfind(","))
        decimals = last >= 0 and (digits[last] != mark)
        alone = not decimals and digits.count(mark) == 1
        if mark != " " and alone and not digits.startswith("0"):
            return None
        if mark != " " and alone:
            return Decimal(match["sign"] + digits.replace(",", "."))
        whole, fraction = (digits[:last], digits[last + 1 :]) if decimals else (digits, "")
        whole = whole.replace(mark, "")
        return Decimal(f"{match['sign']}{whole}.{fraction}" if fraction else match["sign"] + whole)
    return Decimal(match["sign"] + digits.replace(",", ".")) if _PLAIN.fullmatch(digits) else None


def write_decimal(number: Decimal, mark: str = ".", thousands: str = "") -> str:
    """Write a number that is read back as the same, whoever reads it: three decimals get a nought behind them."""
    sign, text = ("-" if number < 0 else ""), f"{abs(number):f}"
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0")
    if thousands and len(whole) > 3:
        first = len(whole) % 3
        groups = [whole[:first]] if first else []
        whole = thousands.join([*groups, *(whole[place : place + 3] for place in range(first, len(whole), 3))])
    if len(fraction) == 3 and len(whole) <= 3 and not whole.startswith("0"):
        fraction += "0"
    return sign + whole + (mark + fraction if fraction else "")


def write_number(quantity: Quantity) -> str:
    """Write a number as ``1234.5``, a range as ``12..30``, ``12..`` or ``..30``, the unit behind its last number."""
    low = "" if quantity.low is None else write_decimal(quantity.low)
    high = "" if quantity.high is None else write_decimal(quantity.high)
    unit = f" {quantity.unit}" if quantity.unit else ""
    if quantity.is_single:
        return low + unit
    return f"{low}..{high}{unit}" if high else f"{low}{unit}.."
