"""The jobs of a configuration, and whether their parts go together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.config.cron import fault_of_cron
from bot.config.draft import Draft
from bot.config.library import Library
from bot.config.models import JobHead, PartnerShape
from bot.config.nearest import hint
from bot.config.selections import read_selection
from bot.config.settings import JobSettings, PartnerSettings, WikiSettings
from bot.config.titles import bare_category
from bot.config.wikis import check_name
from bot.domain.embedding import Embedding, Fate, Replacement
from bot.domain.limits import Brake
from bot.domain.mapping import Mapping as SheetMapping
from bot.i18n import _


def read_jobs(draft: Draft, wikis: tuple[WikiSettings, ...], library: Library) -> tuple[JobSettings, ...]:
    """Read the jobs, and note what is wrong with them."""
    reader = _JobReader(draft, {wiki.name: wiki for wiki in wikis}, library)
    return tuple(job for name in draft.keys("jobs") if (job := reader.read(name)) is not None)


@dataclass(frozen=True, slots=True)
class _JobReader:
    """Reads jobs of one file with the wikis and mappings that they may name."""

    draft: Draft
    wikis: Mapping[str, WikiSettings]
    library: Library

    def read(self, job: str) -> JobSettings | None:
        """Read one job; None where its source or its mapping cannot be told."""
        draft = self.draft
        check_name(draft, "jobs", job)
        source = self._wiki("jobs", job, "from")
        mapping = self._mapping("jobs", job, "from")
        selection = read_selection(draft, job)
        partners = tuple(self._partners(job, source, mapping))
        head = draft.piece(JobHead, "jobs", job)
        if head is None:
            return None
        self._check_schedule(job, head)
        if mapping is not None:
            self._check_required(job, mapping)
        if source is None or mapping is None:
            return None
        return JobSettings(
            name=job,
            description=head.description,
            source=source,
            mapping=mapping,
            selection=selection,
            partners=partners,
            every=head.every,
            cron=head.cron,
            brake=Brake(head.limits.changes, head.limits.at_least, head.limits.first),
            look=head.look,
            jitter=head.jitter,
        )

    def _partners(self, job: str, source: WikiSettings | None, read: SheetMapping | None) -> Iterator[PartnerSettings]:
        seen: dict[str, int] = {}
        for number in self.draft.items("jobs", job, "to"):
            steps = ("jobs", job, "to", number)
            wiki, mapping = self._wiki(*steps), self._mapping(*steps)
            shape = self.draft.piece(PartnerShape, *steps)
            if wiki is not None:
                self._check_partner(wiki, source, seen.setdefault(wiki.name, number) != number, *steps)
            if mapping is not None and read is not None:
                self._check_formats(read, mapping, *steps)
            if wiki is not None and mapping is not None and shape is not None:
                self._check_templates(shape, source, *steps)
                category = bare_category(shape.orphan_category or "")
                options = (shape.on_orphan, category, shape.on_rename)
                yield PartnerSettings(wiki, mapping, shape.files, _embedding(shape), *options)

    def _check_templates(self, shape: PartnerShape, source: WikiSettings | None, *steps: str | int) -> None:
        for template, fate in shape.templates.items():
            if template.startswith("#") and not isinstance(fate, Fate):
                message = _("“{name}” is a function, which no template stands for: write keep, drop, text or expand.")
                self.draft.problem(message.format(name=template), *steps, "templates", template)
        if source is not None and source.folder is not None and _embedding(shape).expands:
            message = _("the source “{wiki}” is a folder and expands nothing: write keep, drop or text.")
            key = "unknown_templates" if shape.unknown_templates is Fate.EXPAND else "templates"
            self.draft.problem(message.format(wiki=source.name), *steps, key)

    def _wiki(self, *steps: str | int) -> WikiSettings | None:
        name, known = self.draft.text(*steps, "wiki"), self.draft.keys("wikis")
        if name is None or not known:
            return None
        if not self.draft.has("wikis", name):
            message = _("there is no wiki “{name}”: {hint}").format(name=name, hint=hint(name, known))
            self.draft.problem(message, *steps, "wiki")
        return self.wikis.get(name)

    def _mapping(self, *steps: str | int) -> SheetMapping | None:
        name, known = self.draft.text(*steps, "mapping"), self.library.mapping_names()
        if name is None:
            return None
        if name not in known:
            message = _("there is no mapping “{name}”: {hint}").format(name=name, hint=hint(name, known))
            self.draft.problem(message, *steps, "mapping")
        return self.library.mapping(name)

    def _check_partner(
        self, wiki: WikiSettings, source: WikiSettings | None, is_repeated: bool, *steps: str | int
    ) -> None:
        if is_repeated:
            message = _("the partner “{wiki}” stands here twice in one job: take one of them out.")
        elif source is not None and wiki.name == source.name:
            message = _("“{wiki}” is the source of this job and cannot be its partner: name another wiki.")
        elif wiki.folder is None and wiki.user is None and self.draft.is_clean("wikis", wiki.name):
            message = _(
                "the partner “{wiki}” has no account to write with: give it “user” and “password” below “wikis”."
            )
        else:
            return
        self.draft.problem(message.format(wiki=wiki.name), *steps, "wiki")

    def _check_formats(self, read: SheetMapping, written: SheetMapping, *steps: str | int) -> None:
        if read.format.name != written.format.name:
            message = _(
                "“{written}” writes the format “{other}”, but “{read}” reads the format “{format}”: "
                "name two mappings of one format."
            ).format(written=written.name, other=written.format.name, read=read.name, format=read.format.name)
            self.draft.problem(message, *steps, "mapping")

    def _check_required(self, job: str, mapping: SheetMapping) -> None:
        missing = mapping.without_rule()
        if missing:
            message = _(
                "the mapping “{mapping}” cannot read sheets, it has no rule for what the format requires: {fields}."
            ).format(mapping=mapping.name, fields=", ".join(missing))
            self.draft.problem(message, "jobs", job, "from", "mapping")

    def _check_schedule(self, job: str, head: JobHead) -> None:
        if head.every is not None and head.cron is not None:
            message = _("a job has either “every” or “cron”: take one of them out.")
            self.draft.problem(message, "jobs", job, "cron", at_key=True)
        for key, interval in (("every", head.every), ("look", head.look)):
            if interval is not None and not interval:
                self.draft.problem(_("no time at all is too often: write for example 1h."), "jobs", job, key)
        fault = fault_of_cron(head.cron) if head.cron is not None else None
        if fault:
            self.draft.problem(fault, "jobs", job, "cron")


def _embedding(shape: PartnerShape) -> Embedding:
    replacements = (
        Replacement(template, fate)
        if isinstance(fate, Fate)
        else Replacement(template, name=fate.name, parameters=tuple(fate.parameters.items()))
        for template, fate in shape.templates.items()
    )
    return Embedding(tuple(replacements), shape.unknown_templates)
