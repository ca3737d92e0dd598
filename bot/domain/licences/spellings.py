"""How people spell licences, in French and in English; the patterns are for folded text (see folding)."""

import re

_ELEMENT_WORDS = {
    "by": "attribution|paternite",
    "nc": r"(?:utilisation |usage )?non ?commerciale?|pas d[' ](?:utilisation commerciale|usage commercial)",
    "nd": r"(?:pas de|sans) modifications?|no ?deriv(?:ative)?s?(?: works)?|pas d[' ]oeuvres? derivees?",
    "sa": r"share ?alike|partage (?:(?:dans|selon) les memes conditions|a l[' ]identique(?: des conditions initiales)?"
    r"|des conditions initiales a l[' ]identique)",
}
_LONG = "|".join(_ELEMENT_WORDS.values())
_ELEMENT = rf"by|nc|nd|sa|{_LONG}"
_VERSION = r"(?: licen[cs]e)?(?:,?(?: en)? (?:v|version) ?|v| )(?P<version>\d\.\d)(?!\.?\d)"
CC = re.compile(
    r"(?<!\w)(?P<name>(?:cc|creatives? commons?)(?: cc| licen[cs]es?)?[ :]*)?"
    rf"(?P<words>(?:{_ELEMENT})(?!\w)(?:(?: (?:{_ELEMENT})|,? (?:et |and )?(?:{_LONG}))(?!\w))*)"
    rf"(?:{_VERSION}(?: ?§(?P<port>[a-z]+)| (?P<french>fr)(?!\w))?)?"
)
"""Licences of Creative Commons with elements; short words are not joined by commas, for “sa” is a French word."""
CC0 = re.compile(
    r"(?<!\w)(?:cc ?0|cc ?zero|creatives? commons? ?:? ?(?:cc ?)?(?:0|zero))(?!\w|\.\d)(?: ?(?:v|version )?1\.0)?"
)
LETTER_O = re.compile(r"(?<!\w)(?:licen[cs]e |sous |creative commons )cco(?!\w)|\Acco(?=\W*\Z)")
PUBLIC_DOMAIN_MARK = re.compile(
    r"(?<!\w)(?:public domain mark|marque du domaine public|cc pdm)(?!\w)(?: (?:v|version )?1\.0)?"
)
PDDC = re.compile(r"(?<!\w)(?:cc|creative commons) (?:public domain dedication|pddc)(?!\w)")
PUBLIC_DOMAIN = re.compile(r"(?<!\w)(?:domaine public|public domain)(?!\w)")
GFDL = re.compile(
    r"(?<!\w)(?:licence (?:gnu )?de documentation libre(?: (?:de )?gnu)?|gnu free documentation licen[cs]e"
    r"|gnu f?dl|gfdl)"
    r"(?!\w)(?:,? ?(?:v|version)? ?(?P<version>1\.[123])(?!\d|\.\d)(?:(?: no)? invariants)?(?: only)?)?"
)
LATER = re.compile(
    r"(?: ?\+|[ ,]+(?:no invariants |invariants )?(?:ou|or)(?: [a-z']+){0,4}? "
    r"(?:ulterieure?s?|posterieure?s?|later|autres? versions?|plus recente?s?))"
)
NO_INVARIANTS = re.compile(r"(?<!\w)(?:sans|no|without|aucune)(?: [a-z]+)? invarian")
INVARIANTS = re.compile(r"(?<!\w)invarian")
GPL = re.compile(
    r"(?<!\w)(?:gnu gpl|gnu general public licen[cs]e|licence publique generale gnu|gpl)"
    r"(?:,? ?(?:v|version)? ?(?P<version>[23])(?:\.0)?(?!\d|\.\d)(?: only)?)?(?!\w)"
)
LAL = re.compile(
    r"(?<!\w)(?:(?:licen[cs]es? |sous |sous l'|licence de l')art libre|free art licen[cs]e|licence lal"
    r"|lal(?= 1\.[23]))(?!\w)(?: lal(?!\w))?"
    r"(?: ?(?:v|version)? ?(?P<version>1\.[23])(?![\d]|\.\d))?"
)
ETALAB = re.compile(
    r"(?<!\w)(?:(?P<etalab>etalab)(?= [12]\.0)|(?:etalab )?(?:licences? ouvertes?|open licen[cs]e)"
    r"(?: open licen[cs]e)?(?P<named>,? (?:de |d'|par )?etalab)?)(?!\w)"
    r"(?:,? ?(?:v|version)? ?(?P<version>[12])(?:\.0)?(?:(?P<other> ou (?:v|version )?[12])(?:\.0)?)?(?![\d]|\.\d))?"
    r"(?P<behind>,? (?:de |d'|par )?etalab(?!\w))?"
)
ODBL = re.compile(r"(?<!\w)(?:odbl|open database licen[cs]e)(?!\w)(?: odbl)?(?: ?(?:v|version)? ?1\.0)?")
ODC_BY = re.compile(
    r"(?<!\w)(?:odc by|open data commons attribution(?: licen[cs]e)?)(?!\w)(?: odc by)?(?: ?(?:v|version)? ?1\.0)?"
)
PDDL = re.compile(r"(?<!\w)(?:pddl|public domain dedication and licen[cs]e)(?!\w)(?: pddl)?(?: ?(?:v|version)? ?1\.0)?")

