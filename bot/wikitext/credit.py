"""The credit as it stands on a copy: by the partner's template, or in plain wikitext with the same facts.

What every licence asks for is written: title, authors, source, exact revision, licence with its address, changes.
(CC BY-SA 4.0 §3(a), 3.0 §4(c); https://creativecommons.org/licenses/by-sa/4.0/legalcode)
"""

import re
from collections.abc import Callable
from html import escape, unescape

from bot.domain.credit import Alteration, Credit, Marker
from bot.domain.licence import Place, Regime
from bot.domain.mapping import CreditPlace
from bot.wikitext.outline import parse
from bot.wikitext.zones import mask_opaque

Say = Callable[[str], str]

_BLOCK = re.compile(
    r'<div class="republication" data-wiki="(?P<address>[^"]*)" '
    r'data-page="(?P<page>\d+)" data-revision="(?P<revision>\d+)">'
)
_UNSAFE = str.maketrans({char: f"&#{ord(char)};" for char in "[]{}|<>'~="})


def write_credit(credit: Credit, place: CreditPlace, *, has_template: bool, say: Say) -> str:
    """Write a credit in the partner's language."""
    facts = _facts(credit, say)
    if has_template and place.template:
        lines = "\n".join(f"| {name} = {value}" for name, value in facts if value)
        return f"{{{{{place.template}\n{lines}\n}}}}"
    return _block(credit, dict(facts), say)


def find_credit(text: str) -> Marker | None:
    """Find the marker of a credit in a page, in a template or in plain wikitext."""
    block = _BLOCK.search(mask_opaque(text))
    if block:
        return Marker(unescape(block["address"]), int(block["page"]), int(block["revision"]))
    if "révision" not in text:
        return None
    for template in parse(text).ifilter_templates():
        values = {str(parameter.name).strip(): str(parameter.value).strip() for parameter in template.params}
        page, revision = values.get("page", ""), values.get("révision", "")
        if "adresse" in values and page.isdigit() and revision.isdigit():
            return Marker(unescape(values["adresse"]), int(page), int(revision))
    return None


def without_credit(text: str) -> str:
    """Take the credit out of the text of a copy, so that the rest reads as the sheet does."""
    block = _BLOCK.search(mask_opaque(text))
    if block:
        end = text.find("</div>", block.end())
        return text[: block.start()] + (text[end + len("</div>") :] if end >= 0 else "")
    for template in parse(text).ifilter_templates():
        if all(template.has(name) for name in ("adresse", "page", "révision")):
            return text.replace(str(template), "", 1)
    return text


def plain_text(text: str) -> str:
    """Write names and titles so that nothing in them is read as wikitext."""
    return text.translate(_UNSAFE)


def _facts(credit: Credit, say: Say) -> tuple[tuple[str, str], ...]:
    people = credit.contributors
    licence = credit.evidence.licence
    return (
        ("titre", plain_text(credit.title)),
        ("wiki", plain_text(credit.wiki_name)),
        ("adresse", credit.marker.address),
        ("page", str(credit.marker.page_id)),
        ("révision", str(credit.marker.revision)),
        ("lien", credit.page_url),
        ("permalien", credit.permalink),
        ("historique", credit.history),
        ("auteurs", ", ".join(plain_text(name) for name in people.names)),
        ("anonymes", str(people.anonymous or "")),
        ("masqués", str(people.hidden or "")),
        ("licence", licence.name),
        ("licence_id", licence.id),
        ("licence_url", licence.url),
        ("régime", _regime(credit, say)),
        ("date_source", credit.source_date.isoformat()),
        ("date_copie", credit.copy_date.isoformat()),
        ("modifications", _alterations(credit, say)),
        ("preuve", _evidence(credit, say)),
        ("contact", credit.contact),
    )


def _block(credit: Credit, facts: dict[str, str], say: Say) -> str:
    marker = credit.marker
    opening = (
        f'<div class="republication" data-wiki="{escape(marker.address)}" '
        f'data-page="{marker.page_id}" data-revision="{marker.revision}">'
    )
    licence = f"[{facts['licence_url']} {facts['licence']}]"
    lines = (
        say("This page is a copy of “{title}”, by {authors}, from {wiki}.").format(
            title=f"[{facts['lien']} {facts['titre']}]", authors=_people(credit, say), wiki=facts["wiki"]
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
            contact=_contact(credit, say)
        ),
    )
    return "\n".join((opening, "<hr />", " <br />\n".join(lines), "</div>"))


def _contact(credit: Credit, say: Say) -> str:
    return f"[{credit.contact} {say('contact')}]" if "://" in credit.contact else credit.contact


def _people(credit: Credit, say: Say) -> str:
    people = credit.contributors
    parts = [plain_text(name) for name in people.names]
    if people.anonymous:
        parts.append(say("anonymous contributors: {count}").format(count=people.anonymous))
    if people.hidden:
        parts.append(say("contributors whose names are hidden: {count}").format(count=people.hidden))
    return ", ".join(parts)


def _regime(credit: Credit, say: Say) -> str:
    if credit.regime is Regime.MARKED:
        return say("This page is not under the general licence of this wiki: every edit is published under its own.")
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
            link=evidence.declaration.link,
        )
    where = say("stated on the page") if evidence.place is Place.FIELD else say("stated by the source wiki")
    return f"{where} ({plain_text(_short(evidence.raw))})"


def _short(raw: str) -> str:
    raw = re.sub(r"\s+", " ", raw).strip()
    return raw if len(raw) <= 160 else raw[:159] + "…"
