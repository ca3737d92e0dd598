"""Writing single fields into a page that people have made their own."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.domain.field import Value, Values
from bot.domain.reasons import RefusedError
from bot.wikitext.outline import demote
from bot.wikitext.reader import read
from bot.wikitext.update import update_page
from bot.wikitext.writer import CREDIT_HOLE, write_page
from tests.wikitext.builders import MOVILAB, WILD
from tests.wikitext.everywhere import ALL, EVERYWHERE, SHEETS, as_read

MANY = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
PAGE = f"""{{{{Fiche
 |titre=Mur   <!-- le nom -->
 |résumé = un
 |inconnu=  reste
}}}}
{{{{Évaluation|niveau=haut|note=3}}}}
[[Fichier:Mur.jpg|droite|Un mur]]

Un chapeau.
{{{{#set:Mot=Alpha}}}}

==Infos==
*Public: tous  {""}
* Autre : x
{{| class="a"
|-
! Lieu
| ici || {""}
|-
! Lieu
|ici
|}}

=== Procédure ===
un

deux
==== Détail ====
trois

== Photos ==
<!-- ne pas déplacer -->
[[Catégorie:Thème Alpha|clé]] [[Catégorie:Bêta]]

== Avis ==
bon
{CREDIT_HOLE}

[[Catégorie:Gamma]]
{{{{CLEFDETRI:mur}}}}
"""


def _read(page: str) -> Values:
    return read(page, "Mur", ALL, MOVILAB).values


def _update(page: str, wanted: Values) -> str:
    return update_page(page, wanted, "Mur", ALL, MOVILAB)


def _with(name: str, value: Value) -> str:
    return _update(PAGE, _read(PAGE).with_value(name, value))


@pytest.mark.parametrize(
    ("name", "value", "before", "after"),
    [
        pytest.param("resume", "a | b", "|résumé = un\n", "|résumé = a {{!}} b\n", id="parameter"),
        pytest.param("resume", "", "|résumé = un\n", "|résumé = \n", id="parameter taken out"),
        pytest.param("nom", "Pont", "Mur   <!-- le nom -->", "Pont", id="parameter with a comment"),
        pytest.param("niveau", "bas", "niveau=haut|", "niveau=bas|", id="parameter of another template"),
        pytest.param("chapeau", "A\n\nB", "Un chapeau.", "A\n\nB", id="lead"),
        pytest.param("public", "nul", "*Public: tous  ", "*Public: nul  ", id="item"),
        pytest.param("public", "", "*Public: tous  \n", "", id="item taken out"),
        pytest.param("lieu", "là", "|ici\n", "|là\n", id="row"),
        pytest.param(
            "deroule", "a\n== B ==\nb", "un\n\ndeux\n==== Détail ====\ntrois", "a\n==== B ====\nb", id="section"
        ),
        pytest.param("deroule", "", "=== Procédure ===\nun\n\ndeux\n==== Détail ====\ntrois\n\n", "", id="none"),
        pytest.param("avis", "nul", "bon\n", "nul\n", id="section before the credit"),
        pytest.param("themes", ("Bêta",), "[[Catégorie:Thème Alpha|clé]]", "[[Catégorie:Thème Bêta]]", id="category"),
        pytest.param("themes", (), "[[Catégorie:Thème Alpha|clé]] ", " ", id="category taken out"),
        pytest.param("mots", ("Bêta",), "[[Catégorie:Gamma]]\n", "", id="category and its line"),
        pytest.param(
            "mots",
            ("Bêta", "Gamma", "Jeu"),
            "Catégorie:Gamma]]",
            "Catégorie:Gamma]]\n[[Catégorie:Jeu]]",
            id="new category",
        ),
        pytest.param("cles", ("Bêta",), "{{#set:Mot=Alpha}}", "{{#set:Mot=Bêta}}", id="property"),
        pytest.param("cles", (), "{{#set:Mot=Alpha}}\n", "", id="property taken out"),
        pytest.param("duree", "2 h", "note=3}}", "note=3}}", id="new property"),
        pytest.param("photo", "B.png", "Mur.jpg", "B.png", id="picture"),
        pytest.param("cout", "2 €", "bon", "bon\n\n== Budget ==\n; Coût\n: 2 €", id="new item in a new section"),
    ],
)
def test_one_field_is_written_and_nothing_else(name: str, value: Value, before: str, after: str) -> None:
    """Order, blanks, comments, and everything without a rule stay."""
    assert PAGE.count(before) == 1
    expected = PAGE.replace(before, after)
    if name == "duree":
        expected = PAGE.replace("  reste\n}}", "  reste\n}}\n{{#set:Durée=2 h}}")
    assert _with(name, value) == expected


@pytest.mark.parametrize(
    ("page", "name", "value", "after"),
    [
        pytest.param("{{Fiche}}", "nom", "A", "{{Fiche|nom=A}}", id="parameter on one line"),
        pytest.param("{{Fiche\n|b=c\n}}\n", "nom", "A", "{{Fiche\n|b=c\n| nom = A\n}}\n", id="parameter on a line"),
        pytest.param("{{Fiche|nom=|b=c}}", "nom", "A", "{{Fiche|nom= A|b=c}}", id="empty parameter"),
        pytest.param("{{Fiche}}", "niveau", "a", "{{Fiche}}\n\n{{Évaluation\n| niveau = a\n}}", id="other template"),
        pytest.param("{{Fiche}}", "chapeau", "a", "{{Fiche}}\n\na", id="lead"),
        pytest.param("{{Fiche}}\n== Avis ==", "avis", "a", "{{Fiche}}\n== Avis ==\na", id="empty section at the end"),
        pytest.param(
            "{{Fiche}}\n== Avis ==\n== B ==", "avis", "a", "{{Fiche}}\n== Avis ==\na\n== B ==", id="empty one"
        ),
        pytest.param(
            "{{Fiche}}\n[[Catégorie:B]]", "avis", "a", "{{Fiche}}\n\n== Avis ==\na\n[[Catégorie:B]]", id="new"
        ),
        pytest.param(
            "{{Fiche}}\n== Avis ==\na\n[[Catégorie:B]]\nc",
            "avis",
            "d",
            "{{Fiche}}\n== Avis ==\nd\n[[Catégorie:B]]\n",
            id="category within",
        ),
        pytest.param("{{Fiche}}", "mots", ("B",), "{{Fiche}}\n\n[[Catégorie:B]]", id="category"),
        pytest.param(
            "{{Fiche|a=[[Catégorie:A]]}}",
            "mots",
            ("A", "B"),
            "{{Fiche|a=[[Catégorie:A]]}}\n\n[[Catégorie:B]]",
            id="category beside one in a template",
        ),
        pytest.param("{{Fiche}}\na", "photo", "B.png", "{{Fiche}}\n\n[[Fichier:B.png|vignette]]\na", id="picture"),
        pytest.param(
            "{{Fiche}}\n== Infos ==\na", "public", "b", "{{Fiche}}\n== Infos ==\na\n* '''Public''' : b", id="item"
        ),
    ],
)
def test_a_field_that_is_new_finds_its_place(page: str, name: str, value: Value, after: str) -> None:
    """What was not there is put where a reader finds it, and the rest stays."""
    assert _update(page, _read(page).with_value(name, value)) == after


@pytest.mark.parametrize(
    ("page", "name", "value"),
    [
        pytest.param("a\n{{Fiche}}\nb", "chapeau", "c", id="lead in two pieces"),
        pytest.param("{{Fiche}}\n== Avis ==\na", "avis", "b\n=== C ===\nd", id="value with a heading"),
        pytest.param("{{Fiche}}\n== Avis ==\na", "avis", "b ~~~~", id="value that saving changes"),
        pytest.param("{{Fiche|nom=a}}", "nom", "b }} c", id="value that ends the template"),
        pytest.param("{{Fiche}}\nle [[Durée::1 h]]", "duree", "", id="property in running text"),
        pytest.param("{{Fiche}}\n{{#set:Mot=a|Durée=b}}", "cles", ("a", "c"), id="two properties in one call"),
    ],
)
def test_what_cannot_be_placed_safely_is_refused(page: str, name: str, value: Value) -> None:
    """No byte is written where the place is in doubt."""
    with pytest.raises(RefusedError):
        _update(page, _read(page).with_value(name, value))


CHANGES = st.sampled_from(tuple(EVERYWHERE)).flatmap(lambda name: st.tuples(st.just(name), EVERYWHERE[name][2]))
EXTRAS = st.lists(
    st.sampled_from(
        ("<!-- note -->", "", "== Divers ==\nlibre", "[[Catégorie:Autre]]", "* Note : 3", "{{CLEFDETRI:x}}")
    ),
    max_size=4,
).map("\n".join)


def _page(given: Values, extras: str) -> str:
    try:
        text = write_page(given, "Mur", ALL, MOVILAB, "Multibao")
    except RefusedError:
        assume(False)
    return f"{text}\n{extras}"


@MANY
@given(SHEETS, EXTRAS)
def test_updating_with_what_was_read_changes_no_byte(given: Values, extras: str) -> None:
    """A page that says already what it should stays as it is."""
    page = _page(given, extras)
    assert _update(page, _read(page)) == page


@MANY
@given(WILD)
def test_any_page_stays_as_it_is(text: str) -> None:
    """Even a page in disorder is not touched for what was read of it."""
    page = f"{{{{Fiche|nom=a\n}}}}\n{text.replace(CREDIT_HOLE, '')}"
    try:
        found = _read(page)
    except RefusedError:
        return
    assert _update(page, found) == page


@MANY
@given(SHEETS, EXTRAS, CHANGES)
def test_what_was_updated_reads_as_it_should(given: Values, extras: str, change: tuple[str, Value]) -> None:
    """After an update every field reads as wanted, and all other fields as before; what has no rule stays."""
    page, (name, value) = _page(given, extras), change
    before = read(page, "Mur", ALL, MOVILAB)
    wanted = before.values.with_value(name, value)
    try:
        new = _update(page, wanted)
    except RefusedError:
        return
    after = read(new, "Mur", ALL, MOVILAB)
    expected = as_read(wanted)
    if isinstance(value, str):
        expected[name] = demote(value, 2) if name == "deroule" else value
    assert as_read(after.values) == expected
    assert after.unclaimed == before.unclaimed
    assert new.count(CREDIT_HOLE) == 1


@MANY
@given(SHEETS, EXTRAS, st.sampled_from(("resume", "public", "deroule", "avis", "duree", "photo")), st.data())
def test_a_field_changed_in_place_leaves_all_other_bytes(
    given: Values, extras: str, name: str, data: st.DataObject
) -> None:
    """Where a field had a value, only the bytes of that value change."""
    page = _page(given, extras)
    found = _read(page)
    old, value = found.get(name), data.draw(EVERYWHERE[name][2])
    assume(isinstance(old, str) and page.count(old) == 1 and "|" not in old)
    assert isinstance(old, str)
    try:
        new = _update(page, found.with_value(name, value))
    except RefusedError:
        return
    start = page.index(old)
    assert new[:start] == page[:start]
    assert new.endswith(page[start + len(old) :])
