"""What pages say to bots is heard as the people who wrote it meant it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reasons import Reason
from bot.wikitext.exclusion import objection
from tests.wikitext.builders import MOVILAB, TEXTS

ACCOUNT = "Robot"
IN_USE = ("En cours", "In use")


def heard(text: str, account: str = ACCOUNT) -> Reason | None:
    """Give the reason that a text holds against us."""
    found = objection(text, account, IN_USE, MOVILAB, editor="Alice")
    return found.reason if found else None


OUT = (
    "{{nobots}}",
    "{{Nobots}}",
    "{{ NoBots }}",
    "{{NOBOTS}}",
    "{{no_bots}}",
    "{{nobot}}",
    "{{Pas de robots}}",
    "{{Modèle:Nobots}}",
    "{{template: nobots}}",
    "{{nobots|Robot}}",
    "{{nobots|Autre, robot}}",
    "{{nobots|Autre|Robot}}",
    "{{nobots|all}}",
    "{{nobots|}}",
    "{{nobots|1=Robot}}",
    "{{nobots|republish}}",
    "{{nobots|deny=Robot}}",
    "{{nobots|allow=Autre}}",
    "{{bots|deny=all}}",
    "{{bots|deny=tous}}",
    "{{Bots | deny = Robot }}",
    "{{bots|deny=Autre,Robot}}",
    "{{bots|deny=Autre; robot}}",
    "{{bots|deny=Utilisateur:Robot}}",
    "{{bots|deny=[[User:Robot|notre robot]]}}",
    "{{bots|DENY=Robot}}",
    "{{bots|deny=republish}}",
    "{{bots|denyscript=Republish}}",
    "{{bots|optout=all}}",
    "{{bots|optout=republish}}",
    "{{bots|allow=none}}",
    "{{bots|allow=Autre}}",
    "{{bots|allow=Autre, Encore un}}",
    "{{bots|allow=Robot|deny=Robot}}",
    "{{bots|allow=all|deny=all}}",
    "{{bots|allow=Robot}}\n{{nobots}}",
    "Du texte\n{{Infobox|note={{nobots}}}}",
    "<ref>{{nobots}}</ref>",
    "<noinclude>{{nobots}}</noinclude>",
    "{{En cours}} {{nobots}}",
    "{{nobots<!-- pas ici -->}}",
)
IN = (
    "",
    "{{bots}}",
    "{{bots|allow=all}}",
    "{{bots|allow=}}",
    "{{bots|allow=Robot}}",
    "{{bots|allow= robot , Autre}}",
    "{{bots|allow=Robot|deny=all}}",
    "{{bots|allow=republish}}",
    "{{bots|deny=none}}",
    "{{bots|deny=}}",
    "{{bots|deny=Autre}}",
    "{{bots|deny=Robotte, Mon Robot}}",
    "{{bots|optout=nosource}}",
    "{{nobots|Autre}}",
    "{{nobots|allow=Robot}}",
    "<nowiki>{{nobots}}</nowiki>",
    "<!-- {{nobots}} -->",
    "<pre>{{bots|deny=all}}</pre>",
    "{{nobots",
    "nobots",
    "{{robots}}",
    "{{Bots de l’atelier}}",
    "[[nobots]]",
)


@pytest.mark.parametrize("text", OUT)
def test_a_page_may_keep_us_out(text: str) -> None:
    """However the template is written, and by whichever of our names."""
    assert heard(text) is Reason.BOTS_EXCLUDED


@pytest.mark.parametrize("text", IN)
def test_a_page_that_does_not_mean_us_is_written(text: str) -> None:
    """Other bots, examples and comments are no reason to stop."""
    assert heard(text) is None


@pytest.mark.parametrize("text", ["{{En cours}}", "{{en_cours|Alice}}", "{{EN COURS}}", "{{In use|date=mai}}"])
def test_somebody_is_at_work(text: str) -> None:
    """A template that says so makes us wait."""
    assert heard(text) is Reason.IN_USE
    assert heard(f"<nowiki>{text}</nowiki>") is None


def test_the_reason_says_what_stands_where_and_who_was_there() -> None:
    """It shows the template as it is written, in one short line."""
    found = objection("{{bots\n|deny=all\n}}", "Mon robot", IN_USE, MOVILAB, editor="Alice")
    assert found is not None
    assert found.facts == (("template", "{{bots |deny=all }}"), ("editor", "Alice"), ("bot", "Mon robot"))


@pytest.mark.parametrize("account", ["Mon robot", "mon_robot", " Mon  robot "])
def test_names_with_blanks_are_one_name(account: str) -> None:
    """Blanks and underscores are the same, as in titles."""
    assert heard("{{bots|deny=Mon_robot}}", account) is Reason.BOTS_EXCLUDED
    assert heard("{{bots|allow=mon robot}}", account) is None


def test_without_an_account_the_program_still_has_a_name() -> None:
    """A folder has no account; an empty name in a list means nobody."""
    assert heard("{{bots|deny=,}}", "") is None
    assert heard("{{bots|deny=republish}}", "") is Reason.BOTS_EXCLUDED


@given(st.sampled_from(OUT), TEXTS, TEXTS)
def test_whatever_stands_around_never_opens_a_page(out: str, before: str, after: str) -> None:
    """On a line of its own between texts that close what they open, a template keeps us out."""
    text = f"{before.replace('<', '').replace('{', '').replace('[', '').replace('-', '')}\n\n{out}\n\n{after}"
    assert heard(text) is Reason.BOTS_EXCLUDED
