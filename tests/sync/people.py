"""What the tests of faulty lanes share: counting edits, and people who meddle."""

from collections.abc import Callable

from bot.domain.plan import Outcome
from bot.wiki.protocol import Wiki
from tests.farm.requestlog import Request
from tests.sync.one_partner import Bench, outcomes

CREATED, UPDATED, FAILED, POSTPONED = Outcome.CREATED, Outcome.UPDATED, Outcome.FAILED, Outcome.POSTPONED
THEIRS = "Le texte de quelqu’un."
KINDS = ("create", "update")


def prepare(bench: Bench, kind: str) -> tuple[Outcome, list[int]]:
    """Bring the bench to where its next run creates or updates; give the outcome and the counts of revisions then."""
    if kind == "create":
        return CREATED, [1, 1, 1]
    assert outcomes(bench.run()) == [CREATED] * 3
    bench.write_sheets(1)
    return UPDATED, [2, 2, 2]


def nth_edit(number: int, times: int = 1) -> Callable[[Request], bool]:
    """Recognise the *number*-th edit that comes, and the ones after it up to *times*."""
    seen = 0

    def hook(request: Request) -> bool:
        nonlocal seen
        seen += request.action == "edit"
        return request.action == "edit" and number <= seen < number + times

    return hook


def assert_settled(bench: Bench) -> None:
    """Check that nothing is left open, and that a further run asks the partner for nothing and writes nothing."""
    assert bench.open_intents() == 0
    mark = bench.partner.proxy.mark()
    assert bench.run().results == ()
    assert not bench.partner.counts(mark)


class Meddler:
    """A wiki where a person acts once, right before or right after our first write."""

    def __init__(self, wiki: Wiki, act: Callable[[], object], *, before: bool) -> None:
        self._wiki = wiki
        self._act: Callable[[], object] | None = act
        self._before = before

    def __getattr__(self, name: str) -> object:
        return getattr(self._wiki, name)

    def create(self, title: str, text: str, summary: str) -> object:
        """Create, with the person before or after."""
        return self._around(lambda: self._wiki.create(title, text, summary))

    def update(self, title: str, text: str, summary: str, **more: object) -> object:
        """Update, with the person before or after."""
        return self._around(lambda: self._wiki.update(title, text, summary, **more))  # type: ignore[arg-type]

    def _around(self, write: Callable[[], object]) -> object:
        if self._before:
            self._meddle()
        try:
            return write()
        finally:
            self._meddle()

    def _meddle(self) -> None:
        act, self._act = self._act, None
        if act is not None:
            act()


def with_person(act: Callable[[], object], *, before: bool = True) -> Callable[[Wiki], Wiki]:
    """Let a person act at the partner right before (or after) our first write."""

    def wrap(wiki: Wiki) -> Wiki:
        return Meddler(wiki, act, before=before) if wiki.name == "partner" else wiki  # type: ignore[return-value]

    return wrap
