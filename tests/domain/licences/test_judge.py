"""Licences judged for a partner: the matrix, what the partner accepts, and several licences at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.licences.judge import Obstacle, Outcome, Regime, Terms, at_most, judge, judge_nothing, opened
from bot.domain.licences.offers import Bundle, Offer
from bot.domain.licences.values import Family, Licence, every_licence
from tests.domain.licences.short import short

ALL = tuple(Regime)
licences = st.sampled_from(every_licence())
regimes = st.lists(st.sampled_from(ALL), min_size=1, unique=True).map(tuple)
wikis = st.builds(Terms, st.none() | licences, regimes, st.booleans())
bundles = st.builds(
    Bundle,
    st.lists(st.builds(Offer, st.lists(licences, min_size=1, max_size=3).map(tuple)), min_size=1, max_size=3).map(
        tuple
    ),
)
given_licences = licences | bundles


def choice(*names: str) -> Bundle:
    """Give a choice between licences."""
    return Bundle((Offer(tuple(map(short, names))),))


def parts(*names: str) -> Bundle:
    """Give a page of parts."""
    return Bundle(tuple(Offer((short(name),)) for name in names))


@pytest.mark.parametrize(
    ("sheet", "wiki", "accepts", "non_commercial", "outcome", "obstacle"),
    [
        ("by-sa 3.0", "by-sa 4.0", "adaptation", False, Outcome.ADAPTATION, None),
        ("by-sa 4.0", "by-sa 3.0", "adaptation", False, Outcome.REFUSED, Obstacle.NOT_ACCEPTED),
        ("by-sa 4.0", "by-sa 3.0", "adaptation marked", False, Outcome.MARKED, None),
        ("by-nc 4.0", "by-sa 4.0", "marked", False, Outcome.REFUSED, Obstacle.COMMERCIAL),
        ("by-nc 4.0", "by-sa 4.0", "marked", True, Outcome.MARKED_NON_COMMERCIAL, None),
        ("by-nc 4.0", "by-nc-sa 4.0", "adaptation", False, Outcome.REFUSED, Obstacle.COMMERCIAL),
        ("by-nc 4.0", "by-nc-sa 4.0", "adaptation", True, Outcome.ADAPTATION, None),
        ("by-nd 4.0", "by-sa 4.0", "adaptation marked", False, Outcome.REFUSED, Obstacle.NOT_IN_FIELDS),
        ("by-nd 4.0", "by-sa 4.0", "whole", False, Outcome.WHOLE, None),
        ("by-nc-nd 4.0", "by-sa 4.0", "whole", False, Outcome.REFUSED, Obstacle.COMMERCIAL),
        ("by-nc-nd 4.0", "by-sa 4.0", "whole", True, Outcome.WHOLE, None),
        ("gfdl", "by-sa 4.0", "adaptation marked", False, Outcome.REFUSED, Obstacle.FULL_TEXT),
        ("by-sa 4.0", "GFDL-1.3-only", "adaptation marked", False, Outcome.REFUSED, Obstacle.INCOMPATIBLE),
        ("by 4.0", "LAL-1.3", "adaptation marked", False, Outcome.PERSON_DECIDES, Obstacle.UNSETTLED),
        ("by-sa", "by-sa 4.0", "adaptation marked", False, Outcome.PERSON_DECIDES, Obstacle.VERSION_UNKNOWN),
        (
            "LicenseRef-public-domain-claimed",
            "by 4.0",
            "adaptation",
            False,
            Outcome.PERSON_DECIDES,
            Obstacle.NOT_IN_TABLE,
        ),
        ("by 4.0", "by-nc 4.0", "adaptation", True, Outcome.REFUSED, Obstacle.NOT_ACCEPTED),
        ("by 4.0", "by-nc 4.0", "marked", False, Outcome.MARKED, None),
        ("by 4.0", None, "adaptation", True, Outcome.REFUSED, Obstacle.PARTNER_UNKNOWN),
        ("cc0", "by-nc 4.0", "adaptation", False, Outcome.ADAPTATION, None),
        ("ODbL-1.0", "by-sa 4.0", "adaptation", False, Outcome.ADAPTATION, None),
    ],
)
def test_a_sheet_is_judged_for_a_partner(
    sheet: str, wiki: str | None, accepts: str, non_commercial: bool, outcome: Outcome, obstacle: Obstacle | None
) -> None:
    """The matrix says what may be, the partner what it takes; what stands in the way is named."""
    terms = Terms(short(wiki) if wiki else None, tuple(map(Regime, accepts.split())), non_commercial)
    judgement = judge(short(sheet), terms)
    assert (judgement.outcome, judgement.obstacle) == (outcome, obstacle)
    assert judgement.licence == short(sheet)


def test_of_a_choice_the_best_licence_counts() -> None:
    """A dual licence goes wherever one of its licences goes, and the one relied on is named."""
    dual = choice("GFDL-1.3-or-later", "by-sa 3.0")
    for wiki, outcome, relied in (
        ("by-sa 4.0", Outcome.ADAPTATION, "by-sa 3.0"),
        ("GFDL-1.3-only", Outcome.ADAPTATION, "GFDL-1.3-or-later"),
        ("cc0", Outcome.MARKED, "by-sa 3.0"),
    ):
        judgement = judge(dual, Terms(short(wiki), ALL))
        assert (judgement.outcome, judgement.licence) == (outcome, short(relied))
    refused = judge(dual, Terms(short("cc0")))
    assert (refused.licence, refused.obstacle) == (short("by-sa 3.0"), Obstacle.NOT_ACCEPTED)


@pytest.mark.parametrize(
    ("sheet", "outcome"),
    [
        (parts("by 4.0", "by-sa 3.0"), Outcome.ADAPTATION),
        (parts("by-sa 4.0", "by-nc 4.0"), Outcome.REFUSED),
        (parts("by-sa 4.0", "by-sa 1.0"), Outcome.MARKED),
        (parts("by-sa 4.0", "gfdl"), Outcome.REFUSED),
        (parts("by-sa 4.0", "by-sa"), Outcome.PERSON_DECIDES),
    ],
)
def test_of_parts_all_count(sheet: Bundle, outcome: Outcome) -> None:
    """A page goes only as all its parts do; where they differ it is copied in the way that all of them allow."""
    assert judge(sheet, Terms(short("by-sa 4.0"), ALL)).outcome is outcome


@given(bundles, wikis, st.sampled_from([*Regime, None]))
def test_parts_get_no_more_than_each_alone(sheet: Bundle, partner: Terms, wish: Regime | None) -> None:
    """Whatever a person says, a page is copied only where each part may be, and no more freely than the least free."""
    for together, alone in (
        (judge(sheet, partner), [judge(Bundle((offer,)), partner) for offer in sheet.offers]),
        (
            opened(judge(sheet, partner), wish, partner),
            [opened(judge(Bundle((offer,)), partner), wish, partner) for offer in sheet.offers],
        ),
    ):
        regimes_alone = [one.regime for one in alone]
        given_regime = together.regime
        assert (given_regime is None) == (None in regimes_alone)
        if given_regime is not None:
            assert all(ALL.index(given_regime) >= ALL.index(one) for one in regimes_alone if one is not None)


def test_nothing_certain_goes_nowhere() -> None:
    """Without a licence there is no copy, at any partner."""
    for licence in (*every_licence(), None):
        assert judge_nothing(Terms(licence, ALL, non_commercial=True)).outcome is Outcome.REFUSED


@given(given_licences, wikis, st.sampled_from([*Regime, None]))
def test_every_sheet_is_judged(sheet: Licence | Bundle, partner: Terms, wish: Regime | None) -> None:
    """There is an answer for everything, and one that says no says why; none goes beyond what the partner accepts."""
    judgement = judge(sheet, partner)
    assert (judgement.regime is None) == (judgement.obstacle is not None)
    assert {judgement.regime, opened(judgement, wish, partner).regime} <= {None, *partner.accepts}


@given(licences, wikis)
def test_non_commercial_sheets_stay_among_their_own(sheet: Licence, partner: Terms) -> None:
    """No sheet with NC goes to a wiki that is not declared non-commercial, whoever decides."""
    if "nc" in sheet.elements and not partner.non_commercial:
        judgement = judge(sheet, partner)
        assert judgement.regime is None
        for wish in (*Regime, None):
            assert opened(judgement, wish, partner).regime is None


@given(licences, wikis, st.sampled_from([*Regime, None]))
def test_a_version_is_never_invented(sheet: Licence, partner: Terms, wish: Regime | None) -> None:
    """A Creative Commons licence without version is nothing by itself, and never an adaptation, whoever decides."""
    if sheet.family is Family.CC and sheet.version is None:
        judgement = judge(sheet, partner)
        assert judgement.regime is None
        assert opened(judgement, wish, partner).regime in (None, Regime.MARKED, Regime.WHOLE)


@given(licences, wikis, st.sampled_from([*Regime, None]))
def test_no_person_opens_what_the_licences_forbid(sheet: Licence, partner: Terms, wish: Regime | None) -> None:
    """A word opens what waits for it, no refusal; it gives no more than was wished, and ND stays whole."""
    judgement = judge(sheet, partner)
    result = opened(judgement, wish, partner)
    if judgement.outcome is Outcome.REFUSED:
        assert result.outcome is Outcome.REFUSED
    if result.regime is not None and wish is not None:
        assert ALL.index(result.regime) >= ALL.index(wish)
    if "nd" in sheet.elements:
        assert result.regime in (None, Regime.WHOLE)


@given(licences, wikis, st.sampled_from(Regime))
def test_less_may_always_be_wished(sheet: Licence, partner: Terms, ceiling: Regime) -> None:
    """A ceiling lowers, and never lifts."""
    judgement = judge(sheet, partner)
    lowered = at_most(judgement, ceiling)
    if judgement.regime is not None:
        assert lowered.regime is max(judgement.regime, ceiling, key=ALL.index)
    else:
        assert lowered == judgement
