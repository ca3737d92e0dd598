"""French texts of practice sheets, and the changes that two sides make to them."""

from hypothesis import strategies as st

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
