"""Counting what live sheets hold of what the source's mapping expects: values in, values out."""

from dataclasses import replace

import pytest

from bot.domain.coverage import (
    EXAMPLES,
    Collector,
    Example,
    JobCoverage,
    Mark,
    NeverMatched,
    PartnerCoverage,
    RulePlaces,
    SourceCoverage,
    Subject,
    Tallies,
)
from bot.domain.mapping import Mapping, Parameter, Rule
from bot.domain.reasons import Finding, Reason
from bot.errors import ExitCode, Trouble, WikiError
from bot.report.coverage import coverage_data, explain_never, warnings_of
from bot.sync.coverage_sheets import near_template, never_matched, observe
from tests.sync.understanding import RIGHT, page, understood
from tests.wikitext.builders import MULTIBAO, OUTIL, PARTICIPANTS, SHEET, rule


def marks(text: str, mapping: Mapping = OUTIL) -> dict[tuple[str, str, str], dict[str, str]]:
    """Give the marks of a page of the source by subject, name and part."""
    found = observe(page(text), mapping, MULTIBAO, understood(text))
    return {(mark.subject.value, mark.name, mark.part): dict(mark.facts) for mark in found}


def tallies(*texts: str, mapping: Mapping = OUTIL) -> Tallies:
    """Count several pages of the source."""
    collector = Collector()
    for number, text in enumerate(texts):
        collector.add(f"Fiche {number}", observe(page(text), mapping, MULTIBAO, understood(text)))
    return collector.result()


def test_counts_keep_few_examples_and_count_a_sheet_once() -> None:
    """However many sheets there are; a mark that a sheet bears twice is one sheet."""
    collector = Collector()
    for number in range(10):
        collector.add(f"Fiche {number}", [Mark(Subject.UNCLAIMED, "parameter", "public")] * 2)
    collector.add("Fiche 11", [Mark(Subject.UNCLAIMED, "parameter", "lieu", (("text", "Brest"),))])
    counted = collector.result()

    first, second = counted.of(Subject.UNCLAIMED)
    assert (first.part, first.count, len(first.examples)) == ("public", 10, EXAMPLES)
    assert (second.part, second.count) == ("lieu", 1)
    assert second.examples == (Example("Fiche 11", (("text", "Brest"),)),)
    assert counted.count(Subject.UNCLAIMED, "parameter") == 11
    assert counted.of(Subject.FOUND) == ()


def test_a_right_sheet_is_found_field_by_field() -> None:
    """With the name by which it has each place."""
    found = marks(RIGHT)
    for field, place in (("titre", "titre"), ("resume", "résumé"), ("deroule", "Procédure"), ("mots_cles", "")):
        assert ("found", field, "") in found
        assert ("present", field, place) in found
    assert ("present", "participants", "Nombre de participants") in found
    assert ("absent", "sources", "") in found


def test_items_that_no_rule_claims_are_named_one_by_one() -> None:
    """The section that holds them is expected, so it is not named too."""
    unclaimed = {key[1:]: facts for key, facts in marks(RIGHT).items() if key[0] == "unclaimed"}
    assert unclaimed == {("item", "Lieu"): {"text": "* '''Lieu''' : dehors"}}


@pytest.mark.parametrize(
    ("text", "mark", "facts"),
    [
        ("{{Fiche outil|titre=}}", ("default", "titre", ""), {}),
        ("{{Fiche outil|resume=a}}", ("present", "resume", "resume"), {}),
        ("{{Fiche outil|résumé=}}", ("empty", "resume", ""), {}),
        ("{{Fiche outil|résumé=<!-- une phrase -->}}", ("empty", "resume", ""), {}),
        ("{{Fiche outil}}", ("absent", "resume", ""), {}),
        ("{{Fiche outil|durée=longtemps}}", ("unparsable", "duree", ""), {"value": "longtemps"}),
        ("{{Fiche outil|public=tous}}", ("unclaimed", "parameter", "public"), {"text": "tous"}),
        ("{{Fiche outil}}\n== Procedures ==\na", ("unclaimed", "section", "Procedures"), {"text": "a"}),
        ("{{Fiche outil}}\nUn mot.", ("unclaimed", "text", ""), {"text": "Un mot."}),
    ],
)
def test_each_irregularity_is_noted(text: str, mark: tuple[str, str, str], facts: dict[str, str]) -> None:
    """By subject, name and part, with what stands there."""
    assert marks(text)[mark] == facts


def test_a_page_that_is_no_sheet_says_nothing_of_the_fields() -> None:
    """Only why, and which templates it uses instead."""
    refused = Finding(Reason.NOT_THE_TEMPLATE, (("template", "Fiche outil"),))
    text = "{{Fiche outils|titre=a}} {{Ébauche}}"
    found = observe(page(text), OUTIL, MULTIBAO, refused)

    assert [(mark.subject, mark.name) for mark in found] == [
        (Subject.REFUSED, Reason.NOT_THE_TEMPLATE.value),
        (Subject.OTHER_TEMPLATE, "Fiche outils"),
        (Subject.OTHER_TEMPLATE, "Ébauche"),
    ]
    collector = Collector()
    collector.add("a", found)
    assert near_template(OUTIL, collector.result()) == "Fiche outils"


