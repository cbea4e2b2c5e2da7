import base64
import io
from dataclasses import replace
from datetime import date
from urllib.parse import quote
from uuid import UUID

import pytest

from contracts import calendar, inspections, intake, notify, partners, payments, review
from contracts import caller as desks
from contracts.message import Command, Query
from contracts.wire import dump
from gateway.binding import PREFIX
from gateway.route import Route, path_names
from gateway.routes import CONTENTS
from gateway.testing import sample

ID = str(UUID(int=1))
PHOTO = intake.Photo(kind="commitment", media_type="image/png", digest="", content="aW1hZ2U=")
ROUTES = [route for _, _, routes in CONTENTS for route in routes]
STREAMED = payments.CompleteDeductionFile  # its own tests: test_gateway_files.py
OWN = [r for r in ROUTES if r.command.service != "gateway" and r.command is not STREAMED]
VALUES = {
    "only": "posted",
    "kind": "commitment",
    "month": "2019-05",
    "agency": "110101",
    "check_code": "CHK-GA-ID",
    "id_number": "11010119700101001X",
    "former_number": "110101700101001",
    "sex": "male",
    "category": "P4045",
    "residence_basis": "household",
    "street_code": "110101001",
    "to_street": "110105021",
    "income_band": "A",
    "retire_class": None,
    "education": "20",
    "former_status": "01",
    "hukou_type": "11",
    "household_division": "110101",
    "bank": "BOB",
    "account": "6228480402564890018",
    "account_type": "card",
    "contact": "13800000000",
    "queue": "first",
    "channel": "pc",
    "measure": "accepted",
    "figure": "hasty",
    "outcome": "passed",
    "code": "S05",
    "by": "sex",
    "limit": 7,
    "content": "content",
    "clear": True,
    "reason": "需要核对",
    "of": "intake",
    "second_reader": "donghuamen-reader",
    "checked_by": "donghuamen-clerk",
}
# what the gateway adds
ADDED = {"second_reader_name": "东华门复核", "checked_by_name": "东华门经办"}


OTHERS = {
    review.CountQueues: {"by": "street"},
    payments.GetAdditionList: {"kind": "removals"},
    intake.AskInsurable: {"kind": "rural-worker"},
    payments.ListEntitlements: {"work": "start"},
    payments.ListBenefitWork: {"kind": "start"},
    review.ListCaseWork: {"kind": "review"},
    intake.SaveDraft: {"content": {"name": "王晓明"}},
    inspections.ListInspections: {"state": "open"},
    notify.RecordCall: {"outcome": "reached"},
    partners.EnterOutcome: {"outcome": dump(partners.Outcome(finding="PASS"))},
    partners.ListWaiting: {"state": "refused"},
    partners.ResendWaiting: {"state": "abandoned"},
    calendar.EnterHolidayNotice: {"days": [{"day": "2027-01-01", "kind": "off"}], "year": 2027},
}


def values(kind):
    """JSON values of a command that pass its validators."""
    return _fixed(dump(sample(kind))) | OTHERS.get(kind, {})


def _fixed(tree):
    if isinstance(tree, dict):
        return {k: VALUES[k] if k in VALUES else _fixed(v) for k, v in tree.items()}
    return tree


def call(desk, route: Route, **extra):
    """Sends what a table row needs."""
    headers = {} if route.public else desk.headers()
    headers |= {"Idempotency-Key": "key-1", "X-Reason": quote(VALUES["reason"])}
    path = PREFIX + route.path
    body = values(route.command)
    for name in path_names(route.path):
        value = body.pop(name)
        for kind in ("uuid:", "int:", ""):
            path = path.replace(f"<{kind}{name}>", str(value))
    body = {k: v for k, v in body.items() if k not in route.without and v is not None}
    if route.method == "GET":
        if route.in_clear:
            body.pop("reason")
        query = {k: str(v).lower() if isinstance(v, bool) else v for k, v in body.items()}
        return desk.client.get(path, query_string=query, headers=headers)
    if route.special.read:
        jpeg = {"Content-Type": "image/jpeg"}
        return desk.client.put(path, data=b"content", headers=headers | jpeg)
    return desk.client.open(path, method=route.method, json=body, headers=headers)


@pytest.mark.parametrize("route", OWN, ids=lambda r: r.operation)
def test_a_row_of_the_table_becomes_its_command(desk, route):
    desk.doors.answers[intake.GetPhoto] = lambda _: PHOTO
    answer = call(desk, route)
    assert answer.status_code == route.status, answer.text
    [(command, caller, key)] = desk.doors.asked
    assert type(command) is route.command
    assert key == ("" if route.command.reads_only else "key-1")
    assert caller.subject == ("public" if route.public else "donghuamen-clerk")
    sent = dump(command)
    expected = values(route.command)
    for name in route.without:
        expected[name] = ADDED.get(name)
    if route.command is intake.AttachPhoto:
        expected["content"] = base64.b64encode(b"content").decode()
    assert {k: v for k, v in sent.items() if v is not None} == {
        k: v for k, v in expected.items() if v is not None
    }
    if route.special.json:
        assert answer.json == dump(sample(route.command.answer))


def test_each_command_and_query_for_people_has_a_route():
    bound = {route.command for route in ROUTES}
    asked = [c for c in Command.__subclasses__() + Query.__subclasses__() if c is not Query]
    services = ("intake", "review", "payments", "reporting", "partners")
    names = {one.__name__ for one in asked if getattr(one, "service", "") in services}
    parts = {"TakeFilePart"}  # asked while a content streams
    parts |= {"OpenDraft", "FindDraft"}  # asked where an applicant signs in
    assert names - {one.__name__ for one in bound} == parts
    assert "SubmitApplication" in names


