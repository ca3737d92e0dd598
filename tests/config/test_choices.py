"""What else a configuration may say, and what becomes of it."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.config.load import load
from bot.config.settings import MetricsSettings
from bot.domain.embedding import Embedding, Fate, Replacement
from bot.domain.licences.evidence import Declaration
from bot.domain.licences.values import cc
from bot.domain.mapping import Constant, Item, PageTitle, Parameter
from bot.domain.selection import InCategory, InNamespace, Named, Prefixed, Selector, UsesTemplate
from bot.errors import ConfigurationError
from tests.config.home import BREST, CONFIG, FORMAT, PARTNER, SOURCE, Home


@pytest.mark.parametrize(
    ("written", "selector"),
    [
        ("{category: Fiches}", InCategory("Fiches")),
        ("{category: 'Catégorie:Fiches outils'}", InCategory("Fiches outils")),
        ("{category: 'category: Fiches_outils'}", InCategory("Fiches outils")),
        ("{category: '[[:Categorie:Fiches]]'}", InCategory("Fiches")),
        ("{category: 2024}", InCategory("2024")),
        ("{category: Fiches, subcategories: true}", InCategory("Fiches", depth=10)),
        ("{category: Fiches, subcategories: false}", InCategory("Fiches", depth=0)),
        ("{category: Fiches, subcategories: 2, namespace: 4}", InCategory("Fiches", depth=2, namespace=4)),
        ("{template: 'Modèle:Fiche outil'}", UsesTemplate("Fiche outil")),
        ("{template: 'Template:Fiche', namespace: Projet}", UsesTemplate("Fiche", namespace="Projet")),
        ("{template: '{{Fiche}}'}", UsesTemplate("Fiche")),
        ("{pages: [Tour de table, 'Aide:Accueil']}", Named(("Tour de table", "Aide:Accueil"))),
        ("{pages: Tour de table}", Named(("Tour de table",))),
        ("{prefix: 'Fiche '}", Prefixed("Fiche")),
        ("{prefix: F, namespace: 0}", Prefixed("F", namespace=0)),
        ("{namespace: Recette}", InNamespace("Recette")),
        ("{namespace: 102}", InNamespace(102)),
        ("{namespace: '102'}", InNamespace("102")),
    ],
)
def test_a_rule_of_the_selection_is_read(home: Home, written: str, selector: Selector) -> None:
    """Pages are named in five ways; names may bear their namespace and brackets."""
    home.change(CONFIG, "- category: Brouillons", f"- {written}")
    assert home.load().jobs[0].selection.exclude == (selector,)


def test_templates_of_texts_are_decided_for_a_partner(home: Home) -> None:
    """A template is kept, dropped, turned into text, or stands for another with its parameters."""
    said = "{Citation: {name: Citation bloc, parameters: {auteur: auteur1, 1: texte}}, Encadré: drop, Date: keep}"
    home.change(CONFIG, "mapping: movilab-recette}", f"mapping: movilab-recette, templates: {said}}}")
    home.change(CONFIG, "files: copy", "unknown_templates: text")
    movilab, brest = home.load().jobs[0].partners
    citation = Replacement("Citation", name="Citation bloc", parameters=(("auteur", "auteur1"), ("1", "texte")))
    assert movilab.embedding == Embedding((citation, Replacement("Encadré", Fate.DROP), Replacement("Date")))
    assert brest.embedding == Embedding(otherwise=Fate.TEXT)


def test_templates_may_be_expanded_at_a_source_that_can(home: Home) -> None:
    """Functions are named by their mark; a folder expands nothing."""
    home.change(CONFIG, "files: copy", "templates: {'#ask': expand, Carte: expand}, unknown_templates: expand")
    _, brest = home.load().jobs[0].partners
    assert brest.embedding.replacements == (Replacement("#ask", Fate.EXPAND), Replacement("Carte", Fate.EXPAND))
    assert brest.embedding.expands
    home.change(CONFIG, "api: https://multibao.example.org/api.php", "folder: ../pages")
    with pytest.raises(ConfigurationError, match="is a folder and expands nothing"):
        home.load()


def test_a_folder_is_a_wiki(home: Home) -> None:
    """A wiki may be a folder, relative to the configuration, and as a partner needs no account."""
    home.change(CONFIG, "api: https://movilab.example.org/api.php", "folder: ../pages")
    home.change(CONFIG, "    user: Robot@republish\n    password: {env: MOVILAB_PASSWORD} ", "    # ")
    movilab = home.load().wiki("movilab")
    assert (movilab.api, movilab.folder) == (None, home.folder / "pages")


def test_a_licence_is_declared_by_a_person(home: Home) -> None:
    """A declared licence is read with who vouches for it, when and where."""
    home.change(
        CONFIG,
        "non_commercial: true",
        "licence: {id: CC-BY-SA-3.0, declared_by: A. Martin, date: 2026-01-31, link: https://b.example.org/Licence}",
    )
    assert home.load().wiki("brest").licence == Declaration(
        cc("by-sa", "3.0"), "A. Martin", date(2026, 1, 31), "https://b.example.org/Licence"
    )


def test_what_is_shown_and_how_long_it_is_kept(home: Home) -> None:
    """Metrics in a file and at this machine, a report on a wiki, runs for ninety days; nothing of it unasked."""
    plain = home.load()
    assert (plain.keep, plain.metrics, plain.wiki("brest").report) == (timedelta(days=90), MetricsSettings(), None)
    home.change(CONFIG, "non_commercial: true", "report: Projet:Robot/Rapport")
    said = "keep: 2w\nmetrics: {textfile: var/republish.prom, listen: '[::1]:9101'}"
    home.change(CONFIG, "language: fr", f"{said}\nlanguage: fr")
    loaded = home.load()
    assert (loaded.keep, loaded.wiki("brest").report) == (timedelta(weeks=2), "Projet:Robot/Rapport")
    assert loaded.metrics == MetricsSettings(home.folder / "config/var/republish.prom", ("::1", 9101))


def test_a_wiki_says_how_its_people_rule_the_bot(home: Home) -> None:
    """Its stop page, its list, its templates for pages in use, and whether messages count; each has a default."""
    said = "stop_page: Utilisateur:Robot/Arrêt\n    opt_out: Projet:Robot/Liste\n    obey_messages: false"
    home.change(CONFIG, "non_commercial: true", f"{said}\n    in_use: ['{{{{En cours}}}}', 'Modèle:en_travaux']")
    brest, movilab = home.load().wiki("brest"), home.load().wiki("movilab")
    assert (brest.stop_page, brest.opt_out) == ("Utilisateur:Robot/Arrêt", "Projet:Robot/Liste")
    assert (brest.in_use, brest.obey_messages) == (("En cours", "en travaux"), False)
    assert (movilab.stop_page, movilab.opt_out, movilab.obey_messages) == (None, None, True)
    assert {"En cours", "Travaux", "Inuse"} <= set(movilab.in_use)
    home.change(CONFIG, "in_use: ['{{En cours}}', 'Modèle:en_travaux']", "in_use: []")
    assert home.load().wiki("brest").in_use == ()


def test_a_job_may_run_by_cron_or_by_hand(home: Home) -> None:
    """A schedule is a cron expression, an interval, or nothing."""
    home.change(CONFIG, "every: 1h ", "cron: 0 3 * * mon-fri\n    look: 1 sem ")
    job = home.load().jobs[0]
    assert (job.every, job.cron, job.look) == (None, "0 3 * * mon-fri", timedelta(weeks=1))
    home.change(CONFIG, "    cron: 0 3 * * mon-fri\n", "")
    job = home.load().jobs[0]
    assert (job.every, job.cron) == (None, None)


@pytest.mark.parametrize("contact", ["https://wiki.example.org/a", "robot@example.org"])
def test_a_contact_is_a_page_or_a_mail_address(home: Home, contact: str) -> None:
    """People are reached on a page or by mail."""
    home.change(CONFIG, "https://wiki.example.org/Utilisateur:Robot", contact)
    assert home.load().contact == contact


def test_an_absolute_state_stays(home: Home) -> None:
    """An absolute path of the state is not touched."""
    home.change(CONFIG, "sqlite:///var/republish.db", "sqlite:////var/lib/republish/state.db")
    assert home.load().state == "sqlite:////var/lib/republish/state.db"


def test_numbers_and_truths_are_texts_where_texts_belong(home: Home) -> None:
    """What YAML takes for a number or a truth is read as it is written where a text belongs."""
    home.change(PARTNER, "{parameter: photo}", "{parameter: 1}")
    home.change(PARTNER, "{parameter: présentation}", "{parameter: [007, 1.10, 0x1F]}")
    home.change(PARTNER, "{gouvernance: Gouvernance partagée}", "{1: 2, true: no, 2024-01-31: 12:30}")
    home.change(PARTNER, "categories: [R", "constants: {5: 06:30, oui: yes}\ncategories: [2024, R")
    mapping = home.load().jobs[0].partners[0].mapping
    carriers = {rule.field.name: rule.carrier for rule in mapping.rules}
    values = {rule.field.name: rule.values for rule in mapping.rules}
    assert carriers["image"] == Parameter(("1",))
    assert carriers["resume"] == Parameter(("007", "1.10", "0x1F"))
    assert values["mots_cles"] == (("1", "2"), ("true", "no"), ("2024-01-31", "12:30"))
    assert mapping.constants == (("5", "06:30"), ("oui", "yes"))
    assert mapping.categories[0] == "2024"


def test_other_carriers_are_read(home: Home) -> None:
    """A field may stand in the page title, be the same everywhere, or be an item before the first section."""
    home.change(PARTNER, "{parameter: nom}", "{title: true}")
    home.change(PARTNER, "{parameter: photo}", "{constant: Recette.png}")
    home.change(PARTNER, "{parameter: géo}", "{item: [Lieu, Place], owner: partner}")
    mapping = home.load().jobs[0].partners[0].mapping
    carriers = {rule.field.name: rule.carrier for rule in mapping.rules}
    assert carriers["titre"] == PageTitle()
    assert carriers["image"] == Constant("Recette.png")
    assert carriers["lieu"] == Item(("Lieu", "Place"))


def test_letters_are_composed(home: Home) -> None:
    """Names typed with separate accents are the same as those that wikis store."""
    home.change(PARTNER, "{parameter: présentation}", "{parameter: pre\u0301sentation}")
    rule = home.load().jobs[0].partners[0].mapping.rule("resume")
    assert rule is not None
    assert rule.carrier == Parameter(("présentation",))


def test_entries_can_be_taken_over(home: Home) -> None:
    """YAML's own anchors and merges work; what a mapping says itself wins."""
    home.change(CONFIG, "  movilab:\n", "  movilab: &partner\n")
    home.change(
        CONFIG,
        "    user: Robot@republish\n    password: {credential: brest}\n",
        "    <<: *partner\n    password: {credential: brest}\n",
    )
    brest = home.load().wiki("brest")
    assert brest.api == "https://wiki-brest.example.org/api.php"
    assert brest.pace == timedelta(seconds=5)
    assert brest.password is not None
    assert brest.password.name == "brest"


