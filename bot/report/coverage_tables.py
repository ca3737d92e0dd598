"""What ``check --online`` found, as tables for people."""

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.domain.coverage import (
    Example,
    JobCoverage,
    PartnerCoverage,
    RulePlaces,
    SourceCoverage,
    Subject,
    Tallies,
)
from bot.domain.reasons import Reason
from bot.i18n import _, ngettext
from bot.report import words
from bot.report.coverage import (
    STANDS,
    WITH_EXAMPLES,
    destination_of,
    explain_never,
    explain_notice,
    explain_refusal,
    loss_word,
    place_word,
    regime_word,
    warnings_of,
)


def show_coverage(coverage: JobCoverage) -> RenderableType:
    """Show the check of a job: the source, then each partner."""
    parts: list[RenderableType] = [Text(_("Job {job}").format(job=coverage.job), style="bold")]
    parts += [_bad(words.describe_trouble(trouble)) for trouble in coverage.troubles]
    if coverage.source is not None:
        parts += _source(coverage.source)
    for partner in coverage.partners:
        parts += _partner(partner, with_sheets=coverage.source is not None)
    return Group(*parts, Text())


def _source(source: SourceCoverage) -> list[RenderableType]:
    tallies = source.tallies
    sheets = tallies.count(Subject.SHEET)
    pages = ngettext("{count} page in the selection", "{count} pages in the selection", source.listed)
    read = ngettext("{count} sheet read", "{count} sheets read", sheets)
    parts: list[RenderableType] = [Text(_pair(f"{source.wiki} ({source.mapping})", f"{pages}, {read}"))]
    if not sheets:
        parts.append(_bad(_without_sheets(source)))
    if sheets:
        parts += [Text(), _fields(source)]
    parts += [
        _worry(explain_never(never)) if never.documented else _bad(explain_never(never)) for never in source.never
    ]
    if tallies.of(Subject.UNCLAIMED):
        parts += [Text(), Text(_("What no rule claims:")), _unclaimed(source)]
    parts += _refused(tallies)
    for row in tallies.of(Subject.READ_OTHERWISE):
        told = _("{sheets}: other programs read the parameter “{name}” otherwise than MediaWiki does.")
        if not row.name:
            told = _("{sheets}: other programs do not see the template at all.")
        parts.append(_worry(told.format(sheets=_sheets(row.count), name=row.name), row.examples))
    return parts


def _without_sheets(source: SourceCoverage) -> str:
    if not source.listed:
        return _("The selection lists no page: check its categories and templates.")
    if not source.tallies.count(Subject.REFUSED, Reason.NOT_THE_TEMPLATE.value):
        return _("No page of the selection is a sheet.")
    told = _("No page of the selection uses the template “{template}”.").format(template=", ".join(source.templates))
    return f"{told} " + _("Did you mean “{near}”?").format(near=source.near) if source.near else told


def _fields(source: SourceCoverage) -> Table:
    headings = (_("found"), _("default"), _("empty"), _("absent"), _("unparsable"))
    table = _table(_("Field"), _("Place"), *headings, _("Examples"))
    for rule in source.rules:
        counts = [source.tallies.count(subject, rule.field) for subject in STANDS]
        numbers = [Text(str(count or "–")) for count in counts]
        examples = [
            _pair(heading, _named(row.examples))
            for subject, heading in zip(WITH_EXAMPLES, headings[1:], strict=True)
            for row in source.tallies.of(subject, rule.field)
            if counts[0] or subject is Subject.UNPARSABLE
        ]
        place = Text(_place(rule, source.tallies))
        table.add_row(Text(rule.field + (" *" if rule.required else "")), place, *numbers, Text("; ".join(examples)))
    return table


