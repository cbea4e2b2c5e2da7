"""异议: what is to be looked into, by when; who objected, with a reason; and the result."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound

from portal import codes
from portal.forms import Field, Form, Sheet, serve
from portal.page import FORM, Page
from portal.pages.district.dossier import CLEAR
from portal.posts import DISTRICT_CLERK
from portal.session import ask

CLERK = frozenset({DISTRICT_CLERK})
LIMIT = 50
RESULT = Form(
    (
        Field(
            name="upheld",
            label="核查结果",
            kind="radio",
            choices=(
                ("no", "不属实：申请继续办理"),
                ("yes", "属实：申请不予通过，并告知申请人"),
            ),
        ),
        Field(
            name="findings",
            label="查明的情况和理由",
            kind="textarea",
            most=500,
            path="findings",
            hint="向谁、以什么方式核实，查到了什么。结果会告知提出异议的人。",
        ),
    )
)


def objections() -> str:
    """Cases with an open objection, by the day it is to be checked."""
    found = ask().get("/cases", queue="objections", cursor=request.args.get("cursor"), limit=LIMIT)
    return render_template(
        "district/objections.html",
        lines=found["items"],
        next_cursor=found["next_cursor"],
        streets=dict(codes.choices("divisions")),
    )


def objection(application_id: UUID, objection_id: UUID) -> Any:
    """登记核查结果."""
    case = ask().get(f"/cases/{application_id}")
    filed = _of(case, objection_id)

    def act(sheet: Sheet) -> Any:
        path = f"/cases/{application_id}/objections/{objection_id}/resolution"
        ask().post(path, sheet.body() | {"upheld": sheet["upheld"] == "yes"}, key=sheet.key)
        flash(f"{case['number']} 的异议核查结果已登记。")
        return redirect(url_for("district.objections"), 303)

    return serve(
        RESULT,
        act,
        lambda sheet: render_template(
            "district/objection.html", sheet=sheet, case=case, filed=filed
        ),
    )


def objector(application_id: UUID, objection_id: UUID) -> Any:
    """Who objected, in clear: asked for with a reason, which is recorded."""
    path = f"/cases/{application_id}"
    case = ask().get(path)
    filed = _of(case, objection_id)

    def act(sheet: Sheet) -> str:
        clear = _of(ask().get(path, reason=sheet["reason"], clear="true"), objection_id)
        return _shown(sheet, clear)

    def _shown(sheet: Sheet, clear: Any) -> str:
        return render_template(
            "district/objector.html", sheet=sheet, case=case, filed=filed, clear=clear
        )

    return serve(CLEAR, act, lambda sheet: _shown(sheet, None))


def _of(case: dict[str, Any], objection_id: UUID) -> dict[str, Any]:
    for filed in case["objections"]:
        if filed["objection_id"] == str(objection_id):
            return dict(filed)
    raise NotFound


_ONE = "/district/cases/<uuid:application_id>/objections/<uuid:objection_id>"
PAGES = (
    Page(
        name="district.objections",
        rule="/district/objections",
        view=objections,
        title="异议核查",
        who=CLERK,
        menu="异议",
    ),
    Page(
        name="district.objection",
        rule=_ONE,
        view=objection,
        title="登记核查结果",
        who=CLERK,
        methods=FORM,
        walk="objected",
    ),
    Page(
        name="district.objector",
        rule=_ONE + "/objector",
        view=objector,
        title="查看异议人",
        who=CLERK,
        methods=FORM,
        walk="objected",
    ),
)
