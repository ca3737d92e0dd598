"""Mistakes in the values of a configuration, and what is said of them."""

from dataclasses import dataclass

from tests.config.home import CONFIG, SOURCE


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
    "a stop page in brackets": Mistake(
        CONFIG, "non_commercial: true", "stop_page: '[[Utilisateur:Robot/Stop]]'", "18:16", ("without brackets",)
    ),
    "a list of pages that no page can be": Mistake(
        CONFIG, "non_commercial: true", "opt_out: Projet:Robot|Liste", "18:14", ("no page", "title")
    ),
    "a report that no page can be": Mistake(
        CONFIG, "non_commercial: true", "report: '[[Projet:Rapport]]'", "18:13", ("no page", "title")
    ),
    "a report without an account": Mistake(CONFIG, API, f"{API}\n    report: Projet:Rapport", "8:13", ("no account",)),
    "metrics for the whole world": Mistake(
        CONFIG, "language: fr", "metrics: {listen: '0.0.0.0:9101'}\nlanguage: fr", "2:19", ("this machine only",)
    ),
    "metrics without a port": Mistake(
        CONFIG, "language: fr", "metrics: {listen: 127.0.0.1}\nlanguage: fr", "2:19", ("127.0.0.1:9101",)
    ),
    "runs kept for no time": Mistake(CONFIG, "language: fr", "keep: 0d\nlanguage: fr", "2:7", ("too short",)),
    "a template at work in half its braces": Mistake(
        CONFIG, "non_commercial: true", "in_use: [En cours, 'Travaux}}']", "18:24", ("no template", "without braces")
    ),
    "the only template at work in half its braces": Mistake(
        CONFIG, "non_commercial: true", "in_use: 'Travaux}}'", "18:13", ("no template", "without braces")
    ),
    "a word about messages": Mistake(CONFIG, "non_commercial: true", "obey_messages: non", "18:20", ("true or false",)),
    "a contact nobody can reach": Mistake(
        CONFIG, "https://wiki.example.org/Ut", "the robot ", "1:10", ("mail address",)
    ),
    "an impossible contact": Mistake(
        CONFIG, "https://wiki.example.org/Ut", "https://[wiki/Ut", "1:10", ("web address",)
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
    "an unknown fate of a template": Mistake(
        CONFIG, "movilab-recette}", "movilab-recette, templates: {A: remove}}", "32:66", ("keep, drop, text",)
    ),
    "an unknown fate of templates": Mistake(
        CONFIG, "movilab-recette}", "movilab-recette, unknown_templates: remove}", "32:70", ("“remove”", "drop")
    ),
    "a function that is renamed": Mistake(
        CONFIG,
        "movilab-recette}",
        'movilab-recette, templates: {"#ask": {name: A}}}',
        "32:71",
        ("“#ask” is a function",),
    ),
    "a template without a name": Mistake(
        CONFIG, "movilab-recette}", "movilab-recette, templates: {A: {}}}", "32:63", ("“name” is missing",)
    ),
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
    "a licence of an impossible day": Mistake(
        CONFIG,
        "non_commercial: true",
        LICENCE + "{id: CC0-1.0, declared_by: A. B., date: 2026-02-31, link: https://b.example.org/l}",
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
    "several namespaces in one": Mistake(
        CONFIG, "- template: Fiche outil", "- {template: F, namespace: [0, 4]}", "28:36", ("one namespace",)
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
