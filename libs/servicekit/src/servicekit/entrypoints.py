"""nameko entrypoints of the kit: a question over internal HTTP, a mailbox, a tick."""

import json
import logging
from collections.abc import Mapping
from hmac import compare_digest
from typing import Any

from marshmallow import ValidationError
from nameko.timer import Timer
from werkzeug.wrappers import Request, Response

from contracts import wire
from contracts.caller import Caller
from contracts.message import Command
from kernel.errors import Forbidden, Invalid, NotFound, Refusal
from servicekit.doors import TOKEN_HEADER
from servicekit.inside import InsideHandler
from servicekit.mailbox import ForeignMailbox, Mailbox

__all__ = ["Ask", "ForeignMailbox", "Mailbox", "Tick"]

log = logging.getLogger(__name__)
MAX_BODY = 32 * 1024 * 1024


class Ask(InsideHandler):
    """POST /ask/{command}: one command or query with its caller and idempotency key.

    Inside only: whoever calls must know the installation's internal token.
    """

    def __init__(self, table: Mapping[type[Command], Any], **kwargs: Any) -> None:
        self.table = table
        self.by_name = {command.command_name(): command for command in table}
        super().__init__("POST", "/ask/<name>", expected_exceptions=(Refusal,), **kwargs)

    def get_entrypoint_parameters(self, request: Request) -> tuple[Any, Any]:
        token = self.container.config.get("INTERNAL_TOKEN", "")
        if not token or not compare_digest(request.headers.get(TOKEN_HEADER, ""), token):
            raise Forbidden("内部接口：令牌不正确。", code="internal-token")
        if (request.content_length or 0) > MAX_BODY:
            raise Invalid("请求过大。", code="too-large")
        kind = self.by_name.get(request.path_values["name"])  # type: ignore[attr-defined]
        if kind is None:
            raise NotFound("没有这项业务。", code="unknown-command")
        body = json.loads(request.get_data())
        command = wire.load(kind, body["form"])
        return (command, wire.load(Caller, body["caller"]), body.get("key", "")), {}

    def check_signature(self, args: Any, kwargs: Any) -> None:
        """The table's types are the signature."""

    def response_from_result(self, result: Any) -> Response:
        return _json(200, {"answer": wire.dump(result)})

    def response_from_exception(self, exc: Exception) -> Response:
        if isinstance(exc, Refusal):
            return _json(exc.status, {"refusal": refusal_as_json(exc)})
        if isinstance(exc, (ValidationError, KeyError, ValueError, TypeError)):
            return _json(400, {"refusal": {"code": "malformed", "message": "内部请求格式不正确。"}})
        log.error("command failed", exc_info=exc)
        return _json(500, {"refusal": {"code": "unexpected", "message": "系统内部错误。"}})


def refusal_as_json(refusal: Refusal) -> dict[str, Any]:
    """A refusal as it travels between processes."""
    return {
        "code": refusal.code,
        "message": refusal.message,
        "fields": refusal.fields,
        "allowed": list(refusal.allowed),
        "status": refusal.status,
    }


def _json(status: int, body: Any) -> Response:
    return Response(
        json.dumps(body, ensure_ascii=False), status=status, mimetype="application/json"
    )


class Tick(Timer):
    """Looks for due deadlines; a failing round is logged and the next one comes."""

    def __init__(self, interval: float, **kwargs: Any) -> None:
        super().__init__(interval, **kwargs)
