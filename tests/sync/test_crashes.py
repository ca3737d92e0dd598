"""A process that is killed at any instant and run again leads to the same wiki as an undisturbed run."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.store.store import Store
from bot.wiki.protocol import Wiki
from tests.farm.mediawiki import MediaWikiServer
from tests.memory.faults import KilledError
from tests.sync.one_partner import PASSWORD_VARIABLE, Bench

pytestmark = pytest.mark.xdist_group("one-wiki")

# Everything that a lane does for one copy, in this order; a process can die before or after each.
STEPS = {"begin": 2, "write": 2, "settle": 2, "remember": 1, "look_at": 1}
POINTS = [(step, when, number) for step, number in STEPS.items() for when in ("before", "after")]
KINDS = ("create", "update")


class Deadly:
    """Ends the process before or after the *number*-th time that a step is taken."""

    def __init__(self, step: str, when: str, number: int) -> None:
        self.step, self.when, self.left = step, when, number

    def around(self, step: str, act: Callable[..., Any]) -> Callable[..., Any]:
        """Give *act* with the end of the process around it."""

        def acting(*arguments: Any, **options: Any) -> Any:
            dies = self._is_now(step)
            if dies and self.when == "before":
                raise KilledError
            answer = act(*arguments, **options)
            if dies:
                raise KilledError
            return answer

        return acting

    def store(self, store: Store) -> None:
        """Put the end of the process into a state."""
        for name in ("begin", "settle", "remember"):
            setattr(store, name, self.around(name, getattr(store, name)))

    def wiki(self, wiki: Wiki) -> Wiki:
        """Put the end of the process into the partner."""
        return DeadlyWiki(wiki, self) if wiki.name == "partner" else wiki  # type: ignore[return-value]

    def _is_now(self, step: str) -> bool:
        self.left -= step == self.step
        return step == self.step and self.left == 0


class DeadlyWiki:
    """A wiki at which the process may end."""

    def __init__(self, wiki: Wiki, deadly: Deadly) -> None:
        self._wiki = wiki
        self.create = deadly.around("write", wiki.create)
        self.update = deadly.around("write", wiki.update)
        self.look_at = deadly.around("look_at", wiki.look_at)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._wiki, name)


@pytest.fixture(scope="module")
def undisturbed(
    one_wiki: MediaWikiServer, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, str | None]]:
    """Give the copies as a run that nobody disturbs leaves them, after creating and after updating."""
    one_wiki.restore()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(PASSWORD_VARIABLE, one_wiki.robot_password)
        bench = Bench(tmp_path_factory.mktemp("undisturbed") / "bench", one_wiki)
        bench.run()
        created = bench.copies()
        bench.write_sheets(1)
        bench.run()
        return {"create": created, "update": bench.copies()}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("point", POINTS, ids=lambda point: "-".join(map(str, point)))
def test_a_killed_run_is_finished_by_the_next(
    bench: Bench, undisturbed: dict[str, dict[str, str | None]], point: tuple[str, str, int], kind: str
) -> None:
    """Whatever instant the process dies at, the next run ends at the same pages with one revision for each write."""
    if kind == "update":
        bench.run()
        bench.write_sheets(1)
    deadly = Deadly(*point)
    died = False
    try:
        bench.run(wrap=deadly.wiki, with_store=deadly.store)
    except KilledError:
        died = True
    assert died or deadly.left > 0
    bench.run()
    assert bench.copies() == undisturbed[kind]
    assert bench.edits() == [1 if kind == "create" else 2] * 3
    assert bench.open_intents() == 0
    mark = bench.partner.proxy.mark()
    assert bench.run().results == ()
    assert not bench.partner.counts(mark)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_person_who_edits_between_a_crash_and_the_next_run_is_respected(bench: Bench, kind: str, when: str) -> None:
    """Whether our write had arrived or not, what a person wrote on the page stays."""
    if kind == "update":
        bench.run()
        bench.write_sheets(1)
    deadly = Deadly("write", when, 2)
    with pytest.raises(KilledError):
        bench.run(wrap=deadly.wiki, with_store=deadly.store)
    title = bench.titles()[1]
    added = "== Chez nous ==\nOn s’en sert."
    theirs = f"{bench.partner.text(title) or 'Notre page.'}\n\n{added}"
    bench.partner.edit(title, theirs)
    bench.run()
    after = bench.partner.text(title) or ""
    assert added in after
    assert (after == theirs) is ((kind, when) != ("update", "before"))
    if kind == "update":
        assert "(version 1)" in after
    bench.run()
    assert bench.partner.text(title) == after
    assert bench.open_intents() == 0
    assert [entry.user for entry in bench.history(1)].count("Alice") == 1


def test_a_state_that_is_lost_after_a_crash_is_found_again(bench: Bench, tmp_path: Path) -> None:
    """Without any memory, copies are recognised by their credit, and nothing is written twice."""
    deadly = Deadly("settle", "before", 2)
    with pytest.raises(KilledError):
        bench.run(wrap=deadly.wiki, with_store=deadly.store)
    fresh = Bench(tmp_path / "fresh", bench.partner)
    fresh.run()
    assert fresh.edits() == [1, 1, 1]
