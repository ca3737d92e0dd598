"""Merges of whole copies: whatever people do anywhere on the page is kept, and whatever the sheet does comes in."""

import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from bot.config.settings import PartnerSettings, WikiSettings
from bot.domain.field import Values
from bot.domain.mapping import Mapping, Owner
from bot.sync.merging import MergedCopy, Merger
from bot.sync.rendering import Rendered
from bot.wikitext.credit import write_credit
from bot.wikitext.writer import CREDIT_HOLE, write_page
from tests.domain.merge.prose import many
from tests.wikitext.builders import MOVILAB, RECETTE, credit, values

TITLE = "Recette:Débat"
TOKEN = re.compile(r"(?:hum|src)\d+")
OWNED = replace(
    RECETTE,
    rules=tuple(replace(each, owner=Owner.SOURCE) if each.field.name == "sources" else each for each in RECETTE.rules),
)
AT_THE_TOP = replace(RECETTE, credit=replace(RECETTE.credit, top=True))
SENTENCES = (
    "Chaque personne écrit une idée sur un carton.", "On vote ensuite à main levée sans un mot.",
    "Le groupe dit merci et sort dehors.", "Les rôles tournent au signal de la cloche.",
    "Tout est affiché au mur du fond.", "Compter douze chaises et deux tables.",
    "Une pause de dix minutes clôt la matinée.", "Lire la source danoise avant de venir.",
)  # fmt: skip
STEPS = (
    "{} {}\n\n{}\n\n* {}\n* {}\n\n=== Détail ===\n{}\n\n{}",
    "{}\n\n{} {} {}\n\n* {}\n* {}\n* {}",
)
WHOLE = {
    "resume": "Débattre à plusieurs.",
    "objectifs": ("coopérer", "apprendre"),
    "participants": "12 personnes",
    "mots_cles": ("Jeu", "Vote"),
}
PIECES = (
    "Une phrase {}.", "* un point {}", "[[Catégorie:Mes {}]]", "{{{{Portail|{}}}}}", "<!-- à voir {} -->",
    "\n== Notre {} ==\nEssayé en juin.\n", "\nUn paragraphe {}. Puis sa suite.\n", "[[Fichier:{}.jpg|vignette]]",
    "<ref>Voir {}.</ref>", "----\n''{}''", "| {} = rouge", "{{{{DEFAULTSORT:{}}}}}",
)  # fmt: skip
DEEDS = st.sampled_from(("put line", "put line", "put behind credit", "put before credit", "put words", "drop", "swap"))


@st.composite
def sheets(draw: st.DrawFn) -> tuple[Values, Values]:
    """Make a sheet, and what became of it; each change brings a token."""
    sentences = draw(st.permutations(SENTENCES))
    steps, sources = draw(st.sampled_from(STEPS)).format(*sentences[:7]), sentences[7]
    before = values(titre="Débat", deroule=steps, sources=sources, **WHOLE)
    after = before
    for number in range(draw(st.integers(1, 3))):
        name = draw(
            st.sampled_from(("deroule", "deroule", "sources", "resume", "participants", "objectifs", "mots_cles"))
        )
        value, token = after.get(name), f"src{number}"
        if isinstance(value, tuple):
            after = after.with_value(name, (*value, token))
        elif isinstance(value, str):
            spots = [found.end() for found in re.finditer(r"\w(?=\.|$)", value)]
            at = draw(st.sampled_from(spots))
            more = draw(st.sampled_from((f" {token}", f". Voir {token} aussi", f".\n\nUn autre {token}")))
            more = more if name in ("deroule", "sources") else f" {token}"
            after = after.with_value(name, value[:at] + more + value[at:])
    return before, after


@st.composite
def by_people(draw: st.DrawFn, page: str) -> str:
    """Let people change a page anywhere but within the credit; what they put there has a token."""
    lines = page.split("\n")
    for number in range(draw(st.integers(1, 4))):
        at, deed = draw(st.integers(0, len(lines) - 1)), draw(DEEDS)
        hole, token = lines.index(CREDIT_HOLE), f"hum{number}"
        piece = draw(st.sampled_from(PIECES)).format(token)
        if deed == "put line":
            lines.insert(at, piece)
        elif deed == "put behind credit":
            lines[hole + 1 : hole + 1] = [*draw(st.sampled_from(([], [""]))), piece]
        elif deed == "put before credit":
            lines[hole:hole] = [piece, *draw(st.sampled_from(([], [""])))]
        elif deed == "put words" and lines[at].strip() and lines[at][0] not in "{}=" and at != hole:
            lines[at] += f" {token}"
        elif deed == "drop" and lines[at][:1] == "*":
            del lines[at]
        elif deed == "swap" and at + 1 < len(lines) and hole not in (at, at + 1):
            lines[at : at + 2] = [lines[at + 1], lines[at]]
        lines = "\n".join(lines).split("\n")
    return "\n".join(lines)


