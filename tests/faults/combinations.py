"""Which faults meet which kinds of requests how often, and how such a run must end."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from bot.errors import ExitCode
from tests.faults import catalogue
from tests.faults.catalogue import Fault, Sort
from tests.faults.doors import DOORS, Door
from tests.faults.kinds import KINDS, Group, Kind


class Times(Enum):
    """How often a fault comes."""

    ONCE = "once"
    THRICE = "thrice"
    FOR_EVER = "for-ever"

    @property
    def number(self) -> int:
        """Give how often."""
        return {"once": 1, "thrice": 3}.get(self.value, 1_000_000)


@dataclass(frozen=True)
class Combination:
    """A fault at a kind of request; *acts*: the wiki does what it is asked, and only its answer is spoilt."""

    kind: Kind
    fault: Fault
    times: Times
    acts: bool = False

    @property
    def name(self) -> str:
        """Name it."""
        when = []
        if self.kind.group in (Group.WRITE, Group.UPLOAD) and self.fault.sort is Sort.LOST:
            when = ["after-acted" if self.acts else "before-acted"]
        return "/".join((self.kind.name, self.fault.name, *when, self.times.value))

    @property
    def wiki(self) -> str:
        """Name the wiki that fails."""
        return self.kind.wiki

    @property
    def family(self) -> str:
        """Name the class of the fault."""
        return self.fault.family

    @property
    def slow(self) -> bool:
        """Tell whether the fault uses up time-outs."""
        return self.fault.slow

    @property
    def refuses_file(self) -> bool:
        """Tell whether the wiki does not take the file, ever: a link stands for it from now on."""
        return self.fault.sort is Sort.FILE

    @property
    def exit_code(self) -> ExitCode:
        """Tell how the run must end."""
        return ExitCode.LATER if self.fault.falls else _EXPECTED[self.kind.group](self)


def _of_sort(one: Combination) -> ExitCode:
    lasting = one.times is Times.FOR_EVER
    return {
        Sort.HARMLESS: ExitCode.DONE,
        Sort.BUSY: ExitCode.LATER if lasting else ExitCode.DONE,
        Sort.LOST: ExitCode.LATER if lasting else ExitCode.DONE,
        Sort.PAGE: ExitCode.LATER,
        Sort.FILE: ExitCode.DONE,
        Sort.CONFLICT: ExitCode.WAITING,
        Sort.WIKI: ExitCode.LATER,
        Sort.LOGIN: ExitCode.LOGIN,
        Sort.RENEW: ExitCode.DONE if one.times is Times.ONCE else ExitCode.LOGIN,
        Sort.BUG: ExitCode.BUG,
    }[one.fault.sort]


def _of_login(one: Combination) -> ExitCode:
    """A password is sent once only, so that no account is locked."""
    if one.kind.name == "login" and one.fault.sort is Sort.LOST:
        return ExitCode.LATER
    return ExitCode.LOGIN if one.fault.sort is Sort.RENEW else _of_sort(one)


def _of_write(one: Combination) -> ExitCode:
    """A write that is lost is looked for: found, all is well; not found, it is sent once more, then left for later."""
    if one.fault.sort is Sort.LOST:
        return ExitCode.DONE if one.acts or one.times is Times.ONCE else ExitCode.WAITING
    return ExitCode.WAITING if one.fault.sort is Sort.PAGE else _of_sort(one)


def _of_upload(one: Combination) -> ExitCode:
    """What fails for files alone holds no page up: a link stands for the file meanwhile."""
    by_the_server = one.fault.sort is Sort.WIKI and one.family in ("http", "redirect")
    of_files = by_the_server or one.fault.sort in (Sort.LOST, Sort.PAGE)
    return ExitCode.DONE if of_files else _of_sort(one)


def _of_file(_one: Combination) -> ExitCode:
    """What fails is the file alone: a link stands for it until the next run."""
    return ExitCode.DONE


_EXPECTED = {
    Group.READ: _of_sort,
    Group.FILE: _of_file,
    Group.LOGIN: _of_login,
    Group.WRITE: _of_write,
    Group.UPLOAD: _of_upload,
}


def _each(kinds: str, faults: Iterable[Fault], *times: Times) -> Iterator[Combination]:
    for kind in map(KINDS.__getitem__, kinds.split()):
        for fault in faults:
            for often in times or (Times.ONCE,):
                writes = kind.group in (Group.WRITE, Group.UPLOAD) and fault.sort is Sort.LOST
                # What spoils the wiki's own answer can do so only when there is one.
                for acts in ((True,) if fault.real else (False, True)) if writes else (fault.real,):
                    yield Combination(kind, fault, often, acts)


def all_combinations(port: int) -> dict[str, Combination | Door]:
    """List all, by name; *port* is that of the server to which redirects lead."""
    redirects = catalogue.by_name(catalogue.redirects(port))
    general = catalogue.NETWORK | catalogue.CONTENT | catalogue.HTTP | redirects
    api, refusals = catalogue.API, catalogue.REFUSALS
    named = general | api | refusals
    usual, lasting = _named(named, _USUAL), _named(named, _LASTING)
    some = (*usual, *_named(named, "hang http-403 readonly unknown-code"))
    session = tuple(fault for fault in api.values() if fault.family == "session")
    looked = (*(fault for fault in general.values() if fault.family != "http"), *_named(named, _LOOKED))
    made = (
        *_each("edit", [*general.values(), *api.values(), *refusals.values(), *catalogue.EDITS.values()]),
        *_each("edit", _named(named, "reset html http-503 maxlag ratelimited"), Times.THRICE),
        *_each("edit", [*lasting, *session, *_named(named, "cut-body unknown-code protectedpage")], Times.FOR_EVER),
        *_each("move", [*some, *session[:2], *_named(named, "protectedpage articleexists")]),
        *_each("stash", some),
        *_each("upload", [*some, session[0], api["blocked"], *catalogue.UPLOADS.values()]),
        *_each(
            "stash upload", _named(named, f"{_LASTING} hang cut-body http-403 redirect-302 blocked"), Times.FOR_EVER
        ),
        *_each("stash upload", session[:1], Times.FOR_EVER),
        *_each("edit move stash upload list look permit login", [catalogue.GOES_DOWN], Times.FOR_EVER),
        *_each("look", looked),
        *_each("look", session, Times.ONCE, Times.FOR_EVER),
        *_each("permit list", some),
        *_each("permit list", lasting, Times.FOR_EVER),
        *_each("siteinfo texts files logs read-back", usual),
        *_each("download", _named(named, "reset cut-body hang http-403 http-404 http-503 html redirect-302")),
        *_each("download", _named(named, "reset http-503 html"), Times.FOR_EVER),
        *_each("login-token csrf-token", usual),
        *_each("login-token csrf-token", _named(named, "reset readonly"), Times.FOR_EVER),
        *_each("login", [*some, *_named(named, "redirect-302 redirect-307"), *catalogue.LOGINS.values()]),
    )
    return DOORS | {one.name: one for one in made}


_USUAL = "reset cut-body html http-503 maxlag"
_LASTING = "reset html http-503 maxlag readonly"
_LOOKED = (
    "http-204 http-401 http-403 http-404 http-413 http-429 http-429-retry-after-date http-503-retry-after"
    " maxlag readonly ratelimited internal-DBQueryError internal-TypeError permissiondenied readapidenied unknown-code"
)


def _named(faults: Mapping[str, Fault], names: str) -> tuple[Fault, ...]:
    return tuple(faults[name] for name in names.split())
