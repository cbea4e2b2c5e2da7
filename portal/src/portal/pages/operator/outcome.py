"""人工录入: one officer enters what the outside system says, a second one confirms with a key."""

from typing import Any
from uuid import UUID

from flask import render_template, url_for

from portal import signing
from portal.forms import YES_NO, Choices, Field, Form, Sheet, serve
from portal.page import FORM, Page
from portal.pages.operator.partner_words import ERRORS, FINDINGS, MESSAGES, STATES
from portal.pages.operator.rows import PAYERS, contributions, refusals
from portal.posts import CITY_OFFICER
from portal.session import ask, person

CITY = frozenset({CITY_OFFICER})
FINDING: Choices = tuple((code, word) for code, word in FINDINGS.items())
WHAT = {
    "check.request": Field(
        name="finding", label="比对结果", kind="radio", path="outcome.finding", choices=FINDING
    ),
    "refund.request": Field(
        name="refunded",
        label="已经退费",
        kind="radio",
        path="outcome.refunded",
        choices=YES_NO,
    ),
    "contrib.query": Field(
        name="lines",
        label="缴费月份",
        kind="textarea",
        most=4000,
        required=False,
        hint="每行一个月：月份 缴费人，如“2019-05 本人”。没有记录的不填。"
        f"缴费人：{'、'.join(PAYERS)}。",
    ),
    "enroll.batch": Field(
        name="refused",
        label="不接收的人员",
        kind="textarea",
        most=4000,
        required=False,
        hint="每行一人：序号 代码 原因，如“3 E01 账号与姓名不符”。全部接收的不填。",
    ),
}
WHAT["leave.batch"] = WHAT["enroll.batch"]
WHY = (
    Field(
        name="detail",
        label="说明",
        most=200,
        path="outcome.detail",
        required=False,
        hint="简短，不写个人信息。",
    ),
    Field(name="reason", label="为什么人工录入", kind="textarea", most=500, path="reason"),
    Field(
        name="evidence",
        label="依据",
        kind="textarea",
        most=500,
        path="evidence",
        hint="公函文号，或何人何时以何方式告知。",
    ),
)
CONFIRM = Form(
    (
        Field(
            name="upheld",
            label="复核意见",
            kind="radio",
            path="upheld",
            choices=(("yes", "与依据一致，采用"), ("no", "不一致，退回")),
        ),
        Field(name="reason", label="理由", kind="textarea", most=500, path="reason"),
    )
)


def question(request_id: UUID) -> str:
    """One question: what came of each try, what was entered by hand."""
    one = ask().get(f"/waiting/{request_id}")
    who = person()
    entered = one["by_hand"]
    return render_template(
        "operator/question.html",
        one=one,
        entered=entered,
        own=bool(entered and who and entered["officer"] == who.account),
        messages=MESSAGES,
        states=STATES,
        errors=ERRORS,
        findings=FINDINGS,
    )


def enter(request_id: UUID) -> Any:
    """The first hand; signed."""
    one = ask().get(f"/waiting/{request_id}")
    back = url_for("operator.question", request_id=request_id)

    def act(sheet: Sheet) -> Any:
        return signing.decide(
            f"/waiting/{request_id}/outcome",
            said(sheet),
            key=sheet.key,
            done=back,
            back=back,
            title=f"录入{one['title']}的答复",
        )

    def show(sheet: Sheet) -> str:
        return render_template(
            "operator/outcome.html", one=one, sheet=sheet, back=back, messages=MESSAGES
        )

    what = WHAT.get(one["message"])
    return serve(Form(((what,) if what else ()) + WHY), act, show)


def said(sheet: Sheet) -> dict[str, Any]:
    """The order as the API takes it; raises `Problem` for lines that cannot be read."""
    body = sheet.body()
    outcome = body.setdefault("outcome", {})
    if sheet["lines"]:
        outcome["lines"] = contributions(sheet["lines"])
    if sheet["refused"]:
        outcome["refused"] = refusals(sheet["refused"])
    return body


def confirm(request_id: UUID) -> Any:
    """The second hand, with another key; signed."""
    one = ask().get(f"/waiting/{request_id}")
    back = url_for("operator.question", request_id=request_id)

    def act(sheet: Sheet) -> Any:
        body = sheet.body() | {"upheld": sheet["upheld"] == "yes"}
        return signing.decide(
            f"/waiting/{request_id}/confirmation",
            body,
            key=sheet.key,
            done=back,
            back=back,
            title=f"复核人工录入的{one['title']}答复",
        )

    def show(sheet: Sheet) -> str:
        return render_template(
            "operator/outcome_confirm.html",
            one=one,
            entered=one["by_hand"],
            sheet=sheet,
            back=back,
            messages=MESSAGES,
            findings=FINDINGS,
        )

    return serve(CONFIRM, act, show)


def _page(name: str, rule: str, view: Any, title: str, walk: str, **more: Any) -> Page:
    rule = f"/operator/waiting/<uuid:request_id>{rule}"
    return Page(
        name=f"operator.{name}", rule=rule, view=view, title=title, who=CITY, walk=walk, **more
    )


PAGES = (
    _page("question", "", question, "一件询问", "waiting"),
    _page("outcome", "/outcome", enter, "人工录入", "waiting", methods=FORM),
    _page("outcome_confirm", "/confirmation", confirm, "人工录入的复核", "entered", methods=FORM),
)
