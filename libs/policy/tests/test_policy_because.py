"""Grounds say sentence, clause and trust, and what they compared, days apart from numbers."""

from datetime import UTC, date, datetime

import policy
from kernel.clock import SHANGHAI
from kernel.month import Month

RULES = policy.load().on(date(2019, 4, 1))


def test_a_ground_carries_clause_trust_values_and_dates() -> None:
    facts = {
        "工作日数": RULES.publicity_working_days,
        "公示开始": date(2019, 4, 4),
        "拟开始月份": Month(2019, 5),
        "受理时间": datetime(2019, 4, 1, 9, 30, tzinfo=SHANGHAI),
        "须经双岗": True,
        "提前天数": (15, 5, 1),
    }
    ground = policy.because("公示5个工作日。", RULES.clause("publicity_working_days"), facts)

    assert (ground.clause, ground.trust) == ("京劳服失发〔2019〕1号 附件1 三.2", "stated")
    assert ground.values == {"工作日数": "5", "须经双岗": "是", "提前天数": "15、5、1"}
    assert ground.dates == {
        "公示开始": "2019-04-04",
        "拟开始月份": "2019-05",
        "受理时间": "2019-04-01T09:30+08:00",
    }
    assert str(ground) == "公示5个工作日。（京劳服失发〔2019〕1号 附件1 三.2）"


def test_a_reading_of_ours_says_so() -> None:
    clause = RULES.clause("second_post_working_days")
    assert policy.because("复核确认期限。", clause).trust == clause.trust == "reading"


def test_a_paragraph_of_the_document_is_stated_and_words_without_one_claim_nothing() -> None:
    assert policy.because("受理。", "京劳服失发〔2019〕1号 附件1 三.2").trust == "stated"
    assert policy.because("少于可批准的月数。").trust == ""


def test_moments_are_told_by_the_clock_on_the_wall() -> None:
    moment = datetime(2026, 6, 10, 15, 59, tzinfo=UTC)
    told = policy.because("已超过办理期限。", "", {"截止时间": moment})
    assert told.dates == {"截止时间": "2026-06-10T23:59+08:00"}
