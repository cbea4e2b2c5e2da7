"""The gateway's HTTP API as the portal asks it: pooled, with bounded waits; refusals as exceptions.

Only reading is repeated by itself. A write that got no answer is given again by the person, with
the same idempotency key: the form carries it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import urllib3

from servicekit.tracing import traceparent

PREFIX = "/api/v1"
TIMEOUT = urllib3.Timeout(connect=3, read=30)
READING = urllib3.Retry(
    total=None, connect=2, read=1, other=0, redirect=False, allowed_methods=None, backoff_factor=0.1
)
WRITING = READING.new(read=0)


class Problem(Exception):
    """A refusal of the API (application/problem+json)."""

    def __init__(self, status: int, body: Mapping[str, Any]) -> None:
        self.status = status
        self.code = str(body.get("code", ""))
        self.title = str(body.get("title", ""))
        self.detail = str(body.get("detail", ""))
        self.fields: dict[str, str] = dict(body.get("fields") or {})
        self.allowed: tuple[str, ...] = tuple(body.get("allowed") or ())
        self.trace_id = str(body.get("trace_id", ""))
        self.back = ""  # where whoever gave the order came from
        super().__init__(f"{status} {self.code}")


class SignedOut(Problem):
    """Nobody is signed in, or no longer."""


class SignatureWanted(Problem):
    """The order stands; the officer's key must sign `challenge`."""

    def __init__(self, status: int, body: Mapping[str, Any]) -> None:
        super().__init__(status, body)
        self.challenge: dict[str, str] = dict(body["challenge"])


class Away(Problem):
    """The API does not answer; nothing is known about the effect of a write."""

    def __init__(self) -> None:
        told = {"code": "service-unavailable", "title": "服务暂不可用", "detail": "系统没有应答。"}
        super().__init__(503, told)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that is no JSON: a file."""

    content: bytes
    media_type: str


class Api:
    """One gateway, by its address. Safe to share between threads."""

    def __init__(self, address: str, **pool: Any) -> None:
        self._address = address.rstrip("/")
        self._pool = urllib3.PoolManager(maxsize=32, block=False, timeout=TIMEOUT, **pool)

    def json(self, method: str, path: str, **exchange: Any) -> Any:
        """The JSON of an answer; raises `Problem`."""
        return json.loads(self.exchange(method, path, **exchange).data or b"null")

    def file(self, path: str, **exchange: Any) -> Answered:
        """A file; raises `Problem`."""
        answer = self.exchange("GET", path, **exchange)
        return Answered(answer.data, answer.headers.get("Content-Type", ""))

    def exchange(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> urllib3.BaseHTTPResponse:
        """One exchange; raises `Problem` from 400 on."""
        asked = {name: one for name, one in (query or {}).items() if one not in (None, "")}
        url = self._address + path + ("?" + urlencode(asked) if asked else "")
        retries = READING if method == "GET" else WRITING
        try:
            answer = self._pool.request(
                method, url, body=body, headers=_followed(headers or {}), retries=retries
            )
        except urllib3.exceptions.HTTPError:
            raise Away from None
        if answer.status >= 400:
            raise _problem(answer.status, answer.data)
        return answer


def _followed(headers: Mapping[str, str]) -> dict[str, str]:
    step = traceparent()
    return {**headers, "traceparent": step} if step else dict(headers)


class Asker:
    """The API in the name of whoever asks: with their token, from their address."""

    def __init__(self, api: Api, *, token: str = "", address: str = "", secure: bool = False):
        self._api = api
        self._headers = {"Accept": "application/json"}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"
        if address:
            self._headers["X-Forwarded-For"] = address
        if secure:
            self._headers["X-Forwarded-Proto"] = "https"

    def get(self, path: str, *, reason: str = "", **query: Any) -> Any:
        """A question; `reason` where clear data are asked for. Raises `Problem`."""
        headers = self._headers | ({"X-Reason": quote(reason)} if reason else {})
        return self._api.json("GET", PREFIX + path, query=query, headers=headers)

    def post(self, path: str, form: Any = None, *, key: str = "", method: str = "POST") -> Any:
        """An order under an idempotency key; raises `Problem`."""
        headers = self._headers | {"Content-Type": "application/json"}
        headers |= {"Idempotency-Key": key} if key else {}
        body = json.dumps(form or {}, ensure_ascii=False).encode()
        return self._api.json(method, PREFIX + path, body=body, headers=headers)

    def put_file(self, path: str, content: bytes, media_type: str, *, key: str) -> Any:
        """A file as the request's body; raises `Problem`."""
        headers = self._headers | {"Content-Type": media_type, "Idempotency-Key": key}
        return self._api.json("PUT", PREFIX + path, body=content, headers=headers)

    def file(self, path: str, *, reason: str = "", accept: str = "*/*", **query: Any) -> Answered:
        """A file; raises `Problem`."""
        headers = (
            self._headers | {"Accept": accept} | ({"X-Reason": quote(reason)} if reason else {})
        )
        return self._api.file(PREFIX + path, query=query, headers=headers)

    def demo(self, path: str, form: Any = None) -> Any:
        """What only a demonstration has, beside the API; raises `Problem`."""
        if form is None:
            return self._api.json("GET", path, headers=self._headers)
        headers = self._headers | {"Content-Type": "application/json"}
        return self._api.json("POST", path, body=json.dumps(form).encode(), headers=headers)


def _problem(status: int, data: bytes) -> Problem:
    try:
        body = json.loads(data)
    except ValueError:
        body = {}
    if not isinstance(body, dict):
        body = {}
    if status == 401:
        return SignedOut(status, body)
    if status == 428 and body.get("challenge"):
        return SignatureWanted(status, body)
    return Problem(status, body)
