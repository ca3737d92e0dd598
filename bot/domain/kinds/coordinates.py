"""Coordinates; canonical are decimal degrees, ``48.39, -4.49``, latitude first, at most six decimals."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.domain.kinds.words import tidy

_DECIMAL = re.compile(
    r"(?P<first>[+-]?[0-9]{1,3}\.[0-9]{1,12})(?:\s*[,;/]\s*|\s+)(?P<second>[+-]?[0-9]{1,3}\.[0-9]{1,12})"
    r"|(?P<first2>[+-]?[0-9]{1,3},[0-9]{1,12})(?:\s*[;/]\s*|,\s+|\s+)(?P<second2>[+-]?[0-9]{1,3},[0-9]{1,12})"
)
_NUMBER = r"[0-9]{1,3}(?:[.,][0-9]{1,12})?"
_ANGLE = rf"(?:{_NUMBER})(?: ?[°º])?(?: ?{_NUMBER} ?['′]){{0,1}}(?: ?{_NUMBER} ?(?:\"|″|''|′′))?"
_LETTER = r"[NSEWO](?![a-z])|nord|sud|est|ouest|north|south|east|west"
_PARTS = re.compile(_NUMBER)


@dataclass(frozen=True, slots=True)
class Point:
    """A place on Earth in decimal degrees, north and east positive."""

    latitude: float
    longitude: float


@cache
def _pair() -> re.Pattern[str]:
    """Compile what only coordinates with letters need: it takes as long as twenty other patterns."""
    return re.compile(
        rf"(?P<one>{_ANGLE}) ?(?P<one_side>{_LETTER})(?: ?[,;/] ?| )?(?P<two>{_ANGLE}) ?(?P<two_side>{_LETTER})"
        rf"|(?P<one_before>{_LETTER}) ?(?P<one2>{_ANGLE})(?: ?[,;/] ?| )?(?P<two_before>{_LETTER}) ?(?P<two2>{_ANGLE})",
        re.IGNORECASE,
    )


@lru_cache(maxsize=64)  # a value is checked, written and read back at each partner
def parse_point(text: str) -> Point | None:
    """Read coordinates in decimal degrees, or in degrees, minutes and seconds with letters; O is *ouest*."""
    text = tidy(text).replace("”", '"').replace("“", '"').replace("''", '"').replace("′′", "″").replace("º", "°")
    match = _DECIMAL.fullmatch(text)
    if match:
        first, second = match["first"] or match["first2"], match["second"] or match["second2"]
        return _point(float(first.replace(",", ".")), float(second.replace(",", ".")))
    match = _pair().fullmatch(text)
    if not match:
        return None
    one, two = _angle(match["one"] or match["one2"]), _angle(match["two"] or match["two2"])
    sides = tuple((match[name] or match[f"{which}_before"])[0].upper() for name, which in _SIDES)
    if one is None or two is None:
        return None
    if sides[0] in "NS" and sides[1] in "EWO":
        return _point(-one if sides[0] == "S" else one, two if sides[1] == "E" else -two)
    if sides[0] in "EWO" and sides[1] in "NS":
        return _point(-two if sides[1] == "S" else two, one if sides[0] == "E" else -one)
    return None


_SIDES = (("one_side", "one"), ("two_side", "two"))


def _angle(text: str) -> float | None:
    parts = [float(part.replace(",", ".")) for part in _PARTS.findall(text)]
    has_degrees, has_minutes = "°" in text, "'" in text or "′" in text
    if len(parts) > 1 and (not has_degrees or not has_minutes or any(part >= 60 for part in parts[1:])):
        return None
    if len(parts) == 1 and (has_minutes or '"' in text or "″" in text):
        return None
    if any(part != int(part) for part in parts[:-1]):
        return None
    return sum(part / factor for part, factor in zip(parts, (1.0, 60.0, 3600.0), strict=False))


def _point(latitude: float, longitude: float) -> Point | None:
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    # Adding nought makes -0.0 the same as 0.0.
    return Point(round(latitude, 6) + 0.0, round(longitude, 6) + 0.0)


def write_point(point: Point) -> str:
    """Write coordinates as ``48.39, -4.49``."""
    return f"{_decimal(point.latitude)}, {_decimal(point.longitude)}"


def _decimal(number: float) -> str:
    whole, _, fraction = f"{number:.6f}".partition(".")
    return f"{whole}.{fraction.rstrip('0') or '0'}"


def write_degrees(point: Point, language: str) -> str:
    """Write coordinates in degrees, minutes and seconds with the letters of a language, to a thousandth of a second."""
    west = "O" if language == "fr" else "W"
    latitude = f"{_sexagesimal(abs(point.latitude))} {'N' if point.latitude >= 0 else 'S'}"
    return f"{latitude}, {_sexagesimal(abs(point.longitude))} {'E' if point.longitude >= 0 else west}"


def _sexagesimal(angle: float) -> str:
    thousandths = round(angle * 3_600_000)
    degrees, rest = divmod(thousandths, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    seconds = f"{rest / 1000:.3f}".rstrip("0").rstrip(".")
    return f"{degrees}° {minutes:02d}′ {seconds}″"
