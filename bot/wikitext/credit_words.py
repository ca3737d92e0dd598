"""The facts of a credit as words: each a parameter of the partner's template, or a part of the plain form."""

import re

from bot.domain.credit import MOST_NAMED, PRINCIPAL, Alteration, Credit, FileCredit
from bot.domain.files import FileFault
from bot.domain.licences.evidence import Declaration, Evidence, Part, Place
from bot.domain.licences.judge import Regime
from bot.wikitext.chain import write_chain
from bot.wikitext.credit_text import Say, address_text, day_in_words, mention_text, plain_text, url_text

EARLIER = "crédits_antérieurs"
"""Parameter of the credit template for what a sheet that is itself a copy says of its origin."""
PARTS = "licences_des_parties"
"""Parameter of the credit template for the parts of a sheet that stand under licences of their own."""
PART_MARK = "§ "
"""Stands before the id of the licence of a part, so that it is not taken for that of the sheet."""

CORE = frozenset({"titre", "auteurs", "wiki", "permalien", "licence", "licence_url", "modifications"})
"""Parameters that a template must show, or else the credit is written plainly."""
_CONDITIONAL = frozenset(
    {"liste_auteurs", "anonymes", "masqués", "noms_retirés", "partie_à_créditer", "mention_originale", "fichiers"}
) | {EARLIER, PARTS}
"""Parameters that a template must show where a credit has them."""

_SHOWN = re.compile(r"\{\{\{\s*([^|{}]+?)\s*(?:\||\}\}\})")
_LONGEST_PROOF = 160


def credit_words(credit: Credit, say: Say) -> tuple[tuple[str, str], ...]:
    """Give the facts of a credit in the partner's language, by parameter; what is not known is empty."""
    evidence = credit.evidence
    return (
        ("titre", plain_text(credit.title)),
        ("wiki", plain_text(credit.wiki_name)),
        ("adresse", address_text(credit.marker.address)),
        ("page", str(credit.marker.page_id)),
        ("révision", str(credit.marker.revision)),
        ("lien", url_text(credit.page_url)),
        ("permalien", url_text(credit.permalink)),
        ("historique", url_text(credit.history)),
        *_people(credit, say),
        ("licence", _licence_name(evidence, decided=evidence.decision is not None, say=say)),
        ("licence_id", evidence.licence.id),
        ("licence_url", url_text(credit.licence_url)),
        (PARTS, "; ".join(_part(part, say) for part in credit.evidence.own_parts)),
        ("régime", _regime(credit, say)),
        ("régime_id", credit.regime.value),
        ("date_source", credit.source_date.isoformat()),
        ("date_copie", credit.copy_date.isoformat()),
        ("jour_source", day_in_words(credit.source_date, say)),
        ("jour_copie", day_in_words(credit.copy_date, say)),
        ("modifications", _alterations(credit, say)),
        ("preuve", _evidence(credit, say)),
        ("mention_originale", mention_text(credit.mentions)),
        ("fichiers", "; ".join(_file(file, say) for file in credit.files)),
        ("non_caution", no_endorsement(say)),
        ("retrait", _removal(credit, say)),
        ("contact", _contact(credit)),
        ("chaîne", write_chain(credit.marker.earlier)),
        (EARLIER, credit.earlier),
    )


def shown_by(template: str) -> frozenset[str]:
    """Give the parameters that the text of a template shows; one that leaves them to a module shows none."""
    return frozenset(found[1] for found in _SHOWN.finditer(template))


def is_shown(credit: Credit, shown: frozenset[str]) -> bool:
    """Tell whether a template that shows these parameters shows all of a credit that a licence asks for."""
    if not shown >= CORE or shown >= _CONDITIONAL:
        return shown >= CORE
    given = {name for name, value in credit_words(credit, str) if value}
    return shown >= _CONDITIONAL & given


