"""French texts of practice sheets, and the changes that two sides make to them."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

_Block = tuple[str, list[str]]
"""The form of a block, and its sentences."""


def many(examples: int) -> settings:
    """Try that many examples, or more where the profile of hypothesis wants more."""
    return settings(
        max_examples=max(examples, settings.default.max_examples if settings.default else 0),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )


SENTENCES = (
    "Chaque personne écrit une idée.", "Prévoir 1 h 30 avec M. Dupont.", "On vote ensuite à main levée !",
    "Voir [[Jeu des gommettes|le jeu. Il est court]].", "Le groupe dit « merci » et sort.",
    "Compter 12 personnes (p. ex. deux tables).", "C’est l’étape la plus longue…",
    "Lire la source.<ref>Alice. Le débat.</ref>", "Les rôles tournent.", "Tout est écrit au mur.",
)  # fmt: skip
_SENTENCE = st.sampled_from(SENTENCES)
_PARAGRAPH = st.lists(_SENTENCE, min_size=1, max_size=4).map(" ".join)
_ITEMS = st.lists(_SENTENCE, min_size=1, max_size=4).map(lambda items: "\n".join(f"* {item}" for item in items))
_STEPS = st.lists(_SENTENCE, min_size=1, max_size=3).map(lambda items: "\n".join(f"# {item}" for item in items))
_CALL = _SENTENCE.map(lambda text: f"{{{{Citation\n| texte = {text}\n| auteur = Zoé\n}}}}")
_TABLE = st.lists(_SENTENCE, min_size=1, max_size=3).map(
    lambda rows: "\n".join(('{| class="wikitable"', *(f"|-\n| {row} || oui" for row in rows), "|}"))
)
_BLOCK = st.one_of(_PARAGRAPH, _PARAGRAPH, _ITEMS, _STEPS, _CALL, _TABLE)
_BODY = st.lists(_BLOCK, min_size=1, max_size=3).map("\n\n".join)
_HEADING = st.sampled_from(("Matériel", "Déroulé", "Animation", "Pour aller plus loin"))
_SECTION = st.tuples(_HEADING, st.sampled_from(("==", "===")), _BODY).map(
    lambda parts: f"{parts[1]} {parts[0]} {parts[1]}\n{parts[2]}"
)
SHEETS = st.tuples(_BODY | st.just(""), st.lists(_SECTION, max_size=3)).map(
    lambda parts: "\n\n".join(part for part in (parts[0], *parts[1]) if part)
)
"""Texts with sections, paragraphs, lists, tables and templates."""


@st.composite
def changed(draw: st.DrawFn, text: str) -> str:
    """Change a text here and there, as people do: words, blanks, lines and whole pieces."""
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(text)))
        until = min(len(text), at + draw(st.sampled_from((0, 0, 1, 6, 40))))
        new = draw(st.sampled_from(("", " ", "\u00a0", "\n", "\n\n", "é", " très", " Une phrase. ", "\n* un point\n")))
        text = text[:at] + new + text[until:]
    return text


@st.composite
def threes(draw: st.DrawFn) -> tuple[str, str, str]:
    """Make a text and two changed ones."""
    base = draw(SHEETS)
    return base, draw(changed(base)), draw(changed(base))


_UNLIKE = (
    "Chaque personne écrit une idée sur un carton.", "On vote ensuite à main levée sans un mot.",
    "Le groupe dit merci et sort dehors.", "Les rôles tournent au signal de la cloche.",
    "Tout est affiché au mur du fond.", "Compter douze chaises et deux tables.",
    "Une pause de dix minutes clôt la matinée.", "Lire la source danoise avant de venir.",
)  # fmt: skip
_NEW = st.sampled_from(
    ("Prévoir du café chaud pour tous.", "Ranger la salle avant midi.", "Noter les questions ouvertes ailleurs.")
)
_DEEDS = st.sampled_from(("move", "move block", "take out", "take out block", "add", "reword", "split"))


@st.composite
def rearranged(draw: st.DrawFn) -> tuple[str, str, str]:
    """Make a text, and two whose sentences, paragraphs and sections people moved, took out, split, reworded, added."""
    sentences, base = list(draw(st.permutations(_UNLIKE))), list[_Block]()
    while sentences:
        count = draw(st.integers(1, 3))
        base.append((draw(st.sampled_from(("text", "text", "items", "section"))), sentences[:count]))
        del sentences[:count]
    return _spelt(base), _spelt(_rearranged(draw, base)), _spelt(_rearranged(draw, base))


def _rearranged(draw: st.DrawFn, base: list[_Block]) -> list[_Block]:
    blocks = [(form, list(sentences)) for form, sentences in base]
    for _ in range(draw(st.integers(1, 3))):
        at, deed = draw(st.integers(0, len(blocks) - 1)), draw(_DEEDS)
        form, sentences = blocks[at]
        index = draw(st.integers(0, len(sentences) - 1))
        if deed == "add":
            sentences.insert(index, draw(_NEW))
        elif deed == "reword":
            first, _, rest = sentences[index].partition(" ")
            sentences[index] = f"{first} {draw(st.sampled_from(('très', 'bien', 'vite')))} {rest}"
        elif deed == "split" and index:
            blocks[at : at + 1] = [(form, sentences[:index]), (form, sentences[index:])]
        elif "block" in deed and len(blocks) > 1:
            block = blocks.pop(at)
            if deed == "move block":
                blocks.insert(draw(st.integers(0, len(blocks))), block)
        elif deed in ("move", "take out") and len(blocks) > 1:
            sentence = sentences.pop(index)
            if deed == "move":
                other = draw(st.sampled_from(blocks))[1]
                other.insert(draw(st.integers(0, len(other))), sentence)
            blocks = [block for block in blocks if block[1]]
    return blocks


def _spelt(blocks: list[_Block]) -> str:
    texts = []
    for form, sentences in blocks:
        heading = f"== Pour {' '.join(sentences[0].split()[-2:])} ==\n" if form == "section" else ""
        text = "\n".join(f"* {each}" for each in sentences) if form == "items" else " ".join(sentences)
        texts.append(heading + text)
    return "\n\n".join(texts)
