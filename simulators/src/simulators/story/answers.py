"""What comes back: an answer, a refusal that reads like a sentence, or a fact that came about."""

import json
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import urllib3

__all__ = ["NotYet", "Refused", "read", "ready_for_second", "until"]

T = TypeVar("T")
FIRST_LOOK, LONGEST_PAUSE = 0.05, 0.5


class Refused(Exception):
    """A problem answer; printing it shows what a clerk would be told."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        self.status, self.problem = status, problem
        self.code = str(problem.get("code", ""))
        self.detail = str(problem.get("detail", ""))
        self.fields: dict[str, str] = problem.get("fields") or {}
        self.allowed: tuple[str, ...] = tuple(problem.get("allowed") or ())
        at_fault = "；".join(f"{path}：{why}" for path, why in self.fields.items())
        super().__init__(" ".join(filter(None, (f"{status} {self.code}", self.detail, at_fault))))


class NotYet(Exception):
    """A fact that did not come about in time."""


def ready_for_second(case: Mapping[str, Any]) -> bool:
    """Publicity has ended and the registries have answered anew."""
    return bool(case["publicity_closed"] and not case["awaited"] and not case["blocked"])


def until(fact: Callable[[], T], seconds: float = 120.0, what: str = "") -> T:
    """Asks until the answer is true and returns it; absent (404) counts as not yet.

    Raises `NotYet` with the last answer when it has not come about in time.
    """
    end, pause, last = time.monotonic() + seconds, FIRST_LOOK, None
    while True:
        try:
            if last := fact():
                return last
        except Refused as refused:
            if refused.status != 404:
                raise
        if time.monotonic() > end:
            raise NotYet(f"{seconds:.0f} 秒内未发生：{what or fact}（{str(last)[:300]}）")
        time.sleep(pause)
        pause = min(pause * 1.7, LONGEST_PAUSE)


def read(response: urllib3.BaseHTTPResponse) -> Any:
    """The JSON of an answer; raises `Refused` from 400 on."""
    body = response.data
    if response.status >= 400:
        raise Refused(response.status, _problem(body))
    return json.loads(body) if body else None


def _problem(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
        return found if isinstance(found, dict) else {"detail": str(found)[:300]}
    except ValueError:
        return {"detail": body[:300].decode("utf-8", "replace")}
