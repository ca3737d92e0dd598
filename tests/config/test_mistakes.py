"""Every mistake is found, with its place and with words that help."""

from dataclasses import dataclass

import pytest

from tests.config.home import BREST, CONFIG, FORMAT, PARTNER, SOURCE, Home


@dataclass(frozen=True, slots=True)
class Mistake:
    """A change of one sample that makes it wrong: what the one problem says, and where."""

    file: str
    before: str
    after: str
    at: str
    words: tuple[str, ...]


API = "api: https://multibao.example.org/api.php"
PASSWORD = "password: {env: MOVILAB_PASSWORD}"
EVERY = "every: 1h "
OBJECTIFS = 'objectifs:    {parameter: objectifs, separator: "; "}'
LICENCE = "non_commercial: true\n    licence: "

SHAPE = {
    "an unknown key": Mistake(CONFIG, "language:", "colour: red\nlanguage:", "2:1", ("“colour”", "known are")),
    "a misspelt key": Mistake(CONFIG, "pace:", "pase:", "12:5", ("unknown key “pase”", "“pace”")),
    "a misspelt key that is needed": Mistake(CONFIG, "contact:", "contcat:", "1:1", ("“contcat”", "“contact”")),
    "a misspelt key of a job": Mistake(CONFIG, "from:", "form:", "23:5", ("“form”", "“from”")),
    "another case of a key": Mistake(CONFIG, "language:", "Language:", "2:1", ("“Language”", "“language”")),
    "a missing key": Mistake(CONFIG, "contact: ", "# ", "2:1", ("“contact” is missing",)),
    "a missing key of a job": Mistake(CONFIG, "      wiki: multibao\n", "", "23:5", ("“wiki” is missing",)),
    "a missing key of a partner": Mistake(
        CONFIG, "{wiki: movilab, mapping: movilab-recette}", "{wiki: movilab}", "32:9", ("“mapping” is missing",)
    ),
    "a key twice": Mistake(
        CONFIG, "    pace: 5s", "    user: x@y\n    pace: 5s", "12:5", ("“user”", "twice", "line 10")
    ),
    "a value missing": Mistake(CONFIG, EVERY, "every: ", "34:5", ("a value is missing",)),
    "a list instead of a text": Mistake(CONFIG, API, "api: [a, b]", "7:10", ("one text",)),
    "a text instead of a list": Mistake(CONFIG, "[adaptation, marked]", "adaptation", "13:14", ("write a list",)),
    "a text instead of keys": Mistake(CONFIG, "{changes: 50%, at_least: 10}", "50%", "35:13", ("keys and values",)),
    "an empty list": Mistake(CONFIG, "[adaptation, marked]", "[]", "13:14", ("nothing is listed",)),
    "an empty text": Mistake(CONFIG, API, "api: ''", "7:10", ("the text is empty",)),
    "an unknown language": Mistake(CONFIG, "language: fr", "language: fre", "2:11", ("“fre”", "“fr”")),
    "a word instead of true": Mistake(
        CONFIG, "non_commercial: true", "non_commercial: oui", "18:21", ("true or false",)
    ),
    "quotes around true": Mistake(CONFIG, "non_commercial: true", 'non_commercial: "true"', "18:21", ("quotes",)),
    "a fraction instead of a number": Mistake(CONFIG, "at_least: 10", "at_least: 1.5", "35:38", ("a whole number",)),
    "a number instead of a share": Mistake(CONFIG, "changes: 50%", "changes: 50", "35:23", ("50%",)),
    "more than all": Mistake(CONFIG, "changes: 50%", "changes: 500%", "35:23", ("percent",)),
}

