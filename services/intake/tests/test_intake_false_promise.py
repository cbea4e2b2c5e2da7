"""承诺失信 (附件3 二.5): who was stopped for a false promise is barred while the pack says so."""

from datetime import date, datetime
from importlib.resources import files

import pytest

from contracts.payments import BenefitActivated, BenefitStopped
from contracts.review import ApplicationApproved
from intake.service import IntakeService
from kernel.clock import SHANGHAI, FixedClock
from servicekit.testing.house import House

BAR = """
[false_commitment_bar_months]
document = "某文〔2019〕9号"
paragraph = "第二条"
trust = "stated"
from = 2019-04-01
value = 24
"""


@pytest.fixture
def barring(counter, tmp_path):
    """The same counter under a pack that names the months."""
    for entry in (files("policy") / "data" / "beijing").iterdir():
        (tmp_path / entry.name).write_text(entry.read_text(encoding="utf-8"), encoding="utf-8")
    benefit = (tmp_path / "benefit.toml").read_text(encoding="utf-8")
    head, _, rest = benefit.partition("[false_commitment_bar_months]")
    (tmp_path / "benefit.toml").write_text(
        head + BAR + "\n" + rest[rest.index("\n[") :], encoding="utf-8"
    )
    clock = FixedClock(datetime(2019, 4, 1, 9, tzinfo=SHANGHAI))
    house = House(clock, IntakeService, settings={"POLICY": str(tmp_path)})
    yield type(counter)(house)
    house.close()


def stopped(counter, on, code="S09"):
    """An approval of the person at the counter that ended on a day."""
    case = counter.accepted()
    counter.house.tell(
        ApplicationApproved(
            application_id=case,
            approved_at=counter.clock.now(),
            applied_on=date(2019, 4, 1),
            proposed_start="2019-05",
            months=36,
            first_officer="a",
            second_officer="b",
        )
    )
    counter.house.tell(BenefitActivated(application_id=case, start_month="2019-05"))
    counter.house.tell(
        BenefitStopped(
            application_id=case,
            code=code,
            from_month="2019-05",
            reason_text="承诺不实",
            months_used=0,
            stopped_on=on,
        )
    )


def again(counter, *day):
    """The same person applies on that day: the case, and what we know ourselves."""
    counter.clock.set(datetime(*day, 9, tzinfo=SHANGHAI))
    today = date(*day)
    case = counter.accepted(
        counter.paper(work_declared_on=today), counter.promise(promised_on=today)
    )
    return case, counter.checks(case)["CHK-BLK"]


def test_the_bar_runs_from_the_stop_for_the_months_of_the_pack(barring):
    stopped(barring, date(2019, 6, 3))
    case, check = again(barring, 2021, 6, 2)
    assert (check.result, check.severity) == ("FAIL", "B")
    assert check.detail == "曾因虚假承诺于2019-06-03停止补贴，2021-06-03前不得申请"
    barring.answer_all(case)
    [told] = [step for step in barring.view(case).history if step.what == "matching_told"]
    [ground] = [one for one in told.basis if one.values["项目"] == "CHK-BLK"]
    assert ground.clause == "京劳服失发〔2019〕1号 附件3 二.5"
    assert (ground.values["结果"], ground.values["说明"]) == ("不符", check.detail)


def test_when_it_is_over_the_person_may_apply(barring):
    stopped(barring, date(2019, 6, 3))
    _, check = again(barring, 2021, 6, 3)
    assert (check.result, check.detail) == (
        "PASS",
        "曾因虚假承诺停止补贴，限制申请已于2021-06-03期满",
    )


def test_another_stop_bars_nobody(barring):
    stopped(barring, date(2019, 6, 3), code="S02")
    assert again(barring, 2019, 6, 4)[1].result == "PASS"


def test_a_stop_whose_day_is_not_known_bars_until_somebody_decides(barring):
    stopped(barring, None)
    assert again(barring, 2029, 6, 3)[1].result == "FAIL"


def test_without_a_published_number_the_bar_does_not_end_by_itself(counter):
    stopped(counter, date(2019, 6, 3))
    _, check = again(counter, 2029, 6, 3)
    assert (check.result, check.detail) == ("FAIL", "曾因虚假承诺停止补贴，限制申请的期限未公布")
