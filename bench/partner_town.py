"""A house in which one partner may be away, ten clerks, and the figures of their work.

Services, waiting room and partners in person (stand-ins with keys of their own) work in one process
over PostgreSQL, without HTTP and without a broker.
"""

import base64
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import text

from contracts import wire
from contracts.intake import (
    PHOTO_KINDS,
    AcceptApplication,
    AttachPhoto,
    GetCommitmentText,
    SubmitApplication,
)
from contracts.outside import CheckAnswered
from intake.service import IntakeService
from kernel.clock import SHANGHAI, FixedClock
from outside.demo import demo_settings
from outside.places import Place
from partners.service import PartnersService
from review.service import ReviewService
from servicekit.testing.house import House
from simulators.service import StandIns
from simulators.simulation.officers import clerk
from simulators.story.people import invent, submission
from simulators.story.photos import page
from simulators.story.places import DONGHUAMEN, NANMOFANG

__all__ = ["AWAY", "CLERKS", "Town"]

MONDAY = datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)
AWAY, CLERKS = "police", 10
UNANSWERED = "SELECT count(*) FROM requests WHERE partner = :away AND state <> 'answered'"


class Town(House):
    """A house in which one partner may be away: what it is told lies in its queue."""

    def __init__(self) -> None:
        services = (IntakeService, ReviewService, PartnersService, StandIns)
        with tempfile.TemporaryDirectory() as folder:
            settings = demo_settings(Path(folder))
        super().__init__(FixedClock(MONDAY), *services, settings=settings)
        self.away, self.lying = False, []  # type: bool, list[Any]
        self.clerks = ThreadPoolExecutor(CLERKS)

    def _hand_over(self, exchange: str, body: Any) -> None:
        if self.away and exchange == Place(AWAY).told:
            self.lying.append(body)
        else:
            super()._hand_over(exchange, body)

    def back(self, forgets: bool = False) -> None:
        """The partner is there again and reads its queue, unless that is lost."""
        self.away, lying, self.lying = False, self.lying, []
        for body in [] if forgets else lying:
            self._hand_over(Place(AWAY).told, body)

    def take(self, numbers: range) -> None:
        """So many applications, ten clerks at the same moment."""
        for done in [self.clerks.submit(self._take, number) for number in numbers]:
            done.result()

    def _take(self, number: int) -> None:
        """Forms, photographs and acceptance."""
        place = (DONGHUAMEN, NANMOFANG)[number % 2]
        officer, day = clerk(place.street), MONDAY.date()
        said = self.ask(GetCommitmentText(agency=place.street[:6]), officer)
        signed = {"version": said.version, "transcription": said.transcription}
        form = submission(invent(number, day), place.street, day, signed)
        taken = self.ask(wire.load(SubmitApplication, form), officer, f"submit-{number}")
        case = taken.application_id
        for kind in PHOTO_KINDS:
            content = base64.b64encode(page(kind)).decode()
            photo = AttachPhoto(application_id=case, kind=kind, content=content)
            self.ask(photo, officer, f"{kind}-{number}")
        self.ask(AcceptApplication(application_id=case), officer, f"accept-{number}")

    def count(self, service: str, query: str) -> int:
        """One figure from a service's database; `:away` is the partner's name."""
        with self[service].engine.connect() as connection:
            given = {"away": AWAY} if ":away" in query else {}
            return int(connection.execute(text(query), given).scalar_one())

    def unanswered(self) -> int:
        """Questions to the partner without an answer."""
        return self.count("partners", UNANSWERED)

    def answers(self, of: str = "") -> Counter[UUID]:
        """Request -> how often partners said an answer of it to the others."""
        with self["partners"].engine.connect() as connection:
            rows = connection.execute(text("SELECT number, partner FROM requests")).all()
        said = Counter(event.request_id for event in self.said("partners", CheckAnswered))
        asked = {UUID(number) for number, partner in rows if of in ("", partner)}
        return Counter({number: said[number] for number in asked})

    def close(self) -> None:
        self.clerks.shutdown()
        super().close()

    def parked(self) -> int:
        """Letters that could not be applied, in any service."""
        return sum(len(room.parked()) for room in self.rooms.values())
