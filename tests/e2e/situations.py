"""The situations that the licence of a sheet can be in, and what each of two partners makes of it.

The partner movilab is under CC BY-SA 4.0 and takes whole pages besides; brest is non-commercial, under
CC BY-NC-SA 4.0, and takes whole pages and others that keep their own licence. Both let the bot protect pages.
"""

from dataclasses import dataclass

CC = "https://creativecommons.org/licenses"
WRITE = f"the authors write the licence with its address on the sheet, for example: {CC}/by-sa/4.0/"
DECLARE, DECLARE_VERSION = (
    "at the wiki “multibao” in the configuration, where nothing else is stated: "
    f'licence: {{id: {known}, declared_by: …, date: 2026-01-31, link: "https://…"}}'
    for known in ("…", "CC-BY-SA-…")
)
BOTH_LINES = (
    "at the wiki “movilab” in the configuration, both of: non_commercial: true · accepts: [adaptation, whole, marked]"
)
OFFER = "the authors offer the sheet under another licence as well, in words like: "


@dataclass(frozen=True)
class Taken:
    """What a partner does with a sheet that it takes: outcome, cell and authority."""

    outcome: str
    cell: str
    authority: str


@dataclass(frozen=True)
class Left:
    """Why a partner does not take a sheet: outcome, cell and authority, words of the sentence, ways out."""

    outcome: str
    cell: str | None
    authority: str | None
    sentence: str
    ways: tuple[str, ...]


@dataclass(frozen=True)
class Situation:
    """What a sheet states, the licence as its credits show it with its address, and its fate at each partner."""

    stated: str
    movilab: Taken | Left
    brest: Taken | Left
    shown: str = ""
    url: str = ""
    sections: str = ""
    """What the sheet says below, in sections of its own."""
    part: str = ""
    """What its credits show of the licence of a part, after the name of that part."""


BY = "CC BY 4.0 §3(a)(4); 1.0–3.0 §4"
ETALAB = "Licence Ouverte 2.0"
GFDL = "GFDL 1.3 §2, §11"
ODBL = "ODbL 1.0 §4.3"
FULL_TEXT = "it asks for its own full text and a list of authors on the page"
NOTHING = "CPI L111-1"
RESERVED = "hold a reservation, or speak of a permission: a person must decide"
SEVERAL = "nothing says which part each one is for: a person must decide"
ASK = (
    "the authors say elsewhere which licence they give; then a person keeps that, with the address of their words, or "
    "the words themselves in quotation marks, under --reason"
)
DECIDES = "a person decides"


def command(title: str, partner: str) -> str:
    """Give the command by which a person decides."""
    return f'republish licence "{title}" --partner {partner} --decide accept --by … --reason …'


def doubtful(title: str, stated: str, sentence: str = RESERVED, ask: str = ASK, sections: str = "") -> Situation:
    """Give the situation of words that contradict each other or keep something back: no cell, at both partners."""

    def left(partner: str) -> Left:
        return Left(DECIDES, None, None, sentence, (WRITE, f"{ask}: {command(title, partner)} --as …"))

    return Situation(stated, left("movilab"), left("brest"), sections=sections)


def nothing_read(title: str, stated: str) -> Situation:
    """Give the situation of words that are no licence: nothing certain, at both partners."""

    def left(partner: str) -> Left:
        ways = (WRITE, f"{ASK}: {command(title, partner)} --as …")
        return Left("refused", "N", NOTHING, "is not one that may certainly be copied", ways)

    return Situation(stated, left("movilab"), left("brest"))


