"""OpenAPI links: which operations an answer's identifiers lead to."""

import dataclasses
import typing
from collections.abc import Iterable, Mapping
from typing import Any

from gateway.route import Route, names, path_names

SHARED = {"application_id"}  # every service knows a case by it


def links(route: Route, others: Iterable[Route]) -> dict[str, Any]:
    """Links of a route that makes something or lists things, by the operation they lead to.

    The identifier of a case leads on within its collection; any other leads wherever it is read.
    """
    given = _given(route)
    asked = {name: f"$request.path.{name}" for name in path_names(route.path)}
    found = {}
    for other in others:
        wanted = path_names(other.path)
        fresh = {name for name in wanted if name in given}
        near = other.path.startswith(f"{route.path}/<") or fresh - SHARED
        if fresh and near and {*wanted} <= given.keys() | asked.keys():
            found[other.operation] = {
                "operationId": other.operation,
                "parameters": {name: (given | asked)[name] for name in wanted},
            }
    return found


def _given(route: Route) -> Mapping[str, str]:
    """Identifiers in the answer -> where they stand there."""
    if route.method == "POST" and route.status == 201:
        return {name: f"$response.body#/{name}" for name in names(route.command.answer)}
    if route.method == "GET" and (line := _line(route.command.answer)):
        return {name: f"$response.body#/items/0/{name}" for name in names(line)}
    return {}


def _line(answer: type) -> type | None:
    """What a list is a list of."""
    kind = typing.get_type_hints(answer).get("items")
    [line, *_] = typing.get_args(kind) or (None,)
    return line if dataclasses.is_dataclass(line) and isinstance(line, type) else None
