"""Decisions of the two posts: pass, return, reject; each on one case, each signed by its API."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import render_template, url_for

from portal import codes, signing
from portal.forms import Field, Form, Sheet, serve
from portal.page import FORM, Page
from portal.posts import POST_ONE, POST_TWO
from portal.session import Person, ask

POSTS = frozenset({POST_ONE, POST_TWO})
PASS = Form((Field(name="version", label="卷宗版本", kind="hidden"),))
RETURN = Form(
    (
        Field(
            name="reason",
            label="须补正的内容",
            kind="textarea",
            most=200,
            path="reason",
            hint="街道（乡镇）看到这段话。请写明哪一项、应怎样改。",
        ),
    )
)
NOTE = Field(name="note", label="内部备注", kind="textarea", most=300, path="note", required=False)
STEPS = {
    "first-post": ("pass_first_post", "第一次复核通过", POST_ONE),
    "second-post": ("pass_second_post", "第二次复核确认", POST_TWO),
}


def press_sheet(case: Mapping[str, Any], who: Person | None) -> dict[str, Any] | None:
    """The button that passes a case, for whoever may press it now; None for everybody else."""
    posts = who.posts if who else frozenset()
    barred = {bar["step"] for bar in case["bars"]}
    for step, (command, verb, post) in STEPS.items():
        if post in posts and command in case["allowed"] and command not in barred:
            sheet = PASS.blank({"version": case["dossier_version"]})
            return {"step": step, "verb": verb, "sheet": sheet}
    return None


def first_post(application_id: UUID) -> Any:
    """岗1."""
    return _pass(application_id, "first-post", "district.first")


def second_post(application_id: UUID) -> Any:
    """岗2."""
    return _pass(application_id, "second-post", "district.second")


def _pass(application_id: UUID, step: str, queue: str) -> Any:
    case = ask().get(f"/cases/{application_id}")
    _, verb, _ = STEPS[step]

    def act(sheet: Sheet) -> Any:
        read = sheet["version"]
        body = {"dossier_version": int(read) if read.isdecimal() else 0}
        return _decide(case, step, body, sheet.key, f"{case['number']} {verb}", queue)

    def show(sheet: Sheet) -> str:
        return render_template("district/pass.html", case=case, sheet=sheet, verb=verb, step=step)

    return serve(PASS, act, show, {"version": case["dossier_version"]})


def give_back(application_id: UUID) -> Any:
    """退回街道补正: both posts are void, the street's term begins again."""
    case = ask().get(f"/cases/{application_id}")

    def act(sheet: Sheet) -> Any:
        return _decide(case, "return", sheet.body(), sheet.key, f"{case['number']} 退回街道补正")

    def show(sheet: Sheet) -> str:
        return render_template("district/return.html", case=case, sheet=sheet)

    return serve(RETURN, act, show)


def reject(application_id: UUID) -> Any:
    """审核未通过: with a listed reason; the applicant is told by text message (附件4 二)."""
    case = ask().get(f"/cases/{application_id}")
    reason = Field(
        name="reason_code",
        label="不同意的原因",
        kind="select",
        path="reason_code",
        choices=codes.choices("reasons"),
        hint="短信会原样写给申请人（附件4 二）。",
    )

    def act(sheet: Sheet) -> Any:
        return _decide(case, "rejection", sheet.body(), sheet.key, f"{case['number']} 审核未通过")

    def show(sheet: Sheet) -> str:
        return render_template("district/reject.html", case=case, sheet=sheet)

    return serve(Form((reason, NOTE)), act, show)


def _decide(
    case: Mapping[str, Any], step: str, body: Any, key: str, title: str, queue: str = ""
) -> Any:
    application_id = case["application_id"]
    back = url_for("district.case", application_id=application_id)
    done = url_for(queue, done=application_id) if queue else back
    path = f"/cases/{application_id}/{step}"
    return signing.decide(path, body, key=key, done=done, back=back, title=title)


def _page(name: str, rule: str, view: Any, title: str, who: frozenset[str] = POSTS) -> Page:
    return Page(
        name=f"district.{name}",
        rule=f"/district/cases/<uuid:application_id>/{rule}",
        view=view,
        title=title,
        who=who,
        methods=FORM,
        walk="reported",
    )


PAGES = (
    _page("first_post", "first-post", first_post, "第一次复核通过", frozenset({POST_ONE})),
    _page("second_post", "second-post", second_post, "第二次复核确认", frozenset({POST_TWO})),
    _page("return", "return", give_back, "退回街道补正"),
    _page("reject", "rejection", reject, "审核未通过"),
)
