"""Links and files of a sheet, as a partner must show them."""

import pytest
from hypothesis import given, settings

from bot.wikitext.links import FilePolicy, Links, rewrite_links
from bot.wikitext.scan import Sort, scan
from tests.wikitext.builders import MOVILAB, MULTIBAO, TEXTS, WILD, wiki

LINKS = Links(MULTIBAO, MOVILAB, {"Mur": "Recette:Mur", "Même": "Même"})
HERE = "https://multibao.example.org/wiki"


@pytest.mark.parametrize(
    ("text", "new"),
    [
        pytest.param("[[Mur]]", "[[Recette:Mur|Mur]]", id="to a copy"),
        pytest.param("[[mur|le mur]]", "[[Recette:Mur|le mur]]", id="to a copy, with words"),
        pytest.param("[[Mur#Étape 2|suite]]", "[[Recette:Mur#Étape 2|suite]]", id="to a part of a copy"),
        pytest.param("[[Même]]", "[[Même]]", id="to a copy of the same title"),
        pytest.param("[[Autre fiche]]", f"[{HERE}/Autre_fiche Autre fiche]", id="to the source"),
        pytest.param("[[Autre#Bas|ici]]", f"[{HERE}/Autre#Bas ici]", id="to a part of the source"),
        pytest.param("[[ami]]s", f"[{HERE}/Ami ami]s", id="letters behind"),
        pytest.param("[[#Bas]]", "[[#Bas]]", id="on the page"),
        pytest.param("[[:Catégorie:Jeux]]", f"[{HERE}/Cat%C3%A9gorie:Jeux Catégorie:Jeux]", id="to a category"),
        pytest.param("[[Spécial:Version|v]]", f"[{HERE}/Sp%C3%A9cial:Version v]", id="to a special page"),
        pytest.param("[[wikipedia:Jeu|jeu]]", "[[wikipedia:Jeu|jeu]]", id="prefix known to both"),
        pytest.param("[[cptnm:Le jeu]]", "[https://cptnm.example.org/Le_jeu cptnm:Le jeu]", id="prefix of the source"),
        pytest.param("[[A|b [c] d]]", f"[{HERE}/A b [c&#93; d]", id="brackets in words"),
        pytest.param("[[A|b\nc]]", f"[{HERE}/A b c]", id="line break in words"),
        pytest.param("[[A|b|c]]", f"[{HERE}/A b&#124;c]", id="pipe in words"),
        pytest.param("<nowiki>[[Mur]]</nowiki>", "<nowiki>[[Mur]]</nowiki>", id="shown"),
        pytest.param("{{x|[[Mur]]}}", "{{x|[[Recette:Mur|Mur]]}}", id="in a template"),
        pytest.param("<ref>[[Mur]]</ref>", "<ref>[[Recette:Mur|Mur]]</ref>", id="in a reference"),
        pytest.param("[[a<b]] [[]] [[{{x}}]]", "[[a<b]] [[]] [[{{x}}]]", id="no links"),
        pytest.param("[[Mur]] [[Mur]]", "[[Recette:Mur|Mur]] [[Recette:Mur|Mur]]", id="twice"),
        pytest.param("[[x\ny|[[Mur]]]]", "[[x\ny|[[Recette:Mur|Mur]]]]", id="in what is no link"),
        pytest.param("[[Média:a.pdf|plan]]", f"[{HERE}/Fichier:A.pdf plan]", id="to a file itself"),
    ],
)
def test_a_link_leads_to_the_copy_or_to_the_source(text: str, new: str) -> None:
    """A link leads to the copy where there is one, else back to the source, and nothing else changes."""
    assert rewrite_links(text, LINKS).text == new


PICTURE = "[[Fichier:Mur.jpg|vignette|Le [[Mur|grand mur]] vu de [[Loin]]]]"


@pytest.mark.parametrize(
    ("text", "policy", "new"),
    [
        pytest.param(PICTURE, FilePolicy.LINK, f"[{HERE}/Fichier:Mur.jpg Le grand mur vu de Loin]", id="link"),
        pytest.param(PICTURE, FilePolicy.DROP, "", id="drop"),
        pytest.param(
            PICTURE,
            FilePolicy.SHARED,
            f"[[Fichier:Mur.jpg|vignette|Le [[Recette:Mur|grand mur]] vu de [{HERE}/Loin Loin]]]",
            id="shared",
        ),
        pytest.param("[[Image:a.png|200px]]", FilePolicy.LINK, f"[{HERE}/Fichier:A.png a.png]", id="no caption"),
        pytest.param("[[File:a.png|alt=b]]", FilePolicy.LINK, f"[{HERE}/Fichier:A.png a.png]", id="option"),
        pytest.param("[[:Fichier:a.png|b]]", FilePolicy.DROP, f"[{HERE}/Fichier:A.png b]", id="link to its page"),
    ],
)
def test_files_follow_the_policy(text: str, policy: FilePolicy, new: str) -> None:
    """A picture becomes a link to its page, stays, or goes; links in its caption are kept as words or rewritten."""
    assert rewrite_links(text, Links(MULTIBAO, MOVILAB, LINKS.copies, policy)).text == new


def test_an_equals_sign_of_an_address_parts_no_parameter() -> None:
    """Where addresses hold equals signs, a link in a template must not turn its text into a parameter name."""
    source = wiki("vieux", pattern="https://vieux.example.org/index.php?title={title}")
    new = rewrite_links("{{Encadré|Voir [[A|a=b]]}} [[A]]", Links(source, MOVILAB, {})).text
    (box,) = (element for element in scan(new) if element.sort is Sort.TEMPLATE)
    assert [part.equals for part in box.parts] == [None, None]
    assert new.endswith(" [https://vieux.example.org/index.php?title=A A]")


def test_changes_are_told_by_kind() -> None:
    """Links and files are counted apart, and an untouched text counts as neither."""
    assert not rewrite_links("texte [[#a]]", LINKS).links
    assert rewrite_links("[[Mur]]", LINKS).links
    assert not rewrite_links("[[Mur]]", LINKS).files
    assert rewrite_links("[[Fichier:A.png]]", LINKS).files


@given(WILD | TEXTS)
@settings(max_examples=200, deadline=None)
def test_rewriting_twice_is_rewriting_once(text: str) -> None:
    """A text whose links lead outside has nothing left to rewrite."""
    once = rewrite_links(text, Links(MULTIBAO, MOVILAB, {})).text
    assert rewrite_links(once, Links(MULTIBAO, MOVILAB, {})).text == once


def test_very_deep_links_are_no_trouble() -> None:
    """Thousands of links inside each other end neither the stack nor the patience."""
    text = "[[Fichier:a|" * 3000 + "]]" * 3000
    assert rewrite_links(text, LINKS).text
