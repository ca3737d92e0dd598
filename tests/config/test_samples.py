"""The samples of the documentation load as they stand, and mean what they say."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.config.load import load
from bot.config.secrets import SecretPlace
from bot.config.settings import Configuration, Files
from bot.domain.field import Kind
from bot.domain.licences.judge import Regime
from bot.domain.limits import Brake
from bot.domain.mapping import Categories, Item, Mapping, Otherwise, Owner, Parameter, Rule, Section
from bot.domain.selection import InCategory, Selection, UsesTemplate
from tests.config.home import CONFIG, SOURCE, Home

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def configuration(home: Home) -> Configuration:
    """Load the samples."""
    return home.load()


def rule_of(mapping: Mapping, field: str) -> Rule:
    """Give the rule of a field that has one."""
    rule = mapping.rule(field)
    assert rule is not None
    return rule


def test_what_holds_for_all_is_read(configuration: Configuration, home: Home) -> None:
    """Contact and language are taken over, and the state gets an absolute path beside the file."""
    assert configuration.contact == "https://wiki.example.org/Utilisateur:Robot"
    assert configuration.language == "fr"
    assert configuration.state == f"sqlite:///{home.folder}/config/var/republish.db"
    assert configuration.path == home.folder / CONFIG


def test_wikis_are_read_in_order(configuration: Configuration) -> None:
    """Each wiki has its address, its account and what it accepts; what is not said has its default."""
    multibao, movilab, brest = configuration.wikis
    assert (multibao.name, multibao.api, multibao.user) == ("multibao", "https://multibao.example.org/api.php", None)
    assert multibao.pace == timedelta(seconds=10)
    assert multibao.accepts == (Regime.ADAPTATION,)
    assert movilab.user == "Robot@republish"
    assert movilab.pace == timedelta(seconds=5)
    assert movilab.accepts == (Regime.ADAPTATION, Regime.MARKED)
    assert (movilab.non_commercial, brest.non_commercial) == (False, True)


def test_secrets_stay_where_they_are(configuration: Configuration, home: Home) -> None:
    """A password is only a place, which knows where the file names it."""
    movilab = configuration.wiki("movilab").password
    brest = configuration.wiki("brest").password
    assert movilab is not None
    assert brest is not None
    assert (movilab.place, movilab.name) == (SecretPlace.ENV, "MOVILAB_PASSWORD")
    assert (movilab.file, movilab.line, movilab.column) == (str(home.folder / CONFIG), 11, 15)
    assert (brest.place, brest.name) == (SecretPlace.CREDENTIAL, "brest")


def test_the_job_is_read(configuration: Configuration) -> None:
    """A job has its source, its selection, its partners, its schedule and its limits."""
    (job,) = configuration.jobs
    assert (job.name, job.source.name, job.mapping.name) == ("outils", "multibao", "multibao-outil")
    assert job.selection == Selection(
        include=(InCategory("Fiches outils"), UsesTemplate("Fiche outil")), exclude=(InCategory("Brouillons"),)
    )
    assert [(partner.wiki.name, partner.mapping.name, partner.files) for partner in job.partners] == [
        ("movilab", "movilab-recette", Files.LINK),
        ("brest", "brest-fiche", Files.COPY),
    ]
    assert (job.every, job.cron) == (timedelta(hours=1), None)
    assert job.brake == Brake(share=0.5, at_least=10)
    assert job.look == timedelta(days=1)


def test_the_format_is_read(configuration: Configuration) -> None:
    """A format keeps its fields in order, with kinds and labels."""
    (job,) = configuration.jobs
    known = job.mapping.format
    assert known.name == "fiche-pratique"
    assert [field.name for field in known.fields][:3] == ["titre", "resume", "objectifs"]
    title, lieu = known.field("titre"), known.field("lieu")
    assert title is not None
    assert title.required
    assert (title.label("fr"), title.label("en"), title.label("de")) == ("Titre", "Title", "titre")
    assert lieu is not None
    assert (lieu.kind, lieu.required, lieu.labels) == (Kind.COORDINATES, False, ())


def test_the_mapping_of_the_source_is_read(configuration: Configuration) -> None:
    """Parameters, sections, items and categories become carriers with all their names."""
    mapping = configuration.jobs[0].mapping
    assert (mapping.title, mapping.templates, mapping.rest) == ("{titre}", ("Fiche outil",), "deroule")
    assert rule_of(mapping, "titre").carrier == Parameter(("titre",))
    assert rule_of(mapping, "titre").default == "{page}"
    assert rule_of(mapping, "resume").carrier == Parameter(("résumé", "resume"))
    assert rule_of(mapping, "objectifs").separator == ","
    assert rule_of(mapping, "participants").carrier == Item(("Nombre de participants",), "Informations pratiques")
    assert rule_of(mapping, "deroule").carrier == Section(("Procédure", "Déroulé"))
    assert rule_of(mapping, "mots_cles").carrier == Categories(("Fiches outils",))


def test_the_mapping_of_the_partner_is_read(configuration: Configuration) -> None:
    """Options, categories and the credit of a partner are taken over."""
    mapping = configuration.jobs[0].partners[0].mapping
    assert rule_of(mapping, "duree").duration == "{hours} h {minutes}"
    assert rule_of(mapping, "mots_cles").values == (("gouvernance", "Gouvernance partagée"),)
    assert rule_of(mapping, "mots_cles").otherwise is Otherwise.KEEP
    assert rule_of(mapping, "sources").owner is Owner.SOURCE
    assert rule_of(mapping, "lieu").owner is Owner.BOTH
    assert mapping.rest is None
    assert mapping.categories == ("Recettes libres", "Recettes de {source.name}")
    assert (mapping.credit.template, mapping.credit.top) == ("Republication", False)


def test_places_of_licences_are_read(home: Home) -> None:
    """Templates, categories and sections, each name as its wiki shows it."""
    home.change(
        SOURCE,
        "rest: ",
        "licences:\n  templates: {'{{Modèle:CC-BY-SA}}': CC-BY-SA-4.0, Double: CC-BY-SA-3.0 OR GFDL-1.3-or-later}\n"
        "  categories: {Fiches libres: CC BY}\n  sections: [Sources, Crédits]\n  parts: Annexe\nrest: ",
    )
    places = home.load().jobs[0].mapping.licences
    assert [(name, offer.id) for name, offer in places.templates] == [
        ("CC-BY-SA", "CC-BY-SA-4.0"),
        ("Double", "CC-BY-SA-3.0 OR GFDL-1.3-or-later"),
    ]
    assert [(name, offer.id) for name, offer in places.categories] == [
        ("Fiches libres", "LicenseRef-CC-BY-unversioned")
    ]
    assert (places.sections, places.parts) == (("Sources", "Crédits"), ("Annexe",))


def test_the_samples_need_no_warning(configuration: Configuration) -> None:
    """All that they say is done."""
    assert configuration.warnings == ()
    assert [partner.files for partner in configuration.jobs[0].partners] == [Files.LINK, Files.COPY]


def test_the_shipped_configuration_loads(monkeypatch: pytest.MonkeyPatch) -> None:
    """The files that we ship load, and errors would show their paths from where the operator stands."""
    monkeypatch.chdir(REPOSITORY)
    configuration = load(Path("config/republish.yaml"))
    assert [job.name for job in configuration.jobs] == ["outils"]
    assert configuration.warnings == ()


@pytest.mark.parametrize("file", ["config/republish.yaml", "mappings/multibao-outil.yaml", "mappings/brest-fiche.yaml"])
def test_shipped_files_name_their_schema(file: str) -> None:
    """The first line of a shipped file tells an editor a schema that is there."""
    path = REPOSITORY / file
    first = path.read_text(encoding="utf-8").splitlines()[0]
    start, _, schema = first.partition("=")
    assert start == "# yaml-language-server: $schema"
    assert (path.parent / schema).is_file()
