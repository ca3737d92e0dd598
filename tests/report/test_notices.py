"""Many notices on a terminal and as data: each once, counted, with the names of its sheets."""

from io import StringIO

import pytest
from rich.console import Console, RenderableType

from bot.domain.page import PageRef
from bot.domain.plan import Action, Change, Notice, Outcome, Plan, Result, State
from bot.i18n import use_language
from bot.report.data import plan_data
from bot.report.notices import gather, show_notices
from bot.report.terminal import show_plan, show_results
from bot.report.words import describe_notice

SOURCES = Notice("unclaimed parameter", "sources")
DURATION = Notice("value not understood", "longtemps", "duree")


def change(number: int, *notices: Notice, partner: str = "movilab") -> Change:
    """Make a change with notices."""
    title = f"Fiche {number}"
    return Change(Action.CREATE, partner, PageRef(number, title, 1), title, State.MISSING, notices=notices)


CHANGES = (
    change(1, DURATION),
    *(change(number, SOURCES) for number in range(1, 6)),
    *(change(number, SOURCES) for number in range(1, 6)),
    change(9, Notice("unclaimed category", "Ville"), partner="brest"),
    *(change(number, Notice("unclaimed text", f"Un texte {number}")) for number in range(20, 28)),
)


def shown(part: RenderableType | None) -> str:
    """Print something as a pipe would get it."""
    assert part is not None
    out = StringIO()
    Console(file=out, width=200, markup=False, highlight=False).print(part)
    return out.getvalue()


def test_a_notice_is_told_once_for_all_its_sheets() -> None:
    """The commonest sort first, and a partner only where it is not all of them."""
    assert shown(show_notices(CHANGES)).splitlines() == [
        "",
        "To know of 14 sheets:",
        "  ! Some text has no rule and is left out: “Un texte 20”.",
        "      Fiche 20 (movilab)",
        "  ! Some text has no rule and is left out: “Un texte 21”.",
        "      Fiche 21 (movilab)",
        "  ! Some text has no rule and is left out: “Un texte 22”.",
        "      Fiche 22 (movilab)",
        "  ! Some text has no rule and is left out: “Un texte 23”.",
        "      Fiche 23 (movilab)",
        "  ! Some text has no rule and is left out: “Un texte 24”.",
        "      Fiche 24 (movilab)",
        "      … and 3 more notices of this sort: “--json” shows all.",
        "  ! The parameter “sources” has no rule and is left out.",
        "      5 sheets: Fiche 1, Fiche 2, Fiche 3 and 2 more (movilab)",
        "  ! The category “Ville” has no rule and is left out.",
        "      Fiche 9 (brest)",
        "  ! The value “longtemps” of the field “duree” is none of its kind: it is carried as it is written.",
        "      Fiche 1 (movilab)",
    ]
    assert show_notices([change(1)]) is None


def test_notices_are_in_french_too() -> None:
    """As every sentence for people."""
    use_language("fr")
    try:
        text = shown(show_notices([change(1, DURATION), change(2, SOURCES)]))
    finally:
        use_language("en")
    assert "À savoir sur 2 fiches" in text
    assert "La valeur «\u00a0longtemps\u00a0» du champ «\u00a0duree\u00a0»" in text


@pytest.mark.parametrize(
    ("language", "told", "why"),
    [
        (
            "en",
            "The file “Mur.png” could not be brought to the partner: the copy links to it. The reason: {why}.",
            "its page “Fichier:Mur.png” there holds “{{nobots}}”",
        ),
        (
            "fr",
            "Le fichier «\u00a0Mur.png\u00a0» n’a pas pu être apporté chez le partenaire\u00a0: la copie y renvoie "
            "par un lien. La raison\u00a0: {why}.",
            "The file type is not allowed.",
        ),
    ],
)
def test_the_reason_of_a_file_stands_behind_the_sentence_of_it(language: str, told: str, why: str) -> None:
    """The quotes hold its name only; without a reason the sentence stands alone."""
    use_language(language)
    try:
        with_reason = describe_notice(Notice("file refused", "Mur.png", words=why))
        alone = describe_notice(Notice("file refused", "Mur.png"))
    finally:
        use_language("en")
    assert with_reason == told.replace("{why}", why.removesuffix("."))
    assert with_reason.startswith(f"{alone} ")


def test_plans_and_results_tell_notices() -> None:
    """A plan with its details, and a sync behind its results."""
    plan = Plan("outils", CHANGES, 14)
    assert shown(show_plan(plan, details=True)).count("“sources”") == 1
    assert "“sources”" not in shown(show_plan(plan, details=False))
    results = [Result(one, Outcome.CREATED) for one in CHANGES]
    assert shown(show_results(results, still_waiting=0)).count("“sources”") == 1
    same = [Result(one, Outcome.UNCHANGED) for one in CHANGES]
    assert "“sources”" not in shown(show_results(same, still_waiting=0))


def test_data_tell_all_notices_with_all_sheets() -> None:
    """Programs get what a terminal leaves out."""
    found = plan_data(Plan("outils", CHANGES, 14))
    assert len(found["notices"]) == len(gather(CHANGES)) == 11
    (duration,) = (each for each in found["notices"] if each["field"] == "duree")
    assert duration == {
        "code": "value not understood",
        "field": "duree",
        "detail": "longtemps",
        "words": None,
        "sentence": "The value “longtemps” of the field “duree” is none of its kind: it is carried as it is written.",
        "sheets": ["Fiche 1"],
        "partners": ["movilab"],
    }
    assert found["changes"][0]["notices"][0]["field"] == "duree"
