"""Transforms in the rules of a mapping: what loads, and what is said of mistakes."""

import pytest

from bot.domain.mapping import Rule
from bot.domain.transform import Step
from tests.config.home import FORMAT, PARTNER, SOURCE, Home
from tests.config.mistakes import Mistake

DUREE = 'write: {duration: "{hours} h {minutes}"}}'
PHOTO = "{parameter: photo}"
NOM = "{parameter: nom}"
RESUME = "{parameter: présentation}"


def _rule(home: Home, field: str) -> Rule:
    rule = home.load().jobs[0].partners[0].mapping.rule(field)
    assert rule is not None
    return rule


@pytest.mark.parametrize(
    ("before", "after", "field", "read", "write"),
    [
        pytest.param(RESUME, "{parameter: p, read: strip}", "resume", (Step("strip"),), (), id="a word"),
        pytest.param(
            RESUME,
            '{parameter: p, read: [strip, {replace: {from: "·", to: ", "}}], write: {prefix: " no "}}',
            "resume",
            (Step("strip"), Step("replace", (("from", "·"), ("to", ", ")))),
            (Step("prefix", (("text", " no "),)),),
            id="a list, and the first option alone",
        ),
        pytest.param(
            RESUME,
            "{parameter: p, write: [{truncate: 80}, {map: {table: {a: b, 1: 2}, otherwise: drop}}]}",
            "resume",
            (),
            (
                Step("truncate", (("length", 80),)),
                Step("map", (("table", (("a", "b"), ("1", "2"))), ("otherwise", "drop"))),
            ),
            id="a number and a table",
        ),
        pytest.param(
            'separator: "; "}',
            'write: [lower, {join: " / "}], read: {split: /}}',
            "objectifs",
            (Step("split", (("separator", "/"),)),),
            (Step("lower"), Step("join", (("separator", " / "),))),
            id="a list and a text",
        ),
        pytest.param(
            DUREE,
            'write: [{duration: {to: "{total} min"}}, {prefix: "env. "}]}',
            "duree",
            (),
            (Step("duration", (("to", "{total} min"),)), Step("prefix", (("text", "env. "),))),
            id="a duration in a row",
        ),
        pytest.param(
            PHOTO,
            "{parameter: photo, write: {prefix: 'Fichier:'}}",
            "image",
            (),
            (Step("prefix", (("text", "Fichier:"),)),),
            id="a file",
        ),
        pytest.param(
            "{parameter: géo}", "{parameter: géo, write: coordinates}", "lieu", (), (Step("coordinates"),), id="k"
        ),
    ],
)
def test_transforms_are_read(
    home: Home, before: str, after: str, field: str, read: tuple[Step, ...], write: tuple[Step, ...]
) -> None:
    """One transform or a list, with options, the first option alone, or none."""
    home.change(PARTNER, before, after)
    rule = _rule(home, field)
    assert (rule.read, rule.write) == (read, write)


def test_a_duration_alone_is_what_it_was(home: Home) -> None:
    """The first pattern that mappings had goes on working, and is a transform like others."""
    rule = _rule(home, "duree")
    assert (rule.duration, rule.write) == ("{hours} h {minutes}", ())
    assert rule.writing == (Step("duration", (("to", "{hours} h {minutes}"),)),)


def test_the_pattern_of_a_date_must_be_read_back(home: Home) -> None:
    """A date is day first, so a pattern with the month first is refused, and one in words is not."""
    home.change(FORMAT, "lieu:          {kind: coordinates}", "lieu: {kind: date}")
    home.change(PARTNER, "{parameter: géo}", '{parameter: géo, write: {date: "{mm}/{dd}/{year}"}}')
    (problem,) = home.problems()
    assert "“03/01/2026”" in problem.message
    home.change(PARTNER, "{mm}/{dd}/{year}", "{dd}/{mm}/{year}")
    assert _rule(home, "lieu").write == (Step("date", (("to", "{dd}/{mm}/{year}"),)),)
    home.change(PARTNER, '{date: "{dd}/{mm}/{year}"}', '{date: {to: "{month} {year}", from: "{jour}/{mm}/{year}"}}')
    (problem,) = home.problems()
    assert "“dd”" in problem.message or "{jour}" in problem.message


