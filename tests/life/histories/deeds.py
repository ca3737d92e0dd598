"""What people do to the text of a page; each deed takes a text, a number that chooses the place, and a new word."""

import re
from collections.abc import Callable

from tests.life.histories.words import credited

Deed = Callable[[str, int, str], str]
_WORD = re.compile(r"\b[sh]\d+z\b", re.IGNORECASE)
_HEADING = re.compile(r"^== (.*) ==$", re.MULTILINE)
_SENTENCE = re.compile(r"(?<=[.!?] )[A-Z][^\n.!?]*[.!?] ?|^[A-Z][^\n.!?|]*[.!?] ?", re.MULTILINE)


def _at_one(pattern: re.Pattern[str], text: str, number: int, change: Callable[[str], str]) -> str:
    found = list(pattern.finditer(text))
    if not found:
        return text
    one = found[number % len(found)]
    return text[: one.start()] + change(one[0]) + text[one.end() :]


def _blocks(text: str, number: int, change: Callable[[list[str], int], list[str]]) -> str:
    """Change the paragraphs behind the template."""
    blocks = text.split("\n\n")
    if len(blocks) < 2:
        return text
    return "\n\n".join(change(blocks, 1 + number % (len(blocks) - 1)))


def change_word(text: str, number: int, word: str) -> str:
    """Write another word for one that is there: in a value, in a sentence, in a list, in a category."""
    return _at_one(_WORD, text, number, lambda _old: word)


def add_word(text: str, number: int, word: str) -> str:
    """Write a word behind another."""
    return _at_one(_WORD, text, number, lambda old: f"{old} {word}")


def add_sentence(text: str, number: int, word: str) -> str:
    """Write a sentence behind another."""
    return _at_one(_SENTENCE, text, number, lambda old: f"{old.rstrip()} On dit {word} ici. ")


def drop_sentence(text: str, number: int, _word: str) -> str:
    """Take a sentence out."""
    return _at_one(_SENTENCE, text, number, lambda _old: "")


def add_paragraph(text: str, number: int, word: str) -> str:
    """Write a paragraph of one's own."""
    return _blocks(text, number, lambda blocks, at: [*blocks[:at], f"Un mot {word} de nous.", *blocks[at:]])


def drop_paragraph(text: str, number: int, _word: str) -> str:
    """Take a paragraph out."""
    return _blocks(
        text, number, lambda blocks, at: blocks[:at] + blocks[at + 1 :] if "[[" not in blocks[at] else blocks
    )


def swap_paragraphs(text: str, number: int, _word: str) -> str:
    """Put a paragraph before the one above it."""
    return _blocks(text, number, lambda b, at: b if at < 2 else [*b[: at - 1], b[at], b[at - 1], *b[at + 1 :]])


def add_heading(text: str, number: int, word: str) -> str:
    """Write a heading between two paragraphs."""
    marks = "=" * (2 + number % 2)
    heading = f"{marks} Partie {word} {marks}"
    return _blocks(text, number // 2, lambda blocks, at: [*blocks[:at], heading, *blocks[at:]])


def change_heading(text: str, number: int, word: str) -> str:
    """Rename a section."""
    return _at_one(_HEADING, text, number, lambda old: f"{old[:-3]} {word} ==")


def add_category(text: str, _number: int, word: str) -> str:
    """Put a page into a category."""
    return f"{text.rstrip()}\n[[Catégorie:Thème {word}]]\n"


def add_parameter(text: str, _number: int, word: str) -> str:
    """Give the template a parameter that nobody else knows."""
    return text.replace("\n}}", f"\n| note = {word}\n}}}}", 1)


def set_parameter(text: str, number: int, word: str) -> str:
    """Write the whole value of a parameter anew."""
    pattern = re.compile(r"^\| (?!licence)[^=\n]* = .*$", re.MULTILINE)
    return _at_one(pattern, text, number, lambda old: f"{old.partition(' = ')[0]} = tout {word} autre")


def correct(text: str, number: int, _word: str) -> str:
    """Correct a typo where no word is at stake."""
    return _at_one(re.compile(r"[,.!]? (?=\w)"), text, number, lambda old: "  " if old == " " else " ")


def write_above(text: str, _number: int, word: str) -> str:
    """Write above everything."""
    return f"Une phrase {word} en tête.\n\n{text}"


def open_template(text: str, _number: int, _word: str) -> str:
    """Spoil the template."""
    return text.replace("\n}}", "\n}", 1)


DEEDS: tuple[Deed, ...] = (
    change_word,
    change_word,
    add_word,
    add_sentence,
    drop_sentence,
    add_paragraph,
    drop_paragraph,
    swap_paragraphs,
    add_heading,
    change_heading,
    add_category,
    add_parameter,
    set_parameter,
    correct,
    write_above,
    open_template,
)


def edited(text: str, deed: Deed, number: int, word: str) -> str:
    """Do a deed to a page; its credit is not touched."""
    credit = credited(text)
    if credit is None:
        return deed(text, number, word)
    return deed(text[: credit.start], number, word).rstrip() + "\n\n" + text[credit.start :]


def uncredited(text: str) -> str:
    """Take the credit out."""
    credit = credited(text)
    return (text[: credit.start] + text[credit.end :]).rstrip() if credit else text


def into_the_credit(text: str, word: str) -> str:
    """Write into the credit, behind what it says."""
    credit = credited(text)
    if credit is None:
        return text
    end = credit.end - len("</div>" if text[: credit.end].endswith("</div>") else "\n}}")
    return f"{text[:end]} {word} {text[end:]}"
