"""A stop that the service is said to have made by itself has something that made it."""

import json
from uuid import uuid4

import pytest
from payments_cases import CLERK, DISTRICT_OFFICER, ID_NUMBER, Case, at
from sqlalchemy import text

from contracts.inspections import InspectionClosed
from contracts.intake import ApplicationWithdrawn
from contracts.outside import StatusReported
from contracts.payments import StopBenefit
from servicekit.audit.signing import Verifier
from servicekit.signing.recheck import Recheck
from servicekit.testing.house import SEALER


def found(house):
    """What `lingbu verify-signatures` says of the database."""
    room = house["payments"]
    with room.engine.connect() as connection:
        again = Recheck(
            service="payments",
            store=room.desk.store,
            connection=connection,
            sealer=SEALER,
            trust=room.desk.world.trust,
            audit=Verifier(""),
        )
        return [fault.why for fault in again.faults()]


@pytest.fixture
def case(house):
    """Active since May 2021, for four months."""
    house.clock.set(at("2021-05-06"))
    case = Case(house, start="2021-05", months=4)
    case.person_key = SEALER.search_hash(ID_NUMBER)
    return case.active()


def expired(house, case):
    house.turn_to(at("2021-07-20"))
    case.report()
    house.turn_to(at("2021-09-02"))


def failed(house, case):
    house.turn_to(at("2021-06-25"))
    case.deduct("2021-05", "01")
    case.deduct("2021-06", "01")


def unreported(house, case):
    house.turn_to(at("2021-08-03"))


def retired(house, case):
    """The birth year was wrong: fifty in June."""
    born = {"birth_date": "1971-06-15", "sex": "female", "retire_class": "worker"}
    with house["payments"].engine.begin() as connection:
        connection.execute(
            text("UPDATE applicants SET facts = facts || CAST(:born AS jsonb)"),
            {"born": json.dumps(born)},
        )
    house.turn_to(at("2021-07-05"))


def died(house, case):
    for source in ("公安", "民政"):
        house.tell(
            StatusReported(
                event_id=uuid4(),
                reporter=source,
                status="death",
                month="2021-05",
                subject=json.dumps({"id_number": ID_NUMBER}),
            )
        )


def withdrawn(house, case):
    house.tell(ApplicationWithdrawn(application_id=case.id, reason="不办了"))


def inspected(house, case):
    closed = InspectionClosed(sample_id=uuid4(), application_id=case.id, outcome="failed")
    house.tell(closed)


def employed(house, case):
    case.report(employed_by_unit=True)


def employed_on_the_phone(house, case):
    case.report(case.person, channel="wechat", employed_by_unit=True)


def by_hand(house, case):
    stop = StopBenefit(application_id=case.id, code="S06", event_month="2021-05", note="家属告知")
    house.ask(stop, CLERK)


CAUSES = {
    expired: "S01",
    failed: "S02",
    unreported: "S03",
    employed: "S04",
    employed_on_the_phone: "S04",
    retired: "S05",
    died: "S06",
    by_hand: "S06",
    inspected: "S09",
    withdrawn: "S10",
}
UNDONE = {
    expired: "DELETE FROM deadlines WHERE kind = 'month_turn' AND fired_at IS NOT NULL",
    failed: "DELETE FROM results WHERE month = '2021-05'",
    unreported: "DELETE FROM deadlines WHERE kind = 'report_stop'",
    employed: "DELETE FROM reports",
    employed_on_the_phone: "UPDATE reports SET employed_by_unit = false",
    retired: "DELETE FROM deadlines WHERE kind IN ('month_turn', 'retirement')",
    died: "DELETE FROM suspicions WHERE reporter = '民政'",
    by_hand: "DELETE FROM signatures WHERE decision = 'stop_benefit'",
    inspected: "DELETE FROM inbox WHERE event = 'inspection_closed'",
    withdrawn: "UPDATE applicants SET withdrawn = false",
}


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.__name__)
def test_a_stop_is_believed_with_its_cause_and_named_without(house, case, cause):
    cause(house, case)
    assert case.view(DISTRICT_OFFICER).stop_code == CAUSES[cause]
    assert found(house) == []
    with house["payments"].engine.begin() as connection:
        connection.execute(text("SET session_replication_role = replica"))
        assert connection.execute(text(UNDONE[cause])).rowcount
        connection.execute(text("SET session_replication_role = DEFAULT"))
    told = found(house)
    assert [why for why in told if why.startswith(("自动", "记录为经办人停止"))], told


@pytest.mark.parametrize("code", sorted({*CAUSES.values(), "S07", "S11"}))
def test_a_stop_forged_as_the_systems_own_act_is_named(house, case, code):
    """Rows and record, as who may write everything would: chained, and by the system."""
    with house["payments"].engine.begin() as connection:
        connection.execute(
            text(
                "UPDATE entitlements SET state = 'stopped', stop_code = :code,"
                " stop_month = '2021-06', decided_code = :code, decided_month = '2021-06'"
            ),
            {"code": code},
        )
        connection.execute(
            text(
                "INSERT INTO audit SELECT chain, n + 1, at, written, 'system', '', '', :action,"
                " '停止享受', clause, '{}', why, hash, reverse(hash) FROM audit"
                " WHERE chain = :chain ORDER BY n DESC LIMIT 1"
            ),
            {"action": "benefit_stopped", "chain": str(case.id)},
        )
    [why] = found(house)
    assert why.startswith("自动") or why == "这一停止原因不会自动发生。"


def test_a_stop_without_any_record_is_named(house, case):
    with house["payments"].engine.begin() as connection:
        connection.execute(
            text("UPDATE entitlements SET state='stopped', stop_code='S03', stop_month='2021-06'")
        )
    assert found(house) == ["库中已停止，记录中没有停止这一步。"]
