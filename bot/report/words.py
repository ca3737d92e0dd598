"""Every state, reason, outcome and trouble in the words of the operator, with the way out."""

from datetime import UTC, datetime

from bot.domain.files import FileFault
from bot.domain.limits import Stop
from bot.domain.plan import Action, Notice, Outcome, State
from bot.errors import Trouble, WikiError
from bot.i18n import _
from bot.report.file_words import describe_file
from bot.store.values import RememberedRun, WikiHealth

PROTECTIONS = frozenset({"protectedpage", "protectedtitle", "cascadeprotected", "protectednamespace"})
"""What a wiki calls its refusals of pages that it protects."""

_FILE_FAULTS = {f"file {fault}": fault for fault in FileFault}


def state_word(state: State) -> str:
    """Name a state."""
    return {
        State.MISSING: _("missing"),
        State.CURRENT: _("current"),
        State.OUTDATED: _("outdated"),
        State.EDITED: _("edited"),
        State.DIVERGED: _("diverged"),
        State.FOREIGN: _("foreign"),
        State.ORPHANED: _("orphaned"),
        State.REMOVED: _("removed"),
    }[state]


def action_word(action: Action) -> str:
    """Name an action."""
    return {
        Action.CREATE: _("create"),
        Action.UPDATE: _("update"),
        Action.MERGE: _("merge"),
        Action.MOVE: _("move"),
        Action.NOTICE: _("note"),
        Action.MEND: _("put the credit right"),
        Action.UPLOAD: _("bring files"),
        Action.PROTECT: _("protect"),
        Action.SKIP: _("leave"),
    }[action]


def outcome_word(outcome: Outcome, *, awaited: bool = False) -> str:
    """Name an outcome; a refusal that a person's word would end has a name of its own."""
    if awaited and outcome is Outcome.REFUSED:
        return _("awaits a decision")
    return {
        Outcome.CREATED: _("created"),
        Outcome.UPDATED: _("updated"),
        Outcome.MERGED: _("merged"),
        Outcome.MOVED: _("moved"),
        Outcome.UNCHANGED: _("unchanged"),
        Outcome.CONFLICT: _("conflict"),
        Outcome.REFUSED: _("refused"),
        Outcome.FAILED: _("failed"),
        Outcome.POSTPONED: _("postponed"),
    }[outcome]


def counted(outcome: Outcome, count: int) -> str:
    """Say how many changes came to an outcome."""
    return _("{outcome}: {count}").format(outcome=outcome_word(outcome), count=count)


def counted_waiting(count: int) -> str:
    """Say how many refused changes await a person's word."""
    return _("{outcome}: {count}").format(outcome=outcome_word(Outcome.REFUSED, awaited=True), count=count)


def moment(time: datetime) -> str:
    """Write a time for people, to the minute: ``2026-03-01 14:05 UTC``."""
    return f"{time.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def describe_run(run: RememberedRun) -> str:
    """Say in a line when a run was, how long it took, how it ended and what it did."""
    started = moment(run.started_at)
    if run.ended_at is None:
        return f"#{run.run_id} {started} {run.job} ({run.command}): " + _("not ended (still running, or killed)")
    if run.exit_code is None:
        lost = _("interrupted: the run never told its end; it still lived at {time}")
        return f"#{run.run_id} {started} {run.job} ({run.command}): " + lost.format(time=moment(run.ended_at))
    seconds = (run.ended_at - run.started_at).total_seconds()
    counts = ", ".join(counted(Outcome(name), count) for name, count in run.counts)
    note = run.note.splitlines()[0] if run.note else ""
    told = " — ".join(part for part in (counts, note) if part) or _("nothing to do")
    ended = _("exit code {code}").format(code=run.exit_code)
    return f"#{run.run_id} {started} {run.job} ({run.command}, {seconds:.1f} s, {ended}): {told}"


