"""What must be so after each run with a fault, and after the one behind it."""

import json
import re
from collections import Counter
from collections.abc import Iterator

from bot.errors import ExitCode
from tests.faults.stage import FILE, PARTNERS, SECOND, After, Stage, Standing, results_of

_TOKEN = re.compile(r"[0-9a-f]{32,}\+")
_DONE = frozenset({"created", "updated", "merged", "moved"})
_LEFT = frozenset({"failed", "postponed", "refused", "conflict"})


def breaches(stage: Stage, after: After, wiki: str, code: ExitCode, *, without_file: bool = False) -> Iterator[str]:
    """Tell what is wrong after a run in which *wiki* failed, and which had to end with *code*.

    *without_file*: a file was refused for good, and no longer waits.
    """
    if after.ended.code != code:
        yield f"exit code {after.ended.code} instead of {int(code)}"
    yield from _secrets(stage, after)
    standing = stage.standing()
    yield from _doubled(stage, standing)
    for name in PARTNERS:
        if wiki in PARTNERS and name != wiki and standing[name] != stage.expected[name]:
            yield f"{name} was not served whole"
        yield from _told_wrongly(stage, after, name, standing[name])
    yield from _unnamed(after, wiki)
    waiting = after.status.get("waiting_files", ())
    if code == ExitCode.DONE and f"-6:{FILE}" not in standing["movilab"] and not without_file:
        told = [one for one in waiting if one["file"] == FILE and one["sheet"] == SECOND]
        if not all(one["why"] and one["attempts"] == 1 and one["since"] for one in told) or not told:
            yield f"status does not tell since when a file waits and why: {waiting}"
    elif waiting:
        yield f"status tells of files that do not wait: {waiting}"
    unsure = [one for run in after.told for one in run["results"] if "not known" in one.get("sentence", "")]
    if bool(unsure) != bool(stage.open_intents()):
        yield f"{stage.open_intents()} writes of unknown outcome, {len(unsure)} told as such"


def breaches_in_the_end(stage: Stage, after: After, *, without_file: bool = False) -> Iterator[str]:
    """Tell what differs, after the fault is gone and one more run, from an undisturbed run.

    A file that was refused stays away: *without_file*, its copy has a link in its place.
    """
    if after.ended.code != ExitCode.DONE:
        yield f"exit code {after.ended.code} after the fault was gone: {after.ended.err[-300:]}"
    if stage.open_intents():
        yield "a write is still open"
    if after.status.get("wikis_in_trouble"):
        yield "a wiki still counts as being in trouble"
    if after.status.get("waiting_files"):
        yield "a file still counts as waiting"
    standing = stage.standing()
    for name in PARTNERS:
        now, expected = _last(standing[name]), _last(stage.expected[name])
        if without_file:
            shown = {page for page in expected if FILE in page or SECOND.replace(" ", "_") in page}
            if shown - now.keys() - {page for page in shown if FILE in page}:
                yield f"the copy without its file is missing at {name}"
            now, expected = ({page: of[page] for page in of.keys() - shown} for of in (now, expected))
        if now != expected:
            yield f"the pages of {name} differ from those of an undisturbed run"
    yield from _doubled(stage, standing)


def _last(standing: Standing) -> dict[str, tuple[str, str]]:
    return {page: revisions[-1] for page, revisions in standing.items()}


def _doubled(stage: Stage, standing: dict[str, Standing]) -> Iterator[str]:
    """Find texts that stand in a history more often than after an undisturbed run: a move repeats one by itself."""
    for name, pages in standing.items():
        for page, revisions in pages.items():
            once = Counter(set(revisions))
            if Counter(revisions) - (Counter(stage.expected[name].get(page, ())) | once):
                yield f"{name}: {page} was written twice with the same text"


def _told_wrongly(stage: Stage, after: After, name: str, now: Standing) -> Iterator[str]:
    """Hold what the run told against what stands there."""
    if not after.told:
        return
    before, expected = stage.before[name], stage.expected[name]
    done = left = moved = 0
    for (partner, _sheet), outcomes in results_of(after).items():
        if partner == name:
            done += sum(outcome in _DONE for outcome in outcomes)
            moved += outcomes.count("moved")
            left += sum(outcome in _LEFT for outcome in outcomes)
    pages = {page for page in expected.keys() | now.keys() if not page.startswith(("-", "6:"))}
    written = sum(len(now.get(page, ())) - len(before.get(page, ())) for page in pages)
    written -= moved  # the redirect that a move leaves
    if done + left and written != done and not stage.open_intents():
        yield f"{name}: {written} revisions made, {done} told"
    counted = after.last_run.get("counts", {})
    told = [outcome for outcomes in results_of(after).values() for outcome in outcomes]
    if {outcome: told.count(outcome) for outcome in set(told)} != counted:
        yield f"the run remembers {counted} and told {told}"
    if after.last_run.get("exit_code") != after.ended.code:
        yield f"the run remembers the exit code {after.last_run.get('exit_code')}"


def _unnamed(after: After, wiki: str) -> Iterator[str]:
    """Find a failure that is not put into words."""
    if after.ended.code in (ExitCode.LATER, ExitCode.LOGIN):
        troubles = [trouble for run in after.told for trouble in run["troubles"]]
        if not any(trouble["wiki"] == wiki and trouble["code"] and trouble["sentence"] for trouble in troubles):
            yield f"no trouble of {wiki} is told: {troubles}"
        shown = [one for one in after.status.get("wikis_in_trouble", ()) if one["wiki"] == wiki]
        if not shown or not (shown[0]["since"] and shown[0]["again_at"] and wiki in shown[0]["sentence"]):
            yield f"status does not tell since when {wiki} is not served and why"
    for run in after.told:
        for result in run["results"]:
            if result["outcome"] == "failed" and not (result["code"] and result.get("sentence")):
                yield f"no reason is told for {result['sheet']}"


def _secrets(stage: Stage, after: After) -> Iterator[str]:
    said = "\n".join((after.ended.out, after.ended.err, json.dumps(after.status), json.dumps(after.last_run)))
    if "Traceback" in said:
        yield f"a traceback: {after.ended.err[-1500:]}"
    words = stage.project.environment.values()
    if any(word in said for word in words) or _TOKEN.search(said):
        yield "a secret was shown"
    state = b"".join(path.read_bytes() for path in stage.state_files())
    if any(word.encode() in state for word in words) or _TOKEN.search(state.decode("latin-1")):
        yield "a secret was kept in the state"
