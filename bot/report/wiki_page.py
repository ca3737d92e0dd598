"""The report that the bot keeps on a wiki: which sheets are republished where, what waits, and who can do what.

It is written in the language of that wiki, names no person, and holds nothing that moves by itself, such as the time of
the last run: it would have to be written at each run.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from bot.domain.licences.offers import name_of_id
from bot.domain.licences.recognise import says_only_licences
from bot.domain.plan import State
from bot.domain.reasons import WAITING, Facts, Reason
from bot.domain.title import full_title
from bot.domain.told import Told, ToldCopy, ToldFile
from bot.domain.wiki import FILE, WikiFacts
from bot.i18n import _, ngettext, speaking, translator
from bot.report import reasons, words
from bot.wikitext.credit_text import day_in_words, plain_text, url_text

LONGEST = 1_000
"""How many copies a table tells; a page with more is slow to show, and to save."""
LONGEST_LIST = 200
"""How many of those that wait are told one by one."""
_BY_PEOPLE = frozenset({"editor", "by", "comment", "info", "found", "before", "value", "written", "read", "text"})
"""Facts that hold names or words of people."""
_LICENCES = frozenset({"found", "before"})
"""Those of them that hold what a sheet says about its licence."""
_COMMANDS = {Reason.TITLE_TAKEN: "adopt", Reason.TITLE_DELETED: "restore"}


def report_text(told: Told, wikis: Mapping[str, WikiFacts]) -> str:
    """Write the report of a job for the wiki that it stands on; *wikis* holds what is known of wikis, by name."""
    facts = wikis[told.wiki]
    with speaking(facts.language):
        return _Page(told, wikis).text()


def introduction(language: str) -> str:
    """Write what stands above the first report of a page, once: from then on it is the people's."""
    say = translator(language)
    return say(
        "A robot keeps this page. Between its comments, which you see when you edit the page, it renews the text "
        "whenever something has changed; above and below them, write what you like."
    )


