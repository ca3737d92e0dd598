"""``republish export``: JSON records of the sheets, and the schema they keep to."""

import json
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.config.load import load
from bot.config.shipped import shipped
from bot.domain.field import Field, Format, Kind, Records, Values
from bot.domain.licences.evidence import Evidence, Place
from bot.domain.licences.values import cc
from bot.domain.page import Contributors, Page, PageRef
from bot.domain.reasons import Reason
from bot.report.records import record_schema, sheet_record
from bot.sync.drafts import Draft
from bot.sync.exporting import export_sheets
from bot.wiki.folder import FolderWiki
from tests.cli.test_demo import ROOT, republish
from tests.farm.dump import SeedRevision
from tests.farm.mediawiki import MediaWikiServer
from tests.wikitext.builders import MULTIBAO

Record = dict[str, Any]

MEDIAWIKI = """\
contact: https://example.org/robot
language: en
wikis:
  source: {{api: "{api}"}}
  other: {{folder: other}}
jobs:
  outils:
    from: {{wiki: source, mapping: multibao-outil, select: [{{category: Fiches outils}}]}}
    to: [{{wiki: other, mapping: movilab-recette}}]
"""


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """Give the demonstration, never synced."""
    shutil.copytree(shipped("config") / "demo", tmp_path / "demo")
    return tmp_path / "demo"


def export(demo: Path, *more: str) -> tuple[int, list[Record]]:
    """Export a demonstration, and give the exit code and the records."""
    ended = republish("export", "--config", str(demo / "republish.yaml"), *more)
    document = json.loads(ended.out)
    assert document["version"] == 1
    return ended.code, document["records"]


def by_title(records: list[Record]) -> dict[str, Record]:
    """Give records by the title of their sheet."""
    return {record["sheet"]["title"]: record for record in records}


def spoil(demo: Path, title: str, old: str, new: str) -> None:
    """Edit a sheet of the source."""
    path = demo / "outils" / f"{title}.wiki"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def schema(name: str = "fiche-pratique", *more: str) -> Record:
    """Print the schema of a format."""
    ended = republish("export", "--schema", name, *more)
    assert ended.code == 0
    return dict(json.loads(ended.out))


TYPES = {"object": dict, "array": list, "string": str, "integer": int, "null": type(None)}


def faults(value: Any, rule: Record, where: str = "") -> list[str]:
    """List where a value breaks a schema: the few keywords that our schemas use, any other is a fault."""
    known = {"$schema", "title", "description", "x-kind", "type", "properties", "required", "additionalProperties"}
    known |= {"items", "minItems", "minLength", "minimum", "format", "const", "enum", "oneOf", "anyOf"}
    found = [f"{where}: keyword {name}" for name in rule.keys() - known]
    if "type" in rule and not isinstance(value, TYPES[rule["type"]]):
        return [*found, f"{where}: not {rule['type']}"]
    if ("const" in rule and value != rule["const"]) or ("enum" in rule and value not in rule["enum"]):
        found.append(f"{where}: {value!r}")
    if isinstance(value, dict):
        properties = rule.get("properties", {})
        found += [f"{where}/{name}: missing" for name in rule.get("required", ()) if name not in value]
        if rule.get("additionalProperties") is False:
            found += [f"{where}/{name}: unknown" for name in value.keys() - properties.keys()]
        for name in value.keys() & properties.keys():
            found += faults(value[name], properties[name], f"{where}/{name}")
    if isinstance(value, list):
        found += [f"{where}: too short"] if len(value) < rule.get("minItems", 0) else []
        for number, item in enumerate(value):
            found += faults(item, rule.get("items", {}), f"{where}/{number}")
    if isinstance(value, str):
        found += [f"{where}: empty"] if len(value) < rule.get("minLength", 0) else []
        if rule.get("format") == "uri" and not re.fullmatch(r"https?://\S+", value):
            found.append(f"{where}: no address")
    for keyword, right in (("oneOf", {1}), ("anyOf", {1, 2, 3})):
        if keyword in rule and sum(not faults(value, each, where) for each in rule[keyword]) not in right:
            found.append(f"{where}: {keyword}")
    return found


