"""Merging the fields of a copy: who owns what, what counts as a change, and what a person decides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.field import Field, Kind, Value, Values
from bot.domain.mapping import Owner, Parameter, Rule
from bot.domain.merge.units import Side
from bot.domain.merge.values import Conflict, Merged, merge_values
from bot.wikitext.units import cut


def rule(name: str, kind: Kind = Kind.TEXT, owner: Owner = Owner.BOTH) -> Rule:
    """Make a rule with a field of its name."""
    return Rule(Field(name, kind), Parameter((name,)), owner=owner)


def one(three: tuple[Value | None, Value | None, Value | None], known: Rule, take: Side | None = None) -> Merged:
    """Merge one field."""
    sides = [Values().with_value(known.field.name, value or "") for value in three]
    return merge_values(sides[0], sides[1], sides[2], (known,), cut, {known.field.name: take} if take else {})


@pytest.mark.parametrize(
    ("owner", "three", "expected"),
    [
        pytest.param(Owner.SOURCE, ("a", "b", "c"), "b", id="the source's word"),
        pytest.param(Owner.SOURCE, ("a", None, "c"), None, id="taken out by the source"),
        pytest.param(Owner.PARTNER, ("a", "b", "c"), "c", id="the partner's word"),
        pytest.param(Owner.PARTNER, ("a", "b", None), None, id="emptied by people"),
        pytest.param(Owner.PARTNER, (None, "b", None), "b", id="never written yet"),
        pytest.param(Owner.BOTH, ("a", None, "a"), None, id="taken out, left alone by people"),
        pytest.param(Owner.BOTH, (None, None, "c"), "c", id="added by people"),
        pytest.param(Owner.BOTH, (None, "b", None), "b", id="added by the source"),
        pytest.param(Owner.BOTH, ("a", "a", None), None, id="taken out by people"),
    ],
)
def test_who_owns_a_field_decides(owner: Owner, three: tuple[str, str, str], expected: str | None) -> None:
    """Fields of one side are never in conflict; a field that one side left alone is the other's."""
    assert one(three, rule("x", owner=owner)) == Merged(Values().with_value("x", expected or ""))


@pytest.mark.parametrize(
    ("kind", "three", "expected"),
    [
        pytest.param(Kind.DURATION, ("1 h 30", "90 min", "1h30"), "1h30", id="three spellings"),
        pytest.param(Kind.DURATION, ("1 h 30", "90 min", "2 h"), "2 h", id="changed by people"),
        pytest.param(Kind.DATE, ("2024-03-01", "1er mars 2025", "1er mars 2024"), "1er mars 2025", id="by the source"),
        pytest.param(Kind.DURATION, ("1 h 30", "90 min", "1 h 30"), "90 min", id="spelt anew by the source"),
        pytest.param(Kind.NUMBER, ("12", "15", "15,0"), "15,0", id="both the same"),
    ],
)
def test_a_value_spelt_anew_is_no_change(kind: Kind, three: tuple[str, str, str], expected: str) -> None:
    """What means the same is the same, and stays as people wrote it."""
    assert one(three, rule("x", kind)) == Merged(Values((("x", expected),)))


@pytest.mark.parametrize(
    ("kind", "three"),
    [
        pytest.param(Kind.FILE, ("A.jpg", "B.jpg", "C.jpg"), id="file"),
        pytest.param(Kind.COORDINATES, ("48.0, -4.0", "48.1, -4.0", "48.0, -4.1"), id="coordinates"),
        pytest.param(Kind.LICENCE, ("CC BY 4.0", "CC BY-SA 4.0", "CC0"), id="licence"),
        pytest.param(Kind.TEXT, (None, "Un.\n\nDeux.", "Trois."), id="filled by both"),
        pytest.param(Kind.TEXT, ("Un.", None, "Un. Deux."), id="taken out and changed"),
        pytest.param(Kind.LIST, ("un, deux", ("un",), ("deux",)), id="a list that was a text"),
    ],
)
def test_whole_values_are_in_conflict_whole(kind: Kind, three: tuple[Value | None, Value, Value]) -> None:
    """Nobody can merge halves of a place or a licence; people decide, and until then their value stays."""
    base, incoming, local = (", ".join(each) if isinstance(each, tuple) else each or "" for each in three)
    merged = one(three, rule("x", kind))
    assert merged.conflicts == (Conflict("x", "", base, incoming, local),)
    assert merged.values.get("x") == three[2]
    for side, value in ((Side.INCOMING, three[1]), (Side.LOCAL, three[2])):
        assert one(three, rule("x", kind), side) == Merged(Values().with_value("x", value or ""))


