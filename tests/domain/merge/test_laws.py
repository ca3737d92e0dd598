"""What must hold of any merge, whatever stands in the three texts.

``pytest --hypothesis-profile campaign --timeout 0 tests/domain/merge`` tries 20,000 texts for each law.
"""

import difflib
import re
from collections import Counter
from itertools import groupby

from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.domain.merge.pieces import Clash, Clean, Piece
from bot.domain.merge.texts import MergedText, merge_text
from bot.domain.merge.units import Cut, Side
from bot.wikitext.units import cut
from tests.domain.merge.prose import SHEETS, changed, many, rearranged, threes
from tests.wikitext.builders import TEXTS, WILD

MANY = many(250)
WORD = re.compile(r"\w+")
ANY = SHEETS | TEXTS | WILD


def joined(cut: Cut) -> str:
    """Join the units of a cut again, whole blocks and their parts alike."""
    texts = [cut.lead]
    for section in cut.sections:
        for unit in (*([section.heading] if section.heading else []), *section.blocks):
            whole = f"{unit.before or ''}{unit.text}"
            parts = "".join(f"{part.before or ''}{part.text}" for part in unit.parts) or whole
            assert parts == whole
            texts.append(whole)
    return "".join((*texts, cut.end))


@many(600)
@given(ANY)
@example("{| a\n|-\n| b\n")
@example(" pre\n\n pre")
@example("* a\n{{x|\n\n* b}}\n; c : d")
def test_the_cut_of_a_text_joined_again_is_the_text(text: str) -> None:
    """Units and the blanks between them are the text, byte for byte."""
    assert joined(cut(text)) == text


@MANY
@given(ANY, ANY)
def test_one_changed_side_is_taken_as_it_is(base: str, other: str) -> None:
    """Where one side left the text alone, or both did the same, there is nothing to decide."""
    for three in ((base, other, base), (base, base, other), (base, other, other)):
        merged = merge_text(*three, cut)
        assert merged.text() == other
        assert not merged.clashes


@MANY
@given(threes() | rearranged())
@example(("* Chaque personne écrit.", "*\n Chaque personne écrit.", "* Chaque\n personne écrit."))
@example(("=== A ===\n# Un.", "=== A\n", "=== A ===\n# Un deux."))
def test_the_sides_are_treated_alike(three: tuple[str, str, str]) -> None:
    """With the sides exchanged, the same is taken, and the same is in conflict with its sides exchanged.

    Where both sides added something, that of the source comes first; where both changed headings, and so may have moved
    sections, they stand in the order of the copy. Nothing else depends on who is who.
    """
    base, incoming, local = three
    there, back = merge_text(base, incoming, local, cut), merge_text(base, local, incoming, cut)
    one, other = _told(there, mirrored=False), _told(back, mirrored=True)
    assert Counter(one) == Counter(other)
    headings = [[section.path for section in cut(text).sections] for text in three]
    assert one == other or headings[0] not in headings[1:]


def _told(merged: MergedText, *, mirrored: bool) -> list[str | tuple[str, ...]]:
    """Tell each word, and the sides of each conflict; of what one side alone has, that of the source first."""
    told: list[str | tuple[str, ...]] = []
    for alone, run in groupby(merged.pieces, lambda piece: _owner(piece, mirrored=mirrored) is not None):
        pieces = list(run)
        if alone:
            pieces.sort(key=lambda piece: _owner(piece, mirrored=mirrored) is Side.LOCAL)
        for piece in pieces:
            told += piece.text.split() if isinstance(piece, Clean) else [_sides_of(piece, mirrored=mirrored)]
    return told


def _owner(piece: Piece, *, mirrored: bool) -> Side | None:
    """Tell which side alone has a piece, if one has."""
    incoming, local = piece.seen[1:] if isinstance(piece, Clean) else (piece.incoming, piece.local)
    if bool(incoming) == bool(local):
        return None
    return Side.INCOMING if bool(incoming) != mirrored else Side.LOCAL


def _sides_of(clash: Clash, *, mirrored: bool) -> tuple[str, ...]:
    base, incoming, local = (" ".join(clash.text(side).split()) for side in Side)
    return (base, local, incoming) if mirrored else (base, incoming, local)


@MANY
@given(rearranged())
def test_every_sentence_stands_as_often_as_the_sides_want_it(three: tuple[str, str, str]) -> None:
    """What moves, is taken out, split or added on either side is neither lost nor doubled, whoever wins a conflict."""
    was, now, here = map(_sentences, three)
    merged = merge_text(*three, cut)
    for side in (Side.INCOMING, Side.LOCAL):
        stands = _sentences(merged.text(side))
        for sentence in {*was, *now, *here}:
            assert stands[sentence] <= max(now[sentence], here[sentence])
            changed = {side[sentence] for side in (now, here)} - {was[sentence]}
            if not merged.clashes and len(changed) < 2:
                assert stands[sentence] == next(iter(changed), was[sentence])


