"""The category trees that a mapping asks for, fetched only where sheets are read or copies compared."""

from dataclasses import replace

from bot.domain.mapping import Mapping
from bot.domain.wiki import CategoryTree, WikiFacts
from bot.wiki.protocol import Wiki


def facts_with_trees(wiki: Wiki, mapping: Mapping) -> WikiFacts:
    """Give the facts of a wiki with the category trees of a mapping; no request where it asks for none.

    Raises:
        WikiError: the wiki does not answer, or a tree is too large.

    """
    trees = (CategoryTree(root, depth, wiki.categories_below(root, depth)) for root, depth in sorted(mapping.trees()))
    return replace(wiki.facts(), trees=tuple(trees))
