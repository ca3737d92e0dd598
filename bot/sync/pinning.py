"""Whether what a saved plan was made from is still so."""

from collections.abc import Iterable

from bot.domain.plan import Pin, Plan, pin_of
from bot.errors import PlanMovedError
from bot.i18n import _

_NAMED = 10


def moved_since(plan: Plan, pins: tuple[Pin, ...] | None, served: Iterable[str]) -> PlanMovedError | None:
    """Tell what has moved since a plan was saved; *served* are the partners that could be asked."""
    if pins is None:
        return None
    silent = sorted({pin.partner for pin in pins} - set(served))
    if silent:
        message = _("The saved plan cannot be carried out while {partners} cannot be asked: nothing was written.")
        return PlanMovedError(message.format(partners=", ".join(silent)))
    now, then = {pin_of(change) for change in plan.writes()}, set(pins)
    moved = sorted({_moved(pin, now, then) for pin in now ^ then})
    if not moved:
        return None
    message = _(
        "The saved plan of the job {job} no longer holds, and nothing of it was written. "
        "Moved since, or done: {changes}. Make a new plan."
    )
    named = "; ".join(moved[:_NAMED]) + (" …" if len(moved) > _NAMED else "")
    return PlanMovedError(message.format(job=plan.job, changes=named))


def _moved(pin: Pin, now: set[Pin], then: set[Pin]) -> str:
    """Name what has moved of a change: its sheet, its copy, or what should be done."""
    mine = (pin.sheet, pin.partner)
    before = next((each for each in then if (each.sheet, each.partner) == mine), None)
    after = next((each for each in now if (each.sheet, each.partner) == mine), None)
    if before and after and before.sheet_revision != after.sheet_revision:
        return _("the sheet “{sheet}”").format(sheet=pin.sheet)
    if before and after and before.base != after.base:
        return _("the copy “{copy}” at {partner}").format(copy=before.copy, partner=pin.partner)
    return _("“{sheet}” at {partner}").format(sheet=pin.sheet, partner=pin.partner)
