"""The transforms of a rule: ``read`` and ``write`` become steps, with everything that is wrong with them noted."""

from typing import Any

from bot.config.draft import Draft
from bot.config.nearest import hint
from bot.config.patterns import check_date, check_duration, check_holes
from bot.config.syntax import NUMBER
from bot.config.tree import Scalar, Steps
from bot.domain.field import Field, Kind
from bot.domain.transform import Option, OptionValue, Shape, Sort, Step, Transform
from bot.domain.transforms import regex
from bot.domain.transforms.table import TRANSFORMS
from bot.i18n import _


def read_steps(draft: Draft, field: Field, tree: Any, shape: Shape, key: str, *steps: str | int) -> tuple[Step, ...]:
    """Read the transforms of ``read`` or ``write``: one, or a list of them; *shape* is what they begin with."""
    if tree is None:
        return ()
    if tree == []:
        message = _("nothing is listed here: list a transform, or take “{key}” out.").format(key=key)
        draft.problem(message, *steps, key)
        return ()
    single = not isinstance(tree, list)
    places = [(*steps, key)] if single else [(*steps, key, number) for number in range(len(tree))]
    found = []
    for place, part in zip(places, [tree] if single else tree, strict=True):
        transform = _transform(draft, part, place)
        if transform is None:
            continue
        if not _fits(draft, transform, field, place, at_key=single):
            continue
        shape = _shape_behind(draft, transform, shape, place)
        options = _options(draft, transform, part, place)
        if options is not None:
            found.append(Step(transform.name, options))
            _check_meaning(draft, transform, dict(options), key, _place_of_options(transform, part, place))
    if shape is Shape.LIST and field.kind is not Kind.LIST:
        message = _("these transforms end with a list, but “{field}” is of the kind {kind}: end with join or first.")
        draft.problem(message.format(field=field.name, kind=field.kind), *steps, key, at_key=True)
    return tuple(found)


def _transform(draft: Draft, part: Any, place: Steps) -> Transform | None:
    """Find the transform that a step names: a word, or the one key of a mapping."""
    if isinstance(part, Scalar):
        name = part.strip()
    elif isinstance(part, dict) and len(part) == 1:
        name = next(iter(part))
    else:
        if draft.is_clean(*place):
            draft.problem(_("write one transform here: its name, or {name: options}; several stand in a list."), *place)
        return None
    transform = TRANSFORMS.get(name)
    if transform is None:
        message = _("there is no transform “{name}”: {hint}").format(name=name, hint=hint(name, TRANSFORMS))
        if isinstance(part, dict):
            draft.problem(message, *place, name, at_key=True)
        else:
            draft.problem(message, *place)
    return transform


def _fits(draft: Draft, transform: Transform, field: Field, place: Steps, *, at_key: bool) -> bool:
    if field.kind in transform.kinds:
        return True
    kinds = ", ".join(kind for kind in Kind if kind in transform.kinds)
    message = _("only a {kinds} takes “{transform}”, but “{field}” is of the kind {kind}: take it out.")
    message = message.format(kinds=kinds, transform=transform.name, field=field.name, kind=field.kind)
    draft.problem(message, *place, at_key=at_key)
    return False


def _shape_behind(draft: Draft, transform: Transform, shape: Shape, place: Steps) -> Shape:
    if transform.takes is Shape.LIST and shape is Shape.TEXT:
        message = _("“{transform}” takes a list, and a text stands here: put split before it, or take it out.")
        draft.problem(message.format(transform=transform.name), *place)
    elif transform.takes is Shape.TEXT and shape is Shape.LIST:
        message = _("“{transform}” takes a text, and a list stands here: put join before it, or take it out.")
        draft.problem(message.format(transform=transform.name), *place)
    return shape if transform.gives is Shape.EACH else transform.gives


def _place_of_options(transform: Transform, part: Any, place: Steps) -> Steps:
    """Give where the first option stands, or would stand."""
    if not isinstance(part, dict):
        return place
    given = part[transform.name]
    first = transform.options[0].name if transform.options else ""
    return (*place, transform.name, first) if isinstance(given, dict) else (*place, transform.name)


