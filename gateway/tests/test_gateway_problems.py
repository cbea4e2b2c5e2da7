import io
import json
import logging
from uuid import UUID

import pytest

from contracts.intake import GetApplication
from contracts.review import PassSecondPost
from kernel.errors import Conflict
from servicekit.doors import Unavailable

ID = str(UUID(int=1))
PASS = f"/api/v1/cases/{ID}/second-post"
STOP = f"/api/v1/entitlements/{ID}/stop"
TEXTS = "/api/v1/commitment-texts"
PHOTO = f"/api/v1/applications/{ID}/photos/commitment"
JSON = "application/json"
DEEP = b'{"clauses":' + b"[" * 30 + b"]" * 30 + b"}"
TRICK = b'{"clauses":["' + b"[" * 100 + b'"]}'

BAD_BODIES = [
    ("not json", b"{", JSON, 400, "malformed-json"),
    ("empty with type", b"", JSON, 400, "malformed-json"),
    ("no utf-8", b'{"clauses":["\xff\xfe"]}', JSON, 400, "malformed-json"),
    ("utf-16", '{"clauses":[]}'.encode("utf-16"), JSON, 400, "malformed-json"),
    ("too deep", DEEP, JSON, 400, "malformed-json"),
    ("very deep", b"[" * 500_000, JSON, 400, "malformed-json"),
    ("open string", b'{"a":"' + b'\\"' * 200_000, JSON, 400, "malformed-json"),
    ("duplicate names", b'{"clauses":["a"],"clauses":["b"]}', JSON, 400, "malformed-json"),
    ("nan", b'{"clauses":[NaN]}', JSON, 400, "malformed-json"),
    ("infinity", b'{"clauses":[-Infinity]}', JSON, 400, "malformed-json"),
    ("overflowing float", b'{"clauses":[1e999]}', JSON, 422, "invalid-fields"),
    ("5000 digits", b'{"clauses":[' + b"9" * 5000 + b"]}", JSON, 400, "malformed-json"),
    ("big int", b'{"clauses":[99999999999999]}', JSON, 422, "invalid-fields"),
    ("surrogate", b'{"clauses":["\\ud800"]}', JSON, 422, "invalid-fields"),
    ("nul", b'{"clauses":["a\\u0000b"]}', JSON, 422, "invalid-fields"),
    ("nul in a name", b'{"a\\u0000":1}', JSON, 422, "invalid-fields"),
    ("a list", b"[]", JSON, 422, "invalid-fields"),
    ("a string", b'"x"', JSON, 422, "invalid-fields"),
    ("null", b"null", JSON, 422, "invalid-fields"),
    ("unknown field", b'{"clauses":["a"],"x":1}', JSON, 422, "invalid-fields"),
    ("missing field", b"{}", JSON, 422, "invalid-fields"),
    ("wrong type", b'{"clauses":"a"}', JSON, 422, "invalid-fields"),
    ("null inside", b'{"clauses":[null]}', JSON, 422, "invalid-fields"),
    ("form", b"clauses=a", "application/x-www-form-urlencoded", 415, "unsupported-media-type"),
    ("text", b'{"clauses":["a"]}', "text/plain", 415, "unsupported-media-type"),
    ("no type", b'{"clauses":["a"]}', None, 415, "unsupported-media-type"),
    ("over 1 MB", b'{"clauses":["' + b"a" * 1_100_000 + b'"]}', JSON, 413, "too-large"),
]


def is_problem(answer):
    body = answer.json
    assert answer.mimetype == "application/problem+json"
    assert body["type"] == f"/problems/{body['code']}"
    assert body["status"] == answer.status_code
    assert body["trace_id"] == answer.headers["X-Trace-Id"]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in body["title"])
    assert any("\u4e00" <= letter <= "\u9fff" for letter in body["detail"])
    for sentence in body["fields"].values():
        assert any("\u4e00" <= letter <= "\u9fff" for letter in sentence), sentence
    return body


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [case[1:] for case in BAD_BODIES],
    ids=[case[0] for case in BAD_BODIES],
)
def test_a_hostile_body_gets_a_problem_and_reaches_nobody(desk, body, kind, status, code):
    headers = desk.headers("dongcheng-clerk")
    answer = desk.client.post(TEXTS, data=body, content_type=kind, headers=headers)
    assert (answer.status_code, is_problem(answer)["code"]) == (status, code)
    assert desk.doors.asked == []


