"""Opening the wikis of a configuration."""

from threading import Event

from bot import __version__
from bot.config.settings import WikiSettings
from bot.domain.doing import Notice, unnoticed
from bot.wiki.mediawiki import MediaWiki
from bot.wiki.patience import Patience
from bot.wiki.protocol import Wiki
from bot.wiki.session import Login
from bot.wiki.traffic import Traffic


def open_wiki(
    settings: WikiSettings,
    contact: str,
    *,
    patience: Patience | None = None,
    stop: Event | None = None,
    traffic: Traffic | None = None,
    notice: Notice = unnoticed,
) -> Wiki:
    """Open one wiki; nothing is asked of it yet.

    The user agent names the bot's page, as https://meta.wikimedia.org/wiki/User-Agent_policy asks.
    """
    if settings.folder is not None:
        from bot.wiki.folder import FolderWiki

        return FolderWiki(settings.name, settings.folder)
    login = None
    if settings.user and settings.password:
        login = Login(settings.user, settings.password.reveal)
    return MediaWiki(
        settings.name,
        settings.api or "",
        user_agent=f"republish/{__version__} ({contact})",
        login=login,
        patience=patience,
        stop=stop,
        traffic=traffic,
        notice=notice,
    )
