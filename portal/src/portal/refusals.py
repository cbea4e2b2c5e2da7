"""Whatever is refused becomes a page in Chinese that says what to do next."""

import logging
from typing import Any

from flask import Flask, render_template, request
from werkzeug.exceptions import HTTPException

from portal import kept
from portal.api import Problem, SignatureWanted, SignedOut
from portal.posts import APPLICANT
from portal.session import was

log = logging.getLogger(__name__)
NEXT = {
    400: "请返回上一页，检查填写的内容后再提交。",
    403: "如果这是您的工作，请联系安全管理员核对您的岗位；也可以换一个账号登录。",
    404: "请检查地址，或从首页重新进入。没有查看权限的案件也显示为没有找到。",
    405: "请从首页重新进入。",
    409: "案件的状态已经改变。请返回并刷新页面，看看现在可以办什么。",
    413: "请选择小一些的文件（每张照片不超过 10 MB）。",
    422: "请返回上一页，按提示改正后再提交。",
    429: "请稍等一分钟再试。",
    503: "请稍后再试。已经填写的内容可以用浏览器的返回键找回；重复提交不会办两次。",
}
NEXT_OF = {
    "form-foreign": "请返回上一页，刷新后重新提交。",
    "run-not-so": "请打开“正在进行”，看这项工作现在的状态。",
    "password-due": "请先修改口令，再继续办理。",
    "account-locked": "请等待锁定结束后再登录；如果不是您本人输错，请告诉安全管理员。",
}
TYPED_BEFORE = frozenset({"apply.fill", "apply.check", "apply.overview"})
OTHER = "请稍后再试；仍然不行时，请把下面的编号告诉管理人员。"
TITLES = {403: "不能进入这个页面", 404: "没有找到", 405: "没有这个办法", 413: "内容过大"}


def install(app: Flask) -> None:
    """Registers the kinds of trouble."""
    app.register_error_handler(SignedOut, _signed_out)
    app.register_error_handler(SignatureWanted, _unsigned)
    app.register_error_handler(Problem, told)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def told(problem: Problem) -> Any:
    """A page for a refusal of the API."""
    following = NEXT_OF.get(problem.code) or NEXT.get(problem.status, OTHER)
    return render_template("problem.html", problem=problem, following=following), problem.status


def _signed_out(problem: SignedOut) -> Any:
    """What was typed goes along to the sign-in and comes back after it."""
    sealed = kept.keep()
    to = request.full_path.rstrip("?") if request.method == "GET" else ""
    return render_template("entrance/again.html", sealed=sealed, to=to, entrance=_entrance()), 401


def _entrance() -> str:
    """Where they came in: whoever has not applied yet is known by number and phone together."""
    if was().get("tier") != APPLICANT:
        return "entrance.officer"
    return "apply.begin" if request.endpoint in TYPED_BEFORE else "entrance.applicant"


def _unsigned(problem: SignatureWanted) -> Any:
    """A view that forgot `signing.decide`: told as such, nothing was done."""
    log.error("an order was given without the signing step", extra={"path": request.path})
    return told(problem)


def _http(error: HTTPException) -> Any:
    status = error.code or 500
    if status < 400:
        return error
    body = {"title": TITLES.get(status, "不能处理"), "detail": "", "code": f"http-{status}"}
    return told(Problem(status, body))


def _unexpected(error: Exception) -> Any:
    log.exception("unexpected", extra={"path": request.path})
    return told(
        Problem(500, {"title": "系统错误", "detail": "页面没有能够显示。", "code": "error"})
    )