def _sentences(text: str) -> Counter[str]:
    units = (unit for section in cut(text).sections for block in section.blocks for unit in block.parts or (block,))
    return Counter(unit.key.removeprefix("* ") for unit in units)


@MANY
@given(threes())
def test_merging_what_was_merged_changes_nothing(three: tuple[str, str, str]) -> None:
    """Once merged, the sheet of today is the base, and its copy stays."""
    merged = merge_text(*three, cut)
    again = merge_text(three[1], three[1], merged.text(), cut)
    assert again.text() == merged.text()
    assert not again.clashes


def _words(text: str) -> list[str]:
    return WORD.findall(text)


@MANY
@given(threes())
def test_no_word_that_one_side_added_is_lost(three: tuple[str, str, str]) -> None:
    """What a side wrote and the base had not stands in the merged text, or in a conflict for people to see."""
    base, incoming, local = three
    merged = merge_text(base, incoming, local, cut)
    shown = [merged.text(), *(clash.text(side) for clash in merged.clashes for side in Side)]
    known = set(_words(" ".join(shown)))
    for side in (incoming, local):
        for word in set(_words(side)) - set(_words(base)):
            assert word in known


@MANY
@given(threes())
def test_without_a_conflict_every_word_comes_from_a_side(three: tuple[str, str, str]) -> None:
    """A clean merge invents nothing."""
    merged = merge_text(*three, cut)
    assume(not merged.clashes)
    assert set(_words(merged.text())) <= {word for text in three for word in _words(text)}


@MANY
@given(SHEETS, st.data())
def test_blanks_alone_are_never_in_conflict(base: str, data: st.DataObject) -> None:
    """A side that changed nothing but blanks keeps them where the other side changed nothing, and never conflicts."""
    incoming = data.draw(changed(base))
    local = base.replace(" !", "\u00a0!").replace("« ", "«\u00a0").replace(" »", "\u00a0»")
    merged = merge_text(base, incoming, local, cut)
    assert not merged.clashes
    assert _words(merged.text()) == _words(incoming)


@MANY
@given(SHEETS, SHEETS, SHEETS)
def test_unlike_texts_merge_in_any_way_but_lose_nothing(base: str, incoming: str, local: str) -> None:
    """Texts that have little in common are merged or put before people, and never lost."""
    merged = merge_text(base, incoming, local, cut)
    seen = " ".join((merged.text(), *(clash.text(side) for clash in merged.clashes for side in Side)))
    lost = (set(_words(incoming)) | set(_words(local))) - set(_words(base)) - set(_words(seen))
    assert not lost


@many(500)
@given(SHEETS, st.data())
def test_changes_of_two_sentences_are_both_in(base: str, data: st.DataObject) -> None:
    """Whatever stands beside or between them, one changed unit on each side gives the text with both changes."""
    leaves = [
        part
        for section in cut(base).sections
        for block in section.blocks
        for part in block.parts or (block,)
        if part.text[0] not in "{|}"
    ]
    spots, at = [], 0
    for leaf in leaves:
        at = base.index(leaf.text, at)
        word = next(WORD.finditer(leaf.text))
        spots.append(at + word.end())
        at += len(leaf.text)
    assume(len(spots) > 1)
    places = sorted(data.draw(st.lists(st.sampled_from(spots), min_size=2, max_size=2, unique=True)))
    first, second = zip(places, (" (un)", " (deux)"), strict=True)
    incoming, local = (base[:at] + word + base[at:] for at, word in data.draw(st.permutations((first, second))))
    merged = merge_text(base, incoming, local, cut)
    both = base[: first[0]] + first[1] + base[first[0] : second[0]] + second[1] + base[second[0] :]
    assert (merged.text(), merged.clashes) == (both, ())


def test_what_neither_side_touched_stays_byte_for_byte() -> None:
    """Odd blanks, tabs and line ends outside the changed units are those of the copy."""
    base = "\n\nUn.  Deux.\t\n\n\n*  trois\n* quatre \n\n== A  ==\n\n\nCinq. Six.  \n"
    incoming, local = base.replace("Deux", "Deux ou trois"), base.replace("Six", "Six, sept")
    merged = merge_text(base, incoming, local, cut).text()
    assert merged == base.replace("Deux", "Deux ou trois").replace("Six", "Six, sept")
    steps = difflib.SequenceMatcher(None, base, merged, autojunk=False).get_opcodes()
    assert [step for step, *_ in steps if step != "equal"] == ["insert", "insert"]