def passed_over(shown: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the parameters for want of which a template is passed over: always, and for credits that have them."""
    return tuple(sorted(CORE - shown)), tuple(sorted(_CONDITIONAL - shown))


def name_text(name: str, say: Say) -> str:
    """Write the name of an author; one from another wiki is shown with that wiki, never as an account of this one."""
    prefix, mark, bare = name.partition(">")
    if not (mark and prefix and bare):
        return plain_text(name)
    if prefix == "imported":
        return say("{name} (from another wiki)").format(name=plain_text(bare))
    return f"{plain_text(bare)} ({plain_text(prefix)})"


def _people(credit: Credit, say: Say) -> tuple[tuple[str, str], ...]:
    people = credit.contributors
    named = [name_text(name, say) for name in people.names]
    first, every = ", ".join(named), ""
    if len(named) > MOST_NAMED:
        sentence, every = say("{names} and {count} others"), first
        first = sentence.format(names=", ".join(named[:PRINCIPAL]), count=len(named) - PRINCIPAL)
    return (
        ("auteurs", first),
        ("liste_auteurs", every),
        ("anonymes", str(people.anonymous or "")),
        ("masqués", str(people.hidden or "")),
        ("noms_retirés", str(people.withheld or "")),
        ("partie_à_créditer", plain_text(credit.party)),
    )


def _file(file: FileCredit, say: Say) -> str:
    title = f"[{url_text(file.page_url)} {plain_text(file.title)}]"
    licence = f"[{url_text(file.licence.url)} {file.licence.name}]" if file.licence.url else file.licence.name
    licence = f"{licence} ({declared_words(file.declared, say)})" if file.declared else licence
    authors = ", ".join(name_text(name, say) for name in file.authors)
    if not authors:
        return f"{title}, {licence}"
    return say("{file} by {authors}, {licence}").format(file=title, authors=authors, licence=licence)


def _removal(credit: Credit, say: Say) -> str:
    contact = _contact(credit)
    return removal(f"[{contact} {say('contact')}]" if "://" in contact else contact, say)


def removal(contact: str, say: Say) -> str:
    """Say whom to ask to have something corrected or taken out."""
    return say("Corrections, or a name to be taken out: {contact}.").format(contact=contact)


def no_endorsement(say: Say) -> str:
    """Say that the authors stand for nothing that happens here (CC BY-SA 3.0 §4, 4.0 §2(a)(6))."""
    return say("The authors do not endorse this wiki nor these changes.")


def _contact(credit: Credit) -> str:
    return url_text(credit.contact) if "://" in credit.contact else plain_text(credit.contact)


def _licence_name(evidence: Evidence, *, decided: bool, say: Say) -> str:
    licence = evidence.licence
    if not licence.is_settled:
        return f"{licence.name} ({say('version not stated by the source')})"
    if not evidence.alternatives or decided:
        return licence.name
    return f"{licence.name}, {say('of a choice: {licences}').format(licences=evidence.offer.name)}"


def _part(part: Part, say: Say) -> str:
    """Write the licence of one part as that of the sheet, with its address and its id."""
    licence = part.evidence.licence
    name = _licence_name(part.evidence, decided=False, say=say)
    sentence = say("section “{part}” of the original: {licence}")
    shown = f"[{url_text(licence.url)} {name}] ({PART_MARK}{licence.id})"
    return sentence.format(part=plain_text(part.where), licence=shown)


def _regime(credit: Credit, say: Say) -> str:
    if credit.regime is Regime.MARKED and credit.evidence.own_parts:
        return say(
            "This page is not under the general licence of this wiki: every edit is published under the licence of "
            "the part that it changes."
        )
    if credit.regime is Regime.MARKED:
        return say(
            "This page is not under the general licence of this wiki: every edit is published under the licence above."
        )
    if credit.regime is Regime.WHOLE:
        return say(
            "This page is not under the general licence of this wiki: its text stands here whole and unchanged, for "
            "its licence lets nobody publish it changed, shortened or translated. That is why it is protected."
        )
    return say("It may be edited under the licence of this wiki.")


def _alterations(credit: Credit, say: Say) -> str:
    if credit.regime is Regime.WHOLE:
        return _changes_of_form(credit, say)
    template = say("put into the template “{template}” with the categories of this wiki")
    words = {
        Alteration.TEMPLATE: template.format(template=plain_text(credit.template))
        if credit.template
        else say("presented with the template and categories of this wiki"),
        Alteration.TEMPLATES: say("templates replaced"),
        Alteration.LINKS: say("links rewritten"),
        Alteration.FILES: say("pictures replaced by links"),
        Alteration.FILES_LEFT_OUT: say("pictures left out"),
        Alteration.SECTIONS: say("sections left out"),
        Alteration.LEFT_OUT: say("some parts left out"),
        Alteration.CATEGORIES: _categories_kept(say),
    }
    linked = tuple(_linked(name, FileFault(why), page, say) for name, why, page in credit.linked)
    told = (words[one] for one in credit.alterations if one is not Alteration.FILES or not linked)
    return ", ".join((*told, *linked))


def _changes_of_form(credit: Credit, say: Say) -> str:
    """Say of a whole copy that its words are those of the sheet, and what another wiki made necessary."""
    words = {
        Alteration.TEMPLATES: say("templates written out as the source shows them"),
        Alteration.LINKS: say("links leading to the source"),
        Alteration.FILES: say("pictures replaced by links to them"),
        Alteration.CATEGORIES: _categories_kept(say),
    }
    told = ", ".join(words[one] for one in credit.alterations)
    if not told:
        return say("none, the text stands unchanged")
    return say("none to the words, the text stands unchanged; for technical reasons only: {changes}").format(
        changes=told
    )


def _categories_kept(say: Say) -> str:
    return say("categories and links to other languages kept at the source")


def _linked(name: str, fault: FileFault, page: str, say: Say) -> str:
    """Say of one file why a link stands for it."""
    reasons = {
        FileFault.GONE: say("it is gone at the source"),
        FileFault.NOT_SHARED: say("this wiki does not have it"),
        FileFault.LICENCE_MISSING: say("no licence stated"),
        FileFault.LICENCE_CONFLICT: say("contradictory licence"),
        FileFault.LICENCE_REFUSED: say("its licence is not free enough for this wiki"),
        FileFault.AUTHOR_UNKNOWN: say("author not stated"),
    }
    why = reasons.get(fault) or say("it could not be brought here")
    shown = f"[{url_text(page)} {plain_text(name)}]" if page else plain_text(name)
    return say("picture “{name}” replaced by a link ({why})").format(name=shown, why=why)


def _evidence(credit: Credit, say: Say) -> str:
    evidence = credit.evidence
    if evidence.declaration is not None:
        return declared_words(evidence.declaration, say)
    where = say("stated by the source wiki") if evidence.place is Place.WIKI else say("stated on the page")
    told = f"{where} ({plain_text(_short(evidence.raw))})"
    if evidence.decision is None:
        return told
    name, day = plain_text(evidence.decision.by), day_in_words(evidence.decision.on, say)
    return f"{told}, " + say("judged by {name} on {date}").format(name=name, date=day)


def shows_words(evidence: Evidence, words: str) -> bool:
    """Tell whether a credit shows these words whole, as its evidence."""
    return evidence.declaration is None and " ".join(words.split()) in _short(evidence.raw)


def declared_words(declaration: Declaration, say: Say) -> str:
    """Say who vouches for a licence that neither a page nor its wiki states."""
    return say("declared by {name} on {date}, {link}").format(
        name=plain_text(declaration.declared_by),
        date=day_in_words(declaration.on, say),
        link=url_text(declaration.link),
    )


def _short(raw: str) -> str:
    raw = re.sub(r"\s+", " ", raw).strip()
    return raw if len(raw) <= _LONGEST_PROOF else raw[: _LONGEST_PROOF - 1] + "…"
