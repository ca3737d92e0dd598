"""The kinds of requests of one run, and how each is known when it comes by."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from tests.farm.requestlog import Request


class Group(Enum):
    """What kinds of requests have in common when they fail."""

    READ = "read"
    FILE = "file"
    LOGIN = "login"
    UPLOAD = "upload"
    WRITE = "write"


@dataclass(frozen=True)
class Kind:
    """A kind of request: the wiki that gets it, and how it is known; *after_write* is one behind the first write."""

    name: str
    wiki: str
    group: Group
    matches: Callable[[Request], bool]
    after_write: bool = False


def _is(**wanted: str) -> Callable[[Request], bool]:
    def matches(request: Request) -> bool:
        return all(request.parameters.get(key, "").startswith(value) for key, value in wanted.items())

    return matches


def _without(key: str, **wanted: str) -> Callable[[Request], bool]:
    return lambda request: key not in request.parameters and _is(**wanted)(request)


_LOOK = "revisions|info"
KINDS = {
    kind.name: kind
    for kind in (
        Kind("siteinfo", "multibao", Group.READ, _is(meta="siteinfo")),
        Kind("list", "multibao", Group.READ, _is(generator="categorymembers")),
        Kind("texts", "multibao", Group.READ, _is(prop="revisions|contributors")),
        Kind("files", "multibao", Group.READ, _is(prop="imageinfo")),
        Kind("download", "multibao", Group.FILE, lambda request: request.path.startswith("/images/")),
        Kind("login-token", "movilab", Group.LOGIN, _is(meta="tokens", type="login")),
        Kind("login", "movilab", Group.LOGIN, _is(action="login")),
        Kind("csrf-token", "movilab", Group.LOGIN, _is(meta="userinfo|tokens")),
        Kind("look", "movilab", Group.READ, _without("meta", prop=_LOOK)),
        Kind("permit", "movilab", Group.READ, _is(prop=_LOOK, meta="userinfo")),
        Kind("logs", "movilab", Group.READ, _is(list="logevents")),
        Kind("edit", "movilab", Group.WRITE, _is(action="edit")),
        Kind("move", "movilab", Group.WRITE, _is(action="move")),
        Kind("stash", "movilab", Group.UPLOAD, _is(action="upload", stash="1")),
        Kind("upload", "movilab", Group.UPLOAD, _without("stash", action="upload")),
        Kind("read-back", "movilab", Group.READ, _without("meta", prop=_LOOK), after_write=True),
    )
}
