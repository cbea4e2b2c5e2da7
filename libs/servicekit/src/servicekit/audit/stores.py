"""Where signed heads are kept: outside the database, only ever added to."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import urllib3

Entry = dict[str, Any]
SECONDS = 60.0  # to wait for a collector


class WitnessStore(Protocol):
    """An append-only list of entries for each service."""

    def append(self, service: str, entry: Mapping[str, Any]) -> None:
        """Keeps one more entry; returns when it is safe."""

    def entries(self, service: str) -> Iterator[Entry]:
        """All entries, oldest first."""

    def last(self, service: str) -> Entry | None:
        """The newest entry."""


def witness_store(place: str) -> WitnessStore:
    """`LINGBU_AUDIT_WITNESS`: a folder, or an http(s) address that takes and gives JSON lines."""
    return HttpStore(place) if place.startswith(("http://", "https://")) else FileStore(Path(place))


class FileStore:
    """A folder with one file of JSON lines for each service and month; best on another machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def append(self, service: str, entry: Mapping[str, Any]) -> None:
        path = self._folder / service / f"{entry['at'][:7]}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps(entry, ensure_ascii=False, separators=(",", ":")) + "\n"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)
        with os.fdopen(descriptor, "ab") as file:
            file.write(line.encode())
            file.flush()
            os.fsync(file.fileno())

    def entries(self, service: str) -> Iterator[Entry]:
        for path in self._files(service):
            with path.open(encoding="utf-8") as lines:
                for line in lines:
                    yield json.loads(line)

    def last(self, service: str) -> Entry | None:
        entry = None
        for path in self._files(service)[-1:]:
            with path.open(encoding="utf-8") as lines:
                for line in lines:
                    entry = line
        return json.loads(entry) if entry else None

    def _files(self, service: str) -> list[Path]:
        return sorted((self._folder / service).glob("*.jsonl"))


class HttpStore:
    """Somebody else's collector: POST adds an entry, GET gives all, `?last=1` the newest.

    Raises OSError for whatever is not a whole, proper answer: half a list would prove too little.
    """

    def __init__(self, address: str, seconds: float = SECONDS) -> None:
        self._address = address.rstrip("/")
        waits = urllib3.Timeout(connect=min(5.0, seconds), read=seconds)
        self._pool = urllib3.PoolManager(timeout=waits, retries=False)

    def append(self, service: str, entry: Mapping[str, Any]) -> None:
        body = json.dumps(entry, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json"}
        url = f"{self._address}/{service}"
        with _told():
            answer = self._pool.request("POST", url, body=body, headers=headers)
        if answer.status not in (200, 201, 204):
            raise OSError(f"the witness answered {answer.status}")

    def entries(self, service: str) -> Iterator[Entry]:
        yield from self._get(service, "")

    def last(self, service: str) -> Entry | None:
        return next(self._get(service, "?last=1"), None)

    def _get(self, service: str, query: str) -> Iterator[Entry]:
        url = f"{self._address}/{service}{query}"
        with _told():
            answer = self._pool.request("GET", url, preload_content=False)
            if answer.status == 404:
                return
            if answer.status != 200:
                raise OSError(f"the witness answered {answer.status}")
            if not {"Content-Length", "Transfer-Encoding"} & set(answer.headers):
                raise OSError("the witness does not say where its answer ends")
            rest = b""
            for block in answer.stream(65536):
                *lines, rest = (rest + block).split(b"\n")
                yield from (_entry(line) for line in lines if line)
            if rest:
                yield _entry(rest)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except urllib3.exceptions.HTTPError as error:
        raise OSError(f"the witness cannot be asked: {type(error).__name__}") from error


def _entry(line: bytes) -> Entry:
    try:
        entry = json.loads(line)
    except ValueError:
        entry = None
    if not isinstance(entry, dict) or "at" not in entry:
        raise OSError("the witness answered something that is no entry")
    return entry
