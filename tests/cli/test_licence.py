"""``licence``: what a sheet may become, told to people, and what they decide about it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_demo import Ended, change, demo, outcomes, republish, sync, synced

__all__ = ["demo", "synced"]

SHEET, COPY = "outils/Arpentage.wiki", "movilab/Recette%3AArpentage.wiki"
WHO = ("--by", "Jeanne Morel", "--reason", "Publiée en 2019, vu avec l’auteur.")


def say(demo: Path, *arguments: str, language: str = "en") -> Ended:
    """Give the command on a demonstration."""
    return republish("licence", "--config", str(demo / "republish.yaml"), *arguments, language=language)


def told(demo: Path, *arguments: str) -> dict[str, Any]:
    """Give what the command tells as data."""
    (data,) = json.loads(say(demo, "Arpentage", "--json", *arguments).out)
    assert isinstance(data, dict)
    return data


def state(demo: Path, licence: str) -> Path:
    """Let the sheet state a licence of its own."""
    text = (demo / SHEET).read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.startswith("| licence")]
    kept.insert(1, f"| licence = {licence}")
    (demo / SHEET).write_text("\n".join(kept) + "\n", encoding="utf-8")
    return demo


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let reports be English whatever the configuration says."""
    monkeypatch.setenv("REPUBLISH_LANGUAGE", "en")


def test_a_sheet_that_goes_is_told_with_cell_and_authority(demo: Path) -> None:
    """Each partner has its cell and the text that it stands on; the page id and the address name the sheet as well."""
    ended = say(demo, "Arpentage")
    assert ended.code == 0
    for part in (
        "BY-SA 4.0 → BY-SA 4.0: F",
        "BY-SA 4.0 → BY-SA 3.0: M",
        "§3(b)(1) (https://creativecommons.org/licenses/by-sa/4.0/legalcode)",
        "copied and marked",
        "the wiki, of all its pages: “https://creativecommons.org/licenses/by-sa/4.0/",
    ):
        assert part in ended.out
    data = told(demo)
    assert [(at["partner"], at["cell"], at["outcome"]) for at in data["partners"]] == [
        ("movilab", "F", "adaptation"),
        ("brest", "M", "marked"),
    ]
    assert say(demo, str(data["sheet"]["page_id"]), "--partner", "movilab").out.startswith("Arpentage (outils, page")
    assert say(demo, data["permalink"]).code == 0
    host = data["permalink"].split("/")[2]
    for path in ("index.php?title=Arpentage", "w/index.php/Arpentage", "wiki/arpentage", "?title=Arpentage&oldid=1"):
        assert say(demo, f"https://{host}/{path}").code == 0, path
    assert say(demo, "https://elsewhere.example.net/wiki/Arpentage").code == 2
    lost = say(demo, "Arpentaje")
    assert (lost.code, "Arpentage" in lost.err) == (2, True)


def test_a_word_for_all_names_the_words_for_one_that_it_ends(demo: Path) -> None:
    """Nobody's no for one partner goes away unseen; who decided, for whom and why is told once more."""
    said = say(demo, "Arpentage", "--partner", "brest", "--decide", "refuse", "--by", "Zoé", "--reason", "Pas ici")
    assert "takes the place of" not in said.err
    assert say(demo, "Arpentage", "--partner", "movilab", "--decide", "accept", *WHO).err == said.err
    said = say(demo, "Arpentage", "--decide", "accept", *WHO)
    assert "It takes the place of what was decided before: Refused by Zoé on " in said.err
    assert ", for brest: Pas ici" in said.err
    assert said.err.count("takes the place of") == 2


def test_a_sheet_that_stays_is_told_with_what_would_change_it(demo: Path) -> None:
    """The line of YAML and the words for the authors are there to be copied, in both languages; exit code 3."""
    ended = say(state(demo, "CC BY-NC 4.0"), "Arpentage", "--partner", "movilab")
    assert ended.code == 3
    lines = "both of: non_commercial: true · accepts: [adaptation, marked]"
    assert f"at the wiki “movilab” in the configuration, {lines}" in ended.out
    assert "field licence: “CC BY-NC 4.0”" in ended.out
    french = republish(
        "licence", "--config", str(demo / "republish.yaml"), "Arpentage", "--partner", "movilab", language="fr"
    )
    assert french.code == 3


