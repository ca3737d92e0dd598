"""The messages, in the two languages that people read."""

import ast
import gettext
import importlib
import importlib.util
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.domain.credit import Alteration, Credit, Marker
from bot.domain.files import FileFault
from bot.domain.licences.admission import REASON_OF_REFUSAL
from bot.domain.licences.evidence import Declaration, Evidence, Place
from bot.domain.licences.judge import Regime
from bot.domain.licences.recognise import recognise
from bot.domain.limits import Stop
from bot.domain.mapping import CreditPlace
from bot.domain.page import Contributors
from bot.domain.plan import Action, Notice, Outcome, State
from bot.domain.reasons import Finding, Reason
from bot.errors import Trouble, WikiError
from bot.i18n import LANGUAGES, translator, use_language
from bot.locale.extractor import extract
from bot.report import reasons, words
from bot.wikitext.credit import find_credit, write_credit

ROOT = Path(__file__).parents[1]
LOCALE = ROOT / "bot" / "locale"
FRENCH = LOCALE / "fr" / "LC_MESSAGES"
DOMAINS = ("republish", "messages")
ENGINE = [
    *sorted((ROOT / "bot" / "sync").glob("*.py")),
    *sorted((ROOT / "bot" / "wikitext").glob("*.py")),
    ROOT / "bot" / "domain" / "chain.py",
    ROOT / "bot" / "domain" / "licences" / "admission.py",
]
CODE = re.compile(r"\{[^}]*\}|'[^']*'|\"[^\"]*\"|clé: valeur")
NOT_FRENCH = re.compile(r"(?<!\u00a0)[:;?!»](?=[\s.,)]|$)|«(?!\u00a0)|[“”'\"]")


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Speak each language in turn, and the one of before afterwards."""
    monkeypatch.setattr("bot.i18n._current", "en")
    use_language(request.param)
    return str(request.param)


def catalogue(domain: str) -> Catalog:
    """Read a French catalogue."""
    with (FRENCH / f"{domain}.po").open("rb") as file:
        return read_po(file, locale="fr", domain=domain)


def messages(domain: str) -> list[Message]:
    """List the messages of a catalogue, without its head."""
    return [message for message in catalogue(domain) if message.id]


def forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """Give the singular and the plural of a message, or the one form it has."""
    return (text,) if isinstance(text, str) else tuple(text)


def holes(*texts: str) -> set[str]:
    """List the ``{placeholders}`` of some texts."""
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name is not None}


def in_french(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as a French administrator does."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LANGUAGE": "fr", **environment}
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240, check=False)


def test_the_catalogues_are_up_to_date() -> None:
    """Template, translations and compiled files are what bin/messages makes of the code."""
    done = subprocess.run([ROOT / "bin" / "messages", "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_new_message_makes_the_catalogues_out_of_date(tmp_path: Path) -> None:
    """``--check`` reports a message that was not extracted, and changes nothing; without it, the message is added."""
    for name in ("bot", "bin"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    with (tmp_path / "bot" / "i18n.py").open("a") as file:
        file.write('\nNEW = _("A sentence that nobody has translated.")\n')
    command = [tmp_path / "bin" / "messages"]
    translations = tmp_path / "bot" / "locale" / "fr" / "LC_MESSAGES" / "republish.po"
    before = translations.read_text()

    assert subprocess.run([*command, "--check"], capture_output=True, check=False).returncode == 1
    assert translations.read_text() == before
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    assert 'msgid "A sentence that nobody has translated."\nmsgstr ""\n' in translations.read_text()
    assert subprocess.run([*command, "--check"], capture_output=True, check=False).returncode == 0


def test_messages_inside_f_strings_are_extracted() -> None:
    """Babel's own extractor does not see them before Python 3.12."""
    code = b"""x = f"[{address} {say('permanent link')}]" + ngettext("{count} job", "{count} jobs", 2)"""
    found = {(name, texts) for _, name, texts, _ in extract(io.BytesIO(code), {"say", "ngettext"}, (), {})}
    assert found == {("say", ("permanent link",)), ("ngettext", ("{count} job", "{count} jobs"))}