def test_a_sheet_is_exported_with_licence_and_credit(demo: Path) -> None:
    """Everything that whoever republishes it needs, lists as arrays, absent fields absent."""
    code, (record,) = export(demo, "--page", "Café_découverte")
    assert code == 0
    assert (record["format"], record["job"]) == ("fiche-pratique", "outils")
    assert record["sheet"] | {"page_id": 0, "revision": 0, "permalink": ""} == {
        "wiki": "Boîte à outils coopérative (démonstration)",
        "address": "https://outils.example.org/",
        "page_id": 0,
        "title": "Café découverte",
        "revision": 0,
        "url": "https://outils.example.org/wiki/Caf%C3%A9_d%C3%A9couverte",
        "permalink": "",
        "date": "2024-05-12T00:00:00+00:00",
    }
    assert record["sheet"]["permalink"].endswith(f"&oldid={record['sheet']['revision']}")
    assert isinstance(record["fields"]["objectifs"], list)
    assert all(record["fields"].values())
    assert record["licence"]["id"] == "CC-BY-SA-4.0"
    assert record["licence"]["evidence"]["place"] in {"wiki", "field"}
    assert record["credit"]["authors"] == ["Colette Rannou"]
    assert (record["credit"]["anonymous"], record["credit"]["hidden"]) == (1, 0)
    assert record["credit"]["history"].endswith("action=history")


def test_nothing_is_written(demo: Path) -> None:
    """Neither to a wiki nor to the state."""
    before = sorted(demo.rglob("*"))
    assert export(demo)[0] == 0
    assert sorted(demo.rglob("*")) == before