def test_the_lines_that_are_told_help(demo: Path) -> None:
    """What the command says to write lets the sheet go."""
    state(demo, "CC BY-NC 4.0")
    change(
        demo / "republish.yaml",
        "    folder: movilab\n",
        "    folder: movilab\n    non_commercial: true\n    accepts: [adaptation, marked]\n",
    )
    (at,) = told(demo, "--partner", "movilab")["partners"]
    assert (at["outcome"], at["cell"], at["ways_out"]) == ("marked, non-commercial", "Mn", [])


def test_a_decision_lets_a_sheet_go_until_its_words_change(demo: Path) -> None:
    """It is kept with name, day, reason and words, it lets the sheet go, and it lapses when other words stand there."""
    state(demo, "CC BY-SA")
    assert {one for one in outcomes(sync(demo)) if one[1] == "Arpentage"} == {
        ("brest", "Arpentage", "refused"),
        ("movilab", "Arpentage", "refused"),
    }
    ended = say(demo, "Arpentage", "--decide", "accept", "--as", "CC BY-SA 3.0", *WHO)
    assert ended.code == 0, ended.out + ended.err
    register = (demo / "register.yaml").read_text(encoding="utf-8")
    for part in ('by: "Jeanne Morel"', 'evidence: "CC BY-SA"', "licence: CC-BY-SA-3.0", "seal: ", "vu avec l’auteur"):
        assert part in register
    done = sync(demo)
    assert {("movilab", "Arpentage", "updated"), ("brest", "Arpentage", "updated")} <= set(outcomes(done))
    copy = (demo / COPY).read_text(encoding="utf-8")
    assert "CC-BY-SA-3.0" in copy
    assert "Jeanne Morel" in copy
    assert outcomes(sync(demo)) == []
    state(demo, "CC BY-NC-SA")
    waits = sync(demo)
    assert waits.code == 3
    assert "Jeanne Morel decided on" in waits.out
    assert (demo / COPY).read_text(encoding="utf-8") == copy
    data = told(demo)
    assert [(one["holds"], one["by"]) for one in data["decisions"]] == [(False, "Jeanne Morel")]


def test_what_nobody_gave_a_version_is_marked_and_shown_so(demo: Path) -> None:
    """A decision that invents no version marks the copy, and its licence leads to the words of the sheet."""
    assert say(state(demo, "CC BY-SA"), "Arpentage", "--partner", "brest", "--decide", "accept", *WHO).code == 0
    assert ("brest", "Arpentage", "updated") in outcomes(sync(demo))
    copy = (demo / "brest" / "Arpentage (fiche pratique).wiki").read_text(encoding="utf-8")
    assert "CC BY-SA (version non précisée par la source)] (LicenseRef-CC-BY-SA-unversioned)" in copy
    assert "toute modification y est publiée sous la licence indiquée ci-dessus" in copy
    assert "jugée par Jeanne Morel le " in copy
    assert outcomes(sync(demo)) == []


def test_a_partner_that_changes_its_licence_has_all_sheets_judged_again(demo: Path) -> None:
    """The next look notices it, the next run says why the sheets may no longer go there, and no copy is touched."""
    before = (demo / COPY).read_text(encoding="utf-8")
    facts = demo / "movilab" / "wiki.toml"
    old, new = "licenses/by-sa/4.0/deed.fr", "licenses/by/4.0/deed.fr"
    change(facts, old, new)
    change(facts, "Partage dans les mêmes conditions 4.0", "4.0")
    assert outcomes(sync(demo)) == []
    assert republish("status", "--config", str(demo / "republish.yaml"), "--refresh").code == 0
    refused = outcomes(sync(demo))
    assert len(refused) == 9  # the tenth states a licence of its own that goes there still
    assert {(partner, outcome) for partner, _sheet, outcome in refused} == {("movilab", "refused")}
    assert (demo / COPY).read_text(encoding="utf-8") == before
    change(facts, new, old)
    change(facts, "Attribution – 4.0", "Attribution – Partage dans les mêmes conditions 4.0")
    assert republish("status", "--config", str(demo / "republish.yaml"), "--refresh").code == 3  # they still wait
    assert sync(demo).code == 0


