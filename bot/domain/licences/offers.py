"""Several licences together: offered for choice (OR), or each for its own part (AND), as SPDX writes them."""

from dataclasses import dataclass

from bot.domain.licences.values import Licence, from_id

_OR, _AND = " OR ", " AND "


@dataclass(frozen=True, slots=True)
class Offer:
    """The licences under which one work is given; whoever takes it chooses one. One licence alone is an offer too."""

    alternatives: tuple[Licence, ...]

    @property
    def id(self) -> str:
        """Give the SPDX expression, such as ``CC-BY-SA-3.0 OR GFDL-1.3-or-later``."""
        return _OR.join(licence.id for licence in self.alternatives)

    @property
    def name(self) -> str:
        """Give the names that people read, one behind the other."""
        return " / ".join(licence.name for licence in self.alternatives)


@dataclass(frozen=True, slots=True)
class Bundle:
    """A work of parts, each under its own offer; all of them hold."""

    offers: tuple[Offer, ...]

    @property
    def id(self) -> str:
        """Give the SPDX expression, such as ``CC-BY-SA-4.0 AND (CC-BY-3.0 OR LAL-1.3)``."""
        if len(self.offers) == 1:
            return self.offers[0].id
        return _AND.join(f"({one.id})" if len(one.alternatives) > 1 else one.id for one in self.offers)


def offer_of_id(expression: str) -> Offer | None:
    """Read one id, or several with OR between them; None when one of them is no licence of ours."""
    found = [from_id(word) for word in expression.split(_OR)]
    known = tuple(licence for licence in found if licence is not None)
    return Offer(known) if len(known) == len(found) else None


def bundle_of_id(expression: str) -> Bundle | None:
    """Read an SPDX expression as a :class:`Bundle` writes it; None when it holds anything else."""
    words = expression.split(_AND)
    offers = [offer_of_id(word.removeprefix("(").removesuffix(")") if len(words) > 1 else word) for word in words]
    known = tuple(one for one in offers if one is not None)
    return Bundle(known) if len(known) == len(offers) else None


def name_of_id(expression: str) -> str:
    """Give the names that people read for an SPDX expression of ours; the expression itself where it is none."""
    bundle = bundle_of_id(expression)
    return ", ".join(one.name for one in bundle.offers) if bundle else expression
