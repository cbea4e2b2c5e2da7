"""享受资格 as the district follows them: what is suspected, what starts, one person's ledger."""

from uuid import UUID

from flask import render_template, request

from portal import codes
from portal.page import Page
from portal.posts import DISTRICT
from portal.session import ask

LIMIT = 50
SHELVES: dict[str, tuple[str, dict[str, str]]] = {
    "suspected": ("疑似停止", {"suspected": "true"}),
    "start": ("开始月份待确认", {"work": "start"}),
    "reports": ("应报告就业情况", {"work": "reports"}),
    "active": ("享受中", {"state": "active"}),
    "all": ("全部", {}),
}
STATES = {
    "start_check": "待社保状态确认",
    "querying": "查询缴费中",
    "finding": "已有查询结果，待街道确认",
    "refund_pending": "等待退费",
    "confirmed": "已确认开始月份",
    "enlisted": "已列入增员名单",
    "active": "享受中",
    "completed": "享受期满",
    "stopped": "已停止",
    "refused": "不予享受",
}
FINDINGS = {
    "": "",
    "clean": "没有缴费记录",
    "self_paid": "本人已自行缴费",
    "employer_ended": "单位曾经缴费，已终止",
    "employer_open": "单位正在缴费",
    "unemployment": "正在领取失业保险金",
    "empty": "没有查询结果",
}
MONTHS = {
    "planned": "待扣款",
    "deducted": "已扣款",
    "failed": "扣款不成功",
    "deferred": "缓缴",
    "void": "作废",
}


def benefits() -> str:
    """One shelf of them, those with the nearest due date first."""
    shelf = request.args.get("shelf", "suspected")
    shelf = shelf if shelf in SHELVES else "suspected"
    asked = SHELVES[shelf][1] | {"cursor": request.args.get("cursor", ""), "limit": str(LIMIT)}
    found = ask().get("/entitlements", **asked)
    return render_template(
        "district/benefits.html",
        shelf=shelf,
        shelves={name: title for name, (title, _) in SHELVES.items()},
        lines=found["items"],
        next_cursor=found["next_cursor"],
        states=STATES,
        findings=FINDINGS,
        streets=dict(codes.choices("divisions")),
    )


def entitlement(application_id: UUID) -> str:
    """One of them: months, ledger, reports, suspicions, history; and what may be decided."""
    return render_template(
        "district/entitlement.html",
        one=ask().get(f"/entitlements/{application_id}"),
        states=STATES,
        findings=FINDINGS,
        months=MONTHS,
        stops=dict(codes.choices("stop-codes")),
        streets=dict(codes.choices("divisions")),
    )


PAGES = (
    Page(
        name="district.benefits",
        rule="/district/benefits",
        view=benefits,
        title="享受资格",
        who=DISTRICT,
        menu="享受资格",
    ),
    Page(
        name="district.entitlement",
        rule="/district/benefits/<uuid:application_id>",
        view=entitlement,
        title="享受资格与台账",
        who=DISTRICT,
        walk="entitled",
    ),
)
