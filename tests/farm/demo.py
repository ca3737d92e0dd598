"""The demonstration on three real wikis: start them, let the robot copy the sheets, and let people try."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import quote

import yaml

from tests.farm.folders import start_from_folder
from tests.farm.install import PEOPLE, FarmError
from tests.farm.mediawiki import MediaWikiServer, SeedRevision
from tests.farm.templates import template_of
from tests.farm.trio import start_trio

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "config/demo"
FINE = frozenset({0, 3})  # 3: done, some sheets wait for a person
SHOWN = 3
FRENCH = (os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or "").startswith("fr")


def say(french: str, english: str) -> None:
    """Print a line in the language of the terminal."""
    print(french if FRENCH else english, flush=True)


def main(arguments: list[str]) -> int:
    """Run the demonstration; ``--once`` ends it after the first run of the robot."""
    if set(arguments) - {"--once"}:
        say("Emploi : bin/demo-wikis [--once]", "Usage: bin/demo-wikis [--once]")
        return 2
    ended = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        ended.set()
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, end)
    folder = Path(tempfile.mkdtemp(prefix="republish-demo-"))
    try:
        with contextlib.ExitStack() as stack:
            return _show(folder, stack, once="--once" in arguments)
    except KeyboardInterrupt:
        say("\nFini : les wikis sont arrêtés et effacés.", "\nDone: the wikis are stopped and removed.")
        return 143 if ended.is_set() else 0
    except FarmError as problem:
        print(problem, file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _show(folder: Path, stack: contextlib.ExitStack, *, once: bool) -> int:
    say("Trois MediaWiki démarrent…", "Three MediaWikis are starting…")
    wikis = _start(folder, stack)
    config = _configure(folder, wikis)
    say("Le robot recopie les fiches…\n", "The robot copies the sheets…\n")
    code = subprocess.run([sys.executable, "-m", "bot", "sync", "--config", config], cwd=ROOT, check=False).returncode
    _tell(wikis)
    if once:
        return code if code not in FINE else 0
    say("\nChangez une fiche, puis relancez le robot :", "\nChange a sheet, then run the robot again:")
    print(f"  {ROOT / '.venv/bin/republish'} sync --config {config}")
    say("Ctrl-C arrête et efface tout.", "Ctrl-C stops and removes everything.")
    while True:
        signal.pause()


def _start(folder: Path, stack: contextlib.ExitStack) -> dict[str, MediaWikiServer]:
    """Start the wikis of the demonstration, the source first."""
    if not (DEMO / "republish.yaml").exists():
        trio = start_trio(folder, sheet_count=10)
        stack.callback(trio.stop)
        return {wiki.name: wiki for wiki in trio}
    wikis: dict[str, MediaWikiServer] = {}
    for name, settings in _demo_settings()["wikis"].items():
        wikis[name] = stack.enter_context(start_from_folder(DEMO / settings["folder"], folder / name, name))
    for target in _targets():
        title, text = template_of(DEMO / f"mappings/{target['mapping']}.yaml")
        wiki = wikis[target["wiki"]]
        if wiki.text(title) is None:
            wiki.write_pages([SeedRevision(title, text, "Admin")])
    return wikis


def _configure(folder: Path, wikis: dict[str, MediaWikiServer]) -> Path:
    """Write the configuration for the running wikis: the demonstration's, or the sample's."""
    sample = DEMO if (DEMO / "republish.yaml").exists() else ROOT / "config"
    settings = yaml.safe_load((sample / "republish.yaml").read_text(encoding="utf-8"))
    shutil.copytree(DEMO / "mappings" if sample == DEMO else ROOT / "mappings", folder / "mappings")
    secret = folder / "robot.password"
    secret.touch(mode=0o600)
    secret.write_text(MediaWikiServer.robot_password, encoding="utf-8")
    kept = {"accepts", "non_commercial"}
    for name, old in settings["wikis"].items():
        new: dict[str, Any] = {"api": wikis[name].api, **{key: old[key] for key in kept & old.keys()}}
        if name != next(iter(wikis)):
            new |= {"user": MediaWikiServer.robot_user, "password": {"file": secret.name}, "pace": "0s"}
        settings["wikis"][name] = new
    settings["contact"] = f"{next(iter(wikis.values())).url}/wiki/Utilisateur:Robot"
    settings["state"] = "sqlite:///state.db"
    path = folder / "republish.yaml"
    path.write_text(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def _tell(wikis: dict[str, MediaWikiServer]) -> None:
    print()
    for wiki in wikis.values():
        print(f"{wiki.settings.site_name}: {wiki.url}/wiki/Accueil")
        for title in list(_copies(wiki))[:SHOWN]:
            print(f"    {wiki.url}/wiki/{quote(title.replace(' ', '_'), safe=':/()')}")
    say("\nComptes pour se connecter (nom, mot de passe) :", "\nAccounts to log in with (name, password):")
    for name, password in PEOPLE.items():
        print(f"    {name:<18} {password}")


def _copies(wiki: MediaWikiServer) -> Iterator[str]:
    answer = wiki.person("").get(
        action="query", list="usercontribs", ucuser="Robot", ucshow="new", ucdir="newer", uclimit=50
    )
    yield from (one["title"] for one in answer["query"]["usercontribs"])


def _demo_settings() -> dict[str, Any]:
    settings: dict[str, Any] = yaml.safe_load((DEMO / "republish.yaml").read_text(encoding="utf-8"))
    return settings


def _targets() -> Iterator[dict[str, Any]]:
    for job in _demo_settings()["jobs"].values():
        yield from job["to"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
