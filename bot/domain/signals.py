"""What the people of a wiki tell a bot that is about to write there."""

from dataclasses import dataclass

from bot.domain.page import Presence

ENDLESS = frozenset({"", "infinite", "infinity", "indefinite", "never"})


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the whole account; *until* is a time as the wiki writes it, empty when it has no end."""

    by: str = ""
    reason: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Signals:
    """What a wiki answers to one look: the pages asked for with their texts, and what concerns the account.

    *message* tells whether somebody wrote on the account's talk page and nobody has read it. A wiki tells that to the
    account alone, so it is False as long as we are not logged in. *rights* are those of the account, None when unknown.
    """

    pages: tuple[Presence, ...] = ()
    message: bool = False
    block: Block | None = None
    rights: frozenset[str] | None = None

    def page(self, asked: str) -> Presence | None:
        """Give what stands at a title, by the title asked; None where it was not asked for."""
        return next((page for page in self.pages if page.asked == asked), None)
