"""Links and files of a sheet, as a partner must show them."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from bot.domain.page import Redirect
from bot.domain.wiki import MagicWord, Namespace, WikiFacts
from bot.wikitext.destinations import FilePolicy, Links
from bot.wikitext.links import rewrite_links
from bot.wikitext.scan import Sort, scan
from tests.wikitext.builders import MOVILAB, MULTIBAO, TEXTS, WIKIPEDIA, WILD, wiki

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
        pytest.param("[[ami]]s", f"[{HERE}/Ami amis]", id="letters behind"),
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


SUBPAGES = tuple(replace(space, subpages=not space.number) for space in MULTIBAO.namespaces)
SOURCE = replace(
    MULTIBAO,
    namespaces=SUBPAGES,
    interwiki=(
        *MULTIBAO.interwiki,
        ("multibao", "https://multibao.example.org/wiki/$1"),
        ("movilab", "https://movilab.example.org/wiki/$1"),
        ("en", "https://en.example.org/wiki/$1"),
    ),
    language_prefixes=frozenset({"en"}),
    link_trail="[a-zé]+",
    magic_words=(
        MagicWord("img_thumbnail", ("vignette", "thumb"), exact=True),
        MagicWord("img_width", ("$1px",), exact=True),
        MagicWord("img_alt", ("alt=$1",), exact=True),
        MagicWord("img_upright", ("redresse=$1", "upright=$1"), exact=True),
    ),
)
ENGLISH = WikiFacts(
    "Toolbox",
    "https://toolbox.example.org/index.php",
    "en",
    "https://toolbox.example.org/wiki/{title}",
    "",
    "",
    (
        Namespace(-2, ("Media",)),
        Namespace(0, ("",), content=True, first_letter=False),
        Namespace(6, ("File", "Image")),
        Namespace(14, ("Category",)),
    ),
    (("mb", "http://multibao.example.org/wiki/$1"), ("wp", WIKIPEDIA[1]), ("en", "https://en.example.org/wiki/$1")),
    language_prefixes=frozenset({"en"}),
    magic_words=(
        MagicWord("img_thumbnail", ("thumb", "thumbnail"), exact=True),
        MagicWord("img_upright", ("upright=$1",), exact=True),
    ),
)
ABROAD = Links(
    SOURCE,
    ENGLISH,
    {"Mur": "Mur", "Outil/Bas": "Outil/Bas", "Outil": "Outil", "Image": "File:x"},
    page="Outil/Haut",
)


@pytest.mark.parametrize(
    ("text", "new"),
    [
        pytest.param("[[Autre]]", "[[mb:Autre|Autre]]", id="by prefix"),
        pytest.param("[[autre fiche#Bas|ici]]s", "[[mb:Autre fiche#Bas|ici]]s", id="part of a page, letters behind"),
        pytest.param("[[ami]]é!", "[[mb:Ami|amié]]!", id="letters that only the source joins"),
        pytest.param("[[mur]]", "[[Mur|mur]]", id="no capitals at the partner"),
        pytest.param("[[Mur]]é", "[[Mur|Muré]]", id="copy, letters that only the source joins"),
        pytest.param("[[Mur]]s", "[[Mur]]s", id="copy, letters that both join"),
        pytest.param("[[Mur (jeu)|]]", "[[mb:Mur (jeu)|Mur]]", id="empty label"),
        pytest.param("[[:Catégorie:Jeux, Brest|]]", "[[mb:Catégorie:Jeux, Brest|Jeux]]", id="empty label, place"),
        pytest.param("[[/Bas]]", "[[mb:Outil/Haut/Bas|/Bas]]", id="below"),
        pytest.param("[[/Bas/]]", "[[mb:Outil/Haut/Bas|Bas]]", id="below, without slashes"),
        pytest.param("[[../Bas]]", "[[Outil/Bas]]", id="beside"),
        pytest.param("[[../Bas/#a|x]]", "[[Outil/Bas#a|x]]", id="beside, part of a page"),
        pytest.param("[[../]]", "[[Outil]]", id="above"),
        pytest.param("[[../../]]", "[[../../]]", id="too far above"),
        pytest.param("[[:/Bas]]", "[[mb:/Bas|/Bas]]", id="not relative"),
        pytest.param("[[:Catégorie:Jeux]]", "[[mb:Catégorie:Jeux|Catégorie:Jeux]]", id="category"),
        pytest.param("[[Special:Version]]", "[[mb:Special:Version|Special:Version]]", id="special page"),
        pytest.param("[[Media:a.pdf|plan]]", "[[mb:Fichier:A.pdf|plan]]", id="file itself"),
        pytest.param("[[wikipedia:Jeu]]", "[[wp:Jeu|wikipedia:Jeu]]", id="other prefix for the same wiki"),
        pytest.param("[[multibao:mur|x]]", "[[Mur|x]]", id="prefix of the source itself"),
        pytest.param(
            "[[movilab:Recette:X]]", "[https://movilab.example.org/wiki/Recette:X movilab:Recette:X]", id="3rd"
        ),
        pytest.param("[[:en:Wall]]", "[[:en:Wall]]", id="shown link to another language"),
        pytest.param("a\n[[en:Wall]]\nb [[en:Wall]]", "a\nb ", id="links beside the page"),
        pytest.param("[[Image]]", "[[:File:x|Image]]", id="copy that would be a picture"),
        pytest.param("[[A|b [[c]] d]]", "[[mb:A|b c d]]", id="link in a label"),
        pytest.param("{{x|[[A|a=b]]}}", "{{x|[[mb:A|a=b]]}}", id="equals sign in brackets"),
    ],
)
def test_a_link_is_written_in_the_words_of_the_partner(text: str, new: str) -> None:
    """Prefixes, namespaces, letters behind links and titles are those of the partner."""
    assert rewrite_links(text, ABROAD).text == new


def test_a_prefix_that_is_a_language_at_the_partner_gets_a_colon() -> None:
    """Without it the link would leave the text."""
    partner = replace(ENGLISH, interwiki=(("fr", "https://multibao.example.org/wiki/$1"),))
    partner = replace(partner, language_prefixes=frozenset({"fr"}))
    assert rewrite_links("[[Autre]]", replace(ABROAD, partner=partner)).text == "[[:fr:Autre|Autre]]"


def test_a_link_to_the_partner_itself_stays_there() -> None:
    """The source's prefix for the partner is not needed at the partner."""
    new = rewrite_links("[[movilab:recette:Mur|mur]]", Links(SOURCE, MOVILAB, {})).text
    assert new == "[[Recette:Mur|mur]]"


