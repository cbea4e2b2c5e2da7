"""The monthly sweep of running benefits: what is no pass becomes a worklist (domain §10)."""

from datetime import date, datetime
from importlib.resources import files

import pytest

import policy
from contracts.caller import CITY, CITY_OFFICER, DISTRICT, DISTRICT_CLERK, Caller
from contracts.intake import CloseFinding, ListFindings, ResendSweepCheck
from contracts.outside import CheckRequested
from contracts.payments import BenefitActivated, BenefitStopped
from contracts.review import ApplicationApproved
from intake.domain.sweep import TODO
from intake.service import IntakeService
from kernel import identity
from kernel.clock import SHANGHAI, FixedClock
from kernel.errors import Conflict, Invalid, NotFound
from servicekit.testing.house import House

MONTHLY = {
    check.code for check in policy.load().on(date(2019, 6, 10)).checks_for("monthly", "P4045")
}
NIGHT = datetime(2019, 6, 10, 3, tzinfo=SHANGHAI)
NEXT = datetime(2019, 7, 10, 3, tzinfo=SHANGHAI)
ABROAD = Caller(
    subject="abroad", name="abroad", tier=DISTRICT, roles=(DISTRICT_CLERK,), division="110105"
)
CITY_HALL = Caller(subject="city", name="city", tier=CITY, roles=(CITY_OFFICER,), division="110000")


def run(counter, case):
    """From the approval to the first month, as review and payments tell it on 20 May."""
    counter.answer_all(case)
    counter.house.turn_to(datetime(2019, 5, 20, 9, tzinfo=SHANGHAI))
    counter.house.tell(
        ApplicationApproved(
            application_id=case,
            approved_at=counter.clock.now(),
            applied_on=date(2019, 4, 1),
            proposed_start="2019-05",
            months=36,
            first_officer="one",
            second_officer="two",
        )
    )
    counter.house.tell(BenefitActivated(application_id=case, start_month="2019-05"))
    return case


def stop(counter, case):
    counter.house.tell(
        BenefitStopped(
            application_id=case,
            code="S01",
            from_month="2019-07",
            reason_text="单位就业",
            months_used=2,
            stopped_on=counter.clock.today(),
        )
    )


@pytest.fixture
def running(counter):
    """One benefit that runs since May."""
    return run(counter, counter.accepted())


def swept(counter, case, since):
    """The questions put about a case from a moment on, by code."""
    return {e.check_code: e for e in counter.said_of(case, CheckRequested) if e.asked_at >= since}


def answer(counter, asked, **results):
    for code, request in asked.items():
        counter.answer(request, results.get(code.replace("-", "_"), "PASS"))


def found(counter, caller=None, **narrowed):
    page = counter.ask(ListFindings(**narrowed), caller or counter.clerk)
    return {line.check_code: line for line in page.items}


def test_on_its_day_every_check_of_the_month_is_asked(counter, running):
    counter.house.turn_to(datetime(2019, 6, 10, 2, 59, tzinfo=SHANGHAI))
    assert swept(counter, running, datetime(2019, 5, 1, tzinfo=SHANGHAI)) == {}
    counter.house.turn_to(NIGHT)
    assert set(swept(counter, running, NIGHT)) == MONTHLY


def test_what_is_no_pass_is_listed_with_who_what_since_when_and_what_to_do(counter, running):
    counter.house.turn_to(NIGHT)
    asked = swept(counter, running, NIGHT)
    silent = asked.pop("CHK-TAX")
    answer(counter, asked, CHK_SB_EMP="FAIL", CHK_DA_FILE="NO_DATA", CHK_GJJ="ERROR")

    lines = found(counter)
    assert {code: line.result for code, line in lines.items()} == {
        "CHK-SB-EMP": "FAIL",
        "CHK-DA-FILE": "NO_DATA",
        "CHK-GJJ": "ERROR",
    }
    line = lines["CHK-SB-EMP"]
    assert (line.application_id, line.name, line.title) == (running, "王**", "单位参保缴费")
    assert line.since == NIGHT.isoformat() and line.todo == TODO["FAIL"]

    counter.house.turn_to(datetime(2019, 6, 11, 3, 1, tzinfo=SHANGHAI))
    assert found(counter)["CHK-TAX"].result == "TIMEOUT"
    counter.answer(silent)
    assert "CHK-TAX" not in found(counter)  # late, and a pass


def test_a_pass_is_nobodys_work_and_is_not_noted(counter, running):
    before = len(counter.view(running).history)
    counter.house.turn_to(NIGHT)
    answer(counter, swept(counter, running, NIGHT))
    assert found(counter) == {}
    assert len(counter.view(running).history) == before


def test_the_same_sweep_and_the_same_answer_again_change_nothing(counter, running):
    counter.house.turn_to(NIGHT)
    asked = swept(counter, running, NIGHT)
    answer(counter, asked, CHK_SB_EMP="FAIL")
    lines, letters = found(counter), len(counter.said(CheckRequested))
    answer(counter, asked, CHK_SB_EMP="PASS")
    counter.house.tell(BenefitActivated(application_id=running, start_month="2019-05"))
    for _ in range(3):
        counter.house.turn(days=5)
    assert found(counter) == lines
    assert len(counter.said(CheckRequested)) == letters


