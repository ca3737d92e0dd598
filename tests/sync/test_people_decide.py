"""People of a partner say no, before a run and in the middle of one: from then on not one more write arrives."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.plan import Outcome, State
from bot.domain.reasons import Reason
from bot.errors import ExitCode, Trouble, WikiError
from bot.report.reasons import explain
from bot.report.words import describe_trouble
from bot.store.store import open_store
from bot.sync import watch
from bot.sync.environment import Environment, Options
from bot.sync.job_run import JobRun
from bot.sync.runner import plan_job
from tests.farm.requestlog import Reply, Request, error_reply
from tests.sync.one_partner import Bench, outcomes
from tests.sync.people import CREATED, FAILED, POSTPONED, UPDATED, assert_settled, nth_edit, prepare, with_person

pytestmark = pytest.mark.xdist_group("one-wiki")

STOP_PAGE, TALK = "Utilisateur:Robot/Stop", "Discussion utilisateur:Robot"
HOUSE = "Projet:Robot/Arrêt"


@dataclass(frozen=True)
class Sign:
    """How people stop the bot at a whole wiki, and how they let it go on."""

    put: Callable[[Bench], object]
    take: Callable[[Bench], object]
    code: str
    exit_code: ExitCode
    words: tuple[str, ...]


SIGNS = {
    "stop page": Sign(
        lambda bench: bench.partner.edit(STOP_PAGE, "Merci d’arrêter.", user="Chloé"),
        lambda bench: bench.partner.edit(STOP_PAGE, "<!-- Écrivez ici pour arrêter le robot. -->"),
        "stop-page",
        ExitCode.WAITING,
        (STOP_PAGE, "Chloé", "Merci d’arrêter.", "empty or delete"),
    ),
    "stop page in small letters": Sign(
        lambda bench: bench.partner.edit("Utilisateur:Robot/stop", "?"),
        lambda bench: bench.partner.delete("Utilisateur:Robot/stop"),
        "stop-page",
        ExitCode.WAITING,
        ("Utilisateur:Robot/stop", "Alice"),
    ),
    "message": Sign(
        lambda bench: bench.partner.edit(TALK, "Bonjour, que fais-tu ?", user="Benoît"),
        lambda bench: bench.partner.person("Robot@republish").post(action="clearhasmsg"),
        "talk-message",
        ExitCode.WAITING,
        (TALK, "Benoît", "open its talk page"),
    ),
    "block": Sign(
        lambda bench: bench.partner.person("Admin").post(
            action="block", user="Robot", reason="Trop de copies", expiry="2030-01-02T03:04:05Z", allowusertalk=True
        ),
        lambda bench: bench.partner.unblock(),
        "blocked",
        ExitCode.LATER,
        ("Admin", "2030-01-02", "Trop de copies", "administrators"),
    ),
}


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look before every write, as at a usual pace."""
    monkeypatch.setattr(watch, "FRESH", 0.0)
    monkeypatch.setattr(watch, "SERVES", 0)


@pytest.fixture(params=SIGNS)
def sign(request: pytest.FixtureRequest) -> Sign:
    """Give each sign that stops a whole wiki."""
    return SIGNS[request.param]


def rule(bench: Bench, **settings: Any) -> None:
    """Change the settings of the partner."""
    job = bench.configuration.jobs[0]
    partners = tuple(replace(partner, wiki=replace(partner.wiki, **settings)) for partner in job.partners)
    bench.configuration = replace(bench.configuration, jobs=(replace(job, partners=partners),))


def edits_sent(bench: Bench, mark: int) -> int:
    """Count the edits that reached the partner."""
    return bench.partner.counts(mark)["POST edit"]


def told(run: JobRun) -> str:
    """Give the words about what ended a lane."""
    (trouble,) = run.troubles
    assert isinstance(trouble, WikiError)
    return describe_trouble(trouble)


def planned(bench: Bench) -> JobRun:
    """Plan and write nothing."""
    with open_store(bench.configuration.state) as store:
        return plan_job(bench.configuration.jobs[0], Environment(bench.configuration, store), Options())