@pytest.mark.parametrize("code", ["_(sentence)", '_(f"{count} pages")', '_("one" + two)', '_("")'])
def test_a_message_that_no_translator_would_see_is_refused(code: str) -> None:
    """A message is written out where it is translated."""
    with pytest.raises(ValueError, match="write the message out"):
        list(extract(io.BytesIO(code.encode()), {"_"}, (), {}))


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_message_is_translated(domain: str) -> None:
    """All forms are filled, none is a guess, and nothing is left over."""
    assert [message.id for message in messages(domain) if not all(forms(message.string))] == []
    assert [message.id for message in messages(domain) if len(forms(message.id)) != len(forms(message.string))] == []
    assert [message.id for message in messages(domain) if message.fuzzy] == []
    assert list(catalogue(domain).obsolete) == []


def test_translations_have_the_same_placeholders() -> None:
    """A placeholder that is missing loses a fact, an unknown one raises."""
    wrong = [m.id for m in messages("republish") if holes(*forms(m.string)) != holes(*forms(m.id))]
    assert wrong == []


def test_translations_of_click_use_only_its_placeholders() -> None:
    """They may leave an English word of click's out, such as “integer range”."""
    wrong = [m.id for m in messages("messages") if not holes(*forms(m.string)) <= holes(*forms(m.id))]
    assert wrong == []


def test_translations_of_click_are_of_messages_that_click_has() -> None:
    """A new version of click that words a message otherwise is noticed."""
    spec = importlib.util.find_spec("click")
    assert spec is not None
    assert spec.origin is not None
    texts = set()
    for file in Path(spec.origin).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(node.value)
    assert {form for message in messages("messages") for form in forms(message.id)} - texts == set()


@pytest.mark.parametrize("domain", DOMAINS)
def test_compiled_catalogues_say_what_the_sources_say(domain: str) -> None:
    """What gettext reads is what translators wrote."""
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(domain))
    assert (FRENCH / f"{domain}.mo").read_bytes() == compiled.getvalue()


@pytest.mark.parametrize("domain", DOMAINS)
def test_french_typography(domain: str) -> None:
    """Double punctuation has its no-break space, apostrophes and quotation marks are French; code stays as it is."""
    shown = [CODE.sub("x", form) for message in messages(domain) for form in forms(message.string)]
    assert [form for form in shown if NOT_FRENCH.search(form)] == []


def test_the_help_is_french() -> None:
    """Our words and click's own."""
    done = in_french("--help")
    assert done.returncode == 0
    for part in ("Emploi", "Commandes", "Met les copies à jour maintenant.", "Affiche cette aide", "COMMANDE"):
        assert part in done.stdout
    shown = in_french("licence", "--help").stdout
    assert "licence [OPTIONS] FICHE" in shown
    assert "--partner TEXTE" in shown


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("snc",), "La commande 'snc' n’existe pas. Vouliez-vous dire 'sync'"),
        (("sync", "--limit", "x"), "Valeur incorrecte pour '--limit'"),
        (("sync", "--nothing"), "L’option '--nothing' n’existe pas."),
        (("diff",), "Il manque l’argument 'PAGE'."),
        (("check", "--config", "/nowhere/at/all.yaml"), "ce fichier n’existe pas"),
    ],
)
def test_mistakes_on_the_command_line_are_told_in_french(arguments: tuple[str, ...], sentence: str) -> None:
    """The language of the environment counts where no configuration is read."""
    done = in_french(*arguments)
    assert sentence in done.stderr
    assert not re.search(r"\b(the|Error|Usage|Try)\b", done.stderr)


