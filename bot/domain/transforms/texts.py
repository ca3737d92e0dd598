"""Transforms on plain text."""

from bot.domain.field import Value
from bot.domain.transform import Options, Tools, UnknownValueError, number_of, table_of, text_of


def strip(text: str, _options: Options) -> str:
    """Take blanks at both ends away, and fold those inside a line."""
    return "\n".join(" ".join(line.split()) for line in text.strip().split("\n"))


def lower(text: str, _options: Options) -> str:
    """Write small letters."""
    return text.lower()


def upper(text: str, _options: Options) -> str:
    """Write capitals."""
    return text.upper()


def capitalize(text: str, _options: Options) -> str:
    """Write the first letter as a capital, and leave the others."""
    return text[:1].upper() + text[1:]


def prefix(text: str, options: Options) -> str:
    """Put a text before the value; nothing stays nothing."""
    return text_of(options, "text") + text if text else text


def without_prefix(text: str, options: Options) -> str:
    """Take the text before the value away."""
    return text.removeprefix(text_of(options, "text"))


def suffix(text: str, options: Options) -> str:
    """Put a text behind the value; nothing stays nothing."""
    return text + text_of(options, "text") if text else text


def without_suffix(text: str, options: Options) -> str:
    """Take the text behind the value away."""
    return text.removesuffix(text_of(options, "text"))


def replace(text: str, options: Options) -> str:
    """Replace a text wherever it stands."""
    wanted = text_of(options, "from")
    return text.replace(wanted, text_of(options, "to")) if wanted else text


def truncate(text: str, options: Options) -> str:
    """Cut a text that is too long behind a word, and say so by an ellipsis."""
    longest, mark = number_of(options, "length"), text_of(options, "ellipsis")
    if len(text) <= longest:
        return text
    room = max(longest - len(mark), 0)
    cut = text[:room]
    if not text[room : room + 1].isspace() and " " in cut:
        cut = cut.rpartition(" ")[0]
    return (cut.rstrip() + mark)[:longest]


def map_words(text: str, options: Options) -> str:
    """Replace a word by the word of a table.

    Raises:
        UnknownValueError: the table has no such word, and ``otherwise`` is ``error``.

    """
    table = table_of(options, "table")
    if not text:
        return text
    found = next((there for here, there in table if here.casefold() == text.casefold()), None)
    if found is not None:
        return found
    match text_of(options, "otherwise"):
        case "error":
            raise UnknownValueError(text, tuple(here for here, _ in table))
        case "drop":
            return text_of(options, "default")
        case _:
            return text


def unmap_words(text: str, options: Options) -> str:
    """Replace a word of the right column by the word of the left; leave what the table lacks."""
    rows = table_of(options, "table")
    return next((here for here, there in rows if there.casefold() == text.casefold()), text)


def default(value: Value, options: Options, _tools: Tools) -> Value:
    """Give a text where there is nothing."""
    if isinstance(value, tuple):
        return value or (text_of(options, "text"),)
    return value if value.strip() else text_of(options, "text")


def constant(value: Value, options: Options, _tools: Tools) -> Value:
    """Give a text whatever the value is."""
    text = text_of(options, "text")
    return (text,) if isinstance(value, tuple) else text


def split(value: Value, options: Options, tools: Tools) -> Value:
    """Make a list of a text."""
    separator = text_of(options, "separator")
    if isinstance(value, tuple):
        return value
    return tools.split(value, separator) if separator else (value,)


def join(value: Value, options: Options, _tools: Tools) -> Value:
    """Make a text of a list."""
    return value if isinstance(value, str) else text_of(options, "separator").join(value)


def first(value: Value, _options: Options, _tools: Tools) -> Value:
    """Take the first text of a list that says anything."""
    return value if isinstance(value, str) else next((part for part in value if part.strip()), "")


def plain(value: Value, _options: Options, tools: Tools) -> Value:
    """Take the markup away."""
    if isinstance(value, str):
        return tools.plain(value)
    return tuple(text for part in value if (text := tools.plain(part)))
