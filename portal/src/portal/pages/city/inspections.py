"""抽查核查: what an inspection found, and a failed one confirmed by a second hand."""

from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from werkzeug.exceptions import NotFound

from portal import signing
from portal.forms import Field, Form, Sheet, serve
from portal.page import FORM, Page
from portal.pages.city.counted import case_page
from portal.pages.city.places import division, names
from portal.pages.city.samples import SUPERVISORS
from portal.posts import CITY, DISTRICT
from portal.session import ask, person

LIMIT = 50
MOST = 100
STATES = {
    "open": "待核查",
    "proposed": "不合格，待第二人复核",
    "flawed": "材料瑕疵",
    "failed": "不合格",
    "passed": "合格",
}
OUTCOMES = (
    ("passed", "合格"),
    ("flawed", "材料瑕疵，限期补正"),
    ("failed", "不合格，须第二人用另一把钥匙复核"),
)
FINDINGS = "查了什么、在哪里、向谁核实、结果怎样。写进核查记录。"
RECORD = Form(
    (
        Field(name="outcome", label="核查结果", kind="radio", choices=OUTCOMES, path="outcome"),
        Field(
            name="findings",
            label="核查情况",
            kind="textarea",
            most=1000,
            path="findings",
            hint=FINDINGS,
        ),
    )
)
CONFIRM = Form(
    (
        Field(
            name="upheld",
            label="复核意见",
            kind="radio",
            choices=(("yes", "同意不合格：享受资格自始取消"), ("no", "不同意：退回重新核查")),
        ),
        Field(name="findings", label="理由", kind="textarea", most=1000, path="findings"),
    )
)


def inspections() -> str:
    """By their state, the oldest first."""
    state = request.args.get("state", "open")
    state = state if state in STATES else "open"
    cursor = request.args.get("cursor", "")
    found = ask().get("/inspections", state=state, cursor=cursor, limit=LIMIT)
    who = person()
    return render_template(
        "city/inspections.html",
        state=state,
        states=STATES,
        lines=found["items"],
        next_cursor=found["next_cursor"],
        names=names(),
        case_page=case_page(),
        may_decide=lambda line: bool(who and _ours(line) and who.posts & SUPERVISORS),
        account=who.account if who else "",
    )


def record(sample_id: UUID, application_id: UUID) -> Any:
    """登记核查结果, signed; a flawed one is recorded once more when corrected or not in time."""
    one = _inspection(sample_id, application_id, ("open", "flawed"))

    def act(sheet: Sheet) -> Any:
        return _decide(one, "finding", sheet.body(), sheet.key, "登记抽查结果")

    return serve(RECORD, act, lambda sheet: _form(one, sheet, "登记抽查结果"))


def confirm(sample_id: UUID, application_id: UUID) -> Any:
    """复核不合格: by another officer with another key, signed."""
    one = _inspection(sample_id, application_id, ("proposed",))

    def act(sheet: Sheet) -> Any:
        body = sheet.body() | {"upheld": sheet["upheld"] == "yes"}
        return _decide(one, "confirmation", body, sheet.key, "复核不合格")

    return serve(CONFIRM, act, lambda sheet: _form(one, sheet, "复核不合格"))


def _decide(one: dict[str, Any], step: str, body: Any, key: str, title: str) -> Any:
    path = f"/inspections/{one['sample_id']}/{one['application_id']}/{step}"
    back = url_for("city.inspections", state=one["state"])
    return signing.decide(
        path, body, key=key, done=back, back=back, title=f"{one['number']} {title}"
    )


def _form(one: dict[str, Any], sheet: Sheet, title: str) -> str:
    shown = {"one": one, "sheet": sheet, "title": title, "names": names(), "states": STATES}
    return render_template("city/inspection.html", case_page=case_page(), **shown)


def _ours(line: dict[str, Any]) -> bool:
    """A district inspects its own samples; those of the whole city are the city's."""
    return bool(line["owner"]) or not division()


def _inspection(sample_id: UUID, application_id: UUID, states: tuple[str, ...]) -> dict[str, Any]:
    """The one that is to be decided; NotFound where it waits for nothing of the kind."""
    wanted = (str(sample_id), str(application_id))
    for state in states:
        cursor = ""
        while True:
            found = ask().get("/inspections", state=state, cursor=cursor, limit=MOST)
            for line in found["items"]:
                if (line["sample_id"], line["application_id"]) == wanted and _ours(line):
                    return dict(line)
            cursor = found["next_cursor"] or ""
            if not cursor:
                break
    raise NotFound


_RULE = "/city/inspections/<uuid:sample_id>/<uuid:application_id>"
PAGES = (
    Page(
        name="city.inspections",
        rule="/city/inspections",
        view=inspections,
        title="抽查核查",
        who=CITY | DISTRICT,
        menu="抽查核查",
    ),
    Page(
        name="city.inspection",
        rule=_RULE + "/finding",
        view=record,
        title="登记抽查结果",
        who=SUPERVISORS,
        methods=FORM,
        walk="drawn",
    ),
    Page(
        name="city.inspection_confirm",
        rule=_RULE + "/confirmation",
        view=confirm,
        title="复核不合格",
        who=SUPERVISORS,
        methods=FORM,
        walk="proposed",
    ),
)
