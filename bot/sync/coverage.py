"""Holding a job against its live wikis: everything is read, nothing is written.

A wiki that does not answer is told, and the others are checked all the same.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date

from bot.config.settings import Files, JobSettings, PartnerSettings, WikiSettings
from bot.domain.coverage import AccountCoverage, Collector, JobCoverage, PartnerCoverage, SourceCoverage, Tallies
from bot.domain.licences.judge import Regime
from bot.domain.mapping import Mapping
from bot.domain.page import PROTECTING, Page
from bot.domain.register import Register
from bot.domain.wiki import TEMPLATE, WikiFacts
from bot.errors import Trouble, WikiError
from bot.i18n import _
from bot.sync.asking import Asker
from bot.sync.coverage_copies import observe_copy, template_titles, unknown_parameters
from bot.sync.coverage_sheets import near_template, never_matched, observe, places_of
from bot.sync.drafts import Draft, draft
from bot.sync.licensing import terms_of
from bot.sync.reading_facts import facts_for_reading, facts_with_trees
from bot.sync.rendering import Destination
from bot.wiki.protocol import HasRights, Wiki
from bot.wikitext.credit_template import lacking_parameters
from bot.wikitext.credit_words import passed_over, shown_by

_BATCH = 500
"""As many pages as an answer of a wiki holds at most; no more of them are held at a time."""


def check_job(
    job: JobSettings,
    contact: str,
    today: date,
    open_one: Callable[[WikiSettings], Wiki],
    register: Register | None = None,
) -> JobCoverage:
    """Hold one job against its live wikis, with what people decided."""
    with ExitStack() as held:

        def opened(settings: WikiSettings) -> Wiki:
            wiki = open_one(settings)
            held.callback(wiki.close)
            return wiki

        partners = [_Partner(settings, opened(settings.wiki), contact, today) for settings in job.partners]
        for partner in partners:
            partner.prepare()
        wiki = opened(job.source)
        try:
            source = _read_source(job, wiki, partners, register or Register())
        except WikiError as error:
            results = (replace(partner.result(), tallies=Tallies()) for partner in partners)
            return JobCoverage(job.name, None, tuple(results), (error,))
        for partner in partners:
            partner.look_for_templates()
        return JobCoverage(job.name, source, tuple(partner.result() for partner in partners))


def _read_source(job: JobSettings, wiki: Wiki, partners: Iterable["_Partner"], register: Register) -> SourceCoverage:
    listing = wiki.select(job.selection)
    ids = tuple(ref.page_id for ref in listing)
    facts = facts_for_reading(wiki, job.mapping) if ids else wiki.facts()
    asker = Asker(wiki, facts, (ref.title for ref in listing))
    collector = Collector()
    for page in _pages(wiki, ids):
        decisions = register.decisions_on(job.source.name, page.ref.page_id)
        understood = draft(page, job.mapping, facts, job.source.licence, decisions=decisions)
        collector.add(page.ref.title, observe(page, job.mapping, facts, understood))
        if isinstance(understood, Draft):
            for partner in partners:
                partner.take(asker, understood, facts)
    counted = collector.result()
    never = never_matched(job.mapping, counted, "")
    if never:
        never = never_matched(job.mapping, counted, _template_text(job.mapping, wiki, facts))
    return SourceCoverage(
        wiki.name,
        job.mapping.name,
        job.mapping.templates,
        len(ids),
        counted,
        places_of(job.mapping),
        never,
        near_template(job.mapping, counted),
        job.mapping.rest,
    )


def _pages(wiki: Wiki, ids: tuple[int, ...]) -> Iterator[Page]:
    for start in range(0, len(ids), _BATCH):
        yield from wiki.read(ids[start : start + _BATCH])


def _template_text(mapping: Mapping, wiki: Wiki, facts: WikiFacts) -> str:
    space = facts.namespace(TEMPLATE)
    titles = [f"{space.name if space else 'Template'}:{name}" for name in mapping.templates]
    return "\n".join(found.text or "" for found in wiki.look_for(titles, with_text=True).values())


class _Partner:
    """One partner while the sheets of the source go by."""

    def __init__(self, settings: PartnerSettings, wiki: Wiki, contact: str, today: date) -> None:
        self._settings = settings
        self._wiki = wiki
        self._contact = contact
        self._today = today
        self._collector = Collector()
        self._destination: Destination | None = None
        self._taken: dict[str, str] = {}
        tables = ((rule.field.name, rule.otherwise.value) for rule in settings.mapping.rules)
        self._result = PartnerCoverage(settings.wiki.name, settings.mapping.name, tables=tuple(tables))

    def prepare(self) -> None:
        """Log in, and ask the partner what it says of itself."""
        try:
            account = self._account()
            self._result = replace(self._result, account=account)
        except WikiError as error:
            self._note(error)
            if error.trouble is not Trouble.LOGIN and error.code != "blocked":
                # A wiki that does not answer now would only cost the patience of another round.
                self._result = replace(self._result, answered=False)
                return
        try:
            facts = facts_with_trees(self._wiki, self._settings.mapping)
        except WikiError as error:
            self._note(error)
            self._result = replace(self._result, answered=False)
            return
        self._destination = Destination(self._settings, facts, has_credit_template=False, contact=self._contact)
        licence = terms_of(self._settings, facts).licence
        self._result = replace(self._result, licence=licence.name if licence else "")

    def _account(self) -> AccountCoverage | None:
        if not isinstance(self._wiki, HasRights):
            return None
        rights = self._wiki.rights()
        faults = {
            "edit": ("permissiondenied", _("the account may not edit")),
            "createpage": ("cantcreate", _("the account may not create pages")),
        }
        if self._settings.files is Files.COPY:
            faults["upload"] = ("cantupload", _("the account may not upload files, as “files: copy” asks for"))
        for right, (code, info) in faults.items():
            if right not in rights:
                self._note(WikiError(self._wiki.name, Trouble.WIKI, code, info))
        if Regime.WHOLE in self._settings.wiki.accepts:
            lacking = tuple(right for right in PROTECTING if right not in rights)
            self._result = replace(self._result, unprotectable=lacking)
        name = self._wiki.account() if "edit" in rights else self._settings.wiki.user or ""
        return AccountCoverage(name, "edit" in rights, "createpage" in rights, "bot" in rights)

    def take(self, asker: Asker, sheet: Draft, source: WikiFacts) -> None:
        """Note what a sheet would become here."""
        if self._destination is not None:
            sheet = asker.expanded(sheet, self._destination)
            lacking = self._result.unprotectable
            marks = observe_copy(sheet, self._destination, source, self._today, self._taken, unprotectable=lacking)
            self._collector.add(sheet.page.ref.title, marks)

    def look_for_templates(self) -> None:
        """Ask which of the templates that copies would call this partner lacks."""
        if self._destination is None:
            return
        wanted = template_titles(self._settings.mapping, self._collector.result(), self._destination.facts)
        try:
            seen = self._wiki.look_for(wanted, with_text=True)
        except WikiError as error:
            self._note(error)
            return
        missing = [each for title, each in wanted.items() if seen[title].page is None]
        if not isinstance(self._wiki, HasRights):
            # A folder shows no templates; only how the credit is written depends on them there.
            missing = [each for each in missing if each.role == "credit"]
        credit = next((seen[title] for title, each in wanted.items() if each.role == "credit"), None)
        known = credit.text if credit is not None and credit.page is not None else None
        own = next(seen[title].text or "" for title, each in wanted.items() if each.role == "page")
        always, at_times = passed_over(shown_by(known)) if known is not None else ((), ())
        self._result = replace(
            self._result,
            barring=always,
            barring_some=at_times,
            missing=tuple(sorted(missing, key=lambda each: (-each.count, each.name))),
            unknown=unknown_parameters(self._settings.mapping, own),
            lacking=lacking_parameters(known, self._destination.facts) if known is not None else (),
        )

    def _note(self, error: WikiError) -> None:
        self._result = replace(self._result, troubles=(*self._result.troubles, error))

    def result(self) -> PartnerCoverage:
        """Give what was found out."""
        return replace(self._result, tallies=self._collector.result())
