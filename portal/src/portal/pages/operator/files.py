"""One file of deduction results (扣款结果文件): how far it is, its lines; stopping, going on."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for

from portal import codes
from portal.forms import Field, Form, Sheet, serve
from portal.page import FORM, ORDER, Page
from portal.posts import CITY, DISTRICT, DISTRICT_CLERK
from portal.session import ask, person

FILES = DISTRICT | CITY
CLERK = frozenset({DISTRICT_CLERK})
LINES = 50
STATES = {
    "announced": "已登记，等待文件内容",
    "received": "已收到，等待检查",
    "checking": "正在检查",
    "posting": "正在入账",
    "stopped": "已暂停",
    "done": "已完成",
    "refused": "未采用",
}
MOVING = frozenset({"received", "checking", "posting"})
OUTCOMES = {
    "posted": "已入账",
    "differs": "金额不符",
    "void": "不计补贴",
    "waiting": "待开始享受",
    "outweighed": "以另一次结果为准",
    "duplicate": "重复",
    "unchanged": "没有变化",
    "corrected": "已更正",
    "withdrawn": "已撤回",
    "refused": "未采用",
}
STOP = Form((Field(name="reason", label="暂停原因", kind="textarea", most=200, path="reason"),))
NOTHING = Form(())
WORDS = {"states": STATES, "outcomes": OUTCOMES, "moving": MOVING}


def file(file_id: UUID) -> str:
    """One file: how far, what became of its lines, why it is not used."""
    only, after = request.args.get("only", ""), request.args.get("after", "0")
    path = f"/deduction-files/{file_id}"
    one = ask().get(path)
    return render_template(
        "operator/file.html",
        one=one,
        lines=ask().get(f"{path}/lines", only=only, after=after, limit=LINES),
        only=only,
        agencies=dict(codes.choices("divisions")),
        resume=NOTHING.blank(),
        may_steer=may_steer(),
        **WORDS,
    )


def stop(file_id: UUID) -> Any:
    """暂停: after the batch under way; what is posted stays."""
    back = url_for("operator.file", file_id=file_id)

    def act(sheet: Sheet) -> Any:
        ask().post(f"/deduction-files/{file_id}/stop", sheet.body(), key=sheet.key)
        flash("正在入账的一批办完后暂停，已入账的保留。")
        return redirect(back, 303)

    def show(sheet: Sheet) -> str:
        one = ask().get(f"/deduction-files/{file_id}")
        return render_template("operator/file_stop.html", one=one, sheet=sheet, back=back)

    return serve(STOP, act, show)


def resume(file_id: UUID) -> Any:
    """继续: where it halted."""
    sheet = NOTHING.take()
    ask().post(f"/deduction-files/{file_id}/resumption", key=sheet.key)
    flash("从停下的地方继续入账。")
    return redirect(url_for("operator.file", file_id=file_id), 303)


def may_steer() -> bool:
    """Whether whoever looks may stop a file and let it go on."""
    who = person()
    return who is not None and bool(CLERK & who.posts)


PAGES = (
    Page(
        name="operator.file",
        rule="/operator/files/<uuid:file_id>",
        view=file,
        title="扣款结果文件",
        who=FILES,
        walk="file",
    ),
    Page(
        name="operator.file_stop",
        rule="/operator/files/<uuid:file_id>/stop",
        view=stop,
        title="暂停入账",
        who=CLERK,
        methods=FORM,
        walk="file",
    ),
    Page(
        name="operator.file_resume",
        rule="/operator/files/<uuid:file_id>/resumption",
        view=resume,
        title="继续入账",
        who=CLERK,
        methods=ORDER,
        walk="file",
    ),
)
