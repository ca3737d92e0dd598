"""House pages: they say what the bot does, and change nothing about what it may do."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.credit import FileCredit, Mention
from bot.domain.licences.evidence import Part
from bot.domain.licences.judge import Regime
from bot.domain.licences.values import cc
from bot.domain.page import Contributors
from bot.domain.setup import House, Origin
from bot.domain.wiki import Namespace, WikiFacts
from bot.i18n import translator
from bot.wikitext import house_texts as texts
from bot.wikitext.credit import find_credit, write_credit
from bot.wikitext.credit_documentation import credit_documentation, credit_parameters
from bot.wikitext.credit_template import SHOWN, credit_template, lacking_parameters
from bot.wikitext.escape import changed_by_saving
from bot.wikitext.exclusion import objection
from bot.wikitext.house_pages import OptOut, read_opt_out, says_stop
from bot.wikitext.signature import signature_of, signed
from tests.farm.templates import CREDIT
from tests.wikitext.builders import NAMES, RECETTE, credit, wiki

WIKI = wiki("movilab", Namespace(3, ("Discussion utilisateur", "User talk")), Namespace(4, ("Movilab", "Project")))
LANGUAGES = ("fr", "en")


def house(**more: object) -> House:
    """Make a house with everything that pages can speak of."""
    facts: dict[str, object] = {
        "facts": WIKI,
        "account": "Robot",
        "contact": "https://robot.example.org/",
        "origins": (Origin("Multibao", "https://multibao.example.org/", "Des outils"),),
        "templates": ("Republication",),
        "own_templates": ("Republication",),
        "orphan_categories": ("Orphelines",),
        "stop_page": "Utilisateur:Robot/Stop",
        "opt_out": "Movilab:Robot/Pages exclues",
        "takes_marked": True,
        "obeys_messages": True,
    } | more
    return House(**facts)  # type: ignore[arg-type]


def template(facts: WikiFacts = WIKI, language: str = "fr") -> str:
    """Write the credit template."""
    return credit_template(facts, translator(language), documentation="R/D", copies="Copies", marked="À part")


def all_texts(language: str, one: House) -> Iterator[str]:
    """Write all house pages."""
    say = translator(language)
    yield template(one.facts, language)
    yield credit_documentation(one.facts, say, account=one.account)
    yield texts.copies_category_text(one, say)
    yield texts.marked_category_text(one, say)
    yield texts.orphan_category_text(one, say)
    yield texts.robot_text(one, say)
    yield texts.opt_out_text(say)
    yield texts.stop_text(say)


@pytest.mark.parametrize("language", LANGUAGES)
@given(name=NAMES, description=NAMES)
@settings(max_examples=60, deadline=None)
def test_no_house_page_speaks_to_the_bot(language: str, name: str, description: str) -> None:
    """None is a credit, keeps the bot out, or would be changed by saving, whatever wikis and jobs are called."""
    for text in all_texts(language, house(origins=(Origin(name, "folder:x", description),))):
        page = signed(text)
        assert find_credit(page) is None
        assert objection(page, "Robot", ("En cours",), WIKI) is None
        assert not changed_by_saving(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_that_rule_the_bot_rule_nothing_yet(language: str) -> None:
    """A new stop page does not stop, and a new opt-out list rules nothing out."""
    say = translator(language)
    assert not says_stop(signed(texts.stop_text(say)))
    assert says_stop(f"{signed(texts.stop_text(say))}\nTrop vite.")
    assert read_opt_out(signed(texts.opt_out_text(say)), WIKI) == OptOut()


@given(text=st.text(max_size=60), change=st.text(min_size=1, max_size=5))
def test_a_signature_tells_whether_people_changed_the_page(text: str, change: str) -> None:
    """It is intact behind any text, and no more so when something else stands there."""
    page = signed(text)
    found = signature_of(page)
    assert found is not None
    assert found.intact
    amended = signature_of(f"x{change}x{page}")
    assert amended is not None
    assert (amended.digest, amended.intact) == (found.digest, False)
    assert signature_of(text) is None


def test_the_documentation_names_what_the_credit_writes() -> None:
    """Every parameter, in the order of the credit, and TemplateData that any JSON reader takes."""
    own = credit().evidence
    everything = credit(
        earlier="Une page.",
        regime=Regime.MARKED,
        contributors=Contributors(tuple(f"Personne {number}" for number in range(14)), 1, 2, withheld=1),
        files=(FileCredit("Carte.png", ("Léa",), credit().evidence.licence, "https://multibao.example.org/Carte.png"),),
        mentions=(Mention("Sources", "Un livre"),),
        party="Une association",
        evidence=replace(own, parts=(Part("Annexe", replace(own, licence=cc("by", "3.0", "fr"))),)),
    )
    written = write_credit(everything, RECETTE.credit, has_template=True, say=str)
    names = re.findall(r"^\| (\S+) = ", written, re.MULTILINE)
    known = [each.name for each in credit_parameters(str)]
    assert [name for name in known if name != "chaîne"] == names
    told = credit_documentation(replace(WIKI, extension_tags=("templatedata",)), str, account="Robot")
    data = json.loads(told.partition("<templatedata>")[2].partition("</templatedata>")[0])
    assert (list(data["params"]), data["paramOrder"]) == (known, known)
    assert all(f"<code>{name}</code>" in credit_documentation(WIKI, str, account="") for name in known)


@pytest.mark.parametrize(
    "functions",
    [
        pytest.param(None, id="unknown"),
        pytest.param(frozenset({"if", "ifeq"}), id="parser functions"),
        pytest.param(frozenset({"lc"}), id="none"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_shows_the_whole_credit(language: str, functions: frozenset[str] | None) -> None:
    """With parser functions or without, no parameter that readers need is missing."""
    text = template(replace(WIKI, functions=functions), language)
    assert lacking_parameters(text, WIKI) == ()
    assert ("#if" in text) == (functions is None or "if" in functions)


def test_a_template_is_told_what_it_lacks() -> None:
    """Whatever language it is written in; of a redirect and of a module nothing can be said."""
    assert lacking_parameters(CREDIT, WIKI) == ()
    assert lacking_parameters(CREDIT.replace("{{{licence_url}}}", "").replace("{{{auteurs|}}}", ""), WIKI) == (
        "auteurs",
        "licence_url",
    )
    assert lacking_parameters("Bonjour", WIKI) == SHOWN
    assert lacking_parameters("#REDIRECTION [[Modèle:Crédit]]", WIKI) == ()
    assert lacking_parameters("{{#invoke:Crédit|montrer}}", WIKI) == ()


def test_the_page_of_the_bot_says_only_what_holds() -> None:
    """What is not configured is not promised."""
    full = texts.robot_text(house(), str)
    bare = texts.robot_text(
        house(account="", stop_page="", opt_out="", own_templates=(), templates=(), takes_marked=False), str
    )
    for words in ("Robot/Stop", "Pages exclues", "Discussion utilisateur:Robot", "Republished pages", "Republication"):
        assert words in full
        assert words not in bare
