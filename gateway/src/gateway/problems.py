"""The one place where anything that goes wrong becomes application/problem+json."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Flask, Response, current_app, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from kernel.errors import Refusal
from servicekit.signing.decisions import SignatureWanted
from servicekit.tracing import number

log = logging.getLogger(__name__)

WANTED = SignatureWanted.code
PROBLEM_TYPE = "application/problem+json"
TITLES = {
    400: "请求格式不正确",
    401: "未登录",
    403: "无权办理",
    404: "没有找到",
    405: "不支持该方法",
    409: "当前不能办理",
    411: "缺少长度",
    413: "内容过大",
    415: "内容类型不支持",
    422: "填写有误",
    428: "需要钥匙盘签名",
    429: "请求过于频繁",
    500: "系统错误",
    503: "服务暂不可用",
}
SENTENCES = {
    400: ("bad-request", "请求不完整或格式不正确。"),
    401: ("not-signed-in", "请先登录。"),
    404: ("not-found", "没有这个地址。"),
    405: ("method-not-allowed", "该地址不支持这种请求方法。"),
    411: ("length-required", "请在 Content-Length 请求头中给出内容长度。"),
    413: ("too-large", "提交的内容过大。"),
    415: ("unsupported-media-type", "不支持这种内容类型，请使用 application/json。"),
}


class NotSignedIn(Refusal):
    """Nobody is signed in, or no longer."""

    code, status = "not-signed-in", 401


class Wait(Refusal):
    """Too much at one time; the same may be asked again after `seconds`."""

    status = 429

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class TooLarge(Refusal):
    """More bytes than this door takes."""

    code, status = "too-large", 413


class WrongType(Refusal):
    """A content type this door does not read."""

    code, status = "unsupported-media-type", 415


def trace_id() -> str:
    """The present request's name in answers, in the log and in every letter it leads to."""
    found = number()
    return found.hex if found else ""


def problem(
    status: int,
    code: str,
    detail: str,
    fields: Mapping[str, str] | None = None,
    allowed: Sequence[str] = (),
    challenge: Mapping[str, str] | None = None,
) -> Response:
    """One problem answer."""
    body: dict[str, Any] = {
        "type": f"/problems/{code}",
        "title": TITLES.get(status, "不能办理"),
        "status": status,
        "code": code,
        "detail": detail,
        "fields": dict(fields or {}),
        "allowed": list(allowed),
        "trace_id": trace_id(),
    }
    if challenge is not None:
        body["challenge"] = dict(challenge)
    response = Response(current_app.json.dumps(body), status, mimetype=PROBLEM_TYPE)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if status == 503:
        response.headers["Retry-After"] = "2"
    return response


def install(app: Flask) -> None:
    """Registers the four kinds of trouble."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(PoolExhausted, _database_away)
    app.register_error_handler(Exception, _unexpected)


def _refused(refusal: Refusal) -> Response:
    status = refusal.status
    if refusal.code == WANTED:
        return problem(status, WANTED, refusal.message, challenge=refusal.fields)
    response = problem(status, refusal.code, refusal.message, refusal.fields, refusal.allowed)
    if isinstance(refusal, Wait):
        response.headers["Retry-After"] = str(refusal.seconds)
    return response


def _http(error: HTTPException) -> BaseResponse:
    if error.response is not None or (error.code or 500) < 400:
        return error.get_response()
    status = error.code or 500
    code, detail = SENTENCES.get(status, (f"http-{status}", "请求不能处理。"))
    response = problem(status, code, detail)
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers[name] = value
    return response


def _database_away(error: Exception) -> Response:
    _log(error)
    return problem(503, "service-unavailable", "系统繁忙，请稍后用同一幂等键重试。")


def _unexpected(error: Exception) -> Response:
    _log(error)
    return problem(500, "unexpected", "系统出现错误，未能办理，请记下追踪编号并联系运维人员。")


class _Hidden(Exception):
    """Stands for an exception whose own text may carry personal data."""


def _log(error: Exception) -> None:
    facts = {"trace_id": trace_id(), "method": request.method, "endpoint": request.endpoint}
    hidden = _Hidden(type(error).__name__)
    log.error("request failed", exc_info=(_Hidden, hidden, error.__traceback__), extra=facts)
