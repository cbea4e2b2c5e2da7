"""The applicant at home: a code on the phone, the own case and nobody else's, a withdrawal."""

import re

from bench import MONDAY, refused
from simulators.story.answers import until


def signed_in(bench, person):
    """What the applicant's phone or PC sends with every request."""
    lingbu, number = bench.lingbu, {"id_number": person.id_number}
    assert lingbu.ask("POST", "/api/v1/applicants/codes", number) == {"minutes": 5}
    shown = next(one for one in lingbu.phone() if "验证码" in one["text"])
    code = re.search(r"\d{6}", shown["text"]).group()
    form = number | {"code": code, "channel": "wechat"}
    token = lingbu.ask("POST", "/api/v1/applicants/sessions", form)["token"]
    return {"Authorization": f"Bearer {token}"}


def test_the_applicant_sees_the_own_case_and_withdraws_it(bench):
    person = bench.person()
    case, other = bench.east.take(person, MONDAY.date()), bench.accepted()
    until(lambda: bench.east.case(case), what="审核案件")
    headers = signed_in(bench, person)

    def ask(method, path, form=None, **more):
        return bench.lingbu.ask(method, f"/api/v1{path}", form, **headers, **more)

    own = ask("GET", f"/applications/{case}")
    assert own["state"] == "accepted"
    assert person.id_number not in str(own)
    messages = ask("GET", f"/messages?application_id={case}")["items"]
    assert not any("验证码" in one["text"] for one in messages)
    for path in (f"/applications/{other}", f"/messages?application_id={other}"):
        assert refused(lambda path=path: ask("GET", path)).status == 404
    for path in ("/applications", "/cases", f"/cases/{case}", "/counts", "/officers"):
        assert refused(lambda path=path: ask("GET", path)).status == 403
    reason = {"reason": "本人另有安排"}
    key = {"Idempotency-Key": "withdraw"}
    order = f"/applications/{other}/withdrawal"
    assert refused(lambda: ask("POST", order, reason, **key)).status == 404
    done = ask("POST", f"/applications/{case}/withdrawal", reason, **key)
    assert done["state"] == "withdrawn"
