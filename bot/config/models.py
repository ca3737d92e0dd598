"""The shape of the configuration file; what lies between values is checked elsewhere."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag

from bot.config.scalars import Day, Depth, Flag, Interval, Name, Names, Number, Share, Space, Text, Texts, said
from bot.config.settings import IN_USE, Files, OnOrphan, OnRename
from bot.config.tree import Scalar
from bot.domain.embedding import Fate
from bot.domain.licences.judge import Regime
from bot.i18n import _


class Shape(BaseModel):
    """What all shapes share: no unknown key, and never the input in an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


def _no_secret(value: object) -> object:
    if isinstance(value, dict):
        return value
    raise said(
        _(
            "a secret stands in the file: take it out, change it, and say where it is kept, "
            "for example {env: WIKI_PASSWORD}, {file: path} or {credential: name}."
        )
    )


class SecretShape(Shape):
    """Where a secret is kept: exactly one of these."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    env: Name | None = Field(default=None, description="Name of the environment variable that holds the secret.")
    file: Name | None = Field(
        default=None, description="File that holds the secret and that only its owner can read; relative to this file."
    )
    credential: Name | None = Field(default=None, description="Name of a systemd credential (LoadCredential=).")


class LicenceShape(Shape):
    """The licence that a named person declares for all pages of a wiki that say nothing else."""

    id: Name = Field(description="The licence with its version, for example CC-BY-SA-4.0.")
    declared_by: Name = Field(description="Who vouches for it.")
    date: Day = Field(description="The day of the declaration, for example 2026-01-31.")
    link: Name = Field(description="Address of the page where it is written down.")


class CreditShape(Shape):
    """How the sheets of this wiki are credited."""

    bots: Flag = Field(
        default=True, description="Whether bots are named among the authors; they are as long as nobody else is."
    )
    also_bots: Names = Field(default=(), description="Accounts that count as bots though they are not in the group.")
    party: Text = Field(default="", description="Whom to credit besides the authors, where the wiki wants it so.")


class WikiShape(Shape):
    """A wiki: either a MediaWiki (api) or a folder of page files."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["api"]}, {"required": ["folder"]}]})

    api: Name | None = Field(
        default=None, description="Address of api.php, for example https://wiki.example.org/api.php."
    )
    folder: Name | None = Field(
        default=None, description="Folder of page files instead of a wiki; relative to this file."
    )
    user: Name | None = Field(
        default=None, description="Bot password name from Special:BotPasswords, for example Robot@republish."
    )
    password: Annotated[SecretShape, BeforeValidator(_no_secret)] | None = Field(
        default=None, description="Where the password is kept; never the password itself."
    )
    pace: Interval = Field(
        default=timedelta(seconds=10), description="Time between two edits.", json_schema_extra={"default": "10s"}
    )
    accepts: tuple[Regime, ...] = Field(
        default=(Regime.ADAPTATION,),
        min_length=1,
        description="What this wiki takes: sheets under its own licence (adaptation), "
        "pages that keep their own licence and say so (marked), sheets that may only be shown whole and unchanged, "
        "on pages that the bot protects (whole).",
    )
    non_commercial: Flag = Field(default=False, description="Whether all use of this wiki is non-commercial.")
    licence: LicenceShape | None = Field(
        default=None, description="A default licence that a person declares for this wiki."
    )
    file_licence: LicenceShape | None = Field(
        default=None,
        description="A default licence that a person declares for files of this wiki whose pages say nothing of one.",
    )
    stop_page: Name | None = Field(
        default=None,
        description="Page that stops the bot as soon as anything stands on it; without it, the subpages "
        "Stop and stop of the account's own page.",
    )
    opt_out: Name | None = Field(
        default=None, description="Page whose links name pages and namespaces that the bot leaves alone."
    )
    in_use: Names = Field(
        default=IN_USE,
        description="Templates that say that somebody is at work on a page; the bot waits as long as one stands there.",
    )
    obey_messages: Flag = Field(
        default=True, description="Whether a new message on the account's talk page stops the bot until it is read."
    )
    credit: CreditShape = Field(default_factory=CreditShape, description="How sheets of this wiki are credited.")
    report: Name | None = Field(
        default=None,
        description="Page that the bot keeps there, with all copies and what waits for a person; none without it.",
    )


class SelectorShape(Shape):
    """One rule that names pages; a namespace stands alone or narrows another rule."""

    category: Name | None = Field(default=None, description="Pages of this category.")
    subcategories: Depth | None = Field(
        default=None, description="Follow subcategories of the category: true, or how many levels."
    )
    template: Name | None = Field(default=None, description="Pages that use this template.")
    pages: Texts | None = Field(default=None, description="Pages by title.")
    prefix: Name | None = Field(default=None, description="Pages whose title begins with this text.")
    namespace: Space | None = Field(default=None, description="Namespace by number or name.")


class SourceShape(Shape):
    """Where the sheets come from, and which they are."""

    wiki: Name = Field(description="Name of the wiki where the sheets are read.")
    mapping: Name = Field(description="Name of the mapping that reads them.")
    select: tuple[SelectorShape, ...] = Field(min_length=1, description="Pages that any of these rules names.")
    exclude: tuple[SelectorShape, ...] = Field(default=(), description="Pages that none of these rules may name.")


