"""A mapping whose steps are a template that repeats and whose duration is a nested template, in every place."""

from dataclasses import replace

from hypothesis import strategies as st

from bot.domain.field import Field, Format, Kind, Records, Values
from bot.domain.mapping import Mapping, Parameter, Repeated, Rule, Section
from bot.wikitext.reader import Reading, read
from bot.wikitext.update import update_page
from bot.wikitext.writer import CREDIT_HOLE, write_page
from tests.wikitext.builders import DEROULE, MOVILAB, TITRE, rule
from tests.wikitext.everywhere import LINE, TEXTS

PARTS = (
    Field("titre", Kind.TEXT),
    Field("duree", Kind.DURATION),
    Field("outils", Kind.LIST),
    Field("texte", Kind.TEXT),
)
STEPS = Field("etapes", Kind.RECORDS, fields=PARTS)
HOURS, MINUTES = Field("heures", Kind.NUMBER), Field("minutes", Kind.NUMBER)
RULES: tuple[Rule, ...] = (
    rule(PARTS[0], Parameter(("titre", "1"))),
    rule(PARTS[1], Parameter(("durée",)), duration="{total} min"),
    rule(PARTS[2], Parameter(("outils",)), separator=";", values=(("mur", "Mur de mots"),)),
    rule(PARTS[3], Parameter(("texte",))),
)
PLACES = {
    "page": Repeated(("Étape", "Pas"), RULES),
    "section": Repeated(("Étape", "Pas"), RULES, section="Déroulé"),
    "parameter": Repeated(("Étape", "Pas"), RULES, inside="étapes"),
}


def mapping_with(carrier: Repeated) -> Mapping:
    """Make a mapping whose steps stand in one place."""
    rules = (
        rule(TITRE, Parameter(("nom",))),
        rule(DEROULE, Section(("Déroulé",))),
        rule(STEPS, carrier),
        rule(HOURS, Parameter(("heures", "h"), "Durée", "durée")),
        rule(MINUTES, Parameter(("minutes",), "Durée", "durée")),
    )
    known = Format("pas", (TITRE, DEROULE, STEPS, HOURS, MINUTES))
    return Mapping("pas", known, "{titre}", ("Fiche",), rules)


MAPPINGS = {place: mapping_with(carrier) for place, carrier in PLACES.items()}


def with_rules(place: str, *changed: Rule) -> Mapping:
    """Make the mapping of a place, with other rules for some fields of a step."""
    by_name = {each.field.name: each for each in changed}
    rules = tuple(by_name.get(each.field.name, each) for each in RULES)
    return mapping_with(replace(PLACES[place], rules=rules))


def step(**given: str | tuple[str, ...]) -> Values:
    """Make one step, its fields in the order of the rules."""
    return Values(tuple((part.name, given[part.name]) for part in PARTS if part.name in given))


def steps(*given: Values) -> Records:
    """Make steps."""
    return Records(given)


def reading(page: str, mapping: Mapping) -> Reading:
    """Read a page."""
    return read(page.replace(CREDIT_HOLE, ""), "Mur", mapping, MOVILAB)


def written(values: Values, mapping: Mapping) -> str:
    """Write a page, without its credit."""
    return write_page(values, "Mur", mapping, MOVILAB, "Multibao").replace(CREDIT_HOLE, "").strip()


def updated(page: str, values: Values, mapping: Mapping) -> str:
    """Write values into a page."""
    return update_page(page, values, "Mur", mapping, MOVILAB)


STEP = (
    st.fixed_dictionaries(
        {},
        optional={
            "titre": LINE,
            "duree": st.sampled_from(("10 min", "90 min")),
            "outils": st.lists(st.sampled_from(("mur", "post-it", "un [[jeu; libre]]")), min_size=1, unique=True),
            "texte": TEXTS,
        },
    )
    .filter(bool)
    .map(lambda given: step(**{name: tuple(v) if isinstance(v, list) else v for name, v in given.items()}))
)
STEP_LISTS = st.lists(STEP, max_size=5).map(lambda each: Records(tuple(each)))