VALUES = {
    "a contact nobody can reach": Mistake(
        CONFIG, "https://wiki.example.org/Ut", "the robot ", "1:10", ("mail address",)
    ),
    "a state elsewhere": Mistake(CONFIG, "sqlite:///var", "postgresql://bot@db", "3:8", ("SQLite",)),
    "a state in memory": Mistake(
        CONFIG, "sqlite:///var/republish.db", "'sqlite:///:memory:'", "3:8", ("a file that stays",)
    ),
    "the address of a page": Mistake(
        CONFIG,
        API,
        "api: https://multibao.example.org/wiki/Accueil",
        "7:10",
        ("https://multibao.example.org/w/api.php",),
    ),
    "the address of index.php": Mistake(
        CONFIG, API, "api: https://multibao.example.org/index.php", "7:10", ("https://multibao.example.org/api.php",)
    ),
    "no address": Mistake(CONFIG, API, "api: multibao.example.org/api.php", "7:10", ("web address",)),
    "an impossible address": Mistake(CONFIG, API, "api: https://[multibao/api.php", "7:10", ("web address",)),
    "api and folder": Mistake(CONFIG, API, f"{API}\n    folder: pages", "8:5", ("either “api” or “folder”",)),
    "neither api nor folder": Mistake(CONFIG, API, "pace: 5s", "6:3", ("“multibao” has no place",)),
    "an account that is no bot password": Mistake(
        CONFIG,
        "user: Robot@republish\n    password: {env",
        "user: Robot\n    password: {env",
        "10:11",
        ("Special:BotPasswords",),
    ),
    "a user without a password": Mistake(CONFIG, f"    {PASSWORD} ", "    # ", "10:5", ("without “password”",)),
    "a password without a user": Mistake(
        CONFIG, f"user: Robot@republish\n    {PASSWORD}", PASSWORD, "10:5", ("without “user”",)
    ),
    "two places of a secret": Mistake(CONFIG, "{env: MOVILAB_PASSWORD}", "{env: A, file: b}", "11:5", ("one place",)),
    "no place of a secret": Mistake(CONFIG, "{env: MOVILAB_PASSWORD}", "{}", "11:5", ("one place",)),
    "a bare number for a time": Mistake(CONFIG, EVERY, "every: 24 ", "34:12", ("bare number", "24h")),
    "a time like a clock": Mistake(CONFIG, EVERY, "every: 1:30 ", "34:12", ("bare number",)),
    "minute or month": Mistake(CONFIG, "pace: 5s", "pace: 5m", "12:11", ("min for minutes",)),
    "no time": Mistake(CONFIG, EVERY, "every: often ", "34:12", ("24h",)),
    "no time at all": Mistake(CONFIG, EVERY, "every: 0h ", "34:12", ("too often",)),
    "every and cron": Mistake(
        CONFIG, EVERY, "cron: 0 3 * * mon\n    every: 1h ", "34:5", ("either “every” or “cron”",)
    ),
    "four fields of cron": Mistake(CONFIG, EVERY, "cron: 0 3 * mon ", "34:11", ("five fields", "4")),
    "a numbered weekday": Mistake(CONFIG, EVERY, "cron: 0 3 * * 0 ", "34:11", ("0 means Sunday", "mon-fri")),
    "an unknown weekday": Mistake(CONFIG, EVERY, "cron: 0 3 * * lun ", "34:11", ("“lun”", "mon, tue")),
    "an impossible hour": Mistake(CONFIG, EVERY, "cron: 0 25 * * mon ", "34:11", ("“25”", "0 to 23")),
    "an unknown regime": Mistake(
        CONFIG, "[adaptation, marked]", "[protected]", "13:15", ("“protected”", "adaptation, marked")
    ),
    "a licence without version": Mistake(
        CONFIG,
        "non_commercial: true",
        LICENCE + "{id: CC-BY-SA, declared_by: A. B., date: 2026-01-31, link: https://b.example.org/l}",
        "19:19",
        ("CC-BY-SA-4.0",),
    ),
    "a licence of no day": Mistake(
        CONFIG,
        "non_commercial: true",
        LICENCE + "{id: CC0-1.0, declared_by: A. B., date: 31/01/2026, link: https://b.example.org/l}",
        "19:54",
        ("2026-01-31",),
    ),
    "a licence nobody can look up": Mistake(
        CONFIG,
        "non_commercial: true",
        LICENCE + "{id: CC0-1.0, declared_by: A. B., date: 2026-01-31, link: by mail}",
        "19:72",
        ("web address",),
    ),
    "a licence nobody vouches for": Mistake(
        CONFIG,
        "non_commercial: true",
        LICENCE + "{id: CC0-1.0, date: 2026-01-31, link: https://b.example.org/l}",
        "19:5",
        ("“declared_by” is missing",),
    ),
    "a name for no file": Mistake(CONFIG, "  outils:", "  ou/tils:", "21:3", ("letters, digits",)),
}

