"""The stand-ins behind either door, and what is asked of them."""

import json
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from uuid import UUID, uuid4

from contracts.outside import (
    CheckRequested,
    DeductionReported,
    EnrolListSent,
    EnrolRow,
)
from contracts.simulators import TeachSimulator
from kernel.clock import SHANGHAI, FixedClock
from outside.demo import demo_settings
from partners.service import PartnersService
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
