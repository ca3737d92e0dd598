"""Sheets in every layout with every kind of text that other parsers are known to read otherwise than MediaWiki."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.domain.field import Field, Format, Kind
from bot.domain.mapping import Mapping, Parameter
from tests.wikitext.builders import rule
from tests.wikitext.everywhere import ALL

MORE = {
    "objectifs": (Kind.LIST, Parameter(("objectifs", "buts")), ","),
    "premier": (Kind.TEXT, Parameter(("1",)), None),
    "second": (Kind.TEXT, Parameter(("2",)), None),
    "note": (Kind.TEXT, Parameter(("note",), of="Évaluation"), None),
}
_RULES = tuple(rule(Field(name, kind), carrier, separator=mark) for name, (kind, carrier, mark) in MORE.items())
FICHE: Mapping = replace(
    ALL,
    name="nasty",
    format=Format("tout", (*ALL.format.fields, *(each.field for each in _RULES))),
    rules=(*ALL.rules, *_RULES),
)
"""All carriers, with numbered parameters, a list between commas, and two parameters of another template."""

VALUES = (
    # Quotes opened here and closed later on the page, or in the next parameter.
    *("''u", "'''u", "''u''", "'''''u", "l’''u|"),
    # Parser functions, and templates with odd names.
    *("{{#ask:[[c]]|d}}", "{{#if:\nu|v}}", "{{#if:<b>u|v}}", "{{}}", "{{ }}", "{{y\nz|a=1}}", "{{[[y]]}}", "{{a<b>}}"),
    *("{{nobr|1 h 30}}", "{{y|résumé=faux}}", "{{#switch:a|b=c|d}}", "{{{i|j}}}", "{{{{{y}}}}}", "{{{{y}}}}", "{{{}}"),
    # Tags opened and not closed, tags that the wiki knows, and tags that it does not.
    *("<li>u", "<td>", "<div>u", "<span>u|v</span>", "<score>u|v</score>", "<timeline>u|v</timeline>", "<br />u"),
    *(
        "<nowiki>u|v}}</nowiki>",
        "<pre>u|v</pre>",
        "u<ref>v|w</ref>",
        "<math>a|b</math>",
        "<nowiki>u",
        "<ref>u",
        "<pre>u",
    ),
    *("<ref name='a'/>", "<ref {{y}}>", "<noinclude>u|v</noinclude>", "<includeonly>u|v</includeonly>", "<nowiki/>u"),
    *("<onlyinclude>u</onlyinclude>", "<syntaxhighlight>u|v</syntaxhighlight>", "<gallery>\nu.jpg|{{y}}\n</gallery>"),
    *('<span style="b">u</span>', "<poem>u|v</poem>", "<REF>u|v</REF>", "<ref >u|v</ref >"),
    # Links, variants and comments, closed and left open.
    *(
        "[[u",
        "[[u|v",
        "]]",
        "[[u|v]]",
        "[[u{{!}}v]]",
        "[[u\nv|w]]",
        "[[u{v|w]]",
        "[[u<v|w]]",
        "[[Fichier:A.jpg|un [[b|c]]]]",
    ),
    *("-{u", "-{u|v}-", "}-", "<!--u", "<!-- u -->", "u<!-- | v = w -->x", "<!---->", "<!-- u --> <!-- v -->", "-->"),
    *("[http://e.org |b]", "[http://e/?q=1 b]", "http://e.org/?a=1&b=2", "[u", "[[|u]]", "[[u (v)|]]"),
    # Pipes, equals signs, braces.
    *("u|v", "u{{!}}v", "u&#124;v", "u=v", "= u", "u = v = w", "{{=}}", "}}", "{{", "{{{", "}}}", "u}", "{u", "{", "}"),
    # Tables, headings, lists.
    *(
        "\n{|\n|b\n|}",
        "\n{{{!}}\n{{!}}b\n{{!}}}\n",
        "{|\n! a\n|b\n|}",
        "\n== Avis ==\nu",
        "== u ==",
        "\n=u=\n",
        "\n* a\n* b",
    ),
    *("* a", "\n# a\n: b", "; a : b", "\n----\n", " u", "\n\nu\n\nv", ":u", "#u"),
    # Saving, odd characters.
    *("~~~~", "{{subst:y}}", "{{safesubst:y}}", "u\u00a0v", "u\u200ev", "e\u0301", "\ufeffu", "\tu\t", "&lt;!--"),
)
"""Texts that are hard to read, hard to write, or both."""

LAYOUTS = {
    "block": "{{Fiche\n| titre = Mur\n| résumé = VALUE\n| objectifs = a, b\n}}\n== Déroulé ==\nOn commence.",
    "line": "{{Fiche|titre=Mur|résumé=VALUE|objectifs=a, b}}\nUn chapeau.\n[[Catégorie:Jeu]]",
    "last": "{{Fiche|titre=Mur|objectifs=a, b|résumé=VALUE}}\n== Avis ==\nBon.",
    "closed later": "{{Fiche\n|titre=Mur\n|résumé=VALUE\n|objectifs=a\n}}\n''v'' '''w''' </div></span></li></ref>\n"
    "</nowiki> </pre> --> ]] }- |} }}\n== Infos ==\n* Public : tous",
    "list": "{{Fiche\n| titre = Mur\n| objectifs = a, VALUE, b\n| résumé = Court\n}}",
    "positional": "{{Fiche|titre=Mur|VALUE|fin}}\n== Déroulé ==\nOn commence.",
    "numbered": "{{Fiche|\n| 2 = VALUE\n| titre = Mur\n| 2 = fin <!-- la dernière -->\n|dernier}}",
    "twice": "{{Fiche|titre=Autre|résumé=VALUE|titre=Mur|résumé=fin}}",
    "alias": "{{Fiche\n|nom=<!-- rien -->\n|titre=VALUE\n|buts=a\n}}",
    "other": "{{Fiche|titre=Mur}}\n{{Évaluation|note=VALUE|niveau=haut}}\n\nUn chapeau.",
    "other first": "{{Évaluation|niveau=VALUE\n|note=3}}{{Fiche|titre=Mur|résumé=Court}}{{Évaluation|note=4}}",
    "before": "VALUE\n{{Fiche|titre=Mur|résumé=Court}}\n== Déroulé ==\nOn commence.",
    "section": "{{Fiche|titre=Mur}}\n== Déroulé ==\nVALUE\n=== Suite ===\nfin\n== Avis ==\nBon.\n[[Catégorie:Thème X]]",
    "item": "{{Fiche|titre=Mur}}\n[[Fichier:Mur.jpg|vignette]]\n== Infos ==\n* '''Public''' : VALUE\n* Lieu : ici",
    "row": '{{Fiche|titre=Mur}}\n== Infos ==\n{| class="wikitable"\n|-\n! Lieu\n| VALUE\n|-\n! Public\n| tous\n|}',
    "definition": "{{Fiche|titre=Mur}}\n== Budget ==\n; Coût\n: VALUE\n\n{{#set:Mot=VALUE|Durée=2 h}}",
}

CALLS = (
    *(
        "{{Modèle:Fiche|REST}}",
        "{{modèle:fiche|REST}}",
        "{{Template:Fiche|REST}}",
        "{{:Modèle:Fiche|REST}}",
        "{{fiche|REST}}",
    ),
    *("{{ Fiche |REST}}", "{{\nFiche\n|REST}}", "{{_Fiche_|REST}}", "{{Fiche\u200e|REST}}", "{{&nbsp;Fiche|REST}}"),
    *(
        "{{\u00a0Fiche|REST}}",
        "{{Fiche#x|REST}}",
        "{{msg:Fiche|REST}}",
        "{{<noinclude/>Fiche|REST}}",
        "{{&#32;Fiche|REST}}",
    ),
    *(
        "{{<!-- a -->Fiche<!-- b -->|REST}}",
        "{{{{#if:|}}Fiche|REST}}",
        "{{{{#if:a|Fiche}}|REST}}",
        "{{Fi<!-- a -->che|REST}}",
    ),
    *(
        "{{:Fiche|REST}}",
        "{{Aide:Fiche|REST}}",
        "{{#Fiche|REST}}",
        "{{Fiche/fr|REST}}",
        "{{FICHE|REST}}",
        "{{Fiche:|REST}}",
    ),
    *(
        "<includeonly>{{Fiche|REST}}</includeonly>",
        "<noinclude>{{Fiche|REST}}</noinclude>",
        "<ref>{{Fiche|REST}}</ref>",
    ),
    *("<!-- {{Fiche|REST}} -->{{Fiche|titre=vrai}}", "<nowiki>{{Fiche|REST}}</nowiki>{{Fiche|titre=vrai}}"),
    *(
        "[[a|{{Fiche|REST}}]]",
        "{{Encadré|{{Fiche|REST}}}}",
        "{{{a|{{Fiche|REST}}}}}",
        "-{ {{Fiche|REST}} }-",
        "{{{Fiche|REST}}}",
    ),
    *("{{Fiche|REST}}{{Fiche|titre=autre}}", "{{Encadré|{{Fiche|REST}}}}{{Fiche|titre=vrai}}", "{{{{Fiche|REST}}}}"),
    *(
        "== {{Fiche|REST}} ==",
        "* {{Fiche|REST}}",
        "{|\n|{{Fiche|REST}}\n|}",
        "<div>{{Fiche|REST}}",
        "''{{Fiche|REST}}''",
    ),
    *(
        "{{Fiche|REST}",
        "{{Fiche|REST",
        "{Fiche|REST}}",
        "{{Fiche}}",
        "{{Fiche|}}",
        "{{Fiche||}}",
        "{{Fiche|=a}}",
        "{{Fiche|a==b}}",
    ),
    *(
        "<onlyinclude>{{Fiche|REST}}</onlyinclude>",
        "<pre {{Fiche|REST}}>",
        "<nowiki />{{Fiche|REST}}",
        "{{subst:Fiche|REST}}",
    ),
)
REST = "titre=Mur|résumé=Un [[lien|nommé]] <ref>a|b</ref>|un|2=deux"


@dataclass(frozen=True)
class NastyPage:
    """A page with what makes it nasty."""

    name: str
    text: str


def nasty_pages() -> Iterator[NastyPage]:
    """Give each text in each layout, and each way to call a template."""
    for name, layout in LAYOUTS.items():
        for value in VALUES:
            yield NastyPage(f"{name}: {value!r}", layout.replace("VALUE", value))
    for call in CALLS:
        yield NastyPage(call, f"{call.replace('REST', REST)}\n== Déroulé ==\nOn commence.")


_PIECES = (
    *(
        "{{Fiche|",
        "{{Fiche\n| ",
        "{{Évaluation|",
        "titre=",
        "résumé = ",
        "|nom=",
        "\n| objectifs = ",
        "|note=",
        "|niveau=",
    ),
    *(
        "|",
        "\n|",
        "|2=",
        "}}",
        "}}",
        "}}\n",
        "\n}}\n",
        "{{",
        "{{{",
        "}}}",
        "[[",
        "]]",
        "[[a|",
        "-{",
        "}-",
        "=",
        "{{!}}",
    ),
    *(
        "<ref>",
        "</ref>",
        "<nowiki>",
        "</nowiki>",
        "<!-- ",
        " -->",
        "<score>",
        "</score>",
        "<div>",
        "''",
        "{{y|",
        "{{#if:",
    ),
    *("\n== Déroulé ==\n", "\n=== Suite ===\n", "\n== Avis ==", "\n* Public : ", "\n== Infos ==\n", "\n{|\n", "\n|}\n"),
    *("mot", "é", " ", "a, b", "\n", "[[Catégorie:Jeu]]", "{{#set:Mot=a}}", "~~~~"),
)


def generated_pages(count: int, seed: str) -> Iterator[str]:
    """Give pages made of pieces of sheets at random, the same each time; nearly all of them open the template."""
    dice = random.Random(seed)
    for _ in range(count):
        start = dice.choice(("{{Fiche|titre=Mur|", "{{Fiche\n| titre = Mur\n| résumé = ", "{{Fiche|", ""))
        end = dice.choice(("}}", "\n}}\n== Déroulé ==\nfin", ""))
        yield start + "".join(dice.choices(_PIECES, k=dice.randint(1, 10))) + end
