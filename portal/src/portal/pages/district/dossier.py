"""The dossier (卷宗) on one page: forms beside photographs, checks, publicity, history."""

from typing import Any
from uuid import UUID

from flask import Response, render_template

from portal import codes
from portal.api import Problem
from portal.forms import Field, Form, Sheet, serve
from portal.page import FORM, READ, Page
from portal.pages.district.deciding import press_sheet
from portal.photographs import KINDS, picture
from portal.posts import DISTRICT, POST_ONE, POST_TWO
from portal.session import ask, person

POSTS = frozenset({POST_ONE, POST_TWO})
CLEAR = Form(
    (
        Field(
            name="reason",
            label="查看理由",
            most=200,
            hint="例如：核对身份证照片与录入号码。理由和查看人、时间一起留痕，供审计。",
        ),
    )
)
FINAL = frozenset({"approved", "rejected", "withdrawn"})
STATES = {
    "waiting_checks": "等待数据比对",
    "initial_review": "待街道初审",
    "publicity": "公示中",
    "second_review": "公示已结束，待第二次复核",
    "returned_to_applicant": "已退回申请人补正",
    "returned_to_street": "已退回街道补正",
    "approved": "已复核确认",
    "rejected": "审核未通过",
    "withdrawn": "已撤回",
}


def case(application_id: UUID) -> str:
    """Masked, with what this officer may do now."""
    return _page(application_id, ask().get(f"/applications/{application_id}"))


def clear(application_id: UUID) -> Any:
    """The same with personal data in clear: asked for with a reason, which is recorded."""
    path = f"/applications/{application_id}"

    def act(sheet: Sheet) -> str:
        return _page(application_id, ask().get(path, reason=sheet["reason"], clear="true"), True)

    def show(sheet: Sheet) -> str:
        line = ask().get(path)
        return render_template("district/clear.html", sheet=sheet, application=line)

    return serve(CLEAR, act, show)


def photo(application_id: UUID, kind: str) -> Response:
    """One photograph of an open case; who looks is on record."""
    return picture(application_id, kind)


def _page(application_id: UUID, application: dict[str, Any], in_clear: bool = False) -> str:
    found = ask().get(f"/cases/{application_id}")
    return render_template(
        "district/case.html",
        case=found,
        application=application,
        in_clear=in_clear,
        press=press_sheet(found, person()),
        entitlement=_entitlement(application_id) if found["state"] == "approved" else None,
        photos={one["kind"] for one in application["photos"]},
        kinds=KINDS,
        closed=found["state"] in FINAL,
        may_clear=bool(person_posts() & POSTS),
        states=STATES,
        words=_words(),
        meanings={one["code"]: one["more"] for one in codes.rows("checks")},
    )


def person_posts() -> frozenset[str]:
    """Posts of whoever is signed in."""
    who = person()
    return who.posts if who else frozenset()


def _entitlement(application_id: UUID) -> dict[str, Any] | None:
    """What payments knows of an approved case; a moment after the approval perhaps nothing yet."""
    try:
        return dict(ask().get(f"/entitlements/{application_id}"))
    except Problem as problem:
        if problem.status != 404:
            raise
        return None


def _words() -> dict[str, dict[str, str]]:
    """Chinese names of the codes that stand in a dossier, by list."""
    names = (
        *("projects", "categories", "education", "former-statuses", "hukou", "banks"),
        *("divisions", "reasons"),
    )
    return {name: dict(codes.choices(name)) for name in names}


PAGES = (
    Page(
        name="district.case",
        rule="/district/cases/<uuid:application_id>",
        view=case,
        title="卷宗",
        who=DISTRICT,
        walk="reported",
    ),
    Page(
        name="district.clear",
        rule="/district/cases/<uuid:application_id>/clear",
        view=clear,
        title="查看明文",
        who=POSTS,
        methods=FORM,
        walk="reported",
    ),
    Page(
        name="district.photo",
        rule="/district/cases/<uuid:application_id>/photos/<kind>",
        view=photo,
        title="照片",
        who=POSTS,
        methods=READ,
        file=True,
        walk="reported",
    ),
)
