"""Licences as values: id, name and address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.licences.offers import Bundle, Offer, bundle_of_id, offer_of_id
from bot.domain.licences.recognise import recognise
from bot.domain.licences.values import Family, Licence, cc, every_licence, from_id
from tests.domain.licences.short import short


@pytest.mark.parametrize(
    ("name", "identifier", "shown", "url"),
    [
        pytest.param("by-sa 4.0", "CC-BY-SA-4.0", "CC BY-SA 4.0", "licenses/by-sa/4.0/", id="plain"),
        pytest.param(
            "by-sa 3.0 fr", "LicenseRef-CC-BY-SA-3.0-FR", "CC BY-SA 3.0 FR", "licenses/by-sa/3.0/fr/", id="port"
        ),
        pytest.param(
            "by-nc-sa 2.0 fr", "CC-BY-NC-SA-2.0-FR", "CC BY-NC-SA 2.0 FR", "licenses/by-nc-sa/2.0/fr/", id="spdx"
        ),
        pytest.param("cc0", "CC0-1.0", "CC0 1.0", "publicdomain/zero/1.0/", id="cc0"),
    ],
)
def test_a_licence_is_named_and_read_again(name: str, identifier: str, shown: str, url: str) -> None:
    """Name and address of a licence give the licence again."""
    licence = short(name)
    assert (licence.id, licence.name, licence.url) == (identifier, shown, f"https://creativecommons.org/{url}")
    assert recognise(licence.name).licence == recognise(licence.url).licence == licence


@pytest.mark.parametrize(
    ("licence", "identifier", "url"),
    [
        pytest.param(cc("nd-by-nc", "1.0"), "CC-BY-NC-ND-1.0", "https://creativecommons.org/licenses/by-nd-nc/1.0/"),
        pytest.param(cc("by-sa"), "LicenseRef-CC-BY-SA-unversioned", ""),
        pytest.param(Licence(Family.PUBLIC_DOMAIN), "LicenseRef-public-domain-claimed", ""),
        pytest.param(Licence(Family.PDDC), "CC-PDDC", "https://creativecommons.org/licenses/publicdomain/"),
        pytest.param(
            Licence(Family.GFDL, version="1.3", or_later=True, invariants=False),
            "GFDL-1.3-no-invariants-or-later",
            "https://www.gnu.org/licenses/fdl-1.3.html",
        ),
        pytest.param(Licence(Family.GFDL), "LicenseRef-GFDL-unversioned", "https://www.gnu.org/licenses/fdl.html"),
        pytest.param(Licence(Family.LAL, version="1.3"), "LAL-1.3", "https://artlibre.org/licence/lal/"),
        pytest.param(
            Licence(Family.ETALAB, version="1.0"),
            "LicenseRef-etalab-1.0",
            "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
        ),
        pytest.param(Licence(Family.GPL, version="3.0"), "GPL-3.0-only", "https://www.gnu.org/licenses/gpl-3.0.html"),
    ],
    ids=lambda value: value.id if isinstance(value, Licence) else "",
)
def test_every_family_has_its_id_and_address(licence: Licence, identifier: str, url: str) -> None:
    """What SPDX has no id for is a LicenseRef; what nobody published has no address."""
    assert (licence.id, licence.url) == (identifier, url)


def test_an_id_gives_its_licence_again() -> None:
    """Ids are one to one, and no other word is an id."""
    licences = every_licence()
    assert len({licence.id.lower() for licence in licences}) == len(set(licences)) == len(licences)
    assert all(from_id(licence.id) == from_id(f" {licence.id.lower()} ") == licence for licence in licences)
    assert from_id("CC-BY-SA-3.0-FR") is from_id("CC-BY-SA") is from_id("MIT") is from_id("") is None


def test_a_name_is_read_as_its_licence() -> None:
    """What we write for people is read as nothing else."""
    assert all(recognise(licence.name).alternatives == (licence,) for licence in every_licence())
    ids = [licence for licence in every_licence() if not licence.id.startswith("LicenseRef") and licence.version]
    assert all(recognise(licence.id).licence == licence for licence in ids)


@pytest.mark.parametrize(
    "values",
    [
        {"family": Family.CC},
        {"family": Family.CC, "elements": ("sa", "by")},
        {"family": Family.CC, "elements": ("by", "nd", "sa")},
        {"family": Family.CC, "elements": ("by",), "version": "5.0"},
        {"family": Family.CC, "elements": ("by",), "version": "4.0", "port": "fr"},
        {"family": Family.CC, "elements": ("by",), "port": "fr"},
        {"family": Family.CC, "elements": ("by",), "version": "3.0", "port": "zz"},
        {"family": Family.CC0, "elements": ("by",), "version": "1.0"},
        {"family": Family.CC0},
        {"family": Family.LAL, "version": "1.3", "or_later": True},
        {"family": Family.GPL, "version": "3.0", "invariants": True},
        {"family": Family.GFDL, "or_later": True},
    ],
)
def test_what_no_licence_can_be_is_refused(values: dict[str, object]) -> None:
    """A value that cannot be is a mistake of ours."""
    with pytest.raises(ValueError, match=r"no such"):
        Licence(**values)  # type: ignore[arg-type]  # the values are wrong on purpose


OFFERS = st.lists(st.sampled_from(every_licence()), min_size=1, max_size=3).map(lambda found: Offer(tuple(found)))


@given(st.lists(OFFERS, min_size=1, max_size=3))
def test_expressions_are_read_again(offers: list[Offer]) -> None:
    """Choices and parts are written as SPDX writes them, and read back."""
    bundle = Bundle(tuple(offers))
    assert offer_of_id(offers[0].id) == offers[0]
    assert bundle_of_id(bundle.id) == bundle
    assert offer_of_id(f"{bundle.id} OR MIT") is None


def test_a_choice_and_parts_are_written_as_spdx_does() -> None:
    """OR within AND stands in brackets."""
    choice = Offer((cc("by-sa", "3.0"), Licence(Family.GFDL, version="1.3", or_later=True)))
    assert choice.id == "CC-BY-SA-3.0 OR GFDL-1.3-or-later"
    assert Bundle((choice, Offer((cc("by", "4.0"),)))).id == "(CC-BY-SA-3.0 OR GFDL-1.3-or-later) AND CC-BY-4.0"
