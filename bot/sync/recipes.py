"""What shapes a copy beside its sheet, so that a change of it makes the copy a candidate again."""

import hashlib
from dataclasses import dataclass, field, replace

from bot.config.settings import JobSettings, PartnerSettings
from bot.domain.credit import LAYOUT
from bot.domain.licences.judge import Terms
from bot.domain.register import Register
from bot.domain.wiki import WikiFacts

RENDERING = 2
"""Number of the way copies are written; a new way makes every copy outdated."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """The settings that shape the copies of a job at one partner, and what people decided about single sheets.

    Written down with each copy: a word for the settings, and one for the terms of the partner where it was asked.
    """

    settings: str
    source: str
    register: Register = field(default_factory=Register)
    terms: str = ""

    def of(self, page_id: int) -> str:
        """Give what is remembered with the copy of a sheet."""
        return f"{self._settings_for(page_id)} {self.terms}".strip()

    def still_fits(self, remembered: str, page_id: int) -> bool:
        """Tell whether a copy was made by these settings and decisions; the partner's terms are not asked for that."""
        return remembered.partition(" ")[0] == self._settings_for(page_id)

    def under(self, terms: Terms) -> "Recipe":
        """Add the terms of a partner that was asked."""
        return replace(self, terms=word_of(terms))

    def _settings_for(self, page_id: int) -> str:
        decided = self.register.decisions_on(self.source, page_id)
        return f"{self.settings}-{_digest(decided)}" if decided else self.settings


def word_of(terms: Terms) -> str:
    """Give the word that stands for the terms of a partner."""
    return _digest(terms)[:16]


def terms_moved(remembered: str, terms: Terms) -> bool:
    """Tell whether a copy was judged for other terms than the partner has now."""
    known = remembered.partition(" ")[2]
    return bool(known) and known != word_of(terms)


def _digest(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()


def recipe_of(job: JobSettings, partner: PartnerSettings, source: WikiFacts) -> str:
    """Digest the settings that shape the copies of a job at a partner."""
    parts = (
        (LAYOUT, RENDERING, job.mapping, job.source.licence, job.source.credit),
        (source.site_name, source.address, source.notice),
        (
            partner.mapping,
            partner.files,
            partner.embedding,
            partner.wiki.accepts,
            partner.wiki.non_commercial,
            partner.wiki.licence,
        ),
    )
    declared = job.source.file_licence
    return _digest((*parts, declared) if declared else parts)
