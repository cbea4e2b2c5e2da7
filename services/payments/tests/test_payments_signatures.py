"""What an officer decides about a benefit is not done without a signature (ADR 0009)."""

from dataclasses import replace
from uuid import uuid4

import pytest
from payments_cases import CLERK, DISTRICT_OFFICER, ID_NUMBER, Case, at

from contracts.outside import StatusReported
from contracts.payments import (
    DismissSuspicion,
    ExtendBenefit,
    PayArrears,
    StopBenefit,
    TransferBenefit,
)
from contracts.signing import Proof
from kernel.errors import Refusal
from servicekit.signing.decisions import challenge_of
from servicekit.testing.house import KEYS, SEALER


@pytest.fixture
def case(house):
    """Ran until September 2020, with a month put off and a report of an outside source."""
    house.clock.set(at("2020-07-06"))
    case = Case(house, start="2020-07", months=3)
    case.person_key = SEALER.search_hash(ID_NUMBER)
    case.active()
    house.turn_to(at("2020-09-15"))
    case.report()
    return case


def suspected(house, case):
    event = StatusReported(
        event_id=uuid4(),
        reporter="税务",
        status="employment",
        month="2020-08",
        subject=f'{{"id_number": "{ID_NUMBER}"}}',
    )
    house.tell(event)
    return DismissSuspicion(application_id=case.id, event_id=event.event_id, note="已核实不属实")


def put_off(house, case):
    case.deduct("2020-07", "01", deferred=True)
    house.clock.set(at("2021-02-02"))
    day = at("2021-02-01").date()
    return PayArrears(application_id=case.id, month="2020-07", base="3613", paid_on=day)


def expired(house, case):
    house.turn_to(at("2020-10-09"))
    return ExtendBenefit(application_id=case.id, note="仍未稳定就业")


def moved(house, case):
    house.clock.set(at("2020-08-15"))
    return TransferBenefit(
        application_id=case.id, to_street="110101009", from_month="2020-09", reason="已搬家"
    )


def ended(house, case):
    return StopBenefit(application_id=case.id, code="S10", event_month="2020-09", note="本人申请")


DECISIONS = {
    ended: CLERK,
    suspected: CLERK,
    put_off: CLERK,
    expired: DISTRICT_OFFICER,
    moved: DISTRICT_OFFICER,
}


def refused(house, command, caller):
    """Straight to the service, nobody pressing a key."""
    with pytest.raises(Refusal) as caught:
        house.perform(command, caller)
    return caught.value


@pytest.mark.parametrize("made", DECISIONS, ids=lambda made: made.__name__)
def test_a_decision_waits_for_the_officers_own_key(house, case, made):
    command, caller = made(house, case), DECISIONS[made]
    before = case.view()
    house.presser.bind(caller)
    wanted = refused(house, command, caller)
    assert (wanted.code, wanted.status) == ("signature-wanted", 428)
    challenge = challenge_of(wanted)
    assert before.number in challenge.sentence and command.command_name() in challenge.text

    forged = Proof(challenge_id=challenge.challenge_id, signature=KEYS.sign("K9", challenge.text))
    assert refused(house, replace(command, proof=forged), caller).code == "signature-refused"
    assert case.view() == before

    challenge = challenge_of(refused(house, command, caller))
    signature = KEYS.sign(caller.key_serial, challenge.text)
    proof = Proof(challenge_id=challenge.challenge_id, signature=signature)
    house.perform(replace(command, proof=proof), caller)
    assert case.view() != before
