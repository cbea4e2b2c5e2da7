"""用款计划: what the districts have handed up, each accepted or returned, and the city's own."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound

from kernel.month import Month
from portal import signing
from portal.api import Problem
from portal.forms import Field, Form, Sheet, serve
from portal.page import FORM, ORDER, Page
from portal.pages.city.places import districts
from portal.pages.district.months import asked, parsed
from portal.pages.district.plans import STATES
from portal.posts import CITY
from portal.session import ask

HIDDEN = tuple(
    Field(name=name, label=label, kind="hidden")
    for name, label in (("agency", "区"), ("month", "月份"))
)
VERSION = Field(name="version", label="版本", kind="hidden", path="version")
ACCEPT = Form((*HIDDEN, VERSION))
RETURN = Form(
    (
        *HIDDEN,
        VERSION,
        Field(
            name="reason",
            label="退回原因",
            kind="textarea",
            most=300,
            path="reason",
            hint="区看到这段话。请写明哪里不对、应怎样改。",
        ),
    )
)
COMPILE = Form((Field(name="month", label="月份", kind="hidden", path="month"),))
FIGURES = (
    ("persons", "人数"),
    ("months", "月数"),
    ("added", "新增"),
    ("reduced", "减少"),
    ("unpaid", "扣回（月）"),
    ("pension", "养老"),
    ("unemployment", "失业"),
    ("medical", "医疗"),
    ("difference", "补差"),
    ("carried", "扣减结余"),
    ("total", "合计"),
)


def plans() -> str:
    """A month: every district with the newest version of its plan; and the compiled one."""
    month = asked(ahead=1)
    rows = [(code, name, _plan(code, month)) for code, name in districts()]
    return render_template(
        "city/plans.html",
        month=month,
        rows=rows,
        states=STATES,
        compiled=_compiled(month),
        sheet=COMPILE.blank({"month": month}),
        ready=sum(1 for *_, plan in rows if plan and plan["state"] == "accepted"),
        waiting=sum(1 for *_, plan in rows if plan and plan["state"] == "submitted"),
    )


def plan(agency: str) -> Any:
    """One district's: read, returned with a reason or accepted."""
    month = parsed(request.form.get("month", "")) or asked(ahead=1)
    name = _name(agency)

    def act(sheet: Sheet) -> Any:
        ask().post(f"/fund-plans/{agency}/{month}/return", _versioned(sheet), key=sheet.key)
        flash(f"{name}{month.chinese()}用款计划第 {sheet['version']} 版已退回。")
        return redirect(url_for("city.plans", month=str(month)), 303)

    def show(sheet: Sheet) -> str:
        found = _plan(agency, month)
        if found:
            sheet.values |= {"version": str(found["version"])} if not sheet.sent else {}
        return render_template(
            "city/plan.html",
            sheet=sheet,
            accept=ACCEPT.blank(_known(agency, month, found)),
            agency=agency,
            name=name,
            month=month,
            plan=found,
            states=STATES,
            figures=FIGURES,
        )

    return serve(RETURN, act, show, {"agency": agency, "month": str(month)})


def accept(agency: str) -> Any:
    """接收: the version that was read."""
    sheet = ACCEPT.take()
    month = parsed(sheet["month"])
    if month is None:
        raise NotFound
    path = f"/fund-plans/{agency}/{month}/acceptance"
    back = url_for("city.plan", agency=agency, month=str(month))
    try:
        ask().post(path, _versioned(sheet), key=sheet.key)
    except Problem as problem:
        problem.back = back
        raise
    flash(f"{_name(agency)}{month.chinese()}用款计划第 {sheet['version']} 版已接收。")
    return redirect(url_for("city.plans", month=str(month)), 303)


def compiling() -> Any:
    """编制全市用款计划: all accepted plans as one version, with the key."""
    sheet = COMPILE.take()
    month = parsed(sheet["month"])
    if month is None:
        raise NotFound
    back = url_for("city.plans", month=str(month))
    done = url_for("city.compiled", month=str(month))
    return signing.decide(
        f"/compiled-plans/{month}",
        {},
        key=sheet.key,
        done=done,
        back=back,
        title=f"编制{month.chinese()}全市用款计划",
    )


def compiled() -> str:
    """The city's plan to read and to print; the newest version or an older one."""
    month = asked(ahead=1)
    version = request.args.get("version", "")
    found = _compiled(month, int(version) if version.isdecimal() else 0)
    return render_template("city/compiled.html", month=month, plan=found, figures=FIGURES)


def _plan(agency: str, month: Month) -> dict[str, Any] | None:
    return _or_none(f"/fund-plans/{agency}/{month}")


def _compiled(month: Month, version: int = 0) -> dict[str, Any] | None:
    return _or_none(f"/compiled-plans/{month}", **({"version": str(version)} if version else {}))


def _or_none(path: str, **query: str) -> dict[str, Any] | None:
    try:
        return dict(ask().get(path, **query))
    except Problem as problem:
        if problem.status != 404:
            raise
        return None


def _known(agency: str, month: Month, found: dict[str, Any] | None) -> dict[str, Any]:
    known: dict[str, Any] = {"agency": agency, "month": month}
    return known | ({"version": found["version"]} if found else {})


def _versioned(sheet: Sheet) -> dict[str, Any]:
    read = sheet["version"]
    return sheet.body() | {"version": int(read) if read.isdecimal() else 0}


def _name(agency: str) -> str:
    found = dict(districts()).get(agency)
    if found is None:
        raise NotFound
    return found


PAGES = (
    Page(
        name="city.plans",
        rule="/city/plans",
        view=plans,
        title="全市用款计划",
        who=CITY,
        menu="用款计划",
    ),
    Page(
        name="city.plan",
        rule="/city/plans/<agency>",
        view=plan,
        title="区用款计划",
        who=CITY,
        methods=FORM,
        walk="planned",
    ),
    Page(
        name="city.plan_accept",
        rule="/city/plans/<agency>/acceptance",
        view=accept,
        title="接收用款计划",
        who=CITY,
        methods=ORDER,
        walk="planned",
    ),
    Page(
        name="city.compile",
        rule="/city/plans/compilation",
        view=compiling,
        title="编制全市用款计划",
        who=CITY,
        methods=ORDER,
    ),
    Page(
        name="city.compiled",
        rule="/city/plans/compiled",
        view=compiled,
        title="全市用款计划（汇总）",
        who=CITY,
    ),
)