def _rendered(sheet: Values, mapping: Mapping, day: int) -> Rendered:
    body = write_page(sheet, TITLE, mapping, MOVILAB, "Multibao")
    written = write_credit(credit(title=f"Débat {day}"), mapping.credit, has_template=day % 2 == 0, say=str)
    return Rendered(TITLE, body, written, "", "", ())


def _owned(page: str) -> str:
    """Give what of a page is the sheet's alone: its last section, up to the credit."""
    found = re.search(rf"== Sources ==(.*?)(?=^==|{CREDIT_HOLE}|\Z)", page, re.DOTALL | re.MULTILINE)
    return found[1] if found else ""


@many(150)
@given(st.sampled_from((RECETTE, OWNED, AT_THE_TOP)), sheets(), st.sampled_from((2, 3)), st.data())
def test_nothing_that_people_or_the_sheet_put_on_a_page_is_lost_or_doubled(
    mapping: Mapping, sheet: tuple[Values, Values], day: int, data: st.DataObject
) -> None:
    """After a merge the tokens of both sides stand once each; else the reason is told and nothing is written."""
    before, after = (_rendered(each, mapping, number) for each, number in zip(sheet, (day, day + 1), strict=True))
    holed = data.draw(by_people(before.body))
    local = holed.replace(CREDIT_HOLE, before.credit)
    merger = Merger(PartnerSettings(WikiSettings("movilab"), mapping), MOVILAB)
    merged = merger.merge(local, before.text, after, TITLE, None)
    event(str(merged.finding.reason) if merged.finding else "merged")
    if merged.finding:
        _check_told(merged)
        return
    _check_kept(merged.text, holed, after, owned=mapping is OWNED)
    again = merger.merge(merged.text, after.text, after, TITLE, None)
    assert again.text == merged.text


def _check_told(merged: MergedCopy) -> None:
    assert not merged.text
    assert merged.conflicts or merged.finding != "copy diverged"


def _check_kept(text: str, holed: str, after: Rendered, *, owned: bool) -> None:
    given_up = set(TOKEN.findall(_owned(holed))) if owned else set[str]()
    wanted = Counter(TOKEN.findall(holed)) + Counter(TOKEN.findall(after.body))
    assert text.count(after.credit) == 1
    assert CREDIT_HOLE not in text
    stands = Counter(TOKEN.findall(text.replace(after.credit, "")))
    assert {**stands, **dict.fromkeys(given_up)} == {**wanted, **dict.fromkeys(given_up)}
    for sentence in SENTENCES:
        # What people moved out of the sheet's own section stands there again.
        assert text.count(sentence) <= 1 + (owned and sentence in _owned(after.body))


@pytest.mark.parametrize("mapping", [RECETTE, OWNED], ids=["both", "source"])
@pytest.mark.parametrize(
    "behind",
    [
        "\nUn mot.",
        "\n\nUn texte.\n\n* un point",
        " et la suite",
        "\n{{Portail|Lire}}\n<!-- ici -->",
        "\n\n[[Catégorie:À]]\nFin.",
    ],
)
def test_what_people_write_behind_the_credit_stays_byte_for_byte(mapping: Mapping, behind: str) -> None:
    """The section before the credit takes the sheet's changes, and nothing of them comes behind the credit."""
    sheet = values(titre="Débat", deroule="On vote.", sources="Le guide.", **WHOLE)
    before, after = (
        _rendered(each, mapping, 2) for each in (sheet, sheet.with_value("sources", "Le guide. Une page."))
    )
    merger = Merger(PartnerSettings(WikiSettings("movilab"), mapping), MOVILAB)
    merged = merger.merge(before.text + behind, before.text, after, TITLE, None)
    assert merged.text == after.text + behind
