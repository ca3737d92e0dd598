"""Whom credits name, and whom they only count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.naming import Naming, is_nameless
from bot.domain.page import Contributors

NAMES = st.sampled_from(("Alice", "Zoé", "multibao>Alice", "Robot", "imported>Robot", "alice", "Jean-Luc O'Neil"))


@pytest.mark.parametrize(
    "name",
    ["192.0.2.7", "2001:DB8::7", "imported>192.0.2.7", "192.0.2.xxx", "192.0.2.0/24", "~2025-12345", "brest>~2025-1-2"],
)
def test_addresses_and_temporary_accounts_have_no_name(name: str) -> None:
    """Also where they came with an import."""
    assert is_nameless(name)


@pytest.mark.parametrize("name", ["Alice", "1.2", "~Zoé", "imported>Alice", "3.14159 et la suite", ">192.0.2.7"])
def test_accounts_have_names(name: str) -> None:
    """Whatever digits and signs they hold; what stands behind no prefix is a name."""
    assert not is_nameless(name)


def test_a_wiki_says_how_its_temporary_accounts_are_named() -> None:
    """By a pattern of its own; one that fits everything fits nothing."""
    assert is_nameless("*Unregistered 7", ("*Unregistered $1",))
    assert not is_nameless("Alice", ("*Unregistered $1", "$1", ""))


def test_bots_stand_aside_where_people_are_named() -> None:
    """But a page that only bots wrote names them."""
    naming = Naming(bots=frozenset({"Robot", "Vieux robot"}))
    people = Contributors(("Alice", "Robot", "vieux_robot", "multibao>Robot"), 1)
    assert naming.credited(people) == Contributors(("Alice",), 1)
    assert naming.credited(Contributors(("Robot",))) == Contributors(("Robot",))


@given(st.lists(NAMES, unique=True).map(tuple), st.frozensets(NAMES), st.frozensets(NAMES), st.integers(0, 3))
def test_who_asked_is_counted_and_nobody_is_added(
    names: tuple[str, ...], bots: frozenset[str], forgotten: frozenset[str], hidden: int
) -> None:
    """A forgotten name never stands there, each is counted, nobody else comes in, and somebody is always left."""
    people = Contributors(names, 0, hidden)
    credited = Naming(bots, forgotten).credited(people)
    assert set(credited.names) <= set(names)
    assert not set(credited.names) & forgotten
    assert credited.hidden == hidden
    assert bool(credited) == bool(people)
    assert credited.withheld + len(credited.names) <= len(names)
    assert credited.withheld + len(credited.names) == len(names) or bots
