"""Refusals, and people who are faster: nobody’s work is overwritten, and one page stops no other."""

from pathlib import Path

import pytest

from bot.domain.plan import Outcome, State
from bot.errors import ExitCode, WikiError
from bot.store.store import open_store
from tests.farm.mediawiki import MediaWikiServer
from tests.farm.requestlog import Reply, Request, error_reply
from tests.sync.one_partner import Bench, outcomes
from tests.sync.people import (
    CREATED,
    FAILED,
    KINDS,
    POSTPONED,
    THEIRS,
    UPDATED,
    assert_settled,
    nth_edit,
    prepare,
    with_person,
)

pytestmark = pytest.mark.xdist_group("one-wiki")


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_is_overwritten_between_plan_and_write(bench: Bench, kind: str) -> None:
    """A person who edits after we looked wins; the copy is postponed, the others are written."""
    outcome, _edits = prepare(bench, kind)
    title = bench.titles()[0]

    wrap = with_person(lambda: bench.partner.edit(title, THEIRS))

    run = bench.run(wrap=wrap)
    assert outcomes(run) == [POSTPONED, outcome, outcome]
    assert run.results[0].code == ("articleexists" if kind == "create" else "editconflict")
    assert run.exit_code is ExitCode.WAITING
    assert bench.partner.text(title) == THEIRS
    assert bench.open_intents() == 0
    again = bench.run()
    assert bench.partner.text(title) == THEIRS
    assert again.results[0].outcome in (Outcome.REFUSED, Outcome.UNCHANGED, Outcome.CONFLICT)


def test_a_copy_deleted_between_plan_and_write_stays_deleted(bench: Bench) -> None:
    """A page that people remove while we are at it is not made again, now or later."""
    prepare(bench, "update")
    title = bench.titles()[0]

    wrap = with_person(lambda: bench.partner.delete(title))

    assert outcomes(bench.run(wrap=wrap)) == [POSTPONED, UPDATED, UPDATED]
    for _ in range(2):
        bench.run()
        assert bench.partner.text(title) is None


def test_what_somebody_wrote_into_our_edit_stays_theirs(bench: Bench) -> None:
    """Where the wiki merges two edits into a third text, what people wrote there is never taken for ours."""
    prepare(bench, "update")
    title = bench.titles()[0]
    before = bench.partner.text(title) or ""
    added = f"{before}\n\n== Chez nous ==\nOn s’en sert."
    wrap = with_person(lambda: bench.partner.edit(title, added))

    assert outcomes(bench.run(wrap=wrap))[0] in (UPDATED, POSTPONED)
    assert "== Chez nous ==" in (bench.partner.text(title) or "")
    bench.write_sheets(0)
    bench.run()
    assert "== Chez nous ==" in (bench.partner.text(title) or "")
    with open_store(bench.configuration.state) as store:
        (copy,) = [copy for copy in store.all_copies() if copy.title == title]
    assert copy.state in (State.CURRENT, State.EDITED)
    bench.write_sheets(2)
    bench.run()
    after = bench.partner.text(title) or ""
    assert "(version 2)" in after
    assert "== Chez nous ==\nOn s’en sert." in after


def many(bench: Bench, tmp_path: Path, sheets: int) -> Bench:
    """Give a bench with more sheets at the same partner."""
    return Bench(tmp_path / "many", bench.partner, sheets=sheets)


def test_five_refusals_in_a_row_end_the_lane(bench: Bench, tmp_path: Path) -> None:
    """A wiki that refuses one page after the other is left alone."""
    large = many(bench, tmp_path, 8)
    large.partner.proxy.fault = lambda request: error_reply("hookaborted") if request.action == "edit" else None
    run = large.run()
    assert outcomes(run) == [FAILED] * 5 + [POSTPONED] * 3
    assert run.exit_code is ExitCode.LATER
    assert large.open_intents() == 0


def test_one_page_that_the_wiki_cannot_save_stops_no_other(bench: Bench) -> None:
    """A page whose saving always breaks the wiki is left, and the others are written, in every run."""
    bad = bench.titles()[0]
    bench.partner.proxy.fault = lambda request: (
        error_reply("internal_api_error_RuntimeException") if request.parameters.get("title") == bad else None
    )
    run = bench.run()
    assert outcomes(run) == [FAILED, CREATED, CREATED]
    assert run.exit_code is ExitCode.WAITING
    assert outcomes(bench.run()) == [FAILED]
    bench.partner.proxy.reset()
    assert outcomes(bench.run()) == [CREATED]
    assert_settled(bench)


def test_a_refusal_is_tried_again_when_it_is_lifted(bench: Bench) -> None:
    """What a filter of the wiki refuses is reported, and tried again by the next run."""
    hit = nth_edit(2)
    bench.partner.proxy.fault = lambda request: error_reply("spamprotectionmatch") if hit(request) else None
    run = bench.run()
    assert outcomes(run) == [CREATED, FAILED, CREATED]
    assert run.results[1].code == "spamprotectionmatch"
    bench.partner.proxy.reset()
    assert outcomes(bench.run()) == [CREATED]
    assert_settled(bench)


@pytest.mark.parametrize("code", ["blocked", "readonly", "permissiondenied"])
def test_a_wiki_that_wants_no_edits_postpones_the_rest(bench: Bench, code: str) -> None:
    """What concerns the whole wiki ends its lane at once, with the rest postponed and nothing open."""
    hit = nth_edit(2, times=9)
    bench.partner.proxy.fault = lambda request: error_reply(code) if hit(request) else None
    run = bench.run()
    assert outcomes(run) == [CREATED, POSTPONED, POSTPONED]
    assert run.exit_code is ExitCode.LATER
    assert bench.open_intents() == 0
    bench.partner.proxy.reset()
    assert outcomes(bench.run()) == [CREATED] * 2
    assert bench.edits() == [1, 1, 1]


def test_a_session_that_is_lost_between_two_writes(bench: Bench, wiki_server: MediaWikiServer) -> None:
    """The robot logs in again once; every revision is the robot's, none an address's."""
    hit = nth_edit(2)

    def forget(request: Request) -> Reply | None:
        return error_reply("assertnameduserfailed") if hit(request) else None

    wiki_server.proxy.fault = forget
    mark = wiki_server.proxy.mark()
    assert outcomes(bench.run()) == [CREATED] * 3
    assert wiki_server.counts(mark)["POST login"] == 2
    assert {entry.user for number in range(3) for entry in bench.history(number)} == {"Robot"}


def test_a_wrong_password_is_tried_once_in_a_run(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many sheets wait, one refused password ends the lane, with the exit code for logins."""
    from tests.sync.one_partner import PASSWORD_VARIABLE

    monkeypatch.setenv(PASSWORD_VARIABLE, "falsch-" + "0" * 25)
    mark = bench.partner.proxy.mark()
    run = bench.run()
    assert run.exit_code is ExitCode.LOGIN
    assert set(outcomes(run)) <= {POSTPONED}
    assert bench.partner.counts(mark)["POST login"] == 1
    assert bench.partner.counts(mark)["POST edit"] == 0
    assert [trouble.code for trouble in run.troubles if isinstance(trouble, WikiError)] == ["login-refused"]
