"""The documentation of the credit template: what each parameter means, for people and for editing tools.

https://www.mediawiki.org/wiki/Help:TemplateData
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.wiki import WikiFacts
from bot.wikitext.credit_text import Say
from bot.wikitext.credit_words import EARLIER, PARTS


@dataclass(frozen=True, slots=True)
class CreditParameter:
    """A parameter of the credit; *type* is one of TemplateData's."""

    name: str
    type: str
    description: str
    required: bool = True


def credit_documentation(facts: WikiFacts, say: Say, *, account: str) -> str:
    """Write the documentation: TemplateData where the wiki knows it, a table where it does not."""
    told = (
        say(
            "This template credits a page that a robot copied from another wiki: who wrote it, where it comes from, "
            "under which licence it stands."
        ),
        say(
            "The robot writes it and keeps it up to date. Do not change its parameters by hand: they tell the robot "
            "which page the copy comes from. To keep the robot away from a page for good, take the template out."
        ),
        say("The name of the robot is {name}.").format(name=account) if account else "",
        say("How the credit looks is yours to change, as long as readers still see all of it."),
    )
    parameters = tuple(credit_parameters(say))
    known = "templatedata" in (facts.extension_tags or ())
    table = _template_data(parameters, say) if known else _table(parameters, say)
    return "\n\n".join((*filter(None, told), f"== {say('Parameters')} ==\n{table}"))


def credit_parameters(say: Say) -> Iterator[CreditParameter]:
    """Describe the parameters of the credit, in the order in which the robot writes them."""
    yield from _of_the_page(say)
    yield from _of_authors(say)
    yield from _of_the_licence(say)
    yield from _of_the_copy(say)


def _of_the_page(say: Say) -> Iterator[CreditParameter]:
    yield CreditParameter("titre", "string", say("Title of the page that was copied"))
    yield CreditParameter("wiki", "string", say("Name of the wiki it comes from"))
    yield CreditParameter("adresse", "string", say("Address by which robots know that wiki; not for people"))
    yield CreditParameter("page", "number", say("Number of the page there; not for people"))
    yield CreditParameter("révision", "number", say("Number of the revision that was copied; not for people"))
    yield CreditParameter("lien", "url", say("Address of the page"))
    yield CreditParameter("permalien", "url", say("Address of the very revision that was copied"))
    yield CreditParameter("historique", "url", say("Address of the history of the page"))


def _of_authors(say: Say) -> Iterator[CreditParameter]:
    yield CreditParameter("auteurs", "string", say("Names of all who wrote the page"), required=False)
    yield CreditParameter(
        "liste_auteurs", "string", say("Names of all who wrote the page, where only some come first"), False
    )
    yield CreditParameter("anonymes", "number", say("How many wrote without giving a name"), required=False)
    yield CreditParameter("masqués", "number", say("How many revisions are by people whose names are hidden"), False)
    yield CreditParameter(
        "noms_retirés", "number", say("How many names were taken out at the wish of their bearers"), False
    )
    yield CreditParameter(
        "partie_à_créditer", "string", say("Whom the source wants credited besides the authors"), False
    )


def _of_the_licence(say: Say) -> Iterator[CreditParameter]:
    yield CreditParameter("licence", "string", say("Name of the licence, with its version"))
    yield CreditParameter("licence_id", "string", say("Identifier of the licence (SPDX)"))
    yield CreditParameter("licence_url", "url", say("Address of the licence"))
    yield CreditParameter(
        PARTS, "content", say("Sections under a licence of their own, each with that licence"), required=False
    )
    yield CreditParameter("régime", "string", say("Under which licence the copy may be edited"))
    yield CreditParameter(
        "régime_id",
        "string",
        say(
            "The same for robots: adaptation, marked for a copy that keeps its own licence, or whole for one that "
            "stands whole and unchanged"
        ),
        False,
    )


def _of_the_copy(say: Say) -> Iterator[CreditParameter]:
    yield CreditParameter("date_source", "date", say("Date of the revision that was copied"))
    yield CreditParameter("date_copie", "date", say("Date of the copy"))
    yield CreditParameter("jour_source", "string", say("The first date in words"), False)
    yield CreditParameter("jour_copie", "string", say("The second date in words"), False)
    yield CreditParameter("modifications", "string", say("What the robot changed"))
    yield CreditParameter("preuve", "string", say("Where the licence was read"))
    yield CreditParameter(
        "mention_originale", "content", say("Credit lines of the page itself, as they stand there"), False
    )
    yield CreditParameter("fichiers", "content", say("Files of the copy, each with its authors and its licence"), False)
    yield CreditParameter(
        "non_caution", "string", say("That the authors endorse neither this wiki nor the changes"), False
    )
    yield CreditParameter("retrait", "content", say("How to have a name taken out, as a sentence"), False)
    yield CreditParameter("contact", "string", say("Whom to write to for a correction, or to have a name taken out"))
    yield CreditParameter("chaîne", "string", say("For a copy of a copy: where it came through; not for people"), False)
    yield CreditParameter(EARLIER, "content", say("For a copy of a copy: the whole credit of the page copied"), False)


def _template_data(parameters: tuple[CreditParameter, ...], say: Say) -> str:
    data = {
        "description": say("Credit of a page that a robot copied from another wiki; the robot alone writes it."),
        "format": "block",
        "params": {
            each.name: {"type": each.type, "description": each.description, "required": each.required}
            for each in parameters
        },
        "paramOrder": [each.name for each in parameters],
    }
    written = json.dumps(data, ensure_ascii=False, indent="\t")
    return f"<templatedata>\n{written}\n</templatedata>"


def _table(parameters: tuple[CreditParameter, ...], say: Say) -> str:
    rows = (f"|-\n| <code>{each.name}</code> || {each.description}" for each in parameters)
    return "\n".join(('{| class="wikitable"', f"! {say('Parameter')} !! {say('Meaning')}", *rows, "|}"))
