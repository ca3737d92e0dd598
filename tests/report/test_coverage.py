"""What is said of live sheets, in words."""

import pytest

from bot.domain.licences.judge import Regime
from bot.i18n import speaking
from bot.report.coverage import regime_word


@pytest.mark.parametrize("regime", list(Regime))
def test_each_way_to_copy_has_its_words(regime: Regime) -> None:
    """In both languages, and none is shown by its name in the configuration."""
    with speaking("en"):
        english = regime_word(regime.value)
    with speaking("fr"):
        french = regime_word(regime.value)
    assert len({english, french, regime.value}) == 3
