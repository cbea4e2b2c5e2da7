"""What anybody may see: what the subsidy is, who may have it, the public notice and objections."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound

from portal import codes
from portal.forms import YES_NO, Field, Form, Sheet, serve
from portal.page import FORM, Page
from portal.session import ask

OBJECTION = Form(
    (
        Field(
            name="name", label="您的真实姓名", most=50, path="objector_name", autocomplete="name"
        ),
        Field(
            name="contact",
            label="您的联系电话",
            kind="tel",
            most=60,
            path="objector_contact",
            autocomplete="tel",
            hint="只用于核查和告知您结果，不公开。",
        ),
        Field(
            name="content",
            label="异议内容",
            kind="textarea",
            most=1000,
            path="content",
            hint="请写明您了解的情况，例如被公示人实际在哪个单位上班。",
        ),
    )
)


def eligible() -> Any:
    """申请资格自测: the API's answer with its clauses; nothing is kept."""

    def act(sheet: Sheet) -> Any:
        answer = ask().post("/eligibility", sheet.body())
        return render_template("public/eligible.html", sheet=sheet, answer=answer)

    def show(sheet: Sheet) -> str:
        return render_template("public/eligible.html", sheet=sheet, answer=None)

    return serve(_questions(), act, show)


def home() -> str:
    """What it is; for whoever is signed in, what there is to do."""
    return render_template("public/home.html")


def notice() -> str:
    """公示: masked, as the API gives it."""
    found = ask().get("/publicity", cursor=request.args.get("cursor"), limit=50)
    return render_template(
        "public/notice.html",
        lines=found["items"],
        next_cursor=found["next_cursor"],
        projects=dict(codes.choices("projects")),
        categories=dict(codes.choices("categories")),
        terms=codes.terms(),
    )


def objection(application_id: UUID) -> Any:
    """异议: under a real name, inside the days of the notice."""
    line = _published(application_id)

    def act(sheet: Sheet) -> Any:
        ask().post(f"/publicity/{application_id}/objections", sheet.body(), key=sheet.key)
        flash("异议已收到。核查结果会按您留下的电话告知您。")
        return redirect(url_for("public.notice"), 303)

    return serve(
        OBJECTION,
        act,
        lambda sheet: render_template("public/objection.html", sheet=sheet, line=line),
    )


def _questions() -> Form:
    return Form(
        (
            Field(
                name="category",
                label="人员类型",
                kind="select",
                choices=codes.choices("categories"),
                path="category",
                hint="按年龄申请的失业人员选“4045人员”。",
            ),
            Field(
                name="sex",
                label="性别",
                kind="radio",
                choices=(("female", "女"), ("male", "男")),
                path="sex",
            ),
            Field(name="birth_date", label="出生日期", kind="date", path="birth_date"),
            Field(name="local", label="是本市户籍", kind="radio", choices=YES_NO, path="local"),
            Field(
                name="hukou_type",
                label="户口性质",
                kind="select",
                choices=codes.choices("hukou"),
                path="hukou_type",
            ),
            Field(
                name="unemployed_on",
                label="失业登记日期",
                kind="date",
                required=False,
                path="unemployed_on",
                hint="没有办过失业登记的不填。",
            ),
            Field(
                name="work_started_on",
                label="从哪天开始灵活就业",
                kind="date",
                path="work_started_on",
            ),
            Field(
                name="employed_by_unit",
                label="现在与单位签有劳动合同，或由单位缴纳社会保险费",
                kind="radio",
                choices=YES_NO,
                path="employed_by_unit",
            ),
            Field(
                name="graduated_on",
                label="毕业证书上的日期",
                kind="date",
                required=False,
                path="graduated_on",
                hint="只由高校毕业生填写。",
            ),
            Field(
                name="first_employment",
                label="高校毕业生：第一份工作就是灵活就业",
                kind="checkbox",
                required=False,
                path="first_employment",
            ),
        )
    )


def _published(application_id: UUID) -> dict[str, Any]:
    """The line of a case that is published now; raises NotFound."""
    cursor = None
    while True:
        found = ask().get("/publicity", cursor=cursor, limit=100)
        for line in found["items"]:
            if line["application_id"] == str(application_id):
                return dict(line)
        cursor = found["next_cursor"]
        if not cursor:
            raise NotFound


PAGES = (
    Page(name="public.home", rule="/", view=home, title="灵活就业社会保险补贴", menu="首页"),
    Page(
        name="public.eligible",
        rule="/eligibility",
        view=eligible,
        title="我能申请吗",
        methods=FORM,
        menu="我能申请吗",
    ),
    Page(name="public.notice", rule="/notice", view=notice, title="公示", menu="公示"),
    Page(
        name="public.objection",
        rule="/notice/<uuid:application_id>/objection",
        view=objection,
        title="对公示提出异议",
        methods=FORM,
        walk="published",
    ),
)
