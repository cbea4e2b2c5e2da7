"""A case at the counter: where it stands, what may be done now, checks as they arrive."""

from typing import Any, NamedTuple
from uuid import UUID

from flask import redirect, render_template, request, url_for

from portal import codes, photographs
from portal.page import ORDER, Page
from portal.pages.street.checks import matching
from portal.pages.street.dossier import Dossier, clear, dossier
from portal.pages.street.journey import journey
from portal.pages.street.words import STATES
from portal.posts import STREET, STREET_CLERK
from portal.session import ask, person

CLERK = frozenset({STREET_CLERK})


class Offer(NamedTuple):
    """An act that may be done now: the command, its page, its words; `main`: what is next."""

    command: str
    page: str
    label: str
    main: bool


OFFERS = (
    Offer("attach_photo", "street.photos", "上传照片并受理", True),
    Offer("record_face_check", "street.face_check", "登记当面核查", True),
    Offer("pass_initial_review", "street.review", "初审通过并上报", True),
    Offer("correct_application", "street.correct", "补正申请表和承诺书", True),
    Offer("resolve_objection", "street.objections", "登记异议核查结果", True),
    Offer("check_contributions", "street.start", "查询社保缴费状态", True),
    Offer("confirm_start", "street.start", "确认开始享受月份", True),
    Offer("postpone_start", "street.postpone", "顺延开始月份", True),
    Offer("request_refund", "street.refund", "退费", True),
    Offer("refuse_start", "street.refuse_start", "不予享受", False),
    Offer("file_report", "street.report", "登记就业情况报告", True),
    Offer("dismiss_suspicion", "street.suspicions", "核实疑似停止情形", True),
    Offer("pay_arrears", "street.arrears", "登记补缴", True),
    Offer("return_case", "street.give_back", "退回申请人补正", False),
    Offer("reject_case", "street.reject", "审核不通过", False),
    Offer("change_account", "street.account", "变更缴费账户", False),
    Offer("change_contacts", "street.contacts", "变更联系方式", False),
    Offer("withdraw_application", "street.withdraw", "本人撤回申请", False),
    Offer("stop_benefit", "street.stop", "停止享受", False),
)


def case(application_id: UUID) -> str:
    """案件."""
    found = dossier(application_id)
    form = found.application["form"]
    return render_template(
        "street/case.html",
        dossier=found,
        application=found.application,
        offers=offers(found),
        steps=journey(found.application, found.case, found.benefit),
        matching=matching(found.application),
        states=STATES,
        category=codes.name_of("categories", form["category"]),
        project=codes.name_of("projects", form["work"]["project"]),
        bank=codes.name_of("banks", found.application["details"]["bank"]),
    )


def offers(found: Dossier) -> tuple[Offer, ...]:
    """What this officer may do now; a face check that is there already is no longer next."""
    who = person()
    if who is None or not CLERK & who.posts:
        return ()
    seen = found.application["face_check"] is not None
    may = [one for one in OFFERS if one.command in found.allowed]
    return tuple(
        one._replace(label="更正当面核查记录", main=False)
        if seen and one.command == "record_face_check"
        else one
        for one in may
        if not (one.command == "attach_photo" and found.application["state"] == "returned")
    )


def checks(application_id: UUID) -> str:
    """数据比对 alone: what a script asks for again and again, and a page for whoever has none."""
    application = ask().get(f"/applications/{application_id}")
    return render_template(
        "street/checks.html", application=application, matching=matching(application)
    )


def resend(application_id: UUID, code: str) -> Any:
    """重新比对."""
    ask().post(f"/applications/{application_id}/checks/{code}/resend", key=request.form["_key"])
    return redirect(url_for("street.case", application_id=application_id) + "#checks", 303)


def paper(application_id: UUID) -> str:
    """The forms in clear with the photographs: for comparing; who looks is on record."""
    application = clear(application_id, "街道经办核对申请材料")
    return render_template(
        "street/paper.html",
        application=application,
        kinds=photographs.KINDS,
        names={
            name: dict(codes.choices(name))
            for name in (
                *("categories", "projects", "education", "former-statuses", "hukou", "banks"),
            )
        },
    )


PAGES = (
    Page(
        name="street.case",
        rule="/street/cases/<uuid:application_id>",
        view=case,
        title="案件",
        who=STREET,
        walk="case",
    ),
    Page(
        name="street.checks",
        rule="/street/cases/<uuid:application_id>/checks",
        view=checks,
        title="数据比对",
        who=STREET,
        walk="case",
    ),
    Page(
        name="street.resend",
        rule="/street/cases/<uuid:application_id>/checks/<code>/resend",
        view=resend,
        title="重新比对",
        who=CLERK,
        methods=ORDER,
        walk="case",
    ),
    Page(
        name="street.paper",
        rule="/street/cases/<uuid:application_id>/paper",
        view=paper,
        title="申请材料",
        who=CLERK,
        walk="case",
    ),
    Page(
        name="street.picture",
        rule="/street/cases/<uuid:application_id>/photos/<kind>",
        view=photographs.picture,
        title="照片",
        who=STREET,
        walk="case",
        file=True,
    ),
)
