"""The same hostile texts in letters of the bus: applied, held or parked, and the house goes on."""

import sys
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from hostile_texts import FORGED, MARK, every  # noqa: E402

from contracts.inventing import invent  # noqa: E402
from contracts.message import Meta, seal  # noqa: E402
from intake.service import IntakeService  # noqa: E402
from kernel.clock import SHANGHAI, FixedClock  # noqa: E402
from notify.service import NotifyService  # noqa: E402
from payments.service import PaymentsService  # noqa: E402
from reporting.service import ReportingService  # noqa: E402
from review.service import ReviewService  # noqa: E402
from servicekit.testing.house import SEALER, House  # noqa: E402

SERVICES = (IntakeService, ReviewService, PaymentsService, NotifyService, ReportingService)
MORNING = datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)
EACH = 4  # letters that carry one text
DONE = {"applied", "duplicate", "held", "parked", "delayed"}


@pytest.fixture(scope="module")
def house():
    found = House(FixedClock(MORNING), *SERVICES)
    yield found
    found.close()


def letters():
    """(service, letter): each text in the fields of four letters, as content and as envelope."""
    read = [(service, event) for service in SERVICES for event in service.read.table]
    for number, (_, text) in enumerate(every()):
        for turn in range(EACH):
            service, event = read[(number * EACH + turn) % len(read)]
            body = _letter(event)
            part = body["meta" if turn == 3 else "data"]
            names = [name for name, value in part.items() if isinstance(value, str)]
            if names:
                part[names[number % len(names)]] = text
            yield service.name, body


def _letter(event):
    said = invent(event)
    meta = Meta(
        message_id=uuid4(),
        event=event.event_name(),
        version=event.version,
        source=event.source,
        occurred_at=MORNING,
        correlation_id=uuid4(),
        aggregate_id=said.aggregate_id(),
    )
    return seal(said, meta, SEALER)


def test_no_letter_breaks_a_service_or_writes_into_its_log(house, caplog):
    count = 0
    for service, body in letters():
        assert house[service].desk.take_in(body) in DONE, body
        count += 1
    assert count >= 600
    assert FORGED not in caplog.text
    assert MARK not in caplog.text
