"""Edge case 27: two identity numbers turn out to be one person's, from intake to payments."""

from datetime import datetime

from town import desk

from contracts.intake import MergePerson
from contracts.payments import StartRefused


def test_an_approval_under_the_other_number_does_not_make_a_second_benefit(town):
    town = town(datetime(2021, 7, 5, 10))
    settle = town.house.settle
    town.house.settle = lambda *_: settle(copies=3)
    known, other = town.person(1), town.person(2)
    running = town.enjoying(known)
    second = town.apply(other)
    town.report_up(second)
    form = MergePerson(
        former_number=known.id_number, id_number=other.id_number, ground="公安机关更正证明"
    )
    town.ask(form, desk("110101"))
    town.approve(second)
    [said] = town.said("payments", StartRefused)
    assert (said.application_id, said.reason_text) == (second, "正在享受同类补贴")
    assert (town.entitlement(running).state, town.entitlement(second).state) == (
        "active",
        "refused",
    )