def _table(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", show_edge=False, padding=(0, 2, 0, 0))
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def _place(rule: RulePlaces, tallies: Tallies) -> str:
    """Say where a rule looks, and with several names how many sheets have each."""
    counts = {row.part: row.count for row in tallies.of(Subject.PRESENT, rule.field)}
    several = sum(len(names) for _place, names in rule.places) > 1
    told = []
    for place, names in rule.places:
        shown = (f"{name} ({counts.get(name, 0)})" if several else name for name in names)
        told.append(f"{place_word(place)} {', '.join(shown)}".strip())
    return "; ".join(told)


def _unclaimed(source: SourceCoverage) -> Table:
    table = _table(_("Place"), _("Name"), _("Sheets"), _("Goes to"), _("Examples"))
    for row in source.tallies.of(Subject.UNCLAIMED):
        goes = destination_of(row, source) or _("nowhere")
        cells = (place_word(row.name), row.part or "–", str(row.count), goes, _named(row.examples))
        table.add_row(*(Text(cell) for cell in cells))
    return table


def _refused(tallies: Tallies) -> list[RenderableType]:
    parts: list[RenderableType] = []
    for row in tallies.of(Subject.REFUSED):
        count = ngettext("{count} sheet refused", "{count} sheets refused", row.count)
        parts.append(_bad(_pair(count, explain_refusal(row)), row.examples))
    return parts


def _partner(partner: PartnerCoverage, *, with_sheets: bool) -> list[RenderableType]:
    parts: list[RenderableType] = [Text(), Text(_partner_line(partner, with_sheets=with_sheets))]
    parts += [_bad(words.describe_trouble(trouble)) for trouble in partner.troubles]
    parts += [_worry(warning) for warning in warnings_of(partner)]
    for row in partner.tallies.of(Subject.VALUE_MISSING):
        sentence = {
            "error": ngettext("{count} sheet is refused", "{count} sheets are refused", row.count),
            "drop": ngettext("dropped from {count} sheet", "dropped from {count} sheets", row.count),
        }.get(partner.otherwise(row.name), ngettext("kept on {count} sheet", "kept on {count} sheets", row.count))
        value = _("The value table of “{field}” lacks “{value}”").format(field=row.name, value=row.part)
        parts.append(_worry(_pair(value, f"{sentence}."), row.examples))
    for row in partner.tallies.of(Subject.OUTSIDE_TREE):
        dropped = partner.otherwise(row.name) == "drop"
        sentence = (
            ngettext("dropped from {count} sheet", "dropped from {count} sheets", row.count)
            if dropped
            else ngettext("{count} sheet is refused", "{count} sheets are refused", row.count)
        )
        value = _("The category tree of “{field}” lacks “{value}”").format(field=row.name, value=row.part)
        parts.append(_worry(_pair(value, f"{sentence}."), row.examples))
    for row in partner.tallies.of(Subject.LOST):
        told = _("The field “{field}” is lost on {sheets}: {why}.")
        told = told.format(field=row.name, sheets=_sheets(row.count), why=loss_word(row.part))
        parts.append(_worry(told, row.examples))
    for row in partner.tallies.of(Subject.NOTICE):
        parts.append(_worry(_pair(_sheets(row.count), explain_notice(row)), row.examples))
    return parts + _refused(partner.tallies)


def _partner_line(partner: PartnerCoverage, *, with_sheets: bool) -> str:
    told = [_("licence {licence}").format(licence=partner.licence or "?")]
    account = partner.account
    if account is not None:
        may = [_("edits")] * account.edits + [_("creates pages")] * account.creates + [_("bot flag")] * account.bot
        told.append(_("account {name} ({rights})").format(name=account.name, rights=", ".join(may) or "–"))
    if with_sheets and partner.answered:
        copies = partner.tallies.count(Subject.COPY)
        told.append(ngettext("{count} sheet fits", "{count} sheets fit", copies))
    told += [_pair(regime_word(row.name), str(row.count)) for row in partner.tallies.of(Subject.REGIME)]
    return _pair(f"→ {partner.wiki} ({partner.mapping})", ", ".join(told))


def _sheets(count: int) -> str:
    return ngettext("{count} sheet", "{count} sheets", count)


def _pair(one: str, other: str) -> str:
    return _("{one}: {other}").format(one=one, other=other)


def _bad(sentence: str, examples: tuple[Example, ...] = ()) -> Text:
    return _line(f"  ✗ {sentence}", examples, "red")


def _worry(sentence: str, examples: tuple[Example, ...] = ()) -> Text:
    return _line(f"  ! {sentence}", examples, "yellow")


def _line(sentence: str, examples: tuple[Example, ...], style: str) -> Text:
    text = Text(sentence, style=style)
    return text.append(f"\n      {_named(examples)}", style="dim") if examples else text


def _named(examples: Iterable[Example]) -> str:
    """Name sheets, each with the value that it is an example of."""
    return ", ".join(
        _("{sheet} (“{value}”)").format(sheet=example.sheet, value=value)
        if (value := _value(example))
        else example.sheet
        for example in examples
    )


def _value(example: Example) -> str:
    facts = dict(example.facts)
    return next((facts[name] for name in ("value", "written", "found", "text") if facts.get(name)), "")
