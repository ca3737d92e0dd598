"""What is stored comes back as it was."""

import sqlite3
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.plan import Outcome, State
from bot.domain.reasons import Reason
from bot.errors import StateError
from bot.store import tables
from bot.store.store import Store, open_store
from bot.store.values import Base, Intent, RememberedCopy, RememberedResult, RememberedRun, WikiHealth

Build = Callable[..., RememberedCopy]
NOON = datetime(2025, 3, 1, 12, 30, 15, 123456, tzinfo=UTC)
_zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
_moments = st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=_zones)
_numbers = st.integers(0, 2**63 - 1)


_copies = st.builds(
    RememberedCopy,
    sheet_id=_numbers,
    sheet_revision=_numbers,
    page_id=st.none() | _numbers,
    revision=st.none() | _numbers,
    copied_revision=st.none() | _numbers,
    copied_at=st.none() | _moments,
    since=st.none() | _moments,
)


@given(copy=_copies)
@settings(deadline=None)
def test_any_copy_comes_back(copy: RememberedCopy) -> None:
    """Keep every field of a copy, whatever its text and its time zones."""
    with open_store("sqlite://") as store:
        store.remember(copy)
        assert store.copies(copy.source, [copy.partner]) == (copy,)


@given(
    intent=st.builds(Intent, copy=_copies, base=st.none() | _numbers, begun_at=_moments),
    settled=_copies,
    base=st.builds(Base),
)
@settings(deadline=None)
def test_any_write_comes_back(intent: Intent, settled: RememberedCopy, base: Base) -> None:
    """Keep every field of a write that is begun, and of what became of it."""
    copy = intent.copy
    with open_store("sqlite://") as store:
        store.begin(intent)
        assert store.intents(copy.partner) == (intent,)
        settled = replace(settled, source=copy.source, sheet_id=copy.sheet_id, partner=copy.partner)
        store.settle(settled, base)
        assert store.intents(copy.partner) == ()
        assert store.all_copies() == (settled,)
        assert store.base(copy.source, copy.sheet_id, copy.partner) == base


def test_copies_are_found_by_source_partner_and_job(store: Store, a_copy: Build) -> None:
    """Find copies by each question the engine asks."""
    here, there = a_copy(), a_copy(partner="brest")
    other = a_copy(source="movilab", job="retour")
    for copy in (here, there, other):
        store.remember(copy)
    assert store.copies("multibao") == (there, here)
    assert store.copies("multibao", ["movilab"]) == (here,)
    assert store.copies("multibao", iter(["movilab", "brest"])) == (there, here)
    assert store.copies("multibao", []) == ()
    assert store.copies_of_job("retour") == (other,)
    assert set(store.all_copies()) == {here, there, other}


def test_remember_replaces(store: Store, a_copy: Build) -> None:
    """Hold one row for one sheet at one partner."""
    store.remember(a_copy())
    renamed = a_copy(sheet_title="Autre", title="Recette:Autre", job="neuf", page_id=7)
    store.remember(renamed)
    assert store.all_copies() == (renamed,)


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({}, True),
        ({"sheet_revision": 11, "facts": (("a", "b"),)}, True),
        ({"state": State.EDITED}, False),
        ({"reason": Reason.TOO_LARGE}, False),
    ],
)
def test_since_moves_with_state_and_reason_only(
    store: Store, a_copy: Build, change: dict[str, object], kept: bool
) -> None:
    """Keep the moment a copy came into its state until it leaves it."""
    store.remember(a_copy())
    later = replace(a_copy(since=NOON), **change)  # type: ignore[arg-type]  # the cases name real fields
    store.remember(later)
    assert store.all_copies()[0].since == (a_copy().since if kept else NOON)


def test_since_is_kept_under_one_reason_and_filled_when_unknown(store: Store, a_copy: Build) -> None:
    """Treat a reason like a state, and accept a first moment late."""
    store.remember(a_copy(reason=Reason.TOO_LARGE, since=None))
    store.remember(a_copy(reason=Reason.TOO_LARGE))
    store.remember(a_copy(reason=Reason.TOO_LARGE, since=NOON))
    assert store.all_copies()[0].since == a_copy().since
    store.settle(a_copy(since=NOON))
    assert store.all_copies()[0].since == NOON


def test_forget_takes_the_intent_along(store: Store, a_copy: Build) -> None:
    """Forget a copy wholly, and no other."""
    store.remember(a_copy())
    store.remember(a_copy(sheet_id=2))
    store.begin(Intent(a_copy(), "d", None, NOON))
    store.forget(a_copy())
    assert store.all_copies() == (a_copy(sheet_id=2),)
    assert store.intents("movilab") == ()


def test_intents_come_back_oldest_first(store: Store, a_copy: Build) -> None:
    """Give back the writes of one partner in the order they began."""
    second = Intent(a_copy(facts=(("é", "“x”"),)), "d2", 5, NOON)
    first = Intent(a_copy(sheet_id=2), "d1", None, NOON - timedelta(hours=1))
    elsewhere = Intent(a_copy(partner="brest"), "d3", None, NOON)
    for intent in (second, first, elsewhere):
        store.begin(intent)
    assert store.intents("movilab") == (first, second)
    again = replace(second, expected_digest="d4", base=None)
    store.begin(again)
    store.drop_intent("multibao", 2, "movilab")
    assert store.intents("movilab") == (again,)


def test_settle_leaves_other_intents(store: Store, a_copy: Build) -> None:
    """End the intent of the copy that is settled, and no other."""
    other = Intent(a_copy(partner="brest"), "d", 1, NOON)
    store.begin(Intent(a_copy(), "d", 1, NOON))
    store.begin(other)
    store.settle(a_copy(revision=12))
    assert store.all_copies() == (a_copy(revision=12),)
    assert (store.intents("movilab"), store.intents("brest")) == ((), (other,))


