"""A wiki without the usual tags and with one of its own: we read and write there as it does itself."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.domain.reasons import RefusedError
from bot.domain.wiki import WikiFacts
from bot.wikitext.outline import outline
from bot.wikitext.reader import read
from bot.wikitext.tags import tags_of
from bot.wikitext.update import update_page
from bot.wikitext.writer import CREDIT_HOLE, write_page
from tests.farm.mediawiki import MediaWikiServer, start_wiki
from tests.wiki.mediawikis import connect
from tests.wikitext.builders import values
from tests.wikitext.everywhere import as_read
from tests.wikitext.nasty import FICHE, LAYOUTS
from tests.wikitext.test_fields_as_mediawiki import compared, headings_compared
from tests.wikitext.trees import truth_of

pytestmark = [pytest.mark.wiki, pytest.mark.xdist_group("own_tags")]

HOOK = """
$wgHooks['ParserFirstCallInit'][] = static function ( Parser $parser ) {
	$parser->setHook( 'mémo', static fn ( $text ) => htmlspecialchars( (string)$text ) );
	$parser->setHook( 'cadre', static fn ( $text ) => htmlspecialchars( (string)$text ) );
};
"""
INSIDE = ("u|v", "u=v", "a, b", "}}", "[[u", "\n== Avis ==\nu\n", "\n* Public : faux\n", "<!-- u", "{{!}}", "~~~~")
INSIDE += (
    "[[Catégorie:Faux]]",
    "{{#set:Mot=faux}}",
    "[[Fichier:Faux.jpg]]",
    "\n{|\n! Lieu\n| faux\n|}\n",
    "{{Fiche|titre=faux}}",
)
TAGS = ("cadre", "ref", "mémo", "poem")


@pytest.fixture(scope="module")
def odd_wiki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MediaWikiServer]:
    """Give a wiki without notes, with two tags of its own."""
    folder = tmp_path_factory.mktemp("odd") / "wiki"
    with start_wiki(folder, "odd", site_name="Essai", extra_settings=HOOK, without=("Cite",)) as server:
        yield server


@pytest.fixture(scope="module")
def facts(odd_wiki: MediaWikiServer) -> WikiFacts:
    """Give what the wiki says of itself."""
    wiki = connect(odd_wiki)
    facts = wiki.facts()
    wiki.close()
    return facts


def pages() -> list[str]:
    """Give every layout with every tag and every content."""
    held = [f"<{tag}>{inside}</{tag}>" for tag in TAGS for inside in INSIDE]
    return [layout.replace("VALUE", value) for layout in LAYOUTS.values() for value in held]


def test_pages_are_read_by_the_tags_of_the_wiki(odd_wiki: MediaWikiServer, facts: WikiFacts) -> None:
    """What stands in a tag of the wiki is one thing; in what the wiki takes for text, pipes and headings count."""
    truth = truth_of(odd_wiki, pages())

    assert set(tags_of(facts).split("|")) == set(truth.tags.split("|")) >= {"cadre", "mémo"}
    assert not {"ref", "references"} & set(truth.tags.split("|"))
    assert compared(pages(), truth)["read"] > 700
    assert headings_compared(pages(), truth) > 500


@pytest.mark.parametrize("tag", TAGS)
def test_carriers_do_not_look_into_the_tags_of_the_wiki(facts: WikiFacts, tag: str) -> None:
    """Items, rows, properties, pictures, categories and headings in a tag of the wiki are none of the page."""
    known = tag in tags_of(facts).split("|")
    text = f"{{{{Fiche|titre=Mur}}}}\n== Infos ==\n<{tag}>\n{''.join(INSIDE[5:7])}{''.join(INSIDE[10:14])}</{tag}>"
    found = dict(read(text, "Mur", FICHE, facts).values)
    assert found == {"nom": "Mur"} if known else {"avis", "public", "mots", "cles", "photo", "lieu"} & set(found)


def test_what_is_written_is_read_by_the_tags_of_the_wiki(odd_wiki: MediaWikiServer, facts: WikiFacts) -> None:
    """Values with tags are written so that the wiki reads them as one value, and updated without a scratch."""
    written = []
    for tag in TAGS:
        for inside in INSIDE:
            given = values(nom="Mur", resume=f"a <{tag}>{inside}</{tag}> b", deroule="On commence.", mots=("Jeu",))
            try:
                page = write_page(given, "Mur", FICHE, facts, "Multibao").replace(CREDIT_HOLE, "")
            except RefusedError:
                continue
            found = read(page, "Mur", FICHE, facts)
            assert as_read(found.values) == as_read(given)
            assert update_page(page, found.values, "Mur", FICHE, facts) == page
            new = update_page(page, found.values.with_value("niveau", "haut"), "Mur", FICHE, facts)
            assert as_read(read(new, "Mur", FICHE, facts).values) == as_read(given.with_value("niveau", "haut"))
            written.append(page)
    truth = truth_of(odd_wiki, written)

    assert len(written) > 40
    assert compared(written, truth)["read"] == len(written)
    assert all("résumé" in templates[0].passed() for templates in truth.templates if templates)


def test_what_saving_changes_is_told_by_the_tags_of_the_wiki(odd_wiki: MediaWikiServer, facts: WikiFacts) -> None:
    """A signature in a tag that the wiki has stays as it is, and would be replaced in one that it lacks."""
    for tag in ("cadre", "score"):
        text = f"{{{{Fiche\n| nom = Mur\n| résumé = <{tag}>~~~~</{tag}>\n}}}}"
        odd_wiki.edit(f"Essai {tag}", text)
        stays = odd_wiki.text(f"Essai {tag}") == text
        given = values(nom="Mur", resume=f"<{tag}>~~~~</{tag}>")
        if stays:
            assert "~~~~" in write_page(given, "Mur", FICHE, facts, "Multibao")
        else:
            with pytest.raises(RefusedError, match="changes when saved"):
                write_page(given, "Mur", FICHE, facts, "Multibao")
    assert odd_wiki.text("Essai cadre") != odd_wiki.text("Essai score")


def test_a_wiki_that_does_not_tell_its_tags_is_taken_for_a_usual_one(facts: WikiFacts) -> None:
    """Without the wiki's word, notes keep their contents together."""
    text = "<ref>\n== A ==\n</ref>\n== B =="
    assert len(outline(text, tags_of(facts))) == 3
    assert len(outline(text, tags_of(replace(facts, extension_tags=None)))) == 2
