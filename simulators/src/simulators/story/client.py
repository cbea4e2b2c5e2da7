"""A small client of the HTTP API: officers sign in, and write with idempotency keys."""

import json
import threading
import time
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import urllib3

from simulators.story.answers import Refused, read

__all__ = ["API", "PASSWORD", "Lingbu", "Officer"]

API, PASSWORD = "/api/v1", "lingbu-demo"
TIMEOUT = urllib3.Timeout(connect=5, read=60)
TRIES, PAUSE = 12, 0.4


class Lingbu:
    """One running house, by its address. Safe to share between threads."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        self._pool = urllib3.PoolManager(maxsize=32, retries=False, timeout=TIMEOUT)
        self._officers: dict[str, Officer] = {}
        self.public = Officer(self, "")

    def officer(self, account: str) -> "Officer":
        """The officer of a demo account, with a session of their own."""
        return self._officers.setdefault(account, Officer(self, account))

    def call(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> urllib3.BaseHTTPResponse:
        """One exchange as it is, whatever the status."""
        url = self.address + path
        return self._pool.request(method, url, body=body, headers=headers, redirect=False)

    def ask(self, method: str, path: str, form: Any = None, **headers: str) -> Any:
        """JSON in, JSON out; raises `Refused`. A busy house is asked again with the same key."""
        body = None if form is None else json.dumps(form, ensure_ascii=False).encode()
        headers = {"Accept": "application/json"} | headers
        if body is not None:
            headers["Content-Type"] = "application/json"
        for left in reversed(range(TRIES)):
            response = self.call(method, path, body, **headers)
            if response.status != 503 or not left:
                return read(response)
            time.sleep(PAUSE)
        raise AssertionError("unreachable")

    def now(self) -> datetime:
        """The moment the house lives in."""
        return datetime.fromisoformat(self.ask("GET", "/demo/clock")["now"])

    def is_quiet(self) -> bool:
        """Whether the house has nothing left to do at its moment, as far as it knows."""
        return self.ask("GET", "/demo/quiet")["quiet"] is not False

    def set_clock(self, moment: datetime) -> datetime:
        """Turns the house's clock to a moment."""
        form = {"set": moment.isoformat()}
        return datetime.fromisoformat(self.ask("POST", "/demo/clock", form)["now"])

    def tell_filling(self, made: int, of: int, day: str) -> None:
        """How far the caseload has got, for the landing page."""
        self.ask("POST", "/demo/caseload", {"made": made, "of": of, "day": day})

    def phone(self) -> list[dict[str, Any]]:
        """What the demo's phones show, newest first."""
        items: list[dict[str, Any]] = self.ask("GET", "/demo/phone")["items"]
        return items

    def teach(self, id_number: str, **fate: Any) -> Any:
        """Gives a synthetic person a fate with the outside systems (`TeachSimulator`)."""
        form = {"id_number": id_number, "checks": {}} | fate
        return self.ask("POST", "/demo/simulators", form, **{"Idempotency-Key": str(uuid4())})


class Officer:
    """Somebody at a desk; signs in at the first request and again when the session ended."""

    def __init__(self, lingbu: Lingbu, account: str) -> None:
        self.lingbu, self.account = lingbu, account
        self._token = ""  # nosec B105 - not signed in
        self._signing = threading.Lock()

    @property
    def key_serial(self) -> str:
        """The software key of a demo officer."""
        return f"SW-{self.account}"

    def get(self, path: str, **query: Any) -> Any:
        """A question; raises `Refused`."""
        wanted = urlencode({name: value for name, value in query.items() if value is not None})
        return self._ask("GET", path + ("?" + wanted if wanted else ""))

    def post(self, path: str, form: Any = None, key: str = "") -> Any:
        """An order, with a fresh idempotency key unless one is given; signed where it must be."""
        again = {"Idempotency-Key": key or str(uuid4())}
        try:
            return self._ask("POST", path, form, **again)
        except Refused as refused:
            if refused.code != "signature-wanted":
                raise
            proof = self.proof(refused.problem["challenge"])
        return self._ask("POST", path, (form or {}) | {"proof": proof}, **again)

    def put_photo(self, path: str, content: bytes, media: str = "image/png", key: str = "") -> Any:
        """A file as the request's body."""
        headers = {"Content-Type": media, "Idempotency-Key": key or str(uuid4())}
        response = self.lingbu.call("PUT", API + path, content, **headers, **self.credentials())
        return read(response)

    def credentials(self) -> dict[str, str]:
        """The header that says who this is; nobody for the public."""
        if not self.account:
            return {}
        with self._signing:
            self._token = self._token or self._sign_in()
        return {"Authorization": f"Bearer {self._token}"}

    def _ask(self, method: str, path: str, form: Any = None, **headers: str) -> Any:
        try:
            return self.lingbu.ask(method, API + path, form, **headers, **self.credentials())
        except Refused as refused:
            if refused.code != "session-ended":
                raise
        self._token = ""  # nosec B105 - not signed in
        return self.lingbu.ask(method, API + path, form, **headers, **self.credentials())

    def _sign_in(self) -> str:
        who = {"account": self.account, "key_serial": self.key_serial}
        challenge = self.lingbu.ask("POST", API + "/sessions/challenges", who)
        form = who | {"password": PASSWORD, "proof": self.proof(challenge)}
        return str(self.lingbu.ask("POST", API + "/sessions", form)["token"])

    def proof(self, challenge: dict[str, Any]) -> dict[str, str]:
        """The officer presses the key; here a software key of the demonstration signs."""
        path = f"/demo/keys/{self.key_serial}/signature"
        signed = self.lingbu.ask("POST", path, {"text": challenge["text"]})
        return {"challenge_id": challenge["challenge_id"], "signature": signed["signature"]}