def test_bases_come_back_by_sheet(store: Store, a_copy: Build) -> None:
    """Give the bases of the copies asked for, of one source and one partner, one by one as all at once."""
    here = {number: Base(f"Recette:{number}", f"Texte {number}.") for number in (1, 2, 3)}
    for number, base in here.items():
        store.settle(a_copy(sheet_id=number), base)
    store.settle(a_copy(sheet_id=2, partner="brest"), Base("Fiche", "Ailleurs."))
    store.settle(a_copy(sheet_id=2, source="wikidebrouillard"), Base("Autre", "D’une autre source."))
    store.settle(a_copy(sheet_id=4), None)
    assert store.bases("multibao", (1, 2, 4, 5), "movilab") == {1: here[1], 2: here[2]}
    assert [store.base("multibao", number, "movilab") for number in (2, 4, 5)] == [here[2], None, None]
    assert store.bases("multibao", (), "movilab") == {}


@pytest.mark.parametrize("retitles", [True, False])
def test_a_base_keeps_its_title_unless_told_otherwise(store: Store, a_copy: Build, *, retitles: bool) -> None:
    """Store a first title in any case; replace it only with a write that gives another one."""
    store.settle(a_copy(), Base("Recette:Fiche", "Texte."), retitles=retitles)
    assert store.base("multibao", 1, "movilab") == Base("Recette:Fiche", "Texte.")
    store.settle(a_copy(), Base("Recette:Autre", "Texte nouveau."), retitles=retitles)
    title = "Recette:Autre" if retitles else "Recette:Fiche"
    assert store.base("multibao", 1, "movilab") == Base(title, "Texte nouveau.")


def test_runs_come_back_newest_first(store: Store) -> None:
    """Keep runs with their numbers, ended or not."""
    first = store.start_run("outils", "sync", NOON)
    second = store.start_run("autres", "serve", NOON)
    third = store.start_run("outils", "serve", NOON)
    store.end_run(first, at=NOON, exit_code=3, listed=12, counts={Outcome.CREATED: 2, "skip": 10}, note="né")
    ended = RememberedRun(first, "outils", "sync", NOON, NOON, 3, 12, (("created", 2), ("skip", 10)), "né")
    assert store.runs("outils") == (RememberedRun(third, "outils", "serve", NOON), ended)
    assert [run.run_id for run in store.runs()] == [third, second, first]
    assert [run.run_id for run in store.runs(limit=1)] == [third]


def test_results_come_back_in_order(store: Store) -> None:
    """Keep the results of each run apart."""
    run = store.start_run("outils", "sync", NOON)
    full = RememberedResult(
        run, "brest", "É", "T", Outcome.REFUSED, 5, Reason.TOO_LARGE, (("size", "3"),), "code", "info", NOON
    )
    short = RememberedResult(0, "brest", "F", "U", Outcome.CREATED)
    store.add_results(run, (full,))
    store.add_results(run, (short,))
    assert store.results(run) == (full, replace(short, run_id=run))
    assert store.results(run + 1) == ()


def test_a_result_needs_its_run(store: Store) -> None:
    """Enforce the keys between tables."""
    with pytest.raises(StateError, match="FOREIGN KEY"):
        store.add_results(99, [RememberedResult(99, "brest", "F", "U", Outcome.CREATED)])


def test_health_keeps_the_first_failure(store: Store) -> None:
    """Tell since when a wiki fails, and why it fails now."""
    store.wiki_failed(WikiHealth("brest", NOON, "maxlag", "slow"))
    store.wiki_failed(WikiHealth("brest", NOON + timedelta(hours=1), "readonly", "backup"))
    assert store.health() == (WikiHealth("brest", NOON, "readonly", "backup", failures=2),)
    store.wiki_well("brest")
    store.wiki_well("brest")
    assert store.health() == ()


def test_looks(store: Store) -> None:
    """Remember the last look at each partner."""
    assert store.last_look("brest") is None
    store.looked("brest", NOON)
    store.looked("brest", NOON + timedelta(days=1))
    assert store.last_look("brest") == NOON + timedelta(days=1)
    assert store.last_look("movilab") is None


def test_a_moment_without_zone_is_a_bug(store: Store) -> None:
    """Refuse to guess a time zone; that is no trouble of the operator."""
    with pytest.raises(ValueError, match="without a time zone"):
        store.looked("brest", datetime(2025, 1, 1))
    assert store.last_look("brest") is None


@pytest.mark.parametrize(("column", "value"), [("state", "invented"), ("facts", "{"), ("reason", "because")])
def test_a_value_of_another_version_is_said(store: Store, a_copy: Build, file: Path, column: str, value: str) -> None:
    """Say which value we do not understand."""
    store.remember(a_copy())
    with sqlite3.connect(file) as connection:
        connection.execute(f"UPDATE copies SET {column} = ?", (value,))
    with pytest.raises(StateError, match=f"holds '{value}'") as raised:
        store.all_copies()
    assert str(file) in str(raised.value)


def test_columns_follow_the_values() -> None:
    """Hold each field of our values in a column of its name, in its order."""

    def names(kind: type) -> list[str]:
        return [field.name for field in fields(kind)]

    assert [c.name for c in tables.copies.c] == names(RememberedCopy)
    assert [c.name for c in tables.intents.c] == names(RememberedCopy) + names(Intent)[1:]
    assert [c.name for c in tables.runs.c] == names(RememberedRun)
    assert [c.name for c in tables.results.c] == ["result_id", *names(RememberedResult)]
    assert [c.name for c in tables.wiki_health.c] == names(WikiHealth)
