"""Cases as the API tells them, for the counter's pages; dates of the document's own April."""

from copy import deepcopy

SECRET = "a key of thirty-two letters, or so"  # of the portal under test
ID = "5d0e6c1e-0000-4000-8000-000000000009"
FORM = {
    "name": "王**",
    "id_number": "11**************10",
    "sex": "male",
    "birth_date": "1970-**-**",
    "education": "70",
    "former_status": "01",
    "home_address": "北京市东城区***",
    "household_address": "北京市东城区***",
    "hukou_type": "11",
    "unemployed_on": "2018-12-01",
    "file_unit": "区人力资源公共服务中心",
    "category": "P4045",
    "retire_class": "worker",
    "graduated_on": None,
    "household_division": "",
    "work": {
        "started_on": "2019-02-01",
        "project": "01",
        "content": "家政保洁",
        "days_engaged": 59,
        "income_band": "B",
        "no_contract": True,
        "declared_by": "王**",
        "declared_on": "2019-04-01",
    },
}
PROMISE = {
    "text_version": "2019-03-29",
    "confirms_name": True,
    "confirms_project": True,
    "confirms_id_number": True,
    "bank": "PSBC",
    "account": "***0201",
    "account_type": "card",
    "contact": "138****0020",
    "emergency_contact": "139****1111",
    "transcription": "上述事项阐述的内容，本人已经清楚明白。",
    "promised_by": "王**",
    "promised_on": "2019-04-01",
}
DETAILS = {name: PROMISE[name] for name in ("bank", "account", "contact", "emergency_contact")}
APPLICATION = {
    "application_id": ID,
    "number": "110101-20190401-00001",
    "state": "accepted",
    "street_code": "110101001",
    "street_name": "东华门街道",
    "agency": "110101",
    "residence_basis": "household",
    "version": 1,
    "accepted_at": "2019-04-01T09:00:00+08:00",
    "form": FORM,
    "commitment": PROMISE,
    "details": DETAILS,
    "photos": [{"kind": "identity_card"}, {"kind": "application_form"}, {"kind": "commitment"}],
    "checks": [],
    "face_check": None,
    "dues": [],
    "history": [],
    "allowed": ["record_face_check", "withdraw_application", "resend_check", "override_warning"],
}
DUE = {
    "kind": "initial_review",
    "title": "初审",
    "due_at": "2019-04-03T23:59:59.999999+08:00",
    "clause": "附件1 三.2",
    "overdue": False,
    "provisional": False,
}
CASE = {
    "application_id": ID,
    "state": "initial_review",
    "dossier_version": 1,
    "publicity_from": None,
    "publicity_until": None,
    "publicity_closed": False,
    "proposed_start": None,
    "months": None,
    "face_checked": False,
    "blocked": False,
    "posts": [],
    "objections": [],
    "dues": [DUE],
    "grounds": [],
    "return_reason": "",
    "history": [],
    "allowed": ["return_case", "reject_case"],
}
BENEFIT = {
    "application_id": ID,
    "state": "finding",
    "finding": "self_paid",
    "proposed_start": "2019-05",
    "start_month": None,
    "end_month": None,
    "months": 36,
    "windows": [],
    "suspicions": [],
    "enrol_refusal": "",
    "stop_month": "",
    "stop_reason": "",
    "dues": [DUE | {"kind": "start_check", "due_at": "2019-05-24T23:59:59.999999+08:00"}],
    "history": [],
    "allowed": ["request_refund", "postpone_start", "check_contributions"],
}
LINE = {
    "application_id": ID,
    "number": "110101-20190401-00001",
    "state": "initial_review",
    "name": "王**",
    "due_at": "2019-04-03T23:59:59.999999+08:00",
}
CODES = {
    "banks": [("PSBC", "邮政储蓄银行"), ("BOB", "北京银行")],
    "categories": [("P4045", "4045人员")],
    "projects": [("01", "家政服务")],
    "education": [("70", "初中")],
    "former-statuses": [("01", "国有企业职工")],
    "hukou": [("11", "本地非农业")],
    "reasons": [("R-EMP", "存在单位参保缴费")],
    "stop-codes": [("S04", "单位就业")],
    "divisions": [("110101001", "东华门街道")],
}
TERMS = [
    {"code": "report", "name": "就业情况报告", "more": {"words": "3个月", "clause": "附件3 二.3"}}
]
TEXT = {
    "version": "2019-03-29",
    "agency": "110101",
    "items": ["本人若未能按规定时间足额存款，将停止社会保险补贴。"],
    "additions": [],
    "transcription": "上述事项阐述的内容，本人已经清楚明白。",
}


def told(base, **other):
    """A case told with other values."""
    return deepcopy(base) | other


def check(code="CHK-GA-ID", severity="B", result="PASS", **other):
    """One check as the API tells it."""
    return {
        "code": code,
        "title": f"{code} 的名称",
        "severity": severity,
        "result": result,
        "asked_at": "2019-04-01T09:00:00+08:00",
        "detail": "",
        "overridden_by": "",
        "override_reason": "",
    } | other


def lists(table, on="2019-04-01"):
    """Code lists and the commitment text, in a table of answers."""
    for name, rows in CODES.items():
        items = [
            {"code": code, "name": title, "more": {"agency": "110101"}} for code, title in rows
        ]
        table["GET", f"/api/v1/codes/{name}"] = {"on": on, "items": items}
    table["GET", "/api/v1/codes/terms"] = {"on": on, "items": TERMS}
    table["GET", "/api/v1/commitment-texts/110101"] = TEXT
