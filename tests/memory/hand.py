"""What people do at a wiki in memory."""

from tests.farm.hand import HistoryEntry
from tests.farm.install import ROBOT
from tests.farm.people import RefusedError
from tests.memory.site import MemorySite


class MemoryHand:
    """The hand at a wiki in memory; see :class:`tests.farm.hand.Hand`."""

    def __init__(self, site: MemorySite) -> None:
        self.site = site

    def create(self, title: str, text: str, user: str = "Alice") -> int:
        """Write a page that must not exist, and give its revision."""
        return self.site.save(title, text, user, createonly=True).revision

    def edit(self, title: str, text: str, user: str = "Alice", summary: str = "") -> int:
        """Write a page, and give its revision."""
        return self.site.save(title, text, user, summary).revision

    def blank(self, title: str, user: str = "Alice") -> int:
        """Take all text out of a page."""
        return self.edit(title, "", user)

    def revert(self, title: str, user: str = "Alice", *, back: int = 1) -> int:
        """Bring the text before the last edit back, or an older one."""
        page = self.site.by_title[self.site.title(title).text]
        return self.edit(title, page.revisions[-1 - back].text, user)

    def move(self, old: str, new: str, *, redirect: bool = True, user: str = "Admin") -> None:
        """Rename a page, with a redirect or without."""
        page = self.site.page(self.site.title(old).text)
        if page is None:
            raise RefusedError("missingtitle", old)
        self.site.move(page, new, user, "", redirect=redirect)

    def delete(self, title: str, reason: str = "Essai") -> None:
        """Delete a page."""
        self.site.delete(title, reason)

    def undelete(self, title: str) -> None:
        """Bring a deleted page back."""
        self.site.undelete(title)

    def protect(self, title: str, level: str = "sysop") -> None:
        """Let only administrators edit (or create) a page; the level ``all`` lifts that."""
        self.site.protect(title, level)

    def let_protect(self) -> None:
        """Give the robot the right to protect pages."""
        self.site.administrators.add(ROBOT)

    def block(self, user: str = ROBOT, reason: str = "Essai") -> None:
        """Block an account."""
        self.site.blocked[user] = reason

    def unblock(self, user: str = ROBOT) -> None:
        """Lift a block."""
        self.site.blocked.pop(user, None)

    def hide_user(self, revision: int, what: str = "user") -> None:
        """Hide the author (or the ``content``, the ``comment``) of a revision."""
        self.site.hide(revision, what)

    def suppress_user(self, revision: int) -> None:
        """Hide the author of a revision."""
        self.site.hide(revision)

    def hide_reason(self, title: str) -> None:
        """Hide the words with which a page was deleted last."""
        self.site.hide_reason(title)

    def upload(self, name: str, content: bytes, text: str = "", user: str = "Alice") -> None:
        """Upload a file."""
        self.site.upload(name, content, text, user)

    def revision(self, title: str) -> int:
        """Give the current revision of a page, 0 when there is none."""
        page = self.site.page(self.site.title(title).text)
        return page.current.id if page else 0

    def text(self, title: str) -> str | None:
        """Give the text of a page, None when there is none."""
        page = self.site.page(self.site.title(title).text)
        return page.current.text if page else None

    def history(self, title: str, limit: int = 500) -> list[HistoryEntry]:
        """Give the revisions of a page, newest first."""
        page = self.site.page(self.site.title(title).text)
        return [
            HistoryEntry(
                one.id,
                one.parent,
                "" if "user" in one.hidden else one.user,
                "" if "comment" in one.hidden else one.summary,
                one.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            )
            for one in reversed(page.revisions if page else ())
        ][:limit]

    def titles(self, namespace: int = 0) -> list[str]:
        """List the pages of a namespace, redirects left out."""
        found = (page for page in self.site.pages.values() if page.title.namespace == namespace and not page.target)
        return sorted(page.title.text for page in found)
