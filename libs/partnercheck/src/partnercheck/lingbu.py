"""Lingbu's mouth and ears for the time of a check."""

import base64
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from outside.envelope import NotUsable, Opened, close, open_letter
from outside.keys import KeyBook
from outside.letters import LINGBU, Envelope, Letter
from outside.partners import PARTNERS, Partner
from partnercheck.line import Arrived, Line

__all__ = ["Asked", "Heard", "Lingbu", "payload_of"]

WORTH = timedelta(minutes=10)
Spoil = Callable[[dict[str, Any]], Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was said: under which number, when, and the very letter."""

    request: str
    question: Letter
    at: float
    body: Any


@dataclass(frozen=True, slots=True)
class Heard:
    """What the partner said: opened, or why it cannot be. `request` is what it claims to answer."""

    request: str
    routing_key: str
    persistent: bool
    at: float
    opened: Opened | None = None
    fault: str = ""
    detail: str = ""


class Lingbu:
    """Asks one partner and keeps everything it says."""

    def __init__(
        self, partner: Partner, keys: KeyBook, line: Line, now: Callable[[], datetime]
    ) -> None:
        self.partner, self.keys, self.now = partner, keys, now
        self.heard: list[Heard] = []
        self._line = line

    def ask(
        self,
        question: Letter,
        request: str = "",
        *,
        worth: timedelta = WORTH,
        spoil: Spoil | None = None,
        keys: KeyBook | None = None,
        receiver: str = "",
    ) -> Asked:
        """Says a question; `spoil` changes the closed letter before it leaves."""
        now = self.now()
        envelope = Envelope(
            letter=uuid4(),
            message=question.message,
            version=question.version,
            sender=LINGBU,
            receiver=receiver or self.partner.name,
            request=request or str(uuid4()),
            correlation=str(uuid4()),
            sent_at=min(now, now + worth),
            expires_at=now + worth,
        )
        body: Any = close(question, envelope, keys or self.keys)
        body = spoil(body) if spoil else body
        return self._say(envelope.request, question, body)

    def again(self, asked: Asked) -> Asked:
        """The very same letter once more, as a broker may deliver it."""
        return self._say(asked.request, asked.question, asked.body)

    def _say(self, request: str, question: Letter, body: Any) -> Asked:
        self._line.say(body, _key_of(body, question))
        return Asked(request, question, time.monotonic(), body)

    def say_bytes(self, text: bytes) -> None:
        """What is no letter."""
        self._line.say(text, "check.request.v1")

    def wait(self, asked: Iterable[Asked], seconds: float, times: int = 1) -> None:
        """Until each has so many answers, or so long."""
        numbers = {one.request for one in asked}
        end = time.monotonic() + seconds
        while numbers and time.monotonic() < end:
            self.listen(min(1.0, max(0.0, end - time.monotonic())))
            numbers = {one for one in numbers if len(self.answers(one)) < times}

    def listen(self, seconds: float) -> None:
        """Collects what arrives next within so many seconds."""
        self.heard += [self._open(arrived) for arrived in self._line.hear(seconds)]

    def hush(self, seconds: float) -> None:
        """Listens for so long, whatever comes: what should not come has had its time."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.listen(left)

    def answers(self, request: str) -> list[Heard]:
        """What claims to answer a question, in the order it came."""
        return [one for one in self.heard if one.request == request]

    def _open(self, arrived: Arrived) -> Heard:
        known = (arrived.routing_key, arrived.persistent, arrived.at)
        try:
            body = json.loads(arrived.body)
        except ValueError:
            return Heard("", *known, fault="not-a-letter")
        request = _claimed(body)
        try:
            opened = open_letter(body, self.partner.name, self.keys, PARTNERS, self.now())
        except NotUsable as error:
            return Heard(request, *known, fault=error.code, detail=error.detail)
        return Heard(request, *known, opened=opened)


def payload_of(body: Any) -> Any:
    """The payload of a letter, whoever signed it; raises ValueError, TypeError or KeyError."""
    text = body["payload"]
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def _claimed(body: Any) -> str:
    try:
        return str(payload_of(body)["envelope"]["request"])
    except (ValueError, TypeError, KeyError):
        return ""


def _key_of(body: Any, question: Letter) -> str:
    try:
        envelope = payload_of(body)["envelope"]
        return f"{envelope['message']}.v{envelope['version']}"
    except (ValueError, TypeError, KeyError):
        return question.routing_key()
