"""Requests as no decent client would send them, and files that are not what they seem."""

import contextlib
import http.client
import json
import struct
import zlib
from urllib.parse import urlsplit

from bench import Bench
from simulators.story.answers import Refused


def raw(
    bench: Bench,
    path: str,
    body: bytes,
    media: str,
    length: int | None = None,
    key: str = "raw",
) -> Refused:
    """Any bytes as a body, perhaps announced as more than they are; the refusal they get."""
    place = urlsplit(bench.lingbu.address)
    connection = http.client.HTTPConnection(str(place.hostname), place.port, timeout=30)
    headers = {"Content-Type": media, **bench.east.clerk.credentials()}
    headers |= {"Idempotency-Key": key} if key else {}
    headers["Content-Length"] = str(len(body) if length is None else length)
    connection.request("POST", "/api/v1" + path, body, headers)
    return _refusal(connection)


def stream(bench: Bench, path: str, megabytes: int) -> Refused:
    """A body in chunks whose end nobody announces; the server may hang up in the middle."""
    place = urlsplit(bench.lingbu.address)
    connection = http.client.HTTPConnection(str(place.hostname), place.port, timeout=30)
    headers = {"Content-Type": "application/json", "Idempotency-Key": "stream"}
    headers |= bench.east.clerk.credentials()
    chunks = (b" " * 1024 * 1024 for _ in range(megabytes))
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        connection.request("POST", "/api/v1" + path, chunks, headers, encode_chunked=True)
    return _refusal(connection)


def _refusal(connection: http.client.HTTPConnection) -> Refused:
    answer = connection.getresponse()
    said = json.loads(answer.read())
    connection.close()
    assert answer.headers["Content-Type"] == "application/problem+json"
    return Refused(answer.status, said)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be so large."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = (b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))
