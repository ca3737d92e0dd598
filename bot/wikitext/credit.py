"""The credit as it stands on a copy: by the partner's template, or in plain wikitext with the same facts.

What every licence asks for is written: title, authors, source, exact revision, licence with its address, changes.
(CC BY-SA 4.0 §3(a), 3.0 §4(c); https://creativecommons.org/licenses/by-sa/4.0/legalcode)
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape

from bot.domain.credit import Credit, Marker
from bot.domain.licences.judge import Regime
from bot.domain.mapping import CreditPlace
from bot.domain.wiki import WikiFacts
from bot.wikitext.chain import read_chain
from bot.wikitext.credit_text import BREAK, Say, plain_text
from bot.wikitext.credit_words import EARLIER, PARTS, credit_words, no_endorsement, removal
from bot.wikitext.pagelinks import category_link
from bot.wikitext.templates import parameters_of, templates_in
from bot.wikitext.zones import mask_opaque

CREDIT_HOLE = "\x02"
"""Stands where the credit goes, in a text that is being read or written."""

_BLOCK = re.compile(
    r'<div class="republication" data-wiki="(?P<address>[^"]*)" '
    r'data-page="(?P<page>[0-9]{1,18})" data-revision="(?P<revision>[0-9]{1,18})"(?: data-chain="(?P<chain>[^"]*)")?'
    r'(?: data-written="[0-9-]*" data-copied="[0-9-]*")?(?P<whole> data-regime="whole")?>'
)
_END = "</div>"
_NOTE = re.compile(r'\s*<div class="republication-orphan">.*?</div>', re.DOTALL)
FOLD, _FOLDED = '<ul class="mw-collapsible mw-collapsed"><li>', "</li></ul>"
_PEOPLE = frozenset({"auteurs", "anonymes", "masqués", "noms_retirés"})
_NEEDED = frozenset(
    {"titre", "wiki", "lien", "permalien", "historique", "licence", "licence_id", "licence_url"}
    | {"régime", "date_source", "date_copie", "modifications", "preuve", "contact"}
)
_OPTIONAL = ("liste_auteurs", "partie_à_créditer", "fichiers", "mention_originale", PARTS, EARLIER)
_NUMBER = re.compile(r"[0-9]{1,18}")
_PROBE = '<div class="republication" data-wiki="x" data-page="1" data-revision="1">\n</div>'


def write_credit(credit: Credit, place: CreditPlace, *, has_template: bool, say: Say) -> str:
    """Write a credit in the partner's language."""
    facts = credit_words(credit, say)
    if has_template and place.template:
        lines = "\n".join(f"| {name} = {value}" for name, value in facts if value)
        return f"{{{{{place.template}\n{lines}\n}}}}"
    return _block(dict(facts), say)


def find_credit(text: str) -> Marker | None:
    """Find the marker of a credit in a page, in a template or in plain wikitext."""
    found = _find(text)
    return found[0] if found else None


def without_credit(text: str) -> str:
    """Take the credit out of the text of a copy, so that the rest reads as the sheet does."""
    found = _find(text)
    return text[: found[1]] + text[found[2] :] if found else text


def with_hole(text: str) -> str:
    """Put the hole where the credit of a copy stands, if it has one."""
    found = _find(text)
    return text[: found[1]] + CREDIT_HOLE + text[found[2] :] if found else text


def takes_credit(text: str) -> bool:
    """Tell whether a credit in the hole of a text would be found again: what is left open would swallow it."""
    if "<" not in text and text.count(CREDIT_HOLE) == 1:
        return True  # comments, tags and other credits, which are all that could hide this one, begin with an angle
    return without_credit(text.replace(CREDIT_HOLE, _PROBE)) == text.replace(CREDIT_HOLE, "")


def bears_whole(text: str) -> bool:
    """Tell whether the credit on a page says that the copy stands whole and unchanged."""
    span = credit_span(text)
    if span is None:
        return False
    block = _BLOCK.match(text, span[0])
    if block:
        return block["whole"] is not None
    call = next((element for element in templates_in(text) if element.start == span[0]), None)
    return call is not None and dict(parameters_of(text, call)).get("régime_id", "") == Regime.WHOLE.value


def write_orphan_note(sentence: str, category: str, wiki: WikiFacts) -> str:
    """Write what stands behind the credit of a copy whose sheet is gone; either part may be empty."""
    link = category_link(category, wiki) if category else ""
    return f'<div class="republication-orphan">{plain_text(sentence)}{link}</div>'


def with_credit_of(ours: str, theirs: str) -> str:
    """Put the credit of the page *ours* in the place of that of the page *theirs*; both must have one."""
    span, there = credit_span(ours), credit_span(theirs)
    if span is None or there is None:
        return theirs
    return theirs[: there[0]] + ours[slice(*span)] + theirs[there[1] :]


def has_orphan_note(text: str) -> bool:
    """Tell whether a copy says that its sheet is gone."""
    span = credit_span(text)
    return span is not None and '<div class="republication-orphan">' in text[span[0] : span[1]]


def credit_span(text: str) -> tuple[int, int] | None:
    """Tell where the credit of a copy stands."""
    found = _find(text)
    return (found[1], found[2]) if found else None


def _find(text: str) -> tuple[Marker, int, int] | None:
    """Give the marker of the first credit with its place; one in a comment or between nowiki tags is none.

    A note behind it that the sheet is gone belongs to the credit.
    """
    masked = mask_opaque(text)
    found = _find_alone(text, masked)
    note = _NOTE.match(masked, found[2]) if found else None
    return (*found[:2], note.end()) if found and note else found


