"""Templates in texts, as the partner wants them."""

import pytest
from hypothesis import given, settings

from bot.domain.embedding import Embedding, Fate, Replacement
from bot.wikitext.calls import Stage, replace_calls
from tests.wikitext.builders import MULTIBAO, TEXTS, WILD

STAGE = Stage(MULTIBAO)
EMBEDDING = Embedding(
    (
        Replacement("Citation", name="Citation bloc", parameters=(("auteur", "auteur1"), ("1", "texte"))),
        Replacement("Encadré", Fate.DROP),
        Replacement("modèle:note", Fate.TEXT),
        Replacement("Date"),
    )
)


@pytest.mark.parametrize(
    ("text", "new"),
    [
        pytest.param("{{citation|auteur=A|an=1}}", "{{Citation bloc|auteur1=A|an=1}}", id="renamed"),
        pytest.param(
            "{{ Citation\n| auteur = A\n| x = y <!-- z -->\n}}",
            "{{ Citation bloc\n| auteur1 = A\n| x = y <!-- z -->\n}}",
            id="blanks stay",
        ),
        pytest.param("{{Citation|a|b|an=1}}", "{{Citation bloc|texte=a|2=b|an=1}}", id="number to name"),
        pytest.param("{{Citation<!-- c -->|an=1}}", "{{Citation bloc<!-- c -->|an=1}}", id="comment in the name"),
        pytest.param("a {{Encadré|b}} c{{Modèle:encadré}}", "a  c", id="dropped"),
        pytest.param("{{Note|a|titre=b|}}", "a b", id="text"),
        pytest.param("{{Citation|{{note|a}}|x={{Encadré}}}}", "{{Citation bloc|texte=a|x=}}", id="one in another"),
        pytest.param("{{date|1 mai}} {{autre|{{note|a}}}}", "{{date|1 mai}} {{autre|a}}", id="kept"),
        pytest.param("<nowiki>{{Encadré}}</nowiki>", "<nowiki>{{Encadré}}</nowiki>", id="shown"),
        pytest.param("{{#if:x|{{Encadré}}}}{{!}}{{{Encadré}}}", "{{#if:x|}}{{!}}{{{Encadré}}}", id="functions"),
    ],
)
def test_each_template_becomes_what_is_said_of_it(text: str, new: str) -> None:
    """Names and parameters are the partner's, everything else stays byte for byte."""
    assert replace_calls(text, EMBEDDING, STAGE).text == new


@pytest.mark.parametrize(
    ("fate", "new"),
    [
        pytest.param(Fate.KEEP, "a {{x|1={{date}}}} {{PAGENAME:b}}", id="keep"),
        pytest.param(Fate.DROP, "a  {{PAGENAME:b}}", id="drop"),
        pytest.param(Fate.TEXT, "a {{date}} {{PAGENAME:b}}", id="text"),
    ],
)
def test_the_others_follow_the_rule_for_unknown_ones(fate: Fate, new: str) -> None:
    """They are told, whatever becomes of them."""
    called = replace_calls("a {{x|1={{date}}}} {{PAGENAME:b}}", Embedding(EMBEDDING.replacements, fate), STAGE)
    assert (called.text, called.unknown) == (new, ("X",))


@given(WILD | TEXTS)
@settings(max_examples=200, deadline=None)
def test_what_is_kept_stays_byte_for_byte(text: str) -> None:
    """Without a word about any template, no text changes; with words that change nothing, neither."""
    assert replace_calls(text, Embedding(), STAGE).text == text
    assert replace_calls(text, Embedding((Replacement("Encadré"), Replacement("Mot"))), STAGE).text == text


@given(WILD | TEXTS)
@settings(max_examples=200, deadline=None)
def test_dropping_all_templates_needs_one_pass(text: str) -> None:
    """Nothing raises, whatever the text."""
    replace_calls(text, Embedding(otherwise=Fate.DROP), STAGE)
    replace_calls(text, Embedding(otherwise=Fate.TEXT), STAGE)


def test_deep_calls_are_no_trouble() -> None:
    """Thousands of calls inside each other end neither the stack nor the patience."""
    text = "{{Date|" * 2000 + "}}" * 2000
    assert replace_calls(text, EMBEDDING, STAGE).text == text
