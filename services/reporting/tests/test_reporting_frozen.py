"""花名册 frozen once a month: what it says stays; what comes later is a difference in the next."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from decimal import Decimal

import pytest
from reporting_story import (
    CITY_CLERK,
    CLERK,
    ELSEWHERE,
    STREET_OFFICER,
    accepted,
    active,
    approved,
    confirmed,
    person,
    stopped,
)
from sqlalchemy import text

from contracts.intake import ApplicationWithdrawn, DetailsChanged
from contracts.payments import BenefitExtended, StartPostponed, StartRefused
from contracts.reporting import FreezeRoster, GetRoster, ListRosters
from kernel.clock import SHANGHAI
from kernel.errors import Conflict, Forbidden
from reporting.frozen import RosterRow

APRIL, MAY, JUNE = "2019-04", "2019-05", "2019-06"
MONTH_COST = Decimal("863.67")


def moment(words):
    return datetime.fromisoformat(words).replace(tzinfo=SHANGHAI)


def freeze(house, month=APRIL, caller=CLERK):
    return house.ask(FreezeRoster(month=month), caller)


def roster(house, month=APRIL, caller=CLERK, **more):
    return house.ask(GetRoster(agency="110101", month=month, **more), caller)


def in_may(story):
    return approved(story, at=moment("2019-05-13T10:00:00"))


def told_anew(story, name):
    return story.says(DetailsChanged, account_from="", person=person(name))


def told(found):
    return [(one.kind, one.listed_in, one.subsidy) for one in found.differences]


def test_a_frozen_roster_says_the_same_for_ever(house):
    story = approved(accepted("n1")).tell(house)
    freeze(house)
    before = roster(house, clear=True, reason="每月打印备份")

    story.says(StartPostponed, start_month="2019-06", months=36)
    story.says(
        DetailsChanged, account_from="", person='{"name": "另一人", "contact": "13911112222"}'
    )
    story.tell(house)
    approved(accepted("n2")).tell(house)

    assert roster(house, clear=True, reason="重印") == before
    assert (before.frozen, len(before.rows), before.rows[0].name) == (True, 1, "李秀英")
    assert len(before.frozen_digest) == 64


def test_masked_or_clear_it_is_one_document(house):
    approved(accepted()).tell(house)
    frozen = freeze(house)
    clear = roster(house, clear=True, reason="打印")
    assert frozen.rows[0].name == "李**" and clear.rows[0].name == "李秀英"
    assert frozen.frozen_digest == clear.frozen_digest
    assert frozen.digest != clear.digest


def test_a_roster_that_was_changed_in_the_database_is_not_shown(house):
    approved(accepted()).tell(house)
    freeze(house)
    with house["reporting"].desk.sessions() as session:
        session.info["place"] = ("system", "", "")
        row = session.get(RosterRow, ("110101", APRIL))
        row.content = row.content.replace("李秀英", "李秀兰")
        session.commit()
    with pytest.raises(ValueError, match="not what was frozen"):
        roster(house)


def test_sums_by_insurance_category_and_district_agree_to_the_fen(house):
    for number, category in (("n1", "P4045"), ("n2", "P4045"), ("n3", "PDIS")):
        approved(accepted(number, category=category)).tell(house)
    found = freeze(house)
    by = {name: {} for name in ("insurance", "category", "district")}
    for one in found.sums:
        by[one.by][one.key] = Decimal(one.subsidy)
    assert by["insurance"] == {
        "pension": Decimal("1422.54"),
        "unemployment": Decimal("101.61"),
        "medical": Decimal("1066.86"),
    }
    assert by["category"] == {"P4045": 2 * MONTH_COST, "PDIS": MONTH_COST}
    assert by["district"] == {"110101": 3 * MONTH_COST}
    assert {sum(parts.values()) for parts in by.values()} == {Decimal(found.subsidy)}


def test_it_is_frozen_once_and_only_when_the_month_is_over(house):
    house.clock.set(moment("2019-04-30T23:59:00"))
    with pytest.raises(Conflict) as early:
        freeze(house)
    house.clock.set(moment("2019-05-01T00:00:00"))
    freeze(house)
    with pytest.raises(Conflict) as twice:
        freeze(house)
    assert (early.value.code, twice.value.code) == ("month-not-over", "roster-frozen")


def test_two_officers_at_once_freeze_one_roster(house):
    approved(accepted()).tell(house)

    def press(_):
        try:
            return freeze(house).number
        except Conflict as refusal:
            return refusal.code

    with ThreadPoolExecutor(4) as desks:
        answers = list(desks.map(press, range(4)))
    assert sorted(answers) == ["110101-201904-001", *["roster-frozen"] * 3]


def test_the_day_freezes_what_the_district_has_not(house):
    house.clock.set(moment("2019-04-20T09:00:00"))
    approved(accepted()).tell(house)
    house.turn_to(moment("2019-05-05T23:00:00"))
    assert not roster(house).frozen
    house.turn_to(moment("2019-05-06T00:00:01"))
    assert (roster(house).frozen, len(roster(house).rows)) == (True, 1)


def test_an_approval_heard_of_late_stands_in_the_next_roster(house):
    house.clock.set(moment("2019-05-06T09:00:00"))
    approved(accepted("n1")).tell(house)
    freeze(house)
    approved(accepted("n2", name="王小明")).tell(house)
    in_may(accepted("n3", name="赵一")).tell(house)
    house.turn_to(moment("2019-06-06T00:00:01"))

    found = roster(house, MAY)

    assert found.frozen
    assert [(row.row, row.name) for row in found.rows] == [(1, "王**"), (2, "赵*")]
    assert told(found) == [("late", APRIL, "863.67")]
    assert found.rows[0].remark.startswith("补列：2019-04花名册")
    assert Decimal(found.subsidy) == 2 * MONTH_COST


def test_what_changes_after_the_freezing_is_a_difference(house):
    house.clock.set(moment("2019-05-06T09:00:00"))
    same, moved, refused, gone = (approved(accepted(f"n{n}")).tell(house) for n in range(4))
    freeze(house)
    moved.says(StartPostponed, start_month="2019-07", months=36).tell(house)  # no base for July
    refused.says(StartRefused, reason_code="R-EMP", reason_text="存在单位参保缴费").tell(house)
    gone.says(ApplicationWithdrawn, reason="x").tell(house)
    same.says(DetailsChanged, account_from="", person='{"name": "李秀英", "contact": "139"}').tell(
        house
    )
    house.turn_to(moment("2019-06-06T00:00:01"))

    found = roster(house, MAY)

    assert sorted(told(found)) == [
        ("changed", APRIL, ""),
        ("withdrawn", APRIL, "-863.67"),
        ("withdrawn", APRIL, "-863.67"),
    ]
    assert found.unpriced == 1


def test_an_extension_corrects_the_period_a_stop_does_not(house):
    house.clock.set(moment("2019-05-06T09:00:00"))
    longer, ended = (active(accepted(number)).tell(house) for number in ("n1", "n2"))
    freeze(house)
    longer.says(BenefitExtended, end_month="2023-04", months=48, automatic=True).tell(house)
    stopped(ended).tell(house)
    house.turn_to(moment("2019-06-06T00:00:01"))
    found = roster(house, MAY)
    assert told(found) == [("changed", APRIL, "0.00")]
    assert (found.rows[0].months, found.rows[0].period) == (48, "2019.05-2023.04")


@pytest.mark.parametrize("seed", range(6))
def test_all_rosters_together_say_what_holds_whenever_they_were_frozen(house, seed):
    """Random stories, random freezings in between: the sums end the same, each case once."""
    draw = random.Random(seed)
    endings = (
        lambda s: s,
        lambda s: s.says(ApplicationWithdrawn, reason="x"),
        lambda s: s.says(StartPostponed, start_month="2019-06", months=36),
        lambda s: s.says(StartRefused, reason_code="R-EMP", reason_text="存在单位参保缴费"),
    )
    begin = (approved, in_may)
    stories = [draw.choice(endings)(draw.choice(begin)(accepted(f"n{n}"))) for n in range(12)]
    letters = [one for story in stories for one in story.letters]
    draw.shuffle(letters)
    months, frozen = [APRIL, MAY], []
    house.clock.set(moment("2019-06-03T09:00:00"))
    for event, meta in letters:
        house.tell(event, **meta)
        if months and draw.random() < 0.02:
            frozen.append(months.pop(0))
            freeze(house, frozen[-1])
    for month in months:
        freeze(house, month)
    house.clock.set(moment("2019-07-02T09:00:00"))
    freeze(house, JUNE)

    rosters = [roster(house, month) for month in (APRIL, MAY, JUNE)]
    gone = sum(
        any(isinstance(event, ApplicationWithdrawn | StartRefused) for event, _ in story.letters)
        for story in stories
    )
    total = sum(Decimal(one.subsidy) for one in rosters)
    assert total == (len(stories) - gone) * MONTH_COST, seed
    house.clock.set(moment("2019-08-02T09:00:00"))
    assert freeze(house, "2019-07").rows == ()  # nothing is left to be said


def test_the_city_sees_all_frozen_rosters_and_who_has_none(house):
    for number, agency in (("n1", "110101"), ("n2", "110105"), ("n3", "110105")):
        approved(accepted(number, agency=agency, street_code=f"{agency}001")).tell(house)
    freeze(house)
    freeze(house, caller=ELSEWHERE)

    whole = house.ask(ListRosters(month=APRIL), CITY_CLERK)
    mine = house.ask(ListRosters(month=APRIL), CLERK)

    assert [(one.agency, one.rows) for one in whole.items] == [("110101", 1), ("110105", 2)]
    assert (whole.rows, whole.subsidy, len(whole.missing)) == (3, "2591.01", 15)
    sums = [(one.key, one.rows, one.subsidy) for one in whole.sums if one.by == "district"]
    assert sums == [("110101", 1, "863.67"), ("110105", 2, "1727.34")]
    assert [one.agency for one in mine.items] == ["110101"] and mine.missing == ()


def test_a_street_freezes_nothing(house):
    with pytest.raises(Forbidden):
        freeze(house, caller=STREET_OFFICER)


def test_what_is_frozen_lies_sealed(house):
    confirmed(accepted()).tell(house)
    freeze(house)
    with house["reporting"].engine.connect() as connection:
        kept = str(connection.execute(text("SELECT * FROM rosters, listed, audit")).all())
    assert "roster_frozen" in kept
    assert all(secret not in kept for secret in ("李秀英", "110101197803070029", "13800000000"))
