"""The stand-ins of the outside: what they answer, when, and in an order readers can follow."""

import json
import random
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Column, Integer, String, Table, select
from sqlalchemy.orm import DeclarativeBase

from contracts.outside import (
    AccountUpdateSent,
    CheckAnswered,
    CheckRequested,
    ContributionAnswered,
    ContributionLine,
    ContributionQueried,
    DeductionReported,
    EnrolListAcknowledged,
    EnrolListSent,
    EnrolRow,
    RefundAnswered,
    RefundAsked,
)
from contracts.simulators import TeachSimulator
from kernel.clock import SHANGHAI, FixedClock
from kernel.errors import Invalid
from outside.demo import demo_settings
from partners.service import PartnersService
from servicekit.frontdoor import obeys, reads, rings
from servicekit.store import Store
from servicekit.tables import kit_tables
from servicekit.testing.house import House
from simulators.service import SimulatorsService, StandIns

ID = "110101197803070029"
OTHER = "110101198001010010"
ACCOUNT = {"name": "李秀英", "id_number": ID, "bank": "BOB", "account": "620000000000000009"}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


KEYS = demo_settings(Path(mkdtemp()))


def opened(door, settings=None):
    """The stand-ins with their near door, or as partners in person behind the partners service."""
    services = [SimulatorsService] if door == "near" else [PartnersService, StandIns]
    keys = {} if door == "near" else KEYS
    clock = FixedClock(at("2019-05-20T09:00"))
    house = House(clock, *services, settings={**keys, **(settings or {})})
    house.speaker = "simulators" if door == "near" else "partners"
    return house


@pytest.fixture(params=["near", "in person"])
def house(request):
    house = opened(request.param)
    yield house
    assert not any(room.parked() for room in house.rooms.values())
    house.close()


def told(house, question):
    """Says it to the stand-ins and carries what is said until all is quiet."""
    house.tell(question)
    house.settle()


def events(house, kind):
    """What Lingbu's services hear of that kind."""
    house.settle()
    return house.said(house.speaker, kind)


def check(code="CHK-GA-ID", request: UUID | None = None, id_number=ID):
    return CheckRequested(
        application_id=uuid4(),
        request_id=request or uuid4(),
        check_code=code,
        asked_at=at("2019-05-20T09:00"),
        subject=json.dumps({"name": "李秀英", "id_number": id_number}),
    )


def teach(house, **lesson):
    return house.ask(TeachSimulator(id_number=ID, **({"checks": {}} | lesson)))


def additions(*rows, kind="additions"):
    """Rows of (application, month, identity number)."""
    return EnrolListSent(
        list_id=uuid4(),
        agency="110101",
        month=rows[0][1],
        kind=kind,
        sequence=1,
        rows=tuple(
            EnrolRow(row=n, application_id=case, month=month, personal="269.26", subsidy="863.67")
            for n, (case, month, _) in enumerate(rows, 1)
        ),
        digest="d" * 64,
        people=json.dumps([{"name": "某", "id_number": who} for _, _, who in rows]),
    )


def deductions(house, case=None):
    said = events(house, DeductionReported)
    return [(d.month, d.code, d.deducted) for d in said if case in (None, d.application_id)]


@pytest.mark.parametrize("taught", ["PASS", "FAIL", "NO_DATA", "ERROR"])
def test_a_registry_finds_what_it_was_taught(house, taught):
    teach(house, checks={"CHK-GA-ID": taught})
    told(house, check())
    assert [a.result for a in events(house, CheckAnswered)] == [taught]


def test_others_and_other_checks_pass(house):
    teach(house, checks={"CHK-GA-ID": "FAIL"})
    told(house, check("CHK-GA-HK"))
    told(house, check(id_number=OTHER))
    assert [a.result for a in events(house, CheckAnswered)] == ["PASS", "PASS"]


def test_a_silent_registry_says_nothing(house):
    teach(house, checks={"CHK-GA-ID": "SILENT"})
    told(house, check())
    house.turn(days=9)
    assert events(house, CheckAnswered) == []


def test_the_person_is_recognised_however_the_number_is_written(house):
    house.ask(TeachSimulator(id_number="110101780307002", checks={"CHK-GA-ID": "FAIL"}))
    told(house, check())
    assert [a.result for a in events(house, CheckAnswered)] == ["FAIL"]


@pytest.mark.parametrize(
    "lesson",
    [
        {"id_number": "110101197803070020", "checks": {}},
        {"id_number": ID, "checks": {"CHK-GA-ID": "MAYBE"}},
        {"id_number": ID, "checks": {}, "deductions": {"2019-05": "no money"}},
    ],
)
def test_what_cannot_be_taught_is_refused(house, lesson):
    with pytest.raises(Invalid):
        house.ask(TeachSimulator(**lesson))


@pytest.mark.parametrize("door", ["near", "in person"])
def test_an_answer_can_take_its_time(door):
    house = opened(door, {"SIM_DELAY_MS": "90000"})
    told(house, check())
    house.turn(seconds=89)
    assert events(house, CheckAnswered) == []
    house.turn(seconds=1)
    assert [a.result for a in events(house, CheckAnswered)] == ["PASS"]
    house.close()


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


# -- what a reader such as payments makes of two sources that share one outbox


class Base(DeclarativeBase):
    """The reader's tables."""


heard = Table(
    "heard",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("what", String(80)),
)


def hear(event, uow):
    what = event.month if isinstance(event, DeductionReported) else event.check_code
    uow.session.execute(heard.insert().values(what=what))


class Reader:
    """Subscribes to one event of each source, not to the others between them."""

    name = "reader"
    store = Store(metadata=Base.metadata, kit=kit_tables(Base.metadata))
    obey, ring = obeys({}), rings({})
    read = reads({CheckAnswered: hear, DeductionReported: hear})


@pytest.mark.parametrize("seed", range(8))
def test_two_sources_of_one_outbox_hold_no_reader_back(seed):
    house = House(FixedClock(at("2019-05-20T09:00")), SimulatorsService, Reader)
    case = uuid4()
    house.tell(check("first", request=case))  # the same aggregate id as the deductions
    house.tell(additions((case, "2019-05", ID)))
    for _ in range(6):  # everything waits in the outbox, then arrives at once in any order
        house.clock.turn(days=31)
        house["simulators"].desk.fire_due()
    house.tell(check("last", request=case))
    house.settle(copies=3, shuffle=random.Random(seed))

    with house["reader"].engine.connect() as connection:
        told = [row.what for row in connection.execute(select(heard).order_by(heard.c.id))]
        left = list(connection.execute(select(Reader.store.kit.held)))
    months = [what for what in told if what.startswith("2019")]
    assert months == [f"2019-{month:02d}" for month in range(5, 11)]
    assert sorted(set(told) - set(months)) == ["first", "last"]  # in any order, each once
    assert len(told) == len(months) + 2
    assert (left, house["reader"].parked()) == ([], [])
    house.close()


def test_the_stand_ins_keep_nobodys_number_or_name(house):
    teach(house, checks={"CHK-GA-ID": "FAIL"})
    told(house, check())
    told(house, additions((uuid4(), "2019-05", ID)))
    with house["simulators"].engine.connect() as connection:
        dump = "".join(
            str(row)
            for table in ("lessons", "enrolled", "outbox")
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}")
        )
    assert ID not in dump
    assert "李秀英" not in dump
    assert "CHK-GA-ID" in dump
