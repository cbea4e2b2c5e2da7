"""逾期与异常: everything that should not be, with its number, down to the case."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from flask import render_template, request

from portal import codes
from portal.page import Page
from portal.pages.city.places import districts, names, period
from portal.pages.district.streets import STEPS
from portal.posts import CITY
from portal.session import ask

LIMIT = 50
# What reporting lists as the cases behind a figure of some months.
COUNTED = {
    "hasty": (
        "复核过快",
        "没有复核过快的案件。打开卷宗时间过短就复核确认的，列在这里。",
    ),
    "overridden": (
        "提示放行",
        "没有提示项经说明放行的案件。写明理由放行的，列在这里。",
    ),
    "failed": (
        "扣款不成功",
        "没有扣款不成功的月份。报来的不成功月份，按人列在这里。",
    ),
    "recovered": ("须追回", "没有须追回补贴的人员。停止享受时算出应追回金额的，列在这里。"),
}
KINDS = {
    "overdue": ("逾期", "没有逾期的案件。初审、补正和两次复核过了法定期限时，按区和环节列在这里。"),
    "suspected": (
        "疑似停止",
        "没有待核实的疑似停止情形。就业、死亡等信息比对上时，列在这里。",
    ),
    "sweep": ("每月核查", "没有未处理的核查结果。享受中人员每月核查未通过或无答复的，列在这里。"),
    "unequal": (
        "对账不一致",
        "各区各月三方对账一致。台账、文件和银行不一致的月份，列在这里。",
    ),
    **COUNTED,
}
PATHS: Mapping[str, tuple[str, dict[str, str]]] = {
    "overdue": ("/cases", {"queue": "overdue"}),
    "suspected": ("/entitlements", {"suspected": "true"}),
    "sweep": ("/sweep-findings", {}),
}
RESULTS = {"FAIL": "未通过", "NO_DATA": "查无记录", "ERROR": "对方出错", "TIMEOUT": "未答复"}


def abnormal() -> str:
    """One kind at a time; how many of each stands on its tab where the API counts them."""
    kind = request.args.get("kind", "overdue")
    kind = kind if kind in KINDS else "overdue"
    asked = period()
    counts = ask().get("/queue-counts")["items"]
    unequal = ask().get("/reconciliations")["items"]
    return render_template(
        "city/abnormal.html",
        kind=kind,
        kinds={name: word for name, (word, _) in KINDS.items()},
        nothing=KINDS[kind][1],
        known={
            "overdue": sum(line["overdue"] for line in counts),
            "unequal": len(unequal),
        },
        counted=kind in COUNTED,
        period=asked,
        district=(district := request.args.get("district", "")),
        districts=districts(),
        late=by_district(counts),
        steps=STEPS,
        found={"items": unequal} if kind == "unequal" else _found(kind, district),
        results=RESULTS,
        names=names(),
        categories=dict(codes.choices("categories")),
    )


def _found(kind: str, district: str) -> dict[str, Any]:
    """A page of the cases of a kind."""
    cursor = request.args.get("cursor", "")
    if kind in COUNTED:
        query = period().query() | {"figure": kind, "district": district}
        return dict(ask().get("/counted-cases", cursor=cursor, limit=LIMIT, **query))
    path, query = PATHS[kind]
    narrowed = {"agency": district} if kind == "overdue" else {}
    return dict(ask().get(path, cursor=cursor, limit=LIMIT, **query | narrowed))


def by_district(counts: list[dict[str, Any]]) -> list[tuple[str, Counter[str], int]]:
    """(district, overdue by step, all of them), those with the most first."""
    found: dict[str, Counter[str]] = {}
    for line in counts:
        if line["overdue"]:
            found.setdefault(line["agency"], Counter())[line["step"]] += line["overdue"]
    rows = [(agency, steps, steps.total()) for agency, steps in found.items()]
    return sorted(rows, key=lambda row: (-row[2], row[0]))


PAGES = (
    Page(
        name="city.abnormal",
        rule="/city/abnormal",
        view=abnormal,
        title="逾期与异常",
        who=CITY,
        menu="逾期与异常",
    ),
)
