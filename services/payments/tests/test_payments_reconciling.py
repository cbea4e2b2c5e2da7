"""Three-way reconciliation: what agrees is said so, what does not is named down to the benefit."""

import pytest
from click.testing import CliRunner
from payments_cases import CLERK, DISTRICT_OFFICER, Case, at
from payments_files import Desk, Written, row
from sqlalchemy import text

from contracts.caller import CITY, CITY_OFFICER, DISTRICT, DISTRICT_CLERK, Caller
from contracts.payments import (
    GetReconciliation,
    ListUnequalMonths,
    ReconcileMonth,
    StopBenefit,
)
from kernel.errors import Forbidden, NotFound
from servicekit.reconcile_command import reconcile

MAY = "2019-05"
CITY_HALL = Caller(subject="city", tier=CITY, roles=(CITY_OFFICER,), division="110000")
ELSEWHERE = Caller(
    subject="district-2", tier=DISTRICT, roles=(DISTRICT_CLERK,), division="110105", key_serial="K9"
)


@pytest.fixture
def people(house):
    return [Case(house).active() for _ in range(3)]


def compare(house, caller=DISTRICT_OFFICER):
    return house.ask(ReconcileMonth(month=MAY), caller)


def test_a_month_that_agrees(house, people):
    Desk(house).bring(Written([row(case, MAY) for case in people[:2]], MAY))
    people[2].deduct(MAY, "01")
    made = compare(house)
    [district] = made.districts
    assert made.equal and district.equal and made.differences == ()
    assert (district.ours, district.centre, district.bank, district.files) == (2, 2, 2, 1)
    sums = (district.ours_personal, district.centre_personal, district.bank_personal)
    assert set(sums) == {"538.52"}


def test_each_difference_is_named_with_its_benefit(house, people):
    one, two, three = people
    Desk(house).bring(Written([row(one, MAY), row(two, MAY, deducted="1.00")], MAY))
    three.deduct(MAY)
    stranger = Case(house)
    correction = [row(one, MAY), row(two, MAY, deducted="1.00"), row(stranger, MAY)]
    Desk(house).bring(Written(correction, MAY, sequence=2))
    house.ask(StopBenefit(application_id=one.id, code="S04", event_month=MAY, note="核"), CLERK)
    made = compare(house)
    found = {each.application_id: each.reason for each in made.differences}
    assert found == {
        one.id: "not-subsidised",
        two.id: "sum-differs",
        three.id: "not-in-file",
        stranger.id: "only-in-file",
    }
    assert not made.equal and made.districts[0].differences == 4
    assert all(each.sentence for each in made.differences)


def test_a_month_without_files_compares_what_there_is(house, people):
    people[0].deduct(MAY)
    [district] = compare(house).districts
    assert (district.files, district.centre, district.equal) == (0, 0, True)


def test_it_is_made_by_night_and_kept_as_it_was_made(house, people):
    Desk(house).bring(Written([row(case, MAY) for case in people], MAY))
    with pytest.raises(NotFound):
        house.ask(GetReconciliation(month=MAY), DISTRICT_OFFICER)
    house.turn_to(at("2019-05-07 02:01"))
    first = house.ask(GetReconciliation(month=MAY), DISTRICT_OFFICER)
    assert first.equal
    with house["payments"].engine.begin() as connection:
        connection.execute(text("UPDATE subsidies SET personal = 0, total = subsidy"))
    assert house.ask(GetReconciliation(month=MAY), DISTRICT_OFFICER) == first
    house.turn_to(at("2019-05-08 02:01"))
    second = house.ask(GetReconciliation(month=MAY), DISTRICT_OFFICER)
    assert {each.reason for each in second.differences} == {"sum-differs"}


def test_it_ends_when_nothing_of_the_month_is_expected_any_more(house, people):
    Desk(house).bring(Written([row(case, MAY) for case in people], MAY))
    house.clock.set(at("2019-09-01 03:00"))
    house["payments"].desk.fire_due()
    with house["payments"].engine.connect() as connection:
        waiting = "SELECT count(*) FROM deadlines WHERE kind = 'reconcile' AND fired_at IS NULL"
        assert connection.scalar(text(waiting)) == 0


