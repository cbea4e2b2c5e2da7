"""我的补贴: month by month, reports, and where it has stopped, why and what can be done."""

from flask import render_template, request

from portal import codes
from portal.pages.applicant import own
from portal.pages.applicant.own import Told
from portal.pages.applicant.remedies import remedy
from portal.session import ask

MONTHS = {
    "planned": "计划中",
    "deducted": "已扣款",
    "failed": "扣款不成功",
    "deferred": "缓缴",
    "void": "不享受",
}
FINDINGS = {
    "clean": "开始月份没有重复缴费",
    "self_paid": "开始月份已自己缴费",
    "employer_ended": "曾由单位缴费，已停止",
    "employer_open": "单位仍在缴费",
    "unemployment": "正在领取失业保险金",
    "empty": "没有查到缴费",
}


def show() -> str:
    """The benefit, or that there is none yet."""
    benefit = own.entitlement()
    stop = (benefit or {}).get("stop_code", "")
    return render_template(
        "applicant/benefit.html",
        benefit=benefit,
        months=MONTHS,
        windows=_near(benefit["windows"]) if benefit else [],
        owed=owed(benefit) if benefit else [],
        finding=FINDINGS.get((benefit or {}).get("finding", ""), ""),
        stop=codes.name_of("stop-codes", stop) if stop else "",
        remedy=remedy(stop) if stop else "",
    )


def owed(benefit: Told) -> list[str]:
    """Months that were put off and are not paid up yet."""
    paid = {one["month"] for one in benefit.get("arrears", ())}
    off = [one["month"] for one in benefit["ledger"] if one["state"] == "deferred"]
    return [month for month in off if month not in paid]


def _near(windows: list[Told]) -> list[Told]:
    """Those that are over or open, and the next one: nobody plans three years of reports."""
    known = [at for at, one in enumerate(windows) if one["open"] or one["fulfilled"]]
    return windows[: max(known, default=-1) + 2]


def messages() -> str:
    """Everything that was sent to the person, newest first."""
    found = ask().get(
        "/messages", application_id=own.case_id(), cursor=request.args.get("cursor"), limit=20
    )
    return render_template(
        "applicant/messages.html", items=found["items"], next_cursor=found["next_cursor"]
    )