def test_a_text_that_a_comment_may_have_cut_is_a_warning(home: Home) -> None:
    """A name that ends before a “#” is doubtful; one with a clear comment behind it is not."""
    home.change(CONFIG, "Fiches outils", "Fiches #3")
    home.change(CONFIG, "Brouillons", "Brouillons # not ready")
    home.change(CONFIG, "- template: Fiche outil", "- template: Fiche outil  #comment")
    configuration = home.load()
    assert configuration.jobs[0].selection.include[0] == InCategory("Fiches")
    (doubtful,) = [warning for warning in configuration.warnings if "“#”" in warning]
    assert doubtful.startswith(f"{home.folder / CONFIG}:27:21: ")


def test_a_separator_without_a_list_is_a_warning(home: Home) -> None:
    """An option that does nothing is told, and does no harm."""
    home.change(PARTNER, "{parameter: photo}", '{parameter: photo, separator: ";"}')
    (warning,) = home.load().warnings
    assert "only lists have one" in warning


def test_a_wiki_that_is_no_mapping_hides_no_other_mistake(home: Home) -> None:
    """What cannot be read at all is left out, and the rest is still checked."""
    home.change(
        CONFIG, "  brest:\n    api: https://wiki-brest.example.org/api.php\n", "  paris: here\n  brest:\n    pace: 5\n"
    )
    assert [(problem.line, problem.column) for problem in home.problems()] == [(14, 10), (16, 11)]


