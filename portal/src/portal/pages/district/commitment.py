"""承诺书: a district adds items to the commitment; it is shown whole before they are added."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from portal.api import Problem
from portal.forms import Field, Form, Sheet, serve
from portal.page import FORM, Page
from portal.posts import DISTRICT, DISTRICT_CLERK
from portal.session import ask, person

ADD = Form(
    (
        Field(
            name="clauses",
            label="增加的内容",
            kind="textarea",
            most=2000,
            hint="每行一条。增加以后不能删除或修改，今后签订的承诺书都按新文本。",
        ),
    )
)


def commitment() -> Any:
    """The text in force; what would be added is seen in its place before it is added."""
    who = person()
    text = ask().get(f"/commitment-texts/{who.division if who else ''}")

    def act(sheet: Sheet) -> Any:
        clauses = lines(sheet["clauses"])
        if request.form.get("step") != "add":
            return _shown(sheet, text, clauses)
        try:
            made = ask().post("/commitment-texts", {"clauses": clauses}, key=sheet.key)
        except Problem as problem:
            told = " ".join(problem.fields.values()) or problem.detail
            problem.fields = {"clauses": told} if problem.status == 422 else problem.fields
            raise
        flash(f"承诺书已增加 {len(clauses)} 条，新文本版本 {made['version']}。")
        return redirect(url_for("district.commitment"), 303)

    return serve(ADD, act, lambda sheet: _shown(sheet, text, ()))


def lines(text: str) -> tuple[str, ...]:
    """One clause a line; empty lines are none."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _shown(sheet: Sheet, text: dict[str, Any], new: tuple[str, ...]) -> str:
    who = person()
    return render_template(
        "district/commitment.html",
        sheet=sheet,
        text=text,
        new=new,
        may_add=DISTRICT_CLERK in (who.posts if who else ()),
    )


PAGES = (
    Page(
        name="district.commitment",
        rule="/district/commitment",
        view=commitment,
        title="承诺书内容",
        who=DISTRICT,
        methods=FORM,
        menu="承诺书",
    ),
)
