"""The situations that the licence of a sheet can be in, and what each of two partners makes of it.

The partner movilab is under CC BY-SA 4.0 and takes whole pages besides; brest is non-commercial, under
CC BY-NC-SA 4.0, and takes whole pages and others that keep their own licence. Both let the bot protect pages.
"""

from dataclasses import dataclass

CC = "https://creativecommons.org/licenses"
WRITE = f"the authors write the licence with its address on the sheet, for example: {CC}/by-sa/4.0/"
DECLARE = (
    "at the wiki “multibao” in the configuration, where nothing else is stated: "
    'licence: {id: CC-BY-SA-4.0, declared_by: …, date: 2026-01-31, link: "https://…"}'
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
    cell: str
    authority: str
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


NOTHING = "CPI L111-1"
DOUBT = "contradicts itself or holds a reservation: a person must decide"


def doubtful(title: str, stated: str, outcome: str = "a person decides", sentence: str = DOUBT) -> Situation:
    """Give the situation of words in which no licence is recognised: nothing certain, at both partners."""

    def left(partner: str) -> Left:
        decide = f'a person decides: republish licence "{title}" --partner {partner} --decide accept'
        return Left(outcome, "N", NOTHING, sentence, (WRITE, f"{decide} --by … --reason … --as …"))

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
                "at the wiki “movilab” in the configuration: non_commercial: true",
                "at the wiki “movilab” in the configuration: accepts: [adaptation, whole, marked]",
                f"{OFFER}{CC}/by-sa/4.0/",
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
        "CC BY-SA 4.0 (au choix : GNU FDL / CC BY-SA 4.0)",
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
                DECLARE,
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
                DECLARE,
                'a person decides: republish licence "Haie" --partner brest --decide accept --by … --reason …',
            ),
        ),
    ),
    "Image": doubtful("Image", f"CC BY 4.0, {CC}/by-sa/4.0/"),
    "Jardin": doubtful("Jardin", "Tous droits réservés"),
    "Kiosque": doubtful("Kiosque", "Libre de droits", "refused", "is not one that may certainly be copied"),
    "Lecture": Situation(
        "",
        Left("refused", "N", NOTHING, "No licence is stated, neither on the sheet", (WRITE, DECLARE)),
        Left("refused", "N", NOTHING, "No licence is stated, neither on the sheet", (WRITE, DECLARE)),
    ),
    "Marche": doubtful("Marche", "Avec l’aimable autorisation de Jeanne Morel"),
}


def sheet(title: str, licence: str) -> str:
    """Write a sheet that states a licence in these words."""
    values = f"| titre = {title}\n| résumé = Lire à plusieurs.\n| licence = {licence}"
    return f"{{{{Fiche outil\n{values}\n}}}}\n== Procédure ==\nOn commence.\n\n[[Catégorie:Situations]]"
