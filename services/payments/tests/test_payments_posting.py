"""Posting a file of deduction results: batches that halt, fail, are killed, and go on."""

import os
import signal
import time
from datetime import timedelta

from payments_cases import CLERK, DISTRICT_OFFICER
from payments_files import MAY, Written, row
from sqlalchemy import text

from contracts.payments import (
    MonthSubsidised,
    ResumeDeductionFile,
    StopBenefit,
    StopDeductionFile,
)
from payments.handlers import posting
from servicekit.audit.canonical import HASHED, micros, row_hash


def test_ordinary_lines_do_not_go_one_by_one(house, desk, people, monkeypatch):
    def refuses(event, uow):
        raise AssertionError("an ordinary line went the long way")

    monkeypatch.setattr(posting, "note_deduction", refuses)
    codes = ("00", "01", "09", "00")
    rows = [row(case, MAY, code) for case, code in zip(people, codes, strict=True)]
    rows[3] = row(people[3], MAY, "01", deferred=True)
    assert desk.bring(Written(rows, MAY)).outcomes == {"posted": 4}


def test_posting_halts_and_goes_on_where_it_halted(house, desk, people, monkeypatch):
    monkeypatch.setattr(posting, "BATCH", 1)
    monkeypatch.setattr(posting.post_batch, "__defaults__", (1,))
    file = Written([row(case, MAY) for case in people], MAY)
    known = desk.announce(file)
    desk.upload(known, file.text)
    for _ in range(4):
        house["payments"].desk.fire_due(limit=1)
    assert desk.look(known).handled == 2
    stop = StopDeductionFile(file_id=known.file_id, reason="月末核对")
    assert house.ask(stop, DISTRICT_OFFICER).state == "stopped"
    house["payments"].desk.fire_due()
    assert (desk.look(known).handled, len(people[0].said(MonthSubsidised))) == (2, 2)
    house.ask(ResumeDeductionFile(file_id=known.file_id), DISTRICT_OFFICER)
    house["payments"].desk.fire_due()
    done = desk.look(known)
    assert (done.state, done.outcomes) == ("done", {"posted": 4})
    assert len(people[0].said(MonthSubsidised)) == 4


def test_a_batch_that_fails_leaves_no_trace_and_is_done_again(house, desk, people, monkeypatch):
    monkeypatch.setattr(posting.post_batch, "__defaults__", (2,))
    file = Written([row(case, MAY) for case in people], MAY)
    known = desk.announce(file)
    desk.upload(known, file.text)
    real, calls = posting.post_ordinary, []

    def dies(values, uow):
        real(values, uow)
        calls.append(values["last"])
        if len(calls) == 2:
            raise RuntimeError("killed")

    monkeypatch.setattr(posting, "post_ordinary", dies)
    house["payments"].desk.fire_due()
    assert (desk.look(known).handled, len(people[0].said(MonthSubsidised))) == (2, 2)
    house.clock.set(house.clock.now() + timedelta(minutes=1))
    house["payments"].desk.fire_due()
    assert desk.look(known).outcomes == {"posted": 4}
    assert len(people[0].said(MonthSubsidised)) == 4


def test_a_process_killed_in_the_middle_of_a_batch_has_posted_whole_batches(
    house, desk, people, monkeypatch
):
    """kill -9 after all statements of the second batch, before its commit."""
    monkeypatch.setattr(posting.post_batch, "__defaults__", (1,))
    file = Written([row(case, MAY) for case in people], MAY)
    known = desk.announce(file)
    desk.upload(known, file.text)
    child = os.fork()
    if child == 0:
        house["payments"].at_work.dispose(close=False)  # the connections are the parent's
        _post_and_die(house, after=2)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert (desk.look(known).handled, len(people[0].said(MonthSubsidised))) == (1, 1)
    ends = time.monotonic() + 20
    while desk.look(known).state != "done" and time.monotonic() < ends:
        house["payments"].desk.fire_due()  # as soon as the database has noticed the death
    assert desk.look(known).outcomes == {"posted": 4}
    assert len(people[0].said(MonthSubsidised)) == 4


def _post_and_die(house, after):
    real, calls = posting.post_ordinary, []

    def dies(values, uow):
        real(values, uow)
        calls.append(values)
        if len(calls) == after:
            os.kill(os.getpid(), signal.SIGKILL)

    posting.post_ordinary = dies
    try:
        house["payments"].desk.fire_due()
    finally:
        os._exit(1)


def test_a_file_whose_turn_has_not_come_waits(house, desk, people):
    first = Written([row(case, MAY) for case in people], MAY)
    second = Written([row(case, MAY, "01") for case in people], MAY, sequence=2)
    one, two = desk.announce(first), desk.announce(second)
    desk.upload(one, first.text)
    house.ask(StopDeductionFile(file_id=one.file_id, reason="核对"), DISTRICT_OFFICER)
    desk.upload(two, second.text)
    house["payments"].desk.fire_due()
    assert desk.look(two).state == "received"
    house.ask(ResumeDeductionFile(file_id=one.file_id), DISTRICT_OFFICER)
    house["payments"].desk.fire_due()
    house.clock.set(house.clock.now() + timedelta(minutes=1))
    house["payments"].desk.fire_due()
    assert desk.look(two).outcomes == {"corrected": 4}
    assert {str(case.ledger()) for case in people} == {str({MAY: "failed"})}


def test_the_record_of_a_set_can_be_proved(house, desk, people):
    desk.bring(Written([row(case, MAY, deducted="1.00") for case in people], MAY))
    with house["payments"].engine.connect() as connection:
        for case in people:
            found = connection.execute(
                text("SELECT * FROM audit WHERE chain = :chain ORDER BY n"), {"chain": str(case.id)}
            ).all()
            before = "0" * 64
            for n, each in enumerate(found, 1):
                moments = {"at": micros(each.at), "written": micros(each.written)}
                values = [moments.get(name, getattr(each, name)) for name in HASHED]
                assert (each.n, each.prev, each.hash) == (n, before, row_hash(values))
                before = each.hash
            assert {"deduction_differs", "month_subsidised"} <= {each.action for each in found}
            head = text("SELECT n, hash FROM audit_heads WHERE chain = :chain")
            assert connection.execute(head, {"chain": str(case.id)}).one() == (len(found), before)


def test_a_stopped_benefit_goes_the_way_of_single_results(house, desk, people):
    form = StopBenefit(application_id=people[0].id, code="S10", event_month=MAY, note="核实")
    house.ask(form, CLERK)
    desk.bring(Written([row(people[0], "2019-06")], "2019-06"))
    assert people[0].ledger()["2019-06"] == "void"
