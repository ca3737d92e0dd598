"""Every state, reason, outcome and trouble in the words of the operator, with the way out."""

from bot.domain.embedding import ExpansionFault
from bot.domain.licence import Refusal
from bot.domain.plan import Action, Facts, Finding, Notice, Outcome, Reason, State, Stop
from bot.domain.title import TitleFault
from bot.errors import Trouble, WikiError
from bot.i18n import _
from bot.store.values import WikiHealth

_PROTECTIONS = frozenset({"protectedpage", "protectedtitle", "cascadeprotected", "protectednamespace"})


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
    return {Action.CREATE: _("create"), Action.UPDATE: _("update"), Action.SKIP: _("leave")}[action]


def outcome_word(outcome: Outcome) -> str:
    """Name an outcome."""
    return {
        Outcome.CREATED: _("created"),
        Outcome.UPDATED: _("updated"),
        Outcome.UNCHANGED: _("unchanged"),
        Outcome.CONFLICT: _("conflict"),
        Outcome.REFUSED: _("refused"),
        Outcome.FAILED: _("failed"),
        Outcome.POSTPONED: _("postponed"),
    }[outcome]


def counted(outcome: Outcome, count: int) -> str:
    """Say how many changes came to an outcome."""
    return _("{outcome}: {count}").format(outcome=outcome_word(outcome), count=count)


def explain(finding: Finding) -> str:
    """Say why a copy is left as it is, and who can do what about it."""
    return explain_reason(finding.reason, finding.facts)


def explain_reason(reason: Reason, facts: Facts = ()) -> str:
    """Put a reason and its facts into a sentence; a fact that an older state lacks reads as “?”."""
    known = _Known((name, _fact_words().get(value, value)) for name, value in facts)
    if reason is Reason.NOT_THE_TEMPLATE and "doubt" in known:
        return _(
            "The template “{template}” cannot be read safely, because it stands inside or holds “{doubt}”. "
            "Tidy the page around it."
        ).format_map(known)
    if reason is Reason.NOT_REPRESENTABLE and "read" not in known:
        return _(
            "The field “{field}” would not read back from the copy. "
            "Change the value on the sheet, or the rule in the partner's mapping."
        ).format_map(known)
    if "field" in known and reason in (Reason.TITLE_INVALID, Reason.UNSAFE_TEXT):
        return _field_sentences()[reason].format_map(known)
    if reason is Reason.WIKI_REFUSED and known["code"] in _PROTECTIONS:
        return _(
            "The wiki protects this page ({code}: {info}). The bot writes it once an administrator there has lifted "
            "the protection, or lets the bot's account edit it."
        ).format_map(known)
    return _sentences()[reason].format_map(known)


