"""Files as values: their kinds, their names, their licences."""

import pytest

from bot.domain.file_kinds import SVG, is_carried, is_clean_svg, is_what_it_says
from bot.domain.file_licence import Description, licence_of
from bot.domain.files import FileFault, FileNotes, UploadTerms, other_name
from bot.domain.licences.judge import Regime, Terms
from bot.domain.licences.values import CC0, Licence, cc
from tests.farm.pictures import picture

BY_SA_4, BY_4, ZERO = cc("by-sa", "4.0"), cc("by", "4.0"), CC0
TERMS = Terms(BY_SA_4)
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/><use xlink:href="#a"/></svg>'


@pytest.mark.parametrize(
    ("mime", "head", "fits"),
    [
        ("image/png", picture(1), True),
        ("image/jpeg", picture(1), False),
        ("image/jpeg", b"\xff\xd8\xff\xe0....JFIF", True),
        ("image/gif", b"GIF89a<script>alert(1)</script>", False),
        ("image/webp", b"RIFF\x00\x00\x00\x00WEBPVP8 ", True),
        ("audio/wav", b"RIFF\x00\x00\x00\x00WEBPVP8 ", False),
        ("application/pdf", b"%PDF-1.7", True),
        ("application/vnd.oasis.opendocument.text", b"PK\x03\x04", True),
        ("text/html", b"<html>", False),
        ("application/x-msdownload", b"MZ", False),
        (SVG, DRAWING, True),
    ],
)
def test_the_first_bytes_tell_the_kind(mime: str, head: bytes, fits: bool) -> None:
    """What a wiki says of a file must be what its bytes say; scripts fit nothing."""
    assert is_what_it_says(mime, head) is fits


def test_programs_and_pages_are_never_carried() -> None:
    """Whatever the partner would take."""
    assert not any(map(is_carried, ("text/html", "text/javascript", "application/x-php", "application/zip", "")))
    assert all(map(is_carried, ("image/png", "image/webp", SVG, "application/pdf", "video/webm")))


@pytest.mark.parametrize(
    "inside",
    [
        b"<script>alert(1)</script>",
        b'<path onload="alert(1)"/>',
        b'<a href="javascript:alert(1)"><path/></a>',
        b'<image href="https://example.org/a.png"/>',
        b"<foreignObject><p/></foreignObject>",
        b"<style>@import url(https://example.org/a.css)</style>",
        b"<style>a{background:url(https://example.org/a.png)}</style>",
        "é".encode("latin-1"),
    ],
)
def test_a_drawing_is_nothing_but_a_drawing(inside: bytes) -> None:
    """No script, no event, nothing from outside, no odd encoding."""
    assert is_clean_svg(DRAWING)
    assert not is_clean_svg(DRAWING.replace(b"</svg>", inside + b"</svg>"))


def test_a_taken_name_gives_way_to_another_one() -> None:
    """The same one each time, and one that a wiki can have."""
    assert other_name("Mur.jpg", "Multibao") == "Mur (Multibao).jpg"
    assert other_name("Mur.tar.gz", "A/B: c") == "Mur.tar (A B c).gz"
    assert other_name("Mur", "Multibao") == "Mur (Multibao)"
    assert UploadTerms(endings=frozenset({"jpg"})).takes_ending("Mur.JPG")


@pytest.mark.parametrize(
    ("description", "notes", "found"),
    [
        pytest.param(Description(stated="CC BY-SA 4.0"), FileNotes(), BY_SA_4, id="stated"),
        pytest.param(Description(offers=("CC-BY-4.0",)), FileNotes(), BY_4, id="template"),
        pytest.param(Description(text="Photo : Jo, CC0"), FileNotes(), ZERO, id="text"),
        pytest.param(Description(categories=("Images CC BY 4.0",)), FileNotes(), BY_4, id="category"),
        pytest.param(Description(), FileNotes("CC BY-SA 4.0"), BY_SA_4, id="notes"),
        pytest.param(Description(text="Une photo."), FileNotes(), FileFault.LICENCE_MISSING, id="nothing"),
        pytest.param(Description(stated="CC BY-NC-SA 4.0"), FileNotes(), FileFault.LICENCE_REFUSED, id="not accepted"),
        pytest.param(Description(offers=("CC-BY-NC-4.0", "CC-BY-4.0")), FileNotes(), BY_4, id="an offer that fits"),
        pytest.param(
            Description(stated="CC BY-SA 4.0"), FileNotes("CC BY 4.0"), FileFault.LICENCE_CONFLICT, id="contradiction"
        ),
        pytest.param(
            Description(stated="CC BY-SA 4.0"), FileNotes(non_free=True), FileFault.LICENCE_REFUSED, id="not free"
        ),
        pytest.param(
            Description(offers=("CC-BY-4.0",), non_free=True), FileNotes(), FileFault.LICENCE_REFUSED, id="rights"
        ),
        pytest.param(
            Description(stated="voir le site", categories=("CC BY 4.0",)),
            FileNotes(),
            FileFault.LICENCE_MISSING,
            id="a form that is not understood is not passed over",
        ),
        pytest.param(Description(stated="CC BY-SA"), FileNotes(), FileFault.LICENCE_REFUSED, id="no version"),
    ],
)
def test_each_file_is_judged_by_its_own_page(
    description: Description, notes: FileNotes, found: Licence | FileFault
) -> None:
    """Never by its name, never by the licence of its wiki."""
    assert licence_of(description, notes, TERMS) == found


def test_a_partner_may_take_what_another_must_not() -> None:
    """As it does for sheets."""
    shared = Description(stated="CC BY-NC-SA 4.0")
    terms = Terms(BY_SA_4, (Regime.ADAPTATION, Regime.MARKED), non_commercial=True)
    assert licence_of(shared, FileNotes(), terms) == cc("by-nc-sa", "4.0")