def test_every_record_keeps_to_the_schema(demo: Path) -> None:
    """Those of the demonstration, refused ones included; and the schema is no sieve."""
    spoil(demo, "Arpentage", "| titre = Arpentage", "| titre = Arpentage\n| licence = tous droits réservés")
    code, records = export(demo)
    rule = schema()
    assert code == 3
    assert len(records) >= 9
    assert [fault for record in records for fault in faults(record, rule)] == []
    assert rule["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    whole = by_title(records)["Forum ouvert"]
    assert faults(whole | {"fields": whole["fields"] | {"objectifs": "one"}}, rule)
    assert faults(whole | {"fields": {}}, rule)
    assert faults(whole | {"refused": by_title(records)["Arpentage"]["refused"]}, rule)
    assert faults({key: value for key, value in whole.items() if key != "licence"}, rule)


@pytest.mark.parametrize(
    ("licence", "reason"),
    [
        ("tous droits réservés", Reason.LICENCE_NOT_UNDERSTOOD),
        ("CC BY-SA", Reason.LICENCE_VERSION),
        ("CC BY-ND 4.0", Reason.LICENCE_REFUSED),
    ],
)
def test_a_refused_sheet_gives_its_address_and_the_reason_only(demo: Path, licence: str, reason: Reason) -> None:
    """Nothing of what it says is given away; exit code 3, and the others are exported."""
    spoil(demo, "Arpentage", "| titre = Arpentage", f"| titre = Arpentage\n| licence = {licence}")
    code, records = export(demo)
    record = by_title(records)["Arpentage"]
    assert code == 3
    assert record.keys() == {"format", "job", "sheet", "refused"}
    assert record["refused"]["reason"] in {reason.value, Reason.LICENCE_CONFLICT.value}
    assert record["refused"]["sentence"].endswith(".")
    assert "cercle" not in json.dumps(record)
    assert sum("fields" in other for other in records) == len(records) - 1


def test_a_sheet_without_authors_is_refused(demo: Path) -> None:
    """Nobody could credit it."""
    toml = demo / "outils" / "wiki.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace('"Arpentage" = ["', '"X" = ["'), encoding="utf-8")
    code, records = export(demo)
    assert code == 3
    assert by_title(records)["Arpentage"]["refused"]["reason"] == "credit incomplete"


def test_a_declared_licence_names_who_declared_it(demo: Path) -> None:
    """Where the wiki states none."""
    toml, config = demo / "outils" / "wiki.toml", demo / "republish.yaml"
    toml.write_text(re.sub(r"\[licence\][^\[]*", "", toml.read_text(encoding="utf-8")), encoding="utf-8")
    assert export(demo)[0] == 3
    declared = "{id: CC-BY-4.0, declared_by: A. Test, date: 2026-01-05, link: https://a.example/}"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("folder: outils\n", f"folder: outils\n    licence: {declared}\n"), encoding="utf-8")
    code, records = export(demo)
    assert code == 0
    assert [fault for record in records for fault in faults(record, schema())] == []
    assert by_title(records)["Arpentage"]["licence"]["evidence"] == {
        "place": "declared",
        "where": "",
        "raw": "",
        "certainty": "exact",
        "address": "https://a.example/",
        "declared": {"by": "A. Test", "on": "2026-01-05", "link": "https://a.example/"},
        "decided": None,
        "parts": [],
    }


def decide(demo: Path, *arguments: str) -> None:
    """Let a person decide about a sheet."""
    config = ("--config", str(demo / "republish.yaml"))
    republish("licence", "Arpentage", *config, "--by", "Ali", "--reason", "Vu avec elle.", "--decide", *arguments)


def test_what_a_person_decided_for_all_partners_is_exported(demo: Path) -> None:
    """With the licence read out of the words; a word for one partner says nothing here, and a no is told as one."""
    spoil(demo, "Arpentage", "| titre = Arpentage", "| titre = Arpentage\n| licence = CC BY-SA")
    decide(demo, "accept", "--as", "CC-BY-SA-3.0", "--partner", "movilab")
    assert by_title(export(demo)[1])["Arpentage"]["refused"]["reason"] == "licence version unknown"
    decide(demo, "accept", "--as", "CC-BY-SA-3.0")
    code, records = export(demo)
    licence = by_title(records)["Arpentage"]["licence"]
    assert (code, licence["id"], licence["url"]) == (
        0,
        "CC-BY-SA-3.0",
        "https://creativecommons.org/licenses/by-sa/3.0/",
    )
    assert (licence["evidence"]["raw"], licence["evidence"]["decided"]["by"]) == ("CC BY-SA", "Ali")
    assert faults(by_title(records)["Arpentage"], schema()) == []
    decide(demo, "refuse")
    refused = by_title(export(demo)[1])["Arpentage"]["refused"]
    assert refused["reason"] == "licence refused by a person"
    assert "Ali" in refused["sentence"]


def test_the_parts_of_a_sheet_are_exported_with_their_licences(demo: Path) -> None:
    """Each with its words, name and address; one that may not be taken apart holds the whole sheet."""
    mapping = demo / "mappings" / "demo-outil.yaml"
    mapping.write_text(mapping.read_text(encoding="utf-8") + "licences: {parts: [Annexe]}\n", encoding="utf-8")
    spoil(demo, "Arpentage", "[[Catégorie:Lecture]]", "== Annexe ==\nCC BY 3.0 FR\n[[Catégorie:Lecture]]")
    code, records = export(demo)
    (part,) = by_title(records)["Arpentage"]["licence"]["evidence"]["parts"]
    assert (code, part["where"], part["id"], part["kind"]) == (0, "Annexe", "LicenseRef-CC-BY-3.0-FR", "text")
    assert faults(by_title(records)["Arpentage"], schema()) == []
    spoil(demo, "Arpentage", "CC BY 3.0 FR", "CC BY-ND 3.0")
    assert by_title(export(demo)[1])["Arpentage"]["refused"]["reason"] == "licence refused"


def test_a_copy_is_refused_and_waits_for_nobody(demo: Path) -> None:
    """A page that bears our credit is no original."""
    spoil(
        demo, "Arpentage", "[[Catégorie:Lecture]]", '<div class="republication" data-wiki="https://x.example/" '
        'data-page="1" data-revision="2">…</div>\n[[Catégorie:Lecture]]',
    )  # fmt: skip
    code, records = export(demo)
    assert code == 0
    assert by_title(records)["Arpentage"]["refused"]["reason"] == "sheet is itself a copy"


def test_lines_are_the_same_records(demo: Path) -> None:
    """One a line, and a reader may stop early."""
    records = export(demo)[1]
    config = str(demo / "republish.yaml")
    ended = republish("export", "--config", config, "--lines")
    assert [json.loads(line) for line in ended.out.splitlines()] == records
    command = f"{sys.executable} -m bot export --config {config} --lines | head -n 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == records[0]


def test_a_file_is_written_whole_or_not_at_all(demo: Path, tmp_path: Path) -> None:
    """The file of before stays when the source is out of reach, which is exit code 75."""
    out, config = tmp_path / "out.json", ("export", "--config", str(demo / "republish.yaml"), "--out")
    assert republish(*config, str(out)).out == ""
    before = out.read_bytes()
    assert len(json.loads(before)["records"]) >= 9
    shutil.rmtree(demo / "outils")
    ended = republish(*config, str(out))
    assert ended.code == 75
    assert "outils" in ended.err
    assert out.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["demo", "out.json"]


def add_job(demo: Path, source: str) -> None:
    """Add a job that comes after the other and reads another wiki."""
    path = demo / "republish.yaml"
    text = path.read_text(encoding="utf-8").replace("wikis:\n", f"wikis:\n  autres: {source}\n")
    job = text[text.index("  outils:\n    description") :]
    path.write_text(text + job.replace("outils:", "autres:").replace("wiki: outils", "wiki: autres"), encoding="utf-8")


def test_an_interrupted_export_leaves_no_half_file(tmp_path: Path, demo: Path) -> None:
    """SIGTERM ends it as Ctrl-C does, here while it waits for the source of its second job."""
    command = [sys.executable, "-m", "bot", "export", "-c", str(demo / "republish.yaml"), "--lines", "--out"]
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(240)
        add_job(demo, f"{{api: 'http://127.0.0.1:{silent.getsockname()[1]}/api.php'}}")
        running = subprocess.Popen([*command, str(tmp_path / "out")], cwd=ROOT, stderr=subprocess.DEVNULL)
        with running, silent.accept()[0]:
            assert list(tmp_path.glob(".out.*"))
            running.send_signal(signal.SIGTERM)
            assert running.wait(240) == 130
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]


