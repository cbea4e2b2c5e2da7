"""Cases whose message is sent, and how a house of notify lives on."""

from uuid import uuid4

from notify_cases import accepted, approved, messages

from contracts.notify import GetMessage


def told(house, **more):
    case = uuid4()
    house.tell(accepted(case, **more))
    house.tell(approved(case))
    return case


def states(house):
    return [m.state for m in messages(house)]


def tries(house):
    [message] = messages(house)
    return [one.state for one in house.ask(GetMessage(message_id=message.message_id)).tries]


def ring_on(house, *waits):
    for minutes in waits:
        house.turn(minutes=minutes)
