"""数字下到案件: which cases a figure counts."""

from flask import render_template, request
from werkzeug.exceptions import NotFound

from portal import codes
from portal.page import Page
from portal.pages.city.figures import chosen, filters
from portal.pages.city.places import names, period
from portal.posts import CITY, DISTRICT
from portal.session import ask, person

LIMIT = 50
TITLES = {
    "accepted": "受理的申请",
    "approved": "复核确认的申请",
    "benefiting": "给予过补贴的人员",
    "stopped": "停止享受的人员",
    "decided": "办结的申请",
    "rejected": "审核未通过的申请",
    "returned": "退回补正过的申请",
    "overridden": "提示项经说明放行的申请",
    "hasty": "打开卷宗时间过短即复核确认的申请",
    "active": "享受中的人员",
    "failed": "有月份扣款不成功的人员",
    "recovered": "须追回补贴的人员",
}


def counted() -> str:
    """A page of them."""
    figure, asked, wanted = request.args.get("figure", "accepted"), period(), chosen()
    if figure not in TITLES:
        raise NotFound
    query = asked.query() | wanted | {"figure": figure, "limit": str(LIMIT)}
    found = ask().get("/counted-cases", cursor=request.args.get("cursor", ""), **query)
    labels = {name: (label, dict(choices)) for name, label, choices in filters(wanted)}
    return render_template(
        "city/counted.html",
        title=TITLES[figure],
        period=None if figure == "active" else asked,
        narrowed=[
            (labels[name][0], labels[name][1].get(value, value))
            for name, value in wanted.items()
            if name in labels
        ],
        found=found,
        again=asked.address() | wanted | {"figure": figure},
        names=names(),
        categories=dict(codes.choices("categories")),
        case_page=case_page(),
    )


def case_page() -> str:
    """Where a case is looked at: the city's page, or the district's own dossier."""
    who = person()
    return "city.case" if who and who.tier == "city" else "district.case"


PAGES = (
    Page(
        name="city.counted",
        rule="/city/figures/cases",
        view=counted,
        title="数字里的案件",
        who=CITY | DISTRICT,
    ),
)
