"""What one application costs the services: `python bench/cost.py [--applications 20]`.

Applications are taken through all installed services in this process, without HTTP and without a
broker, until nobody has anything left to say. Statements and transactions are counted on the
way: they do not depend on how busy the machine is. Writes bench/results/cost.json.
"""

import argparse
import base64
import json
import os
import subprocess  # nosec B404 - asks git which commit was measured
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

import policy
from contracts import wire
from contracts.intake import (
    PHOTO_KINDS,
    AcceptApplication,
    AttachPhoto,
    GetCommitmentText,
    SubmitApplication,
)
from kernel.clock import SHANGHAI, FixedClock
from outside.demo import demo_settings
from servicekit.assembly import installed_services
from servicekit.testing.house import House
from simulators.simulation.officers import clerk
from simulators.story.people import invent, submission
from simulators.story.photos import page
from simulators.story.places import DONGHUAMEN

MONDAY = datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)
RESULTS = Path(__file__).parent / "results"
WARM = 3  # applications before the counting begins


def main() -> None:
    """One run; prints and keeps what one application took."""
    words = argparse.ArgumentParser()
    words.add_argument("--applications", type=int, default=20)
    wanted = words.parse_args().applications
    house = whole_house()
    try:
        for number in range(WARM):
            take(house, number)
        counts = counted()
        begin = time.process_time()
        for number in range(WARM, WARM + wanted):
            counts["letters"] += take(house, number)
        seconds = time.process_time() - begin
    finally:
        house.close()
    commit = subprocess.run(  # nosec B603 B607 - a fixed command of whoever measures
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True
    ).stdout.strip()
    result = {
        "commit": commit,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "load": os.getloadavg(),
        "applications": wanted,
        "each": {name: round(count / wanted, 1) for name, count in counts.items()},
        "cpu_ms_each": round(seconds / wanted * 1000, 1),
    }
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "cost.json").write_text(json.dumps(result, indent=1) + "\n")
    print(result)


def whole_house() -> House:
    """All installed services, the outside systems' stand-ins among them, with keys of their own."""
    with tempfile.TemporaryDirectory() as folder:
        settings = demo_settings(Path(folder))
    return House(FixedClock(MONDAY), *installed_services().values(), settings=settings)


def counted() -> Counter[str]:
    """Counts from now on."""
    counts: Counter[str] = Counter()

    @event.listens_for(Engine, "before_cursor_execute")
    def _statement(*_: Any) -> None:
        counts["statements"] += 1

    @event.listens_for(Engine, "commit")
    def _commit(*_: Any) -> None:
        counts["commits"] += 1

    return counts


def take(house: House, number: int) -> int:
    """Forms, photographs, acceptance, and every letter that follows; returns how many."""
    street, day = DONGHUAMEN.street, MONDAY.date()
    officer = clerk(street)
    text = house.ask(
        GetCommitmentText(agency=policy.load().divisions.agency_of(street).code), officer
    )
    signed = {"version": text.version, "transcription": text.transcription}
    form = wire.load(SubmitApplication, submission(invent(number, day), street, day, signed))
    case = house.ask(form, officer, f"submit-{number}").application_id
    for kind in PHOTO_KINDS:
        content = base64.b64encode(page(kind)).decode()
        photo = AttachPhoto(application_id=case, kind=kind, content=content)
        house.ask(photo, officer, f"{kind}-{number}")
    house.ask(AcceptApplication(application_id=case), officer, f"accept-{number}")
    return house.settle()


if __name__ == "__main__":
    main()