def test_brackets_inside_a_string_are_text(desk):
    answer = desk.client.post(TEXTS, data=TRICK, content_type=JSON, headers=desk.headers())
    assert answer.status_code == 201


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/nothing%ff%00", 404),
        ("GET", "/api/v1/cases/not-a-uuid", 404),
        ("DELETE", "/api/v1/cases", 405),
        ("GET", "/api/v1/cases?limit=0", 422),
        ("GET", "/api/v1/cases?limit=101", 422),
        ("GET", "/api/v1/cases?limit=1e3", 422),
        ("GET", "/api/v1/cases?limit=" + "9" * 5000, 422),
        ("GET", "/api/v1/cases?queue=none", 422),
        ("GET", "/api/v1/cases?unknown=1", 422),
        ("GET", "/api/v1/cases?cursor=" + "x" * 501, 422),
        ("GET", "/api/v1/cases?cursor=%00", 422),
        ("GET", "/api/v1/rosters/110101/2019-13", 422),
        ("GET", "/api/v1/rosters/110101/%00", 422),
        ("GET", "/api/v1/rosters/110101/2019-05?clear=yes", 422),
        ("GET", f"/api/v1/applications/{ID}/photos/selfie", 422),
        ("GET", "/api/v1/commitment-texts/" + "1" * 10, 422),
        ("POST", PHOTO, 405),
        ("PUT", PHOTO, 415),
    ],
)
def test_a_hostile_address_gets_a_problem(desk, method, path, status):
    answer = desk.client.open(path, method=method, headers=desk.headers())
    assert (answer.status_code, is_problem(answer)["status"]) == (status, status)
    assert desk.doors.asked == []


def test_all_fields_at_fault_are_named_by_their_path(desk):
    form = {"code": "S5", "event_month": "2019-5", "surprise": True}
    answer = desk.client.post(STOP, json=form, headers=desk.headers())
    assert is_problem(answer)["fields"] == {
        "code": "长度应为 3 至 3 个字符。",
        "event_month": "月份格式应为 YYYY-MM，1900 年至 2099 年之间。",
        "note": "必填。",
        "surprise": "没有这一项。",
    }


def test_fields_inside_forms_have_paths_too(desk):
    form = {"form": {"name": 1, "work": {"x": 1}}, "commitment": []}
    answer = desk.client.post("/api/v1/applications", json=form, headers=desk.headers())
    fields = is_problem(answer)["fields"]
    assert fields["form.name"] == "格式不正确。"
    assert fields["form.work.x"] == "没有这一项。"
    assert fields["commitment"] == "类型不正确。"


def test_a_path_parameter_in_the_body_is_an_unknown_field(desk):
    form = {"application_id": ID, "dossier_version": 1}
    answer = desk.client.post(PASS, json=form, headers=desk.headers())
    assert is_problem(answer)["fields"] == {"application_id": "没有这一项。"}


def test_a_body_where_none_is_read_must_be_empty(desk):
    address = f"/api/v1/applications/{ID}/acceptance"
    answer = desk.client.post(address, json={"force": True}, headers=desk.headers())
    assert is_problem(answer)["fields"] == {"force": "没有这一项。"}
    assert desk.client.post(address, json={}, headers=desk.headers()).status_code == 200
    assert desk.client.post(address, headers=desk.headers()).status_code == 200


class Endless(io.RawIOBase):
    """A body that counts how much of it was read."""

    taken = 0

    def readable(self):
        return True

    def readinto(self, buffer):
        self.taken += len(buffer)
        return len(buffer)


@pytest.mark.parametrize("path", [TEXTS, PHOTO, "/api/v1/sessions", "/nothing"])
def test_fifty_megabytes_are_refused_without_reading_them(desk, path):
    body = Endless()
    answer = desk.client.open(
        path,
        method="PUT" if path == PHOTO else "POST",
        headers=desk.headers(),
        content_type="image/jpeg" if path == PHOTO else JSON,
        environ_overrides={"wsgi.input": body, "CONTENT_LENGTH": str(50 * 1024 * 1024)},
    )
    assert (answer.status_code, is_problem(answer)["code"]) == (413, "too-large")
    assert body.taken == 0