def _options(draft: Draft, transform: Transform, part: Any, place: Steps) -> tuple[tuple[str, OptionValue], ...] | None:
    """Read the options of a step; None where one is wrong or missing."""
    given = part[transform.name] if isinstance(part, dict) else {}
    place = (*place, transform.name) if isinstance(part, dict) else place
    if isinstance(given, Scalar):
        if not transform.options:
            draft.problem(
                _("“{transform}” has no options: write its name alone.").format(transform=transform.name), *place
            )
            return None
        value = _value(draft, transform.options[0], given, place)
        missing = _missing(draft, transform, {transform.options[0].name}, place)
        return None if value is None or missing else ((transform.options[0].name, value),)
    if not isinstance(given, dict):
        if draft.is_clean(*place):
            draft.problem(_("write the options here, each “key: value”."), *place)
        return None
    found: list[tuple[str, OptionValue]] = []
    sound = True
    for name, tree in given.items():
        option = transform.option(name)
        if option is None:
            message = _("“{transform}” has no option “{name}”: {hint}")
            known = [each.name for each in transform.options]
            message = message.format(transform=transform.name, name=name, hint=hint(name, known))
            draft.problem(message, *place, name, at_key=True)
        value = _value(draft, option, tree, (*place, name)) if option is not None else None
        sound = sound and value is not None
        if value is not None:
            found.append((name, value))
    if not sound or _missing(draft, transform, set(given), place):
        return None
    return tuple(found)


def _missing(draft: Draft, transform: Transform, given: set[str], place: Steps) -> bool:
    missing = [option.name for option in transform.options if option.default is None and option.name not in given]
    if missing and draft.is_clean(*place):
        message = _("“{transform}” needs the option “{name}”: add it.")
        draft.problem(message.format(transform=transform.name, name=missing[0]), *place)
    return bool(missing)


def _value(draft: Draft, option: Option, tree: Any, place: Steps) -> OptionValue | None:
    """Read the value of an option; None where it is wrong, which is noted."""
    if option.sort is Sort.TABLE:
        if isinstance(tree, dict) and tree and all(isinstance(value, Scalar) for value in tree.values()):
            return tuple((word, str(value)) for word, value in tree.items())
        message = _("write a table here, each “word: other word”.")
    elif not isinstance(tree, Scalar):
        message = _("write one text here, not a list or a mapping.")
    elif option.sort is Sort.NUMBER:
        if tree.meaning == NUMBER and tree.isdecimal() and 0 < len(tree) <= 6 and int(tree) > 0:
            return int(tree)
        message = _("write a whole number here, for example 10.")
    elif option.sort is Sort.CHOICE and tree not in option.words:
        message = _("“{word}” is not known here: {hint}").format(word=tree, hint=hint(tree, option.words))
    elif not tree and (option.default is None or option.name == "separator"):
        message = _("the text is empty: write something, or take the entry out.")
    else:
        return str(tree)
    if draft.is_clean(*place):
        draft.problem(message, *place)
    return None


def _check_meaning(draft: Draft, transform: Transform, options: dict[str, OptionValue], key: str, place: Steps) -> None:
    """Check what lies between the options of a step: patterns that read back, tables, regular expressions."""
    if transform.name == "duration":
        check_duration(draft, str(options["to"]), *place)
    elif transform.name == "date":
        if options.get("from"):
            check_holes(draft, str(options["from"]), transform.options[0].words, *place[:-1], "from")
        check_date(draft, str(options["to"]), str(options.get("language", "fr")), *place)
    elif transform.name == "regex":
        _check_regex(draft, str(options["from"]), str(options.get("to", "")), *place)
    elif transform.name == "map" and key == "write":
        _check_table(draft, options["table"], *place)


def _check_table(draft: Draft, table: OptionValue, *place: str | int) -> None:
    seen: dict[str, str] = {}
    for word, spelt in table if isinstance(table, tuple) else ():
        first = seen.setdefault(spelt.strip().casefold(), word)
        if first != word:
            message = _("“{spelt}” already stands for “{first}”, it could not be read back: give each its own word.")
            draft.problem(message.format(spelt=spelt, first=first), *place, word)


def _check_regex(draft: Draft, pattern: str, to: str, *place: str | int) -> None:
    fault = regex.fault_of(pattern)
    if fault is None:
        wrong = [number for number in regex.references_of(to) if number > regex.groups_of(pattern)]
        if wrong:
            message = _("the regular expression has no group {number}.").format(number=wrong[0])
            draft.problem(message, *place[:-1], "to")
        return
    messages = {
        "long": _("the regular expression is too long: {most} characters are the most."),
        "wrong": _("this is no regular expression: check its brackets and stars."),
        "unsafe": _("this is not allowed in a regular expression here: take groups with a star, (?…) and \\1 out."),
        "slow": _("the regular expression has too many stars and choices: make it simpler."),
    }
    draft.problem(messages[fault].format(most=regex.LONGEST_PATTERN), *place)
