"""异议: who may object and when, what it bars, and how it ends (domain 12, 16.6)."""

from dataclasses import replace
from uuid import uuid4

import pytest

from contracts.review import (
    ApplicationRejected,
    FileObjection,
    GetCase,
    ListCases,
    ObjectionResolved,
    PassSecondPost,
    ResolveObjection,
)


def objection(case):
    return FileObjection(
        application_id=case,
        objector_name="钱七",
        objector_contact="13900000000",
        content="申请人已在单位上班",
    )


def result(case, objection_id, upheld=False):
    return ResolveObjection(
        application_id=case, objection_id=objection_id, upheld=upheld, findings="已走访核实"
    )


def second(case):
    return PassSecondPost(application_id=case, dossier_version=1)


def test_only_while_publicity_runs(counter):
    desk = counter(2019, 4, 3, 9)
    case = desk.ready()
    anybody = desk.officer("citizen", "", "", tier="public")
    assert desk.refused(objection(case), anybody).code == "publicity-not-running"
    desk.report(case)
    assert desk.refused(objection(case), anybody).code == "publicity-not-running"
    desk.at(2019, 4, 4, 0)
    desk.ask(objection(case), anybody)
    desk.at(2019, 4, 11, 23, 59)
    desk.ask(objection(case), anybody)
    desk.at(2019, 4, 12, 0)
    assert desk.refused(objection(case), anybody).code == "publicity-not-running"
    assert desk.refused(objection(uuid4()), anybody).code == "publicity-not-running"


def test_each_open_objection_bars_the_second_post(counter):
    desk = counter(2019, 4, 3, 9)
    case = desk.reported()
    desk.first(case)
    desk.at(2019, 4, 4, 9)
    early = desk.object(case)
    desk.ask(result(case, early), desk.desk)
    desk.at(2019, 4, 11, 17)
    late = desk.object(case)  # a second one, on the last day, after the first was dismissed
    desk.at(2019, 4, 12, 9)
    assert desk.see(case).publicity_closed
    assert desk.refused(second(case), desk.two).code == "objection-open"
    assert "pass_second_post" not in desk.see(case, desk.two).allowed
    desk.ask(result(case, late), desk.clerk)
    assert desk.second(case).state == "approved"
    assert [said.upheld for said in desk.said(ObjectionResolved)] == [False, False]


def test_an_upheld_objection_rejects(counter):
    desk = counter(2019, 4, 3, 9)
    case = desk.reported()
    desk.at(2019, 4, 4, 9)
    filed = desk.object(case)
    assert desk.ask(result(case, filed, upheld=True), desk.clerk).state == "rejected"
    [said] = desk.said(ApplicationRejected)
    assert (said.stage, said.reason_code) == ("objection", "R-OBJ")
    assert desk.refused(second(case), desk.two).code == "case-moved-on"


def test_a_result_is_given_once_and_only_to_what_was_filed(counter):
    desk = counter(2019, 4, 3, 9)
    case = desk.reported()
    desk.at(2019, 4, 4, 9)
    filed = desk.object(case)
    assert desk.refused(result(case, uuid4()), desk.clerk).code == "objection-not-found"
    assert desk.refused(result(case, filed), desk.one).code == "forbidden"
    desk.ask(result(case, filed), desk.clerk)
    assert desk.refused(result(case, filed), desk.clerk).code == "objection-resolved"


@pytest.mark.parametrize("days", [5, 9])
def test_a_late_check_escalates_and_the_queue_shows_it(counter, days):
    desk = counter(2019, 4, 3, 9)
    case = desk.reported()
    desk.at(2019, 4, 4, 9)
    desk.object(case)
    desk.object(case)
    desk.house.turn(days=days)  # due on 04-12
    [line] = desk.ask(ListCases(queue="objections"), desk.clerk).items
    assert line.next_step == "objection" and line.overdue == (days == 9)
    assert desk.see(case).state == ("publicity" if days == 5 else "second_review")


def test_who_objected_is_read_in_clear_only_with_a_reason_and_on_record(counter):
    desk = counter(2019, 4, 3, 9)
    case = desk.reported()
    desk.at(2019, 4, 4, 9)
    desk.object(case)
    masked = desk.see(case)
    [shown] = masked.objections
    assert (shown.objector_name, shown.objector_contact) == ("钱*", "139****0000")
    assert "clear_read" not in [step.what for step in masked.history]
    in_clear = GetCase(application_id=case, clear=True)
    assert desk.refused(in_clear, desk.clerk).code == "reason-needed"
    in_clear = replace(in_clear, reason="电话核实异议")
    assert desk.refused(in_clear, desk.one).code == "forbidden"
    [shown] = desk.ask(in_clear, desk.clerk).objections
    assert (shown.objector_name, shown.objector_contact) == ("钱七", "13900000000")
    assert desk.see(case).history[-1].what == "clear_read"
    [shown] = desk.see(case, desk.one).objections
    assert (shown.objector_name, shown.objector_contact) == ("", "")


def test_the_objector_is_nowhere_in_clear(counter):
    desk = counter(2019, 4, 3, 9)
    case = desk.reported()
    desk.at(2019, 4, 4, 9)
    desk.object(case)
    tables = ("cases", "objections", "outbox", "audit", "deadlines", "posts")
    with desk.house["review"].engine.connect() as connection:
        for table in tables:
            rows = str(connection.exec_driver_sql(f"SELECT * FROM {table}").all())
            for secret in ("钱七", "13900000000", "张三", desk.person["id_number"], "1962-08"):
                assert secret not in rows, table
