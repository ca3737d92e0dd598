"""The shape of the register: the file of what people decided once and for all."""

from typing import Annotated

from pydantic import Field, StringConstraints

from bot.config.models import Shape
from bot.config.scalars import Day, Name, PageNumber, Text
from bot.domain.licences.judge import Regime
from bot.domain.register import Ruling

Seal = Annotated[Name, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class DecisionShape(Shape):
    """A person's word about the licence of one sheet."""

    wiki: Name = Field(description="Name of the source wiki.")
    page: PageNumber = Field(description="Page id of the sheet at the source.")
    sheet: Name = Field(description="Title of the sheet when it was decided about.")
    partner: Name | None = Field(default=None, description="Partner for which it holds; all without it.")
    ruling: Ruling = Field(description="Whether the sheet may be copied.")
    licence: Name | None = Field(default=None, description="The licence that the person reads out of the evidence.")
    regime: Regime | None = Field(default=None, description="The most that a copy may be.")
    by: Name = Field(description="Who decided.")
    date: Day = Field(description="The day of the decision, for example 2026-01-31.")
    reason: Name = Field(description="Why, in a sentence.")
    evidence: Text = Field(description="The words about the licence that the decision was made on, as they stood.")
    seal: Seal = Field(description="SHA-256 of these words; a decision holds for them alone.")


class ForgottenNameShape(Shape):
    """A name that somebody asked us to take out of all credits."""

    name: Name = Field(description="The name, as it stands in the credits.")
    date: Day = Field(description="The day of the request.")
    by: Name | None = Field(default=None, description="Who carried it out.")
    reason: Name = Field(description="Why, or where it was asked.")


class RegisterShape(Shape):
    """Register of what people decided once and for all; the program keeps it, people may read and mend it."""

    decisions: tuple[DecisionShape, ...] = Field(default=(), description="Decisions about licences of sheets.")
    forgotten_names: tuple[ForgottenNameShape, ...] = Field(default=(), description="Names that no credit shows.")
