"""The terms of a partner, as its settings and its wiki tell them."""

from bot.config.settings import PartnerSettings
from bot.domain.licences.judge import Terms
from bot.domain.licences.recognise import recognise
from bot.domain.wiki import WikiFacts


def terms_of(partner: PartnerSettings, facts: WikiFacts) -> Terms:
    """Give what a partner accepts; its own licence is declared, else read from the wiki."""
    declared = partner.wiki.licence
    licence = declared.licence if declared else recognise(f"{facts.notice.url} {facts.notice.text}").licence
    return Terms(licence, partner.wiki.accepts, partner.wiki.non_commercial)
