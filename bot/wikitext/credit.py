"""The credit as it stands on a copy: by the partner's template, or in plain wikitext with the same facts.

What every licence asks for is written: title, authors, source, exact revision, licence with its address, changes.
(CC BY-SA 4.0 §3(a), 3.0 §4(c); https://creativecommons.org/licenses/by-sa/4.0/legalcode)
"""

import re
from collections.abc import Callable, Mapping
from html import unescape
from urllib.parse import quote

from bot.domain.credit import Alteration, Credit, Marker
from bot.domain.licence import Place, Regime
from bot.domain.mapping import CreditPlace
from bot.domain.wiki import WikiFacts
from bot.wikitext.chain import read_chain, write_chain
from bot.wikitext.pagelinks import category_link
from bot.wikitext.templates import parameters_of, templates_in
from bot.wikitext.zones import mask_opaque

Say = Callable[[str], str]
EARLIER = "crédits_antérieurs"
"""Parameter of the credit template for what a sheet that is itself a copy says of its origin."""

_BLOCK = re.compile(
    r'<div class="republication" data-wiki="(?P<address>[^"]*)" '
    r'data-page="(?P<page>[0-9]{1,18})" data-revision="(?P<revision>[0-9]{1,18})"(?: data-chain="(?P<chain>[^"]*)")?>'
)
_END = "</div>"
_NOTE = re.compile(r'\s*<div class="republication-orphan">.*?</div>', re.DOTALL)
_PEOPLE = frozenset({"auteurs", "anonymes", "masqués"})
_NEEDED = frozenset(
    {"titre", "wiki", "lien", "permalien", "historique", "licence", "licence_id", "licence_url"}
    | {"régime", "date_source", "date_copie", "modifications", "preuve", "contact"}
)
_NUMBER = re.compile(r"[0-9]{1,18}")
_UNSAFE = str.maketrans({char: f"&#{ord(char)};" for char in "&[]{}|<>'\"~=*#:;_"} | {"\n": " "})
_UNSAFE_IN_ADDRESS = str.maketrans({char: f"&#{ord(char)};" for char in "&[]{}|<>'\"~\n"})
_NOT_IN_URL = re.compile(r"[\s\[\]{}|<>\"'~\x00-\x1f]")


def write_credit(credit: Credit, place: CreditPlace, *, has_template: bool, say: Say) -> str:
    """Write a credit in the partner's language."""
    facts = _facts(credit, say)
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


def write_orphan_note(sentence: str, category: str, wiki: WikiFacts) -> str:
    """Write what stands behind the credit of a copy whose sheet is gone; either part may be empty."""
    link = category_link(category, wiki) if category else ""
    return f'<div class="republication-orphan">{plain_text(sentence)}{link}</div>'


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
        return inner if masked.endswith(_END) else None
    call = next((element for element in templates_in(written) if element.start == 0), None)
    facts = {name: value for name, value in parameters_of(written, call) if value} if call else {}
    if not facts.keys() >= _NEEDED or not _PEOPLE & facts.keys():
        return None
    return _lines(facts, say)


def plain_text(text: str) -> str:
    """Write names and titles so that nothing in them is read as wikitext."""
    return text.translate(_UNSAFE)


def _url(address: str) -> str:
    """Write an address so that it stays one word of a link and one value of a parameter."""
    return _NOT_IN_URL.sub(lambda found: quote(found[0], safe=""), address)


def _facts(credit: Credit, say: Say) -> tuple[tuple[str, str], ...]:
    people = credit.contributors
    licence = credit.evidence.licence
    return (
        ("titre", plain_text(credit.title)),
        ("wiki", plain_text(credit.wiki_name)),
        ("adresse", _address(credit)),
        ("page", str(credit.marker.page_id)),
        ("révision", str(credit.marker.revision)),
        ("lien", _url(credit.page_url)),
        ("permalien", _url(credit.permalink)),
        ("historique", _url(credit.history)),
        ("auteurs", ", ".join(plain_text(name) for name in people.names)),
        ("anonymes", str(people.anonymous or "")),
        ("masqués", str(people.hidden or "")),
        ("licence", licence.name),
        ("licence_id", licence.id),
        ("licence_url", _url(licence.url)),
        ("régime", _regime(credit, say)),
        ("date_source", credit.source_date.isoformat()),
        ("date_copie", credit.copy_date.isoformat()),
        ("modifications", _alterations(credit, say)),
        ("preuve", _evidence(credit, say)),
        ("contact", _contact_address(credit)),
        ("chaîne", write_chain(credit.marker.earlier)),
        (EARLIER, credit.earlier),
    )


