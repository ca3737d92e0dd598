"""Categories by the tree of their wiki, and transforms on words that stand apart: categories and list properties."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.field import Field, Format, Kind, Value
from bot.domain.mapping import Carrier, Categories, Item, Mapping, Otherwise, Parameter, Property, Rule, Section
from bot.domain.reasons import Reason, RefusedError
from bot.domain.transform import Step
from bot.domain.wiki import CategoryTree, WikiFacts
from bot.wikitext.reader import Unclaimed, read
from bot.wikitext.update import update_page
from bot.wikitext.writer import CREDIT_HOLE, write_page
from tests.wikitext.builders import MOVILAB, rule, values

NAME = Field("titre", Kind.TEXT, required=True)
KNOWN = ("Jeu", "Débat", "Écoute")
THEMES = Categories(roots=("Thèmes",))
WIKI: WikiFacts = replace(
    MOVILAB,
    trees=(
        CategoryTree("Thèmes", 5, frozenset(KNOWN)),
        CategoryTree("Niveaux", 5, frozenset({"Facile", "Difficile"})),
    ),
)
UPPER, LOWER, FIRST = Step("upper"), Step("lower"), Step("first")
PREFIX = Step("prefix", (("text", "Thème "),))
SPLIT = Step("split", (("separator", "/"),))


def mapping(
    carrier: Carrier, kind: Kind = Kind.LIST, *others: Rule, categories: tuple[str, ...] = (), **more: object
) -> Mapping:
    """Make a mapping with one field beside the title."""
    field = Field("x", kind)
    rules = (rule(NAME, Parameter(("nom",))), rule(field, carrier, **more), *others)
    return Mapping(
        "m", Format("f", tuple(each.field for each in rules)), "{titre}", ("Fiche",), rules, categories=categories
    )


def page(*categories: str) -> str:
    """Write a page with categories."""
    return "{{Fiche| nom = N}}\n\n" + "\n".join(f"[[Catégorie:{name}]]" for name in categories)


def read_x(text: str, by: Mapping) -> Value | None:
    """Read the one field."""
    return read(text, "N", by, WIKI).values.get("x")


def written(value: Value, by: Mapping) -> str:
    """Write a page with the one field."""
    return write_page(values(titre="N", x=value), "N", by, WIKI, "Multibao").replace(CREDIT_HOLE, "")


def left(text: str, by: Mapping) -> set[str]:
    """Name the categories that no rule claims."""
    return {each.name for each in read(text, "N", by, WIKI).unclaimed if each.kind == "category"}


# The tree


def test_only_categories_of_the_tree_are_read() -> None:
    """Those outside are told, as is the root itself."""
    text = page("Débat", "Brouillons", "jeu", "Thèmes")
    assert read_x(text, mapping(THEMES)) == ("Débat", "Jeu")
    assert left(text, mapping(THEMES)) == {"Brouillons", "Thèmes"}
    both = Categories(roots=("Thèmes", "Niveaux"), excluded=("Facile",))
    assert read_x(page("Facile", "Difficile", "Jeu"), mapping(both)) == ("Difficile", "Jeu")


def test_a_tree_gives_one_word_to_a_text() -> None:
    """The first category below it."""
    level = mapping(Categories(roots=("Niveaux",)), Kind.TEXT)
    assert read_x(page("Jeu", "Difficile"), level) == "Difficile"
    assert read_x(written("Facile", level), level) == "Facile"


def test_what_a_tree_takes_is_no_free_category() -> None:
    """Beside a rule with a tree, one for all categories takes the others."""
    free = rule(Field("autres", Kind.LIST), Categories())
    by = mapping(THEMES, Kind.LIST, free)
    found = read(page("Jeu", "Ville"), "N", by, WIKI).values
    assert (found.get("x"), found.get("autres")) == (("Jeu",), ("Ville",))


def test_a_tree_that_nobody_fetched_is_a_bug() -> None:
    """It never reads as an empty one, which would take all words away."""
    with pytest.raises(LookupError):
        read(page("Jeu"), "N", mapping(THEMES), MOVILAB)


def test_a_word_outside_the_tree_refuses_the_sheet() -> None:
    """With field, category and root, for the sentence."""
    with pytest.raises(RefusedError) as caught:
        written(("jeu", "ville"), mapping(THEMES))
    finding = caught.value.finding
    assert finding.reason is Reason.OUTSIDE_TREE
    assert dict(finding.facts) == {"field": "x", "value": "Ville", "category": "Thèmes"}


def test_a_word_outside_the_tree_is_left_out_where_the_rule_says_so() -> None:
    """The others stay."""
    by = mapping(THEMES, otherwise=Otherwise.DROP)
    text = written(("jeu", "ville"), by)
    assert "Ville" not in text
    assert read_x(text, by) == ("Jeu",)
    assert "Catégorie" not in written(("ville",), by)


def test_a_value_table_leads_into_the_tree() -> None:
    """The tree is asked for the word of the wiki."""
    by = mapping(THEMES, values=(("parler", "Débat"),))
    assert "[[Catégorie:Débat]]" in written(("parler",), by)
    assert read_x(page("Débat", "Jeu"), by) == ("parler", "Jeu")


def test_an_update_keeps_categories_outside_the_tree() -> None:
    """They are no value of the field, so the bot leaves them as people set them."""
    by = mapping(THEMES)
    new = update_page(page("Jeu", "Brouillons"), values(titre="N", x=("Écoute",)), "N", by, WIKI)
    assert read(new, "N", by, WIKI).values.get("x") == ("Écoute",)
    assert left(new, by) == {"Brouillons"}


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from((*KNOWN, "Ville", "Loin")), unique=True))
def test_what_is_written_stands_in_the_tree(words: list[str]) -> None:
    """With drop, exactly the words of the tree come back; with keep, all of them or the sheet is refused."""
    kept = tuple(word for word in words if word in KNOWN)
    drop = mapping(THEMES, otherwise=Otherwise.DROP)
    assert (read_x(written(tuple(words), drop), drop) or ()) == kept
    keep = mapping(THEMES)
    if len(kept) == len(words):
        assert (read_x(written(tuple(words), keep), keep) or ()) == kept
    else:
        with pytest.raises(RefusedError):
            written(tuple(words), keep)


# Categories that the mapping adds


@pytest.mark.parametrize("carrier", [Parameter(("x",)), THEMES, Categories()], ids=["no rule", "tree", "all"])
def test_a_category_that_the_mapping_adds_is_claimed(carrier: Carrier) -> None:
    """Whether the mapping has a rule for categories or none."""
    by = mapping(carrier, categories=("Fiches", "Fiches de {source.name}"))
    assert left(page("Fiches", "Fiches de Multibao"), by) == set()
    other = read(page("Fiches", "Autre"), "N", mapping(Parameter(("x",)), categories=("Fiches",)), WIKI)
    assert other.unclaimed == (Unclaimed("category", "Autre", ""),)


# Transforms


WORD_CARRIERS = [pytest.param(Categories(), id="categories"), pytest.param(Property(("X",)), id="property")]


@pytest.mark.parametrize("carrier", WORD_CARRIERS)
@pytest.mark.parametrize(
    ("options", "value", "there", "back"),
    [
        pytest.param(
            {"write": (PREFIX,)}, ("Jeu", "Débat"), ("Thème Jeu", "Thème Débat"), ("Jeu", "Débat"), id="undone"
        ),
        pytest.param({"read": (PREFIX,)}, ("Thème Jeu",), ("Jeu",), ("Thème Jeu",), id="undone in writing"),
        pytest.param({"write": (UPPER,)}, ("Jeu",), ("JEU",), ("JEU",), id="for good"),
        pytest.param(
            {"write": (UPPER,), "read": (LOWER,)}, ("jeu", "débat"), ("JEU", "DÉBAT"), ("jeu", "débat"), id="both"
        ),
        pytest.param({"write": (FIRST,)}, ("Jeu", "Débat"), ("Jeu",), ("Jeu",), id="the first"),
        pytest.param(
            {"write": (Step("join", (("separator", "/"),)),)},
            ("Jeu", "Débat"),
            ("Jeu/Débat",),
            ("Jeu", "Débat"),
            id="one",
        ),
        pytest.param({"read": (FIRST, SPLIT), "write": (UPPER,)}, ("Jeu",), ("JEU",), ("JEU",), id="text and list"),
        pytest.param(
            {"write": (PREFIX,), "values": (("jeu", "Loisir"),)}, ("jeu",), ("Thème Loisir",), ("jeu",), id="and table"
        ),
    ],
)
def test_transforms_work_on_words_that_stand_apart(
    carrier: Carrier, options: dict[str, object], value: tuple[str, ...], there: tuple[str, ...], back: tuple[str, ...]
) -> None:
    """As they do on any list: on each word, and back."""
    by = mapping(carrier, **options)
    text = written(value, by)
    assert read_x(text, mapping(carrier)) == there
    assert read_x(text, by) == back
    assert update_page(text, values(titre="N", x=back), "N", by, WIKI) == text


def test_a_pattern_with_a_hole_takes_transforms() -> None:
    """They work on what stands in the hole, of a list and of a single text."""
    many = mapping(Categories(patterns=("Thème {x}",)), write=(UPPER,), read=(LOWER,))
    assert "[[Catégorie:Thème JEU]]" in written(("jeu",), many)
    assert read_x(page("Thème JEU", "Ville"), many) == ("jeu",)
    one = mapping(Categories(patterns=("Thème {x}",)), Kind.TEXT, write=(UPPER,), read=(LOWER,))
    assert read_x(written("jeu", one), one) == "jeu"


_WORD = st.sampled_from(("Jeu", "Débat", "Co-construire", "L’idée", "80 pour cent"))
_STEP = st.sampled_from(
    (PREFIX, Step("suffix", (("text", " (thème)"),)), Step("map", (("table", (("Jeu", "Loisir"),)),)))
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(_WORD, unique=True, min_size=1).map(tuple),
    st.lists(_STEP, max_size=3, unique=True).map(tuple),
    st.sampled_from((Categories(), Property(("X",)))),
    st.booleans(),
)
def test_what_can_be_undone_comes_back(
    words: tuple[str, ...], steps: tuple[Step, ...], carrier: Carrier, writes: bool
) -> None:
    """Rows of transforms that can be undone give the same words again, given for the one way."""
    by = mapping(carrier, write=steps) if writes else mapping(carrier, read=tuple(reversed(steps)))
    text = written(words, by)
    if writes:
        assert read_x(text, by) == words
    else:
        again = read_x(text, by)
        assert again is not None
        assert written(again, by) == text


# Losses that reading would hide

LONG = "Un début, puis\n== Ailleurs ==\nune suite"


@pytest.mark.parametrize(
    ("carrier", "value"),
    [
        pytest.param(Item(("X",)), "Un début, puis\n\nune suite", id="an item of several lines"),
        pytest.param(Section(("X",), subsections=False), LONG, id="a section with another in it"),
    ],
)
def test_a_lossy_reading_hides_no_loss(carrier: Carrier, value: str) -> None:
    """A value that would lose its end is refused, even where reading would cut it off anyway."""
    short = Step("truncate", (("length", 9), ("ellipsis", "")))
    assert (
        read_x("{{Fiche|nom=N|x=Un début, puis}}", mapping(Parameter(("x",)), Kind.TEXT, read=(short,))) == "Un début,"
    )
    for options in ({}, {"read": (short,)}):
        with pytest.raises(RefusedError) as caught:
            written(value, mapping(carrier, Kind.TEXT, write=(Step("strip"),), **options))
        assert caught.value.finding.reason is Reason.NOT_REPRESENTABLE
