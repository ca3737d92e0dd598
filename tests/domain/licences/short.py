"""Licences by a short name, for tests."""

from bot.domain.licences.values import CC0, Family, Licence, cc, from_id

_OTHERS = {
    "cc0": CC0,
    "gfdl": Licence(Family.GFDL),
    "lal": Licence(Family.LAL),
    "etalab": Licence(Family.ETALAB),
}


def short(name: str) -> Licence:
    """Make a licence from its short name: ``by-sa 3.0 fr``, ``cc0``, or an id."""
    if name in _OTHERS:
        return _OTHERS[name]
    return cc(*name.split()) if name.startswith("by") else _known(name)


def _known(name: str) -> Licence:
    licence = from_id(name)
    assert licence is not None, name
    return licence
