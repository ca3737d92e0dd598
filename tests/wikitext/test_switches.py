"""Behaviour switches in the words of the partner."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from bot.domain.wiki import MagicWord
from bot.wikitext.switches import translate_switches
from tests.wikitext.builders import MOVILAB, MULTIBAO, TEXTS, WILD

NOTOC = MagicWord("notoc", ("__AUCUNSOMMAIRE__", "__SANSTDM__", "__NOTOC__"))
HIDDEN = MagicWord("hiddencat", ("__CATCACHEE__", "__HIDDENCAT__"), exact=True)
FRENCH = replace(MULTIBAO, magic_words=(NOTOC, HIDDEN, MagicWord("x", ("__EXTENSION__",))))
ENGLISH = replace(MOVILAB, magic_words=(MagicWord("notoc", ("__NOTOC__",)), MagicWord("hiddencat", ("__HIDDENCAT__",))))


@pytest.mark.parametrize(
    ("text", "new", "dropped"),
    [
        pytest.param("a __NOTOC__ b", "a __NOTOC__ b", (), id="English"),
        pytest.param("__SansTDM__", "__NOTOC__", (), id="local"),
        pytest.param("__notoc__", "__notoc__", (), id="small letters"),
        pytest.param("__catcachee__", "__catcachee__", (), id="capitals matter"),
        pytest.param("a__EXTENSION__b __EXTENSION__", "ab ", ("__EXTENSION__",), id="unknown there"),
        pytest.param("__moi__ ____ __NOTOC", "__moi__ ____ __NOTOC", (), id="no switch"),
        pytest.param("<nowiki>__SANSTDM__</nowiki>", "<nowiki>__SANSTDM__</nowiki>", (), id="shown"),
    ],
)
def test_switches_are_those_that_the_partner_knows(text: str, new: str, dropped: tuple[str, ...]) -> None:
    """A local word becomes one that both know; one that the partner lacks goes, and is told."""
    switched = translate_switches(text, FRENCH, ENGLISH)
    assert (switched.text, switched.dropped) == (new, dropped)


def test_wikis_that_do_not_tell_know_those_of_mediawiki() -> None:
    """English and French words pass; others are text."""
    switched = translate_switches("__AUCUNETDM__ __ESSAI__", MULTIBAO, ENGLISH)
    assert (switched.text, switched.dropped) == ("__NOTOC__ __ESSAI__", ())


@given(WILD | TEXTS)
@settings(max_examples=100, deadline=None)
def test_a_second_time_changes_nothing(text: str) -> None:
    """What the partner knows stays."""
    text = text.replace("mot", "__SANSTDM__")
    once = translate_switches(text, FRENCH, replace(FRENCH, magic_words=(NOTOC,))).text
    assert translate_switches(once, FRENCH, replace(FRENCH, magic_words=(NOTOC,))).text == once
