"""Templates of wikis: boxes with the parameters that a mapping writes, and the credit."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

PICTURE = "{{#if:{{{IMAGE|}}}|[[Fichier:{{{IMAGE}}}|thumb|{{{HEADING|}}}]]}}"
CAPTION = "<caption>{{{HEADING|{{PAGENAME}}}}}</caption>"
ROW = "{{#if:{{{KEY|}}}|<tr><th>LABEL</th><td>\n{{{KEY}}}</td></tr>}}"


def box(heading: str, labels: Mapping[str, str], image: str = "") -> str:
    """Write a template that shows the values that are given, and documents its parameters."""
    shown = [PICTURE.replace("IMAGE", image)] if image else []
    shown += ['<table class="wikitable fiche">', CAPTION]
    shown += [ROW.replace("KEY", key).replace("LABEL", label) for key, label in labels.items()]
    known = json.dumps(
        {"params": {key: {} for key in (heading, *labels, *([image] if image else []))}}, ensure_ascii=False
    )
    body = "\n".join([*shown, "</table>"]).replace("HEADING", heading)
    return f"<includeonly>{body}</includeonly><noinclude><templatedata>{known}</templatedata></noinclude>"


def template_of(mapping: Path) -> tuple[str, str]:
    """Give the title and the text of a template with the parameters of a mapping's file."""
    content = yaml.safe_load(mapping.read_text(encoding="utf-8"))
    parameters = dict(_parameters(content["fields"]))
    heading, image = parameters.pop("titre", "titre"), parameters.pop("image", "")
    names = [*parameters.values(), *content.get("constants", {})]
    return f"Modèle:{content['template']}", box(heading, {name: name.capitalize() for name in names}, image)


def _parameters(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for field, place in fields.items():
        names = place.get("parameter", ())
        if names:
            yield field, names if isinstance(names, str) else str(names[0])


CREDIT = """<includeonly><div class="republication-modele">
Cette page est une copie de [{{{lien}}} {{{titre}}}], par {{{auteurs|}}}\
{{#if:{{{anonymes|}}}|&#32;({{{anonymes}}} contributions anonymes)}}\
{{#if:{{{masqués|}}}|&#32;({{{masqués}}} noms masqués)}}\
{{#if:{{{noms_retirés|}}}|&#32;({{{noms_retirés}}} noms retirés)}}, depuis {{{wiki}}} ({{{adresse}}}, page {{{page}}}).

{{#if:{{{liste_auteurs|}}}|Tous les noms : <span class="mw-collapsible">{{{liste_auteurs}}}</span>}}
{{#if:{{{partie_à_créditer|}}}|À créditer : {{{partie_à_créditer}}}}}

Révision [{{{permalien}}} {{{révision}}}] du {{{jour_source|{{{date_source}}}}}} ([{{{historique}}} historique]), \
copiée le {{{jour_copie|{{{date_copie}}}}}}.

Licence : [{{{licence_url}}} {{{licence}}}] ({{{licence_id}}}). {{{régime|}}}\
{{#if:{{{licences_des_parties|}}}|&#32;Parties à part : {{{licences_des_parties}}}.}}\
{{#if:{{{preuve|}}}|&#32;Preuve : {{{preuve}}}.}}

Modifications par le robot : {{{modifications|aucune}}}. {{{non_caution|}}} {{{retrait|{{{contact|}}}}}}

{{#if:{{{fichiers|}}}|Fichiers : {{{fichiers}}}}}

{{#if:{{{mention_originale|}}}|Mentions : {{{mention_originale}}}}}

{{#if:{{{crédits_antérieurs|}}}|Crédit de cette page, copie elle-même :

{{{crédits_antérieurs}}}}}
</div></includeonly><noinclude><templatedata>{"params": {"titre": {}, "wiki": {}, "adresse": {}, "page": {}, \
"révision": {}, "lien": {}, "permalien": {}, "historique": {}, "auteurs": {}, "anonymes": {}, "masqués": {}, \
"licence": {}, "licence_id": {}, "licence_url": {}, "régime": {}, "date_source": {}, "date_copie": {}, \
"modifications": {}, "preuve": {}, "contact": {}, "liste_auteurs": {}, "noms_retirés": {}, \
"partie_à_créditer": {}, "jour_source": {}, "jour_copie": {}, "mention_originale": {}, "fichiers": {}, \
"non_caution": {}, "retrait": {}, "licences_des_parties": {}, \
"chaîne": {}, "crédits_antérieurs": {}}}</templatedata></noinclude>"""
