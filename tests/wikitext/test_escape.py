"""Values that stay one value, and texts that saving would change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reasons import Reason, RefusedError
from bot.wikitext.escape import as_stored, changed_by_saving, escape_value, unescape_value
from bot.wikitext.reader import read
from bot.wikitext.writer import CREDIT_HOLE, write_page
from tests.wikitext.builders import MOVILAB, RECETTE, TEXTS, WILD, values

KEPT = [
    pytest.param("a | b", id="pipe"),
    pytest.param("a = b", id="equals sign"),
    pytest.param("]] seul", id="closing brackets alone"),
    pytest.param("{| class='x'\n! a\n|-\n| b || c\n|}", id="table"),
    pytest.param("* a\n* b", id="list"),
    pytest.param("=== titre ===\ntexte", id="heading"),
    pytest.param("[http://e.org/?a=b c] { [", id="address and lone brackets"),
    pytest.param("<nowiki>}} | {{</nowiki>", id="nowiki"),
    pytest.param("[[a|b]] {{c|d=e}}", id="link and template"),
    pytest.param("fin }", id="closing brace at the end"),
    pytest.param("a {{!}} b".replace("{{!}}", "|"), id="pipe that was escaped"),
    pytest.param("a = \nb", id="blank before a line end"),
    pytest.param("http://e.org/a=b", id="address"),
    pytest.param("<ref>a | b</ref>", id="reference"),
    pytest.param("# a\n# b", id="numbered list"),
    pytest.param("2 < 3 et 4 > 3", id="angles"),
]
REFUSED = [
    pytest.param("a }} b", Reason.NOT_REPRESENTABLE, id="closing braces"),
    pytest.param("a {{ b", None, id="opening braces"),
    pytest.param("a {{{ b", None, id="three opening braces"),
    pytest.param("a [[ b", None, id="opening brackets"),
    pytest.param("a [[b|c", None, id="link left open"),
    pytest.param("a -{ b", None, id="variant left open"),
    pytest.param("a <!-- b", None, id="comment left open"),
    pytest.param("<score>a | b</score>", None, id="tag of an extension"),
    pytest.param("~~~~", Reason.UNSAFE_TEXT, id="signature"),
    pytest.param("{{subst:x}}", Reason.UNSAFE_TEXT, id="substitution"),
    pytest.param("[[Fiche (outil)|]]", Reason.UNSAFE_TEXT, id="pipe trick"),
    pytest.param("a\x02b", Reason.UNSAFE_TEXT, id="the mark of the credit"),
    pytest.param("a\x00b", Reason.UNSAFE_TEXT, id="control character"),
]


@pytest.mark.parametrize("value", KEPT)
def test_a_value_is_written_and_read_back(value: str) -> None:
    """What a template value can hold comes back as it was."""
    text = write_page(values(titre="T", resume=value), "T", RECETTE, MOVILAB, "Multibao")
    assert read(text.replace(CREDIT_HOLE, ""), "T", RECETTE, MOVILAB).values.get("resume") == value


@pytest.mark.parametrize(("value", "reason"), REFUSED)
def test_a_value_that_cannot_be_kept_is_refused(value: str, reason: Reason | None) -> None:
    """What would break the template or change when saved is refused, never written in another form."""
    with pytest.raises(RefusedError) as refused:
        write_page(values(titre="T", resume=value), "T", RECETTE, MOVILAB, "Multibao")
    expected = {reason} if reason else {Reason.NOT_REPRESENTABLE, Reason.NOT_THE_TEMPLATE}
    assert refused.value.finding.reason in expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("-- ~~~~", "~~~~", id="signature"),
        pytest.param("{{x|~~~}}", "~~~}}", id="signature in a value"),
        pytest.param("<nowiki>~~~~</nowiki> <!-- ~~~~ --> <pre>~~~~</pre>", "", id="shown, not signed"),
        pytest.param("{{ SafeSubst:x}}", "{{ SafeSubst:x}}", id="safesubst"),
        pytest.param("{{<!-- -->subst:x}}", "{{<!-- -->subst:x}}", id="comment before subst"),
        pytest.param("[[|Fiche]]", "[[|Fiche]]", id="reverse pipe trick"),
        pytest.param("a\x0bb", "\x0bb", id="vertical tab"),
        pytest.param("a\tb\u00a0c\u200bd\x7f", "", id="kept as they are"),
        pytest.param("{{substance|a}} [[a|b]] ~~", "", id="alike, but safe"),
    ],
)
def test_what_saving_changes_is_found(text: str, found: str) -> None:
    """Signatures, substitutions, pipe tricks and control characters are found, not those that are shown."""
    assert changed_by_saving(text) == found


@given(WILD | st.text())
def test_storing_twice_is_storing_once(text: str) -> None:
    """A stored text is stored as it is."""
    assert as_stored(as_stored(text)) == as_stored(text)


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        pytest.param("a\r\nb\rc", "a\nb\nc", id="line ends"),
        pytest.param("e\u0301te\u0301", "été", id="decomposed accents"),
        pytest.param("a \t\n\n", "a", id="blanks at the end"),
        pytest.param("\n a\u00a0", "\n a\u00a0", id="blanks that stay"),
    ],
)
def test_a_text_is_given_as_mediawiki_stores_it(sent: str, stored: str) -> None:
    """Line ends, accents and blanks at the end are those of the wiki."""
    assert as_stored(sent) == stored


@given(TEXTS)
def test_pipes_come_back(text: str) -> None:
    """A value is the same after escaping and reading."""
    assert unescape_value(escape_value(text)).strip() == text.strip()
