"""`lingbu up` with another province's pack: a whole case over HTTP, as far as the first quarter."""

from datetime import datetime

import pytest
from houses import EmbeddedHouse

from kernel.clock import SHANGHAI
from simulators.story.answers import Refused, ready_for_second, until
from simulators.story.counters import Counter
from simulators.story.people import invent
from simulators.story.places import Place

LIURONG = Place(
    name="越秀区六榕街道",
    street="440104004",
    agency="440104",
    clerk="liurong-clerk",
    reader="liurong-reader",
    post1="yuexiu-post1",
    post2="yuexiu-post2",
    district_clerk="yuexiu-clerk",
)


@pytest.fixture
def counter(tmp_path):
    house = EmbeddedHouse(tmp_path / "var", env={"LINGBU_POLICY": "guangdong"})
    try:
        yield Counter(house.start(), LIURONG)
    finally:
        house.stop()


def turn(counter, *when):
    moment = datetime(*when, tzinfo=SHANGHAI)
    counter.lingbu.set_clock(moment)
    return moment.date()


def test_from_the_counter_to_the_quarter_applied_for(counter):
    today = turn(counter, 2019, 4, 1, 9)
    person = invent(2, today, category="P4050", bank="CARD")
    case = counter.take(person, today)
    until(lambda: counter.case(case), what="案件到达审核")
    counter.face_check(case, today, "属实")
    until(lambda: counter.case(case)["state"] == "initial_review", what="比对完成")
    dues = {due["kind"]: due["due_at"][:10] for due in counter.case(case)["dues"]}
    assert (dues["review_publicity"], dues["matter"]) == ("2019-04-11", "2019-05-15")
    counter.initial_review(case)
    counter.first_post(case)
    turn(counter, 2019, 4, 10, 9)
    until(lambda: ready_for_second(counter.case(case)), what="公示期满")
    counter.second_post(case)
    until(lambda: counter.entitlement(case), what="享受资格")
    turn(counter, 2019, 7, 8, 9)
    counter.check_start(case)
    counter.confirm_start(case)
    counter.close_list("2019-07")
    until(lambda: counter.entitlement(case)["ledger"], what="参保回执")
    turn(counter, 2019, 7, 26, 9)
    until(lambda: months(counter, case)["2019-07"]["state"] == "deducted", what="扣款结果")
    assert months(counter, case)["2019-07"]["unclaimed"]
    counter.report(case, "2019-07")
    with pytest.raises(Refused) as early:
        claim(counter, case, "early")
    assert early.value.code == "claim-too-early"
    turn(counter, 2019, 10, 8, 9)
    claim(counter, case, "in time")
    assert not months(counter, case)["2019-07"]["unclaimed"]
    until(lambda: subsidy(counter) == "676.00", what="统计中的补贴")
    assert {"T1", "T6"} <= {message["template"] for message in counter.messages(case)}


def claim(counter, case, again):
    path = f"/entitlements/{case}/claims"
    return counter.press(counter.clerk, path, {"month": "2019-07"}, again)


def months(counter, case):
    return {line["month"]: line for line in counter.entitlement(case)["ledger"]}


def subsidy(counter):
    found = counter.district_clerk.get("/subsidy-sums/2019-07")["items"]
    return found[0]["subsidy"] if found else ""
