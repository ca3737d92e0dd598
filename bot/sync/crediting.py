"""Whom the credits of a source name: what its settings, its own groups and the register say together."""

from bot.config.settings import WikiSettings
from bot.domain.naming import Naming
from bot.domain.register import Register
from bot.wiki.protocol import Wiki


def naming_of(source: WikiSettings, wiki: Wiki, register: Register) -> Naming:
    """Tell whom the credits of a source name; it is asked for its bots only where they are not to be named."""
    settings = source.credit
    bots = frozenset() if settings.bots else wiki.bots() | {*settings.also_bots}
    return Naming(bots, register.forgotten, settings.party)
