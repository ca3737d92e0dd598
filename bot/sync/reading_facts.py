"""What must be asked of a wiki before pages are read by a mapping: other names of its templates, category trees."""

from dataclasses import replace

from bot.domain.mapping import Mapping, Parameter, Repeated
from bot.domain.wiki import CategoryTree, WikiFacts
from bot.wiki.protocol import Wiki


def facts_for_reading(wiki: Wiki, mapping: Mapping) -> WikiFacts:
    """Give the facts of a wiki with the redirects to all templates that a mapping reads, and its category trees.

    Raises:
        WikiError: the wiki does not answer, or a tree is too large.

    """
    return with_redirects(wiki, mapping, facts_with_trees(wiki, mapping))


def facts_with_trees(wiki: Wiki, mapping: Mapping) -> WikiFacts:
    """Give the facts of a wiki with the category trees of a mapping; no request where it asks for none.

    Raises:
        WikiError: the wiki does not answer, or a tree is too large.

    """
    trees = (CategoryTree(root, depth, wiki.categories_below(root, depth)) for root, depth in sorted(mapping.trees()))
    return replace(wiki.facts(), trees=tuple(trees))


def with_redirects(wiki: Wiki, mapping: Mapping, facts: WikiFacts) -> WikiFacts:
    """Add the redirects to all templates that a mapping reads, in one request."""
    return replace(facts, template_redirects=wiki.template_redirects(_templates(mapping)))


def _templates(mapping: Mapping) -> tuple[str, ...]:
    names = [*mapping.templates, *(name for name, _ in mapping.licences.templates)]
    for carrier in (carrier for rule in mapping.rules for carrier in rule.carriers):
        if isinstance(carrier, Parameter) and carrier.of is not None:
            names.append(carrier.of)
        elif isinstance(carrier, Repeated):
            names += carrier.templates
    return tuple(dict.fromkeys(names))
