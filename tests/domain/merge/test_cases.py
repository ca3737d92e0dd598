"""Merges of French practice sheets as people would judge them, from a table that they can read."""

import tomllib
from pathlib import Path

import pytest

from bot.domain.field import Field, Kind, Value, Values
from bot.domain.mapping import Owner, Parameter, Rule
from bot.domain.merge.units import Side
from bot.domain.merge.values import Conflict, merge_values
from bot.wikitext.units import cut

CASES = tomllib.loads((Path(__file__).parents[1] / "merge_cases.toml").read_text("utf-8"))["case"]


def _values(given: str | list[str]) -> Values:
    value: Value = tuple(given) if isinstance(given, list) else given
    return Values().with_value("x", value)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_merge_as_people_judge_it(case: dict[str, object]) -> None:
    """Each case gives the text and the conflicts of the table; either side's word settles the conflicts."""
    rule = Rule(
        Field("x", Kind(str(case.get("kind", "text")))),
        Parameter(("x",)),
        owner=Owner(str(case.get("owner", "both"))),
    )
    base, incoming, local = (_values(case[side]) for side in ("base", "incoming", "local"))  # type: ignore[arg-type]
    merged = merge_values(base, incoming, local, (rule,), cut)
    conflicts = tuple(Conflict(field="x", **each) for each in case.get("conflict", ()))  # type: ignore[attr-defined]
    assert merged.conflicts == conflicts
    if "expected" in case:
        assert merged.values == _values(case["expected"])  # type: ignore[arg-type]
    for side in (Side.INCOMING, Side.LOCAL):
        settled = merge_values(base, incoming, local, (rule,), cut, {"x": side})
        assert not settled.conflicts
        for conflict in conflicts:
            text = settled.values.text("x")
            assert (conflict.incoming if side is Side.INCOMING else conflict.local) in text