class _Page:
    def __init__(self, told: Told, wikis: Mapping[str, WikiFacts]) -> None:
        self._told = told
        self._wikis = wikis
        self._say = translator(wikis[told.wiki].language)

    def text(self) -> str:
        waiting = [copy for copy in self._told.copies if copy.reason in WAITING]
        waiting.sort(key=lambda copy: copy.reason is not Reason.SHEET_INFRINGES)
        parts = [self._heading(), self._summary(), *self._waiting(waiting), *self._table()]
        return "\n\n".join(part for part in parts if part)

    def _heading(self) -> str:
        told = self._told
        if told.is_of_source:
            title = _("Pages of this wiki that are republished elsewhere")
        else:
            title = _("Pages republished from {wiki}").format(wiki=self._site(told.source))
        return f"== {title} ==" + (f"\n{plain_text(told.description)}" if told.description else "")

    def _site(self, wiki: str) -> str:
        return plain_text(self._wikis[wiki].site_name if wiki in self._wikis else wiki)

    def _summary(self) -> str:
        copies = self._told.copies
        counts = Counter(copy.state for copy in copies)
        one = _("{outcome}: {count}")
        told = (one.format(outcome=words.state_word(state), count=counts[state]) for state in State if counts[state])
        named = ", ".join(told)
        count = ngettext("{count} page", "{count} pages", len(copies))
        return f"'''{count}'''" + (f" ({named})" if named else "")

    def _waiting(self, waiting: list[ToldCopy]) -> Iterator[str]:
        files = self._told.files
        if not waiting and not files:
            yield _("Nothing waits for a person.")
            return
        yield f"=== {_('What waits for a person')} ==="
        yield "\n".join(self._item(copy) for copy in waiting[:LONGEST_LIST])
        yield _more(len(waiting) - LONGEST_LIST)
        yield "\n".join(self._file(file) for file in files[:LONGEST_LIST])
        yield _more(len(files) - LONGEST_LIST)
        yield self._contact()

    def _contact(self) -> str:
        contact = self._told.contact
        shown = f"[{url_text(contact)} {plain_text(contact)}]" if "://" in contact else plain_text(contact)
        return _("Whoever runs the robot: {contact}").format(contact=shown) if contact else ""

    def _file(self, file: ToldFile) -> str:
        source = self._wikis.get(self._told.source)
        name = self._link(self._told.source, full_title(source, FILE, file.name)) if source else plain_text(file.name)
        why = _("This file of the sheet could not be brought to {wiki}, again and again since {day}.").format(
            wiki=self._site(file.partner), day=day_in_words(file.since, self._say)
        )
        command = f"republish sync --page {_quoted(file.sheet)} --partner {file.partner}"
        asked = _("Whoever runs the robot sees why with {status}, and tries again with {command}.").format(
            status="<code>republish status</code>", command=f"<code>{plain_text(command)}</code>"
        )
        return f"* {self._sheet(file.sheet)} → {name}\n*: {why}\n*: {asked}"

    def _item(self, copy: ToldCopy) -> str:
        reason, why = copy.reason, reasons.explain_reason(copy.reason, _impersonal(copy.facts)) if copy.reason else ""
        since = _("since {day}").format(day=day_in_words(copy.since, self._say)) if copy.since else ""
        state = ", ".join(part for part in (words.state_word(copy.state), since) if part)
        links = " · ".join(part for part in (self._permalink(copy), self._difference(copy)) if part)
        command = f"republish {_COMMANDS.get(reason, _verb(reason))} {_quoted(copy.sheet)}" if reason else ""
        asked = _("Whoever runs the robot looks at it with {command}.").format(
            command=f"<code>{plain_text(f'{command} --partner {copy.partner}')}</code>"
        )
        place = f"{self._site(copy.partner)}, " if self._told.is_of_source else ""
        stands = f"{self._copy(copy)} ({place}{plain_text(state)})"
        head = f"* {' · '.join(part for part in (f'{self._sheet(copy.sheet)} → {stands}', links) if part)}"
        return f"{head}\n*: {plain_text(why)}\n*: {asked}"

    def _table(self) -> Iterator[str]:
        copies = self._told.copies[:LONGEST]
        if not copies:
            return
        yield f"=== {_('All copies')} ==="
        place = [_("Wiki")] if self._told.is_of_source else []
        titles = (_("Sheet"), *place, _("Copy"), _("State"), _("Copied on"), _("Licence"))
        folded = " mw-collapsible mw-collapsed" if len(copies) > LONGEST_LIST else " mw-collapsible"
        rows = (f"|-\n| {' || '.join(self._cells(copy))}" for copy in copies)
        yield "\n".join((f'{{| class="wikitable sortable{folded}"', f"! {' !! '.join(titles)}", *rows, "|}"))
        yield _more(len(self._told.copies) - LONGEST)

    def _cells(self, copy: ToldCopy) -> tuple[str, ...]:
        place = (self._site(copy.partner),) if self._told.is_of_source else ()
        day = copy.copied_on.isoformat() if copy.copied_on else "–"
        state = words.state_word(copy.state)
        return (
            self._sheet(copy.sheet),
            *place,
            self._copy(copy),
            state,
            day,
            plain_text(name_of_id(copy.licence)) or "–",
        )

    def _sheet(self, title: str) -> str:
        return self._link(self._told.source, title)

    def _copy(self, copy: ToldCopy) -> str:
        return self._link(copy.partner, copy.title) if copy.stands else plain_text(copy.title) or "–"

    def _link(self, wiki: str, title: str) -> str:
        if wiki == self._told.wiki:
            return f"[[:{title}|{plain_text(title)}]]"
        address = self._wikis[wiki].page_url(title) if wiki in self._wikis else ""
        return f"[{url_text(address)} {plain_text(title)}]" if "://" in address else plain_text(title)

    def _permalink(self, copy: ToldCopy) -> str:
        """Link the very revision of the sheet that was judged."""
        source = self._wikis.get(self._told.source)
        address = source.permalink(copy.sheet, copy.sheet_revision) if source and copy.sheet_revision else ""
        return f"[{url_text(address)} {_('the sheet as it was judged')}]" if "://" in address else ""

    def _difference(self, copy: ToldCopy) -> str:
        """Link what the sheet has changed since it was copied."""
        source, old, new = self._wikis.get(self._told.source), copy.copied_revision, copy.sheet_revision
        if source is None or not old or not new or old == new:
            return ""
        address = source.permalink(copy.sheet, old)
        known = "://" in address and "?" in address
        return f"[{url_text(f'{address}&diff={new}')} {_('what it changed since it was copied')}]" if known else ""


def _verb(reason: Reason | None) -> str:
    return "licence" if reason is not None and reason.value.startswith("licence") else "diff"


def _quoted(title: str) -> str:
    escaped = title.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$").replace("`", "\\`")
    return f'"{escaped}"'


def _impersonal(facts: Facts) -> Facts:
    """Give facts without names or words of people; whoever runs the bot sees them with “republish status”.

    Words that only name a licence are public on the sheet, and people must know which ones are meant.
    """
    somebody = _("somebody")

    def told(name: str, value: str) -> str:
        if name not in _BY_PEOPLE or (name in _LICENCES and says_only_licences(value)):
            return value
        return somebody if name in ("editor", "by") else "…"

    return tuple((name, told(name, value)) for name, value in facts)


def _more(count: int) -> str:
    return ngettext("… and {count} more.", "… and {count} more.", count) if count > 0 else ""
