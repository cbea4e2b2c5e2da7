"""统计数字: one measure by one dimension over some months, as chart and table, down to the case."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, request, url_for

from kernel.month import Month
from portal import codes
from portal.api import Problem
from portal.forms import FORM_LEVEL, Choices
from portal.page import Page
from portal.pages.city.places import Period, districts, division, period, streets
from portal.posts import CITY, DISTRICT
from portal.session import ask
from portal.words import SEXES

MEASURES = {
    "accepted": "受理（件）",
    "approved": "复核确认（件）",
    "benefiting": "享受补贴（人）",
    "months": "补贴人月（人月）",
    "subsidy": "补贴金额（元）",
    "stopped": "停止享受（人）",
}
BY = {
    "district": "按区",
    "street": "按街道（乡镇）",
    "category": "按人员类别",
    "age_band": "按年龄段",
    "sex": "按性别",
    "project": "按灵活就业项目",
    "income_band": "按收入段",
    "stop_reason": "按停止原因",
    "month": "按月份",
}
BEHIND = {"months": "benefiting", "subsidy": "benefiting"}  # which list holds a measure's cases
LETTERS = "ABCD"  # the boxes of 月收入区间, as cases hold them
AGES: Choices = (
    ("0-29", "30岁以下"),
    *((f"{low}-{top}", f"{low}至{top}岁") for low, top in ((30, 39), (40, 44), (45, 49))),
    *((f"{low}-{low + 4}", f"{low}至{low + 4}岁") for low in (50, 55)),
    ("60-", "60岁以上"),
)


def figures() -> Any:
    """The chart that is asked for; beside the months, if they are not the chart themselves."""
    measure, by = _one("measure", MEASURES, "accepted"), _one("by", BY, _first())
    asked, wanted = period(), chosen()
    found, trouble = _found(measure, by, asked, wanted)
    trend = None
    if by != "month" and not trouble and asked.first != asked.last:
        trend, _ = _found(measure, "month", asked, wanted)
    shown = render_template(
        "city/figures.html",
        measure=measure,
        by=by,
        measures=MEASURES,
        dimensions=BY,
        period=asked,
        wanted=wanted,
        filters=filters(wanted),
        found=found,
        trend=trend,
        trouble=trouble,
        address=_address(measure, by, asked, wanted),
        case_list=lambda **more: _case_list(measure, asked, wanted, more),
    )
    return shown, 422 if trouble else 200


def chosen() -> dict[str, str]:
    """The values of dimensions that the address narrows to; a street without its district goes."""
    names = (name for name in BY if name != "month")
    found = {name: value for name in names if (value := request.args.get(name, "").strip())}
    if "street" in found and found["street"] not in dict(
        streets(found.get("district", division()))
    ):
        del found["street"]
    return found


def filters(wanted: Mapping[str, str]) -> tuple[tuple[str, str, Choices], ...]:
    """(name, label, choices) of what can be narrowed to; streets once a district is known."""
    near = streets(wanted.get("district", division()))
    offered = (
        ("district", "区", districts() if not division() else ()),
        ("street", "街道（乡镇）", near),
        ("category", "人员类别", codes.choices("categories")),
        ("age_band", "年龄段", AGES),
        ("sex", "性别", tuple(SEXES.items())),
        ("project", "灵活就业项目", codes.choices("projects")),
        ("income_band", "收入段", _bands()),
        ("stop_reason", "停止原因", codes.choices("stop-codes")),
    )
    return tuple((name, label, choices) for name, label, choices in offered if choices)


def _bands() -> Choices:
    """By the letters of the form's boxes, lowest first."""
    rows = codes.choices("income-bands")
    return tuple((letter, name) for letter, (_, name) in zip(LETTERS, rows, strict=False))


def _found(
    measure: str, by: str, asked: Period, wanted: Mapping[str, str]
) -> tuple[dict[str, Any] | None, str]:
    """The API's figures, or the sentence in which it refuses what was chosen."""
    query = {"measure": measure, "by": by} | asked.query() | dict(wanted)
    try:
        found = dict(ask().get("/statistics", **query))
    except Problem as problem:
        if problem.status not in FORM_LEVEL - {503}:
            raise
        return None, problem.detail or problem.title
    return (filled(found, asked) if by == "month" else found), ""


def filled(found: dict[str, Any], asked: Period) -> dict[str, Any]:
    """Every month of the time in its order, also those in which nothing happened."""
    if not found["items"]:
        return found
    values = {one["key"]: one["value"] for one in found["items"]}
    months = [str(month) for month in Month.range(asked.first, asked.last)]
    items = [{"key": one, "label": one, "value": values.get(one, "0")} for one in months]
    return found | {"items": items}


def _address(measure: str, by: str, asked: Period, wanted: Mapping[str, str]) -> Any:
    """Makes addresses of this page with something changed."""
    here = {"measure": measure, "by": by} | asked.address() | dict(wanted)
    return lambda **more: url_for("city.figures", **here | more)


def _case_list(measure: str, asked: Period, wanted: Mapping[str, str], more: Any) -> str:
    """The cases behind one value of the chart; of a month, those of that month."""
    query: dict[str, Any] = {"figure": BEHIND.get(measure, measure)}
    query |= asked.address() | dict(wanted)
    if "month" in more:
        query |= {"from": more["month"], "to": more["month"]}
    query |= {name: value for name, value in more.items() if name != "month"}
    return url_for("city.counted", **query)


def _one(name: str, table: Mapping[str, str], usual: str) -> str:
    asked = request.args.get(name, "")
    return asked if asked in table else usual


def _first() -> str:
    return "street" if division() else "district"


PAGES = (
    Page(
        name="city.figures",
        rule="/city/figures",
        view=figures,
        title="统计数字",
        who=CITY | DISTRICT,
        menu="统计",
    ),
)
