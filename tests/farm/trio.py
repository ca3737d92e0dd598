"""Three wikis as cooperating communities have them: a source, and two partners that write otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.farm.mediawiki import MediaWikiServer, start_wiki
from tests.farm.seed import brest_templates, movilab_templates, sheets, source_templates

RECIPES = {100: "Recette", 101: "Discussion recette"}


@dataclass(frozen=True)
class Trio:
    """Three running wikis."""

    multibao: MediaWikiServer
    movilab: MediaWikiServer
    brest: MediaWikiServer

    def __iter__(self) -> Iterator[MediaWikiServer]:
        """Give the source, then the partners."""
        return iter((self.multibao, self.movilab, self.brest))

    def snapshot(self, name: str = "saved") -> None:
        """Remember all three as they are now, under a name."""
        for wiki in self:
            wiki.snapshot(name)

    def restore(self, name: str = "saved") -> None:
        """Put all three back as they were at the last snapshot of that name."""
        for wiki in self:
            wiki.restore(name)

    def stop(self) -> None:
        """Stop all three."""
        for wiki in self:
            wiki.stop()


def start_trio(folder: Path, sheet_count: int = 5, workers: int = 4) -> Trio:
    """Start three wikis with their templates and a few sheets at the source, and remember them so."""
    started: list[MediaWikiServer] = []
    try:
        started.append(start_wiki(folder / "multibao", "multibao", site_name="Multibao", workers=workers))
        started.append(
            start_wiki(folder / "movilab", "movilab", site_name="Movilab", namespaces=RECIPES, workers=workers)
        )
        started.append(start_wiki(folder / "brest", "brest", site_name="Wiki-Brest", workers=workers))
        trio = Trio(*started)
        trio.multibao.write_pages([*source_templates(), *sheets(sheet_count)])
        trio.movilab.write_pages(movilab_templates())
        trio.brest.write_pages(brest_templates())
        trio.snapshot()
    except BaseException:
        for wiki in started:
            wiki.stop()
        raise
    return trio