class TemplateShape(Shape):
    """The template of the partner that stands for one of the source."""

    name: Name = Field(description="Name of the template at the partner.")
    parameters: dict[Name, Name] = Field(
        default_factory=dict, description="Parameters: at the source, then at the partner. Others keep their names."
    )


def _fate(value: object) -> object:
    if isinstance(value, Scalar) and value in {fate.value for fate in Fate}:
        return Fate(str(value))
    raise said(_("write keep, drop, text, expand, or {name: …} for a template of the partner."))


def _sort_of_fate(value: object) -> str:
    return "template" if isinstance(value, dict) else "word"


TemplateFate = Annotated[
    Annotated[TemplateShape, Tag("template")] | Annotated[Fate, BeforeValidator(_fate), Tag("word")],
    Discriminator(_sort_of_fate),
]
"""A word that says what becomes of a template, or another template."""


class PartnerShape(Shape):
    """A wiki where copies are written."""

    wiki: Name = Field(description="Name of the wiki where copies are written.")
    mapping: Name = Field(description="Name of the mapping that writes them.")
    files: Files = Field(default=Files.LINK, description="What becomes of pictures and files.")
    templates: dict[Name, TemplateFate] = Field(
        default_factory=dict, description="What becomes of the templates that texts call, by their names at the source."
    )
    unknown_templates: Fate = Field(
        default=Fate.KEEP, description="What becomes of the other templates: keep, drop, their text, or expand."
    )
    on_orphan: OnOrphan = Field(
        default=OnOrphan.NOTHING,
        description="What a copy gets when its sheet is gone: nothing, a category, or a notice below its credit.",
    )
    orphan_category: Name | None = Field(default=None, description="Name of the category that on_orphan adds.")
    on_rename: OnRename = Field(
        default=OnRename.KEEP, description="Whether a copy keeps its title when its sheet is renamed, or moves along."
    )


class LimitsShape(Shape):
    """A plan that changes more than both needs a person's word."""

    changes: Share = Field(default=0.5, description="Share of the known copies.", json_schema_extra={"default": "50%"})
    at_least: Number = Field(default=10, description="Number of copies that may always change.")
    first: Number = Field(default=300, description="Number of pages that a first run may make at a partner.")


class JobHead(Shape):
    """What a job says of itself."""

    description: Text = Field(default="", description="What the job is for, in a sentence.")
    every: Interval | None = Field(default=None, description="How often the job runs, for example 1h; or give cron.")
    cron: Name | None = Field(
        default=None, description="When the job runs, for example 0 3 * * mon-fri; or give every."
    )
    limits: LimitsShape = Field(default_factory=LimitsShape, description="When a plan stops and asks.")
    look: Interval = Field(
        default=timedelta(days=1),
        description="How often the partners are looked at though no sheet moved on.",
        json_schema_extra={"default": "1d"},
    )
    jitter: Interval = Field(
        default=timedelta(minutes=1),
        description="By how much a run of the service may begin late, so that many bots do not ask at the same moment.",
        json_schema_extra={"default": "1min"},
    )


class JobShape(JobHead):
    """A job: one selection at one source, one or more partners, one schedule."""

    model_config = ConfigDict(json_schema_extra={"not": {"required": ["every", "cron"]}})

    source: SourceShape = Field(alias="from", description="Where the sheets come from, and which they are.")
    to: tuple[PartnerShape, ...] = Field(min_length=1, description="The wikis where copies are written.")


class MetricsShape(Shape):
    """Where Prometheus finds metrics: in a file, at an address of this machine, or both."""

    textfile: Name | None = Field(
        default=None, description="File for the textfile collector of the node exporter; relative to this file."
    )
    listen: Name | None = Field(
        default=None, description="Address of this machine where serve answers, for example 127.0.0.1:9101."
    )


class ConfigurationHead(Shape):
    """What holds for the whole configuration."""

    contact: Name = Field(
        description="Address of the bot's page, or a mail address; goes into the User-Agent and the summaries."
    )
    language: Literal["fr", "en"] = Field(default="fr", description="Language of messages, summaries and reports.")
    state: Name = Field(
        default="sqlite:///var/republish.db", description="Database that remembers the copies; relative to this file."
    )
    register_file: Name | None = Field(
        default=None,
        alias="register",
        description="File that keeps what people decided about licences and names; relative to this file. "
        "Without it, register.yaml beside the state.",
    )
    mappings: Texts | None = Field(default=None, description="Folders of mappings; relative to this file.")
    keep: Interval = Field(
        default=timedelta(days=90),
        description="How long runs and what they did are remembered.",
        json_schema_extra={"default": "90d"},
    )
    metrics: MetricsShape = Field(default_factory=MetricsShape, description="Where Prometheus finds metrics.")


class ConfigurationShape(ConfigurationHead):
    """Configuration of the republishing bot."""

    wikis: dict[Name, WikiShape] = Field(min_length=1, description="The wikis, by the names that jobs use.")
    jobs: dict[Name, JobShape] = Field(min_length=1, description="The jobs, by name.")
