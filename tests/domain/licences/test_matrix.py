"""Every cell of the matrix, with its authority, as the texts of the licences say it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.licences.matrix import GROUNDS, Cell, column_of, ground_of, row_of
from bot.domain.licences.values import CC0, Family, Licence, every_licence
from tests.domain.licences.short import short

WIKIS = (
    "cc0",
    "by 4.0",
    "by-sa 3.0",
    "by-sa 4.0",
    "by-nc-sa 4.0",
    "etalab-2.0",
    "LAL-1.3",
    "GFDL-1.3-only",
    "GPL-3.0-only",
)
CODES = {
    "cc0": "F F F F F F F F F",
    "CC-PDM-1.0": "F F F F F F F F F",
    "by 1.0": "M F F F F M H H H",
    "by 3.0 fr": "M F F F F M H H H",
    "by 4.0": "M F F F F M H H H",
    "by-sa 1.0": "M M M M M M M N N",
    "by-sa 2.0": "M M F F M M M N N",
    "by-sa 2.0 fr": "M M F F M M M N N",
    "by-sa 2.5": "M M F F M M M N N",
    "by-sa 3.0": "M M F F M M M N N",
    "by-sa 3.0 fr": "M M F F M M M N N",
    "by-sa 4.0": "M M M F M M F N F",
    "by-nc 1.0": "Mn Mn Mn Mn F Mn Mn N N",
    "by-nc 4.0": "Mn Mn Mn Mn F Mn Mn N N",
    "by-nc-sa 1.0": "Mn Mn Mn Mn Mn Mn Mn N N",
    "by-nc-sa 2.0": "Mn Mn Mn Mn F Mn Mn N N",
    "CC-BY-NC-SA-2.0-FR": "Mn Mn Mn Mn F Mn Mn N N",
    "by-nc-sa 2.5": "Mn Mn Mn Mn F Mn Mn N N",
    "by-nc-sa 3.0 fr": "Mn Mn Mn Mn F Mn Mn N N",
    "by-nc-sa 4.0": "Mn Mn Mn Mn F Mn Mn N N",
    "by-nd 1.0": "P P P P P P P N N",
    "by-nd 4.0": "P P P P P P P N N",
    "by-nc-nd 3.0": "Pn Pn Pn Pn Pn Pn Pn N N",
    "by-nc-nd 4.0": "Pn Pn Pn Pn Pn Pn Pn N N",
    "GFDL-1.2-only": "N* N* N* N* N* N* N* N* N",
    "GFDL-1.2-or-later": "N* N* N* N* N* N* N* F N",
    "GFDL-1.3-only": "N* N* N* N* N* N* N* F N",
    "GFDL-1.3-no-invariants-or-later": "N* N* N* N* N* N* N* F N",
    "GFDL-1.3-invariants-only": "N* N* N* N* N* N* N* N* N",
    "gfdl": "N* N* N* N* N* N* N* F N",
    "LicenseRef-etalab-1.0": "M F F F H F F H H",
    "etalab-2.0": "M F F F H F F H H",
    "etalab": "M F F F H F F H H",
    "LAL-1.3": "M M M F M M F N N",
    "lal": "M M M F M M F N N",
    "ODbL-1.0": "F! F! F! F! F! F! F! F! F!",
    "GPL-3.0-only": "N* N* N* N* N* N* N* N F",
    "GPL-2.0-or-later": "N* N* N* N* N* N* N* N F",
    "GPL-2.0-only": "N* N* N* N* N* N* N* N N",
    "by-sa": "H→M H→M H→M H→M H→M H→M H→M N N",
    "by-nc-sa": "H→M H→M H→M H→M H→M H→M H→M N N",
}
"""Sheet by wiki, as the table of the facts has it."""
FREE, PART, ONLY, GNU = "CC0 1.0 §2", "3.0 §1(b), §4(a)", "BY-SA 1.0 §4(b)", "FSF"
BY, CHART, WIDER, FAL, GPL3 = (
    "BY 4.0 §3(a)(4); 1.0–3.0",
    "BY 4.0 §3(a)(4); 1.0–3.0",
    "4.0 §3(b)(1)",
    "2014-10-21",
    "2015-10-08",
)
NC, ND, LO, ART, OPEN = "BY-NC 4.0 §1", "BY-ND 4.0 §3(a)(2)", "Licence Ouverte 2.0", "LAL 1.3 art. 4, 5", ""
NONE, DATED, VERBATIM, GPL, DB = (
    "compatibility, BY-SA 3.0",
    "CC BY 4.0 §3(a)(4); Licence",
    "GFDL 1.3 §2, §11",
    "GPL 3.0 §4, §5",
    "ODbL 1.0 §4.3",
)
AUTHORITIES = {
    "cc0": (FREE,) * 9,
    "by 3.0 fr": (PART, BY, BY, BY, BY, DATED, OPEN, OPEN, OPEN),
    "by 4.0": (PART, BY, BY, BY, BY, DATED, OPEN, OPEN, OPEN),
    "by-sa 1.0": (ONLY,) * 7 + (GNU,) * 2,
    "by-sa 2.0 fr": (PART, PART, "BY-SA 2.0 §4(b)", "BY-SA 2.0 §4(b)", PART, PART, NONE, GNU, GNU),
    "by-sa 3.0": (PART, PART, "BY-SA 3.0 §4(b)", "BY-SA 3.0 §4(b)", PART, PART, NONE, GNU, GNU),
    "by-sa 4.0": (PART, PART, WIDER, WIDER, PART, PART, FAL, GNU, GPL3),
    "by-nc 4.0": (NC, NC, NC, NC, CHART, NC, NC, GNU, GNU),
    "by-nc-sa 1.0": (NC, NC, NC, NC, ONLY, NC, NC, GNU, GNU),
    "by-nc-sa 3.0 fr": (NC, NC, NC, NC, "BY-NC-SA 2.0–3.0 §4(b)", NC, NC, GNU, GNU),
    "by-nc-sa 4.0": (NC, NC, NC, NC, WIDER, NC, NC, GNU, GNU),
    "by-nd 4.0": (ND,) * 7 + (GNU,) * 2,
    "by-nc-nd 4.0": (ND,) * 7 + (GNU,) * 2,
    "GFDL-1.3-only": (VERBATIM,) * 7 + ("GFDL 1.3 §4, §10", VERBATIM),
    "etalab-2.0": (PART, LO, LO, LO, LO, LO, LO, OPEN, OPEN),
    "LAL-1.3": (PART, ART, ART, FAL, ART, ART, ART, GNU, GNU),
    "ODbL-1.0": (DB,) * 9,
    "GPL-3.0-only": (GPL,) * 8 + ("GPL 3.0 §5, §14",),
    "by-sa": (OPEN,) * 7 + (GNU,) * 2,
}
"""What the cells stand on, in some words of it; empty where no text settles the question."""
CELLS = [
    pytest.param(sheet, wiki, code, id=f"{sheet} to {wiki}")
    for sheet, row in CODES.items()
    for wiki, code in zip(WIKIS, row.split(), strict=True)
]
licences = st.sampled_from(every_licence())


@pytest.mark.parametrize(("sheet", "wiki", "code"), CELLS)
def test_a_cell_says_what_the_texts_say(sheet: str, wiki: str, code: str) -> None:
    """Each pair of licences has the code of the facts."""
    ground = ground_of(short(sheet), short(wiki))
    assert ground is not None
    assert ground.cell == code


@pytest.mark.parametrize("sheet", AUTHORITIES)
def test_a_cell_stands_on_a_text(sheet: str) -> None:
    """Each cell names the text and the section that it stands on, with an address."""
    for wiki, words in zip(WIKIS, AUTHORITIES[sheet], strict=True):
        ground = ground_of(short(sheet), short(wiki))
        assert ground is not None
        assert words in ground.authority.text, (sheet, wiki)
        assert bool(words) == bool(ground.authority.text), (sheet, wiki)
        assert ground.authority.address.startswith("https://")


def test_the_table_is_whole() -> None:
    """Every row of the facts is there with every column, and every row of ours is tested above."""
    columns = {column for _row, column in GROUNDS}
    rows = {row for row, _column in GROUNDS}
    assert (len(rows), len(columns)) == (21, 9)
    assert len(GROUNDS) == 21 * 9
    assert {column_of(short(wiki)) for wiki in WIKIS} == columns
    tested = {row_of(short(sheet)) for sheet in AUTHORITIES}
    assert rows - tested == {"ODbL, data", "nothing certain"}
    assert {GROUNDS["ODbL, data", column].cell for column in columns} == {Cell.NO}
    assert {GROUNDS["nothing certain", column].cell for column in columns} == {Cell.NO}


@pytest.mark.parametrize(
    ("sheet", "wiki", "code"),
    [
        ("by-sa 3.0", "by-sa 2.5", "M"),
        ("by-sa 2.0", "by-sa 2.5", "F"),
        ("by-nc-sa 4.0", "by-nc-sa 3.0", "Mn"),
        ("by-nc-sa 3.0 fr", "by-nc-sa 3.0", "F"),
        ("by-nc 4.0", "by-nc-sa 3.0", "F"),
        ("by 4.0", "by 2.0", "F"),
        ("by-sa 4.0", "GPL-2.0-only", "N"),
        ("GFDL-1.3-only", "GFDL-1.3-or-later", "N*"),
        ("GFDL-1.3-or-later", "GFDL-1.2-or-later", "N*"),
        ("cc0", "by-nc 4.0", "F"),
        ("by 4.0", "by-nc 4.0", "M"),
        ("by-nc-nd 4.0", "by-nc 4.0", "Pn"),
        ("by-sa 3.0", "by-sa", "M"),
        ("by-sa 1.0", "by-sa 1.0", "M"),
        ("by-sa 4.0", "LAL-1.2", "M"),
        ("by-sa 4.0", "by-nd 4.0", "M"),
    ],
)
def test_versions_count_within_a_column(sheet: str, wiki: str, code: str) -> None:
    """A wiki under another version than the column's gets no more than that version may."""
    ground = ground_of(short(sheet), short(wiki))
    assert ground is not None
    assert ground.cell == code


