"""Whom a credit names: people by name, addresses and temporary accounts never, and nobody who asked not to be."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from ipaddress import ip_address

from bot.domain.page import Contributors

_OLD_ADDRESS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){1,3}\.(?:xxx|\*)", re.IGNORECASE)
"""How old wikis showed an address, with its end left out."""
_TEMPORARY = re.compile(r"~[0-9]{4}-[0-9-]+")
"""How MediaWiki names temporary accounts as a rule."""


@dataclass(frozen=True, slots=True)
class Naming:
    """Whom the credits of one source name: *party* beside the authors, *bots* not, the *forgotten* never."""

    bots: frozenset[str] = frozenset()
    forgotten: frozenset[str] = frozenset()
    party: str = ""

    def credited(self, people: Contributors) -> Contributors:
        """Leave out bots, as long as somebody else is named, and count those who asked not to be named."""
        asked = [name for name in people.names if is_among(name, self.forgotten)]
        left = tuple(name for name in people.names if name not in asked)
        human = tuple(name for name in left if not is_among(name, self.bots))
        return replace(people, names=human or left, withheld=people.withheld + len(asked))


def is_among(name: str, accounts: Iterable[str]) -> bool:
    """Tell whether a name is one of these accounts, of this wiki or of the one that it was imported from."""
    known = {account_name(one) for one in accounts}
    return bool(known) and (account_name(name) in known or account_name(bare_name(name)) in known)


def account_name(name: str) -> str:
    """Spell the name of an account as MediaWiki does: no underscores, the first letter a capital."""
    name = " ".join(name.replace("_", " ").split())
    return name[:1].upper() + name[1:]


def bare_name(name: str) -> str:
    """Give a name without the prefix of the wiki that it was imported from."""
    prefix, mark, bare = name.partition(">")
    return bare if mark and prefix and bare else name


def is_nameless(name: str, patterns: Iterable[str] = ()) -> bool:
    """Tell whether a name is an address or a temporary account: to be counted, never shown.

    *patterns* are those of the wiki's temporary accounts, such as ``~$1``.
    """
    bare = bare_name(name).strip()
    if _OLD_ADDRESS.fullmatch(bare) or _TEMPORARY.fullmatch(bare) or _is_address(bare):
        return True
    return any(_fits(bare, pattern) for pattern in patterns)


def _is_address(name: str) -> bool:
    try:
        ip_address(name.partition("/")[0])
    except ValueError:
        return False
    return True


def _fits(name: str, pattern: str) -> bool:
    expression = re.escape(pattern).replace(re.escape("$1"), ".+")
    return bool(pattern.strip("$1 ")) and re.fullmatch(expression, name) is not None
