"""Addresses in the configuration: of a wiki, of the people behind the bot, of the state."""

import re
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from bot.config.paths import absolute
from bot.i18n import _

_MAIL = re.compile(r"[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+")
_SQLITE = "sqlite:///"
_REGISTER = "register.yaml"
_PORTS = 1 << 16


def is_web_address(text: str) -> bool:
    """Tell whether *text* is the address of a page that everybody may read."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    has_host = bool(parts.hostname) and "@" not in parts.netloc
    return parts.scheme in ("http", "https") and has_host and not re.search(r"\s", text)


def fault_of_contact(text: str) -> str | None:
    """Say what is wrong with the contact address, None when nothing is."""
    if is_web_address(text) or _MAIL.fullmatch(text):
        return None
    return _(
        "this is neither a web address nor a mail address: write where people reach you, "
        "for example https://wiki.example.org/User:Robot or robot@example.org."
    )


def fault_of_state(text: str) -> str | None:
    """Say what is wrong with the address of the state, None when nothing is; it may hold a secret."""
    file = text.removeprefix(_SQLITE)
    if not text.startswith(_SQLITE):
        return _("only SQLite keeps the state for now: write it like sqlite:///var/republish.db.")
    if not file.strip("/") or file.startswith((":memory:", "file:")) or "?" in file:
        return _("the state needs a file that stays: write it like sqlite:///var/republish.db.")
    return None


def absolute_state(text: str, folder: Path) -> str:
    """Give the address of the state with the path in full."""
    return f"{_SQLITE}{absolute(Path(text.removeprefix(_SQLITE)), folder)}"


def beside_state(text: str, folder: Path) -> Path:
    """Give the file of the register that lies beside the state, where the configuration names no other."""
    return absolute(Path(text.removeprefix(_SQLITE)), folder).with_name(_REGISTER)


def loopback_address(text: str) -> tuple[str, int] | None:
    """Read an address of this machine with a port, such as ``127.0.0.1:9101`` or ``[::1]:9101``; None for any other."""
    host, _colon, port = text.strip().rpartition(":")
    if not (port.isascii() and port.isdigit() and 0 < int(port) < _PORTS):
        return None
    if host == "localhost":
        return "127.0.0.1", int(port)
    try:
        address = ip_address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        return None
    is_bracketed = host.startswith("[") and host.endswith("]")
    return (str(address), int(port)) if address.is_loopback and is_bracketed is (address.version == 6) else None


def fault_of_listen(text: str) -> str | None:
    """Say what is wrong with the address where metrics are served, None when nothing is."""
    if loopback_address(text) is not None:
        return None
    return _(
        "metrics are served on this machine only, for they name your wikis and pages: write 127.0.0.1 and a port, for "
        "example 127.0.0.1:9101. To let another machine read them, put a web server before it that asks who calls."
    )


def fault_of_api(api: str) -> str | None:
    """Say what is wrong with the address of an api.php; a secret in it is not repeated."""
    try:
        parts = urlsplit(api)
        host, has_account = parts.hostname, "@" in parts.netloc
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        host, has_account, parts, port = None, False, urlsplit(""), ""
    if has_account:
        return _("a secret stands in the address: take the part before “@” out, and use “user” and “password”.")
    if parts.scheme not in ("http", "https") or not host or re.search(r"\s", api):
        return _("this is not a web address: write it like https://wiki.example.org/api.php.")
    if parts.path.endswith(".php") and not parts.path.endswith("index.php") and not parts.query and not parts.fragment:
        return None
    usual = f"{parts.scheme}://{host}{port}"
    return _(
        "this is not the address of api.php, it looks like that of a page: on most wikis api.php is {root}/api.php "
        "or {root}/w/api.php, and the page Special:Version names it."
    ).format(root=usual)
