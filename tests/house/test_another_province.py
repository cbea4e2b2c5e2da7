"""A pack of another province, from the counter on, through all services as they are."""

from datetime import datetime

import pytest
from packs import change, copy_of
from town import clerk

from contracts.intake import GetApplication
from contracts.notify import ListMessages
from contracts.review import GetCase
from kernel.errors import Conflict, Invalid
from servicekit.premises import must_know_its_places
from servicekit.testing.house import world_at

HERE, THERE = "440104004", "110101001"  # 六榕街道；东华门街道
MORNING = datetime(2019, 4, 1, 9)


def person(town, number=2, **other):
    return town.person(number, category="P4050", bank="CARD", **other)


def dues(town, case):
    view = town.house.ask(GetCase(application_id=case), clerk(town.street))
    return {due.kind: due for due in view.dues}


def titles(town, case):
    view = town.house.ask(GetCase(application_id=case), clerk(town.street))
    return [item.title for item in view.history]


def test_from_the_counter_to_the_active_benefit(town):
    """Accepted on 1 April: the quarter's application starts in July."""
    place = town(MORNING, street=HERE, pack="guangdong")
    case = place.enjoying(person(place))
    seen = place.entitlement(case)
    assert (seen.state, seen.start_month, seen.street_code) == ("active", "2019-07", HERE)
    told = place.house.ask(ListMessages(application_id=case), clerk(HERE)).items
    assert {"T1", "T6"} <= {one.template for one in told}
    papers = place.house.ask(GetApplication(application_id=case), clerk(HERE))
    assert (papers.street_name, papers.agency) == ("六榕街道", "440104")
    review = place.house.ask(GetCase(application_id=case), clerk(HERE))
    cited = [item.clause for one in (papers, seen, review) for item in one.history if item.clause]
    assert cited and not [clause for clause in cited if "京" in clause]


def test_review_and_publicity_take_seven_days_and_the_matter_thirty(town):
    place = town(MORNING, street=HERE, pack="guangdong")
    case = place.apply(person(place))
    found = {kind: due.due_at[:10] for kind, due in dues(place, case).items()}
    assert found == {
        "initial_review": "2019-04-03",
        "review_publicity": "2019-04-11",
        "matter": "2019-05-15",
    }
    assert "办结时限" in dues(place, case)["matter"].clause
    place.report_up(case)
    assert dues(place, case)["review_publicity"].due_at[:10] == "2019-04-11"
    place.turn_to(2019, 4, 12)
    assert "review_publicity" not in dues(place, case)  # over with publicity, and not late
    place.turn_to(2019, 5, 7, 9)
    early = [title for title in titles(place, case) if title.startswith(("审核与公示", "办结"))]
    assert early == []
    place.turn_to(2019, 5, 9, 9)
    assert "办结期限临近，应于2019-05-15前办结" in titles(place, case)
    place.turn_to(2019, 5, 16, 9)
    assert dues(place, case)["matter"].overdue
    assert "办结已超过办理期限" in titles(place, case)
    state = place.house.ask(GetCase(application_id=case), clerk(HERE)).state
    assert state == "second_review"  # escalated, not decided


def test_a_slow_street_overruns_the_seven_days(town):
    place = town(MORNING, street=HERE, pack="guangdong")
    case = place.apply(person(place))
    place.turn_to(2019, 4, 8)
    place.report_up(case)
    place.turn_to(2019, 4, 12)
    assert dues(place, case)["review_publicity"].overdue


def test_in_beijing_no_text_gives_a_term_for_the_whole(town):
    place = town(MORNING)
    case = place.apply(place.person())
    assert set(dues(place, case)) == {"initial_review"}


def test_an_officer_changes_seven_to_six_and_the_deadline_moves(town, tmp_path):
    pack = copy_of("guangdong", tmp_path / "mine")
    change(pack, "flow.toml", "value = 7\n", "value = 6\n")
    place = town(MORNING, street=HERE, pack=str(pack))
    case = place.apply(person(place))
    assert dues(place, case)["review_publicity"].due_at[:10] == "2019-04-10"


@pytest.mark.parametrize(("street", "pack"), [(THERE, "guangdong"), (HERE, "")])
def test_a_street_of_another_province_is_refused_by_name(town, street, pack):
    place = town(MORNING, street=HERE if pack else THERE, pack=pack)
    someone = person(place) if pack else place.person()
    place.street = street
    with pytest.raises(Invalid) as refused:
        place.apply(someone)
    sentence = refused.value.fields["street_code"]
    assert sentence.startswith("广东省没有" if pack else "北京市没有")


def test_a_street_that_begins_later_takes_nobody_before(town, tmp_path):
    pack = copy_of("guangdong", tmp_path / "later")
    with (pack / "divisions.csv").open("a", encoding="utf-8") as file:
        file.write("440104999,新设街道,street,440104,2019-04-03,\n")
    place = town(MORNING, street="440104999", pack=str(pack))
    with pytest.raises(Invalid) as refused:
        place.apply(person(place))
    assert "street_code" in refused.value.fields
    place.turn_to(2019, 4, 3, 9)
    assert place.apply(person(place))


@pytest.mark.parametrize(
    ("pack", "street", "household", "refused"),
    [
        ("guangdong", HERE, "440507", False),
        ("guangdong", HERE, "", False),
        ("guangdong", HERE, "110101", True),
        ("", THERE, "440507", True),
    ],
)
def test_whose_household_is_local_is_data(town, pack, street, household, refused):
    place = town(MORNING, street=street, pack=pack)
    someone = person(place) if pack else place.person()
    case = place.apply(someone, household_division=household)
    if not refused:
        place.report_up(case)
        return
    with pytest.raises(Conflict) as found:
        place.report_up(case)
    word = "本省" if pack else "本市"
    assert f"须为{word}户籍" in found.value.fields["R-HUKOU"]


def test_a_pack_that_does_not_know_the_places_of_a_database_does_not_start(town):
    place = town(MORNING)
    place.apply(place.person())
    for name in ("intake", "review"):
        desk = place.house[name].desk
        must_know_its_places(desk)
        desk.world = world_at(place.clock, {"POLICY": "guangdong"})
        with pytest.raises(SystemExit, match="广东省.*110101"):
            must_know_its_places(desk)