@pytest.mark.parametrize("route", [r for r in OWN if r.needs_key], ids=lambda r: r.operation)
def test_a_write_without_its_key_is_refused_before_anything_is_read(desk, route):
    headers = {} if route.public else desk.headers()
    headers.pop("Idempotency-Key", None)
    path = PREFIX + route.path
    for name in path_names(route.path):
        path = path.replace(f"<uuid:{name}>", ID).replace(f"<{name}>", "commitment")
    answer = desk.client.open(path, method=route.method, data=b"{", headers=headers)
    assert (answer.status_code, answer.json["code"]) == (400, "idempotency-key-missing")
    assert desk.doors.asked == []


@pytest.mark.parametrize("key", ["x" * 256, "钥匙".encode().decode("latin-1"), "a\tb"])
def test_a_key_is_at_most_255_printable_ascii_characters(desk, key):
    headers = desk.headers() | {"Idempotency-Key": key}
    answer = desk.client.post(f"/api/v1/applications/{ID}/acceptance", headers=headers)
    assert (answer.status_code, answer.json["code"]) == (400, "idempotency-key-invalid")


def test_a_new_application_has_its_address(desk):
    route = next(r for r in OWN if r.command is intake.SubmitApplication)
    assert call(desk, route).headers["Location"] == f"/api/v1/applications/{UUID(int=7)}"


def test_clear_data_need_a_reason(desk):
    address, headers = f"/api/v1/applications/{ID}?clear=true", desk.headers()
    answer = desk.client.get(address, headers=headers)
    assert (answer.status_code, list(answer.json["fields"])) == (422, ["X-Reason"])
    answer = desk.client.get(address, headers=headers | {"X-Reason": "%FF%FE"})
    assert answer.status_code == 422
    assert desk.doors.asked == []


def test_personal_data_have_no_place_in_an_address(desk):
    answer = desk.client.get(
        "/api/v1/applications?id_number=11010119700101001X", headers=desk.headers()
    )
    assert (answer.status_code, list(answer.json["fields"])) == (422, ["id_number"])


def test_a_photo_travels_as_a_file_or_as_the_body(desk):
    address, headers = f"/api/v1/applications/{ID}/photos/commitment", desk.headers()
    form = {"file": (io.BytesIO(b"image"), "照片.jpg")}
    assert desk.client.put(address, data=form, headers=headers).status_code == 200
    png = headers | {"Content-Type": "image/png"}
    assert desk.client.put(address, data=b"image", headers=png).status_code == 200
    assert [one[0].content for one in desk.doors.asked] == ["aW1hZ2U=", "aW1hZ2U="]


def test_a_photo_comes_back_as_bytes_to_be_saved(desk):
    desk.doors.answers[intake.GetPhoto] = lambda _: PHOTO
    address = f"/api/v1/applications/{ID}/photos/commitment"
    answer = desk.client.get(address, headers=desk.headers())
    assert (answer.data, answer.mimetype) == (b"image", "image/png")
    assert answer.headers["Content-Disposition"] == "attachment; filename=commitment.png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_stored_type_that_is_no_image_is_never_served_as_it_says(desk):
    desk.doors.answers[intake.GetPhoto] = lambda _: replace(PHOTO, media_type="text/html")
    address = f"/api/v1/applications/{ID}/photos/commitment"
    assert desk.client.get(address, headers=desk.headers()).mimetype == "application/octet-stream"


@pytest.mark.parametrize(
    "name",
    ["categories", "projects", "education", "former-statuses", "hukou", "reasons", "stop-codes"]
    + ["banks", "checks", "divisions", "income-bands", "terms"],
)
def test_a_code_list_needs_no_login_and_every_code_has_a_name(desk, name):
    answer = desk.client.get(f"/api/v1/codes/{name}")
    assert (answer.status_code, answer.json["on"]) == (200, "2019-04-01")
    assert answer.json["items"]
    assert all(one["code"] and one["name"] for one in answer.json["items"])


def test_legal_terms_are_told_in_words_with_their_clause(desk):
    items = desk.client.get("/api/v1/codes/terms").json["items"]
    known = {one["code"]: one["more"] for one in items}
    assert known["publicity"]["words"] == "5个工作日"
    assert known["report"]["words"] == "3个月"
    assert all(one["clause"] for one in known.values())


def test_an_unknown_code_list_says_which_there_are(desk):
    answer = desk.client.get("/api/v1/codes/horoscopes")
    assert answer.status_code == 404
    assert "banks" in answer.json["allowed"]


def test_the_public_needs_no_login_and_has_no_rights(desk):
    assert desk.client.get("/api/v1/publicity").status_code == 200
    [(_, caller, _)] = desk.doors.asked
    assert (caller.tier, caller.roles, caller.division) == (desks.PUBLIC, (), "")
    assert not caller.covers("", "")


def test_dates_arrive_as_dates(desk):
    form = {
        "checked_by": "donghuamen-clerk",
        "checked_on": "2019-04-02",
        "findings": "在家从事缝纫",
    }
    desk.client.post(f"/api/v1/applications/{ID}/face-check", json=form, headers=desk.headers())
    [(command, _, _)] = desk.doors.asked
    assert command.checked_on == date(2019, 4, 2)