def test_mappings_are_found_in_named_folders_first(home: Home) -> None:
    """The folders that the configuration names come before what is shipped."""
    home.change(CONFIG, "language:", "mappings: ../ours\nlanguage:")
    for file in (SOURCE, PARTNER, BREST):
        (home.folder / file).unlink()
    home.write("ours/multibao-outil.yaml", (home.folder / FORMAT).read_text(encoding="utf-8"))
    problems = home.problems()
    assert {problem.file for problem in problems} == {"ours/multibao-outil.yaml"}


def test_what_is_shipped_is_found_without_being_copied(home: Home) -> None:
    """A configuration that stands alone uses the mappings that come with the program."""
    for file in (SOURCE, PARTNER, BREST, FORMAT):
        (home.folder / file).unlink()
    (job,) = home.load().jobs
    assert job.partners[1].mapping.name == "brest-fiche"


def test_a_broken_neighbour_is_a_problem(home: Home) -> None:
    """Every file of the folders of mappings is checked, though no job names it."""
    home.write("mappings/unused.yml", "mapping: unused\n")
    home.write("mappings/formats/unused.yaml", "format: used\nfields: {a: {kind: text}}\n")
    home.write("mappings/notes.txt", "{{")
    assert [(problem.file, problem.line) for problem in home.problems()] == [
        ("mappings/formats/unused.yaml", 1),
        *[("mappings/unused.yml", 1)] * 4,
    ]