MISTAKES = {
    "an unknown transform": Mistake(PARTNER, RESUME, "{parameter: p, write: stripe}", "7:39", ("“stripe”", "“strip”")),
    "an unknown one with options": Mistake(
        PARTNER, RESUME, "{parameter: p, write: [lower, {prefixe: a}]}", "7:48", ("“prefixe”", "“prefix”")
    ),
    "an unknown option": Mistake(
        PARTNER, RESUME, "{parameter: p, write: {replace: {form: a, to: b}}}", "7:50", ("“form”", "“from”")
    ),
    "a missing option": Mistake(
        PARTNER, RESUME, "{parameter: p, write: {replace: {to: b}}}", "7:49", ("needs", "“from”")
    ),
    "a transform without what it needs": Mistake(PARTNER, RESUME, "{parameter: p, write: prefix}", "7:39", ("“text”",)),
    "options of nothing": Mistake(PARTNER, RESUME, "{parameter: p, write: {lower: a}}", "7:47", ("no options",)),
    "an option of the wrong sort": Mistake(
        PARTNER, RESUME, "{parameter: p, write: {truncate: many}}", "7:50", ("a whole number",)
    ),
    "an unknown choice": Mistake(
        PARTNER, RESUME, "{parameter: p, write: {map: {table: {a: b}, otherwise: droop}}}", "7:72", ("“drop”",)
    ),
    "a table that is none": Mistake(PARTNER, RESUME, "{parameter: p, write: {map: {table: a}}}", "7:53", ("a table",)),
    "a table that cannot be read back": Mistake(
        PARTNER, RESUME, "{parameter: p, write: {map: {table: {a: x, b: X}}}}", "7:63", ("read back",)
    ),
    "an empty option": Mistake(PARTNER, RESUME, '{parameter: p, write: {prefix: ""}}', "7:48", ("empty",)),
    "an empty separator": Mistake(PARTNER, 'separator: "; "}', "write: {join: ''}}", "8:54", ("empty",)),
    "a list as an option": Mistake(PARTNER, RESUME, "{parameter: p, write: {prefix: [a]}}", "7:48", ("key: value",)),
    "a list as a text": Mistake(PARTNER, RESUME, "{parameter: p, write: {prefix: {text: [a]}}}", "7:55", ("one text",)),
    "two transforms in one": Mistake(
        PARTNER, RESUME, "{parameter: p, write: {prefix: a, suffix: b}}", "7:39", ("a list",)
    ),
    "a transform of another kind": Mistake(
        PARTNER, RESUME, "{parameter: p, write: [strip, {date: '{year}'}]}", "7:47", ("only a date", "kind text")
    ),
    "a list at the end of a text": Mistake(PARTNER, RESUME, "{parameter: p, read: split}", "7:32", ("join or first",)),
    "a list where a text stands": Mistake(PARTNER, RESUME, "{parameter: p, write: first}", "7:39", ("takes a list",)),
    "a text where a list stands": Mistake(PARTNER, 'separator: "; "}', "write: split}", "8:47", ("takes a text",)),
    "an unsafe regular expression": Mistake(
        PARTNER, RESUME, "{parameter: p, read: {regex: {from: '(a+)+', to: b}}}", "7:53", ("not allowed",)
    ),
    "a long regular expression": Mistake(
        PARTNER, RESUME, "{parameter: p, read: {regex: {from: " + "a" * 201 + "}}}", "7:53", ("200",)
    ),
    "a wrong regular expression": Mistake(
        PARTNER, RESUME, "{parameter: p, read: {regex: '(a'}}", "7:46", ("brackets",)
    ),
    "a slow regular expression": Mistake(
        PARTNER, RESUME, "{parameter: p, read: {regex: '.*.*.*.*.*x'}}", "7:46", ("simpler",)
    ),
    "a group that is not there": Mistake(
        PARTNER, RESUME, "{parameter: p, read: {regex: {from: 'a', to: '\\2'}}}", "7:62", ("group 2",)
    ),
    "splitting categories": Mistake(
        SOURCE, "{categories: true, except", "{categories: true, read: split, except", "12:42", ("takes a text",)
    ),
    "categories that are links": Mistake(
        SOURCE, "{categories: true, except", "{categories: true, write: link, except", "12:36", ("no link",)
    ),
    "splitting a list property": Mistake(
        PARTNER, '{parameter: objectifs, separator: "; "}', "{property: O, read: split}", "8:37", ("takes a text",)
    ),
    "transforms of a text and a list": Mistake(
        PARTNER,
        '{parameter: objectifs, separator: "; "}',
        "{any: [{parameter: o}, {property: O}], read: [join, split]}",
        "8:56",
        ("use “separator”",),
    ),
    "no transforms of writing": Mistake(PARTNER, RESUME, "{parameter: p, write: []}", "7:39", ("take “write” out",)),
    "no transforms of reading": Mistake(PARTNER, RESUME, "{parameter: p, read: []}", "7:38", ("take “read” out",)),
    "writing a constant": Mistake(PARTNER, PHOTO, "{constant: x, write: strip}", "12:31", ("“write”",)),
    "constant licences": Mistake(
        SOURCE, "{parameter: licence}", "{parameter: licence, read: {constant: CC0}}", "15:38", ("kind licence",)
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=list(MISTAKES))
def test_a_mistake_is_found_at_its_place(home: Home, mistake: Mistake) -> None:
    """One problem, where it stands, with words that help."""
    home.change(mistake.file, mistake.before, mistake.after)
    problems = home.problems()
    assert [f"{problem.file}:{problem.line}:{problem.column}" for problem in problems] == [
        f"{mistake.file}:{mistake.at}"
    ]
    assert [word for word in mistake.words if word not in problems[0].message] == []
