"""Conflicts between markers, for people who edit a text."""

import pytest
from hypothesis import HealthCheck, given, settings

from bot.domain.merge.markers import Labels, MarkersLeftError, mark, read_marked
from bot.domain.merge.texts import merge_text
from bot.domain.merge.units import Side
from bot.wikitext.units import cut
from tests.domain.merge.prose import threes

LABELS = Labels("copie de Brest", "dernière synchronisation", "fiche de Multibao")


def test_a_conflict_stands_between_markers_with_its_whole_line() -> None:
    """People see the line as each side has it, with the clean changes in all three."""
    base = "Avant.\n\n* 10 chaises. Une table.\n* un mur\n"
    merged = merge_text(
        base,
        base.replace("10", "12").replace("Avant.", "Avant tout."),
        base.replace("10", "20").replace("Une", "La"),
        cut,
    )
    assert mark(merged, LABELS).text == (
        "Avant tout.\n\n"
        "<<<<<<< copie de Brest\n* 20 chaises. La table.\n"
        "||||||| dernière synchronisation\n* 10 chaises. La table.\n"
        "=======\n* 12 chaises. La table.\n"
        ">>>>>>> fiche de Multibao\n"
        "* un mur\n"
    )


def test_what_a_side_took_out_is_empty_between_markers() -> None:
    """A deletion shows as nothing."""
    merged = merge_text("* un\n* deux\n* trois", "* un\n* trois", "* un\n* deux bis\n* trois", cut)
    assert "=======\n>>>>>>> fiche de Multibao\n* trois" in mark(merged, LABELS).text


@pytest.mark.parametrize("line", ["<<<<<<< copie", "||||||| base", "=======", ">>>>>>> fiche"])
def test_a_marker_that_is_left_is_refused(line: str) -> None:
    """The sentence names the line, so that people find it."""
    with pytest.raises(MarkersLeftError, match="2") as caught:
        read_marked(f"Un.\n{line}\nDeux.")
    assert caught.value.line == 2
    assert line in str(caught.value)


def test_a_text_that_looks_like_markers_gets_longer_ones() -> None:
    """A heading of nothing but equals signs is no marker."""
    merged = merge_text("=======\n\nUn.", "=======\n\nDeux.", "=======\n\nTrois.", cut)
    marked = mark(merged, LABELS)
    assert marked.size == 8
    assert read_marked("=======\n\nTrois.", marked.size) == "=======\n\nTrois."
    with pytest.raises(MarkersLeftError):
        read_marked(marked.text, marked.size)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(threes())
def test_markers_hide_nothing(three: tuple[str, str, str]) -> None:
    """Without a conflict the text is as merged; choosing one side everywhere gives the words of that side."""
    merged = merge_text(*three, cut)
    marked = mark(merged, LABELS)
    if not merged.clashes:
        assert read_marked(marked.text, marked.size) == merged.text()
    for side, wanted in ((Side.LOCAL, 0), (Side.BASE, 1), (Side.INCOMING, 2)):
        assert _chosen(marked.text, wanted).split() == merged.text(side).split()


def _chosen(text: str, wanted: int) -> str:
    """Choose one of the three texts of every conflict."""
    lines, now = [], -1
    for line in text.split("\n"):
        step = next((place for place, sign in enumerate("<|=>") if line.split(" ")[0] == sign * 7), None)
        if step is not None:
            now = step if step < 3 else -1
        elif now in (-1, wanted):
            lines.append(line)
    return "\n".join(lines)
