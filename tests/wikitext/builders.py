"""Wikis, mappings and texts that the tests of wikitext share."""

from datetime import date

from hypothesis import strategies as st

from bot.domain.credit import Alteration, Credit, Marker
from bot.domain.field import Field, Format, Kind, Value, Values
from bot.domain.licences.evidence import Evidence, Place
from bot.domain.licences.judge import Regime
from bot.domain.licences.values import cc
from bot.domain.mapping import Carrier, Categories, CreditPlace, Item, Mapping, Parameter, Rule, Section
from bot.domain.page import Contributors
from bot.domain.wiki import Namespace, WikiFacts

SPACES = (
    Namespace(-2, ("Média", "Media")),
    Namespace(-1, ("Spécial", "Special")),
    Namespace(0, ("",), content=True),
    Namespace(1, ("Discussion", "Talk")),
    Namespace(2, ("Utilisateur", "User")),
    Namespace(6, ("Fichier", "File", "Image")),
    Namespace(10, ("Modèle", "Template")),
    Namespace(14, ("Catégorie", "Category")),
)


def wiki(name: str, *more: Namespace, interwiki: tuple[tuple[str, str], ...] = (), pattern: str = "") -> WikiFacts:
    """Make a French wiki with the namespaces that tests need."""
    root = f"https://{name}.example.org"
    return WikiFacts(
        site_name=name.capitalize(),
        address=f"{root}/wiki/$1",
        language="fr",
        page_pattern=pattern or f"{root}/wiki/{{title}}",
        revision_pattern=f"{root}/index.php?title={{title}}&oldid={{revision}}",
        history_pattern=f"{root}/index.php?title={{title}}&action=history",
        namespaces=(*SPACES, *more),
        interwiki=interwiki,
    )


WIKIPEDIA = ("wikipedia", "https://fr.wikipedia.org/wiki/$1")
MULTIBAO = wiki("multibao", interwiki=(WIKIPEDIA, ("cptnm", "https://cptnm.example.org/$1")))
MOVILAB = wiki("movilab", Namespace(3000, ("Recette",), content=True), interwiki=(WIKIPEDIA,))

TITRE = Field("titre", Kind.TEXT, required=True)
RESUME = Field("resume", Kind.TEXT)
OBJECTIFS = Field("objectifs", Kind.LIST)
PARTICIPANTS = Field("participants", Kind.TEXT)
DUREE = Field("duree", Kind.DURATION)
DEROULE = Field("deroule", Kind.TEXT)
MOTS = Field("mots_cles", Kind.LIST)
SOURCES = Field("sources", Kind.TEXT)
SHEET = Format("fiche-pratique", (TITRE, RESUME, OBJECTIFS, PARTICIPANTS, DUREE, DEROULE, MOTS, SOURCES))


def rule(field: Field, carrier: Carrier, **more: object) -> Rule:
    """Make a rule of a mapping."""
    return Rule(field, carrier, **more)  # type: ignore[arg-type]


OUTIL = Mapping(
    "multibao-outil",
    SHEET,
    "{titre}",
    ("Fiche outil",),
    (
        rule(TITRE, Parameter(("titre",)), default="{page}"),
        rule(RESUME, Parameter(("résumé", "resume"))),
        rule(OBJECTIFS, Parameter(("objectifs",)), separator=","),
        rule(PARTICIPANTS, Item(("Nombre de participants",), "Informations pratiques")),
        rule(DUREE, Parameter(("durée",))),
        rule(DEROULE, Section(("Procédure", "Déroulé"))),
        rule(MOTS, Categories(("Fiches outils",))),
        rule(SOURCES, Section(("Sources",))),
    ),
    rest="deroule",
)
RECETTE = Mapping(
    "movilab-recette",
    SHEET,
    "Recette:{titre}",
    ("Recette libre",),
    (
        rule(TITRE, Parameter(("nom",))),
        rule(RESUME, Parameter(("présentation",))),
        rule(OBJECTIFS, Parameter(("objectifs",))),
        rule(PARTICIPANTS, Item(("Participants",))),
        rule(DUREE, Parameter(("durée",))),
        rule(DEROULE, Section(("Déroulé",))),
        rule(MOTS, Categories()),
        rule(SOURCES, Section(("Sources",))),
    ),
    categories=("Recettes libres", "Recettes de {source.name}"),
    constants=(("type", "recette | libre"),),
    credit=CreditPlace("Republication"),
)


