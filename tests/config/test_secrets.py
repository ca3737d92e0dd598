"""Secrets never stand in the configuration, and never in what is said about it."""

from pathlib import Path

import pytest

from bot.config.load import load
from bot.config.secrets import Secret, SecretPlace
from bot.errors import ConfigurationError
from tests.config.home import CONFIG, Home

HIDDEN = "hunter2"
PASSWORD = "password: {env: MOVILAB_PASSWORD}"


@pytest.mark.parametrize(
    ("written", "at", "words"),
    [
        (f"password: {HIDDEN}", "11:15", "a secret stands in the file"),
        (f"password: '{HIDDEN}'", "11:15", "a secret stands in the file"),
        (f"password: [{HIDDEN}]", "11:15", "a secret stands in the file"),
        (f"password: {{{HIDDEN}}}", "11:16", "a value is missing"),
        (f"password: {{{HIDDEN}: x}}", "11:16", "this key is unknown"),
        (f"password: {{password: {HIDDEN}}}", "11:16", "this key is unknown"),
        (f"password: {{{HIDDEN}: x, {HIDDEN}: y}}", "11:16", "this key is unknown"),
        (f"password: {{env: '{HIDDEN} !'}}", "11:21", "not the secret"),
        (f"password: {{credential: '{HIDDEN}/?'}}", "11:28", "not the secret"),
        (f"password: {{env: [{HIDDEN}]}}", "11:21", "one text"),
        (f"password: *{HIDDEN}", "11:15", "quote the value"),
        (f"password: !{HIDDEN}", "11:15", "quote the value"),
        (f"password: {HIDDEN}: x", "11:15", "quote the value"),
        (f"password: '{HIDDEN}", "11:15", "not closed"),
        (f"password:{HIDDEN}", "11:5", "a blank behind the colon"),
        (f"passwort: {HIDDEN}", "11:5", "“password”"),
        (f"api: https://robot:{HIDDEN}@wiki.example.org/api.php", "11:5", "twice"),
    ],
)
def test_a_secret_in_the_file_is_found_and_never_repeated(home: Home, written: str, at: str, words: str) -> None:
    """However a secret is written into the file, the problem has its place, and no word of the secret."""
    home.change(CONFIG, PASSWORD, written)
    with pytest.raises(ConfigurationError) as caught:
        home.load()
    said = [str(problem) for problem in caught.value.problems]
    assert any(f":{at}: " in line and words in line for line in said), said
    assert HIDDEN not in str(caught.value)
    assert HIDDEN not in repr(caught.value)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("https://multibao.example.org/api.php", f"https://robot:{HIDDEN}@multibao.example.org/api.php"),
        ("https://multibao.example.org/api.php", f"https://multibao.example.org/api.php?lgpassword={HIDDEN}"),
        ("sqlite:///var/republish.db", f"postgresql://bot:{HIDDEN}@db/republish"),
        ("https://wiki.example.org/Utilisateur:Robot", f"https://robot:{HIDDEN}@wiki.example.org/"),
    ],
)
def test_a_secret_in_an_address_is_never_repeated(home: Home, before: str, after: str) -> None:
    """An address that holds a password is refused without repeating it."""
    home.change(CONFIG, before, after)
    assert len(home.problems()) == 1
    assert HIDDEN not in str(home.problems())


def test_a_secret_file_that_others_can_read_is_a_problem(home: Home) -> None:
    """A secret file is refused, with its place, while its group or others can read it."""
    home.change(CONFIG, PASSWORD, "password: {file: secret}")
    secret = home.write("config/secret", HIDDEN)
    secret.chmod(0o640)
    (problem,) = home.problems()
    assert (problem.line, problem.column) == (11, 22)
    assert "chmod 600" in problem.message
    secret.chmod(0o600)
    password = home.load().wiki("movilab").password
    assert password is not None
    assert (password.place, password.name) == (SecretPlace.FILE, str(secret))
    assert password.reveal() == HIDDEN


def test_a_folder_is_no_secret_file(home: Home) -> None:
    """A secret file must be a file."""
    home.change(CONFIG, PASSWORD, "password: {file: .}")
    (problem,) = home.problems()
    assert "not a file" in problem.message


@pytest.mark.parametrize("place", ["env: REPUBLISH_NO_SUCH_VARIABLE", "file: no-such-file"])
def test_a_secret_that_is_not_here_is_a_warning(home: Home, place: str) -> None:
    """A check may run elsewhere than the bot, where secrets are missing."""
    home.change(CONFIG, PASSWORD, f"password: {{{place}}}")
    warnings = home.load().warnings
    assert "before the bot starts" in warnings[0]
    assert ":11:" in warnings[0]


def test_loading_reads_no_secret(home: Home, tmp_path: Path) -> None:
    """A secret that nobody may read does not stop the loading."""
    home.change(CONFIG, PASSWORD, "password: {file: secret}")
    home.write("config/secret", HIDDEN).chmod(0)
    assert load(tmp_path / CONFIG).wiki("movilab").password is not None


def secret(place: SecretPlace, name: str) -> Secret:
    """Make a secret that a configuration names in line 7."""
    return Secret(place, name, "republish.yaml", 7, 15)


def test_a_secret_is_read_when_it_is_needed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A secret comes from the environment, a file or a credential, without the line end."""
    (tmp_path / "brest").write_text("from a file\n", encoding="utf-8")
    (tmp_path / "brest").chmod(0o600)
    monkeypatch.setenv("WIKI_PASSWORD", "from the environment")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert secret(SecretPlace.ENV, "WIKI_PASSWORD").reveal() == "from the environment"
    assert secret(SecretPlace.FILE, str(tmp_path / "brest")).reveal() == "from a file"
    assert secret(SecretPlace.CREDENTIAL, "brest").reveal() == "from a file"


@pytest.mark.parametrize("place", list(SecretPlace))
def test_a_secret_that_is_missing_is_told_by_its_place(tmp_path: Path, place: SecretPlace) -> None:
    """A missing secret is a problem of the configuration, which does not repeat the name: it may be the secret."""
    with pytest.raises(ConfigurationError) as caught:
        secret(place, str(tmp_path / HIDDEN)).reveal()
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.column) == ("republish.yaml", 7, 15)
    assert HIDDEN not in str(caught.value)


def test_an_open_or_empty_secret_file_is_refused(tmp_path: Path) -> None:
    """A secret that others can read is none, nor is an empty one."""
    file = tmp_path / "secret"
    file.write_text("\n", encoding="utf-8")
    file.chmod(0o604)
    with pytest.raises(ConfigurationError, match="chmod 600"):
        secret(SecretPlace.FILE, str(file)).reveal()
    file.chmod(0o600)
    with pytest.raises(ConfigurationError, match="empty"):
        secret(SecretPlace.FILE, str(file)).reveal()
