"""The shipped formats and mappings, and the sheets that a person would read from the pages of this folder."""

from dataclasses import dataclass
from pathlib import Path

from bot.config.formats import read_format
from bot.config.mappings import read_mapping
from bot.config.shipped import shipped
from bot.domain.field import FieldValue, Format, Records, Values
from bot.domain.mapping import Mapping

PAGES = Path(__file__).parent / "pages"
MAPPINGS = tuple(sorted(path.stem for path in shipped("mappings").glob("*.yaml")))
FORMATS = tuple(sorted(path.stem for path in (shipped("mappings") / "formats").glob("*.yaml")))


def format_called(name: str) -> Format | None:
    """Read a shipped format."""
    return read_format(shipped("mappings") / "formats" / f"{name}.yaml")[1]


def mapping_called(name: str) -> Mapping:
    """Read a shipped mapping, which has no mistakes and nothing to warn of."""
    draft, mapping = read_mapping(shipped("mappings") / f"{name}.yaml", format_called, FORMATS)
    assert (draft.problems, draft.warnings) == ([], [])
    assert mapping is not None
    return mapping


@dataclass(frozen=True)
class Example:
    """A page written by hand, the mapping that reads it, and what it says."""

    mapping: str
    title: str
    fields: dict[str, FieldValue]

    @property
    def text(self) -> str:
        """Give the page."""
        return (PAGES / f"{self.mapping}.wiki").read_text(encoding="utf-8").rstrip()

    @property
    def values(self) -> Values:
        """Give what it says, as values."""
        return Values(tuple(self.fields.items()))


PRACTICE = Example(
    "multibao-outil",
    "Bâton de parole",
    {
        "titre": "Bâton de parole",
        "resume": "Un tour de parole où personne ne coupe personne.",
        "objectifs": ("se connaître", "prendre la parole", "écouter"),
        "participants": "de 5 à 15",
        "duree": "45 min",
        "deroule": """\
Asseyez-vous en cercle, sans table au milieu. Un bâton passe de main en main.

=== Les trois règles ===
# Qui tient le bâton parle ; les autres écoutent.
# On peut '''passer''' sans rien dire : c’est aussi une parole.
# On parle en « je ».

=== Le second tour ===
Il est souvent le plus riche. Demandez : ''qu’avez-vous entendu ?'' et laissez un silence avant de repartir.

=== Variante ===
Debout, avec un ballon. Au-delà de quinze personnes, faites deux cercles et un [[Débat mouvant]] pour se retrouver.

=== Pour aller plus loin ===
* Préparez une question qui ne se répond pas par oui ou par non.
* Gardez dix minutes à la fin pour dire comment on repart.""",
        "mots_cles": ("Gouvernance", "Écoute"),
        "image": "Bâton de parole.jpg",
        "sources": """\
* Notes d’un atelier à la Maison du libre, à Brest.<ref>Le 12 mars 2023.</ref>
<references />""",
        "licence": "Licence [https://creativecommons.org/licenses/by-sa/3.0/fr/ CC BY-SA 3.0 FR]",
    },
)

PROJECT = Example(
    "imagination-projet",
    "Projet:Café réparation du Guelmeur",
    {
        "titre": "Café réparation du Guelmeur",
        "resume": "Un atelier où l’on répare ensemble ce que l’on allait jeter.",
        "objectifs": ("jeter moins", "transmettre des savoir-faire ; prendre confiance", "se rencontrer"),
        "public": ("habitants du quartier", "personnes isolées"),
        "description": """\
Le premier samedi du mois, la salle de la Maison pour tous devient atelier : six tables, une bouilloire, des tournevis.

=== Une séance ===
# On s’inscrit à l’accueil, avec son objet sous le bras.
# On cherche la panne '''à deux''' : la personne qui sait explique, celle qui possède dévisse.
# On note ce qui a marché dans le [[carnet de pannes]].

=== Ce que nous avons appris ===
On répare environ deux objets sur trois. Le troisième fait de très bonnes pièces détachées.""",
        "etape": "en cours",
        "porteur": "Association ''Un peu d’R'', avec [[Soizic Abgrall]]",
        "partenaires": ("Maison pour tous du Guelmeur", "[[Les Petits Débrouillards]]"),
        "territoire": "Brest, quartier du Guelmeur",
        "lieu": "48.3994, -4.4701",
        "debut": "2022-10-01",
        "besoins": ("une couturière le samedi", "un local de 15 m² pour les outils", "des fers à souder"),
        "site": "https://unpeudr.example.org/cafe",
        "mots_cles": ("Réparation", "Économie circulaire"),
        "image": "Café réparation Guelmeur.jpg",
        "sources": """\
* Carnet de l’association, saison 2023–2024.<ref>Pages 4 à 9.</ref>
<references />""",
        "licence": "[https://creativecommons.org/licenses/by-sa/4.0/deed.fr CC BY-SA 4.0]",
    },
)

