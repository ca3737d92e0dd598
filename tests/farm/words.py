"""Readable French for generated sheets: the same number always gives the same text."""

import random

THEMES = ("Gouvernance", "Animation de réunion", "Communs numériques", "Éducation populaire", "Médiation", "Évaluation")
SUBJECTS = ("Le cercle", "La carte", "L’atelier", "Le carnet", "La marche", "Le jeu", "L’entretien", "La fresque")
QUALITIES = (
    "des envies",
    "des besoins",
    "des savoirs",
    "du quartier",
    "des désaccords",
    "des ressources",
    "du collectif",
)
AIMS = (
    "faire connaissance",
    "prendre une décision ensemble",
    "répartir les rôles",
    "écouter chacune et chacun",
    "garder une trace",
    "clarifier un désaccord",
    "célébrer ce qui avance",
    "préparer la suite",
)
PUBLICS = ("Associations et collectifs", "Équipes pédagogiques", "Habitantes et habitants", "Bénévoles débutants")
THINGS = ("Feuilles A3, feutres", "Post-it, paperboard", "Une salle avec chaises mobiles", "Aucun", "Cartes, ficelle")
DURATIONS = ("45 min", "1 h", "1 h 30", "2 h", "2 h 30", "3 h")
MOMENTS = ("Au début", "Ensuite", "Après un temps de silence", "À mi-parcours", "Quand l’énergie baisse", "Pour finir")
ACTORS = (
    "l’animatrice",
    "le groupe",
    "chaque participante",
    "une personne volontaire",
    "le binôme",
    "la gardienne du temps",
)
ACTS = (
    "pose la question au centre et laisse venir les premières réponses",
    "note les mots importants sur une grande feuille visible de tous",
    "reformule ce qui vient d’être dit, puis vérifie auprès de la personne concernée",
    "propose de marcher quelques minutes pour laisser décanter les idées",
    "relit à voix haute les points d’accord, sans commentaire ni jugement",
    "invite celles et ceux qui n’ont pas encore parlé à prendre la parole",
    "choisit trois pistes parmi toutes celles qui ont été affichées",
    "dessine le chemin parcouru, avec ses détours et ses raccourcis",
    "répartit les tâches en fonction des envies plutôt que des habitudes",
)
REASONS = (
    "ce qui permet à chacun de suivre, même en arrivant en cours de route",
    "car une idée écrite appartient déjà un peu au groupe",
    "en acceptant que certaines questions restent ouvertes",
    "afin que la décision soit comprise avant d’être prise",
    "sans chercher à conclure trop vite",
    "parce que le désaccord est souvent le début d’une meilleure solution",
)
ADVICE = (
    "Prévoir un temps de retour, même court.",
    "Ne pas dépasser la durée annoncée.",
    "Adapter les consignes aux plus jeunes.",
    "Laisser une trace affichée jusqu’à la séance suivante.",
    "Refuser les joutes oratoires : une personne parle à la fois.",
)
BOOKS = (
    "''Outils pour coopérer'', 2018",
    "''Petit manuel de l’animation'', 2021",
    "''Agir à plusieurs'', 2016",
    "''Réunions vivantes'', 2019",
)


def sentence(dice: random.Random) -> str:
    """Write one sentence of about 180 characters."""
    start = f"{dice.choice(MOMENTS)}, {dice.choice(ACTORS)} {dice.choice(ACTS)}"
    return f"{start}, {dice.choice(REASONS)}."


def paragraph(dice: random.Random, sentences: int = 3) -> str:
    """Write one paragraph, which is one line."""
    return " ".join(sentence(dice) for _ in range(sentences))


def name(number: int) -> str:
    """Name the subject of a sheet; names repeat after 56."""
    return f"{SUBJECTS[number % len(SUBJECTS)]} {QUALITIES[number // len(SUBJECTS) % len(QUALITIES)]}"