def test_a_refusal_stops_a_sheet(demo: Path) -> None:
    """A sheet that the matrix lets go stays where a person says so, and the copy stays as it is."""
    assert say(demo, "Arpentage", "--partner", "movilab", "--decide", "refuse", *WHO).code == 3
    before = (demo / COPY).read_text(encoding="utf-8")
    change(demo / SHEET, "lire ensemble", "relire ensemble")
    ended = sync(demo)
    assert ("brest", "Arpentage", "updated") in outcomes(ended)
    assert "decided on" in ended.out
    assert (demo / COPY).read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("licence", "arguments", "words"),
    [
        ("CC BY-SA", ("--decide", "accept"), "Say who decides, and why"),
        ("CC BY-SA", ("--by", "Jeanne"), "go with --decide"),
        ("CC BY-SA", ("--decide", "accept", "--as", "CC BY-SA", *WHO), "not one licence with its version"),
        ("Atribution CC3", ("--decide", "accept", *WHO), "say with --as which one you read there"),
        ("licence libre", ("--decide", "accept", *WHO), "nobody but the authors can give one"),
        ("Tous droits réservés", ("--decide", "accept", "--as", "CC-BY-4.0", *WHO), "nobody but the authors can give"),
        ("CC BY 4.0", ("--decide", "accept", "--as", "CC0-1.0", *WHO), "“CC0 1.0” does not stand in “CC BY 4.0”"),
        ("CC BY-SA", ("--decide", "accept", "--as", "CC-BY-4.0", *WHO), "“CC BY 4.0” does not stand in “CC BY-SA”"),
        (
            "CC BY-NC 4.0",
            ("--decide", "accept", *WHO),
            "write both 'non_commercial: true' and 'accepts: [adaptation, m",
        ),
        ("CC BY-NC", ("--decide", "accept", "--as", "CC-BY-NC-4.0", *WHO), "A yes opens nothing here"),
        ("GNU FDL 1.3", ("--decide", "accept", *WHO), "it asks for its own full text and a list of authors"),
        ("CC BY-ND 4.0", ("--decide", "accept", "--partner", "brest", *WHO), "A yes opens nothing here"),
        ("CC BY-SA", ("--decide", "refuse", "--regime", "marked", *WHO), "go with --decide accept only"),
    ],
)
def test_a_word_that_does_not_fit_is_not_kept(demo: Path, licence: str, arguments: tuple[str, ...], words: str) -> None:
    """Nothing is written, and the sentence says what is missing; exit code 2."""
    ended = say(state(demo, licence), "Arpentage", *arguments)
    assert ended.code == 2, ended.out + ended.err
    assert words in ended.err
    assert ("Usage:" in ended.err) is (words == "go with --decide"), "only a mistake of usage shows the usage"
    assert not (demo / "register.yaml").exists()


def test_what_may_only_be_shown_whole_goes_where_that_is_taken(demo: Path) -> None:
    """One partner takes whole copies, another would have to; and a folder that knows no template gives none away."""
    state(demo, "CC BY-ND 4.0")
    change(demo / "republish.yaml", "  movilab:\n", "  movilab:\n    accepts: [adaptation, whole]\n")
    at, other = told(demo)["partners"]
    assert (at["cell"], at["outcome"], at["reason"], at["ways_out"]) == ("P", "whole", None, [])
    assert (other["cell"], other["outcome"], other["reason"]) == ("P", "refused", "licence refused")
    words = "the authors offer the sheet under another licence as well, in words like: "
    assert other["ways_out"] == [
        "at the wiki “brest” in the configuration: accepts: [adaptation, marked, whole]",
        words + "CC BY-ND 4.0 or CC BY-SA 3.0",
    ]
    ended = republish("plan", "--config", str(demo / "republish.yaml"), "--partner", "movilab", "--page", "Arpentage")
    assert "its template “Fiche outil” cannot be written out for the partner: the source cannot do that." in ended.out