def assert_told(run: JobRun, sign: Sign) -> None:
    """Check that a run says who stopped it, where and why."""
    assert run.exit_code is sign.exit_code
    assert all(word in told(run) for word in sign.words), told(run)
    (trouble,) = run.troubles
    assert isinstance(trouble, WikiError)
    assert trouble.code == sign.code


def test_a_sign_before_the_run_stops_it_and_its_end_lets_it_go_on(bench: Bench, sign: Sign) -> None:
    """Nothing is written, it is told and remembered since when and why, and the next run after it does all the work."""
    sign.put(bench)
    mark = bench.partner.proxy.mark()
    run = bench.run()
    assert edits_sent(bench, mark) == 0
    assert_told(run, sign)
    assert set(outcomes(run)) <= {POSTPONED}
    with open_store(bench.configuration.state) as store:
        (health,) = store.health()
    assert (health.wiki, health.code) == ("partner", sign.code)
    assert bench.run().exit_code is sign.exit_code
    with open_store(bench.configuration.state) as store:
        assert store.health()[0].since == health.since
    sign.take(bench)
    assert outcomes(bench.run()) == [CREATED] * 3
    with open_store(bench.configuration.state) as store:
        assert store.health() == ()
    assert_settled(bench)


@pytest.mark.parametrize("kind", ["create", "update"])
def test_a_sign_in_the_middle_of_a_run_stops_the_next_write(bench: Bench, sign: Sign, kind: str) -> None:
    """Not one more write is sent; the rest is done by the first run after the sign is gone."""
    done, _edits = prepare(bench, kind)
    mark = bench.partner.proxy.mark()
    run = bench.run(wrap=with_person(lambda: sign.put(bench), before=False))
    assert outcomes(run) == [done, POSTPONED, POSTPONED]
    assert edits_sent(bench, mark) == 1
    assert_told(run, sign)
    assert bench.open_intents() == 0
    sign.take(bench)
    assert outcomes(bench.run()) == [done] * 2
    assert_settled(bench)