@pytest.mark.parametrize("sheet", ["LAL-1.2", "PDDL-1.0", "ODC-By-1.0", "CC-PDDC", "LicenseRef-public-domain-claimed"])
def test_what_the_table_does_not_know_has_no_cell(sheet: str) -> None:
    """Nothing is inferred for licences beyond the table."""
    for wiki in WIKIS:
        assert ground_of(short(sheet), short(wiki)) is None


@given(licences, licences)
def test_copyleft_never_goes_down(sheet: Licence, wiki: Licence) -> None:
    """What shares alike is adapted under its own terms, a later version of them, or a licence named as compatible."""
    ground = ground_of(sheet, wiki)
    if ground is None or ground.cell is not Cell.FREE or "sa" not in sheet.elements:
        return
    if wiki.family is Family.CC:
        assert wiki.elements == sheet.elements
        assert str(sheet.version) <= str(wiki.version)
        assert sheet.version != "1.0"
    else:
        assert (sheet.elements, sheet.version) == (("by", "sa"), "4.0")
        assert wiki.family in (Family.LAL, Family.GPL)


@given(licences, licences)
def test_restrictions_are_never_lost(sheet: Licence, wiki: Licence) -> None:
    """A non-commercial sheet is adapted only into a non-commercial wiki, and ND or unknown versions never."""
    ground = ground_of(sheet, wiki)
    if ground is None or ground.cell is not Cell.FREE:
        return
    assert "nd" not in sheet.elements
    assert "nc" not in sheet.elements or "nc" in wiki.elements
    assert sheet.family is not Family.CC or sheet.version is not None


@given(licences)
def test_nobodys_work_goes_everywhere(wiki: Licence) -> None:
    """CC0 asks nothing of any wiki."""
    ground = ground_of(CC0, wiki)
    assert ground is not None
    assert ground.cell is Cell.FREE
