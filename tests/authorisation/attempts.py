"""One attempt of each operation on a case, well formed and filled in as a clerk would."""

import base64
import io
from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

from PIL import Image

import policy
from contracts import intake, notify, payments, reporting, review
from contracts.message import Command
from kernel import identity

MONTH = "2019-05"
CITY_TEXT = policy.load().commitment(date(2019, 4, 1))
NOWHERE = uuid4()  # no such case, objection or report


def picture() -> str:
    """A small photograph, base64."""
    file = io.BytesIO()
    Image.new("RGB", (40, 30), (200, 30, 30)).save(file, "JPEG")
    return base64.b64encode(file.getvalue()).decode()


def number_of(n: int) -> str:
    """The identity number of the n-th person, a man of 49."""
    return identity.compose("110101", date(1970, 3, 7), 2 * n + 1)


def paper(n: int, day: date) -> intake.ApplicationForm:
    """The form of 附件2 for the n-th person."""
    work = intake.WorkDeclaration(
        started_on=date(2019, 2, 1),
        project="01",
        content="家政保洁",
        income_band="B",
        no_contract=True,
        declared_by="王晓明",
        declared_on=day,
    )
    return intake.ApplicationForm(
        name="王晓明",
        id_number=number_of(n),
        education="61",
        former_status="01",
        home_address="北京市东城区测试胡同1号院2号楼",
        household_address="北京市东城区测试胡同1号院2号楼",
        hukou_type="11",
        unemployed_on=date(2018, 12, 1),
        file_unit="东城区人力资源公共服务中心",
        category="P4045",
        work=work,
    )


def promise(day: date) -> intake.Commitment:
    """The commitment of 附件3."""
    return intake.Commitment(
        text_version=CITY_TEXT.version,
        confirms_name=True,
        confirms_project=True,
        confirms_id_number=True,
        bank="BOB",
        account="6210980000000000003",
        contact="13800000000",
        emergency_contact="010-88886666",
        transcription=CITY_TEXT.closing,
        promised_by="王晓明",
        promised_on=day,
    )


def submission(n: int, street: str, day: date) -> intake.SubmitApplication:
    """A new application at a street."""
    return intake.SubmitApplication(
        street_code=street,
        residence_basis="household",
        form=paper(n, day),
        commitment=promise(day),
    )


def report(channel: str) -> Callable[[UUID, UUID], Command]:
    """就业情况报告 by a channel."""
    work = {"content": "家政", "place": "东城", "hours": "8", "income": 3000}
    return lambda case, _: payments.FileReport(application_id=case, channel=channel, **work)


def attempts(photo: str, corrected: Callable[[UUID], intake.ApplicationForm], day: date) -> dict:
    """Operation of the oracle -> command about a case and its objection."""

    def about(command: type[Command], **values) -> Callable[[UUID, UUID], Command]:
        return lambda case, _: command(application_id=case, **values)

    look = {"clear": True, "reason": "核对原件"}
    face = {
        "checked_by": "李示例",
        "checked_on": day,
        "findings": "在家从事缝纫",
        "reason": "再次核查",
    }
    check = {"check_code": "CHK-SB-UI"}
    return {
        "attach_photo": about(intake.AttachPhoto, kind="identity_card", content=photo),
        "accept_application": about(intake.AcceptApplication),
        "correct_application": lambda case, _: intake.CorrectApplication(
            application_id=case, form=corrected(case), commitment=promise(day), reason="按原件更正"
        ),
        "change_account": about(intake.ChangeAccount, bank="PSBC", account="6210980000000000003"),
        "change_contacts": about(
            intake.ChangeContacts, contact="13900000000", emergency_contact="010-88886666"
        ),
        "record_face_check": about(intake.RecordFaceCheck, **face),
        "withdraw_application": about(intake.WithdrawApplication, reason="本人撤回"),
        "override_warning": about(intake.OverrideWarning, **check, reason="已于上月停领"),
        "resend_check": about(intake.ResendCheck, **check),
        "resend_sweep_check": about(intake.ResendSweepCheck, **check),
        "close_finding": about(intake.CloseFinding, **check, reason="经核实不属实"),
        "get_application": about(intake.GetApplication),
        "get_application_in_clear": about(intake.GetApplication, **look),
        "get_photo": about(intake.GetPhoto, kind="identity_card", reason="核对原件"),
        "pass_initial_review": about(
            review.PassInitialReview, second_reader="复核人", dossier_version=1
        ),
        "return_case": about(review.ReturnCase, reason="请补正住址"),
        "reject_case": about(review.RejectCase, reason_code="R-DOC"),
        "pass_first_post": about(review.PassFirstPost, dossier_version=1),
        "pass_second_post": about(review.PassSecondPost, dossier_version=1),
        "file_objection": about(
            review.FileObjection,
            objector_name="赵示例",
            objector_contact="13700002222",
            content="请核实情况",
        ),
        "resolve_objection": lambda case, objection: review.ResolveObjection(
            application_id=case, objection_id=objection, upheld=False, findings="情况属实"
        ),
        "get_case": about(review.GetCase),
        "follow_case": about(review.FollowCase),
        "get_case_in_clear": about(review.GetCase, **look),
        "check_contributions": about(payments.CheckContributions),
        "confirm_start": about(payments.ConfirmStart),
        "refuse_start": about(payments.RefuseStart),
        "postpone_start": about(payments.PostponeStart, reason="与本人商定"),
        "request_refund": about(payments.RequestRefund, reason="与本人商定"),
        "report_at_the_counter": report("counter"),
        "report_online": report("pc"),
        "claim_subsidy": about(payments.ClaimSubsidy, month=MONTH),
        "stop_benefit": about(
            payments.StopBenefit, code="S10", event_month=MONTH, note="本人申请停止"
        ),
        "extend_benefit": about(payments.ExtendBenefit, note="经走访仍未稳定就业"),
        "transfer_benefit": about(
            payments.TransferBenefit, to_street="110101009", from_month="2019-08", reason="已搬家"
        ),
        "pay_arrears": about(payments.PayArrears, month="2020-03", base="3613", paid_on=day),
        "get_month_cost": about(payments.GetMonthCost, month="2019-06"),
        "dismiss_suspicion": about(
            payments.DismissSuspicion, event_id=NOWHERE, note="经核实不属实"
        ),
        "get_entitlement": about(payments.GetEntitlement),
        "get_reports": about(payments.GetReports),
        "get_reports_in_clear": about(payments.GetReports, **look),
        "list_messages": about(notify.ListMessages),
        "give_consent": about(notify.GiveConsent, openid="oLingbu0000000000001"),
        "get_projection": about(reporting.GetProjection),
    }