SITUATIONS = {
    "Arpentage": Situation(
        f"{CC}/by/4.0/",
        Taken("adaptation", "F", "CC BY 4.0 §3(a)(4); 1.0–3.0 §4"),
        Taken("adaptation", "F", "CC BY 4.0 §3(a)(4); 1.0–3.0 §4"),
        "CC BY 4.0",
        f"{CC}/by/4.0/",
    ),
    "Bistrot": Situation(
        f"{CC}/by-sa/3.0/fr/",
        Taken("adaptation", "F", "CC BY-SA 3.0 §4(b)"),
        Taken("marked", "M", "CC BY-SA 3.0 §1(b), §4(a)"),
        "CC BY-SA 3.0 FR",
        f"{CC}/by-sa/3.0/fr/",
    ),
    "Cercle": Situation(
        "CC0 1.0",
        Taken("adaptation", "F", "CC0 1.0 §2; Public Domain Mark 1.0"),
        Taken("adaptation", "F", "CC0 1.0 §2; Public Domain Mark 1.0"),
        "CC0 1.0",
        "https://creativecommons.org/publicdomain/zero/1.0/",
    ),
    "Débat": Situation(
        "Licence Art Libre 1.3",
        Taken("adaptation", "F", "CC compatibility, 2014-10-21; LAL 1.3 art. 5"),
        Taken("marked", "M", "LAL 1.3 art. 4, 5"),
        "Licence Art Libre 1.3",
        "https://artlibre.org/licence/lal/",
    ),
    "Enquête": Situation(
        "CC BY-NC-SA 1.0",
        Left(
            "refused",
            "Mn",
            "CC BY-NC 4.0 §1, §2(a)(1)",
            "it is non-commercial, and the partner is not declared so",
            (
                BOTH_LINES,
                f"{OFFER}CC BY-NC-SA 1.0 or CC BY-SA 4.0",
            ),
        ),
        Taken("marked, non-commercial", "Mn", "CC BY-SA 1.0 §4(b)"),
        "CC BY-NC-SA 1.0",
        f"{CC}/by-nc-sa/1.0/",
    ),
    "Forum": Situation(
        "GNU FDL ou CC BY-SA 4.0",
        Taken("adaptation", "F", "CC BY-SA 4.0, BY-NC-SA 4.0 §3(b)(1)"),
        Taken("marked", "M", "CC BY-SA 3.0 §1(b), §4(a)"),
        "CC BY-SA 4.0, au choix : GNU FDL / CC BY-SA 4.0",
        f"{CC}/by-sa/4.0/",
    ),
    "Galerie": Situation(
        "CC BY-ND 4.0",
        Taken("whole", "P", "CC BY-ND 4.0 §3(a)(2); 3.0 §1"),
        Taken("whole", "P", "CC BY-ND 4.0 §3(a)(2); 3.0 §1"),
        "CC BY-ND 4.0",
        f"{CC}/by-nd/4.0/",
    ),
    "Haie": Situation(
        "CC BY-SA",
        Left(
            "a person decides",
            "H→M",
            "",
            "The licence “CC BY-SA” has no version, and none is invented.",
            (
                WRITE,
                DECLARE_VERSION,
                'a person decides: republish licence "Haie" --partner movilab --decide accept --by … --reason …',
            ),
        ),
        Left(
            "a person decides",
            "H→M",
            "",
            "The licence “CC BY-SA” has no version, and none is invented.",
            (
                WRITE,
                DECLARE_VERSION,
                'a person decides: republish licence "Haie" --partner brest --decide accept --by … --reason …',
            ),
        ),
    ),
    "Image": doubtful("Image", f"CC BY 4.0, {CC}/by-sa/4.0/", SEVERAL, DECIDES),
    "Jardin": doubtful("Jardin", "Tous droits réservés"),
    "Kiosque": nothing_read("Kiosque", "Libre de droits"),
    "Lecture": Situation(
        "",
        Left("refused", "N", NOTHING, "No licence is stated, neither on the sheet", (WRITE, DECLARE)),
        Left("refused", "N", NOTHING, "No licence is stated, neither on the sheet", (WRITE, DECLARE)),
    ),
    "Marche": doubtful("Marche", "Avec l’aimable autorisation de Jeanne Morel"),
    "Noria": Situation(
        "Licence Ouverte 2.0 (Etalab)",
        Taken("adaptation", "F", ETALAB),
        Left(
            "a person decides",
            "H",
            ETALAB,
            "No text settles whether a sheet under Licence Ouverte Etalab 2.0 may go to a wiki under CC BY-NC-SA 4.0",
            (f"{DECIDES}: {command('Noria', 'brest')}",),
        ),
        "Licence Ouverte Etalab 2.0",
        "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
    ),
    "Ortie": Situation(
        "GNU FDL 1.3",
        Left("refused", "N*", GFDL, FULL_TEXT, (f"{OFFER}GNU FDL 1.3 or CC BY-SA 4.0",)),
        Left("refused", "N*", GFDL, FULL_TEXT, (f"{OFFER}GNU FDL 1.3 or CC BY-NC-SA 4.0",)),
    ),
    "Panier": Situation(
        "ODbL 1.0",
        Taken("adaptation", "F!", ODBL),
        Taken("adaptation", "F!", ODBL),
        "ODbL 1.0",
        "https://opendatacommons.org/licenses/odbl/1-0/",
    ),
    "Refus": Situation(  # Jeanne Morel says no before anything is copied
        f"{CC}/by/4.0/",
        Left("refused", "F", BY, "Jeanne Morel decided on", (f"{DECIDES}: {command('Refus', 'movilab')}",)),
        Left("refused", "F", BY, "Jeanne Morel decided on", (f"{DECIDES}: {command('Refus', 'brest')}",)),
    ),
    "Semis": Situation(
        "CC BY-SA 4.0",
        Taken("adaptation", "F", "CC BY-SA 4.0, BY-NC-SA 4.0 §3(b)(1)"),
        Taken("marked", "M", "CC BY-SA 3.0 §1(b), §4(a)"),
        "CC BY-SA 4.0",
        f"{CC}/by-sa/4.0/",
        sections=f"\n== Annexe ==\nTexte de Zoé, {CC}/by/3.0/fr/\n",
        part=f'href="{CC}/by/3.0/fr/">CC BY 3.0 FR</a> (§ LicenseRef-CC-BY-3.0-FR).',
    ),
    "Tuteur": Situation(
        "CC BY-SA 4.0",
        Left(
            "refused",
            "Mn",
            "CC BY-NC 4.0 §1, §2(a)(1)",
            "The part “Annexe” of the sheet is under CC BY-NC 4.0, which cannot be taken by this partner",
            (
                BOTH_LINES,
                "the authors offer the part “Annexe” under another licence as well, in words like: "
                "CC BY-NC 4.0 or CC BY-SA 4.0",
            ),
        ),
        Taken("marked, non-commercial", "M", "CC BY-SA 3.0 §1(b), §4(a)"),
        "CC BY-SA 4.0",
        f"{CC}/by-sa/4.0/",
        sections="\n== Annexe ==\nTexte de Zoé, CC BY-NC 4.0\n",
        part=f'href="{CC}/by-nc/4.0/">CC BY-NC 4.0</a> (§ CC-BY-NC-4.0).',
    ),
    "Union": doubtful("Union", "CC BY-SA 4.0", SEVERAL, DECIDES, "\n== Sources ==\nUn livre, CC BY 3.0\n"),
}


def sheet(title: str, licence: str, sections: str = "") -> str:
    """Write a sheet that states a licence in these words, and what else it says below."""
    values = f"| titre = {title}\n| résumé = Lire à plusieurs.\n| licence = {licence}"
    return f"{{{{Fiche outil\n{values}\n}}}}\n== Procédure ==\nOn commence.\n{sections}\n[[Catégorie:Situations]]"
