"""What we remember of other jobs that tells originals from copies."""

from bot.config.settings import Configuration, WikiSettings
from bot.domain.chain import Original
from bot.store.values import RememberedCopy


def copies_at(wiki: str, known: tuple[RememberedCopy, ...]) -> dict[int, str]:
    """Give the pages that we wrote as copies at a wiki, whatever became of them, each with the wiki it came from."""
    return {copy.page_id: copy.source for copy in known if copy.partner == wiki and copy.page_id is not None}


def originals_at(
    partner: str, source: str, known: tuple[RememberedCopy, ...], configuration: Configuration
) -> tuple[Original, ...]:
    """Give the copies at a partner of sheets of other sources than *source*.

    Those that people removed are given too: what they do not want does not come back by a detour. A source whose
    address the configuration does not tell is known only by the credit on the page.
    """
    addresses = {wiki.name: _address(wiki) for wiki in configuration.wikis}
    return tuple(
        Original(addresses[copy.source], copy.sheet_id, copy.title)
        for copy in known
        if copy.partner == partner and copy.source != source and copy.page_id is not None and copy.source in addresses
    )


def _address(wiki: WikiSettings) -> str:
    return wiki.api or f"folder:{wiki.name}"
