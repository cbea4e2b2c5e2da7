"""A policy officer follows docs/policy.md: a number changes on a day, and decisions on both sides
of that day rest on what was in force, and say so in Chinese."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from packs import change, copy_of
from town import clerk

from contracts.review import GetCase

GUIDE = Path(__file__).parents[2] / "docs" / "policy.md"


@pytest.fixture
def variant(tmp_path):
    """Beijing's pack with the example of the guide written into it."""
    pack = copy_of("beijing", tmp_path / "my-packs")
    old, new = re.findall(r"```toml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    change(pack, "flow.toml", old, new)
    return pack


def reported(place, number):
    """A case reported up today: its publicity, and the ground given for it."""
    case = place.apply(place.person(number))
    place.report_up(case)
    seen = place.house.ask(GetCase(application_id=case), clerk(place.street))
    [step] = [item for item in seen.history if item.what == "initial_review_passed"]
    [ground] = [each for each in step.basis if "公示" in each.sentence]
    return seen, ground


def test_the_example_of_the_guide_decides_on_both_sides_of_its_day(town, variant):
    place = town(datetime(2027, 6, 30, 10), pack=str(variant))
    seen, ground = reported(place, 1)
    assert (str(seen.publicity_from), str(seen.publicity_until)) == ("2027-07-01", "2027-07-07")
    assert ground.sentence == "初审完成后公示5个工作日。"
    assert (ground.clause, ground.trust) == ("京劳服失发〔2019〕1号 附件1 三.2", "stated")

    place.turn_to(2027, 7, 1)
    seen, ground = reported(place, 2)
    assert (str(seen.publicity_from), str(seen.publicity_until)) == ("2027-07-02", "2027-07-12")
    assert ground.sentence == "初审完成后公示7个工作日。"
    assert (ground.clause, ground.trust) == ("某文〔2027〕1号 第三条", "stated")
    assert ground.values["工作日数"] == "7"
    assert ground.dates == {"公示开始": "2027-07-02", "公示截止": "2027-07-12"}
