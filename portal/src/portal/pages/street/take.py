"""受理: identity number, application form, commitment, photographs: four screens.

Nothing is kept on the server between the first three: what was typed travels sealed in the page.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for

from portal import codes, kept, photographs
from portal.api import Problem
from portal.forms import Field, Form, Sheet, serve
from portal.page import FORM, ORDER, Page
from portal.pages.street import sheets, unfinished
from portal.pages.street.case import CLERK
from portal.pages.street.dossier import dossier
from portal.pages.street.words import STATES
from portal.sealing import BrokenSeal
from portal.session import ask, person
from portal.settings import here
from portal.words import day

PURPOSE, SECONDS = "taking", 12 * 3600
CARRY = Field(name="carry", label="", kind="hidden", required=False)
NUMBER = Form(
    (
        Field(
            name="id_number",
            label="社会保障号（身份证号）",
            most=40,
            hint="性别和出生日期由号码得出；15 位旧号码自动换成 18 位。",
        ),
        Field(
            name="basis",
            label="受理依据",
            kind="radio",
            choices=(("household", "户口所在地"), ("residence", "常住地")),
            hint="申请人到户口所在地或常住地申请（附件1 三.1）。",
        ),
    )
)
Carried = dict[str, Any]
STANDING = (
    *("open_state", "open_street", "open_since", "open_id"),
    *("running", "months_used", "stopped_for_false_promise"),
)


def number() -> Any:
    """1: who is it, and is there an application already?"""

    def act(sheet: Sheet) -> Any:
        found = ask().post("/persons/search", {"id_number": sheet["id_number"]})
        paper, promise = sheets.application_form(CARRY), sheets.commitment(CARRY)
        carried = {
            "basis": sheet["basis"],
            **{name: found[name] for name in ("id_number", "sex", "birth_date")},
            "person": {name: found[name] for name in STANDING},
            "before": bool(found["form"]),
            "commitment": sheets.written({"commitment": found["commitment"]}, promise.fields),
        }
        start = sheets.written({"form": found["form"]}, paper.fields)
        begun = unfinished.found(found["id_number"])
        carried["saved_at"] = begun.get("saved_at", "")
        carried["commitment"] |= begun.get("commitment", {})
        start |= {"declared_on": codes.today()} | begun.get("form", {})
        return _form_page(carried, paper.blank(start))

    def show(sheet: Sheet) -> str:
        return render_template("street/take_number.html", sheet=sheet)

    return serve(NUMBER, act, show, {"basis": "household"})


def form() -> Any:
    """2: 申请表 (附件2)."""
    carried = _carried()

    def act(sheet: Sheet) -> Any:
        carried["form"] = _typed(sheet)
        carried["obstacles"] = _obstacles(carried, sheet)
        unfinished.keep(carried)
        start = {
            "promised_by": sheet["name"],
            "promised_on": codes.today(),
            "account_type": "card",
        } | carried.get("commitment", {})
        return _commitment_page(carried, sheets.commitment(CARRY).blank(start))

    given = kept.restored() or request.form
    if "back" in given:  # from the third screen: what was typed there is kept too
        carried["commitment"] = _given(sheets.commitment(), given)
        unfinished.keep(carried)
        return _form_page(carried, sheets.application_form(CARRY).blank(carried["form"]))
    if "later" in request.form:
        carried["form"] = _given(sheets.application_form(), request.form)
        return _later(carried)
    return serve(
        sheets.application_form(CARRY),
        act,
        lambda sheet: _form_page(carried, sheet),
        carried.get("form"),
    )


def _obstacles(carried: Carried, sheet: Sheet) -> list[str]:
    """What speaks against it on what was told, in words; the registries have the last one."""
    told = sheet.body()["form"]
    names = ("category", "hukou_type", "unemployed_on", "graduated_on")
    question = {name: told[name] for name in names if name in told}
    question |= {name: carried[name] for name in ("sex", "birth_date")}
    question |= {"work_started_on": told["work"]["started_on"]}
    question |= {"local": True, "employed_by_unit": False, "first_employment": True}
    answer = ask().post("/eligibility", question)
    return [
        f"{one['basis']['sentence']}（{one['basis']['clause']}）" for one in answer["obstacles"]
    ]


def commitment() -> Any:
    """3: 承诺书 (附件3), read and signed; then both forms are handed in."""
    carried = _carried()

    def act(sheet: Sheet) -> Any:
        paper = sheets.application_form(CARRY).blank(carried["form"])
        carried["commitment"] = _typed(sheet)
        try:
            answer = ask().post("/applications", _submission(carried, paper, sheet), key=sheet.key)
        except Problem as problem:
            if not any(path.startswith("form.") for path in problem.fields):
                raise
            paper.refuse(problem)
            return _form_page(carried, paper), 422
        unfinished.forget(carried)
        return redirect(url_for("street.photos", application_id=answer["application_id"]), 303)

    if "later" in request.form:
        carried["commitment"] = _given(sheets.commitment(), request.form)
        return _later(carried)
    return serve(sheets.commitment(CARRY), act, lambda sheet: _commitment_page(carried, sheet))


def _later(carried: Carried) -> Any:
    """Kept as it is, whatever is missing."""
    kept_until = unfinished.save(carried)["kept_until"]
    flash(f"已保存到{day(kept_until)}，只有您能看到。再录入同一个身份证号，就可以接着填。")
    return redirect(url_for("street.today"), 303)


def photos(application_id: UUID) -> Any:
    """4: three photographs, and acceptance."""
    found = dossier(application_id)
    here_again = url_for("street.photos", application_id=application_id)
    if request.method != "POST":
        return _photos_page(found.application, {})
    key = request.form.get("_key", "")
    refused = photographs.send(application_id, photographs.chosen(), key)
    if refused:
        return _photos_page(dossier(application_id).application, refused), 422
    if "accept" not in request.form:
        return redirect(here_again, 303)
    try:
        answer = ask().post(f"/applications/{application_id}/acceptance", key=f"{key}-accept")
    except Problem as problem:
        if problem.code != "photos-missing":
            raise
        missing = {path.removeprefix("photos."): told for path, told in problem.fields.items()}
        return _photos_page(dossier(application_id).application, missing), 422
    flash(f"已受理，编号 {answer['number']}。系统正在比对，结果陆续显示在下面。")
    return redirect(url_for("street.case", application_id=application_id), 303)


def _photos_page(application: Any, errors: dict[str, str]) -> str:
    names = [photo["kind"] for photo in application["photos"]]
    id = application["application_id"]
    return render_template(
        "street/photos.html",
        application=application,
        sheet=Form(()).blank(),
        kinds=photographs.KINDS,
        stored={kind: url_for("street.picture", application_id=id, kind=kind) for kind in names},
        errors=errors,
        states=STATES,
    )


def _carried() -> Carried:
    given = kept.restored() or request.form
    try:
        found: Carried = here().sealer.open(PURPOSE, given.get("carry", ""), SECONDS)
    except BrokenSeal:
        told = {"code": "taking-expired", "title": "请重新录入", "detail": "这张表打开得太久。"}
        raise Problem(409, told) from None
    return found


def _sealed(carried: Carried) -> str:
    return here().sealer.seal(PURPOSE, carried)


def _given(form: Form, sent: Mapping[str, str]) -> dict[str, str]:
    """As it was sent, unchecked."""
    return {one.name: sent.get(one.name, "").strip() for one in form.fields}


def _typed(sheet: Sheet) -> dict[str, str]:
    return {name: value for name, value in sheet.values.items() if name != "carry"}


def _form_page(carried: Carried, sheet: Sheet) -> str:
    sheet.values["carry"] = _sealed(carried)
    born = date.fromisoformat(carried["birth_date"])
    on = date.fromisoformat(codes.today())
    return render_template(
        "street/take_form.html",
        sheet=sheet,
        carried=carried,
        groups=sheets.FORM_GROUPS,
        age=on.year - born.year - ((on.month, on.day) < (born.month, born.day)),
        states=STATES,
    )


def _commitment_page(carried: Carried, sheet: Sheet) -> str:
    sheet.values["carry"] = _sealed(carried)
    return render_template(
        "street/take_commitment.html",
        sheet=sheet,
        carried=carried,
        text=commitment_text(),
        groups=sheets.PROMISE_GROUPS,
        last=sheets.PROMISED,
        project=codes.name_of("projects", carried["form"]["project"]),
    )


def commitment_text() -> Any:
    """The text in force here: the city's items, then the district's."""
    who = person()
    street = who.division if who else ""
    places = codes.rows("divisions")
    agency = next(one["more"].get("agency", "") for one in places if one["code"] == street)
    return ask().get(f"/commitment-texts/{agency}")


def _submission(carried: Carried, paper: Sheet, promise: Sheet) -> dict[str, Any]:
    who, text = person(), commitment_text()
    body = paper.body() | promise.body()
    body["form"] |= {"id_number": carried["id_number"]}
    body["form"]["work"].setdefault("declared_by", paper["name"])
    body["commitment"] |= {
        "text_version": text["version"],
        "transcription": text["transcription"],
    }
    street = who.division if who else ""
    return {"street_code": street, "residence_basis": carried["basis"], **body}


PAGES = (
    Page(
        name="street.take",
        rule="/street/new",
        view=number,
        title="受理新申请",
        who=CLERK,
        methods=FORM,
        menu="受理",
    ),
    Page(
        name="street.take_form",
        rule="/street/new/form",
        view=form,
        title="申请表",
        who=CLERK,
        methods=ORDER,
    ),
    Page(
        name="street.take_commitment",
        rule="/street/new/commitment",
        view=commitment,
        title="承诺书",
        who=CLERK,
        methods=ORDER,
    ),
    Page(
        name="street.photos",
        rule="/street/cases/<uuid:application_id>/photos",
        view=photos,
        title="拍照上传",
        who=CLERK,
        methods=FORM,
        walk="draft",
    ),
)
