"""The file ``wiki.toml`` of a folder: what the folder says of itself and of the authors of its pages."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from bot.domain.page import Contributors
from bot.domain.pattern import holes
from bot.domain.title import Title, normalise
from bot.domain.wiki import NEVER_WRITTEN, Namespace, Notice, WikiFacts
from bot.errors import Trouble, WikiError
from bot.i18n import _
from bot.wiki.folder_files import read_file

FILE_NAME = "wiki.toml"
_FIRST_OWN_NAMESPACE = 100
_TEXTS = ("name", "language", "address", "page", "revision", "history")
_TABLES = ("licence", "namespaces", "authors", "anonymous", "dates")
_HOLES = {"page": {"title"}, "revision": {"title", "revision"}, "history": {"title"}}
_ADDRESS = re.compile(r"https?://[^\s\[\]|<>\"]+")
_LINE = re.compile(r"at line (\d+)")
# Number, French name, English name, further names: https://www.mediawiki.org/wiki/Manual:Namespace
_SPACES: tuple[tuple[int, str, str, tuple[str, ...]], ...] = (
    (-2, "Média", "Media", ()),
    (-1, "Spécial", "Special", ()),
    (1, "Discussion", "Talk", ()),
    (2, "Utilisateur", "User", ("Utilisatrice",)),
    (3, "Discussion utilisateur", "User talk", ("Discussion utilisatrice",)),
    (4, "Projet", "Project", ()),
    (6, "Fichier", "File", ("Image",)),
    (8, "MediaWiki", "MediaWiki", ()),
    (9, "Discussion MediaWiki", "MediaWiki talk", ()),
    (10, "Modèle", "Template", ()),
    (11, "Discussion modèle", "Template talk", ()),
    (12, "Aide", "Help", ()),
    (14, "Catégorie", "Category", ()),
    (828, "Module", "Module", ()),
    (829, "Discussion module", "Module talk", ()),
)


@dataclass(frozen=True, slots=True)
class FolderToml:
    """What ``wiki.toml`` says; pages are named by their normalised titles."""

    facts: WikiFacts
    contributors: Mapping[str, Contributors] = field(default_factory=dict)
    dates: Mapping[str, datetime] = field(default_factory=dict)


def read_toml(wiki: str, folder: Path) -> FolderToml:
    """Read the file of a folder; without one the folder is a French wiki that bears the folder's name.

    Raises:
        WikiError: the file holds a mistake, told with its line.

    """
    return _Reader(wiki, folder).everything()


class _Reader:
    """One reading of one file, which knows where to point when something is wrong."""

    def __init__(self, wiki: str, folder: Path) -> None:
        self.wiki, self.folder, self.path = wiki, folder, folder / FILE_NAME
        self.source = ""
        self.raw: dict[str, Any] = {}
        try:
            found = read_file(self.path)
        except NotADirectoryError:
            found = None
        if found is None:
            return
        try:
            self.source = found[0].decode("utf-8-sig")
            self.raw = tomllib.loads(self.source)
        except UnicodeDecodeError as error:
            raise self._problem(1, _("the file is not UTF-8: save it again as UTF-8.")) from error
        except tomllib.TOMLDecodeError as error:
            line = _LINE.search(str(error))
            hint = _("{reason}. A name with accents or spaces stands in double quotes.").format(reason=error)
            raise self._problem(int(line[1]) if line else 1, hint) from error

    def everything(self) -> FolderToml:
        for key in self.raw:
            if key not in _TEXTS + _TABLES:
                known = ", ".join(_TEXTS + _TABLES)
                raise self._at(key, _("“{key}” means nothing here; known are: {known}."), known=known)
        facts = self._facts()
        return FolderToml(facts, self._contributors(facts), self._dates(facts))

    def _facts(self) -> WikiFacts:
        language = self._text(self.raw, "language", "fr")
        return WikiFacts(
            site_name=self._text(self.raw, "name", "") or self.folder.absolute().name,
            address=self._text(self.raw, "address", "") or f"folder:{self.wiki}",
            language=language,
            page_pattern=self._pattern("page"),
            revision_pattern=self._pattern("revision"),
            history_pattern=self._pattern("history"),
            namespaces=self._namespaces(language),
            notice=self._notice(),
        )

    def _pattern(self, key: str) -> str:
        address = self._text(self.raw, key, "")
        if address and not _ADDRESS.fullmatch(address):
            raise self._at(key, _("“{key}” must be an address that begins with https:// and holds no blank."))
        unknown = set(holes(address)) - _HOLES[key]
        if unknown:
            known = ", ".join(f"{{{hole}}}" for hole in sorted(_HOLES[key]))
            raise self._at(key, _("“{key}” has a hole that means nothing; known are: {known}."), known=known)
        return address

    def _notice(self) -> Notice:
        table = self._table("licence")
        for key in table:
            if key not in ("url", "text"):
                raise self._at(key, _("“{key}” means nothing here; known are: {known}."), known="url, text")
        return Notice(self._text(table, "url", ""), self._text(table, "text", ""))

    def _namespaces(self, language: str) -> tuple[Namespace, ...]:
        own: dict[int, list[str]] = {}
        for name, number in self._table("namespaces").items():
            if not _whole(number) or number < 1:
                raise self._at(name, _("the namespace “{key}” needs a whole number above 0, such as 100."))
            own.setdefault(number, []).append(name.replace("_", " ").strip())
        for number, french, english, others in _SPACES:
            local = french if language.startswith("fr") else english
            own[number] = [*own.get(number, []), local, english, *others]
        spaces = (
            Namespace(number, tuple(dict.fromkeys(names)), content=_holds_content(number))
            for number, names in sorted(own.items())
        )
        return (Namespace(0, ("",), content=True), *spaces)

    def _contributors(self, facts: WikiFacts) -> dict[str, Contributors]:
        names: dict[str, tuple[str, ...]] = {}
        for key, title, value in self._by_title("authors", facts):
            if not isinstance(value, list) or not all(isinstance(name, str) and name.strip() for name in value):
                raise self._at(key, _('the authors of “{key}” must be a list of names, such as ["Jeanne Morel"].'))
            names[title] = tuple(sorted({name.strip() for name in value}))
        anonymous: dict[str, int] = {}
        for key, title, value in self._by_title("anonymous", facts):
            if not _whole(value) or value < 0:
                raise self._at(key, _("the number of anonymous contributors of “{key}” must be a whole number."))
            anonymous[title] = value
        return {
            title: Contributors(names.get(title, ()), anonymous.get(title, 0)) for title in names.keys() | anonymous
        }

    def _dates(self, facts: WikiFacts) -> dict[str, datetime]:
        dates: dict[str, datetime] = {}
        for key, title, value in self._by_title("dates", facts):
            if not isinstance(value, date):
                raise self._at(key, _("the date of “{key}” must be a date without quotes, such as 2024-05-12."))
            moment = value if isinstance(value, datetime) else datetime.combine(value, time())
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            dates[title] = moment.astimezone(UTC).replace(microsecond=0)
        return dates

    def _by_title(self, table: str, facts: WikiFacts) -> Iterator[tuple[str, str, Any]]:
        """Give the rows of a table that is kept by page, with the normalised title of each."""
        seen: set[str] = set()
        for key, value in self._table(table).items():
            title = normalise(key, facts)
            if not isinstance(title, Title):
                raise self._at(key, _("“{key}” can be no page title ({fault})."), fault=title.value)
            if title.text in seen:
                raise self._at(key, _("“{key}” stands twice in [{table}], in two spellings."), table=table)
            seen.add(title.text)
            yield key, title.text, value

    def _table(self, key: str) -> dict[str, Any]:
        value = self.raw.get(key, {})
        if not isinstance(value, dict):
            raise self._at(key, _("“{key}” must be a table that begins with [{key}] on a line of its own."))
        return value

    def _text(self, table: dict[str, Any], key: str, default: str) -> str:
        value = table.get(key, default)
        if not isinstance(value, str):
            raise self._at(key, _("“{key}” must be a text in double quotes."))
        return value.strip()

    def _at(self, key: str, message: str, **facts: str) -> WikiError:
        """Point to the line where a key stands; tomllib does not keep it, so the last such line it is."""
        pattern = re.compile(rf"^\s*\[?\s*[\"']?{re.escape(key)}[\"']?\s*[=.\]]", re.MULTILINE)
        found = list(pattern.finditer(self.source))
        line = self.source.count("\n", 0, found[-1].end()) + 1 if found else 1
        return self._problem(line, message.format(key=key, **facts))

    def _problem(self, line: int, message: str) -> WikiError:
        return WikiError(self.wiki, Trouble.WIKI, "bad-wiki-toml", f"{self.path}:{line}: {message}")


def _holds_content(number: int) -> bool:
    return number >= _FIRST_OWN_NAMESPACE and number % 2 == 0 and number not in NEVER_WRITTEN


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
