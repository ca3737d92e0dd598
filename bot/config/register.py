"""The register on the disk: read with the care of every other file, and written so that no word of a person is lost."""

import fcntl
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import yaml

from bot.config.draft import Draft
from bot.config.register_models import DecisionShape, ForgottenNameShape, RegisterShape
from bot.config.wikis import licence_said
from bot.domain.register import ForgottenName, LicenceDecision, Register, Ruling, seal
from bot.errors import ConfigurationError, Problem, StateError
from bot.i18n import _

_OURS_ALONE = 0o600


def load_register(path: Path) -> Register:
    """Read the register; one that is not there yet is empty.

    Raises:
        ConfigurationError: with all its problems, each with its place.

    """
    register, problems = _read(path)
    if problems:
        raise ConfigurationError(problems)
    return register


def problems_in(path: Path) -> tuple[Problem, ...]:
    """Tell what is wrong with a register."""
    return _read(path)[1]


def change_register(path: Path, change: Callable[[Register], Register]) -> Register:
    """Change the register while nobody else does, and give what it holds now; the file is whole at every instant.

    Raises:
        ConfigurationError: it holds mistakes, and is left as it is.
        StateError: it cannot be written.

    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(
            path.with_name(f".{path.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600
        )
        with os.fdopen(lock, "w", encoding="utf-8"):
            _hand_over(lock, path.parent)
            fcntl.flock(lock, fcntl.LOCK_EX)
            register = change(load_register(path))
            _write(path, register)
            return register
    except OSError as error:
        message = _(
            "The register {file} cannot be written ({reason}): nothing was decided. Check that the account that runs "
            "the bot may write in its folder."
        )
        raise StateError(message.format(file=path, reason=error.strerror or error)) from error


def _is_missing(path: Path) -> bool:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:  # whoever reads it tells why it cannot be read
        return False
    return False


def _read(path: Path) -> tuple[Register, tuple[Problem, ...]]:
    if _is_missing(path):
        return Register(), ()
    draft = Draft(path, "register", RegisterShape)
    decisions = [_decision(draft, number) for number in draft.items("decisions")]
    names = [draft.piece(ForgottenNameShape, "forgotten_names", number) for number in draft.items("forgotten_names")]
    register = Register(
        tuple(one for one in decisions if one is not None),
        tuple(ForgottenName(one.name, one.date, one.reason, one.by or "") for one in names if one is not None),
    )
    return register, tuple(draft.problems)


def _decision(draft: Draft, number: int) -> LicenceDecision | None:
    steps = ("decisions", number)
    shape = draft.piece(DecisionShape, *steps)
    if shape is None:
        return None
    if shape.seal != seal(shape.evidence):
        message = _(
            "this seal does not fit the words under “evidence”, so one of them was changed after the decision: "
            "put it back, or take the entry out and decide again with “republish licence”."
        )
        draft.problem(message, *steps, "seal")
    licence = licence_said(shape.licence) if shape.licence else None
    if shape.licence and licence is None:
        message = _("this is not one licence with its version: write it like CC-BY-SA-4.0, CC-BY-3.0 or CC0-1.0.")
        draft.problem(message, *steps, "licence")
    if shape.ruling is Ruling.REFUSE and shape.regime is not None:
        draft.problem(_("a sheet that is refused has no regime: take it out."), *steps, "regime", at_key=True)
    return LicenceDecision(
        wiki=shape.wiki,
        page_id=shape.page,
        sheet=shape.sheet,
        ruling=shape.ruling,
        by=shape.by,
        on=shape.date,
        reason=shape.reason,
        evidence=shape.evidence,
        partner=shape.partner or "",
        licence=licence.id if licence else "",
        regime=shape.regime,
    )


class _Said(str):
    """What a person or a wiki wrote: quoted, so that nothing in it means anything to YAML."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Writes a list below its key, moved in."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Move lists in as well."""
        super().increase_indent(flow, indentless=False)


_Dumper.add_representer(
    _Said, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style='"')
)


def _write(path: Path, register: Register) -> None:
    content = {
        "decisions": [_decision_entry(one) for one in register.decisions],
        "forgotten_names": [
            {"name": _Said(one.name), "date": one.on}
            | ({"by": _Said(one.by)} if one.by else {})
            | {"reason": _Said(one.reason)}
            for one in register.forgotten_names
        ],
    }
    held = {key: entries for key, entries in content.items() if entries}
    text = yaml.dump(held, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000) if held else "{}\n"
    _replace(path, (_heading() + text).encode())


def _decision_entry(decision: LicenceDecision) -> dict[str, object]:
    entry = {
        "wiki": _Said(decision.wiki),
        "page": decision.page_id,
        "sheet": _Said(decision.sheet),
        "partner": _Said(decision.partner),
        "ruling": decision.ruling.value,
        "licence": decision.licence,
        "regime": decision.regime.value if decision.regime else "",
        "by": _Said(decision.by),
        "date": decision.on,
        "reason": _Said(decision.reason),
        "evidence": _Said(decision.evidence),
        "seal": seal(decision.evidence),
    }
    return {key: value for key, value in entry.items() if value != "" or key == "evidence"}


def _heading() -> str:
    """Say to people what the file is, in the language of the operator."""
    lines = (
        _("Register of the republishing bot: what people decided once and for all. The program writes it."),
        _("Keep copies of it: unlike the state it cannot be made again from the wikis. Decisions are made with"),
        _("“republish licence SHEET --decide …” and hold as long as the words under “evidence” stand at the source."),
    )
    return "".join(f"# {line}\n" for line in lines)


def _hand_over(made: int, like: Path) -> None:
    """Give what root makes to the account of the bot, which reads the register at each run."""
    if os.geteuid() == 0 and os.fstat(made).st_nlink == 1:
        with suppress(OSError):
            owner = like.stat()
            os.fchown(made, owner.st_uid, owner.st_gid)


def _replace(path: Path, content: bytes) -> None:
    """Put a file in the place of another at one stroke, so that a crash leaves the old one or the new one whole."""
    number, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            os.fchmod(file.fileno(), _OURS_ALONE)
            _hand_over(file.fileno(), path if path.exists() else path.parent)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
