"""Which refusals for a licence end by a person's word, and which only by other words of the authors."""

from bot.domain.reasons import Facts, Finding, Reason

_DECIDABLE = frozenset(
    {Reason.LICENCE_CONFLICT, Reason.LICENCE_VERSION, Reason.LICENCE_UNSETTLED, Reason.LICENCE_LAPSED}
)


def awaits_decision(reason: Reason | None, facts: Facts = ()) -> bool:
    """Tell whether a person's word about the licence is awaited, where the sheet is not refused for good."""
    because = dict(facts).get("because", "") if reason is Reason.COPY_FROZEN else ""
    return reason in _DECIDABLE or because in {one.value for one in _DECIDABLE}


def is_awaited(finding: Finding | None) -> bool:
    """Tell the same of a finding."""
    return finding is not None and awaits_decision(finding.reason, finding.facts)