def test_every_state_action_and_outcome_has_a_word(language: str) -> None:
    """No two share one."""
    spoken = [
        [words.state_word(state) for state in State],
        [words.action_word(action) for action in Action],
        [words.outcome_word(outcome) for outcome in Outcome],
    ]
    for group in spoken:
        assert len(set(group)) == len(group)
        assert all(group)
    assert ("absente" in spoken[0]) is (language == "fr")


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_sentence(reason: Reason, language: str) -> None:
    """It ends with a full stop, and differs from the one in the other language."""
    sentence = reasons.explain(Finding(reason))
    use_language("en" if language == "fr" else "fr")
    assert sentence.endswith(".")
    assert sentence != reasons.explain(Finding(reason))


def notices() -> set[str]:
    """List the codes of the notices that the engine gives."""
    codes, kinds = set(), set()
    for call in (node for file in ENGINE for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.args:
            texts = [
                n.value for n in ast.walk(call.args[0]) if isinstance(n, ast.Constant) and isinstance(n.value, str)
            ]
            if call.func.id == "Notice":
                codes |= set(texts)
            elif call.func.id == "Unclaimed":
                kinds |= set(texts)
    assert "unclaimed " in codes
    faults = {f"file {fault}" for fault in FileFault}
    return codes - {"unclaimed ", "file "} | {f"unclaimed {kind}" for kind in kinds} | faults


@pytest.mark.parametrize("code", sorted(notices()))
def test_every_notice_has_a_sentence(code: str, language: str) -> None:
    """It names what it is about."""
    sentence = words.describe_notice(Notice(code, "Déroulé"))
    use_language("en" if language == "fr" else "fr")
    assert "Déroulé" in sentence
    assert sentence != words.describe_notice(Notice(code, "Déroulé"))


def given_facts() -> Iterator[tuple[Reason, set[str]]]:
    """Give each reason that a module of the engine finds, with the names of the facts that the module writes down."""
    for file in ENGINE:
        nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
        constants = vars(importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts)))
        pairs = [node.elts for node in nodes if isinstance(node, ast.Tuple) and len(node.elts) == 2]
        names = {name.value for name, _ in pairs if isinstance(name, ast.Constant)}
        names |= {str(constants[name.id]) for name, _ in pairs if isinstance(name, ast.Name) and name.id in constants}
        for node in nodes:
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Reason":
                yield Reason[node.attr], names
            elif isinstance(node, ast.Name) and node.id == "REASON_OF_REFUSAL":
                yield from ((reason, names) for reason in REASON_OF_REFUSAL.values())


PASSED_ON = {
    Reason.COPY_UNREADABLE: (Reason.NOT_THE_TEMPLATE,),
    Reason.COPY_UNMERGED: (Reason.NOT_REPRESENTABLE, Reason.UNSAFE_TEXT),
}
"""What is found of a page of a partner as it is of a sheet, with the same facts."""


class _Noting(dict[str, str]):
    """Facts that note which of them a sentence asks for."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def __missing__(self, key: str) -> str:
        self.asked.add(key)
        return "?"


def test_sentences_use_facts_that_the_engine_gives(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A placeholder that nobody fills would read as “?”."""
    given: dict[Reason, set[str]] = {reason: set() for reason in Reason}
    for reason, names in given_facts():
        given[reason] |= names
    for reason, told in PASSED_ON.items():
        given[reason] |= set.intersection(*(given[each] for each in told))
    noting = _Noting()
    monkeypatch.setattr(reasons, "_Known", lambda _facts: noting)
    for reason in Reason:
        noting.asked.clear()
        reasons.explain_reason(reason)
        assert noting.asked <= given[reason], reason


def test_troubles_and_limits_are_told(language: str) -> None:
    """With the name of the wiki, the numbers and the way out."""
    trouble = words.describe_trouble(WikiError("movilab", Trouble.LOGIN, "login-refused", "wrong password"))
    assert "movilab" in trouble
    assert "Special:BotPasswords" in trouble
    assert ("Vérifiez" in trouble) is (language == "fr")
    for stop in (Stop("movilab", 40, 60, 30), Stop("movilab", 0, 60, 0, empty=True)):
        told = words.describe_stop(stop)
        assert all(part in told for part in ("movilab", "60", "--beyond-limits"))
        assert ("Rien n’a été écrit." in told) is (language == "fr")


