"""The second post rests on answers of the last five working days (domain §10)."""

from datetime import datetime

import pytest
from town import officer

from contracts.caller import POST_ONE, POST_TWO
from contracts.outside import CheckRequested
from contracts.review import GetCase, PassFirstPost, PassSecondPost
from kernel.clock import SHANGHAI
from kernel.errors import Conflict

MORNING = datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)


@pytest.fixture
def held(town):
    """Publicity is over, both the first post and the clock have done their part."""
    place = town(MORNING)
    case = place.apply(place.person())
    place.report_up(case)
    place.ask(PassFirstPost(application_id=case, dossier_version=1), post(place, POST_ONE))
    place.turn_to(2019, 4, 10)
    return place, case


def post(place, role):
    return officer("post-1" if role == POST_ONE else "post-2", role, place.agency)


def second(place, case):
    press = PassSecondPost(application_id=case, dossier_version=1)
    return place.ask(press, post(place, POST_TWO))


def test_the_second_post_is_refused_until_the_fresh_answers_are_here(held):
    place, case = held
    with pytest.raises(Conflict) as refused:
        second(place, case)
    assert refused.value.code == "checks-outdated"
    assert "系统正在重新查询，答复后方可办理第二次复核确认" in refused.value.message
    assert "姓名与身份证号核验" in refused.value.message
    assert refused.value.fields["CHK-GA-ID"] == "已重新查询，尚未答复。"
    seen = place.house.ask(GetCase(application_id=case), post(place, POST_TWO))
    assert set(seen.awaited) == set(refused.value.fields)
    assert [bar.sentence for bar in seen.bars] == [refused.value.message]
    assert seen.history[-1].title == "已重新发起比对，等待答复"

    place.answer_checks(case)

    assert second(place, case).state == "approved"


def test_a_late_first_post_waits_for_the_answers_too(town):
    place = town(MORNING)
    case = place.apply(place.person())
    place.report_up(case)
    place.turn_to(2019, 4, 10)
    press = PassFirstPost(application_id=case, dossier_version=1)
    with pytest.raises(Conflict) as refused:
        place.ask(press, post(place, POST_ONE))
    assert refused.value.message == "必查比对项已重新查询，答复后方可办理。"
    place.answer_checks(case)
    place.ask(press, post(place, POST_ONE))
    assert second(place, case).state == "approved"


def test_an_answer_that_has_turned_bad_bars(held):
    place, case = held
    place.answer_checks(case, CHK_GA_DEAD="FAIL")
    with pytest.raises(Conflict) as refused:
        second(place, case)
    assert (refused.value.code, set(refused.value.fields)) == ("checks-block", {"CHK-GA-DEAD"})


def test_letters_twice_and_shuffled_ask_once(town):
    place = town(MORNING)
    case = place.apply(place.person())
    place.report_up(case)
    before = len(place.said("intake", CheckRequested, case))
    place.house.turn_to(datetime(2019, 4, 10, 9, tzinfo=SHANGHAI), copies=3)
    place.house.settle(copies=3)
    asked = place.said("intake", CheckRequested, case)[before:]
    assert asked and len({a.check_code for a in asked}) == len(asked)
