"""Long work that every service tells of, and the proof of its record, ordered by the auditor."""

from datetime import datetime
from uuid import uuid4

import pytest

from contracts.caller import AUDIT_ADMIN, OPERATOR, SYSTEM_ADMIN, Caller
from contracts.runs import (
    DONE,
    RESEAL,
    RUNNING,
    STOPPED,
    WAITING,
    GetRun,
    ListRuns,
    ResumeRun,
    StopRun,
    VerifyAudit,
)
from kernel.clock import SHANGHAI, FixedClock
from kernel.errors import Conflict, Forbidden, NotFound
from servicekit.runs import Told
from servicekit.testing.house import House
from servicekit.testing.toy import KeeperService

HOLDER = Caller(subject="operator", tier=OPERATOR, roles=(SYSTEM_ADMIN,), division="110000")
AUDITOR = Caller(subject="auditor", tier=OPERATOR, roles=(AUDIT_ADMIN,), division="110000")


@pytest.fixture
def house():
    house = House(FixedClock(datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)), KeeperService)
    yield house
    house.close()


def test_a_proof_is_ordered_once_stopped_and_resumed_and_stands_on_record(house):
    run = house.ask(VerifyAudit(of="keeper"), AUDITOR)
    assert (run.state, run.done, run.begun_by) == (WAITING, 0, "auditor")
    assert refusal(house, VerifyAudit(of="keeper"), AUDITOR) == (Conflict, "run-under-way")
    one = {"of": "keeper", "run_id": run.run_id}
    stopped = house.ask(StopRun(**one), AUDITOR)
    assert (stopped.state, stopped.stopped_by) == (STOPPED, "auditor")
    assert refusal(house, StopRun(**one), AUDITOR) == (Conflict, "run-not-so")
    assert refusal(house, VerifyAudit(of="keeper"), AUDITOR) == (Conflict, "run-under-way")
    assert house.ask(ResumeRun(**one), AUDITOR).state == WAITING
    assert refusal(house, ResumeRun(**one), AUDITOR) == (Conflict, "run-not-so")
    seen = house.ask(ListRuns(of="keeper"), HOLDER)
    assert ([one.run_id for one in seen.items], seen.to_recount) == ([run.run_id], 0)
    assert house.ask(GetRun(**one), HOLDER).found == ()
    with house["keeper"].desk.uow() as uow:
        noted = [one.title for one in uow.history("operations/audit")]
    assert noted == ["核对审计记录", "暂停核对审计记录", "继续核对审计记录"]


def test_the_auditor_alone_orders_proofs(house):
    run = house.ask(VerifyAudit(of="keeper"), AUDITOR)
    one = {"of": "keeper", "run_id": run.run_id}
    for order in (VerifyAudit(of="keeper"), StopRun(**one), ResumeRun(**one)):
        assert refusal(house, order, HOLDER)[0] is Forbidden
    assert refusal(house, GetRun(of="keeper", run_id=uuid4()), AUDITOR)[0] is NotFound


def test_a_command_of_upkeep_tells_how_far_it_is_and_goes_on_where_it_was_killed(house):
    room = house["keeper"]
    told = Told(room.engine, KeeperService.store.kit.runs, RESEAL, total=10)
    told.more(4)
    [run] = house.ask(ListRuns(of="keeper"), HOLDER).items
    assert (run.kind, run.state, run.done, run.total) == (RESEAL, RUNNING, 4, 10)
    one = {"of": "keeper", "run_id": run.run_id}
    assert refusal(house, StopRun(**one), AUDITOR) == (Conflict, "run-not-so")
    again = Told(room.engine, KeeperService.store.kit.runs, RESEAL, total=6)
    again.more(6)
    again.end()
    [run] = house.ask(ListRuns(of="keeper"), HOLDER).items
    assert (run.state, run.done, run.total) == (DONE, 10, 10)


def refusal(house, command, caller):
    """Its kind and code."""
    with pytest.raises((Conflict, Forbidden, NotFound)) as told:
        house.ask(command, caller)
    return type(told.value), told.value.code
