"""While somebody enjoys the subsidy: reports at the counter, suspicions, objections, calls."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.exceptions import NotFound

from portal import codes, signing
from portal.forms import Field, Form, Sheet, serve
from portal.page import FORM, Page
from portal.pages.street.case import CLERK
from portal.pages.street.dossier import dossier
from portal.pages.street.words import STATES, UNREACHED
from portal.session import ask
from portal.words import day

REPORT = Form(
    (
        Field(
            name="content",
            label="工作内容",
            most=200,
            path="content",
            hint="做什么。例如：家政保洁。",
        ),
        Field(name="place", label="工作地点", most=200, path="place"),
        Field(name="hours", label="工作时间", most=100, path="hours", hint="例如：每日6小时。"),
        Field(name="income", label="劳动收入（元/月）", kind="number", most=7, path="income"),
        Field(
            name="employed",
            label="本人已在单位就业（选中后补贴停止）",
            kind="checkbox",
            required=False,
            path="employed_by_unit",
        ),
    )
)
DISMISSAL = Form(
    (
        Field(
            name="event",
            label="哪一条",
            kind="hidden",
        ),
        Field(
            name="note",
            label="核实情况",
            kind="textarea",
            most=300,
            path="note",
            hint="怎样核实的、为什么不影响享受。须按您的钥匙盘。",
        ),
    )
)
RESOLUTION = Form(
    (
        Field(name="objection", label="哪一条", kind="hidden"),
        Field(
            name="upheld",
            label="核查结论",
            kind="radio",
            choices=(("no", "异议不成立，继续办理"), ("yes", "异议成立，审核不通过")),
        ),
        Field(name="findings", label="核查情况", kind="textarea", most=500, path="findings"),
    )
)
OUTCOMES = (
    ("reached", "已告知本人"),
    ("no_answer", "无人接听"),
    ("wrong_number", "号码不对"),
    ("refused", "拒绝接听"),
)
CALL = Form(
    (
        Field(name="outcome", label="结果", kind="radio", choices=OUTCOMES, path="outcome"),
        Field(
            name="note",
            label="备注",
            kind="textarea",
            most=200,
            path="note",
            required=False,
        ),
    )
)


def report(application_id: UUID) -> Any:
    """就业情况报告 at the counter."""
    found = dossier(application_id)
    if found.benefit is None:
        raise NotFound
    case = url_for("street.case", application_id=application_id)

    def act(sheet: Sheet) -> Any:
        body = sheet.body() | {"channel": "counter"}
        answer = ask().post(f"/entitlements/{application_id}/reports", body, key=sheet.key)
        following = answer["next_due"]
        flash("报告已登记。" + (f"下一次请在{day(following)}前报告。" if following else ""))
        return redirect(case, 303)

    def show(sheet: Sheet) -> str:
        return render_template(
            "street/report.html",
            sheet=sheet,
            dossier=found,
            windows=found.benefit["windows"] if found.benefit else (),
            terms=codes.terms(),
            states=STATES,
            case=case,
        )

    return serve(REPORT, act, show)


def suspicions(application_id: UUID) -> Any:
    """疑似停止情形: found wrong it is dismissed here; found right the benefit is stopped."""
    found = dossier(application_id)
    if found.benefit is None:
        raise NotFound
    case = url_for("street.case", application_id=application_id)

    def act(sheet: Sheet) -> Any:
        path = f"/entitlements/{application_id}/suspicions/{sheet['event']}/dismissal"
        title = f"疑似停止情形不成立：{found.application['form']['name']}"
        here = url_for("street.suspicions", application_id=application_id)
        return signing.decide(path, sheet.body(), key=sheet.key, done=case, back=here, title=title)

    def show(sheet: Sheet) -> str:
        told = found.benefit["suspicions"] if found.benefit else ()
        return render_template(
            "street/suspicions.html",
            sheet=sheet,
            dossier=found,
            suspicions=[one for one in told if not one["dismissed"]],
            reasons=dict(codes.choices("stop-codes")),
            states=STATES,
            case=case,
        )

    return serve(DISMISSAL, act, show)


def objections(application_id: UUID) -> Any:
    """异议核查: who objected is shown in clear to whoever looks into it, on record."""
    found = dossier(application_id)
    reason = "街道核查异议"
    told = ask().get(f"/cases/{application_id}", clear="true", reason=reason)
    case = url_for("street.case", application_id=application_id)

    def act(sheet: Sheet) -> Any:
        path = f"/cases/{application_id}/objections/{sheet['objection']}/resolution"
        ask().post(path, sheet.body() | {"upheld": sheet["upheld"] == "yes"}, key=sheet.key)
        flash("异议核查结果已登记，系统会告知异议人。")
        return redirect(case, 303)

    def show(sheet: Sheet) -> str:
        waiting = [one for one in told["objections"] if one["state"] == "open"]
        dues = [one for one in told["dues"] if one["kind"] == "objection_check"]
        return render_template(
            "street/objections.html",
            sheet=sheet,
            dossier=found,
            objections=waiting,
            dues=dues,
            states=STATES,
            case=case,
        )

    return serve(RESOLUTION, act, show)


def call(message_id: UUID) -> Any:
    """电话通知: whom to call, what to tell them, and what became of it."""
    found = ask().get(f"/messages/{message_id}", clear="true", reason="电话通知本人")

    def act(sheet: Sheet) -> Any:
        ask().post(f"/messages/{message_id}/calls", sheet.body(), key=sheet.key)
        flash("通话结果已登记。")
        return redirect(url_for("street.today", kind="call"), 303)

    def show(sheet: Sheet) -> str:
        return render_template(
            "street/call.html",
            sheet=sheet,
            found=found,
            why=UNREACHED.get(found["reason"], "没有送达"),
            outcomes=dict(OUTCOMES),
        )

    return serve(CALL, act, show)


PAGES = (
    Page(
        name="street.report",
        rule="/street/cases/<uuid:application_id>/report",
        view=report,
        title="登记就业情况报告",
        who=CLERK,
        methods=FORM,
        walk="enjoying",
    ),
    Page(
        name="street.suspicions",
        rule="/street/cases/<uuid:application_id>/suspicions",
        view=suspicions,
        title="核实疑似停止情形",
        who=CLERK,
        methods=FORM,
        walk="enjoying",
    ),
    Page(
        name="street.objections",
        rule="/street/cases/<uuid:application_id>/objections",
        view=objections,
        title="异议核查",
        who=CLERK,
        methods=FORM,
        walk="case",
    ),
    Page(
        name="street.call",
        rule="/street/calls/<uuid:message_id>",
        view=call,
        title="电话通知",
        who=CLERK,
        methods=FORM,
        walk="message",
    ),
)
