"""A mapping with every place where a field may stand, and short ways to read and write pages of other mappings."""

from hypothesis import strategies as st

from bot.domain.field import Field, Format, Kind, Value, Values
from bot.domain.mapping import (
    AnyOf,
    Categories,
    FirstImage,
    Item,
    ItemForm,
    Lead,
    Mapping,
    Parameter,
    Property,
    Rule,
    Section,
)
from bot.wikitext.reader import Reading, read
from bot.wikitext.writer import CREDIT_HOLE, write_page
from tests.wikitext.builders import MOVILAB, SHEET, TEXTS, TITRE, WORDS, rule, values

LINE = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
SIMPLE = st.lists(st.sampled_from(("Alpha", "Bêta", "Gamma 2", "Delta-x")), min_size=1, max_size=3, unique=True)
PLAIN = TEXTS.filter(lambda text: "\n==" not in text and not text.startswith("="))

EVERYWHERE = {
    "nom": (Kind.TEXT, AnyOf((Parameter(("nom", "titre")), Item(("Nom",)))), LINE),
    "resume": (Kind.TEXT, Parameter(("résumé",)), TEXTS),
    "niveau": (Kind.TEXT, Parameter(("niveau",), of="Évaluation"), TEXTS),
    "chapeau": (Kind.TEXT, Lead(), PLAIN),
    "public": (Kind.TEXT, Item(("Public",), "Infos"), LINE),
    "lieu": (Kind.TEXT, Item(("Lieu",), "Infos", ItemForm.TABLE), LINE),
    "cout": (Kind.TEXT, Item(("Coût",), "Budget", ItemForm.DEFINITION), LINE),
    "deroule": (Kind.TEXT, Section(("Déroulé", "Procédure")), TEXTS),
    "avis": (Kind.TEXT, Section(("Avis",), subsections=False), PLAIN),
    "themes": (Kind.LIST, Categories((), ("Thème {x}",)), SIMPLE.map(tuple)),
    "mots": (Kind.LIST, Categories(("Fiches",)), SIMPLE.map(tuple)),
    "cles": (Kind.LIST, Property(("Mot",)), SIMPLE.map(tuple)),
    "duree": (Kind.TEXT, Property(("Durée",)), LINE),
    "photo": (Kind.FILE, FirstImage(), st.sampled_from(("Mur.jpg", "Le chat 2.png"))),
}
FIELDS = {name: Field(name, kind) for name, (kind, _, _) in EVERYWHERE.items()}
ALL = Mapping(
    "everywhere",
    Format("tout", tuple(FIELDS.values())),
    "{nom}",
    ("Fiche",),
    tuple(rule(FIELDS[name], carrier) for name, (_, carrier, _) in EVERYWHERE.items()),
    categories=("Copies de {source.name}",),
)
SHEETS = st.fixed_dictionaries({}, optional={name: texts for name, (_, _, texts) in EVERYWHERE.items()}).map(
    lambda given: values(**given)
)


def as_read(given: Values) -> dict[str, object]:
    """Give values as a reader finds them, whatever the order of categories."""
    return {name: tuple(sorted(value)) if isinstance(value, tuple) else value for name, value in given}


NAME = rule(TITRE, Parameter(("nom",)))


def mapping(*rules: Rule, **more: object) -> Mapping:
    """Make a mapping with a few rules."""
    return Mapping("m", SHEET, "{titre}", ("Fiche",), rules, **more)  # type: ignore[arg-type]


def reading(text: str, *rules: Rule, **more: object) -> Reading:
    """Read a page that begins with the template."""
    return read(f"{{{{Fiche}}}}\n{text}", "Mur", mapping(*rules, **more), MOVILAB)


def written(known: Mapping, **given: Value) -> str:
    """Write a page, without the hole of the credit."""
    return write_page(values(**given), "Mur", known, MOVILAB, "Multibao").removesuffix(f"\n\n{CREDIT_HOLE}")
