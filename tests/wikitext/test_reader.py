"""From the text of a page to the values of a sheet, and to what no rule claims."""

from dataclasses import replace

import pytest

from bot.domain.mapping import Mapping
from bot.domain.reasons import Reason, RefusedError
from bot.wikitext.reader import Reading, Unclaimed, read
from bot.wikitext.templates import all_calls, find_call, template_name
from tests.wikitext.builders import DEROULE, MULTIBAO, OUTIL, RESUME, SHEET, Parameter, Section, rule


def _read(text: str, mapping: Mapping = OUTIL) -> Reading:
    return read(text, "Le mur", mapping, MULTIBAO)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        pytest.param("Fiche outil", "Fiche outil", id="as it is"),
        pytest.param(" fiche_outil\n", "Fiche outil", id="small letter, underscore"),
        pytest.param("Modèle:Fiche outil", "Fiche outil", id="namespace"),
        pytest.param("template:fiche outil", "Fiche outil", id="canonical namespace"),
        pytest.param(":Modèle:Fiche outil", "Fiche outil", id="colon and namespace"),
        pytest.param("Fiche <!-- v2 -->outil", "Fiche outil", id="comment"),
        pytest.param("Fiche\u00a0 outil\u200e", "Fiche outil", id="odd blanks"),
        pytest.param("&nbsp;Fiche&#32;outil", "Fiche outil", id="character references"),
        pytest.param("<noinclude/>Fiche outil", "Fiche outil", id="tag that is not transcluded"),
        pytest.param("Fiche outil#bas", "Fiche outil", id="anchor"),
        pytest.param(":Fiche outil", ":Fiche outil", id="page of the main namespace"),
        pytest.param("Fiche outil/essai", "Fiche outil/essai", id="subpage"),
    ],
)
def test_a_template_name_is_read_as_the_wiki_does(written: str, name: str) -> None:
    """Spellings of a template name that MediaWiki takes are the same name."""
    assert template_name(written, MULTIBAO) == name


@pytest.mark.parametrize(
    ("text", "start", "doubt"),
    [
        pytest.param("a {{fiche_outil|titre=b}}", 2, "", id="in a text"),
        pytest.param("{{Autre|x}}\n{{Fiche outil}}", 12, "", id="behind another"),
        pytest.param("{{Cadre|{{Fiche outil|a=1}}}} {{Fiche outil}}", 30, "", id="free one first"),
        pytest.param("{{Cadre|{{Fiche outil|a=1}}}}", 8, "{{Cadre|{{Fiche outil|a=1}}}}", id="in another"),
        pytest.param("{{Fiche outil|a=<score>b|c</score>}}", 0, "<score>", id="tag that few wikis know"),
        pytest.param("<nowiki>{{Fiche outil}}</nowiki>", None, "", id="shown"),
        pytest.param("<!-- {{Fiche outil}} -->", None, "", id="in a comment"),
    ],
)
def test_the_call_of_the_template_is_found(text: str, start: int | None, doubt: str) -> None:
    """The first call that stands free is the sheet's; one in another structure is doubtful."""
    call = find_call(text, ("Fiche outil",), MULTIBAO)
    assert (call.start if call else None, call.doubt if call else "") == (start, doubt)


def test_a_doubtful_call_is_refused() -> None:
    """A sheet inside another template is not read, because what stands around it would be torn."""
    with pytest.raises(RefusedError) as refused:
        _read("{{Cadre|texte={{Fiche outil|titre=a}}}}")
    assert refused.value.finding.reason is Reason.NOT_THE_TEMPLATE
    assert dict(refused.value.finding.facts)["doubt"].startswith("{{Cadre|")


def test_all_calls_are_listed_once() -> None:
    """Templates are listed in order, parser functions and shown calls left out."""
    text = "{{a}} {{#if:x|{{B}}}} <ref>{{c}}</ref> <nowiki>{{d}}</nowiki> {{a|1}} {{PAGENAME:x}} {{!}} {{=}}"
    assert all_calls(text, MULTIBAO) == ("A", "B", "C")


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        pytest.param("{{Fiche outil|titre=A}}", "titre", "A", id="parameter"),
        pytest.param("{{Fiche outil}}", "titre", "Le mur", id="default"),
        pytest.param("{{Fiche outil|titre=<!-- à remplir -->}}", "titre", "Le mur", id="comment is no value"),
        pytest.param("{{Fiche outil|titre=A|titre=B}}", "titre", "B", id="last of a repeated parameter"),
        pytest.param("{{Fiche outil|resume=court}}", "resume", "court", id="second name"),
        pytest.param("{{Fiche outil|résumé=|resume=court}}", "resume", "court", id="second name, first blank"),
        pytest.param("{{Fiche outil|résumé=a {{!}} b}}", "resume", "a | b", id="escaped pipe"),
        pytest.param("{{Fiche outil|objectifs=a, [[b, c]],d}}", "objectifs", ("a", "[[b, c]]", "d"), id="list"),
        pytest.param("{{Fiche outil}}\n== Déroulé ==\nx", "deroule", "x", id="second heading"),
        pytest.param("{{Fiche outil}}\n== ''procédure'' ==\nx\n=== y ===\nz", "deroule", "x\n=== y ===\nz", id="tree"),
        pytest.param(
            "{{Fiche outil}}\n[[Catégorie:jeu_vif]] [[category:Fiches outils]]", "mots_cles", ("Jeu vif",), id="c"
        ),
        pytest.param(
            "{{Fiche outil}}\n== Informations pratiques ==\n* '''Nombre de participants :''' 12\n",
            "participants",
            "12",
            id="item",
        ),
        pytest.param("{{Fiche outil}}\nlibre", "deroule", "libre", id="rest"),
        pytest.param("avant{{Fiche outil}}après", "deroule", "avant\naprès", id="rest on both sides"),
        pytest.param(
            "{{Fiche outil}}\n== A ==\n=== B ===\nc", "deroule", "=== A ===\n\n==== B ====\nc", id="empty heading"
        ),
    ],
)
def test_a_value_is_read_where_its_rule_says(text: str, field: str, value: object) -> None:
    """Parameters, sections, items and categories give the values of their fields."""
    assert _read(text).values.get(field) == value