CHOICE = re.compile(
    r"(?<!\w)(?:double licence|bi ?licence|triple licence|multi ?licence|dual(?:ly)? licen[cs]ed?|multi licen[cs]ed"
    r"|au choix|a votre choix|your choice|at your option)(?!\w)"
)
OR = re.compile(r",? (?:ou|or)(?: (?:bien|sous|under|en|la|le|the|licen[cs]e|contrat))* (?:l')?")
"""What may stand between two licences of which one may be chosen."""
TOGETHER = re.compile(r"[^:;.]{0,40}")
"""What may stand between two licences that are named together, not each for something else."""
USUAL = re.compile(
    r"sauf (?:mention|indication|avis)s? contraires?|(?:except where|unless) otherwise (?:noted|stated|specified)"
    r"|permission is (?:hereby )?granted to copy"
    r"|(?:permission|autorisation) (?:vous )?est (?:donnee|accordee) (?:a tous )?de copier"
)
"""Words of doubt that licences themselves and their notices hold."""
DENIAL = re.compile(
    r"(?<!\w)(?:extraits? (?:de|du|copyright)|aucune licence"
    r"|(?:ne sont|ne seront|n'est|n'etait|n'etaient) (?:donc )?pas (?:placee?s? )?(?:sous|en|dans|couvert)"
    r"|pas sous|not under"
    r"|not licen[cs]ed)(?!\w)"
)
"""Words that say that the licence named beside them does not hold."""
DOUBT = re.compile(
    r"(?<!\w)(?:autorisations?|permission|reserve(?:e?s)?|interdi\w+|prohibited|forbidden|uniquement|seulement|only"
    r"|exclusivement|(?:a l')?exceptions?|hors|excluding|a verifier|a confirmer|probable(?:ment)?|probably|maybe"
    r"|peut etre|sans doute|en attente|bientot|envisage\w*|demandee?s?|demander|requested"
    r"|avec l'(?:aimable )?accord|copyright(?:ee?|ed)?|tous droits|tout droits"
    r"|all rights reserved|sauf|except|hormis|excepte)(?!\w)|©"
)
"""Words that keep back what a licence beside them would give, or say that it is not certain."""
NEGATED = re.compile(
    r"(?<!\w)(?:pas|plus|non|not|sans|ni|no longer)(?: (?:en|sous|under|de|la|the|a|licen[cs]es?|contrat))* \x00"
)
"""A licence (``\\0``) that is denied right before its name."""
ASKED = re.compile(r"\x00[^\x00.!]{0,12}\?")
BROKEN = re.compile(r"(?<!\w)cc ?[1-9](?!\w|\.\d\d)")
"""A version where elements should stand."""
STRAY = re.compile(
    r"(?<!\w)(?:gfdl|gnu|l?gpl|agpl|art libre|lal|etalab|odbl|licence (?:libre )?mit|mit licen[cs]e|apache licen[cs]e"
    r"|licence ouverte(?! (?:cc|creative|\x00)))(?!\w)"
)
"""Words of other licences, beside one that we read."""
HINTS = {
    "nc": re.compile(r"(?<!\w)nc(?!\w)|commercia"),
    "nd": re.compile(r"(?<!\w)nd(?!\w)|deriv|(?:pas de|sans|aucune|no) modif"),
    "sa": re.compile(r"partage (?:dans|a|des|selon)|share ?alike|identique"),
}
"""Words of an element that may stand behind words of ours in a form we do not know."""
STRAY_VERSION = re.compile(
    r"(?<!\w)(?:v|version )\d|\x00[^\x00]{0,30}?(?<![\d.,])\d\.\d(?![\d.]*\d)"
    r"|(?<![\d.,])\d\.\d(?![\d.]*\d)[^\x00]{0,12}\x00"
)
"""A version that stands near a licence (which ``\\0`` stands for), and not with it."""
DIGIT_BEHIND = re.compile(r" ?\d(?!\d{3}(?!\d))")
SPEAKS = re.compile(r"(?<!\w)(?:licen[cs]es?|creatives? commons?|cc|copyleft|copyright\w*|libres? de droits?)(?!\w)")
TRADE_MARK = re.compile(r"(?<!\w)(?:trade ?mark(?:ed)?s?|marques? deposees?)(?!\w)|®")


def elements_in(words: str) -> set[str]:
    """Give the elements that words of a licence name."""
    return {name for name, long in _ELEMENT_WORDS.items() if re.search(rf"(?<!\w)(?:{name}|{long})(?!\w)", words)}
