"""Every mistake is found, with its place and with words that help."""

from pathlib import Path

import pytest

from bot.config.paths import shown
from tests.config.home import BREST, CONFIG, FORMAT, PARTNER, SOURCE, Home
from tests.config.mistakes import EVERY, JOBS, OBJECTIFS, SHAPE, VALUES, Mistake

MAPPINGS = {
    "another name than the file": Mistake(
        SOURCE, "mapping: multibao-outil", "mapping: multibao", "1:10", ("“multibao-outil”", "“multibao”")
    ),
    "another format than the file": Mistake(
        FORMAT, "format: fiche-pratique", "format: fiche", "1:9", ("“fiche-pratique”", "“fiche”")
    ),
    "an unknown format": Mistake(
        SOURCE, "format: fiche-pratique", "format: fiche-pratiqe", "2:9", ("“fiche-pratiqe”", "“fiche-pratique”")
    ),
    "an unknown kind": Mistake(
        FORMAT, "kind: coordinates", "kind: coordonates", "12:25", ("“coordonates”", "“coordinates”")
    ),
    "a field without kind": Mistake(
        FORMAT, "lieu:          {kind: coordinates}", "lieu: {}", "12:3", ("“kind” is missing",)
    ),
    "a field called page": Mistake(FORMAT, "  lieu: ", "  page: ", "12:3", ("“page”", "another name")),
    "a field called by two words": Mistake(FORMAT, "  lieu: ", "  le lieu: ", "12:3", ("letters, digits",)),
    "a label in an unknown language": Mistake(FORMAT, "en: Title", "eng: Title", "4:66", ("“eng”", "“en”")),
    "an unknown field": Mistake(PARTNER, "  resume: ", "  résumé: ", "7:3", ("no field “résumé”", "“resume”")),
    "an unknown option": Mistake(
        PARTNER, "otherwise: keep", "otherwize: keep", "11:98", ("“otherwize”", "“otherwise”")
    ),
    "an unknown choice": Mistake(PARTNER, "otherwise: keep", "otherwise: kept", "11:109", ("“kept”", "“keep”")),
    "no place for a field": Mistake(
        PARTNER, "{parameter: photo}", "{owner: both}", "12:3", ("where the field stands", "parameter")
    ),
    "two places for a field": Mistake(
        PARTNER, "{parameter: photo}", "{parameter: photo, section: Photo}", "12:36", ("one place", "“section”")
    ),
    "an option of nothing": Mistake(PARTNER, "{parameter: photo}", "{parameter: photo, in: A}", "12:36", ("“item”",)),
    "exceptions from nothing": Mistake(
        PARTNER, "{parameter: photo}", "{parameter: photo, except: A}", "12:36", ("“categories”",)
    ),
    "categories for a text": Mistake(PARTNER, "{section: Déroulé}", "{categories: true}", "10:18", ("deroule", "list")),
    "an empty separator": Mistake(PARTNER, OBJECTIFS, OBJECTIFS.replace("; ", ""), "8:51", ("separator is empty",)),
    "a pattern for what is no duration": Mistake(
        PARTNER, "{parameter: photo}", '{parameter: photo, write: {duration: "{hours}"}}', "12:36", ("only a duration",)
    ),
    "an unknown part of a duration": Mistake(
        PARTNER, "{hours} h {minutes}", "{hour} h {minutes}", "9:54", ("nothing fills {hour}", "“hours”")
    ),
    "a duration that means something else": Mistake(
        PARTNER, "{hours} h {minutes}", "{hours}:{minutes}", "9:54", ("5 minutes", "“0:05”")
    ),
    "a title of an unknown field": Mistake(
        PARTNER, "Recette:{titre}", "Recette:{title}", "3:8", ("{title}", "“titre”")
    ),
    "a title that never changes": Mistake(PARTNER, "Recette:{titre}", "Recette", "3:8", ("same title", "{titre}")),
    "a title with half a hole": Mistake(PARTNER, "Recette:{titre}", "{titre} {page", "3:8", ("a brace",)),
    "a default with an unknown hole": Mistake(SOURCE, '"{page}"', '"{pages}"', "6:45", ("{pages}", "“page”")),
    "a category with an unknown hole": Mistake(
        PARTNER, "{source.name}", "{source}", "15:31", ("{source}", "“source.name”")
    ),
    "a title that cannot be read": Mistake(PARTNER, "{parameter: photo}", "{title: true}", "12:18", ("{image}",)),
    "one parameter for two fields": Mistake(
        PARTNER, "parameter: photo", "parameter: [photo, nom]", "12:37", ("“titre”", "same place")
    ),
    "one section for two fields": Mistake(PARTNER, "{section: Sources,", "{section: déroulé,", "14:27", ("“deroule”",)),
    "the categories for two fields": Mistake(
        SOURCE,
        'objectifs:    {parameter: objectifs, separator: ","}',
        "objectifs: {categories: true}",
        "12:30",
        ("“objectifs”",),
    ),
    "a constant that is a field": Mistake(
        PARTNER, "categories: [R", "constants: {photo: x}\ncategories: [R", "12:29", ("“constants”",)
    ),
    "a rest for no field": Mistake(SOURCE, "rest: deroule", "rest: déroulé", "16:7", ("“déroulé”", "“deroule”")),
    "a rest for a list": Mistake(SOURCE, "rest: deroule", "rest: objectifs", "16:7", ("objectifs", "kind list")),
    "a rest for an item": Mistake(
        SOURCE, "rest: deroule", "rest: participants", "16:7", ("no parameter and no section",)
    ),
    "two words of the format for one": Mistake(
        PARTNER, "gouvernance: G", "pouvoir: gouvernance partagée, gouvernance: G", "11:106", ("“pouvoir”", "read back")
    ),
    "a template no wiki can have": Mistake(
        PARTNER, "template: Recette libre", "template: Recette|libre", "4:11", ("no page",)
    ),
    "a category of the mapping no wiki can have": Mistake(
        PARTNER, "Recettes libres,", "Recettes|libres,", "15:14", ("no page",)
    ),
    "a template of the credit no wiki can have": Mistake(
        PARTNER, "{template: Rep", "{template: Rep|", "16:20", ("no page",)
    ),
    "a licence that a template cannot stand for": Mistake(
        SOURCE, "rest: ", "licences: {templates: {Libre: licence libre}}\nrest: ", "16:31", ("no licence",)
    ),
    "a category of a licence no wiki can have": Mistake(
        SOURCE, "rest: ", "licences:\n  categories: {'A|B': CC-BY-4.0}\nrest: ", "17:16", ("no page",)
    ),
    "an unknown place of licences": Mistake(
        SOURCE, "rest: ", "licences: {category: {A: CC-BY-4.0}}\nrest: ", "16:12", ("“category”", "“categories”")
    ),
    "a section that speaks of the sheet and of itself": Mistake(
        SOURCE, "rest: ", "licences: {sections: Sources, parts: [Annexe, Sources]}\nrest: ", "16:31", ("“Sources”",)
    ),
    "a place for the credit that is none": Mistake(
        PARTNER, "place: bottom", "place: buttom", "16:42", ("“buttom”", "“bottom”")
    ),
}