def test_a_district_sees_its_own_and_the_city_all(house, people):
    Desk(house).bring(Written([row(case, MAY) for case in people], MAY))
    assert [each.agency for each in compare(house, CITY_HALL).districts] == ["110101"]
    assert [each.agency for each in compare(house, ELSEWHERE).districts] == ["110105"]
    found = house.ask(GetReconciliation(month=MAY), CITY_HALL).districts
    assert [each.agency for each in found] == ["110101", "110105"]
    with pytest.raises(Forbidden):
        house.ask(GetReconciliation(month=MAY), CLERK)


def test_only_a_district_with_a_file_lacks_lines_in_it(house, people):
    """Of two districts one has sent a file; the other's results came as letters alone."""
    Desk(house).bring(Written([row(people[0], MAY)], MAY))
    people[1].deduct(MAY)
    with house["payments"].engine.begin() as connection:
        moved = "UPDATE entitlements SET agency = '110105', centre = '' WHERE application_id = :id"
        connection.execute(text(moved), {"id": people[1].id})
    one, other = compare(house, CITY_HALL).districts
    assert (one.agency, one.files, one.centre, one.equal) == ("110101", 1, 1, True)
    assert (other.agency, other.files, other.centre, other.equal) == ("110105", 0, 0, True)


def unequal(house, caller=DISTRICT_OFFICER):
    return house.ask(ListUnequalMonths(), caller).items


def test_a_month_that_does_not_agree_is_an_alarm_until_it_agrees(house, people):
    """Found by night; named with the masked person, sums and reason; gone when it agrees."""
    one, two, _ = people
    Desk(house).bring(Written([row(one, MAY)], MAY))
    two.deduct(MAY)  # the file lacks it
    assert unequal(house) == ()
    for night in ("2019-05-07 02:01", "2019-05-08 02:01"):
        house.turn_to(at(night))
    [alarm] = unequal(house)
    assert (alarm.month, alarm.agency, alarm.differences) == (MAY, "110101", 1)
    assert (alarm.since[:10], alarm.made_at[:10]) == ("2019-05-07", "2019-05-08")
    assert (alarm.ours_personal, alarm.centre_personal) == ("538.52", "269.26")
    assert unequal(house, CITY_HALL) == (alarm,) and unequal(house, ELSEWHERE) == ()

    [line] = house.ask(GetReconciliation(month=MAY), DISTRICT_OFFICER).differences
    assert (line.application_id, line.reason) == (two.id, "not-in-file")
    assert line.number and line.name.endswith("*") and line.name[0] != "*"
    assert (line.ours, line.centre, line.bank) == ("269.26", "", "269.26")

    Desk(house).bring(Written([row(one, MAY), row(two, MAY)], MAY, sequence=2))
    house.turn_to(at("2019-05-09 02:01"))
    assert unequal(house) == ()


def test_results_as_letters_alone_are_compared_by_night_too(house, people):
    people[0].deduct(MAY)
    people[1].deduct(MAY)
    house.turn_to(at("2019-05-07 02:01"))
    assert house.ask(GetReconciliation(month=MAY), DISTRICT_OFFICER).equal


def test_the_operators_command_says_it_and_ends_with_it(house, people, monkeypatch):
    monkeypatch.setenv("LINGBU_PAYMENTS_DATABASE_URL", house["payments"].url)
    Desk(house).bring(Written([row(case, MAY) for case in people[:2]], MAY))
    run = CliRunner().invoke
    agrees = run(reconcile, ["--month", MAY])
    assert agrees.exit_code == 0, agrees.output
    assert "110101：台账 2 笔 538.52 元，社保中心 2 笔 538.52 元，银行 2 笔" in agrees.output
    people[2].deduct(MAY)
    assert run(reconcile, ["--month", MAY, "--kept"]).output == agrees.output
    differs = run(reconcile, ["--month", MAY])
    assert differs.exit_code == 1
    assert "110101 " in differs.output and "**：台账 269.26，社保中心 无" in differs.output
    alarm = run(reconcile, [])
    assert alarm.exit_code == 1
    assert "110101 2019-05：自" in alarm.output and "1 笔；台账 807.78 元" in alarm.output
    assert run(reconcile, ["--month", "2018-01", "--kept"]).exit_code == 1
