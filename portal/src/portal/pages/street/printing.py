"""申请表 (附件2), 承诺书 (附件3) and receipts, for A4 paper: in clear, which is on record."""

from typing import Any
from uuid import UUID

from flask import render_template
from werkzeug.exceptions import NotFound

from portal import codes
from portal.page import Page
from portal.pages.street.case import CLERK
from portal.pages.street.dossier import Dossier, clear, dossier
from portal.session import ask

LISTS = ("categories", "projects", "education", "former-statuses", "hukou", "banks")

INCOME = {"A": "1000元以下", "B": "1001元至2000元", "C": "2001元至4999元", "D": "5000元以上"}


def form(application_id: UUID) -> str:
    """申请表."""
    found = dossier(application_id)
    return _print("street/print_form.html", found, application_id, "打印申请表")


def commitment(application_id: UUID) -> str:
    """承诺书, with the text that was signed."""
    found = dossier(application_id)
    text = ask().get(f"/commitment-texts/{found.application['agency']}")
    return _print("street/print_commitment.html", found, application_id, "打印承诺书", text=text)


def receipt(application_id: UUID) -> str:
    """受理回执: what was handed in, when, and what comes next by which day."""
    found = dossier(application_id)
    return _print("street/print_receipt.html", found, application_id, "打印受理回执")


def report(application_id: UUID) -> str:
    """就业情况报告回执: what was reported last, when, and until when the next is owed."""
    found = dossier(application_id)
    if found.benefit is None:
        raise NotFound
    path, why = f"/entitlements/{application_id}/reports", "打印就业情况报告回执"
    filed = ask().get(path, clear="true", reason=why)["items"]
    following = next((one for one in found.benefit["windows"] if not one["fulfilled"]), None)
    last = filed[-1] if filed else None
    return _print(
        "street/print_report.html", found, application_id, why, report=last, following=following
    )


def _print(template: str, found: Dossier, application_id: UUID, reason: str, **more: Any) -> str:
    return render_template(
        template,
        application=clear(application_id, reason),
        dossier=found,
        names={name: dict(codes.choices(name)) for name in LISTS},
        income=INCOME,
        on=codes.today(),
        terms=codes.terms(),
        **more,
    )


PAGES = (
    Page(
        name="street.print_form",
        rule="/street/cases/<uuid:application_id>/print/form",
        view=form,
        title="灵活就业社会保险补贴申请表",
        who=CLERK,
        walk="case",
    ),
    Page(
        name="street.print_commitment",
        rule="/street/cases/<uuid:application_id>/print/commitment",
        view=commitment,
        title="承诺书",
        who=CLERK,
        walk="case",
    ),
    Page(
        name="street.print_receipt",
        rule="/street/cases/<uuid:application_id>/print/receipt",
        view=receipt,
        title="受理回执",
        who=CLERK,
        walk="case",
    ),
    Page(
        name="street.print_report",
        rule="/street/cases/<uuid:application_id>/print/report",
        view=report,
        title="就业情况报告回执",
        who=CLERK,
        walk="enjoying",
    ),
)