WRITING = {
    "an unquoted template": Mistake(CONFIG, "Fiche outil", "{{Fiche outil}}", "28:21", ("quote wikitext: '{{…}}'",)),
    "an unquoted call": Mistake(CONFIG, "Fiche outil", "{{Fiche outil|a=1}}", "28:21", ("quote wikitext",)),
    "an unquoted template before text": Mistake(CONFIG, "Fiche outil", "{{Fiche}} outil", "28:21", ("quote wikitext",)),
    "an unquoted category": Mistake(
        CONFIG, "Brouillons", "[[Catégorie:Brouillons]]", "30:21", ("quote wikitext: '[[…]]'",)
    ),
    "two unquoted links": Mistake(CONFIG, "Brouillons", "[[A]] et [[B]]", "30:21", ("quote wikitext",)),
    "an unclosed link": Mistake(CONFIG, "Brouillons", "[[A", "30:21", ("quote wikitext",)),
    "an unquoted link in a list": Mistake(
        PARTNER, "[Recettes libres,", "[[[Catégorie:Recettes libres]],", "15:13", ("quote wikitext",)
    ),
    "an unquoted template in a mapping": Mistake(
        CONFIG,
        "{wiki: movilab, mapping: movilab-recette}",
        "{wiki: movilab, mapping: {{movilab}}}",
        "32:34",
        ("quote wikitext",),
    ),
    "an unquoted template as a key": Mistake(CONFIG, "language: fr", "{{a}}: fr", "2:1", ("quote wikitext",)),
    "an unquoted pattern": Mistake(SOURCE, '"{titre}"', "{titre}", "3:8", ("quote the pattern",)),
    "an unquoted pattern before text": Mistake(SOURCE, '"{titre}"', "{titre} (outil)", "3:8", ("quote the pattern",)),
    "an unquoted colon": Mistake(CONFIG, "Brouillons", "Fiche: Prénom", "30:21", ("quote the value", "colon")),
    "a star": Mistake(CONFIG, "Brouillons", "*Brouillons", "30:21", ("quote the value", "“*”")),
    "a star of cron": Mistake(CONFIG, EVERY, "cron: */15 * * * * ", "34:11", ("quote the value", "“*”")),
    "an ampersand": Mistake(CONFIG, "Brouillons", "&Brouillons", "30:21", ("quote the value", "“&”")),
    "an ampersand before text": Mistake(CONFIG, "Brouillons", "&Fiche Brouillons", "30:21", ("quote the value", "“&”")),
    "an at sign": Mistake(CONFIG, "Brouillons", "@Brouillons", "30:21", ("quote the value", "“@”")),
    "a percent sign": Mistake(CONFIG, "Brouillons", "%Brouillons", "30:21", ("quote the value", "“%”")),
    "an exclamation mark": Mistake(CONFIG, "Brouillons", "!Brouillons", "30:21", ("quote the value", "“!”")),
    "a bar": Mistake(CONFIG, "Brouillons", "|Brouillons", "30:21", ("quote the value", "“|”")),
    "a tab": Mistake(CONFIG, "  multibao:\n    api", "  multibao:\n\tapi", "7:1", ("a tab",)),
    "a tab behind a colon": Mistake(CONFIG, "wiki: multibao", "wiki: multibao\n\tmapping: x", "25:1", ("a tab",)),
    "no blank behind a colon": Mistake(CONFIG, "language: fr", "language:fr", "2:1", ("a blank behind the colon",)),
    "no blank behind the first colon": Mistake(
        CONFIG,
        "contact: https://wiki.example.org/Utilisateur:Robot",
        "contact:robot@example.org",
        "1:1",
        ("a blank behind the colon",),
    ),
    "an unquoted template in a list": Mistake(
        PARTNER, "[Recettes libres,", "[{{a}} b, Recettes libres,", "15:14", ("quote wikitext",)
    ),
    "a line not in line": Mistake(CONFIG, "  movilab:", "   movilab:", "8:4", ("indented",)),
    "an open quotation mark": Mistake(
        SOURCE, "template: Fiche outil", "template: 'Fiche outil", "4:11", ("not closed",)
    ),
    "text behind quotes": Mistake(SOURCE, "template: Fiche outil", "template: 'Fiche' outil", "4:19", ("whole value",)),
    "an open brace": Mistake(CONFIG, "{changes: 50%, at_least: 10}", "{changes: 50%", "35:13", ("not closed",)),
    "two documents": Mistake(CONFIG, "\njobs:", "---\njobs:", "19:1", ("second document",)),
    "a comma that cuts": Mistake(FORMAT, "fr: Titre,", "fr: Titre, sous-titre,", "4:66", ("holds a comma",)),
    "wikitext behind text": Mistake(
        SOURCE, "template: Fiche outil", "template: Fiche {{outil: 1}}", "4:17", ("quote wikitext",)
    ),
    "a backslash": Mistake(SOURCE, "template: Fiche outil", 'template: "Fiche\\outil"', "4:11", ("a backslash",)),
    "a file cut short": Mistake(
        SOURCE,
        "rest: deroule                       # text that no rule claims goes to the end of this field; or: report\n",
        "rest: [\n\n\n",
        "16:8",
        ("not closed",),
    ),
    "a key that is a list": Mistake(CONFIG, "language: fr", "[a, b]: fr", "2:1", ("a key is plain text",)),
    "values without end": Mistake(CONFIG, "[adaptation, marked]", "&x [*x]", "1:1", ("without end",)),
    "a merge of nothing": Mistake(CONFIG, "language: fr", "<<: fr", "2:5", ("“<<”",)),
}