def test_what_cannot_be_written_or_found_is_told(demo: Path, tmp_path: Path) -> None:
    """Wrong usage, with what there is."""
    config = ("export", "--config", str(demo / "republish.yaml"))
    for more, words in (
        (("--out", str(tmp_path / "nowhere" / "out.json")), "nowhere"),
        (("--page", "Nulle part"), "Nulle part"),
        (("--job", "outil"), "outils"),
        (("--schema", "fiche"), "fiche-pratique, fiche-projet"),
    ):
        ended = republish(*config, *more)
        assert ended.code == 2
        assert words in ended.err
    (demo / "republish.yaml").write_text("contact: none\n", encoding="utf-8")
    assert republish(*config).code == 78


def test_a_schema_for_every_format(demo: Path) -> None:
    """Shipped ones without a configuration; those beside a configuration come first."""
    for path in (shipped("mappings") / "formats").glob("*.yaml"):
        assert schema(path.stem)["properties"]["format"] == {"const": path.stem}
    (demo / "mappings" / "formats" / "fiche-pratique.yaml").write_text(
        "format: fiche-pratique\nfields: {titre: {kind: text, required: true}, jours: {kind: list}}\n", encoding="utf-8"
    )
    own = schema("fiche-pratique", "--config", str(demo / "republish.yaml"))["properties"]["fields"]
    assert own["required"] == ["titre"]
    assert own["properties"].keys() == {"titre", "jours"}
    assert own["properties"]["jours"]["type"] == "array"
    assert own["properties"]["jours"]["x-kind"] == "list"


def test_every_kind_has_a_type() -> None:
    """A list and records are arrays, everything else a text with a hint."""
    rule = record_schema(Format("f", tuple(Field(kind.value, kind) for kind in Kind)), "fr")
    types = {name: field["type"] for name, field in rule["properties"]["fields"]["properties"].items()}
    assert types == {kind.value: "array" if kind in (Kind.LIST, Kind.RECORDS) else "string" for kind in Kind}