def test_without_addresses_only_the_words_remain() -> None:
    """A folder has no addresses, so a link back leads nowhere."""
    folder = replace(MULTIBAO, page_pattern="")
    assert rewrite_links("a [[Loin|là]]", Links(folder, MOVILAB, {})).text == "a là"


def test_links_to_other_languages_are_told() -> None:
    """They are listed once each."""
    assert rewrite_links("[[en:Wall]] [[en:Wall]]", ABROAD).languages == ("en:Wall",)


GALLERY = "<gallery mode=packed>\nFichier:a.jpg|Un [[Mur]]\nb.png|alt=x\n</gallery>"


@pytest.mark.parametrize(
    ("text", "policy", "new"),
    [
        pytest.param(
            "[[Fichier:a.jpg|vignette|redresse=2|12px|Le [[mur]]]]",
            FilePolicy.SHARED,
            "[[File:a.jpg|thumb|upright=2|12px|Le [[Mur|mur]]]]",
            id="options",
        ),
        pytest.param("[[Fichier:a.jpg|Le mur|vignette]]", FilePolicy.LINK, "[[mb:Fichier:A.jpg|Le mur]]", id="caption"),
        pytest.param(GALLERY, FilePolicy.DROP, "", id="gallery dropped"),
        pytest.param(
            f"a\n{GALLERY}\nb",
            FilePolicy.LINK,
            "a\n* [[mb:Fichier:A.jpg|Un Mur]]\n* [[mb:Fichier:B.png|b.png]]\nb",
            id="gallery linked",
        ),
        pytest.param(GALLERY, FilePolicy.SHARED, GALLERY.replace("Fichier:", "File:"), id="gallery shared"),
    ],
)
def test_pictures_speak_the_language_of_the_partner(text: str, policy: FilePolicy, new: str) -> None:
    """Options and namespaces are translated; the files of a gallery follow the policy too."""
    assert rewrite_links(text, replace(ABROAD, files=policy)).text == new


REDIRECTS = {"Vieux mur": Redirect("Mur", "#Suite"), "Autre nom": Redirect("Ailleurs"), "Mur": Redirect("Tour")}


@pytest.mark.parametrize(
    ("text", "new"),
    [
        pytest.param("[[vieux mur]]s", "[[Recette:Mur#Suite|vieux mur]]s", id="its words stay"),
        pytest.param("[[Vieux_mur#Ici|a]]", "[[Recette:Mur#Ici|a]]", id="own anchor"),
        pytest.param("[[Mur]]", "[[Recette:Mur|Mur]]", id="a sheet first"),
        pytest.param("[[Autre nom]]", "[https://multibao.example.org/wiki/Autre_nom Autre nom]", id="to no sheet"),
    ],
)
def test_a_link_through_a_redirect_leads_to_the_copy(text: str, new: str) -> None:
    """In one step, to the place that the redirect names unless the link names one."""
    links = Links(MULTIBAO, MOVILAB, {"Mur": "Recette:Mur", "Tour": "Recette:Tour"}, redirects=REDIRECTS)
    assert rewrite_links(text, links).text == new


@given(WILD | TEXTS)
@settings(max_examples=200, deadline=None)
def test_links_that_stay_at_the_partner_are_rewritten_once(text: str) -> None:
    """Where every title leads to its copy of the same title, the second time changes nothing."""
    links = Links(MULTIBAO, MOVILAB, _Same())
    once = rewrite_links(text, links).text
    assert rewrite_links(once, links).text == once


class _Same(dict[str, str]):
    def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]
        return key


@given(WILD | TEXTS)
@settings(max_examples=200, deadline=None)
def test_texts_without_links_stay_as_they_are(text: str) -> None:
    """Nothing but links, pictures and galleries is touched, whatever else stands there."""
    text = text.replace("[[", "[")
    assert rewrite_links(text, ABROAD).text == text


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_what_is_no_wikitext_stays_byte_for_byte(text: str) -> None:
    """Comments and the contents of opaque tags are the same before and after."""
    for tag in ("nowiki", "pre", "math", "syntaxhighlight"):
        zone = f"<{tag}>[[Mur]] {text.replace('<', '')}</{tag}>"
        assert zone in rewrite_links(f"[[Mur]]s\n{zone} [[Loin]]", ABROAD).text
    comment = f"<!-- [[Mur]] {text.replace('-->', '')} -->"
    assert comment in rewrite_links(f"[[Mur]]s {comment} [[Loin]]", ABROAD).text


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
