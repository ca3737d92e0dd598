"""Other names of the templates of a mapping: the redirects that lead to them, asked when pages must be read."""

from dataclasses import replace

from bot.domain.mapping import Mapping, Parameter
from bot.domain.wiki import WikiFacts
from bot.wiki.protocol import Wiki


def facts_for_reading(wiki: Wiki, mapping: Mapping) -> WikiFacts:
    """Give the facts of a wiki with the redirects to all templates that a mapping reads, in one request."""
    carriers = (carrier for rule in mapping.rules for carrier in rule.carriers)
    others = (carrier.of for carrier in carriers if isinstance(carrier, Parameter) and carrier.of is not None)
    names = tuple(dict.fromkeys((*mapping.templates, *others)))
    return replace(wiki.facts(), template_redirects=wiki.template_redirects(names))
