"""People at a wiki: each with an account, a session, and the API behind the proxy's back."""

import threading
from typing import Any

import requests

from tests.farm.install import FarmError

ADDRESS_SECONDS = 120


class RefusedError(FarmError):
    """A wiki refused what a person wanted, for the reason that *code* names."""

    def __init__(self, code: str, info: str = "", action: str = "") -> None:
        self.code, self.info = code, info
        super().__init__(": ".join(filter(None, (action, code, info))))


class Person:
    """One person logged in at one wiki; a name without password stays anonymous."""

    def __init__(self, api: str, name: str = "", password: str = "") -> None:
        """Log in when first needed."""
        self.api = api
        self.name = name
        self._password = password
        self._session = requests.Session()
        self._session.trust_env = False
        self._token = ""
        self._lock = threading.Lock()

    def get(self, **parameters: Any) -> dict[str, Any]:
        """Ask the API."""
        with self._lock:
            if self._password:
                self._log_in()
            return self._ask("GET", parameters)

    def post(self, **parameters: Any) -> dict[str, Any]:
        """Do something through the API, with a token."""
        with self._lock:
            self._log_in()
            return self._ask("POST", {**parameters, "token": self._token})

    def close(self) -> None:
        """Give the connection back."""
        self._session.close()

    def _log_in(self) -> None:
        if self._token:
            return
        if self._password:
            token = self._ask("GET", {"action": "query", "meta": "tokens", "type": "login"})
            answer = self._ask(
                "POST",
                {
                    "action": "login",
                    "lgname": self.name,
                    "lgpassword": self._password,
                    "lgtoken": token["query"]["tokens"]["logintoken"],
                },
            )
            if answer["login"]["result"] != "Success":
                raise FarmError(f"{self.name} cannot log in: {answer['login']['result']}")
        self._token = self._ask("GET", {"action": "query", "meta": "tokens"})["query"]["tokens"]["csrftoken"]

    def _ask(self, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
        plain = {key: _plain(value) for key, value in parameters.items() if value not in (None, False)}
        files = plain.pop("files", None)
        fields = {**plain, "format": "json", "formatversion": "2"}
        asked = {"params": fields} if method == "GET" else {"data": fields, "files": files}
        answer = self._session.request(method, self.api, timeout=ADDRESS_SECONDS, **asked)
        if not answer.ok or "json" not in answer.headers.get("Content-Type", ""):
            raise FarmError(f"{self.api} answered {answer.status_code}: {answer.text[:500]}")
        value: dict[str, Any] = answer.json()
        if "error" in value:
            error = value["error"]
            raise RefusedError(str(error.get("code")), str(error.get("info")), str(fields.get("action")))
        return value


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return "|".join(str(one) for one in value)
    return "1" if value is True else value
