"""What stands in the addresses of the administrators' pages."""

import hashlib
import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from pages_town import Town
from sqlalchemy import insert

from contracts.calendar import CalendarChanged, CalendarDay
from contracts.caller import SYSTEM_CALLER
from contracts.message import Meta, seal
from contracts.sampling import GlassSeal
from kernel.clock import SHANGHAI
from outside.centre import DeductFile
from outside.envelope import close
from outside.files import Header, Row, write
from outside.keys import KeyBook
from outside.letters import LINGBU, Envelope
from servicekit.database import make_engine, make_sessions
from servicekit.installation import places
from servicekit.walls import info_of
from simulators.story.answers import until
from simulators.story.client import API

SILENT, AGENCY = "CHK-GA-ID", "110101"
FAR = date(2018, 1, 2)


@cache
def unanswered(town: Town) -> str:
    """A question to the police that gets no answer."""
    person = town.person()
    town.lingbu.teach(person.id_number, checks={SILENT: "SILENT"})
    case = town.east.take(person, town.now.date())

    def waiting() -> str:
        found = town.lingbu.officer("city").get("/waiting", partner="police", limit=100)["items"]
        mine = [one for one in found if one["about"] == case and one["topic"] == SILENT]
        return str(mine[0]["request_id"]) if mine else ""

    return until(waiting, 60, "等候的询问") or ""


@cache
def entered(town: Town) -> str:
    """A question whose answer one officer has entered by hand."""
    request = unanswered(town)
    form = {
        "outcome": {"finding": "PASS"},
        "reason": "对方系统停机检修",
        "evidence": "市局信息处王某 4月1日电话告知",
    }
    town.lingbu.officer("city-second").post(f"/waiting/{request}/outcome", form)
    return request


@cache
def file(town: Town) -> str:
    """A file that every page about files can show."""
    return bring(town, 40)


def bring(town: Town, lines: int) -> str:
    """A month's next file of deductions under the centre's own signature, brought whole by hand.

    Its lines are of benefits that nobody has, so that nobody's ledger changes.
    """
    month, clerk = f"{town.now:%Y-%m}", town.lingbu.officer("dongcheng-clerk")
    sequence = len(clerk.get("/deduction-files", month=month)["items"]) + 1
    rows = sorted(
        (Row(str(UUID(int=n + 1)), month, 1, "00", Decimal("269.26")) for n in range(lines)),
        key=lambda row: row.place,
    )
    header = Header(AGENCY, month, sequence, lines, lines * Decimal("269.26"))
    text = "".join(write(header, rows))
    known = clerk.post("/deduction-files", _announced(header, text, town))
    path = f"{API}/deduction-files/{known['file_id']}/content"
    sent = {"Content-Type": "text/csv", "Idempotency-Key": str(uuid4())}
    town.lingbu.call("PUT", path, text.encode(), **sent, **clerk.credentials())
    return str(known["file_id"])


def _announced(header: Header, text: str, town: Town) -> dict[str, str]:
    """What the centre signs for a file; in a demonstration the stand-in's keys lie there."""
    keys = json.loads((town.var / "partner-keys.json").read_text())
    said = DeductFile(
        agency=header.agency,
        month=header.month,
        sequence=header.sequence,
        lines=header.lines,
        total=str(header.total),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )
    envelope = Envelope(
        letter=uuid4(),
        message=said.message,
        version=1,
        sender="centre",
        receiver=LINGBU,
        request=f"{header.agency}-{header.month}-{header.sequence}",
        sent_at=town.now,
    )
    book = KeyBook.from_text(json.dumps({"own": keys["centre"], "others": {}}), "centre")
    return dict(close(said, envelope, book))


def park(var: Path, service: str, count: int = 1, reason: str = "failed") -> None:
    """Letters that this service could not apply and can apply now: notices of a far day."""
    with places(var, (service,)) as [place]:
        engine = make_engine(place.url, pool_size=1)
        with make_sessions(engine)(info=info_of(SYSTEM_CALLER)) as session:
            table = place.kit.parked  # type: ignore[union-attr]
            for _ in range(count):
                session.execute(insert(table).values(**_letter(reason)))
            session.commit()
        engine.dispose()


def _letter(reason: str) -> dict[str, Any]:
    notice = CalendarChanged(
        notice_id=uuid4(),
        document="远期放假通知",
        published_on=FAR,
        year=None,
        days=(CalendarDay(day=FAR, kind="off"),),
        entered_by="city",
        entered_at=datetime(2019, 4, 1, 9, tzinfo=SHANGHAI),
    )
    meta = Meta(
        message_id=uuid4(),
        event=notice.event_name(),
        source=notice.source,
        occurred_at=notice.entered_at,
        correlation_id=uuid4(),
        aggregate_id=notice.aggregate_id(),
        sequence=1,
    )
    same = ("message_id", "source", "event", "aggregate_id")
    kept = {name: getattr(meta, name) for name in same}
    body = seal(notice, meta, GlassSeal())
    return kept | {"body": body, "reason": reason, "detail": "TypeError", "attempts": 6}


@cache
def parked(town: Town) -> dict[str, str]:
    """A letter that waits for somebody, and goes on waiting."""
    park(town.var, "review", reason="crashed")
    path = "/services/review/parked-letters"
    found = town.lingbu.officer("operator").get(path, code="crashed")["items"]
    return {"of": "review", "parked_id": str(found[0]["parked_id"])}


@cache
def proved(town: Town) -> dict[str, str]:
    """A proof of one service's record that is over."""
    auditor = town.lingbu.officer("auditor")
    run = auditor.post("/services/notify/audit-verifications")
    path = f"/services/notify/runs/{run['run_id']}"
    until(lambda: auditor.get(path)["run"]["state"] == "done", 120, "审计核对")
    return {"of": "notify", "run_id": str(run["run_id"])}


PLACES: dict[str, Callable[[Town], dict[str, str]]] = {
    "officer": lambda town: {"account": "donghuamen-clerk"},
    "key": lambda town: {"serial": "SW-donghuamen-clerk"},
    "waiting": lambda town: {"request_id": unanswered(town)},
    "entered": lambda town: {"request_id": entered(town)},
    "partner": lambda town: {"partner": "police"},
    "file": lambda town: {"file_id": file(town)},
    "service": lambda town: {"of": "review"},
    "parked": parked,
    "run": proved,
    "counting": lambda town: {"of": "review"},
    "value": lambda town: {"name": "publicity_working_days"},
}
