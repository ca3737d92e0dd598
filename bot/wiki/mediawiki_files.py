"""The files of a MediaWiki (https://www.mediawiki.org/wiki/API:Imageinfo, https://www.mediawiki.org/wiki/API:Upload)."""

import re
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from pathlib import Path

from bot.domain.files import FileNotes, StoredFile, UploadTerms
from bot.domain.title import Title, bare_title, full_title, normalise
from bot.domain.wiki import FILE, WikiFacts
from bot.errors import Trouble, WikiError
from bot.i18n import _
from bot.wiki.answers import clean
from bot.wiki.downloads import download, host_of
from bot.wiki.files import Heed, unheeded
from bot.wiki.session import Session
from bot.wiki.traffic import Traffic
from bot.wiki.transport import Json
from bot.wiki.understanding import understood
from bot.wiki.uploads import check_unchanged, of_uploads_alone, publish, stash

_TAG = re.compile(r"<(?:style|script)\b.*?</(?:style|script)\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_TOLD = "LicenseUrl|LicenseShortName|UsageTerms|Artist|NonFree"
_BATCH = 50
_NOT_IN_NAMES = frozenset("/:\\")


class MediaWikiFiles:
    """The files of one wiki, seen through its API; *api* is its address."""

    def __init__(
        self, session: Session, facts: Callable[[], WikiFacts], api: str, user_agent: str, traffic: Traffic
    ) -> None:
        self._session = session
        self._facts = facts
        self._api = api
        self._user_agent = user_agent
        self._traffic = traffic
        self._terms: Json | None = None
        self._hosts: frozenset[str] | None = None

    @property
    def name(self) -> str:
        """Give the name that the configuration gives to the wiki."""
        return self._session.wiki

    @understood
    def terms(self) -> UploadTerms:
        """Tell what the wiki takes, asked once; what an account may do is known once it is logged in."""
        if self._terms is None:
            self._terms = self._session.ask(meta="siteinfo", siprop="general|fileextensions")["query"]
        general, account = self._terms["general"], self._session.account
        return UploadTerms(
            enabled=bool(general.get("uploadsenabled")),
            allowed=account is None or "upload" in account.rights,
            may_replace=account is None or bool(account.rights & {"reupload", "reupload-own"}),
            endings=frozenset(str(row["ext"]).lower() for row in self._terms.get("fileextensions", ())),
            maximum=int(general.get("maxuploadsize") or 0),
        )

    @understood
    def look_for(self, names: Iterable[str]) -> dict[str, StoredFile]:
        """Tell what stands at names, in the wiki or in the repository that it shares, by the name asked."""
        found: dict[str, StoredFile] = {}
        for page, asked in self._pages(
            names,
            iiprop="sha1|size|mime|url|user|extmetadata",
            iiextmetadatafilter=_TOLD,
            rvprop="content",
            rvslots="main",
            prop="imageinfo|revisions",
        ):
            file = _read_file(page, self._api)
            if file is not None:
                found |= dict.fromkeys(asked, file)
        return found

    @understood
    def digests(self, names: Iterable[str]) -> dict[str, str]:
        """Give the SHA-1 of the files at names; missing ones are left out."""
        found: dict[str, str] = {}
        for page, asked in self._pages(names, prop="imageinfo", iiprop="sha1"):
            for version in (page.get("imageinfo") or ())[:1]:
                if version.get("sha1"):
                    found |= dict.fromkeys(asked, str(version["sha1"]))
        return found

    @understood
    def with_digest(self, digest: str) -> tuple[str, ...]:
        """Name the files of the wiki itself that hold the bytes with this SHA-1."""
        rows = self._session.ask(list="allimages", aisha1=digest, aiprop="")["query"]["allimages"]
        return tuple(bare_title(str(row["title"])) for row in rows)

    @understood
    def deletion_words(self, names: Iterable[str]) -> dict[str, str]:
        """Give the words with which people last deleted files, one request a name."""
        found: dict[str, str] = {}
        question: Json = {"list": "logevents", "leaction": "delete/delete", "leprop": "comment", "lelimit": 1}
        for name in names:
            title = full_title(self._facts(), FILE, name)
            for event in self._session.ask(letitle=title, **question)["query"]["logevents"]:
                if "comment" in event:
                    found[name] = str(event["comment"])
        return found

    @understood
    def fetch(self, file: StoredFile, into: Path, maximum: int) -> None:
        """Download a file whole, at most *maximum* bytes, and hold it against its SHA-1 and its kind."""
        wiki, hosts, agent = self._session.wiki, self._own_hosts(), self._user_agent

        def once() -> None:
            with self._traffic.counting(wiki, "download"):
                download(wiki, file, into, maximum=maximum, hosts=hosts, user_agent=agent)

        self._session.persist(once)

    @understood
    def upload(
        self, name: str, path: Path, text: str, summary: str, *, replaces: str = "", heed: Heed = unheeded
    ) -> None:
        """Upload a file under a free name, or in the place of the version with the SHA-1 *replaces*, once."""
        title = normalise(full_title(self._facts(), FILE, name), self._facts())
        if not isinstance(title, Title) or bare_title(title.text) != name or _NOT_IN_NAMES & set(name):
            raise WikiError(self._session.wiki, Trouble.PAGE, "badfilename", _("the wiki cannot have a file so named"))
        try:
            key = stash(self._session, name, path)
            check_unchanged(self._session.wiki, name, self.look_for([name]).get(name), replaces, heed)
            publish(self._session, name, key, text, summary, replaces=replaces)
        except WikiError as error:
            raise of_uploads_alone(error) from None

    def _pages(self, names: Iterable[str], **question: str) -> Iterator[tuple[Json, tuple[str, ...]]]:
        """Ask for the pages of files, and give each with the names that were asked for it."""
        wanted: dict[str, list[str]] = {}
        for name in dict.fromkeys(names):
            title = normalise(full_title(self._facts(), FILE, name), self._facts())
            if isinstance(title, Title):
                wanted.setdefault(title.text, []).append(name)
        titles = tuple(wanted)
        for start in range(0, len(titles), _BATCH):
            merged: dict[str, Json] = {}
            for answer in self._session.ask_all(titles="|".join(titles[start : start + _BATCH]), **question):
                for page in answer.get("query", {}).get("pages", ()):
                    whole = merged.setdefault(str(page.get("title")), {})
                    whole |= {key: value for key, value in page.items() if key not in whole}
                if "iistart" in answer.get("continue", {}):
                    break  # the older versions of a file that was asked alone
            for text, page in merged.items():
                yield page, tuple(wanted.get(text, ()))

    def _own_hosts(self) -> frozenset[str]:
        """Name the hosts at which this wiki says its files stand: its own, and those of its repositories."""
        if self._hosts is None:
            query = self._session.ask(meta="filerepoinfo", friprop="name|url|rootUrl|displayname")["query"]
            addresses = [row.get(key) for row in query["repos"] for key in ("url", "rootUrl")]
            hosts = {host_of(str(address)) for address in addresses if address}
            self._hosts = frozenset(filter(None, {*hosts, host_of(self._api), host_of(self._facts().address)}))
        return self._hosts


def _read_file(page: Json, api: str) -> StoredFile | None:
    """Read a file from its page; one whose current version is hidden or missing on the disk is none."""
    versions = page.get("imageinfo") or ()
    if not versions or not versions[0].get("sha1") or not versions[0].get("url"):
        return None
    version: Json = versions[0]
    revisions: list[Json] = page.get("revisions") or [{}]
    address = str(version["url"])
    scheme = api.partition(":")[0]
    return StoredFile(
        name=bare_title(str(page["title"])),
        digest=str(version["sha1"]),
        size=int(version["size"]),
        mime=str(version.get("mime") or ""),
        address=f"{scheme}:{address}" if address.startswith("//") else address,
        page=str(version.get("descriptionurl") or ""),
        user=str(version.get("user") or ""),
        shared=page.get("imagerepository") != "local",
        text=str(revisions[0].get("slots", {}).get("main", {}).get("content") or ""),
        notes=_read_notes(version.get("extmetadata")),
    )


def _read_notes(metadata: object) -> FileNotes:
    told = metadata if isinstance(metadata, dict) else {}

    def words(key: str) -> str:
        value = told.get(key)
        written = str(value.get("value") or "") if isinstance(value, dict) else ""
        return " ".join(unescape(_TAG.sub(" ", written)).split())

    licence = " ".join(dict.fromkeys(filter(None, (words("LicenseShortName"), words("LicenseUrl")))))
    return FileNotes(
        licence or words("UsageTerms"), clean(words("Artist")), words("NonFree").lower() in ("1", "true", "yes")
    )
