"""The hostile inputs, each with the place it is sent to; the same in the same order every time."""

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import quote

from hostile_bytes import bodies, files, noise, polyglots
from hostile_texts import every

from simulators.story.people import invent, submission
from simulators.story.places import DONGHUAMEN

SEED = 20190401
JSON = {"Content-Type": "application/json"}
FORMS, SEARCH, OBJECTION = "/applications", "/applications/search", "/publicity/{case}/objections"
PATHS = (
    "/rosters/{}/2019-05",
    "/rosters/110101/{}",
    "/commitment-texts/{}",
    "/codes/{}",
    "/officers/{}",
    "/keys/{}",
    "/cases/{}",
    "/subsidy-sums/{}",
    "/applications/{{case}}/photos/{}",
)
QUERIES = (
    "/applications?state={}",
    "/applications?cursor={}",
    "/applications?limit={}",
    "/cases?cursor={}",
    "/entitlements?cursor={}",
    "/publicity?agency={}",
    "/messages?application_id={}",
    "/cases?{}=1",
)
HEADERS = ("Idempotency-Key", "X-Reason", "Authorization", "Content-Type", "Accept", "Cookie")
# Order -> what of it is written in one line.
ONE_LINE = {
    "/keys": {"serial": "SW-9"},
    "/keys/SW-9/binding": {"account": "somebody"},
    "/officers": {"account": "somebody", "name": "某人"},
    "/sessions/challenges": {"account": "somebody", "key_serial": "SW-9"},
    OBJECTION: {"objector_name": "某人", "objector_contact": "13800000000"},
    "/applications/{case}/face-check": {"checked_by": "somebody"},
}
TYPES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, -0.0, 2**31, -(2**63), 10**30, 1e308, "", "x", [], {}, [[]],
    [None], {"a": 1}, ["a"] * 2_000, {"$ref": "#"}, {"__class__": "x"}, [{}] * 100,
)  # fmt: skip


@dataclass(frozen=True)
class Hostile:
    """One request; `{case}` in the path is a case that exists."""

    family: str
    name: str
    method: str
    path: str
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def corpus(text: Any) -> list[Hostile]:
    """Everything; `text` is the commitment text in force."""
    good = submission(invent(1, date(2019, 4, 1)), DONGHUAMEN.street, date(2019, 4, 1), text)
    return [
        *_values(good),
        *_types(good),
        *_on_two_lines(),
        *_in_addresses(),
        *_in_headers(),
        *_as_bodies(),
        *_as_files(),
    ]


def _leaves(part: Any, way: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if not isinstance(part, dict):
        yield way
        return
    for name, inner in part.items():
        yield from _leaves(inner, (*way, name))


def _with(good: Any, way: tuple[str, ...], value: Any) -> bytes:
    body = copy.deepcopy(good)
    part = body
    for name in way[:-1]:
        part = part[name]
    part[way[-1]] = value
    return json.dumps(body).encode()


def _values(good: Any) -> Iterator[Hostile]:
    """Each text in some field of the form, in turn, in a search, and in a stranger's objection."""
    fields = list(_leaves(good))
    for number, (family, text) in enumerate(every()):
        for way in (fields[(number * 5 + n) % len(fields)] for n in range(5)):
            body = _with(good, way, text)
            yield Hostile(family, f"{'.'.join(way)}={text[:40]!r}", "POST", FORMS, body, JSON)
        for name in ("id_number", "state"):
            body = json.dumps({name: text}).encode()
            yield Hostile(family, f"search {name}={text[:40]!r}", "POST", SEARCH, body, JSON)
        said = {"objector_name": text, "objector_contact": text, "content": text}
        body = json.dumps(said).encode()
        yield Hostile(family, f"objection {text[:40]!r}", "POST", OBJECTION, body, JSON)


def _types(good: Any) -> Iterator[Hostile]:
    for number, value in enumerate(TYPES):
        for way in list(_leaves(good))[number % 2 :: 2]:
            name = f"{'.'.join(way)}={str(value)[:40]}"
            yield Hostile("types", name, "POST", FORMS, _with(good, way, value), JSON)


def _on_two_lines() -> Iterator[Hostile]:
    """Identifiers that are more than one line, or more than one column of a list."""
    for path, good in ONE_LINE.items():
        for name in good:
            for letter in ("\n", "\r", "\t", "\u2028", "\u2029", "\u0085"):
                for text in (f"{good[name]}{letter}", f"{good[name]}{letter}x", f"{letter}x1"):
                    body = json.dumps(good | {name: text}).encode()
                    yield Hostile("two lines", f"{path} {name}={text!r}", "POST", path, body, JSON)


def _in_addresses() -> Iterator[Hostile]:
    for number, (family, text) in enumerate(every()):
        value = quote(text[:600], safe="")  # more is refused by the server itself
        for path in (PATHS[(number + n) % len(PATHS)] for n in range(3)):
            yield Hostile(family, f"path {path} {text[:40]!r}", "GET", path.format(value))
        for path in (QUERIES[(number + n) % len(QUERIES)] for n in range(3)):
            yield Hostile(family, f"query {path} {text[:40]!r}", "GET", path.format(value))
    for raw in ("%ff", "%c0%af", "%00", "%ed%a0%80", "%f4%90%80%80", "%", "%zz", "%u002e", "%2"):
        for path in (*PATHS, *QUERIES):
            yield Hostile("encoded", f"{path} {raw}", "GET", path.format(raw))


def _in_headers() -> Iterator[Hostile]:
    """As bytes of UTF-8; line ends in headers need raw sockets: test_gateway_server."""
    for number, (family, text) in enumerate(every()):
        name = HEADERS[number % len(HEADERS)]
        value = text.encode().decode("latin-1")[:6_000].replace("\r", " ").replace("\n", " ")
        body = json.dumps({"id_number": "x"}).encode()
        heads = JSON | {name: value.replace("\0", " ")}
        yield Hostile(family, f"header {name}: {text[:40]!r}", "POST", SEARCH, body, heads)
        yield Hostile(family, f"key {text[:40]!r}", "POST", FORMS, b"{}", heads)


def _as_bodies() -> Iterator[Hostile]:
    for name, body in (*bodies(), *noise(SEED, 150)):
        for path in (SEARCH, FORMS):
            yield Hostile("bytes", f"{path} {name}", "POST", path, body, JSON)
    kinds = (
        "text/plain",
        "application/xml",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    )
    kinds += ("application/json; charset=utf-7", "application/json;charset=", "*/*", "json", ";")
    for kind in kinds:
        heads = {"Content-Type": kind}
        yield Hostile("content type", kind, "POST", FORMS, b'{"a": 1}', heads)


def _as_files() -> Iterator[Hostile]:
    place = "/applications/{case}/photos/commitment"
    for name, content in (*files(), *polyglots()):
        for kind in ("image/jpeg", "image/png"):
            heads = {"Content-Type": kind}
            yield Hostile("files", f"{name} as {kind}", "PUT", place, content, heads)
