"""The setup of a partner told to people and programs: which house pages, what becomes of them, and the differences."""

import difflib
from collections.abc import Iterable
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.domain.setup import HouseResult, HouseStep, Role, Step, Why
from bot.errors import RepublishError, WikiError
from bot.i18n import _
from bot.report.words import describe_trouble, outcome_word
from bot.wikitext.signature import signed

_COLOURS = {Step.CREATE: "green", Step.UPDATE: "yellow", Step.LEAVE: "red"}
_CONTEXT = 2


def show_setup(partner: str, steps: Iterable[HouseStep]) -> RenderableType:
    """Show what would be written at a partner, page by page, with the differences."""
    steps = tuple(steps)
    table = Table(box=None, pad_edge=False, header_style="bold", show_edge=False, padding=(0, 2, 0, 0))
    for heading in (_("Page"), _("For"), _("Action")):
        table.add_column(heading, overflow="fold")
    for step in steps:
        word, reason = _step_word(step.step), explain_step(step)
        told = Text(_pair(word, reason) if reason else word, style=_COLOURS.get(step.step, ""))
        table.add_row(Text(step.page.title), Text(_role_word(step.page.role)), told)
    head = Text(_("The pages that the bot needs at {partner}:").format(partner=partner))
    return Group(head, table, *(_difference(step) for step in steps if _has_news(step)))


def show_house_results(results: tuple[HouseResult, ...]) -> RenderableType:
    """Show what became of the pages."""
    lines = [Text(_pair(one.step.page.title, outcome_word(one.outcome))) for one in results]
    for line, one in zip(lines, results, strict=True):
        if one.trouble is not None:
            line.append(f"\n  {_sentence(one.trouble)}", style="red")
    return Group(*lines)


def setup_data(steps: Iterable[HouseStep], results: Iterable[HouseResult]) -> list[dict[str, Any]]:
    """Give the steps as data, with the outcomes of those that were carried out."""
    done = {one.step.page.title: one for one in results}
    return [_step_data(step, done.get(step.page.title)) for step in steps]


def _step_data(step: HouseStep, result: HouseResult | None) -> dict[str, Any]:
    return {
        "title": step.page.title,
        "role": step.page.role.value,
        "step": step.step.value,
        "why": step.why.value if step.why else None,
        "sentence": explain_step(step) or None,
        "lacking": list(step.lacking),
        "diff": "\n".join(_lines(step)) if _has_news(step) else None,
        "outcome": result.outcome.value if result else None,
        "trouble": _sentence(result.trouble) if result and result.trouble else None,
    }


def explain_step(step: HouseStep) -> str:
    """Say why a page is left as it is, and what to do; empty where nobody needs to know."""
    if step.why is None:
        return ""
    return {
        Why.CHANGED: _("people changed what setup wrote, and setup has news: take over by hand what you want of it"),
        Why.LACKING: _("it does not show these parameters of the credit, so that readers would miss them: {names}"),
        Why.REDIRECT: _("it is a redirect to “{detail}”: look there, or correct the configuration"),
        Why.MODEL: _("it is no wikitext ({detail})"),
        Why.DELETED: _("people deleted it: restore it there if the wiki wants it, setup does not make it again"),
        Why.PROTECTED: _("it is protected ({detail}): an administrator of that wiki can write it"),
        Why.OBJECTION: _("its people do not want the bot there: {detail}"),
        Why.TITLE: _(
            "setup never writes there: name a page of the project namespace (Project:…) or below the page of the bot"
        ),
        Why.RIGHT: _("the account may not create pages ({detail}): give its bot password that grant"),
    }[step.why].format(detail=step.detail or "?", names=", ".join(step.lacking))


def _has_news(step: HouseStep) -> bool:
    return step.writes or step.why in (Why.CHANGED, Why.LACKING)


def _difference(step: HouseStep) -> Text:
    text = Text(f"\n{step.page.title}\n", style="bold")
    for line in _lines(step):
        style = {"+": "green", "-": "red"}.get(line[:1], "dim")
        text.append(f"  {line}\n", style=style)
    text.rstrip()
    return text


def _lines(step: HouseStep) -> list[str]:
    before, after = (step.present.text or "").splitlines(), signed(step.page.text).splitlines()
    found = difflib.unified_diff(before, after, lineterm="", n=_CONTEXT)
    return [line for line in found if not line.startswith(("---", "+++"))]


def _sentence(trouble: RepublishError) -> str:
    return describe_trouble(trouble) if isinstance(trouble, WikiError) else str(trouble)


def _pair(one: str, other: str) -> str:
    return _("{one}: {other}").format(one=one, other=other)


def _step_word(step: Step) -> str:
    return {
        Step.CREATE: _("create"),
        Step.UPDATE: _("update"),
        Step.SAME: _("up to date"),
        Step.KEEP: _("as people wrote it"),
        Step.LEAVE: _("leave"),
    }[step]


def _role_word(role: Role) -> str:
    return {
        Role.CATEGORY: _("category"),
        Role.DOCUMENTATION: _("documentation of the credit"),
        Role.TEMPLATE: _("credit of the copies"),
        Role.OPT_OUT: _("opt-out list"),
        Role.ROBOT: _("explains the bot"),
        Role.STOP: _("stop page"),
    }[role]