JOBS = {
    "an unknown wiki": Mistake(CONFIG, "wiki: multibao", "wiki: multiboa", "24:13", ("“multiboa”", "“multibao”")),
    "an unknown partner": Mistake(CONFIG, "wiki: movilab", "wiki: Movilab2", "32:16", ("“Movilab2”", "“movilab”")),
    "an unknown mapping": Mistake(
        CONFIG,
        "mapping: multibao-outil",
        "mapping: multibao-outils",
        "25:16",
        ("no mapping “multibao-outils”", "“multibao-outil”"),
    ),
    "a partner that is the source": Mistake(CONFIG, "wiki: multibao", "wiki: movilab", "32:16", ("is the source",)),
    "a partner twice": Mistake(CONFIG, "{wiki: brest", "{wiki: movilab", "33:16", ("“movilab”", "twice")),
    "a partner without an account": Mistake(
        CONFIG, f"    user: Robot@republish\n    {PASSWORD}", "    #", "31:16", ("“movilab” has no account",)
    ),
    "files to nowhere": Mistake(CONFIG, "files: copy", "files: copie", "33:52", ("“copie”", "“copy”")),
    "a rule of two minds": Mistake(
        CONFIG, "- template: Fiche outil", "- {template: Fiche outil, prefix: F}", "28:35", ("one way", "“prefix”")
    ),
    "a rule that names nothing": Mistake(CONFIG, "- template: Fiche outil", "- {}", "28:11", ("names no pages",)),
    "subcategories of nothing": Mistake(
        CONFIG, "- template: Fiche outil", "- {template: F, subcategories: true}", "28:25", ("belongs to “category”",)
    ),
    "subcategories in words": Mistake(
        CONFIG, "- category: Brouillons", "- {category: B, subcategories: all}", "30:40", ("how many levels",)
    ),
    "a namespace for titles": Mistake(
        CONFIG, "- template: Fiche outil", "- {pages: [A], namespace: Aide}", "28:24", ("before each title",)
    ),
    "a category no wiki can have": Mistake(CONFIG, "Brouillons", "A|B", "30:21", ("no page can be called",)),
    "pages instead of rules": Mistake(CONFIG, "- category: Brouillons", "- Brouillons", "30:11", ("keys and values",)),
    "mappings nowhere": Mistake(
        CONFIG, "language:", "mappings: [../mappings, none]\nlanguage:", "2:25", ("no such folder",)
    ),
    "a required field without a rule": Mistake(
        SOURCE, '  titre:        {parameter: titre, default: "{page}"}\n', "", "config 25:16", ("no rule", "titre")
    ),
}

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
        PARTNER, "gouvernance: G", "pouvoir: Gouvernance partagée, gouvernance: G", "11:106", ("“pouvoir”", "read back")
    ),
    "a template no wiki can have": Mistake(
        PARTNER, "template: Recette libre", "template: Recette|libre", "4:11", ("no page",)
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
    "a line not in line": Mistake(CONFIG, "  movilab:", "   movilab:", "8:4", ("indented",)),
    "an open quotation mark": Mistake(
        SOURCE, "template: Fiche outil", "template: 'Fiche outil", "4:11", ("not closed",)
    ),
    "text behind quotes": Mistake(SOURCE, "template: Fiche outil", "template: 'Fiche' outil", "4:19", ("whole value",)),
    "an open brace": Mistake(CONFIG, "{changes: 50%, at_least: 10}", "{changes: 50%", "35:13", ("not closed",)),
    "two documents": Mistake(CONFIG, "\njobs:", "---\njobs:", "19:1", ("second document",)),
    "a comma that cuts": Mistake(FORMAT, "fr: Titre,", "fr: Titre, sous-titre,", "4:66", ("holds a comma",)),
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
