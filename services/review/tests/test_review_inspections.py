"""抽查核查: not by those who approved; a failed one takes two officers with two keys."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from contracts.caller import CITY, CITY_OFFICER, DISTRICT_CLERK, Caller
from contracts.inspections import (
    ConfirmInspection,
    InspectionClosed,
    ListInspections,
    RecordInspection,
)
from contracts.reporting import SampleDrawn
from kernel.errors import Conflict, NotFound, Refusal
from servicekit.audit.signing import Verifier
from servicekit.signing.decisions import SignatureWanted
from servicekit.signing.recheck import Recheck
from servicekit.testing.house import SEALER


def city(name):
    key = f"K-{name}"
    return Caller(
        subject=name, name=name, tier=CITY, roles=(CITY_OFFICER,), division="110000", key_serial=key
    )


class Drawn:
    """One approved case that a sample of the city has drawn."""

    def __init__(self, desk, owner=""):
        self.desk, self.sample = desk, uuid4()
        self.case = desk.reported()
        desk.first(self.case)
        desk.at(2019, 4, 10, 9)
        desk.second(self.case)
        self.draw(owner)

    def draw(self, owner=""):
        self.desk.house.tell(
            SampleDrawn(
                sample_id=self.sample,
                owner=owner,
                agency="110105",
                month="2019-04",
                cases=(self.case,),
            )
        )

    def find(self, outcome, caller, words="到户核查，本人在岗"):
        form = RecordInspection(
            sample_id=self.sample, application_id=self.case, outcome=outcome, findings=words
        )
        return self.desk.house.ask(form, caller)

    def confirm(self, caller, upheld=True):
        form = ConfirmInspection(
            sample_id=self.sample,
            application_id=self.case,
            upheld=upheld,
            findings="与查访一致",
        )
        return self.desk.house.ask(form, caller)

    def told(self):
        return [one.outcome for one in self.desk.said(InspectionClosed)]


@pytest.fixture
def drawn(counter):
    return Drawn(counter())


A, B = city("a"), city("b")


def test_what_is_in_order_takes_one_hand(drawn):
    assert drawn.find("passed", A).state == "passed"
    assert drawn.told() == ["passed"]
    with pytest.raises(Conflict) as again:
        drawn.find("failed", B)
    assert again.value.code == "inspection-moved-on"


def test_flawed_papers_are_corrected_within_five_working_days(drawn):
    """材料瑕疵：补正 5 个工作日; the days of the May holiday do not count (domain §11, §7.4)."""
    drawn.desk.at(2019, 4, 26, 9)
    found = drawn.find("flawed", A, "缺就业地点的材料")
    assert (found.state, str(found.correct_by), found.overdue) == ("flawed", "2019-05-06", False)
    with pytest.raises(Conflict) as put_off:
        drawn.find("flawed", A)
    assert put_off.value.code == "inspection-flawed-already"
    drawn.desk.at(2019, 5, 7, 9)
    [late] = drawn.desk.house.ask(ListInspections(state="flawed"), A).items
    assert late.overdue
    assert drawn.find("passed", A, "材料已补齐").correct_by is None
    assert drawn.told() == ["flawed", "passed"]


def test_flawed_papers_that_nobody_corrects_may_fail_by_two_hands(drawn):
    drawn.find("flawed", A)
    assert drawn.find("failed", A, "逾期未补正").state == "proposed"
    assert drawn.confirm(B).state == "failed"
    assert drawn.told() == ["flawed", "failed"]


def test_a_failed_one_takes_two(drawn):
    proposed = drawn.find("failed", A, "单位已为其缴费")
    assert (proposed.state, drawn.told()) == ("proposed", [])
    with pytest.raises(Conflict) as alone:
        drawn.confirm(A)
    with pytest.raises(Refusal) as lent:
        drawn.confirm(replace(B, key_serial=A.key_serial))
    assert alone.value.code == "same-officer"
    assert lent.value.code in ("same-key", "key-not-yours")
    assert drawn.confirm(B).state == "failed"
    assert drawn.told() == ["failed"]


def test_the_second_hand_may_send_it_back(drawn):
    drawn.find("failed", A)
    assert drawn.confirm(B, upheld=False).state == "open"
    assert drawn.find("passed", B).state == "passed"
    assert drawn.told() == ["passed"]


def test_nobody_inspects_what_they_approved(drawn):
    for hand in (drawn.desk.clerk, drawn.desk.one, drawn.desk.two):
        mine = replace(A, subject=hand.subject, key_serial=f"K9{hand.subject}")
        with pytest.raises(Conflict) as refused:
            drawn.find("passed", mine)
        assert refused.value.code == "own-decision"


def test_a_citys_sample_is_not_the_districts_to_judge(drawn, counter):
    clerk = drawn.desk.officer("other.desk", DISTRICT_CLERK, key="K-77")
    with pytest.raises(NotFound):
        drawn.find("passed", clerk)
    own = Drawn(counter(), owner="110105")
    assert own.find("passed", clerk).state == "passed"
    far = drawn.desk.officer("far.desk", DISTRICT_CLERK, "110101", key="K-78")
    with pytest.raises(NotFound):
        Drawn(counter(), owner="110105").find("passed", far)


def test_it_is_signed(drawn):
    drawn.desk.house.presser.bind(A)
    form = RecordInspection(
        sample_id=drawn.sample, application_id=drawn.case, outcome="failed", findings="查无此人"
    )
    with pytest.raises(SignatureWanted) as wanted:
        drawn.desk.house.perform(form, A, "")
    assert "抽查不合格" in wanted.value.message


def test_drawn_twice_over_it_is_inspected_once(drawn):
    drawn.draw()
    page = drawn.desk.ask(ListInspections(state="open"), A)
    assert [one.application_id for one in page.items] == [drawn.case]
    drawn.find("passed", A)
    drawn.draw()
    assert drawn.desk.ask(ListInspections(state="open"), A).items == ()


def test_many_confirm_at_once_and_one_does(drawn):
    drawn.find("failed", A)
    hands = [city(f"x{n}") for n in range(4)]
    for hand in hands:
        drawn.desk.house.presser.bind(hand)

    def press(hand):
        try:
            return drawn.confirm(hand).state
        except Refusal as refusal:
            return refusal.code

    with ThreadPoolExecutor(4) as desks:
        answers = list(desks.map(press, hands))
    assert sorted(answers) == ["failed", *["inspection-moved-on"] * 3]
    assert drawn.told() == ["failed"]


@pytest.mark.parametrize(
    "change",
    [
        "confirmer = inspector",
        "confirmer_key = inspector_key",
        "confirmer_certificate = inspector_certificate",
        "confirmer = ''",
    ],
)
def test_the_database_holds_two_hands_apart(drawn, change):
    drawn.find("failed", A)
    drawn.confirm(B)
    with drawn.desk.house["review"].engine.begin() as connection:
        with pytest.raises(IntegrityError):
            connection.execute(text(f"UPDATE inspections SET {change}"))


def test_findings_lie_sealed(drawn):
    drawn.find("failed", A, "邻居王某称其在某公司上班")
    dump = drawn.desk.house["review"].dump()
    assert "邻居王某" not in dump and "inspection_proposed" in dump


def test_the_signatures_behind_a_failed_inspection_are_proved_again(drawn):
    drawn.find("failed", city("cheng.one"))
    drawn.confirm(city("cheng.two"))
    review = drawn.desk.house["review"]
    store = review.desk.store
    forged = "UPDATE inspections SET confirmer = 'nobody', confirmed_at = now()"
    for statement, faults in (("SELECT 1", 0), (forged, 1)):
        with review.engine.begin() as connection:
            connection.execute(text(statement))
            again = Recheck(
                service="review",
                store=store,
                connection=connection,
                sealer=SEALER,
                trust=review.desk.world.trust,
                audit=Verifier(""),
            )
            assert len(list(again.faults())) == faults
