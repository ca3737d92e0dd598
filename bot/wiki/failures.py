"""What it means when a request brings no answer: nobody there, a bad certificate, a connection that breaks off."""

import re
import ssl
from collections.abc import Iterator

import requests
from urllib3.exceptions import NameResolutionError, NewConnectionError, ReadTimeoutError

from bot.errors import Trouble
from bot.i18n import _
from bot.wiki.answers import clean

_EXPIRED, _NOT_YET_VALID = 10, 9
_SELF_SIGNED, _SIGNED_BY_STRANGERS = 18, (19, 20, 21)
_OTHER_HOST = (62, 64)
"""Codes of OpenSSL (https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/)."""


class FailedRequestError(Exception):
    """A request without a usable answer; *sent* tells whether the server may have acted on it."""

    def __init__(self, code: str, info: str, *, sent: bool, trouble: Trouble, wait: float | None = None) -> None:
        self.code, self.info, self.sent, self.trouble, self.wait = code, info, sent, trouble, wait
        super().__init__(code)


def failure_of(error: Exception) -> FailedRequestError:
    """Sort an exception of requests."""
    words = clean(re.sub(r"^.*?(?:>: |\): )", "", str(error)))
    if isinstance(error, requests.exceptions.SSLError):
        certificate = next((one for one in _causes(error) if isinstance(one, ssl.SSLCertVerificationError)), None)
        if certificate is not None or "certificate" in words.lower():
            fault = _fault_of(certificate, words)
            return FailedRequestError("bad-certificate", fault, sent=False, trouble=Trouble.WIKI)
        return FailedRequestError("tls-failed", words, sent=True, trouble=Trouble.LATER)
    unreached = any(isinstance(one, NewConnectionError | NameResolutionError) for one in _causes(error))
    if isinstance(error, requests.exceptions.ConnectTimeout) or unreached:
        return FailedRequestError("unreachable", _("no connection to the server"), sent=False, trouble=Trouble.LATER)
    # One in the midst of an answer comes as a connection that breaks off.
    late = any(isinstance(one, ReadTimeoutError) for one in _causes(error))
    if isinstance(error, requests.exceptions.ReadTimeout) or late:
        return FailedRequestError("timeout", _("the server did not answer in time"), sent=True, trouble=Trouble.LATER)
    if isinstance(error, requests.exceptions.InvalidURL | UnicodeError):
        return FailedRequestError("bad-address", words, sent=False, trouble=Trouble.WIKI)
    return FailedRequestError("connection-lost", _("the connection broke off"), sent=True, trouble=Trouble.LATER)


def _fault_of(certificate: ssl.SSLCertVerificationError | None, words: str) -> str:
    """Say what is wrong with a certificate."""
    code = getattr(certificate, "verify_code", None)
    if code == _EXPIRED or "has expired" in words:
        return _("its certificate has expired")
    if code == _NOT_YET_VALID:
        return _("its certificate is not valid yet: is the clock of this machine right?")
    if code == _SELF_SIGNED:
        return _("its certificate is signed by itself, so anybody could show one like it")
    if code in _SIGNED_BY_STRANGERS:
        return _("its certificate is signed by an authority that this machine does not know")
    if code in _OTHER_HOST:
        return _("its certificate is for another host")
    return words


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Give an exception and those within it; requests and urllib3 wrap them in several ways."""
    while error is not None:
        yield error
        inner = (one for one in (getattr(error, "reason", None), *error.args) if isinstance(one, BaseException))
        error = next(inner, None)
