"""A second post after the 24th of the start month: the person is told once, and the right month.

Reading Q27: the proposed start rolls to a month that can still be confirmed.
"""

from datetime import datetime

from town import clerk

from contracts.notify import ListMessages


def test_one_message_with_the_month_that_payments_proposes(town):
    town = town(datetime(2021, 7, 16, 10))
    case = town.apply(town.person())
    town.report_up(case)
    town.turn_to(2021, 8, 26)
    town.answer_checks(case)  # asked again when publicity ended
    town.approve(case)
    assert town.entitlement(case).proposed_start == "2021-09"
    town.turn_to(2021, 9, 8, 11)
    told = town.house.ask(ListMessages(application_id=case), clerk(town.street)).items
    [approval] = [message for message in told if message.template == "T1"]
    assert "自2021年09月起享受36个月" in approval.text