def test_two_formats_do_not_go_together(home: Home) -> None:
    """Source and partner must speak one format; the problem names both."""
    home.write("mappings/formats/autre.yaml", "format: autre\nfields: {titre: {kind: text}}\n")
    home.write(
        BREST, 'mapping: brest-fiche\nformat: autre\ntitle: "{titre}"\ntemplate: F\nfields: {titre: {parameter: t}}\n'
    )
    (problem,) = home.problems()
    assert (problem.file, problem.line, problem.column) == (CONFIG, 33, 32)
    assert "“autre”" in problem.message
    assert "“fiche-pratique”" in problem.message


@pytest.mark.parametrize(
    ("content", "place", "words"),
    [
        (b"", ":1:1: ", "empty"),
        (b"# nothing\n", ":1:1: ", "empty"),
        (b"contact: caf\xe9\n", ":1:13: ", "UTF-8"),
        ("contact: é\nx: \ud800".encode("utf-8", "surrogatepass"), ":2:4: ", "UTF-8"),
        (b"contact: a\x07b\n", ":1:11: ", "no text file"),
        (b"- a\n- b\n", ":1:1: ", "begins with a key"),
        (b"a text\n", ":1:1: ", "begins with a key"),
        (b"a: " + b"[" * 900, ":1:", ""),
        (b"a: " + b"[" * 100_000, ":1:", ""),
    ],
)
def test_a_file_that_is_no_configuration(home: Home, content: bytes, place: str, words: str) -> None:
    """Any file gives a problem with a place, never a crash."""
    home.write(CONFIG, content)
    with pytest.raises(ConfigurationError) as caught:
        home.load()
    assert f"{CONFIG}{place}" in str(caught.value)
    assert words in str(caught.value)


def test_a_byte_order_mark_does_no_harm(home: Home) -> None:
    """Editors of Windows begin files with a mark, and end lines in their own way."""
    text = (home.folder / CONFIG).read_text(encoding="utf-8").replace("\n", "\r\n")
    home.write(CONFIG, "\ufeff" + text)
    assert len(home.load().wikis) == 3
    home.change(CONFIG, "pace: 5s", "pace: 5")
    (problem,) = home.problems()
    assert (problem.line, problem.column) == (12, 11)


def test_a_missing_file_has_no_line(tmp_path: Path) -> None:
    """A configuration that is not there is a problem with the path only."""
    with pytest.raises(ConfigurationError) as caught:
        load(tmp_path / "none.yaml")
    assert str(caught.value) == f"{tmp_path}/none.yaml: there is no such file: check the path."


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """A path that cannot be read says why."""
    with pytest.raises(ConfigurationError, match="cannot be read: "):
        load(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_folder_of_mappings_that_is_closed_is_a_problem(home: Home) -> None:
    """A folder of mappings that cannot be read is told with its place."""
    home.change(CONFIG, "language:", "mappings: ../closed\nlanguage:")
    (home.folder / "closed").mkdir(mode=0)
    (problem,) = home.problems()
    assert "no such folder" in problem.message