class _Known(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "?"


def _fact_words() -> dict[str, str]:
    """Give words for the codes that stand in facts."""
    return {
        Refusal.NOT_ACCEPTED.value: _("it would keep its own licence, which this partner does not accept"),
        Refusal.COMMERCIAL.value: _("it is non-commercial, and the partner is not declared so"),
        Refusal.NO_DERIVATIVES.value: _("it forbids changes, and filling another template is one"),
        ExpansionFault.NOT_TOLD.value: _("the source cannot do that"),
        ExpansionFault.MISSING.value: _("the source does not have it"),
        ExpansionFault.ERROR.value: _("it shows an error there"),
        ExpansionFault.STRIP_MARKER.value: _("it gives something that only the source can show"),
        ExpansionFault.TOO_LARGE.value: _("it gives too much text"),
        TitleFault.EMPTY.value: _("it is empty"),
        TitleFault.CHARACTER.value: _("it holds a character that titles cannot have"),
        TitleFault.INVISIBLE.value: _("it holds an invisible character"),
        TitleFault.TOO_LONG.value: _("it is too long"),
        TitleFault.PATH.value: _("it looks like a path"),
        TitleFault.INTERWIKI.value: _("it begins like a link to another wiki"),
        TitleFault.NAMESPACE.value: _("it lies in a namespace that holds no pages"),
        "credit lost": _("it has lost the credit that must go on with it; put the credit back"),
        "credit changed": _("its credit was changed and cannot go on whole; put it back as it was"),
        "record": _("a record has no place for its earlier credits; take the original"),
        "contributors": _("the list of contributors"),
        "licence address": _("the address of the licence"),
        "source address": _("the address of the source"),
    }


def _sentences() -> dict[Reason, str]:
    return _partner_sentences() | _source_sentences() | _configuration_sentences()


def _partner_sentences() -> dict[Reason, str]:
    return {
        Reason.UP_TO_DATE: _("The copy says what the sheet says."),
        Reason.COPY_EDITED: _("People edited the copy and the sheet has not moved: nothing to do."),
        Reason.COPY_DIVERGED: _(
            "People edited the copy and the sheet moved on too: the copy stays as people left it. "
            "Bring the changes of the sheet over by hand, or undo the edits on the copy."
        ),
        Reason.COPY_REMOVED: _("People deleted the copy: it will not be made again."),
        Reason.CREDIT_REMOVED: _("People took the credit out of the copy: the bot no longer touches it."),
        Reason.TITLE_TAKEN: _(
            "A page with this title exists and is not a copy: it is not touched. "
            "Rename that page, or change the title pattern of the mapping."
        ),
        Reason.TITLE_DELETED: _("A page with this title was deleted before: the bot does not make it again."),
        Reason.COPY_REDIRECTS: _("The copy has become a redirect: it is not touched."),
        Reason.BOTS_EXCLUDED: _(
            "The copy holds “{template}”, which keeps this bot out (last edited by {editor}): it is not touched. "
            "To let the bot go on, take that out of the copy, or let it name {bot} under allow."
        ),
        Reason.IN_USE: _(
            "The copy holds “{template}”: somebody is at work on it (last edited by {editor}). "
            "The bot waits as long as that stands there, and tries again at each run."
        ),
        Reason.OPTED_OUT: _(
            "People of the partner list this page, or its namespace, on “{page}” among what the bot leaves alone. "
            "To let the bot go on, take the link out of that page."
        ),
        Reason.WIKI_REFUSED: _("The wiki refused the write ({code}: {info})."),
    }


def _source_sentences() -> dict[Reason, str]:
    return {
        Reason.SHEET_GONE: _("The sheet is no longer in the selection: the copy stays as it is."),
        Reason.SHEET_IS_COPY: _("The sheet is itself a copy from {origin} and is not copied: {why}."),
        Reason.COPY_LOOP: _("The sheet is itself a copy that came from this partner ({origin}): it does not go back."),
        Reason.CHAIN_TOO_LONG: _(
            "The sheet comes from {origin} through so many copies that a further one would pass the limit of {limit}. "
            "Copy it from nearer its origin."
        ),
        Reason.ORIGINAL_COPIED: _(
            "The sheet is itself a copy, and this partner already has the page “{title}” from the same origin: "
            "no second one is made."
        ),
        Reason.LICENCE_MISSING: _(
            "No licence is stated, neither on the sheet nor by the wiki. Add a licence to the sheet, "
            "or declare a default under “licence” of the wiki in the configuration."
        ),
        Reason.LICENCE_NOT_UNDERSTOOD: _(
            "The licence “{found}” is not one that may certainly be copied. Write it with its address, "
            "for example https://creativecommons.org/licenses/by-sa/4.0/."
        ),
        Reason.LICENCE_CONFLICT: _(
            "The licence “{found}” contradicts itself or holds a reservation: a person must decide. "
            "State one licence only."
        ),
        Reason.LICENCE_VERSION: _(
            "The licence “{found}” has no version, and none is invented. Write the version on the sheet, "
            "or declare it under “licence” of the wiki in the configuration."
        ),
        Reason.LICENCE_REFUSED: _("The licence {licence} cannot be taken by this partner ({why})."),
        Reason.NOT_THE_TEMPLATE: _("The page does not use the template “{template}” that the mapping {mapping} reads."),
        Reason.FIELD_MISSING: _("The required field “{field}” is empty or not found by the mapping {mapping}."),
        Reason.CREDIT_INCOMPLETE: _("The credit cannot be written whole, {missing} is missing: nothing is copied."),
        Reason.CONTENT_MODEL: _("The page does not hold wikitext but “{model}”."),
    }


def _configuration_sentences() -> dict[Reason, str]:
    return {
        Reason.PARTNER_LICENCE: _(
            "The partner's own licence is unknown. Set it on that wiki, or declare it under “licence” "
            "of the wiki in the configuration."
        ),
        Reason.VALUE_UNKNOWN: _("The value “{value}” of the field “{field}” is not in the value table ({known})."),
        Reason.OUTSIDE_TREE: _(
            "The category “{value}” of the field “{field}” does not stand below “{category}” at the partner, "
            "so it could not be read back. Put that category there, map the word under “values”, "
            "or set “otherwise” to “drop”."
        ),
        Reason.TITLE_INVALID: _("The partner cannot hold a page titled “{title}” ({fault}). Change the title pattern."),
        Reason.TITLE_NAMESPACE: _("The title “{title}” lies in a namespace that the bot never writes ({namespace})."),
        Reason.TITLE_TWICE: _(
            "Another sheet already has the title “{title}” at this partner. Change the title pattern."
        ),
        Reason.CLAIMED: _("The job {job} already copies this sheet to this partner."),
        Reason.NOT_EXPANDED: _(
            "The template “{template}” is to be expanded at the source, but {why}. "
            "Change the template or the sheet, or choose otherwise for it below “templates”."
        ),
        Reason.NOT_REPRESENTABLE: _(
            "The field “{field}” would not read back from the copy: “{written}” would become “{read}”. "
            "Change the value on the sheet, or the rule in the partner's mapping."
        ),
        Reason.UNSAFE_TEXT: _(
            "The text holds “{text}”, which a wiki changes when it is saved. Put it between nowiki tags on the sheet."
        ),
        Reason.TOO_LARGE: _("The copy would be larger than the wiki takes ({limit} bytes)."),
    }


def _field_sentences() -> dict[Reason, str]:
    """Give the sentences of reasons whose field is known; an older state does not tell it."""
    return {
        Reason.TITLE_INVALID: _(
            "The partner cannot hold a page titled “{title}” ({fault}). "
            "Change the field “{field}” of the sheet, or the title pattern."
        ),
        Reason.UNSAFE_TEXT: _(
            "The field “{field}” holds “{text}”, which a wiki changes when it is saved. "
            "Put it between nowiki tags on the sheet."
        ),
    }


def describe_notice(notice: Notice) -> str:
    """Say what the administrator should know of a sheet that is copied all the same."""
    sentences = {
        "unclaimed parameter": _("The parameter “{detail}” has no rule and is left out."),
        "unclaimed section": _("The section “{detail}” has no rule and is left out."),
        "unclaimed text": _("Some text has no rule and is left out: “{detail}”."),
        "unclaimed category": _("The category “{detail}” has no rule and is left out."),
        "unclaimed key": _("The sort key {detail} is left out."),
        "no rule at the partner": _("The field “{detail}” has no rule at the partner and is left out."),
        "read otherwise": _(
            "Other programs read the parameter “{detail}” of the template otherwise than MediaWiki does: "
            "tidy the sheet, before one of them spoils it."
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
        "switch left out": _("The partner does not know the switch “{detail}”: it is left out."),
        "language link left out": _("The link to the page in another language “{detail}” is left out."),
        "tag unknown there": _(
            "The partner does not know the tag <{detail}>: what it holds is shown as it is written."
        ),
    }
    if notice.code == "read otherwise" and not notice.detail:
        return _("Other programs do not see the template at all: tidy the sheet, before one of them spoils it.")
    return sentences[notice.code].format(detail=notice.detail, field=notice.field)


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
    since = health.since.isoformat(timespec="minutes")
    info = (health.info or "–").rstrip(".")
    told = sentence.format(wiki=health.wiki, since=since, code=health.code, info=info)
    return f"{told} {_advice(health.code)}".strip()


def _advice(code: str) -> str:
    later = _("The bot tries again at the next run.")
    return {
        "connection-lost": later,
        "timeout": later,
        "maxlag": later,
        "ratelimited": later,
        "not-json": _("Its server answers something else than the API: check the address of api.php."),
        "http-404": _("Check the address of api.php in the configuration."),
        "unreachable": _("Check its address and whether it is running.") + " " + later,
        "login-refused": _("Check user and password: they must be those of Special:BotPasswords on that wiki."),
        "no-login": _("Add user and password of a bot password to the configuration."),
        "permissiondenied": _("Give the bot password the grants “edit existing pages” and “create, edit, move pages”."),
        "cantcreate": _("Give the bot password the grant “create, edit, move pages”."),
        "blocked": _("The account is blocked: speak with the administrators of that wiki."),
        "captcha": _("Ask its administrators to put the account into the bot group."),
        "readonly": later,
        "bad-certificate": _("Its certificate is not valid: tell its administrators."),
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
    }.get(code, "")


def describe_stop(stop: Stop) -> str:
    """Say which limit a plan passes, with its numbers and the way on."""
    if stop.empty:
        return _(
            "The source lists no sheet at all, while {known} copies are known at {partner}. Nothing was written. "
            "Check the selection; if it is really empty now, run once more with --beyond-limits."
        ).format(known=stop.known, partner=stop.partner)
    return _(
        "{changes} pages of {partner} would change while {known} copies are known there; the limit is {threshold}. "
        "Nothing was written. Look at “republish plan”; to go on this once, add --beyond-limits."
    ).format(changes=stop.changes, partner=stop.partner, known=stop.known, threshold=stop.threshold)
