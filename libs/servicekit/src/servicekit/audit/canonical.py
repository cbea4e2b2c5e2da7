"""The one form of a row, a day and a look over which hashes and signatures are made."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

START = "0" * 64
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

# In the order in which they are hashed; moments as whole microseconds since 1970.
HASHED = (
    "chain",
    "n",
    "at",
    "written",
    "actor",
    "key_serial",
    "origin",
    "action",
    "title",
    "clause",
    "detail",
    "why",
    "prev",
)

_list = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_sorted = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def micros(moment: datetime) -> int:
    """Whole microseconds since 1970, exactly."""
    return (moment - EPOCH) // MICROSECOND


def detail_text(detail: Mapping[str, Any]) -> str:
    """Details as they are stored and hashed: JSON with sorted names."""
    return _sorted(dict(detail))


def row_hash(values: Sequence[Any]) -> str:
    """SHA-256 over the values of `HASHED`, as a JSON list: cheap, and no value runs into the next.

    The last value is the hash of the row before, so that a hash stands for all rows up to it.
    """
    return hashlib.sha256(_list(values).encode()).hexdigest()


def inner(values: Sequence[Any]) -> str:
    """Those values as they stand within that list, without its brackets."""
    return _list(list(values))[1:-1]


def digest(document: Mapping[str, Any]) -> str:
    """SHA-256 over a document as canonical JSON."""
    return hashlib.sha256(canonical(document)).hexdigest()


def canonical(document: Mapping[str, Any]) -> bytes:
    """A document as JSON with sorted names, UTF-8."""
    return _sorted(dict(document)).encode()


def head_line(chain: str, n: int, row_digest: str) -> bytes:
    """One chain's head as it enters a day's root."""
    return f"{_list([chain, n])} {row_digest}\n".encode()


def words_digest(salt: str, words: str) -> str:
    """What a row says of an officer's own words: nothing that could be guessed without the salt."""
    return hashlib.sha256(f"{salt}\n{words}".encode()).hexdigest()
