"""The examples over a real broker: what the check finds, and through the partners service."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from around import open_town
from exchange import CHECKS, TOWN
from kits import KNOWN, BrokenKit, end

from contracts.outside import (
    CheckAnswered,
    CheckRequested,
    ContributionAnswered,
    ContributionQueried,
    DeductionReported,
    EnrolListAcknowledged,
    EnrolListSent,
    EnrolRow,
    StatusReported,
)

pytestmark = pytest.mark.connected
PERSON = {"name": "王小明", "id_number": KNOWN, "bank": "BOB", "account": "620000000000000009"}
SUBJECT = json.dumps(PERSON, ensure_ascii=False)


def check(exchange, name, *words):
    """`lingbu partner-check` as its engineers run it; code and report."""
    broker, keys = exchange.administrator(CHECKS), str(exchange.lingbus_keys())
    given = ["--broker", broker, "--keys", keys, "--wait", "20", "--quiet", "1", "--json"]
    done = subprocess.run(
        [sys.executable, "-m", "servicekit.cli", "partner-check", name, *given, *words],
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


def failed(report):
    return {one["code"] for one in report["findings"] if one["outcome"] == "failed"}


def test_the_python_example_keeps_the_contract(exchange, police):
    with police.serving(CHECKS):
        code, report = check(exchange, "police", "--sample", "30", "--wait", "60")
    assert (failed(report), code) == (set(), 0), report["findings"]
    assert report["passed"] >= 25


def test_the_node_example_keeps_the_contract(exchange, centre):
    with centre.serving(CHECKS):
        code, report = check(exchange, "centre", "--sample", "30", "--wait", "60")
    assert (failed(report), code) == (set(), 0), report["findings"]
    assert report["passed"] >= 34


def test_a_careless_partner_is_found_out(exchange, tmp_path):
    with BrokenKit("police", exchange, tmp_path / "police", "careless").serving(CHECKS):
        code, report = check(exchange, "police", "--sample", "2")
    assert failed(report) >= {"same-answer", "expired"}
    assert failed(report) <= {"same-answer", "redelivery", "expired"}
    assert code == 1


def test_a_forger_is_found_out(exchange, tmp_path):
    with BrokenKit("police", exchange, tmp_path / "police", "forged").serving(CHECKS):
        code, report = check(exchange, "police", "--sample", "2")
    assert {"signature", "answer:check.request/CHK-GA-ID", "throughput"} <= failed(report)
    assert not {"bad-signature", "persistent", "emptied", "schema"} & failed(report)
    assert code == 1


def test_they_come_back_when_the_broker_was_away(exchange, police, centre):
    with police.serving(CHECKS) as one, centre.serving(CHECKS) as other:
        exchange.servers.broker("stop_app")
        exchange.servers.broker("start_app")
        police.wait_until_reading(one, times=2)
        centre.wait_until_reading(other, times=2)
        code, report = check(exchange, "police", "--sample", "2")
    assert (failed(report), code) == (set(), 0)


def question(code):
    return CheckRequested(
        application_id=uuid4(),
        request_id=uuid4(),
        check_code=code,
        asked_at=datetime.now(UTC),
        subject=SUBJECT,
    )


def additions(benefit):
    """A month's list with one person."""
    row = EnrolRow(
        row=1, application_id=benefit, month="2019-06", personal="269.26", subsidy="863.67"
    )
    return EnrolListSent(
        list_id=uuid4(),
        agency="110101",
        month="2019-06",
        kind="additions",
        sequence=1,
        rows=(row,),
        digest="d" * 64,
        people=json.dumps([PERSON], ensure_ascii=False),
    )


def test_both_answer_the_partners_service(exchange, police, centre, tmp_path):
    with open_town(exchange, tmp_path) as town:
        with police.serving(TOWN) as process, centre.serving(TOWN):
            asked = [question("CHK-GA-ID"), question("CHK-SB-EMP")]
            for one in asked:
                town.say(one)
            answers = {one.request_id: one.result for one in town.hear(CheckAnswered, 2)}
            assert answers == {one.request_id: "PASS" for one in asked}

            the_centre_in_a_month(town, centre)

            police.order(TOWN, "status", KNOWN, "death", "2019-06")
            [reported] = town.hear(StatusReported)
            assert (reported.status, json.loads(reported.subject)["id_number"]) == ("death", KNOWN)

            process.kill()
            process.wait()
            late = question("CHK-GA-HK")
            town.say(late)  # lies in the queue of who is away
            again = police.start(TOWN)
            try:
                answers = town.hear(CheckAnswered, 3)
                assert (answers[-1].request_id, answers[-1].result) == (late.request_id, "PASS")
            finally:
                end(again)


def the_centre_in_a_month(town, centre):
    """What is on record, the list, and what was deducted."""
    query = ContributionQueried(
        application_id=uuid4(), request_id=uuid4(), from_month="2019-05", subject=SUBJECT
    )
    town.say(query)
    [answer] = town.hear(ContributionAnswered)
    assert [(line.month, line.payer) for line in answer.lines] == [("2019-06", "self")]

    benefit = uuid4()
    sent = additions(benefit)
    town.say(sent)
    [taken] = town.hear(EnrolListAcknowledged)
    assert (taken.list_id, taken.refused) == (sent.list_id, ())

    assert "1 results" in centre.order(TOWN, "deduct", "2019-06")
    [reported] = town.hear(DeductionReported)
    assert (reported.application_id, reported.month) == (benefit, "2019-06")
    assert (reported.code, reported.deducted) == ("00", "269.26")