@pytest.mark.parametrize("kind", ["create", "update"])
def test_a_sign_is_seen_at_once_where_no_pace_is_wanted(
    bench: Bench, sign: Sign, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run of a few pages is as attentive as at a usual pace, however quick it is."""
    monkeypatch.setattr(watch, "SERVES", 8)
    monkeypatch.setattr(watch, "FRESH", 60.0)
    done, _edits = prepare(bench, kind)
    run = bench.run(wrap=with_person(lambda: sign.put(bench), before=False))
    assert outcomes(run) == [done, POSTPONED, POSTPONED]


@pytest.mark.parametrize("name", ["stop page", "block"])
def test_a_plan_tells_it_too(bench: Bench, name: str) -> None:
    """Without login, and with the changes that wait."""
    SIGNS[name].put(bench)
    mark = bench.partner.proxy.mark()
    run = planned(bench)
    assert_told(run, SIGNS[name])
    assert len(run.plan.writes()) == 3
    assert not [kind for kind in bench.partner.counts(mark) if kind.startswith("POST")]


def test_a_partial_block_stops_nothing_else(bench: Bench) -> None:
    """A block of one page is that page's; its refusal is reported as what it is."""
    bench.partner.edit("Ailleurs", "Une page.")
    partial = {"partial": True, "pagerestrictions": "Ailleurs", "allowusertalk": True, "reason": "Essai"}
    bench.partner.person("Admin").post(action="block", user="Robot", **partial)
    assert planned(bench).troubles == ()
    assert outcomes(bench.run()) == [CREATED] * 3


def test_a_quiet_run_asks_nothing(bench: Bench, sign: Sign) -> None:
    """Where nothing is to be written, nobody is asked whether it may be."""
    bench.run()
    sign.put(bench)
    assert_settled(bench)


def test_the_configuration_names_the_stop_page(bench: Bench) -> None:
    """Then that page counts, and no other."""
    rule(bench, stop_page=HOUSE)
    bench.partner.edit(STOP_PAGE, "stop")
    bench.partner.edit(HOUSE, "stop")
    run = bench.run()
    assert run.exit_code is ExitCode.WAITING
    assert "Robot/Arrêt" in told(run)
    bench.partner.edit(HOUSE, "")
    assert outcomes(bench.run()) == [CREATED] * 3


def test_an_impossible_stop_page_stops_the_lane(bench: Bench) -> None:
    """A title that the wiki cannot have would never stop anything: the administrator must mend it."""
    rule(bench, stop_page="Spécial:Contributions")
    run = bench.run()
    assert outcomes(run) == [POSTPONED] * 3
    assert "“stop_page”" in told(run)


def test_messages_may_be_left_to_people(bench: Bench) -> None:
    """Where the configuration says so, a message stops nothing."""
    rule(bench, obey_messages=False)
    SIGNS["message"].put(bench)
    assert outcomes(bench.run()) == [CREATED] * 3


def test_a_wiki_that_cannot_be_asked_is_not_written(bench: Bench) -> None:
    """Silence is no consent."""
    title = "Utilisateur:Robot/Stop"
    bench.partner.proxy.down = False

    def deaf(request: Any) -> Any:
        bench.partner.proxy.down = title in request.parameters.get("titles", "")

    bench.partner.proxy.fault = deaf
    mark = bench.partner.proxy.mark()
    run = bench.run()
    bench.partner.proxy.reset()
    assert outcomes(run) == [POSTPONED] * 3
    assert run.exit_code is ExitCode.LATER
    assert edits_sent(bench, mark) == 0


def test_a_write_whose_answer_was_lost_is_not_sent_again_once_people_say_no(bench: Bench, sign: Sign) -> None:
    """The look comes before a repetition too, and the next run finds out what became of the first try."""
    hit = nth_edit(1)

    def lose(request: Request) -> Reply | None:
        if not hit(request):
            return None
        sign.put(bench)
        return error_reply("internal_api_error_DBUnexpectedError")

    bench.partner.proxy.fault = lose
    mark = bench.partner.proxy.mark()
    run = bench.run()
    bench.partner.proxy.fault = None
    assert edits_sent(bench, mark) == 1
    assert outcomes(run) == [POSTPONED] * 3
    assert_told(run, sign)
    sign.take(bench)
    assert outcomes(bench.run()) == [CREATED] * 3
    assert bench.edits() == [1, 1, 1]


# Pages that people rule out.

LIST = "Projet:Robot/Pages exclues"


def test_a_listed_page_is_left_alone(bench: Bench) -> None:
    """It is refused with the name of the list, the others are written, and it is written once it is off the list."""
    rule(bench, opt_out=LIST)
    title = bench.titles()[1]
    bench.partner.edit(LIST, f"* [[:{title}]] : c’est notre page.")
    plan = planned(bench)
    assert [change.finding.reason for change in plan.plan.changes if change.finding] == [Reason.OPTED_OUT]
    run = bench.run()
    assert outcomes(run) == [CREATED, Outcome.REFUSED, CREATED]
    finding = run.results[1].change.finding
    assert finding is not None
    assert LIST in explain(finding)
    assert run.exit_code is ExitCode.DONE
    assert bench.partner.text(title) is None
    assert outcomes(bench.run()) == [Outcome.REFUSED]
    bench.partner.edit(LIST, "Plus rien.")
    assert outcomes(bench.run()) == [CREATED]
    assert_settled(bench)


@pytest.mark.parametrize("kind", ["create", "update"])
def test_a_page_listed_in_the_middle_of_a_run_is_left_alone(bench: Bench, kind: str) -> None:
    """It is the list as it stands right before the write that counts."""
    rule(bench, opt_out=LIST)
    done, _edits = prepare(bench, kind)
    before = bench.copies()
    title = bench.titles()[1]
    run = bench.run(wrap=with_person(lambda: bench.partner.edit(LIST, f"[[{title}]]"), before=False))
    assert outcomes(run) == [done, Outcome.REFUSED, done]
    assert bench.partner.text(title) == before.get(title)
    bench.partner.delete(LIST)
    assert outcomes(bench.run()) == [done]
    assert_settled(bench)


def test_a_listed_namespace_is_left_alone(bench: Bench) -> None:
    """A link that ends with a colon means all its pages."""
    rule(bench, opt_out=LIST)
    bench.partner.edit(LIST, "Toutes nos [[Recette:]]s.")
    assert outcomes(bench.run()) == [Outcome.REFUSED] * 3
    assert bench.copies() == {}


def test_a_list_that_moved_stops_the_bot(bench: Bench) -> None:
    """A redirect is not an empty list."""
    rule(bench, opt_out=LIST)
    bench.partner.edit(LIST, f"[[{bench.titles()[1]}]]")
    bench.partner.move(LIST, "Projet:Robot/Liste")
    run = bench.run()
    assert outcomes(run) == [POSTPONED] * 3
    assert run.exit_code is ExitCode.WAITING
    assert "“opt_out”" in told(run)


# What stands on a copy.

ON_COPIES = {
    "nobots": ("{{nobots}}", Reason.BOTS_EXCLUDED, Outcome.REFUSED),
    "deny": ("{{bots|deny=Robot}}", Reason.BOTS_EXCLUDED, Outcome.REFUSED),
    "in use": ("{{En cours|Alice}}", Reason.IN_USE, POSTPONED),
}


@pytest.mark.parametrize("case", ON_COPIES)
def test_what_stands_on_a_copy_is_obeyed(bench: Bench, case: str) -> None:
    """Before the run and again in each run, until it is taken out: then the update comes by itself."""
    template, reason, outcome = ON_COPIES[case]
    prepare(bench, "update")
    title = bench.titles()[1]
    before = bench.partner.text(title) or ""
    bench.partner.edit(title, f"{template}\n{before}", user="Chloé")
    assert [change.finding.reason for change in planned(bench).plan.changes if change.finding] == [reason]
    run = bench.run()
    assert outcomes(run) == [UPDATED, outcome, UPDATED]
    assert run.exit_code is ExitCode.WAITING
    finding = run.results[1].change.finding
    assert finding is not None
    assert finding.reason is reason
    assert all(word in explain(finding) for word in (template, "Chloé"))
    assert outcomes(bench.run()) == [outcome]
    assert bench.partner.text(title) == f"{template}\n{before}"
    bench.partner.edit(title, before, user="Chloé")
    assert outcomes(bench.run()) == [UPDATED]
    assert "(version 1)" in (bench.partner.text(title) or "")
    assert_settled(bench)


@pytest.mark.parametrize("case", ON_COPIES)
def test_what_is_put_on_a_copy_in_the_middle_of_a_run_is_obeyed(bench: Bench, case: str) -> None:
    """A template that comes after the plan looked at the copy keeps us out all the same; no edit is mixed with ours."""
    template, reason, outcome = ON_COPIES[case]
    prepare(bench, "update")
    title = bench.titles()[1]
    text = f"{template}\n{bench.partner.text(title)}"
    mark = bench.partner.proxy.mark()
    run = bench.run(wrap=with_person(lambda: bench.partner.edit(title, text), before=False))
    assert outcomes(run) == [UPDATED, outcome, UPDATED]
    assert edits_sent(bench, mark) == 2
    assert bench.partner.text(title) == text
    with open_store(bench.configuration.state) as store:
        (copy,) = [copy for copy in store.all_copies() if copy.title == title]
    assert (copy.state, copy.reason) == (State.DIVERGED, reason)
    assert outcomes(bench.run()) == [outcome]
    assert bench.partner.text(title) == text


def test_what_is_put_on_a_copy_between_the_look_and_the_write_is_never_overwritten(bench: Bench) -> None:
    """The wiki itself refuses an edit from an older revision, and the next run obeys."""
    prepare(bench, "update")
    title = bench.titles()[0]
    text = "{{nobots}}\n" + "\n".join(reversed((bench.partner.text(title) or "").splitlines()))
    run = bench.run(wrap=with_person(lambda: bench.partner.edit(title, text)))
    assert (run.results[0].outcome, run.results[0].code) == (POSTPONED, "editconflict")
    assert bench.partner.text(title) == text


def test_what_a_sheet_says_to_bots_stays_at_its_wiki(bench: Bench) -> None:
    """A copy never keeps us out by a template that we wrote ourselves; one that says “in use” does not either."""
    sheet = next(bench.source.glob("*.wiki"))
    text = sheet.read_text(encoding="utf-8")
    at = text.index("\n== ", text.index("== Procédure ==") + 5)
    sheet.write_text(f"{text[:at]}\n{{{{nobots}}}} {{{{En cours}}}} un mot\n{text[at:]}", encoding="utf-8")
    assert outcomes(bench.run()) == [CREATED] * 3
    (carrier,) = [text for text in bench.copies().values() if "un mot" in (text or "")]
    assert "nobots" not in (carrier or "")
    assert "{{En cours}}" in (carrier or "")
    bench.write_sheets(1)
    assert outcomes(bench.run()) == [UPDATED] * 3


@pytest.mark.parametrize("kind", ["create", "update"])
def test_a_protected_page_is_told_beforehand(bench: Bench, kind: str) -> None:
    """A protection concerns one page: the plan tells it at no cost, nothing is sent there, and its end is noticed."""
    done, _edits = prepare(bench, kind)
    mark = bench.partner.proxy.mark()
    planned(bench)
    asked = bench.partner.counts(mark).total()
    bench.partner.protect(bench.titles()[1])
    mark = bench.partner.proxy.mark()
    plan = planned(bench)
    assert bench.partner.counts(mark).total() == asked
    (finding,) = (change.finding for change in plan.plan.changes if change.finding)
    assert "The wiki protects this page" in explain(finding)
    assert len(plan.plan.writes()) == 2
    for expected in ([done, Outcome.REFUSED, done], [Outcome.REFUSED]):
        mark = bench.partner.proxy.mark()
        run = bench.run()
        assert outcomes(run) == expected
        assert run.exit_code is ExitCode.WAITING
        assert edits_sent(bench, mark) == len(expected) - 1
    bench.partner.protect(bench.titles()[1], "all")
    assert outcomes(bench.run()) == [done]
    assert_settled(bench)


@pytest.mark.parametrize("kind", ["create", "update"])
def test_a_page_protected_in_the_middle_of_a_run_is_told_as_such(bench: Bench, kind: str) -> None:
    """The wiki's own refusal is told in the same words."""
    done, _edits = prepare(bench, kind)
    run = bench.run(wrap=with_person(lambda: bench.partner.protect(bench.titles()[1]), before=False))
    assert outcomes(run) == [done, FAILED, done]
    finding = run.results[1].change.finding
    assert finding is not None
    assert "The wiki protects this page" in explain(finding)


def test_a_protection_that_does_not_concern_us_stops_nothing(bench: Bench) -> None:
    """The account's own rights count."""
    bench.partner.protect(bench.titles()[1], "autoconfirmed")
    assert [change.finding for change in planned(bench).plan.changes] == [None] * 3
    assert outcomes(bench.run()) == [CREATED] * 3


def test_asking_never_costs_much_where_no_pace_is_wanted(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the sixth write on, in a long run from the first, an answer serves several, however slow the wiki is.

    With a pace, each write has its own.
    """
    monkeypatch.setattr(watch, "SERVES", 3)
    monkeypatch.setattr(watch, "FRESH", 0.1)
    bench.partner.proxy.latency = 0.15
    large = Bench(tmp_path / "many", bench.partner, sheets=10)
    assert (
        looks(large, large.run) == 6
    )  # the one for the plan serves the first write; then four, and one for the eighth
    large.write_sheets(1)
    assert looks(large, large.run) == 7  # the one for the plan has not seen the copies
    monkeypatch.setattr(watch, "LONG", 10)
    large.write_sheets(2)
    assert looks(large, large.run) == 5  # the one for the plan, then for the first, fourth, seventh and tenth write
    bench.partner.proxy.latency = 0.0
    large.write_sheets(3)
    rule(large, pace=timedelta(seconds=0.2))
    assert looks(large, large.run) in (10, 11)


def looks(bench: Bench, act: Callable[[], object]) -> int:
    """Count how often the partner is asked what people say."""
    mark = bench.partner.proxy.mark()
    act()
    return sum(number for kind, number in bench.partner.counts(mark).items() if kind.endswith("meta=userinfo"))


def test_a_stop_is_a_word_of_people_not_a_failure_of_the_wiki() -> None:
    """It has an exit code of its own kind."""
    assert WikiError("movilab", Trouble.STOPPED, "stop-page").exit_code is ExitCode.WAITING
