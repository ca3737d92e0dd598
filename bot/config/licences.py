"""Where pages of a wiki state their licence, as its mapping says."""

from bot.config.draft import Draft
from bot.config.mapping_models import LicencesShape
from bot.config.titles import bare_category, bare_template, is_possible
from bot.domain.licences.offers import Offer, offer_of_id
from bot.domain.licences.recognise import recognise
from bot.domain.mapping import LicencePlaces
from bot.i18n import _

_KEY = "licences"


def read_licence_places(draft: Draft, shape: LicencesShape) -> LicencePlaces:
    """Read the places, and note names that no page can have and licences that nobody knows."""
    templates = ((bare_template(name), name, word) for name, word in shape.templates.items())
    categories = ((bare_category(name), name, word) for name, word in shape.categories.items())
    for heading in set(shape.sections) & set(shape.parts):
        message = _("“{section}” stands under “sections” too: its words are about the sheet or about itself, not both.")
        draft.problem(message.format(section=heading), _KEY, "parts", at_key=True)
    return LicencePlaces(
        tuple(_pair(draft, "templates", *one) for one in templates),
        tuple(_pair(draft, "categories", *one) for one in categories),
        shape.sections,
        shape.parts,
    )


def _pair(draft: Draft, kind: str, bare: str, written: str, word: str) -> tuple[str, Offer]:
    if not is_possible(bare):
        message = _("no page can be called like this: write a name without brackets, braces, “|” or “#”.")
        draft.problem(message, _KEY, kind, written, at_key=True)
    offer = offer_of_id(word) or recognise(word).offer
    if offer is None:
        message = _("this is no licence that the bot knows: write it like CC-BY-SA-4.0, CC-BY-3.0, CC0-1.0 or LAL-1.3.")
        draft.problem(message, _KEY, kind, written)
    return bare, offer or Offer(())
