"""Outside systems through the real door: signed letters over the bus, the waiting room, two hands.

Late, twice, out of order, for a closed case, badly signed, by the wrong partner: what is not the
answer of who was asked is parked or noted, and counts for nothing.
"""

import json
import subprocess
from datetime import datetime
from uuid import uuid4

import pytest
from houses import LINGBU
from outsider import Outsider

from kernel.clock import SHANGHAI
from outside.registries import CheckResponse
from simulators.story.answers import Refused, until
from simulators.story.counters import Counter
from simulators.story.people import invent
from simulators.story.places import DONGHUAMEN

MONDAY = datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)
ASKED = "CHK-GA-ID"


def begin(house):
    house.lingbu.set_clock(MONDAY)
    return Counter(house.lingbu, DONGHUAMEN)


def take(counter, number):
    return counter.take(invent(number, MONDAY.date()), MONDAY.date())


def teach(house, partner, **habits):
    key = {"Idempotency-Key": str(uuid4())}
    return house.lingbu.ask("POST", "/demo/stand-ins", {"partner": partner, **habits}, **key)


def matched(counter, case):
    return counter.case(case)["state"] == "initial_review"


def waiting(house, **filters):
    return house.lingbu.officer("city").get("/waiting", **filters)["items"]


def reasons(house):
    return sorted(line.split("停放")[1].split()[0] for line in house.parked() if "停放" in line)


def history(counter, case):
    return [item["what"] for item in counter.clerk.get(f"/applications/{case}")["history"]]


def test_answers_twice_and_out_of_order_have_one_effect_each(embedded):
    house = embedded()
    counter = begin(house)
    for partner in ("police", "employment", "centre", "archives"):
        teach(house, partner, duplicates=100, reorder_ms=3000)
    cases = [take(counter, number) for number in (1, 2, 3)]
    for case in cases:
        until(lambda case=case: matched(counter, case), what="比对完成")
    assert house.parked() == []
    assert house.count("review", "cases") == 3
    asked = house.count("partners", "requests")
    until(lambda: house.count("partners", "requests", "state = 'answered'") == asked, what="都答复")
    assert house.count("partners", "outbox", "routing_key = 'check_answered.v1'") == asked
    said = house.count("simulators", "outbox", "exchange LIKE 'partner.%'")
    assert said > asked


def test_a_silent_partner_is_waited_for_and_spoken_for_by_two_hands(embedded):
    house = embedded()
    counter = begin(house)
    teach(house, "police", outage=True)
    case = take(counter, 1)
    only = ["police"] * 3
    until(lambda: [one["partner"] for one in waiting(house)] == only, what="只剩公安的三项")
    listed = cli(house, "waiting", "--partner", "police")
    assert "共 3 件等候" in listed and ASKED in listed
    for one in waiting(house):
        number, form = one["request_id"], {"reason": "专线中断", "evidence": "公安复函第7号"}
        city, second = house.lingbu.officer("city"), house.lingbu.officer("city-second")
        city.post(f"/waiting/{number}/outcome", form | {"outcome": {"finding": "PASS"}})
        agreed = {"upheld": True, "reason": "与复函一致"}
        with pytest.raises(Refused, match="same-officer"):
            city.post(f"/waiting/{number}/confirmation", agreed)
        done = second.post(f"/waiting/{number}/confirmation", agreed)
        assert (done["state"], done["source"]) == ("answered", "by-hand")
    until(lambda: matched(counter, case), what="比对完成")
    assert waiting(house) == []
    verified = subprocess.run(
        [*LINGBU, "verify-signatures", "--var", str(house.var)], capture_output=True, text=True
    )
    assert verified.returncode == 0, verified.stdout


def test_a_forged_answer_is_parked_and_the_question_said_again_is_answered(embedded):
    house = embedded()
    counter = begin(house)
    teach(house, "police", wrong_signature=100)
    case = take(counter, 1)
    until(lambda: reasons(house) == ["bad-signature"] * 3, what="三封伪造的答复停放")
    assert not matched(counter, case)
    teach(house, "police")
    count = house.lingbu.officer("city").post("/waiting/resending", {"partner": "police"})["count"]
    assert count == 3
    until(lambda: matched(counter, case), what="比对完成")


def cli(house, *words):
    command = [*LINGBU, *words, "--var", str(house.var)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.connected
def test_one_stand_in_alone_and_whoever_else_speaks_over_its_line(distributed, servers):
    """Real servers; of all partners only the police are there, as a process of its own."""
    house = distributed()
    counter = begin(house)
    house.stop("simulators")
    keys = house.partners_keys()
    house.start_stand_in("police", {"police": keys["police"]}, SIM_DUPLICATES="100")
    case, closed = take(counter, 1), take(counter, 2)
    answered = "partner = 'police' AND state = 'answered'"
    until(lambda: house.count("partners", "requests", answered) == 6, what="公安答复两件各三项")
    until(lambda: len(waiting(house, partner="archives")) == 2, what="存档机构没有答复")
    assert not matched(counter, case)
    counter.withdraw(closed, "不再申请")

    archives = Outsider(servers.amqp, "archives", keys, house.lingbu.now)
    [asked, late] = sorted(
        waiting(house, partner="archives"), key=lambda one: one["about"] == closed
    )
    answer = finding(asked, house)
    archives.send(b"not a letter", "check.response.v1")
    archives.say(answer, asked["request_id"], signer="a stranger")
    archives.say(answer, asked["request_id"], signer="police")
    archives.say(answer, asked["request_id"], sender="police")
    archives.say(answer, str(uuid4()))
    wrong = ["bad-signature", "undecodable", "unknown-request", "wrong-partner", "wrong-partner"]
    until(lambda: reasons(house) == wrong, what="五封都停放")
    assert len(waiting(house, partner="archives")) == 2

    again = archives.say(answer, asked["request_id"])
    archives.send(again, "check.response.v1")
    archives.say(finding(asked, house, "FAIL"), asked["request_id"])
    before = history(counter, closed)
    archives.say(finding(late, house), late["request_id"])
    until(lambda: not waiting(house, partner="archives"), what="存档机构的答复")
    assert reasons(house) == wrong
    about = f"about = '{case}' AND topic = '{answer.check_code}' AND answer = 'PASS'"
    assert house.count("partners", "requests", about) == 1
    one = counter.clerk.get(f"/applications/{case}")["checks"]
    assert [c["result"] for c in one if c["code"] == answer.check_code] == ["PASS"]
    assert counter.clerk.get(f"/applications/{closed}")["state"] == "withdrawn"
    assert "matching_completed" not in history(counter, closed)[len(before) :]


def finding(asked, house, result="PASS"):
    return CheckResponse(check_code=asked["topic"], result=result, answered_at=house.lingbu.now())


def test_the_lines_are_shown_to_who_keeps_them(embedded):
    house = embedded()
    begin(house)
    items = house.lingbu.officer("operator").get("/partners")["items"]
    assert {one["line"] for one in items} == {"closed"} and len(items) == 12
    with pytest.raises(Refused, match="403"):
        house.lingbu.officer("donghuamen-clerk").get("/partners")
    assert json.dumps(items)
