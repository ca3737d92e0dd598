"""The credit template of a partner: the same sentences as the plain credit, for people and for programs.

Programs read it as microdata (https://schema.org/license, https://schema.org/isBasedOn, https://schema.org/creditText),
which MediaWiki keeps on plain elements, and in ``link`` and ``meta`` elements.
"""

from bot.domain.licences.judge import Regime
from bot.domain.wiki import WikiFacts
from bot.wikitext.credit import Sentence, credit_sentences, unnamed_people
from bot.wikitext.credit_text import BREAK, Say
from bot.wikitext.credit_words import EARLIER, PARTS, no_endorsement, removal
from bot.wikitext.pagelinks import category_link
from bot.wikitext.redirects import redirect_target
from bot.wikitext.templates import shown_parameters

SHOWN = (
    *("titre", "lien", "wiki", "auteurs", "liste_auteurs", "anonymes", "masqués", "noms_retirés", "partie_à_créditer"),
    *("permalien", "historique", "date_source", "date_copie", "licence", "licence_url", "licence_id", "régime"),
    *(PARTS, "preuve", "modifications", "fichiers", "mention_originale", "contact", EARLIER),
)
"""The parameters that people must be able to read on a copy; the others are for robots."""
_STYLE = "border-top: 1px solid #a2a9b1; margin-top: 2em; padding-top: 0.5em; font-size: 90%;"
_WORK = 'itemscope="" itemtype="https://schema.org/CreativeWork"'


def credit_template(facts: WikiFacts, say: Say, *, documentation: str, copies: str, marked: str) -> str:
    """Write the template; *documentation* is the name of its documentation, *copies* and *marked* of categories.

    Without parser functions (``#if``) the wiki cannot leave out what is empty: the counts are then always shown, and
    copies under a licence of their own get no category.
    """
    conditional = facts.functions is None or {"if", "ifeq"} <= facts.functions
    people = _people(say) if conditional else _all_people(say)
    first, *others = credit_sentences(_arguments(say), people, say)
    lines = f'<span itemprop="creditText">{first.text}</span>'
    lines += "".join(_line(each, conditional=conditional) for each in others)
    licence = f'<link itemprop="license" href="{_argument("licence_url")}" />'
    alone = _unless(_argument(PARTS), licence) if conditional else licence
    own = _if_marked(alone) if conditional else ""
    block = f'<div class="republication" style="{_STYLE}" {_WORK}>{_source(alone)}\n{lines}\n{own}</div>'
    categories = category_link(copies, facts)
    if conditional:
        categories = _if(_argument("révision"), categories + _if_marked(category_link(marked, facts)))
    return f"<includeonly>{block}{categories}</includeonly><noinclude>{{{{{documentation}}}}}</noinclude>"


def lacking_parameters(text: str, facts: WikiFacts) -> tuple[str, ...]:
    """List the parameters of the credit that the text of a template never shows.

    Nothing can be said of a redirect, nor of a template that hands its parameters on to a module.
    """
    if "#invoke:" in text.lower() or redirect_target(text, facts):
        return ()
    known = shown_parameters(text)
    return tuple(name for name in SHOWN if name not in known)


def _arguments(say: Say) -> dict[str, str]:
    """Give what stands in the sentences for each fact; days in words and whole sentences where the robot gives them."""
    contact = f"[{_argument('contact')} {say('contact')}]"
    return {name: _argument(name) for name in SHOWN} | {
        "jour_source": _argument("jour_source", _argument("date_source")),
        "jour_copie": _argument("jour_copie", _argument("date_copie")),
        "non_caution": _argument("non_caution", no_endorsement(say)),
        "retrait": _argument("retrait", removal(contact, say)),
    }


def _line(sentence: Sentence, *, conditional: bool) -> str:
    line = BREAK + sentence.text
    return _if(_argument(sentence.needs), line) if sentence.needs and conditional else line


def _people(say: Say) -> str:
    names, *counts = (_argument(name) for name in ("auteurs", "anonymes", "masqués", "noms_retirés"))
    told, before = names, names
    for count, text in zip(counts, unnamed_people(say, *counts), strict=True):
        told += _if(count, _if(before, ",&#32;") + text)
        before += count
    return told


def _all_people(say: Say) -> str:
    counts = (_argument(name, "0") for name in ("anonymes", "masqués", "noms_retirés"))
    return ", ".join((_argument("auteurs", "–"), *unnamed_people(say, *counts)))


def _argument(name: str, otherwise: str = "") -> str:
    return f"{{{{{{{name}|{otherwise}}}}}}}"


def _if(condition: str, then: str) -> str:
    return f"{{{{#if:{condition}|{then}}}}}"


def _unless(condition: str, then: str) -> str:
    return f"{{{{#if:{condition}||{then}}}}}"


def _if_marked(then: str) -> str:
    """Write what only copies get that keep a licence of their own, marked or whole."""
    regime = _argument("régime_id")
    return "".join(f"{{{{#ifeq:{regime}|{one}|{then}}}}}" for one in (Regime.MARKED, Regime.WHOLE))


def _source(licence: str) -> str:
    """Write what programs read of the page that a copy is based on; of one in parts no licence stands for all."""
    return (
        f'<div itemprop="isBasedOn" {_WORK}>'
        f'<meta itemprop="name" content="{_argument("titre")}" />'
        f'<link itemprop="url" href="{_argument("permalien")}" />{licence}</div>'
    )