def test_a_decision_takes_nothing_but_what_is_in_conflict() -> None:
    """The clean changes of both sides stay, whoever wins the conflict."""
    base = "Il faut 10 chaises. Il faut une table. Il faut un mur."
    incoming = base.replace("10", "12").replace("une table", "deux tables")
    local = base.replace("10", "20").replace("un mur", "un grand mur")
    merged = one((base, incoming, local), rule("x"))
    assert merged.conflicts == (Conflict("x", "", "Il faut 10 chaises.", "Il faut 12 chaises.", "Il faut 20 chaises."),)
    for side, number in ((Side.INCOMING, "12"), (Side.LOCAL, "20")):
        settled = one((base, incoming, local), rule("x"), side)
        assert settled.values.text("x") == f"Il faut {number} chaises. Il faut deux tables. Il faut un grand mur."
        assert not settled.conflicts


def test_a_decision_on_one_field_leaves_the_others() -> None:
    """Each field is decided by itself."""
    sides = [Values((("a", word), ("b", word))) for word in ("Un.", "Deux.", "Trois.")]
    merged = merge_values(*sides, (rule("a"), rule("b")), cut, {"a": Side.INCOMING})
    assert merged.values == Values((("a", "Deux."), ("b", "Trois.")))
    assert [conflict.field for conflict in merged.conflicts] == ["b"]


@pytest.mark.parametrize(
    ("base", "incoming", "local", "expected"),
    [
        pytest.param("abc", "cab", "abcd", "cdab", id="moved by the source"),
        pytest.param("abc", "abcd", "cab", "cdab", id="moved by people"),
        pytest.param("abc", "bca", "cab", "cab", id="moved by both"),
        pytest.param("abc", "ac", "bac", "ac", id="taken out here, moved there"),
        pytest.param("ab", "axb", "ayb", "axyb", id="added at one place"),
        pytest.param("ab", "axb", "abx", "abx", id="added by both elsewhere"),
        pytest.param("", "ab", "bc", "abc", id="filled by both"),
        pytest.param("ab", "abc", "", "c", id="emptied by people, added by the source"),
        pytest.param("aab", "ab", "aabc", "abc", id="named twice"),
    ],
)
def test_lists_merge_item_by_item(base: str, incoming: str, local: str, expected: str) -> None:
    """Additions, removals and moves of both sides hold."""
    names = {"a": "Débat", "b": "Jeu", "c": "Vote", "d": "Écoute", "x": "Musique", "y": "Cuisine"}
    three = tuple(tuple(names[letter] for letter in each) for each in (base, incoming, local))
    merged = one((three[0], three[1], three[2]), rule("x", Kind.LIST))
    assert merged == Merged(Values((("x", tuple(names[letter] for letter in expected)),)))


LISTS = st.lists(
    st.sampled_from(("Débat", "Débats", "Jeu", "jeu", "Vote", "Vote à main levée", "Écoute")), max_size=5
).map(tuple)


@given(LISTS, LISTS, LISTS)
def test_the_laws_of_lists(base: tuple[str, ...], incoming: tuple[str, ...], local: tuple[str, ...]) -> None:
    """A side that did nothing gives way, both sides are treated alike, and nothing that was added is lost."""
    known = rule("x", Kind.LIST)
    for three in ((base, incoming, base), (base, base, incoming), (base, incoming, incoming)):
        assert one(three, known) == Merged(Values().with_value("x", incoming))
    merged = one((base, incoming, local), known)
    there = {(each.base, each.incoming, each.local) for each in merged.conflicts}
    back = {(each.base, each.local, each.incoming) for each in one((base, local, incoming), known).conflicts}
    assert there == back
    shown = {*(merged.values.get("x") or ()), *(word for conflict in there for word in conflict)}
    assert (set(incoming) | set(local)) - set(base) <= shown
