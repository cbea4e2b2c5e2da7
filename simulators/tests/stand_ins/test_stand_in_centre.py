"""The stand-in centre: contributions, refunds, enrolment, and what it collects each month."""

import json
from uuid import uuid4

from contracts.outside import (
    AccountUpdateSent,
    ContributionAnswered,
    ContributionLine,
    ContributionQueried,
    EnrolListAcknowledged,
    RefundAnswered,
    RefundAsked,
)

from .stand_in_letters import ACCOUNT, ID, OTHER, additions, at, deductions, events, teach, told


def test_the_centre_answers_with_the_lines_and_forgets_what_it_refunds(house):
    lines = (
        ContributionLine(month="2019-04", payer="employer"),
        ContributionLine(month="2019-05", payer="self"),
        ContributionLine(month="2019-06", payer="employer", open_ended=True),
    )
    teach(house, contributions=lines)
    subject = json.dumps({"name": "李秀英", "id_number": ID})
    case = uuid4()

    def query():
        told(
            house,
            ContributionQueried(
                application_id=case, request_id=uuid4(), from_month="2019-05", subject=subject
            ),
        )
        return events(house, ContributionAnswered)[-1].lines

    assert query() == lines[1:]
    told(
        house,
        RefundAsked(application_id=case, request_id=uuid4(), month="2019-05", subject=subject),
    )
    assert [a.refunded for a in events(house, RefundAnswered)] == [True]
    assert query() == lines[2:]


def test_a_refused_refund_leaves_the_record(house):
    teach(house, contributions=(ContributionLine(month="2019-05", payer="self"),), refund=False)
    subject = json.dumps({"name": "李秀英", "id_number": ID})
    told(
        house,
        RefundAsked(application_id=uuid4(), request_id=uuid4(), month="2019-05", subject=subject),
    )
    told(
        house,
        ContributionQueried(
            application_id=uuid4(), request_id=uuid4(), from_month="2019-05", subject=subject
        ),
    )
    assert [a.refunded for a in events(house, RefundAnswered)] == [False]
    assert len(events(house, ContributionAnswered)[0].lines) == 1


def test_a_silent_centre_answers_neither_a_refund_nor_a_list(house):
    teach(house, checks={"REFUND": "SILENT", "ENROLMENT": "SILENT"})
    subject = json.dumps({"name": "李秀英", "id_number": ID})
    told(
        house,
        RefundAsked(application_id=uuid4(), request_id=uuid4(), month="2019-05", subject=subject),
    )
    case, other = uuid4(), uuid4()
    told(house, additions((case, "2019-05", ID), (other, "2019-05", OTHER)))
    house.turn(days=10)
    assert not events(house, RefundAnswered)
    assert not events(house, EnrolListAcknowledged)
    assert not deductions(house, case) and not deductions(house, other)


def test_the_enrolled_are_deducted_on_every_25th_with_their_taught_luck(house):
    teach(house, deductions={"2019-06": "01"})
    case = uuid4()
    told(house, additions((case, "2019-05", ID)))
    assert [a.refused for a in events(house, EnrolListAcknowledged)] == [()]

    house.turn_to(at("2019-05-25T09:59"))
    assert deductions(house) == []
    house.turn_to(at("2019-05-25T10:00"))
    assert deductions(house) == [("2019-05", "00", "269.26")]
    house.turn_to(at("2019-07-31T00:00"))
    assert deductions(house)[1:] == [("2019-06", "01", "0.00"), ("2019-07", "00", "269.26")]


def test_a_new_account_ends_the_trouble_of_the_old_one(house):
    teach(house, deductions={"2019-05": "02", "2019-06": "03", "2019-07": "01"})
    case = uuid4()
    told(house, additions((case, "2019-05", ID)))
    told(
        house,
        AccountUpdateSent(
            application_id=case,
            from_month="2019-06",
            subject=json.dumps(ACCOUNT),
        ),
    )
    house.turn_to(at("2019-07-26T09:00"))

    codes = [(month, code) for month, code, _ in deductions(house)]
    assert codes == [("2019-05", "02"), ("2019-06", "00"), ("2019-07", "01")]


def test_a_new_base_changes_what_is_taken_and_an_unpublished_one_does_not(house):
    house.clock.set(at("2021-06-01T09:00"))
    told(house, additions((uuid4(), "2021-06", ID)))
    house.turn_to(at("2021-07-31T00:00"))
    assert [taken for _, _, taken in deductions(house)] == ["277.61", "385.92"]

    house.clock.set(at("2019-06-01T09:00"))
    unpublished = uuid4()
    told(house, additions((unpublished, "2019-07", ID)))
    house.turn_to(at("2019-07-31T00:00"))
    assert deductions(house, unpublished) == [("2019-07", "00", "269.26")]


def test_a_clock_that_jumps_half_a_year_misses_no_month(house):
    case = uuid4()
    told(house, additions((case, "2019-05", ID)))
    house.turn(days=190)
    assert [month for month, _, _ in deductions(house)] == [
        f"2019-{month:02d}" for month in range(5, 12)
    ]


def test_who_is_enrolled_after_the_run_is_deducted_the_next_day(house):
    house.clock.set(at("2019-05-27T15:00"))
    told(house, additions((uuid4(), "2019-05", ID)))
    house.turn_to(at("2019-05-28T09:59"))
    assert deductions(house) == []
    house.turn_to(at("2019-05-28T10:00"))
    assert [month for month, _, _ in deductions(house)] == ["2019-05"]


def test_a_refused_row_is_named_and_never_deducted(house):
    teach(house, refuse_enrolment="账户未签约")
    refused, taken = uuid4(), uuid4()
    told(house, additions((taken, "2019-05", OTHER), (refused, "2019-05", ID)))
    house.turn(days=10)

    [ack] = events(house, EnrolListAcknowledged)
    assert [(row.row, row.reason) for row in ack.refused] == [(2, "账户未签约")]
    assert deductions(house, refused) == []
    assert len(deductions(house, taken)) == 1


def test_removal_ends_the_collecting_after_the_last_month(house):
    case = uuid4()
    told(house, additions((case, "2019-05", ID)))
    house.turn_to(at("2019-06-20T09:00"))
    told(house, additions((case, "2019-07", ID), kind="removals"))
    house.turn_to(at("2019-12-31T00:00"))
    assert [month for month, _, _ in deductions(house)] == ["2019-05", "2019-06"]