def credit(**changed: Any) -> Credit:
    """Give a credit in which everything is to be told."""
    licence = recognise("CC BY-SA 4.0").licence
    assert licence is not None
    facts: dict[str, Any] = {
        "marker": Marker("https://outils.example.org/", 7, 42),
        "title": "Café découverte",
        "wiki_name": "Multibao",
        "page_url": "https://outils.example.org/wiki/Café",
        "permalink": "https://outils.example.org/?oldid=42",
        "history": "https://outils.example.org/?action=history",
        "contributors": Contributors(("Jeanne Morel", "Ali Benkacem"), anonymous=2, hidden=1),
        "evidence": Evidence(licence, Place.FIELD, "CC BY-SA 4.0"),
        "regime": Regime.MARKED,
        "source_date": date(2024, 3, 18),
        "copy_date": date(2026, 1, 2),
        "alterations": tuple(Alteration),
        "contact": "https://outils.example.org/wiki/Robot",
    }
    return Credit(**(facts | changed))


def plain(one: Credit, language: str) -> str:
    """Write a credit without the partner's template, with ordinary spaces."""
    text = write_credit(one, CreditPlace(), has_template=False, say=translator(language))
    return text.replace("\u00a0", " ")


def test_the_credit_is_french_on_a_french_wiki() -> None:
    """Every sentence of it."""
    text = plain(credit(), "fr")
    for part in (
        "Cette page est une copie de « [",
        "par Jeanne Morel, Ali Benkacem, des personnes anonymes (2), révisions dont l’auteur est masqué : 1",
        "depuis Multibao.",
        "Révision du 18 mars 2024",
        "lien permanent]",
        "historique]",
        "copiée le 2 janvier 2026.",
        "Licence : [",
        "toute modification y est publiée sous la licence indiquée ci-dessus.",
        "Preuve de la licence : indiquée sur la page",
        "Modifications faites par le robot : mise en forme",
        "modèles remplacés, liens réécrits, images remplacées par des liens",
        "sections retirées, certaines parties laissées de côté",
        "Les autrices et les auteurs ne cautionnent ni ce wiki ni ces modifications.",
    ):
        assert part in text
    assert not re.search(r"\b(the|this|from|stated|links|copied)\b", text.partition(">")[2])
    assert find_credit(text) == credit().marker


def test_the_credit_is_english_on_an_english_wiki_and_on_others() -> None:
    """A language that nobody has translated yet gets the English words."""
    text = plain(credit(), "en")
    assert "This page is a copy of “[" in text
    assert "permanent link]" in text
    assert not re.search(r"\b(cette|par|licence :|depuis)\b", text)
    assert plain(credit(), "de") == text


def test_where_the_licence_was_read_is_told_in_french() -> None:
    """By the wiki, or by a person who declared it."""
    licence = credit().evidence.licence
    declaration = Declaration(licence, "Jeanne Morel", date(2026, 3, 1), "https://outils.example.org/Licence")
    by_wiki, declared = (
        Evidence(licence, Place.WIKI, "CC BY-SA 4.0"),
        Evidence(licence, Place.DECLARED, "", declaration),
    )
    assert "indiquée par le wiki source" in plain(credit(evidence=by_wiki), "fr")
    assert "déclarée par Jeanne Morel le 1er mars 2026, https://" in plain(credit(evidence=declared), "fr")
    assert "Cette page peut être modifiée sous la licence de ce wiki." in plain(credit(regime=Regime.ADAPTATION), "fr")


def test_french_counts_none_and_one_as_singular() -> None:
    """Unlike English, which counts none as plural."""
    french = gettext.translation("republish", LOCALE, languages=["fr"])
    told = [french.ngettext("{count} job", "{count} jobs", count) for count in (0, 1, 2)]
    assert told == ["{count} tâche", "{count} tâche", "{count} tâches"]