def test_next_month_it_is_one_line_since_the_first(counter, running):
    counter.house.turn_to(NIGHT)
    answer(counter, swept(counter, running, NIGHT), CHK_SB_EMP="FAIL", CHK_GJJ="FAIL")
    counter.house.turn_to(NEXT)
    again = swept(counter, running, NEXT)
    assert set(again) == MONTHLY
    assert found(counter)["CHK-SB-EMP"].asked_again  # it stays open while it is asked
    answer(counter, again, CHK_SB_EMP="NO_DATA")

    [(code, line)] = found(counter).items()
    assert (code, line.result, line.since) == ("CHK-SB-EMP", "NO_DATA", NIGHT.isoformat())
    assert line.month == "2019-07"


def test_each_district_sees_its_own_and_the_city_all(counter, running):
    counter.house.turn_to(NIGHT)
    answer(counter, swept(counter, running, NIGHT), CHK_SB_EMP="FAIL")
    for caller in (counter.clerk, counter.district, CITY_HALL):
        assert set(found(counter, caller)) == {"CHK-SB-EMP"}
    for caller in (counter.stranger, ABROAD):
        assert found(counter, caller) == {}
        close = CloseFinding(application_id=running, check_code="CHK-SB-EMP", reason="查无此事")
        with pytest.raises(NotFound):
            counter.ask(close, caller)


def test_asked_again_and_closed(counter, running):
    counter.house.turn_to(NIGHT)
    answer(counter, swept(counter, running, NIGHT), CHK_SB_EMP="ERROR", CHK_GJJ="FAIL")
    counter.house.turn(hours=6)
    resend = ResendSweepCheck(application_id=running, check_code="CHK-SB-EMP")
    counter.ask(resend)
    with pytest.raises(Conflict) as twice:
        counter.ask(resend)
    assert twice.value.code == "already-asked"
    counter.house.turn(hours=25)
    assert found(counter)["CHK-SB-EMP"].result == "TIMEOUT"
    counter.ask(resend, counter.district)
    counter.answer(counter.requests(running)["CHK-SB-EMP"])
    assert set(found(counter)) == {"CHK-GJJ"}

    close = CloseFinding(application_id=running, check_code="CHK-GJJ", reason="系离职前补缴")
    counter.ask(close)
    assert found(counter) == {}
    with pytest.raises(Conflict) as nothing:
        counter.ask(close)
    assert nothing.value.code == "nothing-found"
    assert "finding_closed" in {item.what for item in counter.view(running).history}

    counter.house.turn_to(NEXT)
    answer(counter, swept(counter, running, NEXT), CHK_GJJ="FAIL")
    assert found(counter)["CHK-GJJ"].since == NEXT.isoformat()  # a new one


def test_a_benefit_that_ended_is_not_asked_about_and_leaves_the_list(counter, running):
    counter.house.turn_to(NIGHT)
    answer(counter, swept(counter, running, NIGHT), CHK_SB_EMP="FAIL")
    stop(counter, running)
    assert found(counter) == {}
    counter.house.turn_to(NEXT)
    assert swept(counter, running, NEXT) == {}


def test_pages_follow_one_another(counter, running):
    counter.house.turn_to(NIGHT)
    answer(
        counter, swept(counter, running, NIGHT), **{c.replace("-", "_"): "FAIL" for c in MONTHLY}
    )
    seen, cursor = [], None
    while True:
        page = counter.ask(ListFindings(limit=5, cursor=cursor))
        seen += [line.check_code for line in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert sorted(seen) == sorted(MONTHLY)
    for wrong in ({"cursor": "x"}, {"limit": 0}, {"result": "PASS"}):
        with pytest.raises(Invalid):
            counter.ask(ListFindings(**wrong))


@pytest.fixture
def slow(tmp_path, counter):
    """A pack whose sweep takes two benefits a minute, and five benefits that run."""
    for entry in (files("policy") / "data" / "beijing").iterdir():
        (tmp_path / entry.name).write_text(entry.read_text("utf-8"), "utf-8")
    head = 'document = "灵补设计"\nparagraph = "核查"\ntrust = "reading"\nfrom = 2018-07-01\n'
    flow = (tmp_path / "flow.toml").read_text("utf-8")
    flow += f"\n[sweep_batch]\n{head}value = 2\n\n[sweep_pause_seconds]\n{head}value = 60\n"
    (tmp_path / "flow.toml").write_text(flow, "utf-8")
    clock = FixedClock(datetime(2019, 4, 1, 9, tzinfo=SHANGHAI))
    house = House(clock, IntakeService, settings={"POLICY": str(tmp_path)})
    many = type(counter)(house)
    numbers = [identity.compose("110101", date(1970, 3, n), 1) for n in range(1, 6)]
    for case in [many.accepted(many.paper(id_number=number)) for number in numbers]:
        run(many, case)
    yield many
    house.close()


def test_many_do_not_go_out_at_once(slow):
    """Steps of two, a minute apart, each a transaction of its own; in the end everybody once."""

    def about():
        return [e.application_id for e in slow.said(CheckRequested) if e.asked_at >= NIGHT]

    counts = []
    for minute in range(5):
        slow.house.turn_to(NIGHT.replace(minute=minute))
        counts.append(len(set(about())))
    assert counts == [2, 4, 5, 5, 5]
    assert len(about()) == 5 * len(MONTHLY)