def test_the_template_inside_a_section_is_no_part_of_its_text() -> None:
    """A section that holds the template of the sheet gives the text around it."""
    reading = _read("== Procédure ==\navant\n{{Fiche outil|titre=A}}\naprès")
    assert reading.values.get("deroule") == "avant\n\naprès"


def test_rules_inside_a_section_take_their_part_out_of_it() -> None:
    """A section in a section, and an item in it, belong to their own rules only."""
    mapping = Mapping(
        "m", SHEET, "{titre}", ("Fiche outil",), (rule(DEROULE, Section(("A",))), rule(RESUME, Section(("B",))))
    )
    reading = _read("{{Fiche outil}}\n== A ==\nun\n=== B ===\ndeux\n=== C ===\ntrois", mapping)
    assert reading.values.get("deroule") == "un\n=== C ===\ntrois"
    assert reading.values.get("resume") == "deux"


@pytest.mark.parametrize(
    ("text", "unclaimed"),
    [
        pytest.param("{{Fiche outil|inconnu=x|vide=}}", Unclaimed("parameter", "inconnu", "x"), id="parameter"),
        pytest.param("{{Fiche outil|x}}", Unclaimed("parameter", "1", "x"), id="numbered parameter"),
        pytest.param("{{Fiche outil|titre=A|titre=B}}", Unclaimed("parameter", "titre", "A"), id="repeated parameter"),
        pytest.param("{{Fiche outil|résumé=A|resume=B}}", Unclaimed("parameter", "resume", "B"), id="other name, too"),
        pytest.param("{{Fiche outil}}\nlibre", Unclaimed("text", "", "libre"), id="text"),
        pytest.param("{{Fiche outil}}\n== A ==\nb", Unclaimed("section", "== A ==", "b"), id="section"),
        pytest.param("{{Fiche outil}}\n== A ==", Unclaimed("section", "== A ==", ""), id="empty section"),
        pytest.param("{{Fiche outil}}[[Catégorie:x]]", Unclaimed("category", "X", ""), id="category"),
        pytest.param("{{Fiche outil}}{{CLEFDETRI:é}}", Unclaimed("key", "", "{{CLEFDETRI:é}}"), id="sort key"),
    ],
)
def test_what_no_rule_claims_is_reported(text: str, unclaimed: Unclaimed) -> None:
    """Nothing is dropped without a word."""
    rules = (rule(SHEET.fields[0], Parameter(("titre",))), rule(RESUME, Parameter(("résumé", "resume"))))
    assert _read(text, Mapping("m", SHEET, "{titre}", ("Fiche outil",), rules)).unclaimed == (unclaimed,)


def test_a_blank_unnamed_parameter_is_ignored() -> None:
    """A pipe too many at the start of a template is nothing to report."""
    assert _read("{{Fiche outil|\n| titre = A}}").unclaimed == ()


def test_a_page_without_the_template_is_refused() -> None:
    """A page of another template is no sheet, and the refusal names the template."""
    with pytest.raises(RefusedError) as refused:
        _read("{{Autre|titre=A}}")
    assert refused.value.finding.facts == (("template", "Fiche outil"), ("mapping", "multibao-outil"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("{{Fiche outil|titre=un [[lien}}\nfin", "[[lien}}", id="link left open"),
        pytest.param("{{Fiche outil|titre=a}\nfin", "{{Fiche outil|titre=a}", id="template left open"),
        pytest.param("{[[Catégorie:Jeu]]{Fiche outil}}{{Fiche outil}}", "{[[Catégorie:Jeu]]{F", id="joined braces"),
        pytest.param("{{Fiche outil}}\n[[Catégorie:Jeu]]== A ==", "[[Catégorie:Jeu]]==", id="joined heading"),
    ],
)
def test_a_broken_page_is_refused_with_what_breaks_it(text: str, shown: str) -> None:
    """People are shown the place that they have to mend."""
    with pytest.raises(RefusedError) as refused:
        _read(text)
    assert shown in dict(refused.value.finding.facts)["doubt"]


def test_redirects_of_templates_are_followed() -> None:
    """The sheet's template and another one are found by the names that lead to them."""
    redirects = (("Vieille fiche", "Fiche outil"), ("Fiche outil", "Fiche neuve"))
    wiki = replace(MULTIBAO, template_redirects=redirects[:1])
    assert find_call("{{vieille_fiche|titre=a}}", ("Fiche outil",), wiki) is not None
    assert find_call("{{vieille_fiche|titre=a}}", ("Fiche outil",), MULTIBAO) is None
    behind = replace(MULTIBAO, template_redirects=redirects[1:])
    assert find_call("{{Fiche neuve|titre=a}}", ("Fiche outil",), behind) is not None
