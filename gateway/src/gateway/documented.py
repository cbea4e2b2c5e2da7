"""What OpenAPI says beyond the schemas: headers, security, problem answers."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import flask_smorest
from flask_smorest.utils import prepare_response

from contracts.wire import schema_for
from gateway import precise
from gateway.door import KEY, KEY_HEADER, REASON_HEADER
from gateway.forms import Problem
from gateway.problems import PROBLEM_TYPE, TITLES
from gateway.route import Route, names

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

KEY_PARAMETER = {
    "in": "header",
    "name": KEY_HEADER,
    "required": True,
    "description": "Yours, new for each intention: the same key and body give the same answer",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": f"^{KEY.pattern}$"},
}
REASON_PARAMETER = {
    "in": "header",
    "name": REASON_HEADER,
    "required": False,
    "description": "Why clear data are needed, percent-encoded UTF-8; required with clear=true,"
    " and for photographs of a closed case",
    "schema": {"type": "string", "maxLength": 2000},
}


class Api(flask_smorest.Api):
    """smorest, with our problems as its errors."""

    ERROR_SCHEMA = schema_for(Problem)
    DEFAULT_ERROR_RESPONSE_NAME = None  # every status is named: what is not named cannot come

    def _init_spec(self, **options: Any) -> None:
        super()._init_spec(**options)
        precise.teach(self.ma_plugin.converter)

    def _register_error_handlers(self) -> None:
        """`gateway.problems` has them."""

    def _register_responses(self) -> None:
        for status, title in TITLES.items():
            self._problem(HTTPStatus(status).name, title)

    def _problem(self, name: str, title: str) -> None:
        response = {"description": title, "schema": self.ERROR_SCHEMA}
        prepare_response(response, self.spec, PROBLEM_TYPE)
        self.spec.components.response(name, response, lazy=True)


def make_api() -> Api:
    """An unbound Api; its settings are in the application's config."""
    return Api(spec_kwargs={"info": {"description": DESCRIPTION}})


DESCRIPTION = """灵活就业社会保险补贴：受理、审核、享受、消息、统计。

POST /api/v1/sessions gives the token for `Authorization: Bearer`. Every write needs an
`Idempotency-Key`. Refusals are application/problem+json with a code and a Chinese sentence.
Lists take `limit` and the `cursor` of the page before. Personal data are masked; where
`clear=true` is possible, the reason goes into `X-Reason` and is recorded.

## Signatures 签名

A decision (every operation with an answer 428) is made in two requests:

1. Give the order without `proof`. What cannot be done is refused here as anything else. Otherwise
   the answer is 428, code `signature-wanted`, with a `challenge`: `text` (canonical JSON of the
   whole order, the facts it rests on, officer, key, moment and a nonce), `digest` (SHA-256 of the
   text in UTF-8, hexadecimal), `sentence` (show it to the officer), `challenge_id`, `expires_at`.
2. Let the officer's key sign. A certificate key (钥匙盘) signs the UTF-8 bytes of `text`: RSA with
   PKCS#1 v1.5 and SHA-256, ECDSA with SHA-256, Ed25519, or SM2 with SM3 (user id
   1234567812345678; DER, or r and s of 32 bytes each), bare or as detached PKCS#7 SignedData. A
   security key (WebAuthn) gets the 32 bytes of `digest` as its challenge.
3. Give the same order again, with the same `Idempotency-Key` and beside its own fields
   `"proof": {"challenge_id": …, "signature": …}`; the signature is Base64. WebAuthn adds
   `authenticator_data` and `client_data`, Base64 too.

A challenge holds once, until `expires_at`, for one officer, one key and one order. If the order or
what it rests on has changed meanwhile, it is refused and asked anew. Signing in works alike:
POST /api/v1/sessions/challenges with account and key gives the challenge, its `proof` goes into
POST /api/v1/sessions.

In a demonstration, and only there, `POST /demo/keys/<serial>/signature` with `{"text": …}` answers
`{"signature": …}` of a software key; GET /demo/accounts names the accounts with their keys."""


def parameters(route: Route) -> Decorator:
    """Documents the headers of a route and its security."""
    headers = [KEY_PARAMETER] if route.needs_key else []
    headers += [REASON_PARAMETER] if route.in_clear else []

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        notes: dict[str, Any] = getattr(view, "_apidoc", {})
        if headers:
            notes.setdefault("arguments", {}).setdefault("parameters", []).extend(headers)
        manual = notes.setdefault("manual_doc", {})
        manual["security"] = [] if route.public else [{"bearer": []}]
        return view

    return decorate


def linked(route: Route, leads: Mapping[str, Any]) -> Decorator:
    """Documents where the identifiers of an answer lead."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        if leads:
            notes = view._apidoc["manual_doc"]  # type: ignore[attr-defined]
            notes["responses"] = {route.status: {"links": dict(leads)}}
        return view

    return decorate


def problems(route: Route) -> Decorator:
    """Documents the problem answers a route can give."""
    statuses = [400, 403, 404, 409, 413, 422, 429, 500, 503]
    statuses += [] if route.public else [401]
    statuses += [411, 415] if route.method != "GET" else []
    statuses += [428] if "proof" in names(route.command) and not route.public else []

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        answers = view._apidoc["response"]["responses"]  # type: ignore[attr-defined]
        for status in sorted(statuses):
            answers.setdefault(status, []).append(HTTPStatus(status).name)
        return view

    return decorate