def describe_notice(notice: Notice) -> str:
    """Say what the administrator should know of a sheet that is copied all the same."""
    if notice.code in _FILE_FAULTS:
        return describe_file(_FILE_FAULTS[notice.code], notice.detail, notice.words)
    if notice.code == "read otherwise" and not notice.detail:
        return _("Other programs do not see the template at all: tidy the sheet, before one of them spoils it.")
    sentences = _of_places() | _of_values() | _of_texts()
    return sentences[notice.code].format(detail=notice.detail, field=notice.field)


def _of_places() -> dict[str, str]:
    """Give the notices of what has no place in a copy."""
    return {
        "unclaimed parameter": _("The parameter “{detail}” has no rule and is left out."),
        "unclaimed section": _("The section “{detail}” has no rule and is left out."),
        "unclaimed text": _("Some text has no rule and is left out: “{detail}”."),
        "unclaimed category": _("The category “{detail}” has no rule and is left out."),
        "unclaimed key": _("The sort key {detail} is left out."),
        "no rule at the partner": _("The field “{detail}” has no rule at the partner and is left out."),
        "credits carried": _("“{detail}” has no place in the copy: its text stands in the credit."),
    }


def _of_values() -> dict[str, str]:
    """Give the notices of values that are read otherwise than they are written, or not at all."""
    return {
        "read otherwise": _(
            "Other programs read the parameter “{detail}” of the template otherwise than MediaWiki does: "
            "tidy the sheet, before one of them spoils it."
        ),
        "licence: address wins": _(
            "The words of the licence name another version than its address, which counts: “{detail}”. Mend the sheet."
        ),
        "licence: letter o": _("“CCO” with a letter is read as CC0: “{detail}”. Mend the sheet."),
        "licence: trade mark": _(
            "Beside the licence the sheet speaks of a trade mark, which no licence of a text covers: “{detail}”."
        ),
        "value not understood": _(
            "The value “{detail}” of the field “{field}” is none of its kind: it is carried as it is written."
        ),
        "value left out": _(
            "The word “{detail}” of the field “{field}” is not in the partner's value table and is left out."
        ),
        "category outside the tree": _(
            "The category “{detail}” of the field “{field}” is not in the partner's category tree and is left out."
        ),
    }


def _of_texts() -> dict[str, str]:
    """Give the notices of what stands in the texts of a sheet."""
    return {
        "file not copied": _("The file “{detail}” is not copied."),
        "template in the text": _("The text calls the template “{detail}”, which the partner may not have."),
        "template as text": _("Of the template “{detail}” in the text, only the words are kept."),
        "template left out": _("The template “{detail}” in the text is left out."),
        "template expanded": _("The template “{detail}” in the text is replaced by what it gives at the source."),
        "function in the text": _("The text calls “{detail}”, which the partner may not have."),
        "variable as text": _("The variable “{detail}” is replaced by what it says on the sheet."),
        "speaks of the partner": _("On the copy, “{detail}” speaks of the partner and not of the source."),
        "holds for the page": _("{detail} holds for the page of the sheet only: it is left out."),
        "category of a template": _("The category “{detail}”, which comes from a template, is left out."),
        "still protected": _(
            "The sheet may be edited under its licence of today, and the page “{detail}” is still protected: "
            "whether to lift that is for the people of the partner to say."
        ),
        "switch left out": _("The partner does not know the switch “{detail}”: it is left out."),
        "language link left out": _("The link to the page in another language “{detail}” is left out."),
        "tag unknown there": _(
            "The partner does not know the tag <{detail}>: what it holds is shown as it is written."
        ),
    }


def describe_trouble(error: WikiError) -> str:
    """Say which wiki is in trouble, why, and what to do."""
    if error.trouble is Trouble.STOPPED:
        sentence = _("People of the wiki “{wiki}” have stopped the bot, and nothing is written there: {info}.")
    else:
        sentence = _("The wiki “{wiki}” cannot be served now: {code} – {info}.")
    told = sentence.format(wiki=error.wiki, code=error.code, info=(error.info or "–").rstrip("."))
    return f"{told} {_advice(error.code)}".strip()