INNOVATION = Example(
    "resolis-innovation",
    "La conserverie mobile",
    {
        "titre": "La conserverie mobile",
        "resume": "Une remorque équipée va de marché en marché. On y met en bocaux les légumes qui ne se vendent pas : "
        "ils ne sont plus perdus, et l’on apprend à cuisiner.",
        "porteur": "Coopérative ''Les Bocaux du Ponant''",
        "partenaires": ("Communauté d’agglomération", "Centre social de Keryado", "Réseau [[Cocagne]]"),
        "territoire": "Pays de Lorient et presqu’île de Rhuys",
        "lieu": "47.7486, -3.3664",
        "debut": "mars 2019",
        "public": ("familles", "maraîchers", "jeunes"),
        "objectifs": ("réduire le gaspillage", "donner accès à de bons légumes", "créer deux emplois"),
        "description": """\
Chaque semaine d’avril à novembre, l’équipe s’installe sur une place.

=== La collecte ===
Les maraîchers déposent leurs invendus avant 9 h ({{unité|120|kg}} en moyenne).

=== L’atelier ===
# On lave, on coupe, on goûte.
# On stérilise pendant que l’on déjeune ensemble.""",
        "originalite": "La cuisine vient aux gens, et ''non l’inverse''.",
        "resultats": """\
{| class="wikitable"
! Année !! Bocaux
|-
| 2022 || 14 000
|}""",
        "difficultes": "La remorque est tombée en panne trois fois. Depuis, une seconde attend au dépôt.",
        "essaimage": "Commencez par une cuisine de collège pendant les vacances : le matériel y est déjà.",
        "mots_cles": ("Alimentation", "Emploi"),
        "image": "Bocaux du Ponant.png",
        "sources": "* [https://bocaux.example.org/bilan Bilan 2022 de la coopérative]",
        "licence": "CC BY 4.0",
    },
)

TEACHING = Example(
    "campus-dispositif",
    "Amphi inversé",
    {
        "titre": "L’amphi inversé par équipes",
        "resume": "Les étudiantes et étudiants lisent avant, débattent en amphi, et le cours magistral devient une "
        "réponse à leurs questions.",
        "porteur": "Fatou Diallo, Yann Kervella",
        "etablissement": "Campus numérique de Bretagne",
        "niveaux": ("licence", "formation continue"),
        "disciplines": ("Biologie", "Chimie"),
        "participants": "de 40 à 180, par équipes de 5",
        "duree": "1h30",
        "objectifs": (
            "poser une question de recherche",
            "argumenter devant d’autres",
            "relier le cours à un cas réel",
        ),
        "materiel": ("boîtiers de vote", "grandes feuilles", "un minuteur"),
        "deroule": """\
=== Avant ===
Chaque équipe reçoit un article différent, et dépose '''deux questions''' la veille à midi.

=== Pendant ===
# Tri des questions au tableau (15 min).
# Réponses, d’abord par les autres équipes.
# Synthèse par l’enseignante : <math>n \\geq 3</math> idées, pas plus.

Dispositif raconté lors des ''Rencontres pédagogiques'' de printemps.""",
        "evaluation": "Un carnet d’équipe, relu par une autre équipe. La note compte pour un quart.",
        "resultats": "Au premier semestre, une équipe sur trois n’avait pas lu. Depuis que les questions ouvrent la "
        "séance, elles lisent.",
        "essaimage": "Commencez par ''une seule'' séance, avec un collègue dans la salle.",
        "mots_cles": ("Classe inversée", "Travail en équipe"),
        "image": "Amphi par équipes.jpg",
        "sources": "* Carnet du centre d’appui à la pédagogie, n° 7, « Lire avant ».",
        "licence": "https://creativecommons.org/licenses/by/4.0/",
    },
)

RECIPE = Example(
    "movilab-libre",
    "Recette:Le pain partagé",
    {
        "titre": "Le pain partagé",
        "resume": "Un four de rue, une fournée, et tout un quartier autour de la même pâte.",
        "porteur": "Le fournil de la Rue Haute",
        "difficulte": "moyenne",
        "cout": "environ 25 € pour trente personnes",
        "duree": "4 h",
        "participants": "une trentaine, enfants compris",
        "ingredients": (
            "10 kg de farine de blé",
            "6,5 litres d’eau tiède",
            "200 g de sel",
            "un levain ''rafraîchi la veille''",
        ),
        "materiel": ("un four mobile", "six saladiers", "une balance"),
        "deroule": """\
# Pétrir à plusieurs, '''sans se presser''' (40 min).
# Laisser lever sous un drap ; pendant ce temps, on [[Brise-glace|fait connaissance]].
# Façonner : chaque personne marque son pain d’un signe.
# Enfourner à 240 °C, pendant 45 minutes.""",
        "etapes": Records(
            (
                Values(
                    (
                        ("titre", "Le pétrissage"),
                        ("duree", "40 min"),
                        ("texte", "* de la farine,\n* de l’eau, puis [[le sel]] | jamais avant"),
                        ("image", "Pétrin.jpg"),
                    )
                ),
                Values((("titre", "La cuisson"), ("texte", "Enfourner quand la braise est ''blanche''."))),
            )
        ),
        "conseils": """\
Prévoyez deux personnes qui ne font que surveiller le feu.

=== Et s’il pleut ? ===
Sous un barnum, le four tire mal : tournez l’ouverture dos au vent.""",
        "variantes": "À Rennes, on en fait des ''galettes'' ; c’est plus rapide, et il n’y a pas besoin de levain.",
        "site": "https://fournil.example.org/plans-du-four",
        "mots_cles": ("Convivialité", "Four mobile", "Alimentation"),
        "image": "Four de rue.jpg",
        "sources": "* Carnet du fournil, été 2023.",
        "licence": "CC-BY-SA 4.0",
    },
)

EXAMPLES = {
    "fiche-pratique": PRACTICE,
    "fiche-projet": PROJECT,
    "innovation-sociale": INNOVATION,
    "innovation-pedagogique": TEACHING,
    "recette-libre": RECIPE,
}