@pytest.mark.parametrize("path", [TEXTS, PHOTO])
def test_a_stream_without_length_is_read_only_to_the_limit(desk, path):
    body = Endless()
    answer = desk.client.open(
        path,
        method="PUT" if path == PHOTO else "POST",
        headers=desk.headers(),
        content_type="image/jpeg" if path == PHOTO else JSON,
        environ_overrides={"wsgi.input": body, "wsgi.input_terminated": True},
    )
    assert answer.status_code == 413
    assert body.taken < 13 * 1024 * 1024


def test_a_stream_whose_end_the_server_cannot_tell_is_refused(desk):
    answer = desk.client.put(
        PHOTO,
        headers=desk.headers() | {"Transfer-Encoding": "chunked"},
        content_type="image/jpeg",
        environ_overrides={"wsgi.input": Endless(), "wsgi.input_terminated": False},
    )
    assert (answer.status_code, is_problem(answer)["code"]) == (411, "length-required")


@pytest.mark.parametrize("multipart", [True, False])
@pytest.mark.parametrize(("over", "status"), [(0, 200), (1, 413)])
def test_a_photo_may_have_ten_megabytes_and_not_one_byte_more(desk, multipart, over, status):
    content = b"x" * (10 * 1024 * 1024 + over)
    headers = desk.headers()
    data = {"file": (io.BytesIO(content), "a.jpg")} if multipart else content
    kind = {} if multipart else {"content_type": "image/jpeg"}
    answer = desk.client.put(PHOTO, data=data, headers=headers, **kind)
    assert answer.status_code == status
    if over:
        assert is_problem(answer)["code"] == "photo-too-large"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "image/jpeg"),
        ({"other": (io.BytesIO(b"x"), "a.jpg")}, "multipart/form-data"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"nothing", "multipart/form-data"),
    ],
)
def test_a_photo_that_is_not_there_is_named(desk, data, kind):
    answer = desk.client.put(PHOTO, data=data, content_type=kind, headers=desk.headers())
    assert (answer.status_code, is_problem(answer)["code"]) == (422, "photo-missing")


def test_a_refusal_of_a_service_comes_through_whole(desk):
    refusal = Conflict(
        "公示尚未结束。", code="publicity-open", fields={"post": "不可"}, allowed=("return",)
    )
    desk.doors.answers[PassSecondPost] = lambda _: refusal
    answer = desk.client.post(PASS, json={"dossier_version": 1}, headers=desk.headers())
    body = is_problem(answer)
    assert (body["status"], body["code"], body["detail"]) == (
        409,
        "publicity-open",
        "公示尚未结束。",
    )
    assert (body["fields"], body["allowed"]) == ({"post": "不可"}, ["return"])


def test_a_service_that_is_away_is_a_503_with_retry_after(desk):
    desk.doors.answers[GetApplication] = lambda _: Unavailable("受理服务没有应答。")
    answer = desk.client.get(f"/api/v1/applications/{ID}", headers=desk.headers())
    assert is_problem(answer)["code"] == "service-unavailable"
    assert answer.headers["Retry-After"]


def test_a_surprise_tells_nothing_and_logs_nothing_personal(desk, caplog):
    desk.doors.answers[GetApplication] = lambda _: KeyError("11010119700101001X")
    with caplog.at_level(logging.ERROR):
        answer = desk.client.get(f"/api/v1/applications/{ID}", headers=desk.headers())
    body = is_problem(answer)
    assert (body["status"], body["code"]) == (500, "unexpected")
    assert "11010119700101001X" not in answer.text + caplog.text
    assert "KeyError" in caplog.text
    assert caplog.records[-1].trace_id == body["trace_id"]


def test_every_answer_has_the_security_headers(demo):
    for path in ("/", "/api/docs", "/api/v1/cases", "/nothing", "/livez", "/static/gateway.css"):
        headers = demo.client.get(path).headers
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
    assert demo.client.get("/api/v1/cases").headers["Cache-Control"] == "no-store"


def test_liveness_and_readiness(desk, sessions):
    assert desk.client.get("/livez").json == {"status": "ok"}
    assert desk.client.get("/readyz").json == {"status": "ok"}


def test_chinese_is_written_as_chinese(desk):
    assert "没有这个地址" in desk.client.get("/nothing").data.decode("utf-8")
    assert json.loads(desk.client.get("/nothing").data)["status"] == 404