@pytest.mark.parametrize("stated", ["CC BY-NC-SA 3.0", "GNU FDL", "CC BY-ND 4.0", "CC BY-NC-ND 3.0 FR"])
def test_authors_who_write_what_they_are_told_open_their_sheet(demo: Path, stated: str) -> None:
    """The very words that are proposed, put on the sheet, keep its licence and offer one that the partner can take."""
    state(demo, stated)
    proposed = told(demo)["partners"][0]["ways_out"][-1].rpartition("in words like: ")[2]
    assert proposed.startswith(f"{stated} or ")
    state(demo, proposed)
    at = told(demo)["partners"][0]
    assert (at["outcome"], at["ways_out"]) == ("adaptation", []), proposed


def test_a_claim_of_public_domain_is_called_what_it_is(demo: Path) -> None:
    """No contradiction, and nothing that a person could read a licence out of: its authors are asked."""
    out = say(state(demo, "domaine public"), "Arpentage").out
    assert "contradicts itself" not in out
    assert "The words “domaine public” claim that nobody has rights in the text" in out


def test_no_way_is_told_that_leads_nowhere(demo: Path) -> None:
    """What stands on a sheet is never passed over for a declaration, so none is proposed: a person decides."""
    state(demo, "Tous droits réservés")
    at, _ = told(demo)["partners"]
    assert at["outcome"] == "a person decides"
    assert [way.partition(":")[0] for way in at["ways_out"]] == [
        "the authors write the licence with its address on the sheet, for example",
        "the authors say elsewhere which licence they give; then a person keeps that, with the address of their "
        "words, or the words themselves in quotation marks, under --reason",
    ]
    reason = ("--reason", "Jeanne Morel, https://multibao.example.org/Discussion:Arpentage : « CC BY 4.0 »")
    given = say(demo, "Arpentage", "--decide", "accept", "--as", "CC-BY-4.0", "--by", "Ali", *reason)
    assert given.code == 0, given.err


def test_licences_are_called_by_their_names(demo: Path) -> None:
    """In sentences as in ways out."""
    state(demo, "GNU FDL")
    at, _ = told(demo)["partners"]
    assert at["sentence"].endswith("Ask the authors to offer the sheet under CC BY-SA 4.0 as well.")


def test_a_declaration_names_no_licence_that_nobody_stated(demo: Path) -> None:
    """The line to copy holds what the sheet says, and a blank for what it does not."""
    state(demo, "CC BY-NC-SA")
    _, at = told(demo)["partners"]
    assert at["ways_out"][0].endswith("https://creativecommons.org/licenses/by-nc-sa/4.0/")
    assert "licence: {id: CC-BY-NC-SA-…, declared_by: …," in at["ways_out"][1]


def test_what_waits_and_what_is_refused_are_told_apart(demo: Path) -> None:
    """By sync, by status and to programs; a contradiction reaches no cell."""
    state(demo, "CC BY-SA 4.0, CC BY-NC 3.0")
    data = told(demo)
    assert [(at["outcome"], at["cell"], at["authority"]) for at in data["partners"]] == [
        ("a person decides", None, None)
    ] * 2
    assert "under “parts” of “licences” in the mapping of the source" in data["doubt"]
    waits = republish("sync", "--config", str(demo / "republish.yaml"))
    assert "awaits a decision: 2" in waits.out
    assert "refused" not in waits.out
    shown = republish("status", "--config", str(demo / "republish.yaml"))
    assert "Awaits a decision: The copy is frozen" in shown.out
    state(demo, "CC BY-NC 3.0")
    refused = republish("sync", "--config", str(demo / "republish.yaml"))
    assert "refused: 2" in refused.out
    assert "awaits" not in refused.out + republish("status", "--config", str(demo / "republish.yaml")).out