def test_records_are_lists_of_objects() -> None:
    """Each with its fields, and the schema says which."""
    titre = Field("titre", Kind.TEXT, required=True)
    known = Format("f", (titre, Field("pas", Kind.RECORDS, fields=(titre, Field("outils", Kind.LIST)))))
    steps = Records((Values((("titre", "A"),)), Values((("titre", "B"), ("outils", ("x", "y"))))))
    page = Page(PageRef(1, "N", 2), "", datetime(2026, 1, 1, tzinfo=UTC), "", contributors=Contributors(("Alice",)))
    evidence = Evidence(cc("by", "4.0"), Place.FIELD, "CC BY 4.0")
    record = sheet_record("j", known, page, MULTIBAO, Values((("titre", "N"), ("pas", steps))), evidence, ())
    assert record["fields"] == {"titre": "N", "pas": [{"titre": "A"}, {"titre": "B", "outils": ["x", "y"]}]}
    rule = record_schema(known, "fr")
    assert faults(record, rule) == []
    for wrong in ([], [{}], [{"outils": ["x"]}], [{"titre": "A", "texte": "B"}], "A"):
        assert len(faults(record | {"fields": {"titre": "N", "pas": wrong}}, rule)) > 0


def fill(demo: Path, count: int) -> None:
    """Put many sheets into the source, all with an author."""
    page = (demo / "outils" / "Arpentage.wiki").read_text(encoding="utf-8")
    lines = []
    for number in range(count):
        (demo / "outils" / f"Fiche {number}.wiki").write_text(page, encoding="utf-8")
        lines.append(f'"Fiche {number}" = ["Jeanne Morel"]')
    toml = demo / "outils" / "wiki.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(text.replace("[authors]\n", "[authors]\n" + "\n".join(lines) + "\n"), encoding="utf-8")


def test_a_mediawiki_is_exported(wiki_server: MediaWikiServer, tmp_path: Path) -> None:
    """Through its API, with the licence that the wiki states."""
    text = "{{Fiche outil\n| titre = Tour\n| durée = 1h\n}}\n== Procédure ==\nEn cercle.\n[[Catégorie:Fiches outils]]"
    empty = SeedRevision("Vide", "rien [[Catégorie:Fiches outils]]")
    wiki_server.write_pages([SeedRevision("Tour de table", text), empty])
    config = tmp_path / "republish.yaml"
    config.write_text(MEDIAWIKI.format(api=wiki_server.api), encoding="utf-8")
    ended = republish("export", "--config", str(config))
    records = by_title(json.loads(ended.out)["records"])
    assert ended.code == 3
    assert [fault for record in records.values() for fault in faults(record, schema())] == []
    assert records["Tour de table"]["fields"] == {"titre": "Tour", "duree": "1h", "deroule": "En cercle."}
    assert records["Tour de table"]["licence"]["evidence"]["place"] == "wiki"
    assert records["Tour de table"]["credit"]["authors"] == ["Alice"]
    assert records["Vide"]["refused"]["reason"] == "template not found"


class Counting(FolderWiki):
    """A folder wiki that notes how many pages are asked for at a time."""

    asked: tuple[int, ...] = ()

    def read(self, page_ids: Iterable[int]) -> Iterator[Page]:
        """Read pages."""
        ids = tuple(page_ids)
        self.asked += (len(ids),)
        return super().read(ids)


def test_big_selections_are_never_in_memory_at_once(demo: Path) -> None:
    """At most 500 pages are asked for, and the next ones only when those are given."""
    fill(demo, 700)
    (job,) = load(demo / "republish.yaml").jobs
    wiki = Counting("outils", demo / "outils")
    sheets = export_sheets(job, wiki, lambda _ref: True)
    assert isinstance(next(sheets).found, Draft)
    assert wiki.asked == (500,)
    rest = list(sheets)
    assert wiki.asked == (500, len(rest) + 1 - 500)
    assert len(rest) > 700