@pytest.mark.parametrize(
    "mistake",
    [pytest.param(row, id=name) for part in (SHAPE, VALUES, JOBS, MAPPINGS, WRITING) for name, row in part.items()],
)
def test_a_mistake_is_one_problem_with_its_place(home: Home, mistake: Mistake) -> None:
    """One mistake makes exactly one problem, which says where and what to do."""
    home.change(mistake.file, mistake.before, mistake.after)
    if mistake.at.startswith("config "):
        file, at = CONFIG, mistake.at.removeprefix("config ")
    else:
        file, at = mistake.file, mistake.at
    problems = home.problems()
    assert [str(problem).removesuffix(problem.message) for problem in problems] == [f"{file}:{at}: "], problems
    for words in mistake.words:
        assert words in problems[0].message


def test_a_file_full_of_slips_is_not_mended_for_ever(home: Home) -> None:
    """After many slips the reading gives up, and tells those it found."""
    home.write(BREST, "".join(f"key{number}: @x\n" for number in range(60)))
    assert [problem.line for problem in home.problems() if problem.file == BREST] == list(range(1, 51))


def test_all_mistakes_are_told_at_once_in_order(home: Home) -> None:
    """Mistakes of every sort, in several files, come together and sorted by place."""
    home.change(CONFIG, "language: fr", "language: de")
    home.change(CONFIG, "pace: 5s", "pace: 5")
    home.change(CONFIG, "wiki: multibao", "wiki: multibo")
    home.change(CONFIG, "Fiches outils", "[[Catégorie:Fiches outils]]")
    home.change(CONFIG, "Brouillons", "Brouillons: à finir")
    home.change(CONFIG, "Fiche outil\n", "@Fiche outil\n")
    home.change(CONFIG, "every:", "evry:")
    home.change(PARTNER, "  resume: ", "  resumme: ")
    home.change(PARTNER, "owner: source}", "owner: me}")
    home.change(BREST, "section: Déroulement", "sections: Déroulement")
    places = [f"{problem.file}:{problem.line}:{problem.column}" for problem in home.problems()]
    assert places == [
        f"{CONFIG}:2:11",
        f"{CONFIG}:12:11",
        f"{CONFIG}:24:13",
        f"{CONFIG}:27:21",
        f"{CONFIG}:28:21",
        f"{CONFIG}:30:21",
        f"{CONFIG}:34:5",
        f"{BREST}:7:14",
        f"{PARTNER}:7:3",
        f"{PARTNER}:14:43",
    ]


def test_a_path_is_told_from_the_folder_where_one_stands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A unit stands in the root, where nobody would take ``etc/republish`` for what it is."""
    monkeypatch.chdir(tmp_path)
    assert shown(tmp_path / "var/x.yaml") == "var/x.yaml"
    assert shown(Path("/etc/x.yaml")) == "/etc/x.yaml"
    monkeypatch.chdir("/")
    assert shown(Path("/etc/x.yaml")) == "/etc/x.yaml"
