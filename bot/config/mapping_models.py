"""The shapes of formats and mappings; what lies between values is checked elsewhere."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Discriminator, Field, Tag, WithJsonSchema

from bot.config.models import Shape
from bot.config.scalars import CategoryNames, Depth, Flag, Level, Name, Names, Text, Texts
from bot.config.transform_schema import steps_schema
from bot.config.tree import Scalar
from bot.domain.field import Kind
from bot.domain.mapping import CREDIT_HEADINGS, USUAL_DEPTH, ItemForm, Otherwise, Owner


class LabelsShape(Shape):
    """The same words in both languages."""

    fr: Text | None = Field(default=None, description="In French.")
    en: Text | None = Field(default=None, description="In English.")


def _labels(value: object) -> object:
    return {"fr": value, "en": value} if isinstance(value, Scalar) else value


_LABELS_SCHEMA = {
    "anyOf": [
        {"type": "string"},
        {
            "type": "object",
            "properties": {"fr": {"type": "string"}, "en": {"type": "string"}},
            "additionalProperties": False,
        },
    ]
}
Labels = Annotated[LabelsShape, BeforeValidator(_labels), WithJsonSchema(_LABELS_SCHEMA)]
"""One text for all, or one for each language."""


Transforms = Annotated[Any, WithJsonSchema(steps_schema())]
"""One transform or several, checked where the kind of the field is known."""


class SubfieldShape(Shape):
    """One field that records have."""

    kind: Kind = Field(description="What the value is, and so how it is compared and written.")
    required: Flag = Field(default=False, description="Whether a sheet without it is left alone.")
    label: Labels | None = Field(default=None, description="What people call the field.")
    description: Labels | None = Field(default=None, description="What the field is for.")


class FieldShape(SubfieldShape):
    """One field that sheets of a format have."""

    fields: dict[Name, SubfieldShape] = Field(
        default={}, min_length=1, description="The fields of one record, of the kind records."
    )


class FormatHead(Shape):
    """The name of a format."""

    format: Name = Field(description="Name of the format: the name of this file without its ending.")
    description: Labels | None = Field(default=None, description="What the format is for.")


class FormatShape(FormatHead):
    """An exchange format: the fields agreed between wikis for one type of sheet."""

    fields: dict[Name, FieldShape] = Field(min_length=1, description="The fields by name.")


RECORDS = "records"
"""Key of a template that repeats, one call for each record."""
CARRIERS = ("parameter", "section", "lead", "item", "categories", "property", "image", RECORDS, "title", "constant")
"""Keys that say where a field stands; a place has exactly one."""
ANY = "any"
"""Key of a rule whose field stands in one of several places."""


def _one_of(keys: tuple[str, ...]) -> ConfigDict:
    return ConfigDict(json_schema_extra={"oneOf": [{"required": [key]} for key in keys]})


class TreeShape(Shape):
    """The categories that stand below others in the category tree of the wiki."""

    under: Texts = Field(description="Category whose subcategories are the values, or several.")
    depth: Depth = Field(default=USUAL_DEPTH, description="How many levels of subcategories count.")


def _sort_of_categories(value: object) -> str:
    return "tree" if isinstance(value, dict) else "names"


CategoryPlaces = Annotated[
    Annotated[TreeShape, Tag("tree")] | Annotated[CategoryNames, Tag("names")], Discriminator(_sort_of_categories)
]


class SpellingShape(Shape):
    """How the value of a field is spelt on the page."""

    separator: Text | None = Field(default=None, description="What stands between the values of a list.")
    values: dict[Text, Text] = Field(default={}, description="Word of the format: word of this wiki.")
    otherwise: Otherwise = Field(default=Otherwise.KEEP, description="What to do with a value that the table lacks.")
    default: Text | None = Field(
        default=None, description="Value where the page has none; may hold {page}, the page title."
    )
    read: Transforms = Field(default=None, description="Transforms of what stands on the page, in order.")
    write: Transforms = Field(default=None, description="Transforms of the value before it is written, in order.")


class PartShape(SpellingShape):
    """Where one field of a record stands in the call of its template, and how its value is spelt there."""

    parameter: Texts = Field(
        description="Parameter of the template that repeats, or several: the first is written, all are read."
    )


class CarrierShape(Shape):
    """One place of a page where a field stands."""

    model_config = _one_of(CARRIERS)

    parameter: Texts | None = Field(
        default=None, description="Parameter of the template, or several: the first is written, all are read."
    )
    of: Name | None = Field(default=None, description="Another template that has the parameter.")
    inside: Name | None = Field(
        default=None, description="Parameter of the sheet's template where the other template stands, or the records."
    )
    section: Texts | None = Field(
        default=None, description="Heading of a section, or several: the first is written, all are read."
    )
    subsections: Flag = Field(default=True, description="Whether the subsections belong to the section.")
    lead: Flag = Field(default=False, description="The text before the first heading, beside the template.")
    item: Texts | None = Field(default=None, description="Label of a list item, “* **Label** : value”, or several.")
    within: Name | None = Field(
        default=None, alias="in", description="Heading of the section of the item or the records."
    )
    form: ItemForm | None = Field(
        default=None, alias="as", description="How an item is written; list, definition and table are all read."
    )
    categories: CategoryPlaces | None = Field(
        default=None,
        description="The categories of the page: true for all, names and patterns with one hole, “Theme {x}”, "
        "or those under others in the category tree, {under: Themes}.",
    )
    excluded: Texts = Field(default=(), alias="except", description="Categories that are no values of the field.")
    property: Texts | None = Field(
        default=None, description="Property of Semantic MediaWiki, or several: the first is written, all are read."
    )
    image: Literal["first"] | None = Field(default=None, description="The first picture of the page: first.")
    records: Texts | None = Field(
        default=None,
        description="Template that repeats, a call a record, or several: the first is written, all are read.",
    )
    fields: dict[Name, PartShape] = Field(
        default={}, min_length=1, description="One rule for each field of a record, by field name."
    )
    title: Flag = Field(default=False, description="The page title, read through the title pattern.")
    constant: Text | None = Field(default=None, description="The same value for every sheet.")


class RuleShape(CarrierShape, SpellingShape):
    """Where one field stands on the page, and how its value is spelt there."""

    model_config = _one_of((*CARRIERS, ANY))

    several: tuple[CarrierShape, ...] = Field(
        default=(),
        alias="any",
        min_length=1,
        description="Several places in order: the first that has a value is read, the first is written.",
    )
    owner: Owner = Field(default=Owner.BOTH, description="Who may change the field of a copy.")


class CreditShape(Shape):
    """Where and by which template a copy bears its credit."""

    template: Name | None = Field(
        default=None, description="Template of the credit; plain wikitext where there is none."
    )
    place: Literal["top", "bottom"] = Field(default="bottom", description="Where the credit stands on the page.")
    headings: Names = Field(
        default=CREDIT_HEADINGS,
        description="Sections, parameters and labels of sheets that hold credits themselves and are never dropped.",
    )


class LicencesShape(Shape):
    """Where pages state their licence, beside the fields that hold one."""

    templates: dict[Name, Name] = Field(
        default={}, description="Templates of a licence, each with the licence that it stands for, like CC-BY-SA-4.0."
    )
    categories: dict[Name, Name] = Field(
        default={}, description="Categories of a licence, each with the licence that it stands for."
    )
    sections: Texts = Field(default=(), description="Sections where a sentence may name the licence of the sheet.")
    parts: Texts = Field(
        default=(), description="Sections that may state a licence of their own, for themselves alone."
    )


class MappingHead(Shape):
    """A mapping without its rules."""

    mapping: Name = Field(description="Name of the mapping: the name of this file without its ending.")
    format: Name = Field(description="Name of the exchange format.")
    description: Labels | None = Field(default=None, description="Which wiki and sheets the mapping is for.")
    title: Name = Field(description="Pattern of the page title with {field} or {page}.")
    template: Texts = Field(description="Template of the sheet, or several: the first is written, all are read.")
    rest: Name = Field(
        default="report", description="Field that takes the text which no rule claims; report only counts and shows it."
    )
    level: Level = Field(default=2, description="Level of the headings that are written, 1 to 5.")
    categories: Texts = Field(default=(), description="Categories that every page gets; may hold {source.name}.")
    constants: dict[Name, Text] = Field(default={}, description="Parameters of the template with a value of their own.")
    credit: CreditShape = Field(
        default_factory=CreditShape, description="Where and by which template a copy bears its credit."
    )
    licences: LicencesShape = Field(
        default_factory=LicencesShape, description="Where pages state their licence, beside the fields that hold one."
    )


class MappingShape(MappingHead):
    """How one wiki writes one format: read at a source, written at a partner."""

    fields: dict[Name, RuleShape] = Field(min_length=1, description="One rule for each field, by field name.")
