"""The fields that we read are those that the wiki's own parse tree holds, on nasty sheets and on generated ones."""

import re
from collections import Counter
from dataclasses import replace

import pytest

from bot.domain.field import Value
from bot.domain.reasons import Finding, Reason, RefusedError
from bot.domain.wiki import WikiFacts
from bot.wikitext.outline import outline
from bot.wikitext.reader import read
from bot.wikitext.tags import tags_of
from bot.wikitext.zones import without_comments
from tests.farm.mediawiki import MediaWikiServer
from tests.wikitext.builders import MOVILAB
from tests.wikitext.nasty import FICHE, generated_pages, nasty_pages
from tests.wikitext.trees import Outermost, Truth, truth_of

pytestmark = [pytest.mark.wiki, pytest.mark.xdist_group("one-wiki")]

GENERATED = 8_000
CATEGORY = re.compile(r"\[\[Catégorie:[^\[\]|]*]]")
PARAMETERS = {
    "resume": ("Fiche", ("résumé",)),
    "objectifs": ("Fiche", ("objectifs", "buts")),
    "nom": ("Fiche", ("nom", "titre")),
    "premier": ("Fiche", ("1",)),
    "second": ("Fiche", ("2",)),
    "niveau": ("Évaluation", ("niveau",)),
    "note": ("Évaluation", ("note",)),
}


def expected(templates: tuple[Outermost, ...]) -> dict[str, str] | None:
    """Give the values of the parameters by the tree alone, None where the wiki uses no template of the sheet."""
    found: dict[str, str] = {}
    for field, (template, names) in PARAMETERS.items():
        call = next((each for each in templates if each.page == f"Modèle:{template}"), None)
        if call is None and template == "Fiche":
            return None
        passed = {name: value for name, value in call.passed().items() if CATEGORY.sub("", value)} if call else {}
        name = next((name for name in names if name in passed), None)
        if name is not None:
            found[field] = passed[name]
    return found


def ours(text: str, wiki: WikiFacts) -> dict[str, str] | Finding:
    """Give the same values as our reader finds them, without comments."""
    try:
        values = read(text, "Mur", FICHE, wiki).values
    except RefusedError as refused:
        return refused.finding
    found = {name: _bare(value, tags_of(wiki)) for name in PARAMETERS if (value := values.get(name)) is not None}
    return {name: value for name, value in found.items() if value}


def _bare(value: Value, tags: str) -> str:
    parts = value if isinstance(value, tuple) else (value,)
    return ",".join(without_comments(part, tags).strip() for part in parts)


def alike(values: dict[str, str]) -> dict[str, object]:
    """Leave aside what we read on purpose in our own way: ``{{!}}`` is a pipe, categories belong to the page."""
    plain = {name: " ".join(CATEGORY.sub("", value).replace("{{!}}", "|").split()) for name, value in values.items()}
    listed = [word.strip() for word in plain.pop("objectifs", "").split(",")]
    return {name: value for name, value in (plain | {"objectifs": tuple(filter(None, listed))}).items() if value}


def why_refused(finding: Finding, templates: tuple[Outermost, ...], text: str) -> str:
    """Name the class of a refusal; the empty name is one that nobody knows of."""
    doubt = dict(finding.facts).get("doubt", "")
    if finding.reason is not Reason.NOT_THE_TEMPLATE or dict(finding.facts)["template"] != "Fiche":
        return ""
    if expected(templates) is None:
        return "the wiki sees no such template" if not doubt or doubt.startswith(("{{", "[[", "-{")) else ""
    if doubt:
        near = "next to a category" if "[[Catégorie:" in doubt[:16] else ""
        return near or {"[[": "in a link", "-{": "in a variant"}.get(doubt[:2], "")
    return "modifier in the name" if "{{msg:" in text else ""


def compared(texts: list[str], truth: Truth) -> Counter[str]:
    """Compare all texts with the tree, and count in which classes they fall."""
    wiki = replace(MOVILAB, extension_tags=tuple(truth.tags.split("|")))
    counts: Counter[str] = Counter()
    for text, templates in zip(texts, truth.templates, strict=True):
        if templates is None:
            continue
        wanted, found = expected(templates), ours(text, wiki)
        if isinstance(found, Finding):
            why = why_refused(found, templates, text)
            assert why, (text, found, wanted)
            counts[why] += 1
            continue
        assert wanted is not None, text
        assert alike(found) == alike(wanted), text
        counts["read"] += 1
    return counts


def headings_compared(texts: list[str], truth: Truth) -> int:
    """Compare the sections of all texts with those that the wiki gives for editing, and count them."""
    total = 0
    for text, sections in zip(texts, truth.sections, strict=True):
        lead, *blocks = outline(text, truth.tags)
        ours = [text[: lead.end].strip(), *(text[block.start : block.tree_end].strip() for block in blocks)]
        assert ours == [section.strip() for section in sections], text
        total += len(blocks)
    return total


def test_nasty_sheets_give_the_fields_of_the_tree(one_wiki: MediaWikiServer) -> None:
    """Every class of difficult text in every layout: the values of the tree, or a refusal that tells the doubt."""
    texts = [page.text for page in nasty_pages()]
    truth = truth_of(one_wiki, texts)

    counts = compared(texts, truth)
    assert counts["read"] > 1_700
    assert set(counts) == {
        "read",
        "the wiki sees no such template",
        "in a link",
        "in a variant",
        "modifier in the name",
    }
    assert counts["in a link"] == counts["in a variant"] == counts["modifier in the name"] == 1
    assert headings_compared(texts, truth) > 900


def test_generated_sheets_give_the_fields_of_the_tree(one_wiki: MediaWikiServer) -> None:
    """Thousands of pages made of pieces of sheets, the same each time, give the values of the tree or are refused."""
    texts = list(generated_pages(GENERATED, "champs"))
    truth = truth_of(one_wiki, texts)

    counts = compared(texts, truth)
    assert counts["read"] > GENERATED / 3
    assert headings_compared(texts, truth) > 1_000