def values(**given: Value) -> Values:
    """Make the values of a sheet."""
    return Values(tuple(given.items()))


def credit(*names: str, title: str = "Le jeu des gommettes", wiki_name: str = "Multibao", **more: object) -> Credit:
    """Make the credit of a copy."""
    facts: dict[str, object] = {
        "marker": Marker(MULTIBAO.address, 12, 345),
        "title": title,
        "wiki_name": wiki_name,
        "page_url": MULTIBAO.page_url("Gommettes"),
        "permalink": MULTIBAO.permalink("Gommettes", 345),
        "history": MULTIBAO.history_url("Gommettes"),
        "contributors": Contributors(names or ("Alice", "Benoît"), 1, 0),
        "evidence": Evidence(cc("by-sa", "4.0"), Place.FIELD, "CC BY-SA 4.0"),
        "regime": Regime.ADAPTATION,
        "source_date": date(2026, 3, 1),
        "copy_date": date(2026, 3, 2),
        "alterations": (Alteration.TEMPLATE, Alteration.LINKS),
        "contact": "https://robot.example.org/Contact?page=1",
    } | more
    return Credit(**facts)  # type: ignore[arg-type]


WORDS = st.sampled_from(("animer", "réunion", "l’idée", "co-construire", "Étape", "80 %", "a = b", "d'eux", "fin."))
_LINE = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)


def _grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(_LINE, inner).map(lambda pair: f"[[{pair[0]}|{pair[1]}]]"),
        st.tuples(inner, inner).map(lambda pair: f"{{{{Encadré|titre={pair[0]}|{pair[1]}}}}}"),
        st.tuples(inner, inner).map(lambda pair: f"{{|\n! {pair[0]}\n|-\n| a || {pair[1]}\n|}}"),
        inner.map(lambda text: f"<div class='cadre'>{text}</div>"),
        inner.map(lambda text: f"texte<ref>{text}</ref>"),
        st.tuples(inner, inner).map(lambda pair: f"{pair[0]} | {pair[1]}"),
        st.tuples(inner, inner).map("\n".join),
        st.tuples(_LINE, inner).map(lambda pair: f"=== {pair[0]} ===\n{pair[1]}"),
        st.lists(inner, min_size=1, max_size=3).map(lambda items: "\n".join(f"* {item}" for item in items)),
        inner.map(lambda text: f"'''{text}''' <!-- note --> <nowiki>| }}}}</nowiki>"),
    )


TEXTS = st.recursive(_LINE, _grow, max_leaves=5)
"""Wikitext as people write it: everything that is opened is closed."""

TOKENS = (
    *("{{", "}}", "{", "}", "[[", "]]", "[", "]", "|", "=", "\n", "\n== ", " ==\n", "<!--", "-->", "<nowiki>"),
    *(
        "</nowiki>",
        "<ref>",
        "</ref>",
        "<div>",
        "</div>",
        "-{",
        "}-",
        "{{!}}",
        "~~~~",
        "* ",
        ": ",
        "''",
        "mot",
        "é",
        " ",
    ),
    *("{|", "|}", "{{{", "}}}", "[[Catégorie:", "{{Fiche outil", "{{subst:", "\n;", "\x00", "\x02", "<score>"),
)
WILD = st.lists(st.sampled_from(TOKENS), max_size=20).map("".join)
"""Wikitext in any disorder."""

NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20) | st.lists(
    st.sampled_from(
        ("|", "}}", "{{", "[[", "]]", "~~~~", "<", ">", '"', "''", "\n", "-{", "__TOC__", "&amp;", "=", "Éa")
    ),
    min_size=1,
    max_size=6,
).map("".join)
"""Names of people and titles, kind or not."""


def sheets(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Values]:
    """Make values of sheets whose texts are of one sort."""
    parts = st.lists(_LINE, min_size=1, max_size=3, unique=True).map(tuple)
    return st.fixed_dictionaries(
        {"titre": _LINE},
        optional={
            "resume": texts,
            "objectifs": parts,
            "participants": _LINE,
            "duree": st.sampled_from(("2 h", "1h30", "de 2 à 3 heures")),
            "deroule": texts,
            "mots_cles": st.lists(st.sampled_from(("Gouvernance", "Jeu", "Écoute")), unique=True, min_size=1).map(
                tuple
            ),
            "sources": texts,
        },
    ).map(lambda given: values(**given))
