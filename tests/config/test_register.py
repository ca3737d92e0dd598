"""The register: what people decided is written whole, read back as it was, and never lost."""

import os
import stat
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.config.load import load
from bot.config.register import change_register, load_register
from bot.domain.licences.judge import Regime
from bot.domain.register import ForgottenName, LicenceDecision, Register, Ruling
from bot.errors import ConfigurationError
from tests.config.home import CONFIG, Home

DAY = date(2026, 3, 1)
DECISION = LicenceDecision(
    "multibao", 12, "Arpentage", Ruling.ACCEPT, "Jeanne Morel", DAY, "Checked with the author.", "Licence: CC BY-SA"
)
FORGOTTEN = ForgottenName("Ada", DAY, "Asked by mail.")
words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=40).filter(
    lambda text: text.strip() == text
)


def kept(path: Path, register: Register) -> Register:
    """Write a register and read it again."""
    path.unlink(missing_ok=True)
    change_register(path, lambda _empty: register)
    return load_register(path)


def test_a_register_that_is_not_there_is_empty(tmp_path: Path) -> None:
    """Nobody has decided anything yet."""
    assert load_register(tmp_path / "register.yaml") == Register()


def test_a_register_that_cannot_even_be_looked_for_is_a_problem(tmp_path: Path) -> None:
    """Such as one in the folder of another account: nobody knows what stands there, so nothing may be done without."""
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load_register(tmp_path / ("x" * 300))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_what_root_decides_can_be_read_by_the_account_of_the_bot(tmp_path: Path) -> None:
    os.chown(tmp_path, 65534, 65534)
    for _ in range(2):  # the second time it stands there already
        change_register(tmp_path / "register.yaml", lambda _before: Register((DECISION,)))
        assert {path.stat().st_uid for path in tmp_path.iterdir()} == {65534}


def test_a_whole_register_reads_back(tmp_path: Path) -> None:
    """Every part of a decision and a forgotten name comes back as it was."""
    full = LicenceDecision(
        "multibao",
        10**17,
        "Débat mouvant",
        Ruling.ACCEPT,
        "Jeanne Morel",
        DAY,
        "La page dit « # oui : non »",
        "'CC' \"BY\"\n* {{sa}}: #1 & [[x]]",
        "movilab",
        "CC-BY-SA-3.0",
        Regime.MARKED,
    )
    register = Register((DECISION, full), (FORGOTTEN,))
    path = tmp_path / "var" / "register.yaml"
    assert kept(path, register) == register
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file for file in os.listdir(path.parent) if not file.endswith(".lock")] == ["register.yaml"]
    assert kept(path, Register()) == Register()


@settings(max_examples=40)
@given(st.lists(words, min_size=5, max_size=5, unique=True))
def test_any_words_of_people_read_back(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    """Nothing that people or wikis write means anything to YAML."""
    wiki, sheet, by, reason, evidence = (unicodedata.normalize("NFC", text) for text in texts)
    decision = LicenceDecision(wiki, 1, sheet, Ruling.REFUSE, by, DAY, reason, evidence)
    back = kept(tmp_path_factory.mktemp("register") / "register.yaml", Register((decision,)))
    assert back.decisions[0].evidence == evidence
    assert (back.decisions[0].sheet.strip(), back.decisions[0].reason.strip()) == (sheet.strip(), reason.strip())


def test_a_decision_replaces_the_one_about_the_same_sheet_and_partner() -> None:
    """A word for one partner stands beside an older one for all; a word for all is the last one for everybody."""
    other = LicenceDecision("multibao", 12, "A", Ruling.REFUSE, "B", DAY, "C", "D", partner="brest")
    again = LicenceDecision("multibao", 12, "A", Ruling.REFUSE, "B", DAY, "C", "E", partner="brest")
    register = Register().with_decision(DECISION).with_decision(other).with_decision(again)
    assert register.decisions_on("multibao", 12) == (DECISION, again)
    assert register.decisions_on("multibao", 13) == ()
    assert register.decisions_on("elsewhere", 12) == ()
    last = LicenceDecision("multibao", 12, "A", Ruling.REFUSE, "B", DAY, "C", "F")
    assert register.with_decision(last).decisions == (last,)


def test_a_decision_holds_for_the_words_that_it_was_made_on() -> None:
    """Blanks make no difference, everything else does."""
    assert DECISION.holds_for("Licence:  CC BY-SA\n")
    assert not DECISION.holds_for("Licence: CC BY-NC-SA")
    assert not DECISION.holds_for("")


def test_a_name_is_forgotten_once() -> None:
    """The first request stays."""
    register = Register().with_forgotten(FORGOTTEN).with_forgotten(ForgottenName("Ada", DAY, "Again."))
    assert register.forgotten_names == (FORGOTTEN,)


def test_two_people_can_decide_at_once(tmp_path: Path) -> None:
    """No decision is lost when several processes write."""
    path = tmp_path / "register.yaml"

    def decide(number: int) -> None:
        one = LicenceDecision("w", number, "S", Ruling.ACCEPT, "B", DAY, "R", "E")
        change_register(path, lambda register: register.with_decision(one))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(decide, range(24)))
    assert {one.page_id for one in load_register(path).decisions} == set(range(24))


@pytest.mark.parametrize(
    ("before", "after", "place", "words"),
    [
        ("ruling: accept", "ruling: acept", "8:13", "“acept” is not known here"),
        ("CC BY-SA", "CC BY", "13:11", "this seal does not fit"),
        ("date: 2026-03-01", "date: yesterday", "10:11", "write a day here"),
        ("page: 12", "page: twelve", "6:11", "the number of a page"),
        ("ruling: accept", "ruling: accept\n    licence: CC-BY-SA", "9:14", "not one licence with its version"),
        ("ruling: accept", "ruling: refuse\n    regime: marked", "9:5", "has no regime"),
        ("reason:", "raison:", "11:5", "did you mean “reason”?"),
    ],
)
def test_a_mistake_is_told_with_its_place(home: Home, before: str, after: str, place: str, words: str) -> None:
    """The configuration does not load with a broken register, and nothing is written over it."""
    path = home.folder / "config" / "var" / "register.yaml"
    change_register(path, lambda register: register.with_decision(DECISION))
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(ConfigurationError) as raised:
        load(home.folder / CONFIG)
    told = str(raised.value)
    assert f"register.yaml:{place}: " in told
    assert words in told
    with pytest.raises(ConfigurationError):
        change_register(path, lambda register: register.with_forgotten(FORGOTTEN))
    assert after in path.read_text(encoding="utf-8")


def test_the_register_lies_beside_the_state_or_where_the_configuration_says(home: Home) -> None:
    """It is kept where the state is, but survives it."""
    assert load(home.folder / CONFIG).register == home.folder / "config" / "var" / "register.yaml"
    home.change(CONFIG, "language: fr", "language: fr\nregister: ../word.yaml")
    assert load(home.folder / CONFIG).register == home.folder / "word.yaml"