def describe_health(health: WikiHealth) -> str:
    """Say since when a wiki is not served, why, and what to do."""
    sentence = _("The wiki {wiki} has not been served since {since}: {code} – {info}.")
    since = moment(health.since)
    info = (health.info or "–").rstrip(".")
    told = sentence.format(wiki=health.wiki, since=since, code=health.code, info=info)
    again = _("The service tries again after {time}.").format(time=moment(health.again_at))
    behind = _("Until then, copies that are told as current may be behind.")
    return f"{told} {_advice(health.code)} {again} {behind}".replace("  ", " ")


def _advice(code: str) -> str:
    later = _("The bot tries again at the next run.")
    return {
        "connection-lost": later,
        "timeout": later,
        "maxlag": later,
        "ratelimited": later,
        "http-429": later,
        "odd-answer": later,
        "not-json": _("Its server answers something else than the API: check the address of api.php."),
        "http-404": _("Check the address of api.php in the configuration."),
        "unreachable": _("Check its address and whether it is running.") + " " + later,
        "login-refused": _("Check user and password: they must be those of Special:BotPasswords on that wiki."),
        "no-login": _("Add user and password of a bot password to the configuration."),
        "permissiondenied": _("Give the bot password the grants “edit existing pages” and “create, edit, move pages”."),
        "cantcreate": _("Give the bot password the grant “create, edit, move pages”."),
        "cantupload": _("Give the bot password the grants to upload new files and to replace files."),
        "blocked": _("The account is blocked: speak with the administrators of that wiki."),
        "captcha": _("Ask its administrators to put the account into the bot group."),
        "readonly": later,
        "bad-certificate": _(
            "Nothing is sent to it as long as that is so: tell its administrators, and check its address."
        ),
        "tls-failed": _("No secure connection comes about: look at its address, and whether it is https or http."),
        "answer-too-large": later,
        "refused-in-a-row": _(
            "It refused several pages in a row, so the bot stopped there: look at the reasons above."
        ),
        "stop-page": _("To let the bot go on, empty or delete that page; it goes on at the next run."),
        "talk-message": _(
            "To let the bot go on, answer, then log in to that wiki as the bot's account and open its talk page; "
            "it goes on at the next run."
        ),
        "opt-out-moved": _("Write the new title of that page under “opt_out” in the configuration."),
        "no-such-title": _("Correct “stop_page” or “opt_out” of that wiki in the configuration."),
    }.get(code) or _advice_of_its_kind(code, later)


def _advice_of_its_kind(code: str, later: str) -> str:
    lasts = _("Should it last, tell its administrators of that code.")
    by_kind = {
        "http-5": later,
        "http-4": _("Its server refuses the bot, often by a firewall: ask whoever runs that server to let it in."),
        "internal_api_error": f"{later} {lasts}",
    }
    return next((advice for kind, advice in by_kind.items() if code.startswith(kind)), "")


def describe_stop(stop: Stop) -> str:
    """Say which limit a plan passes, with its numbers and the way on."""
    if stop.empty:
        return _(
            "The source lists no sheet at all, while {known} copies are known at {partner}. Nothing was written. "
            "Check the selection; if it is really empty now, run once more with --beyond-limits."
        ).format(known=stop.known, partner=stop.partner)
    if not stop.known:
        return _(
            "{changes} pages would be made at {partner}, where no copy is known yet; a first run may make {threshold}. "
            "Nothing was written. Look at “republish plan”, or begin with --limit; to go on this once, add "
            "--beyond-limits."
        ).format(changes=stop.changes, partner=stop.partner, threshold=stop.threshold)
    return _(
        "{changes} pages of {partner} would change while {known} copies are known there; the limit is {threshold}. "
        "Nothing was written. Look at “republish plan”; to go on this once, add --beyond-limits."
    ).format(changes=stop.changes, partner=stop.partner, known=stop.known, threshold=stop.threshold)
