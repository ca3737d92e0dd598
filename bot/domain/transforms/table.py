"""The table of all transforms, and how a row of them is applied and undone."""

from bot.domain.duration import DURATION_HOLES
from bot.domain.field import WHOLE, Kind, Value
from bot.domain.kinds.dates import DATE_HOLES
from bot.domain.transform import (
    Back,
    Example,
    Option,
    OptionValue,
    Shape,
    Sort,
    Step,
    Tools,
    Transform,
    each,
    unchanged,
)
from bot.domain.transforms import regex, spellings, texts


def say(message: str) -> str:
    """Mark a sentence for the translators; it is translated where it is shown."""
    return message


_WORDS = frozenset({Kind.TEXT, Kind.LIST})
_NOT_LICENCE = frozenset(Kind) - WHOLE
_LANGUAGE = Option("language", Sort.CHOICE, say("Language of words and marks."), "fr", ("fr", "en"))


def _text(description: str, default: str | None = None, name: str = "text") -> Option:
    return Option(name, Sort.TEXT, description, default)


def _example(before: Value, after: Value, /, **options: OptionValue) -> Example:
    # ``from`` is no name in Python.
    return Example(tuple((name.rstrip("_"), value) for name, value in options.items()), before, after)


_TABLE = (
    Transform(
        "strip", each(texts.strip), say("Takes blanks at both ends away, and folds those inside a line."),
        _example("  tour   de table ", "tour de table"),
    ),
    Transform("lower", each(texts.lower), say("Writes small letters."), _example("Jeu", "jeu"), kinds=_WORDS),
    Transform("upper", each(texts.upper), say("Writes capitals."), _example("été", "ÉTÉ"), kinds=_WORDS),
    Transform(
        "capitalize", each(texts.capitalize), say("Writes the first letter as a capital, and leaves the others."),
        _example("état des lieux", "État des lieux"), kinds=_WORDS,
    ),
    Transform(
        "split", texts.split, say("Makes a list of a text; a separator inside a link or a template does not count."),
        _example("jeu; débat", ("jeu", "débat"), separator=";"),
        takes=Shape.TEXT, gives=Shape.LIST, back=Back.VALUE, undo=texts.join, kinds=_WORDS,
        options=(_text(say("What stands between two values."), ";", "separator"),),
    ),
    Transform(
        "join", texts.join, say("Makes a text of a list."),
        _example(("jeu", "débat"), "jeu, débat", separator=", "),
        takes=Shape.LIST, gives=Shape.TEXT, back=Back.VALUE, undo=texts.split, kinds=_WORDS,
        options=(_text(say("What stands between two values."), ", ", "separator"),),
    ),
    Transform(
        "map", each(texts.map_words), say("Replaces a word by the word of a table; capitals do not matter."),
        _example("Jeu", "Game", table=(("jeu", "Game"), ("débat", "Debate"))),
        back=Back.TEXT, undo=each(texts.unmap_words),
        options=(
            Option("table", Sort.TABLE, say("Word before: word after.")),
            Option(
                "otherwise", Sort.CHOICE,
                say("What to do with a word that the table lacks; with error the sheet waits."),
                "keep", ("keep", "drop", "error"),
            ),
            _text(say("What stands instead of a word that is dropped."), "", "default"),
        ),
    ),
    Transform(
        "prefix", each(texts.prefix), say("Puts a text before the value."),
        _example("3", "no 3", text="no "), back=Back.TEXT, undo=each(texts.without_prefix),
        options=(_text(say("The text.")),),
    ),
    Transform(
        "suffix", each(texts.suffix), say("Puts a text behind the value."),
        _example("12", "12 personnes", text=" personnes"), back=Back.TEXT, undo=each(texts.without_suffix),
        options=(_text(say("The text.")),),
    ),
    Transform(
        "replace", each(texts.replace), say("Replaces a text wherever it stands."),
        _example("jeu · débat", "jeu , débat", from_="·", to=","),
        options=(_text(say("The text to replace."), None, "from"), _text(say("What stands instead."), "", "to")),
    ),
    Transform(
        "regex", each(regex.regex),
        say("Replaces what a regular expression matches; a text that it would take too long on stays as it is."),
        _example("Fiche no 12", "12", from_=r"^Fiche no ([0-9]+)$", to=r"\1"),
        options=(
            Option("from", Sort.REGEX, say("The regular expression, without nested quantifiers.")),
            _text(say("What stands instead, with \\1 for the first group."), "", "to"),
        ),
    ),
    Transform(
        "first", texts.first, say("Takes the first text of a list that says anything."),
        _example(("", "jeu", "débat"), "jeu"), takes=Shape.LIST, gives=Shape.TEXT, kinds=_WORDS,
    ),
    Transform(
        "default", texts.default, say("Gives a text where there is nothing."),
        _example("", "inconnu", text="inconnu"), options=(_text(say("The text.")),), kinds=_NOT_LICENCE,
    ),
    Transform(
        "constant", texts.constant, say("Gives a text whatever the value is."),
        _example("jeu", "oui", text="oui"), options=(_text(say("The text.")),), kinds=_NOT_LICENCE,
    ),
    Transform(
        "plain", texts.plain, say("Takes the markup away: links leave their words, templates leave nothing."),
        _example("'''Un''' [[jeu|grand jeu]]", "Un grand jeu"),
    ),
    Transform(
        "truncate", each(texts.truncate), say("Cuts a text that is too long behind a word, and says so."),
        _example("Chacun se présente à son tour.", "Chacun se…", length=12), kinds=_WORDS,
        options=(
            Option("length", Sort.NUMBER, say("The most characters.")),
            _text(say("What says that something was cut."), "…", "ellipsis"),
        ),
    ),
    Transform(
        "link", each(spellings.link), say("Makes a wiki link of the name of a page."),
        _example("jeu", "[[Thème:jeu|jeu]]", before="Thème:"), back=Back.TEXT, undo=each(spellings.without_link),
        options=(_text(say("What stands before the name in the title of the page."), "", "before"),),
        kinds=frozenset({Kind.TEXT, Kind.LIST, Kind.LINK}),
    ),
    Transform(
        "unlink", each(spellings.unlink), say("Gives the words of links instead of the links."),
        _example("[[Jeu|grand jeu]]", "grand jeu"), kinds=frozenset({Kind.TEXT, Kind.LIST, Kind.LINK}),
    ),
    Transform(
        "date", each(spellings.date), say("Writes a date by a pattern; without a day or month, in words."),
        _example("2024-03-01", "1er mars 2024", to="{day} {month} {year}"),
        back=Back.VALUE, undo=unchanged, kinds=frozenset({Kind.DATE}),
        options=(
            Option("to", Sort.PATTERN, say("Pattern with {day}, {dd}, {month}, {mm} and {year}."), None, DATE_HOLES),
            _LANGUAGE,
            Option("from", Sort.PATTERN, say("Pattern of the only way to read the date."), "", DATE_HOLES),
        ),
    ),
    Transform(
        "number", each(spellings.number), say("Writes a number or a range of numbers as a language does."),
        _example("12.5..30 km", "de 12,5 à 30 km"), back=Back.VALUE, undo=unchanged,
        options=(_LANGUAGE,), kinds=frozenset({Kind.NUMBER}),
    ),
    Transform(
        "duration", each(spellings.duration), say("Writes a duration by a pattern; ranges and days stay as they are."),
        _example("90 min", "1 h 30", to="{hours} h {minutes}"), back=Back.VALUE, undo=unchanged,
        options=(
            Option(
                "to", Sort.PATTERN,
                say("Pattern with {hours}, {minutes} (what is left of the hour) and {total} (minutes)."),
                None, DURATION_HOLES,
            ),
        ),
        kinds=frozenset({Kind.DURATION}),
    ),
    Transform(
        "coordinates", each(spellings.coordinates), say("Writes coordinates in decimals, or in degrees and minutes."),
        _example("48.386111, -4.484722", "48° 23′ 10″ N, 4° 29′ 4.999″ O", form="degrees"),
        back=Back.VALUE, undo=unchanged,
        options=(
            Option("form", Sort.CHOICE, say("The form of the numbers."), "decimal", ("decimal", "degrees")), _LANGUAGE,
        ),
        kinds=frozenset({Kind.COORDINATES}),
    ),
)  # fmt: skip
TRANSFORMS = {transform.name: transform for transform in _TABLE}