def _block(facts: Mapping[str, str], say: Say) -> str:
    chain = f' data-chain="{facts["chaîne"]}"' if facts["chaîne"] else ""
    opening = (
        f'<div class="republication" data-wiki="{facts["adresse"]}" '
        f'data-page="{facts["page"]}" data-revision="{facts["révision"]}"{chain}>'
    )
    return "\n".join((opening, "<hr />", _lines(facts, say), _END))


def _lines(facts: Mapping[str, str], say: Say) -> str:
    """Write the facts of a credit as plain lines; of the facts, those about people and the chain may be absent."""
    licence = f"[{facts['licence_url']} {facts['licence']}]"
    lines = (
        say("This page is a copy of “{title}”, by {authors}, from {wiki}.").format(
            title=f"[{facts['lien']} {facts['titre']}]", authors=_people(facts, say), wiki=facts["wiki"]
        ),
        say("Revision of {date} ({permalink}, {history}), copied on {copy_date}.").format(
            date=facts["date_source"],
            permalink=f"[{facts['permalien']} {say('permanent link')}]",
            history=f"[{facts['historique']} {say('history')}]",
            copy_date=facts["date_copie"],
        ),
        say("Licence: {licence}.").format(licence=f"{licence} ({facts['licence_id']})") + f" {facts['régime']}",
        say("Licence evidence: {evidence}.").format(evidence=facts["preuve"]),
        say("Changes made by the robot: {changes}.").format(changes=facts["modifications"]),
        say("The authors do not endorse this wiki nor these changes. Corrections and removal: {contact}.").format(
            contact=_contact(facts["contact"], say)
        ),
    )
    earlier = facts.get(EARLIER)
    chain = (say("That page is itself a copy. Its own credit said:"), earlier) if earlier else ()
    return " <br />\n".join((*lines, *chain))


def _address(credit: Credit) -> str:
    return credit.marker.address.translate(_UNSAFE_IN_ADDRESS)


def _contact_address(credit: Credit) -> str:
    return _url(credit.contact) if "://" in credit.contact else plain_text(credit.contact)


def _contact(address: str, say: Say) -> str:
    return f"[{address} {say('contact')}]" if "://" in address else address


def _people(facts: Mapping[str, str], say: Say) -> str:
    names, anonymous, hidden = (facts.get(name, "") for name in ("auteurs", "anonymes", "masqués"))
    parts = [names] if names else []
    if anonymous:
        parts.append(say("anonymous contributors: {count}").format(count=anonymous))
    if hidden:
        parts.append(say("revisions by contributors whose names are hidden: {count}").format(count=hidden))
    return ", ".join(parts)


def _regime(credit: Credit, say: Say) -> str:
    if credit.regime is Regime.MARKED:
        return say(
            "This page is not under the general licence of this wiki: every edit is published under the licence above."
        )
    return say("It may be edited under the licence of this wiki.")


def _alterations(credit: Credit, say: Say) -> str:
    words = {
        Alteration.TEMPLATE: say("presented with the template and categories of this wiki"),
        Alteration.LINKS: say("links adapted"),
        Alteration.FILES: say("pictures replaced by links"),
        Alteration.LEFT_OUT: say("some parts left out"),
    }
    return ", ".join(words[alteration] for alteration in credit.alterations)


def _evidence(credit: Credit, say: Say) -> str:
    evidence = credit.evidence
    if evidence.declaration is not None:
        return say("declared by {name} on {date}, {link}").format(
            name=plain_text(evidence.declaration.declared_by),
            date=evidence.declaration.on.isoformat(),
            link=_url(evidence.declaration.link),
        )
    where = say("stated on the page") if evidence.place is Place.FIELD else say("stated by the source wiki")
    return f"{where} ({plain_text(_short(evidence.raw))})"


def _short(raw: str) -> str:
    raw = re.sub(r"\s+", " ", raw).strip()
    return raw if len(raw) <= 160 else raw[:159] + "…"
