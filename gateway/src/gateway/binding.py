"""A row of the route table becomes a documented, guarded view."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

import flask_smorest
from flask import g

from contracts.caller import Caller
from contracts.message import Command
from contracts.wire import build, schema_for
from gateway import counting, documented
from gateway.door import REASON_HEADER, admit, idempotency_key, reason
from gateway.links import links
from gateway.precise import path_parameters
from gateway.reading import StrictParser, body_schema, load_fields, query_schema
from gateway.route import Route, names, path_names
from gateway.settings import here
from kernel.errors import Invalid

PREFIX = "/api/v1"
View = Callable[..., Any]


class Blueprint(flask_smorest.Blueprint):
    """smorest's blueprint with our parser."""

    ARGUMENTS_PARSER = StrictParser()


def group(
    name: str, description: str, routes: tuple[Route, ...], every: tuple[Route, ...]
) -> Blueprint:
    """The routes of one subject, among every route there is."""
    blueprint = Blueprint(name, __name__, url_prefix=PREFIX, description=description)
    for route in routes:
        rule = blueprint.route(
            route.path,
            methods=[route.method],
            endpoint=route.operation,
            parameters=path_parameters(route),
        )
        rule(_view(blueprint, route, links(route, every)))
    return blueprint


def _view(blueprint: Blueprint, route: Route, leads: dict[str, Any]) -> View:
    view = _reading(blueprint, route, _asking(route))
    answer = schema_for(route.command.answer) if route.special.json else None
    view = blueprint.response(route.status, answer)(view)
    view = documented.problems(route)(view)
    view = documented.parameters(route)(view)
    view = documented.linked(route, leads)(view)
    view = blueprint.doc(operationId=route.operation, **route.special.doc)(view)
    return _guarded(route, view)


def _asking(route: Route) -> View:
    special = route.special

    def view(*parts: dict[str, Any], **path: Any) -> Any:
        values = _outside_body(route, path)
        for part in parts:
            values |= part
        if special.read:
            values |= special.read()
        if values.get("clear") and not values.get("reason"):
            sentence = "查看明文须填写事由。"
            raise Invalid(sentence, fields={REASON_HEADER: sentence}, code="reason-missing")
        command = build(route.command, values)
        answer = special.handle(command) if special.handle else _ask(command)
        if special.show:
            return special.show(answer)
        headers = {"Location": PREFIX + _filled(route.location, answer)} if route.location else {}
        return answer, route.status, headers

    view.__name__ = route.operation
    view.__doc__ = route.command.__doc__
    return view


def _ask(command: Command) -> Any:
    caller: Caller = g.caller
    return counting.ask(command, caller, g.key, here())


def _outside_body(route: Route, path: Mapping[str, Any]) -> dict[str, Any]:
    given = dict(path)
    if route.in_clear:
        given["reason"] = reason()
    return load_fields(route.command, given) if given else {}


def _filled(template: str, answer: Any) -> str:
    return template.format(**{f.name: getattr(answer, f.name) for f in fields(answer)})


def _reading(blueprint: Blueprint, route: Route, view: View) -> View:
    elsewhere = path_names(route.path) + route.without
    if route.method == "GET":
        elsewhere += ("reason",) if route.in_clear else ()
        if names(route.command) - set(elsewhere):
            schema = query_schema(route.command, elsewhere)
            return blueprint.arguments(schema, location="query")(view)  # type: ignore[no-any-return]
        return view
    if route.special.read:
        return view
    schema = body_schema(route.command, elsewhere)
    if names(route.command) - set(elsewhere):
        needed = any(field.required for field in schema._declared_fields.values())
        return blueprint.arguments(schema, required=needed)(view)  # type: ignore[no-any-return]
    return StrictParser().use_args(schema, location="json")(view)


def _guarded(route: Route, view: View) -> View:
    @functools.wraps(view)
    def guard(**path: Any) -> Any:
        g.key = ""
        admit(route)
        if route.needs_key:
            g.key = idempotency_key()
        return view(**path)

    return guard
