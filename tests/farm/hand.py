"""What people do at a wiki, real or in memory, so that one story can be played at both."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, Protocol

from tests.farm.install import ROBOT
from tests.farm.people import Person, RefusedError


@dataclass(frozen=True)
class HistoryEntry:
    """One revision of a page."""

    revision: int
    parent: int
    user: str
    comment: str
    timestamp: str


class Hand(Protocol):
    """People at a wiki, each named, the empty name nobody in particular; refusals are :class:`RefusedError`."""

    def create(self, title: str, text: str, user: str = "Alice") -> int:
        """Write a page that must not exist, and give its revision."""
        ...

    def edit(self, title: str, text: str, user: str = "Alice", summary: str = "") -> int:
        """Write a page, and give its revision."""
        ...

    def blank(self, title: str, user: str = "Alice") -> int:
        """Take all text out of a page."""
        ...

    def revert(self, title: str, user: str = "Alice", *, back: int = 1) -> int:
        """Bring the text before the last edit back, or an older one."""
        ...

    def move(self, old: str, new: str, *, redirect: bool = True, user: str = "Admin") -> None:
        """Rename a page, with a redirect or without."""
        ...

    def delete(self, title: str, reason: str = "Essai") -> None:
        """Delete a page."""
        ...

    def undelete(self, title: str) -> None:
        """Bring a deleted page back."""
        ...

    def protect(self, title: str, level: str = "sysop") -> None:
        """Let only administrators edit (or create) a page; the level ``all`` lifts that."""
        ...

    def let_protect(self) -> None:
        """Give the robot the right to protect pages."""
        ...

    def block(self, user: str = ROBOT, reason: str = "Essai") -> None:
        """Block an account."""
        ...

    def unblock(self, user: str = ROBOT) -> None:
        """Lift a block."""
        ...

    def hide_user(self, revision: int, what: str = "user") -> None:
        """Hide the author (or the ``content``, the ``comment``) of a revision."""
        ...

    def suppress_user(self, revision: int) -> None:
        """Hide the author of a revision so that no public log tells of it."""
        ...

    def hide_reason(self, title: str) -> None:
        """Hide the words with which a page was deleted last."""
        ...

    def revision(self, title: str) -> int:
        """Give the current revision of a page, 0 when there is none."""
        ...

    def text(self, title: str) -> str | None:
        """Give the text of a page, None when there is none."""
        ...

    def history(self, title: str, limit: int = 500) -> list[HistoryEntry]:
        """Give the revisions of a page, newest first."""
        ...

    def titles(self, namespace: int = 0) -> list[str]:
        """List the pages of a namespace, redirects left out."""
        ...


class FarmHand(ABC):
    """The hand at a real wiki."""

    @abstractmethod
    def person(self, name: str = "Alice") -> Person:
        """Give the session of a person."""

    @abstractmethod
    def let_protect(self) -> None:
        """Give the robot the right to protect pages."""

    def edit(self, title: str, text: str, user: str = "Alice", summary: str = "") -> int:
        """Write a page as a person does, and give its revision."""
        answer = self.person(user).post(action="edit", title=title, text=text, summary=summary)["edit"]
        return int(answer.get("newrevid") or self.history(title)[0].revision)

    def create(self, title: str, text: str, user: str = "Alice") -> int:
        """Write a page that must not exist."""
        answer = self.person(user).post(action="edit", title=title, text=text, createonly=True)
        return int(answer["edit"]["newrevid"])

    def blank(self, title: str, user: str = "Alice") -> int:
        """Take all text out of a page."""
        return self.edit(title, "", user)

    def revert(self, title: str, user: str = "Alice", *, back: int = 1) -> int:
        """Bring the text before the last edit back, or an older one."""
        return self.edit(title, self.old_text(self.history(title)[back].revision), user)

    def delete(self, title: str, reason: str = "Essai") -> None:
        """Delete a page as the administrator."""
        self.person("Admin").post(action="delete", title=title, reason=reason)

    def move(self, old: str, new: str, *, redirect: bool = True, user: str = "Admin") -> None:
        """Rename a page, with a redirect or without."""
        self.person(user).post(**{"action": "move", "from": old, "to": new, "noredirect": not redirect})

    def protect(self, title: str, level: str = "sysop") -> None:
        """Let only administrators edit (or create) a page; the level ``all`` lifts that."""
        action = "edit" if self.revision(title) else "create"
        self.person("Admin").post(action="protect", title=title, protections=f"{action}={level}")

    def block(self, user: str = ROBOT, reason: str = "Essai") -> None:
        """Block an account."""
        self.person("Admin").post(action="block", user=user, reason=reason, allowusertalk=True)

    def unblock(self, user: str = ROBOT) -> None:
        """Lift a block."""
        self.person("Admin").post(action="unblock", user=user)

    def suppress_user(self, revision: int) -> None:
        """Hide the author of a revision so that no public log tells of it."""
        self.hide_user(revision, suppress="yes")

    def hide_user(self, revision: int, what: str = "user", suppress: str = "nochange") -> None:
        """Hide the author (or the ``content``, the ``comment``) of a revision."""
        hidden = {"type": "revision", "ids": revision, "hide": what, "suppress": suppress}
        told = self.person("Admin").post(action="revisiondelete", **hidden)
        # A refusal stands inside of a success.
        for error in (error for item in told["revisiondelete"]["items"] for error in item.get("errors", ())):
            raise RefusedError(str(error.get("code") or error.get("message")), action="revisiondelete")

    def hide_reason(self, title: str) -> None:
        """Hide the words with which a page was deleted last, as the administrator."""
        admin = self.person("Admin")
        question = {"list": "logevents", "leaction": "delete/delete", "letitle": title, "leprop": "ids", "lelimit": 1}
        entry = admin.get(action="query", **question)["query"]["logevents"][0]["logid"]
        told = admin.post(action="revisiondelete", type="logging", ids=entry, hide="comment", target=title)
        assert told["revisiondelete"]["status"] == "Success", told

    def undelete(self, title: str) -> None:
        """Bring a deleted page back as the administrator, with all its revisions."""
        self.person("Admin").post(action="undelete", title=title)

    def upload(self, name: str, content: bytes, text: str = "", user: str = "Alice") -> None:
        """Upload a file."""
        files = {"file": (name, content)}
        self.person(user).post(action="upload", filename=name, text=text, ignorewarnings=True, files=files)

    # What stands there

    def revision(self, title: str) -> int:
        """Give the current revision of a page, 0 when there is none."""
        history = self.history(title, limit=1)
        return history[0].revision if history else 0

    def text(self, title: str) -> str | None:
        """Give the text of a page, None when there is none."""
        page = self._page(title, prop="revisions", rvprop="content", rvslots="main")
        revisions = page.get("revisions")
        return str(revisions[0]["slots"]["main"]["content"]) if revisions else None

    def old_text(self, revision: int) -> str:
        """Give the text of a revision."""
        answer = self.person("").get(
            action="query", revids=revision, prop="revisions", rvprop="content", rvslots="main"
        )
        return str(answer["query"]["pages"][0]["revisions"][0]["slots"]["main"]["content"])

    def history(self, title: str, limit: int = 500) -> list[HistoryEntry]:
        """Give the revisions of a page, newest first."""
        page = self._page(title, prop="revisions", rvprop="ids|user|comment|timestamp", rvlimit=limit)
        return [
            HistoryEntry(one["revid"], one["parentid"], one.get("user", ""), one.get("comment", ""), one["timestamp"])
            for one in page.get("revisions", ())
        ]

    def render(self, title: str) -> str:
        """Give the HTML that people see of a page."""
        return str(
            self.person("").get(action="parse", page=title, prop="text", disablelimitreport=True)["parse"]["text"]
        )

    def titles(self, namespace: int = 0) -> list[str]:
        """List the pages of a namespace, redirects left out."""
        answer = self.person("").get(
            action="query", list="allpages", apnamespace=namespace, apfilterredir="nonredirects", aplimit="max"
        )
        return [page["title"] for page in answer["query"]["allpages"]]

    def _page(self, title: str, **parameters: Any) -> dict[str, Any]:
        answer = self.person("").get(action="query", titles=title, **parameters)
        page: dict[str, Any] = answer["query"]["pages"][0]
        return page