def apply(steps: tuple[Step, ...], value: Value, tools: Tools) -> Value:
    """Put a value through a row of transforms.

    Raises:
        UnknownValueError: a value table must not pass the value on.

    """
    for step in steps:
        transform = TRANSFORMS[step.name]
        value = transform.run(value, transform.settings(step), tools)
    return value


def can_undo(step: Step) -> bool:
    """Tell whether what a step makes can be read back; a date read by a pattern of its own cannot."""
    return TRANSFORMS[step.name].undo is not None and not (step.name == "date" and dict(step.options).get("from"))


def undo(steps: tuple[Step, ...], value: Value, tools: Tools) -> Value | None:
    """Read back what a row of transforms made, last first; None where one of them cannot be undone."""
    if not all(map(can_undo, steps)):
        return None
    for step in reversed(steps):
        transform = TRANSFORMS[step.name]
        function = transform.undo or unchanged
        value = function(value, transform.settings(step), tools)
    return value


def shape_after(steps: tuple[Step, ...], shape: Shape) -> Shape:
    """Tell whether a row of transforms gives a text or a list."""
    for step in steps:
        gives = TRANSFORMS[step.name].gives
        shape = shape if gives is Shape.EACH else gives
    return shape


def plain_option(value: OptionValue | Value | None) -> object:
    """Give an option or a value as programs want it: tables as objects, lists as lists."""
    if not isinstance(value, tuple):
        return value
    pairs = [part for part in value if isinstance(part, tuple)]
    return dict(pairs) if pairs else list(value)


def example_line(transform: Transform) -> str:
    """Write the example of a transform as a line: ``{prefix: {text: "no "}}: 3 → no 3``."""

    def shown(value: object) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{key}: {shown(each)}" for key, each in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(map(shown, value)) + "]"
        if not isinstance(value, str):
            return str(value)
        # In YAML a backslash is itself only between single quotes.
        return f"'{value}'" if "\\" in value else f'"{value}"'

    options = {key: plain_option(value) for key, value in transform.example.options}
    call = f"{{{transform.name}: {shown(options)}}}" if options else transform.name
    before, after = plain_option(transform.example.before), plain_option(transform.example.after)
    return f"{call}: {shown(before)} → {shown(after)}"
