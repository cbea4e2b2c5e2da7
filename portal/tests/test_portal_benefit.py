"""Enjoying the subsidy, at the counter: start month, reports, arrears."""

import pytest
from counter_desk import APPLIED, GRANT, HERE
from street_cases import APPLICATION, BENEFIT, told


@pytest.fixture
def granted(clerk):
    clerk.api.table["GET", APPLIED] = told(APPLICATION, state="approved")
    clerk.api.table["GET", GRANT] = told(BENEFIT)
    return clerk


def test_a_finding_stands_with_its_meaning_and_the_choices(granted):
    page = granted.get(f"{HERE}/start").text
    assert "本人已自行缴费" in page and "2019年5月24日" in page
    assert "本人选择退费" in page and "本人选择顺延" in page and "确认自" not in page
    clean = told(BENEFIT, finding="clean", allowed=["confirm_start", "check_contributions"])
    granted.api.table["GET", GRANT] = clean
    page = granted.get(f"{HERE}/start").text
    assert "确认自2019年5月开始" in page and "退费" not in page.replace("退费到账", "")


def test_a_report_at_the_counter_says_when_the_next_is_due(granted):
    answer = {"next_due": "2019-10-31"}
    granted.api.table["POST", f"{GRANT}/reports"] = answer
    granted.get(f"{HERE}/report")
    form = {"content": "家政", "place": "东城区", "hours": "每日6小时", "income": "3200"}
    granted.post(f"{HERE}/report", **form)
    [given] = granted.api.given(f"{GRANT}/reports")
    assert given.form["income"] == 3200 and given.form["channel"] == "counter"
    assert "2019年10月31日" in granted.follow().text


def test_the_receipt_of_a_report_shows_what_was_reported_and_the_next_last_day(clerk):
    window = {"first_month": "2019-08", "last_month": "2019-10", "due": "2019-10-31"}
    benefit = told(BENEFIT, state="active", windows=[window | {"fulfilled": False}])
    clerk.api.table["GET", APPLIED] = told(APPLICATION, state="approved")
    clerk.api.table["GET", GRANT] = benefit
    filed = {"filed_at": "2019-07-08T10:00:00+08:00", "channel": "counter", "income": 3200}
    filed |= {"content": "家政保洁", "place": "东城区", "hours": "每日6小时"}
    clerk.api.table["GET", f"{GRANT}/reports"] = {"items": [filed | {"employed_by_unit": False}]}
    page = clerk.get(f"{HERE}/print/report").text
    assert "2019年10月31日" in page and "家政保洁" in page and "每3个月内至少报告一次" in page
    clerk.api.table["GET", f"{GRANT}/reports"] = {"items": []}
    assert "还没有报告过" in clerk.get(f"{HERE}/print/report").text


def test_arrears_are_signed_and_the_first_month_owed_is_filled_in(clerk, challenge):
    ledger = [{"month": month, "state": "deferred"} for month in ("2020-03", "2020-04")]
    benefit = told(BENEFIT, state="active", ledger=ledger, arrears=[{"month": "2020-03"}])
    clerk.api.table["GET", APPLIED] = told(APPLICATION, state="approved")
    clerk.api.table["GET", GRANT] = benefit | {"allowed": ["pay_arrears"]}
    clerk.api.table["POST", f"{GRANT}/arrears"] = (428, {"challenge": challenge})
    assert 'value="2020-04"' in clerk.get(f"{HERE}/arrears").text
    page = clerk.post(f"{HERE}/arrears", month="2020-04", base="4713", paid_on="2020-09-01").text
    assert challenge["sentence"] in page
    [given] = clerk.api.given(f"{GRANT}/arrears")
    assert given.form == {"month": "2020-04", "base": "4713", "paid_on": "2020-09-01"}