def test_a_refused_sheet_still_counts_for_the_mapping() -> None:
    """A licence without version says nothing against the rules."""
    refused = Finding(Reason.LICENCE_VERSION, (("found", "CC BY-SA"),))
    found = observe(page(RIGHT), OUTIL, MULTIBAO, refused)
    assert {Subject.SHEET, Subject.REFUSED, Subject.FOUND} <= {mark.subject for mark in found}


def test_what_other_programs_read_otherwise_is_counted() -> None:
    """By parameter."""
    found = observe(page(RIGHT), OUTIL, MULTIBAO, understood(RIGHT, others=("résumé",)))
    assert Mark(Subject.READ_OTHERWISE, "résumé") in found


def changed(new: Rule) -> Mapping:
    """Give the source's mapping with one rule in place of that of its field."""
    rules = tuple(new if old.field is new.field else old for old in OUTIL.rules)
    return Mapping(OUTIL.name, SHEET, OUTIL.title, OUTIL.templates, rules)


def test_a_rule_that_never_matches_comes_with_the_nearest_name() -> None:
    """A place that is there but empty matches; a parameter that the template documents is only not used yet."""
    mapping = changed(rule(PARTICIPANTS, Parameter(("participant",))))
    texts = ["{{Fiche outil|titre=a|participants=12|résumé=|objectifs=|durée=}}\n== Procédure ==\n== Sources ==\na"]
    counted = tallies(texts[0] + "\n[[Catégorie:Débat]]", mapping=mapping)

    (never,) = never_matched(mapping, counted, "")
    assert (never.rule.field, never.near, never.documented) == ("participants", "participants", False)
    assert never_matched(mapping, counted, "{{{participant|}}}")[0].documented
    assert never_matched(mapping, counted, "{{{participants|}}}")[0].documented is False
    assert never_matched(mapping, Tallies(), "") == ()


def source_coverage(*rows: Mark, never: tuple[NeverMatched, ...] = ()) -> SourceCoverage:
    """Give the coverage of a source with these marks on one sheet."""
    collector = Collector()
    collector.add("Fiche 1", [Mark(Subject.SHEET), *rows])
    return SourceCoverage("multibao", "multibao-outil", ("Fiche outil",), 1, collector.result(), (), never)


NEVER = NeverMatched(RulePlaces("lieu", "text", (("parameter", ("lieux",)),)), "lieu")
DOWN = WikiError("movilab", Trouble.LATER, "timeout")
REFUSED = WikiError("movilab", Trouble.LOGIN, "login-refused")
WAITS = Mark(Subject.REFUSED, Reason.LICENCE_VERSION.value)
IS_COPY = Mark(Subject.REFUSED, Reason.SHEET_IS_COPY.value)


@pytest.mark.parametrize(
    ("coverage", "codes"),
    [
        (JobCoverage("a", source_coverage(), ()), set()),
        (JobCoverage("a", source_coverage(IS_COPY), ()), set()),
        (JobCoverage("a", source_coverage(WAITS), ()), {ExitCode.WAITING}),
        (JobCoverage("a", source_coverage(never=(NEVER,)), ()), {ExitCode.CONFIGURATION}),
        (JobCoverage("a", source_coverage(never=(NeverMatched(NEVER.rule, None, True),)), ()), set()),
        (JobCoverage("a", SourceCoverage("m", "m", (), 0, Tallies(), ()), ()), {ExitCode.CONFIGURATION}),
        (JobCoverage("a", None, (), (DOWN,)), {ExitCode.LATER}),
        (JobCoverage("a", source_coverage(), (PartnerCoverage("m", "m", troubles=(REFUSED,)),)), {ExitCode.LOGIN}),
    ],
)
def test_the_exit_codes_say_what_is_wrong(coverage: JobCoverage, codes: set[ExitCode]) -> None:
    """A wrong rule is the configuration's, a refused sheet waits for a person, a silent wiki is for later."""
    assert coverage.exit_codes == {ExitCode.DONE, *codes}
    assert coverage_data(coverage)["exit_codes"] == sorted(coverage.exit_codes)


def test_a_rule_that_never_matches_is_told_with_its_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence names field, place and the nearest name."""
    monkeypatch.setattr("bot.i18n._current", "en")
    assert explain_never(NEVER) == (
        "The rule of the field “lieu” matches no sheet: none has parameter “lieux”. Did you mean “lieu”?"
    )
    assert "own licence is unknown" in warnings_of(PartnerCoverage("movilab", "m"))[0]


def test_rights_that_whole_copies_lack_are_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a warning that stops nothing, or with the sheets that wait for them."""
    monkeypatch.setattr("bot.i18n._current", "en")
    partner = PartnerCoverage("movilab", "m", licence="CC BY-SA 4.0", unprotectable=("protect",))
    (warning,) = warnings_of(partner)
    assert "are not copied there" in warning
    assert "(missing rights: protect)" in warning
    assert JobCoverage("a", source_coverage(), (partner,)).exit_codes == {ExitCode.DONE}
    refused = source_coverage(Mark(Subject.REFUSED, Reason.UNPROTECTABLE.value)).tallies
    waiting = replace(partner, tallies=refused)
    assert warnings_of(waiting) == ()
    assert JobCoverage("a", source_coverage(), (waiting,)).exit_codes == {ExitCode.DONE, ExitCode.WAITING}
