"""The merge of lines beside ``git merge-file``, and its time on long texts."""

import random
import subprocess
import time
from pathlib import Path

import pytest

from bot.domain.merge.texts import MergedText, merge_text
from bot.wikitext.units import cut

LINES = tuple(
    f"* {word}" for word in ["cercle", "vote", "pause", "carte", "mur", "feutre", "chaise", "bilan", "accueil", "tour"]
)
NEW = tuple(f"* {word}" for word in ["horloge", "enceinte", "cuisine", "jardin", "affiche", "ruban"])
FIRST, SECOND = "La salle est prête.", "On commence à neuf heures."


def _change(lines: list[str], chance: random.Random) -> list[str]:
    lines = list(lines)
    for _ in range(chance.randint(1, 3)):
        at = chance.randint(0, len(lines))
        if chance.random() < 0.4 or at == len(lines):
            lines.insert(at, chance.choice(NEW))
        elif chance.random() < 0.5:
            del lines[at]
        else:
            lines[at] = chance.choice(NEW)
    return lines


def _git(folder: Path, base: str, incoming: str, local: str) -> str | None:
    """Merge by lines as git does, None for a conflict."""
    paths = [folder / name for name in ("local", "base", "incoming")]
    for path, text in zip(paths, (local, base, incoming), strict=True):
        path.write_text(f"{text}\n", "utf-8")
    done = subprocess.run(["git", "merge-file", "-p", *map(str, paths)], capture_output=True, check=False)
    return done.stdout.decode().removesuffix("\n") if done.returncode == 0 else None


def test_where_git_merges_lines_so_do_we(tmp_path: Path) -> None:
    """Of random lists, each that git merges cleanly is merged the same."""
    chance = random.Random(7)
    clean = 0
    for _ in range(400):
        base = chance.sample(LINES * chance.randint(1, 2), chance.randint(5, len(LINES)))
        three = ["\n".join(lines) for lines in (base, _change(base, chance), _change(base, chance))]
        expected = _git(tmp_path, three[0], three[1], three[2])
        if expected is None:
            continue
        clean += 1
        merged = merge_text(*three, cut)
        assert (merged.text(), merged.clashes) == (expected, ()), three
    assert clean > 100


def test_both_sides_took_out_one_of_two_equal_neighbours() -> None:
    """What both did is done once, whichever of the two each side seems to have meant."""
    base = "* un\n* carte\n* carte\n* mur\n* deux\n* carte"
    incoming = base.replace("* carte\n", "", 1)
    local = incoming.replace("deux", "trois")
    assert merge_text(base, incoming, local, cut).text() == local
    near = merge_text(base, incoming, incoming.replace("un", "zéro"), cut)
    assert near.clashes or near.text().count("carte") == 2


def test_where_git_sees_a_conflict_in_one_line_two_sentences_merge(tmp_path: Path) -> None:
    """A paragraph is one line for git; changes of two of its sentences are both in ours."""
    three = (f"{FIRST} {SECOND}", f"{FIRST} On commence à dix heures.", f"La grande salle est prête. {SECOND}")
    assert _git(tmp_path, *three) is None
    merged = merge_text(*three, cut)
    assert merged.text() == "La grande salle est prête. On commence à dix heures."
    assert not merged.clashes


def _long(chance: random.Random, size: int) -> str:
    parts: list[str] = []
    length = 0
    while length < size:
        words = " ".join(
            chance.choice(["le", "jeu", "tourne", "autour", "de", "cartes", "bleues", "que", "chacun", "tire"])
            for _ in range(9)
        )
        parts.append(
            f"\n== Partie {len(parts)} ==\n" if len(parts) % 40 == 0 else f"{words.capitalize()}. Et puis {words}.\n"
        )
        length += len(parts[-1])
    return "\n".join(parts)


def _timed(base: str, incoming: str, local: str) -> tuple[MergedText, float]:
    start = time.process_time()
    merged = merge_text(base, incoming, local, cut)
    return merged, time.process_time() - start


@pytest.mark.parametrize("size", [200_000])
def test_a_long_text_is_merged_in_good_time(size: int) -> None:
    """200 kB with changes everywhere take seconds at most, repetitions without end included."""
    chance = random.Random(3)
    base = _long(chance, size)
    incoming = base.replace("bleues", "vertes", 900)
    local = "".join(base.rsplit("autour", 500)[0:1]) + " près".join(base.rsplit("autour", 500)[1:])
    merged, seconds = _timed(base, incoming, local)
    assert "vertes" in merged.text()
    assert seconds < 10
    same = "* oui\n* non\n\nPareil. Pareil.\n\n" * (size // 32)
    merged, seconds = _timed(same, same.replace("oui", "si", 500), same + "* fin")
    assert "* fin" in merged.text()
    assert seconds < 10
