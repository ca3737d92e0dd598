"""The licence of a sheet: from its page, its wiki or a declaration."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.licences.evidence import Declaration, Evidence, Place, Refused, Statement, establish
from bot.domain.licences.offers import Offer, offer_of_id
from bot.domain.licences.recognise import Certainty, Flag, Warned
from bot.domain.licences.refusal import Refusal
from bot.domain.licences.values import Family, Licence, cc
from tests.domain.licences.short import short

BY_SA = "https://creativecommons.org/licenses/by-sa/4.0/"
WORDS = "Creative Commons Attribution – Partage à l’identique"
PAGE = "https://wiki.example.org/wiki/Projet:Copyrights"


def _declared(name: str) -> Declaration:
    return Declaration(short(name), "Alice", date(2026, 1, 1), "https://example.org/accord")


def _offer(expression: str) -> Offer:
    found = offer_of_id(expression)
    assert found is not None
    return found


def field(raw: str) -> Statement:
    """Make what a field says."""
    return Statement(Place.FIELD, raw, "licence")


def template(expression: str, *, doubtful: bool = False) -> Statement:
    """Make what a template says by the mapping."""
    return Statement(Place.TEMPLATE, "{{Licence}}", "Licence", _offer(expression), doubtful=doubtful)


def category(expression: str) -> Statement:
    """Make what a category says by the mapping."""
    return Statement(Place.CATEGORY, "Fiches libres", "Fiches libres", _offer(expression))


def sentence(raw: str, part: str = "", *, picture: bool = False) -> Statement:
    """Make what a section says."""
    return Statement(Place.SECTION, raw, "Sources", part=part, picture=picture)


def wiki(url: str, text: str, *, own_page: bool = False) -> Statement:
    """Make what a wiki says."""
    return Statement(Place.WIKI, f"{url} {text}".strip(), address=url, own_page=own_page)


SILENT = sentence("Wikipédia, consulté en 2014")


@pytest.mark.parametrize(
    ("statements", "declared", "expected"),
    [
        pytest.param([field("CC BY 3.0"), wiki(BY_SA, WORDS)], None, ("by 3.0", Place.FIELD), id="the field first"),
        pytest.param(
            [wiki(BY_SA, WORDS), field("CC BY 3.0")], None, ("by 3.0", Place.FIELD), id="in whatever order they come"
        ),
        pytest.param([wiki(BY_SA, WORDS)], None, ("by-sa 4.0", Place.WIKI), id="the wiki next"),
        pytest.param([wiki(BY_SA, WORDS)], "by-sa 3.0", ("by-sa 4.0", Place.WIKI), id="the wiki before a declaration"),
        pytest.param([], "by-sa 3.0", ("by-sa 3.0", Place.DECLARED), id="a declaration last"),
        pytest.param([wiki("", WORDS)], "by-sa 3.0", ("by-sa 3.0", Place.DECLARED), id="declared version of words"),
        pytest.param([field("CC BY-SA")], "by-sa 3.0", ("by-sa 3.0", Place.FIELD), id="declared version of the field"),
        pytest.param([field("CC BY-SA"), wiki(BY_SA, WORDS)], None, Refusal.VERSION_UNKNOWN, id="none from the wiki"),
        pytest.param([field("CC BY-SA")], "by 4.0", Refusal.VERSION_UNKNOWN, id="version of another licence"),
        pytest.param(
            [field("licence libre"), wiki(BY_SA, "")], "by-sa 4.0", Refusal.NOT_UNDERSTOOD, id="no default over a field"
        ),
        pytest.param([field("CC BY, GFDL")], "by 4.0", Refusal.CONFLICT, id="field in doubt"),
        pytest.param([wiki(BY_SA, "CC BY 4.0")], "by-sa 4.0", Refusal.CONFLICT, id="wiki contradicts itself"),
        pytest.param([wiki("", WORDS)], "by 4.0", Refusal.VERSION_UNKNOWN, id="declaration contradicts the wiki"),
        pytest.param([wiki("", "Licence maison")], None, Refusal.NOT_UNDERSTOOD, id="words unknown"),
        pytest.param([], None, Refusal.NO_EVIDENCE, id="nothing"),
        pytest.param([template("CC-BY-4.0"), wiki(BY_SA, "")], None, ("by 4.0", Place.TEMPLATE), id="a template"),
        pytest.param([category("CC-BY-4.0"), wiki(BY_SA, "")], None, ("by 4.0", Place.CATEGORY), id="a category"),
        pytest.param([template("CC-BY-4.0"), category("CC-BY-4.0")], None, ("by 4.0", Place.TEMPLATE), id="they agree"),
        pytest.param([template("CC-BY-4.0"), template("CC-BY-SA-4.0")], None, Refusal.CONFLICT, id="two templates"),
        pytest.param([category("CC-BY-4.0"), category("CC-BY-3.0")], None, Refusal.CONFLICT, id="two versions"),
        pytest.param([field("CC BY 4.0"), category("CC-BY-SA-4.0")], None, Refusal.CONFLICT, id="field and category"),
        pytest.param([field("CC BY 4.0"), category("CC-BY-3.0")], None, Refusal.CONFLICT, id="another version farther"),
        pytest.param(
            [field("CC BY 4.0"), sentence("Licence CC BY")], None, ("by 4.0", Place.FIELD), id="less said farther"
        ),
        pytest.param(
            [template("LicenseRef-CC-BY-SA-unversioned")], "by-sa 4.0", ("by-sa 4.0", Place.TEMPLATE), id="completed"
        ),
        pytest.param([template("CC-BY-4.0", doubtful=True)], "by 4.0", Refusal.CONFLICT, id="a template in another"),
        pytest.param([sentence("Fiche sous licence CC BY 4.0")], None, ("by 4.0", Place.SECTION), id="a sentence"),
        pytest.param([SILENT, wiki(BY_SA, "")], None, ("by-sa 4.0", Place.WIKI), id="a section that says nothing"),
        pytest.param(
            [sentence("CC BY 4.0"), sentence("CC BY-SA 4.0")], None, Refusal.CONFLICT, id="two candidates that differ"
        ),
        pytest.param(
            [sentence("Reproduit avec la permission du Ministère"), wiki(BY_SA, "")],
            "by-sa 4.0",
            Refusal.CONFLICT,
            id="rights kept back",
        ),
        pytest.param([sentence("Sous licence libre"), wiki(BY_SA, "")], "by 4.0", Refusal.NOT_UNDERSTOOD, id="which"),
        pytest.param(
            [sentence("Ce texte n’est pas sous licence CC BY-SA 4.0"), wiki(BY_SA, "")],
            "by-sa 4.0",
            Refusal.CONFLICT,
            id="a licence denied",
        ),
        pytest.param([wiki(PAGE, "Projet:Copyrights", own_page=True)], None, Refusal.ON_PAGE, id="a page of the wiki"),
        pytest.param([wiki(PAGE, WORDS, own_page=True)], None, Refusal.ON_PAGE, id="a page, and words without version"),
        pytest.param([wiki(PAGE, "CC BY 4.0", own_page=True)], None, ("by 4.0", Place.WIKI), id="a page, exact words"),
        pytest.param(
            [wiki(PAGE, "Projet:Copyrights", own_page=True)], "by 4.0", ("by 4.0", Place.DECLARED), id="a page, read"
        ),
        pytest.param(
            [template("LicenseRef-public-domain-claimed")], "cc0", Refusal.CONFLICT, id="public domain by a template"
        ),
        pytest.param([wiki("", "Domaine public")], None, Refusal.CONFLICT, id="public domain claimed"),
        pytest.param([wiki("", "Domaine public")], "cc0", ("cc0", Place.DECLARED), id="public domain, declared CC0"),
    ],
)  # fmt: skip
def test_the_licence_of_a_sheet_is_established(
    statements: list[Statement], declared: str | None, expected: tuple[str, Place] | Refusal
) -> None:
    """The page beats the wiki, the wiki a declaration, and nothing is guessed or passed over."""
    found = establish(statements, _declared(declared) if declared else None)
    if isinstance(expected, Refusal):
        assert isinstance(found, Refused)
        assert found.why is expected
    else:
        assert isinstance(found, Evidence)
        assert (found.licence, found.place) == (short(expected[0]), expected[1])


def test_evidence_tells_exactly_where_the_words_stand() -> None:
    """Raw words, place, revision, day and address are kept."""
    raw = "Licence CC BY 3.0 https://creativecommons.org/licenses/by/3.0/fr/ — marque déposée"
    stated = Statement(Place.FIELD, raw, "licence", address="https://w/oldid=7", revision=7, on=date(2024, 5, 12))
    found = establish([stated], None)
    assert isinstance(found, Evidence)
    assert (found.raw, found.where, found.address, found.revision) == (raw, "licence", "https://w/oldid=7", 7)
    assert (found.on, found.certainty, found.licence.id) == (
        date(2024, 5, 12),
        Certainty.EXACT,
        "LicenseRef-CC-BY-3.0-FR",
    )
    assert (found.warnings, found.flags) == ({Warned.ADDRESS_WINS}, {Flag.TRADE_MARK, Flag.SPEAKS})


def test_a_choice_is_kept_whole() -> None:
    """All that is offered stays known, and what can be relied on comes first."""
    found = establish([field("double licence CC-BY-SA et GNU FDL")], None)
    assert isinstance(found, Evidence)
    assert found.licence == Licence(Family.GFDL)
    assert found.offer.id == "LicenseRef-CC-BY-SA-unversioned OR LicenseRef-GFDL-unversioned"
    completed = establish([field("double licence CC-BY-SA et GNU FDL")], _declared("by-sa 3.0"))
    assert isinstance(completed, Evidence)
    assert (completed.licence, completed.offer.id) == (
        cc("by-sa", "3.0"),
        "CC-BY-SA-3.0 OR LicenseRef-GFDL-unversioned",
    )
    assert completed.declaration is not None


def test_parts_under_their_own_licence_are_told() -> None:
    """A section has its own licence; that of a picture is no licence of the text."""
    annexe = sentence("CC BY 3.0", "Annexe")
    photo = sentence("Photo : Jeanne, CC BY 2.0", "Photo", picture=True)
    found = establish([field("CC BY-SA 4.0"), annexe, photo, sentence("rien", "Annexe")], None)
    assert isinstance(found, Evidence)
    assert [(part.where, part.evidence.licence.id) for part in found.parts] == [
        ("Annexe", "CC-BY-3.0"),
        ("Photo", "CC-BY-2.0"),
    ]
    assert found.bundle.id == "CC-BY-SA-4.0 AND CC-BY-3.0"


@pytest.mark.parametrize("raw", ["Photo : tous droits réservés", "Photo : CC BY ou pas, avec permission"])
def test_a_part_that_keeps_rights_back_goes_to_a_person(raw: str) -> None:
    """A sheet is not copied with a part that nobody may copy."""
    found = establish([field("CC BY 4.0"), sentence(raw, "Photo", picture=True)], None)
    assert isinstance(found, Refused)
    assert (found.why, found.statement and found.statement.raw) == (Refusal.CONFLICT, raw)


RAWS = st.sampled_from(("CC BY 4.0", "CC BY", "CC BY-SA 3.0", "tous droits réservés", "licence libre", "rien", BY_SA))
STATEMENTS = st.lists(
    st.builds(Statement, st.sampled_from((Place.FIELD, Place.SECTION, Place.WIKI)), RAWS, st.just("x")), max_size=4
)


@given(STATEMENTS, st.sampled_from(("by 4.0", "by-sa 4.0")))
def test_what_a_page_says_is_never_passed_over(statements: list[Statement], declared: str) -> None:
    """Whatever stands on the page and is not understood keeps the sheet back, and no default stands for it."""
    found = establish(statements, _declared(declared))
    page = [one for one in statements if one.place is not Place.WIKI]
    troubled = [
        one
        for one in page
        if one.raw in {"tous droits réservés"}
        or (one.place, one.raw) in {(Place.FIELD, "rien"), (Place.FIELD, "licence libre")}
    ]
    if troubled:
        assert isinstance(found, Refused)
    elif isinstance(found, Evidence) and any(one.raw.startswith(("CC", "http")) for one in page):
        assert found.place in {Place.FIELD, Place.SECTION}
