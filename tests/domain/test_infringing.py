"""Words of people who delete a page because it infringed somebody's rights."""

import pytest

from bot.domain.infringing import speaks_of_copyright


@pytest.mark.parametrize(
    "comment",
    [
        "Violation du droit d’auteur",
        "violation manifeste de droits d'auteur : http://example.org",
        "Viol. des DROITS D’AUTEURS",
        "Contrefaçon",
        "contrefac\u0327on d’un manuel",
        "copyvio",
        "Copyright infringement of a book",
        "[[WP:CSD#G12|G12]]: Unambiguous copyright infringement",
        "plagiat",
        "atteinte à la propriété intellectuelle",
    ],
)
def test_copyright_is_recognised(comment: str) -> None:
    """In French and English, with either apostrophe, composed or not."""
    assert speaks_of_copyright(comment)


@pytest.mark.parametrize(
    "comment", ["", "Doublon", "Vandalisme", "page de test", "l’auteur le demande", "author's wish"]
)
def test_other_reasons_are_none(comment: str) -> None:
    """An author who asks for a deletion does not speak of copyright."""
    assert not speaks_of_copyright(comment)
