"""Installing a wiki in a folder, and running MediaWiki's maintenance scripts on it."""

import atexit
import contextlib
import functools
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.farm.settings import WikiSettings, local_settings

CODE = Path(os.environ.get("MW_INSTALL_PATH", "/usr/share/mediawiki"))
PHP_FOLDER = Path(__file__).parent / "php"
ADMIN_PASSWORD = "maintenance-admin"
PEOPLE = {"Admin": ADMIN_PASSWORD, "Alice": "fiches-alice-1", "Benoît": "fiches-benoit-1", "Chloé": "fiches-chloe-1"}
ROBOT, ROBOT_APP, ROBOT_PASSWORD = "Robot", "republish", "0123456789abcdef0123456789abcdef"
ROBOT_GRANTS = ("basic", "editpage", "createeditmovepage", "highvolume", "uploadfile", "uploadeditmovefile", "protect")
PHP_MODULES = ("pdo_sqlite", "mbstring", "xml", "intl", "curl", "apcu", "gd", "fileinfo")
SECONDS = 1800
SETTLE_SECONDS = 60.0


class FarmError(RuntimeError):
    """A wiki of the farm could not be installed, started or filled."""


@functools.cache
def missing() -> str:
    """Tell what MediaWiki lacks to run here; empty when it lacks nothing."""
    if shutil.which("php") is None:
        return "php is not installed"
    if not (CODE / "maintenance/install.php").exists():
        return f"MediaWiki is not installed in {CODE}"
    found = {line.strip().lower() for line in _run(["php", "-m"]).splitlines()}
    lacking = [module for module in PHP_MODULES if module not in found]
    return f"PHP lacks {', '.join(lacking)}" if lacking else ""


def install(folder: Path, settings: WikiSettings) -> None:
    """Make a wiki in a folder, from a copy of a wiki installed once per process and language."""
    if missing():
        raise FarmError(f"{missing()}; run tests/farm/install-mediawiki")
    shutil.copytree(_base(settings.language), folder, dirs_exist_ok=True)
    (folder / "LocalSettings.php").write_text(local_settings(folder, settings), encoding="utf-8")


def maintain(folder: Path, script: str, *arguments: str, given: str = "") -> str:
    """Run a maintenance script on the wiki of a folder: a name of MediaWiki's, or a path of ours."""
    path = CODE / "maintenance" / script
    found = path if path.exists() else PHP_FOLDER / script
    return _run(["php", *_opcache(), str(found), *arguments], environment(folder), given)


def environment(folder: Path) -> dict[str, str]:
    """Give the environment in which PHP finds the wiki of a folder."""
    return {**os.environ, "MW_INSTALL_PATH": str(CODE), "MW_CONFIG_FILE": str(folder / "LocalSettings.php")}


def add_accounts(folder: Path, accounts: Iterable[tuple[str, str, list[str]]], bot: dict[str, Any] | None) -> None:
    """Make accounts of (name, password or nothing, groups), and a bot password."""
    listed = [{"name": name, "password": password, "groups": groups} for name, password, groups in accounts]
    if listed or bot:
        maintain(folder, "accounts.php", given=json.dumps({"accounts": listed, "bot": bot}))


@functools.cache
def _base(language: str) -> Path:
    folder = scratch() / f"base-{language}"
    for part in ("db", "cache", "images"):
        (folder / part).mkdir(parents=True)
    options = {"dbtype": "sqlite", "dbpath": folder / "db", "dbname": "wiki", "lang": language, "scriptpath": ""}
    options |= {"pass": ADMIN_PASSWORD, "server": "http://127.0.0.1", "confpath": folder}
    words = [f"--{key}={value}" for key, value in options.items()]
    clean = {key: value for key, value in environment(folder).items() if key != "MW_CONFIG_FILE"}
    installer = str(CODE / "maintenance/install.php")
    _run(["php", *_opcache(), installer, *words, "--with-extensions=AbuseFilter", "Wiki", "Admin"], clean)
    (folder / "LocalSettings.php").write_text(local_settings(folder, WikiSettings("Wiki", language=language)))
    plain: list[tuple[str, str, list[str]]] = [
        (name, password, []) for name, password in PEOPLE.items() if name != "Admin"
    ]
    bot = {"name": ROBOT, "app": ROBOT_APP, "password": ROBOT_PASSWORD, "grants": list(ROBOT_GRANTS)}
    add_accounts(folder, [*plain, (ROBOT, "a-password-nobody-uses", ["bot"])], bot)
    shutil.rmtree(folder / "db/locks", ignore_errors=True)
    use_wal(folder)
    return folder


def use_wal(folder: Path) -> None:
    """Let a wiki be read while it is written, and import pages five times as fast."""
    for path in (folder / "db").glob("*.sqlite"):
        with contextlib.closing(sqlite3.connect(path)) as database:
            database.execute("PRAGMA journal_mode=WAL")


def settle(folder: Path) -> None:
    """Wait until nobody holds the databases of a wiki, so that their files can be copied."""
    last = time.monotonic() + SETTLE_SECONDS
    while logs := list((folder / "db").glob("*.sqlite-wal")):
        if time.monotonic() > last:
            raise FarmError(f"Somebody still works in {folder / 'db'}")
        for path in logs:
            # Whoever is the last to close a database takes its log away, also one that a dead process left.
            with contextlib.closing(sqlite3.connect(path.with_suffix(".sqlite"))) as database:
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        time.sleep(0.002)


@functools.cache
def scratch() -> Path:
    """Give a folder of this process that goes away with it."""
    folder = Path(tempfile.mkdtemp(prefix="republish-farm-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _opcache() -> list[str]:
    cache = scratch() / "opcache"
    cache.mkdir(exist_ok=True)
    return ["-d", "opcache.enable_cli=1", "-d", f"opcache.file_cache={cache}", "-d", "opcache.file_cache_only=1"]


def _run(command: list[str], env: dict[str, str] | None = None, given: str = "") -> str:
    done = subprocess.run(
        command, env=env, input=given, capture_output=True, text=True, encoding="utf-8", timeout=SECONDS, check=False
    )
    if done.returncode:
        told = (done.stderr + done.stdout).strip()[-2000:]
        raise FarmError(f"{' '.join(command[-4:])} ended with {done.returncode}: {told}")
    return done.stdout
