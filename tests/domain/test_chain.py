"""Which way a sheet that is itself a copy may go."""

import pytest

from bot.domain.chain import LONGEST, Original, direct_copy, is_of, same_wiki, share_a_page, way_barred
from bot.domain.credit import Marker
from bot.domain.reasons import Finding, Reason
from bot.domain.wiki import WikiFacts

PARTNER = WikiFacts(
    "Movilab",
    "https://movilab.example.org/w/index.php",
    "fr",
    "https://movilab.example.org/wiki/{title}",
    "https://movilab.example.org/w/index.php?title={title}&oldid={revision}",
    "https://movilab.example.org/w/index.php?title={title}&action=history",
)


def far(number: int) -> Marker:
    """Give a marker of another wiki."""
    return Marker(f"https://w{number}.example.org/index.php", number, 1)


def chain_of(*markers: Marker) -> Marker:
    """Put markers into a chain, the nearest first."""
    first, *rest = markers
    return Marker(first.address, first.page_id, first.revision, tuple(rest))


OWN = (
    "https://movilab.example.org/w/index.php",
    "http://movilab.example.org/w/index.php",
    "//movilab.example.org/w/",
    "https://MOVILAB.example.org:443/w/api.php",
    "https://movilab.example.org/wiki/$1",
    "https://movilab.example.org/wiki",
    "https://movilab.example.org/wiki/{title}",
    "https://movilab.example.org/w/index.php?title=$1",
)
OTHERS = (
    "https://movilab.example.org/en/index.php",
    "https://movilab.example.org:8080/w/index.php",
    "https://brest.example.org/w/index.php",
    "https://example.org/movilab.example.org/w/index.php",
    "folder:movilab",
    "",
)


@pytest.mark.parametrize("address", OWN)
def test_an_address_is_known_however_it_is_written(address: str) -> None:
    """Scheme, port, capitals of the host, script and slashes make no difference."""
    assert is_of(address, PARTNER)
    for chain in ((Marker(address, 1, 1),), (far(1), Marker(address, 1, 1)), (far(1), Marker(address, 1, 1), far(2))):
        assert way_barred(chain_of(*chain), PARTNER) == Finding(Reason.COPY_LOOP, (("origin", address),))


@pytest.mark.parametrize("address", OTHERS)
def test_another_wiki_is_another_wiki(address: str) -> None:
    """Another path, port or host is not this wiki."""
    assert not is_of(address, PARTNER)
    assert way_barred(chain_of(Marker(address, 1, 1)), PARTNER) is None


def test_folders_are_known_by_their_names() -> None:
    """Their addresses are compared as they are."""
    assert same_wiki("folder:multibao", "folder:multibao")
    assert not same_wiki("folder:multibao", "folder:Multibao")


def test_a_chain_has_an_end() -> None:
    """The copy would be one link more than the sheet's own chain."""
    longest = chain_of(*(far(number) for number in range(1, LONGEST)))
    assert way_barred(longest, PARTNER) is None
    over = way_barred(chain_of(*longest.links, far(LONGEST)), PARTNER)
    assert over == Finding(Reason.CHAIN_TOO_LONG, (("origin", far(LONGEST).address), ("limit", str(LONGEST))))


def test_a_copy_of_the_original_is_known_from_memory() -> None:
    """By the address of its source, however written, and the page there."""
    marker = chain_of(far(1), far(2))
    known = Original("http://w2.example.org/api.php", 2, "Recette:Mur")
    assert direct_copy(marker, [known]) == Finding(Reason.ORIGINAL_COPIED, (("title", "Recette:Mur"),))
    assert direct_copy(marker, [Original("http://w2.example.org/api.php", 1, "Recette:Mur")]) is None
    twins = chain_of(Marker(far(1).address, 2, 1), far(2), Marker(far(3).address, 2, 1))
    assert direct_copy(twins, [known]) is not None
    assert direct_copy(marker, [Original("http://w3.example.org/api.php", 2, "Recette:Mur")]) is None


def test_copies_share_a_page_when_any_link_is_the_same() -> None:
    """Through whichever wikis each of them came."""
    assert share_a_page(chain_of(far(1), far(3)), chain_of(far(2), far(3)))
    assert share_a_page(far(3), chain_of(far(2), far(3)))
    assert not share_a_page(far(1), chain_of(far(2), far(3)))
