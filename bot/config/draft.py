"""A YAML file while it is checked: its values, their places, and the problems found so far."""

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from bot.config.paths import shown
from bot.config.schema import SchemaKind
from bot.config.syntax import Place
from bot.config.tree import Document, Fault, Scalar, Steps, read_document, value_at
from bot.config.wording import complaints
from bot.errors import Problem
from bot.i18n import _

S = TypeVar("S", bound=BaseModel)


class Draft:
    """One file, checked in two passes: its shape as a whole, then piece by piece what its values mean.

    A piece with a mistake in its shape is still checked for everything else that can be told.
    """

    def __init__(self, path: Path, kind: SchemaKind, shape: type[BaseModel]) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.file = shown(path)
        self._kind: SchemaKind = kind
        self._touched: set[Steps] = set()
        self._document = self._read()
        for fault in self._document.faults:
            self._note(fault)
        if self.is_readable:
            self._check_shape(shape)
        elif not self.problems:
            self.problem(_("a file of this kind begins with a key: write “key: value” lines."))

    @property
    def is_readable(self) -> bool:
        """Tell whether there are any values to check."""
        return isinstance(self._document.tree, dict)

    def problem(self, message: str, *steps: str | int, at_key: bool = False) -> None:
        """Note that something is wrong with the value at *steps*, or with its key."""
        self._touched.add(steps)
        self.problems.append(self._located(message, steps, at_key))

    def warn(self, message: str, *steps: str | int) -> None:
        """Note that the value at *steps* may not be what people expect."""
        self.warnings.append(self._located(message, steps, at_key=False))

    def is_clean(self, *steps: str | int) -> bool:
        """Tell whether nothing is wrong at *steps* or below; only then does anything missing there mean something."""
        return not any(touched[: len(steps)] == steps for touched in self._touched)

    def keys(self, *steps: str | int) -> tuple[str, ...]:
        """List the keys of the mapping at *steps*, none where there is no mapping."""
        value = value_at(self._document.tree, steps)
        return tuple(value) if isinstance(value, dict) else ()

    def items(self, *steps: str | int) -> range:
        """Number the items of the list at *steps*, none where there is no list."""
        value = value_at(self._document.tree, steps)
        return range(len(value)) if isinstance(value, list) else range(0)

    def has(self, *steps: str | int) -> bool:
        """Tell whether the file says anything at *steps*, right or wrong."""
        return steps in self._document.values

    def place(self, *steps: str | int, at_key: bool = False) -> Place:
        """Give the place of a value or of its key, else of what it would stand in."""
        tables = (self._document.keys, self._document.values)
        for table in tables if at_key else reversed(tables):
            if steps in table:
                return table[steps]
        return self.place(*steps[:-1], at_key=at_key) if steps else Place(1, 1)

    def piece(self, shape: type[S], *steps: str | int) -> S | None:
        """Give the mapping at *steps* as a value, without its unknown and wrong keys.

        None where that leaves something out that the shape needs; the reason is noted already.
        """
        value = value_at(self._document.tree, steps)
        if not isinstance(value, dict):
            return None
        names = {field.alias or name for name, field in shape.model_fields.items()}
        sound = {key: part for key, part in value.items() if key in names and self.is_clean(*steps, key)}
        try:
            return shape.model_validate(sound)
        except ValidationError:
            return None

    def text(self, *steps: str | int) -> str | None:
        """Give the text at *steps*, None where there is none or it is wrong."""
        value = value_at(self._document.tree, steps)
        return str(value).strip() if isinstance(value, Scalar) and self.is_clean(*steps) else None

    def tail(self, *steps: str | int) -> str:
        """Give what follows an unquoted text on its line."""
        return self._document.tails.get(steps, "")

    def texts(self) -> tuple[Steps, ...]:
        """List where unquoted texts stand."""
        return tuple(self._document.tails)

    def _read(self) -> Document:
        try:
            return read_document(self.path.read_bytes().decode("utf-8-sig"))
        except FileNotFoundError:
            message = _("there is no such file: check the path.")
        except OSError as error:
            message = _("the file cannot be read: {reason}.").format(reason=error.strerror)
        except UnicodeDecodeError as error:
            return Document(faults=[_fault_of_encoding(error)])
        self.problems.append(Problem(self.file, 0, 0, message))
        return Document()

    def _note(self, fault: Fault) -> None:
        if fault.steps is not None:
            self._touched.add(fault.steps)
        self.problems.append(Problem(self.file, fault.place.line, fault.place.column, fault.message))

    def _located(self, message: str, steps: Steps, at_key: bool) -> Problem:
        place = self.place(*steps, at_key=at_key)
        return Problem(self.file, place.line, place.column, message)

    def _check_shape(self, shape: type[BaseModel]) -> None:
        try:
            shape.model_validate(self._document.tree)
        except ValidationError as error:
            found = tuple(complaints(error, self._document.tree, self._kind))
            # What could not be read is missing from the tree, and must not be called missing as well.
            for complaint in [complaint for complaint in found if self.is_clean(*complaint.steps)]:
                self.problem(complaint.message, *complaint.steps, at_key=complaint.at_key)


def _fault_of_encoding(error: UnicodeDecodeError) -> Fault:
    lines = error.object[: error.start].split(b"\n")
    column = len(lines[-1].decode("utf-8", "replace")) + 1
    return Fault(Place(len(lines), column), _("the file is not UTF-8: save it again with that encoding."))
