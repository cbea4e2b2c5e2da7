"""HTTP to a provider: pooled, with bounded waits, and exact about what certainly did not leave.

Nothing here is logged, and no exception goes further: its text would quote addresses, tokens and
numbers.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    LocationParseError,
    MaxRetryError,
    NewConnectionError,
    SSLError,
)

from notify.domain.outcome import NotTaken, Unheard

__all__ = ["Reply", "as_json", "post", "seconds"]

CONNECT, READ = 3.0, 10.0  # seconds; what takes longer counts as unanswered
LONGEST = 1 << 20
logging.getLogger("urllib3.connectionpool").setLevel(logging.ERROR)  # it tells whole addresses
_POOL = urllib3.PoolManager(num_pools=8, maxsize=16, retries=False)
_NEVER_LEFT = (NewConnectionError, ConnectTimeoutError, SSLError, LocationParseError)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back; its body may quote a person."""

    status: int
    body: bytes = field(repr=False)


def seconds(values: Mapping[str, str]) -> float:
    """How long an answer is waited for (setting SMS_READ_SECONDS)."""
    return float(values.get("SMS_READ_SECONDS") or READ)


def post(
    url: str, body: bytes, headers: Mapping[str, str], read: float = READ
) -> Reply | NotTaken | Unheard:
    """One POST, never repeated by itself."""
    waits = urllib3.Timeout(connect=min(CONNECT, read), read=read)
    try:
        heard = _POOL.request(
            "POST", url, body=body, headers=dict(headers), timeout=waits, redirect=False
        )
        return Reply(heard.status, heard.data[:LONGEST])
    except HTTPError as error:
        cause = error.reason if isinstance(error, MaxRetryError) else error
        if isinstance(cause, _NEVER_LEFT):
            return NotTaken("unreachable")
        return Unheard(type(cause).__name__)
    except (OSError, ValueError) as error:
        return Unheard(type(error).__name__)


def as_json(reply: Reply) -> Any:
    """The body as JSON; None when it is none."""
    try:
        return json.loads(reply.body)
    except ValueError:
        return None
