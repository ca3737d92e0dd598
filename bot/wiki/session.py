"""A conversation with one MediaWiki: logged in where needed, asserted on every request, patient within limits."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Event
from time import monotonic
from typing import TypeVar

from bot.errors import InterruptedRunError, Trouble, WikiError
from bot.i18n import _
from bot.wiki.answers import clean, read_block, told_block
from bot.wiki.patience import Patience, persist
from bot.wiki.transport import Json, Transport

SITE = (
    "general|namespaces|namespacealiases|rightsinfo|interwikimap|extensiontags|magicwords|variables|functionhooks"
    "|autocreatetempuser"
)
"""What siteinfo is asked for; a wiki before MediaWiki 1.41 passes over what it does not know."""

_Answer = TypeVar("_Answer")
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Login:
    """An account of a bot password, and how to read its password when it is needed."""

    user: str
    password: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Account:
    """Who the wiki says we are, and what it lets us do."""

    name: str
    rights: frozenset[str]
    token: str


class Session:
    """The API of one wiki with login, assertion and retries."""

    def __init__(self, transport: Transport, login: Login | None, patience: Patience, stop: Event) -> None:
        self._transport = transport
        self._login = login
        self._patience = patience
        self._stop = stop
        self.account: Account | None = None
        self.site: Json | None = None
        self._refusal: WikiError | None = None
        self._between, self._last_write = 0.0, 0.0

    @property
    def user(self) -> str:
        """Give the name of the account, logged in or not; empty where none is configured."""
        configured = self._login.user.partition("@")[0] if self._login else ""
        return self.account.name if self.account else configured

    @property
    def wiki(self) -> str:
        """Give the name of the wiki in the configuration."""
        return self._transport.wiki

    def ask(self, **parameters: str | int) -> Json:
        """Ask ``action=query`` and give its answer, tried again while the wiki says "later"."""
        return self._asked("query", parameters)

    def expand(self, **parameters: str | int) -> Json:
        """Ask ``action=expandtemplates`` and give its answer, tried again while the wiki says "later"."""
        return self._asked("expandtemplates", parameters)

    def _asked(self, action: str, parameters: Json) -> Json:
        self._end_if_stopped()
        return self._with_login(
            lambda: persist(
                lambda: self._transport.read(action, **self._assertion(), **parameters), self._patience, self._stop
            )
        )

    def ask_all(self, **parameters: str | int) -> Iterator[Json]:
        """Ask ``action=query`` through all continuations, and give each answer.

        A page may be spread over several answers: parts of it come until ``batchcomplete``.
        """
        going: Json = {}
        while True:
            answer = self.ask(**(parameters | going))
            yield answer
            going = answer.get("continue") or {}
            if not going:
                return

    def batches(self, items: tuple[_Item, ...]) -> Iterator[tuple[_Item, ...]]:
        """Cut items into batches of as many as the wiki takes in one question, 50 or 500 with the right to that."""
        size = 500 if self.account and "apihighlimits" in self.account.rights else 50
        for start in range(0, len(items), size):
            yield items[start : start + size]

    def persist(self, ask: Callable[[], _Answer]) -> _Answer:
        """Ask something of the wiki beside its API, tried again while it says "later"."""
        return persist(ask, self._patience, self._stop)

    def edit(self, **parameters: str | int) -> Json:
        """Send one edit, marked as a robot's where the account may."""
        flag: Json = {"bot": 1} if "bot" in self.log_in().rights else {}
        return self.write("edit", **flag, **parameters)

    def attach(self, piece: bytes, **parameters: str | int) -> Json:
        """Send a piece of a file into the stash of the account, where nobody sees it: a stop need not wait for more."""
        self._end_if_stopped()
        return self._write("upload", parameters, piece)

    def write(self, action: str, **parameters: str | int) -> Json:
        """Write once; a refused token or a lost session is mended once, an unknown outcome is never repeated."""
        return self._write(action, parameters)

    def _write(self, action: str, parameters: Json, piece: bytes | None = None) -> Json:
        self.log_in()

        def send() -> Json:
            self._go_slowly()
            token = self.log_in().token
            try:
                return self._transport.write(action, piece, **self._assertion(), **parameters, token=token)
            except WikiError as error:
                if error.code == "ratelimited":
                    self._between = self._patience.slower(self._between)
                raise
            finally:
                self._last_write = monotonic()

        return self._with_login(lambda: persist(send, self._patience, self._stop))

    def _end_if_stopped(self) -> None:
        if self._stop.is_set():
            raise InterruptedRunError(_("The run was stopped."))

    def _go_slowly(self) -> None:
        """Leave the wiki some time between two writes where it has told us that we were too quick."""
        left = self._last_write + self._between - monotonic() if self._between else 0.0
        if left > 0 and self._stop.wait(left):
            raise InterruptedRunError(_("The run was stopped."))

    def log_in(self) -> Account:
        """Log in once with the bot password, and learn what the account may do.

        Raises:
            WikiError: with ``Trouble.LOGIN`` when the wiki refuses; a password is tried once only, because a wiki
                locks an account after a few failures.

        """
        if self._refusal is not None:
            raise WikiError(self.wiki, Trouble.LOGIN, self._refusal.code, self._refusal.info)
        if self.account is None:
            try:
                self.account = self._enter()
            except WikiError as error:
                if error.trouble is Trouble.LOGIN:
                    self._refusal = error
                raise
        return self.account

    def _assertion(self) -> Json:
        return {"assertuser": self.account.name} if self.account else {}

    def _with_login(self, ask: Callable[[], Json]) -> Json:
        try:
            return ask()
        except WikiError as error:
            lost = error.trouble is Trouble.LOGIN and self.account is not None
            private = error.code == "readapidenied" and self.account is None and self._login is not None
            if not (lost or private):
                raise
        self._log_in_again()
        return ask()

    def _log_in_again(self) -> None:
        self.account = None
        self.log_in()

    def _enter(self) -> Account:
        if self._login is None:
            info = _("no user and password are configured for this wiki")
            raise WikiError(self.wiki, Trouble.LOGIN, "no-login", info)
        self._transport.forget_session()
        token = self._read(meta="tokens", type="login")["query"]["tokens"]["logintoken"]
        name = self._present(self._login, str(token))
        question = {"meta": "userinfo|tokens|siteinfo", "type": "csrf", "uiprop": "rights|blockinfo", "siprop": SITE}
        return self._introduce(self._read(assertuser=name, **question)["query"])

    def _read(self, **parameters: str) -> Json:
        return persist(lambda: self._transport.read("query", **parameters), self._patience, self._stop)

    def _present(self, login: Login, token: str) -> str:
        """Send the password, and give the name of the account it opens; a login never counts as a write."""

        def send() -> Json:
            return self._transport.write("login", lgname=login.user, lgpassword=login.password(), lgtoken=token)

        try:
            outcome = persist(send, self._patience, self._stop).get("login")
        except WikiError as error:
            trouble = Trouble.WIKI if error.trouble is Trouble.UNKNOWN else error.trouble
            raise WikiError(self.wiki, trouble, error.code, error.info) from None
        told = outcome if isinstance(outcome, dict) else {}
        if told.get("result") != "Success":
            info = clean(str(told.get("reason") or told.get("result")))
            raise WikiError(self.wiki, Trouble.LOGIN, "login-refused", info)
        return str(told["lgusername"])

    def _introduce(self, query: Json) -> Account:
        user = query["userinfo"]
        if not user.get("id"):
            info = _("the wiki took the password but does not keep us logged in: look at its cookies and its address")
            raise WikiError(self.wiki, Trouble.LOGIN, "session-lost", info)
        if "blockid" in user and not user.get("blockpartial"):
            raise WikiError(self.wiki, Trouble.WIKI, "blocked", told_block(read_block(user)))
        self.site = query
        return Account(str(user["name"]), frozenset(user.get("rights", ())), str(query["tokens"]["csrftoken"]))