def _find_alone(text: str, masked: str) -> tuple[Marker, int, int] | None:
    block = _BLOCK.search(masked)
    if block:
        chain = read_chain(block["chain"] or "")
        marker = Marker(unescape(block["address"]), int(block["page"]), int(block["revision"]), chain)
        end = masked.find(_END, block.end())
        return marker, block.start(), end + len(_END) if end >= 0 else len(text)
    if "révision" not in text:
        return None
    for element in templates_in(text):
        values = dict(parameters_of(text, element))
        page, revision = values.get("page", ""), values.get("révision", "")
        if "adresse" in values and _NUMBER.fullmatch(page) and _NUMBER.fullmatch(revision):
            chain = read_chain(values.get("chaîne", ""))
            return Marker(unescape(values["adresse"]), int(page), int(revision), chain), element.start, element.end
    return None


def credit_lines(written: str, say: Say) -> str | None:
    """Give a credit that stands at both ends of *written* as plain lines; None when it is not whole."""
    masked = mask_opaque(written)
    block = _BLOCK.match(masked)
    if block:
        inner = masked[block.end() :].removesuffix(_END).strip().removeprefix("<hr />").strip()
        return inner.replace(FOLD, "").replace(_FOLDED, "") if masked.endswith(_END) else None
    call = next((element for element in templates_in(written) if element.start == 0), None)
    facts = {name: value for name, value in parameters_of(written, call) if value} if call else {}
    if not facts.keys() >= _NEEDED or not _PEOPLE & facts.keys():
        return None
    return _lines(facts, say)


def _block(facts: Mapping[str, str], say: Say) -> str:
    chain = f' data-chain="{facts["chaîne"]}"' if facts["chaîne"] else ""
    regime = ' data-regime="whole"' if facts["régime_id"] == Regime.WHOLE.value else ""
    opening = (
        f'<div class="republication" data-wiki="{facts["adresse"]}" '
        f'data-page="{facts["page"]}" data-revision="{facts["révision"]}"{chain} '
        f'data-written="{facts["date_source"]}" data-copied="{facts["date_copie"]}"{regime}>'
    )
    return "\n".join((opening, "<hr />", _lines(_folded(facts), say), _END))


def _folded(facts: Mapping[str, str]) -> Mapping[str, str]:
    every = facts["liste_auteurs"]
    return {**facts, "liste_auteurs": f"{FOLD}{every}{_FOLDED}"} if every else facts


def _lines(facts: Mapping[str, str], say: Say) -> str:
    """Write the facts of a credit as plain lines; of the facts, those that not every credit has may be absent."""
    contact = facts["contact"]
    link = f"[{contact} {say('contact')}]" if "://" in contact else contact
    told = {
        **dict.fromkeys(_OPTIONAL, ""),
        **facts,
        "jour_source": facts.get("jour_source") or facts["date_source"],
        "jour_copie": facts.get("jour_copie") or facts["date_copie"],
        "non_caution": facts.get("non_caution") or no_endorsement(say),
        "retrait": facts.get("retrait") or removal(link, say),
    }
    sentences = credit_sentences(told, _people(facts, say), say)
    return BREAK.join(each.text for each in sentences if not each.needs or told[each.needs])


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a credit; one that *needs* a fact is left out where the credit does not have it."""

    text: str
    needs: str = ""


def credit_sentences(facts: Mapping[str, str], people: str, say: Say) -> tuple[Sentence, ...]:
    """Write the facts of a credit as sentences, the line of credit first; they may be arguments of a template."""
    licence = f"[{facts['licence_url']} {facts['licence']}]"
    return (
        Sentence(
            say("This page is a copy of “{title}”, by {authors}, from {wiki}.").format(
                title=f"[{facts['lien']} {facts['titre']}]", authors=people, wiki=facts["wiki"]
            )
        ),
        Sentence(say("All authors: {text}").format(text=facts["liste_auteurs"]), "liste_auteurs"),
        Sentence(say("Credited party: {text}").format(text=facts["partie_à_créditer"]), "partie_à_créditer"),
        Sentence(
            say("Revision of {date} ({permalink}, {history}), copied on {copy_date}.").format(
                date=facts["jour_source"],
                permalink=f"[{facts['permalien']} {say('permanent link')}]",
                history=f"[{facts['historique']} {say('history')}]",
                copy_date=facts["jour_copie"],
            )
        ),
        Sentence(
            say("Licence: {licence}.").format(licence=f"{licence} ({facts['licence_id']})") + f" {facts['régime']}"
        ),
        Sentence(say("Parts under a licence of their own: {text}.").format(text=facts[PARTS]), PARTS),
        Sentence(say("Licence evidence: {evidence}.").format(evidence=facts["preuve"])),
        Sentence(say("Changes made by the robot: {changes}.").format(changes=facts["modifications"])),
        Sentence(say("Files: {text}").format(text=facts["fichiers"]), "fichiers"),
        Sentence(say("The sheet's own credits: {text}").format(text=facts["mention_originale"]), "mention_originale"),
        Sentence(f"{facts['non_caution']} {facts['retrait']}"),
        Sentence(say("That page is itself a copy. Its own credit said:") + BREAK + facts[EARLIER], EARLIER),
    )


def unnamed_people(say: Say, anonymous: str, hidden: str, withheld: str) -> tuple[str, str, str]:
    """Count those whose names nobody may read."""
    return (
        say("anonymous contributors: {count}").format(count=anonymous),
        say("revisions by contributors whose names are hidden: {count}").format(count=hidden),
        say("names withheld on request: {count}").format(count=withheld),
    )


def _people(facts: Mapping[str, str], say: Say) -> str:
    names, *counts = (facts.get(name, "") for name in ("auteurs", "anonymes", "masqués", "noms_retirés"))
    told = unnamed_people(say, *counts)
    return ", ".join((*([names] if names else []), *(text for text, count in zip(told, counts, strict=True) if count)))