def test_all_of_it_is_told_in_french(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Quotation marks and the names of rows too."""
    monkeypatch.setenv("REPUBLISH_LANGUAGE", "fr")
    ended = say(state(demo, "Libre de droits"), "Arpentage", language="fr")
    assert "champ licence\u00a0: «\u00a0Libre de droits\u00a0», révision" in ended.out
    assert "Matrice\u00a0: rien de certain → BY-SA 4.0\u00a0: N, ne peut pas s’y trouver" in ended.out
    assert "Fondement\u00a0: CPI L111-1 (https://www.legifrance.gouv.fr/" in ended.out


def test_a_copy_is_held_to_the_credit_that_it_carries(demo: Path) -> None:
    """Another licence there is told here too, and nobody's word settles it; so is a credit that was changed."""
    copy = (demo / COPY).read_text(encoding="utf-8")
    credit = copy[copy.index("{{Republication") :].replace("outils.example.org", "ailleurs.example.org")
    state(demo, "CC BY 3.0")
    with (demo / SHEET).open("a", encoding="utf-8") as sheet:
        sheet.write(credit)
    data = told(demo)
    assert "its credit states CC-BY-SA-4.0 where the sheet states CC-BY-3.0" in data["doubt"]
    assert [(at["outcome"], at["cell"], at["ways_out"]) for at in data["partners"]] == [
        ("a person decides", None, [])
    ] * 2
    decided = say(demo, "Arpentage", "--decide", "accept", "--as", "CC-BY-3.0", *WHO)
    assert (decided.code, "nobody's word settles that" in decided.err) == (2, True)
    change(demo / SHEET, "| licence = CC BY 3.0", "| licence = CC BY-SA 4.0")
    assert told(demo)["doubt"] is None
    change(demo / SHEET, "| licence_url = ", "| lien_de_licence = ")
    assert "its credit was changed" in told(demo)["fault"]


def test_a_part_in_doubt_is_for_its_authors(demo: Path) -> None:
    """The sentence names the part and says what to write; a word for the whole sheet is not kept."""
    mapping = demo / "mappings" / "demo-outil.yaml"
    mapping.write_text(mapping.read_text(encoding="utf-8") + "licences: {parts: [Annexe]}\n", encoding="utf-8")
    text = (demo / SHEET).read_text(encoding="utf-8")
    (demo / SHEET).write_text(f"{text}\n== Annexe ==\nCC BY-SA\n", encoding="utf-8")
    data = told(demo)
    assert "The licence “CC BY-SA” in the part “Annexe” of the sheet has no version" in data["doubt"]
    assert not any("republish licence" in way for at in data["partners"] for way in at["ways_out"])
    decided = say(demo, "Arpentage", "--decide", "accept", "--as", "CC-BY-SA-3.0", *WHO)
    assert (decided.code, "The doubt is about the part “Annexe”" in decided.err) == (2, True)
    change(demo / SHEET, "CC BY-SA\n", "CC BY 3.0 FR\n")
    data = told(demo)
    assert [(part["part"], part["id"]) for part in data["parts"]] == [("Annexe", "LicenseRef-CC-BY-3.0-FR")]
    assert "Licence of the part “Annexe”: CC BY 3.0 FR" in say(demo, "Arpentage").out
    decided = say(demo, "Arpentage", "--decide", "accept", "--as", "CC-BY-3.0", *WHO)
    assert (decided.code, "cannot say one for all of them" in decided.err) == (2, True)
    synced = sync(demo)
    assert {("movilab", "Arpentage", "updated"), ("brest", "Arpentage", "updated")} <= set(outcomes(synced))
    part = "section « Annexe » de l’original\u00a0: [https://creativecommons.org/licenses/by/3.0/fr/ CC BY 3.0 FR]"
    for copy in (demo / COPY, demo / "brest" / "Arpentage (fiche pratique).wiki"):
        assert part.replace(" »", "\u00a0»").replace("« ", "«\u00a0") in copy.read_text(encoding="utf-8")
    assert outcomes(sync(demo)) == []


def test_a_choice_without_version_has_the_ways_that_its_sentence_names(demo: Path) -> None:
    """The version written, or declared, or a person's decision; what is declared as told opens the sheet."""
    state(demo, "GNU FDL ou CC-BY-SA")
    at, _ = told(demo)["partners"]
    assert at["reason"] == "licence version unknown"
    assert [way.partition(":")[0] for way in at["ways_out"]] == [
        "the authors write the licence with its address on the sheet, for example",
        "at the wiki “outils” in the configuration, for the version that the sheets leave out",
        "a person decides",
    ]
    line = at["ways_out"][1].partition(": ")[2]
    line = line.replace("BY-SA-…", "BY-SA-4.0").replace("by: …", "by: Ali").replace("…", "multibao.example.org/Licence")
    change(demo / "republish.yaml", "    folder: outils\n", f"    folder: outils\n    {line}\n")
    at, _ = told(demo)["partners"]
    assert (at["outcome"], at["ways_out"]) == ("adaptation", [])
