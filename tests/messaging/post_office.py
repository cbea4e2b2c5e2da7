"""Notify's house, a gateway before it, and simulated providers, on free ports of the loopback."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from waitress.server import create_server

from contracts.caller import APPLICANT, Caller
from contracts.intake import ApplicationAccepted, CaseFacts
from contracts.message import Command
from contracts.notify import GetMessage, ListMessages, MessageView
from contracts.review import ApplicationApproved
from gateway.app import create_app
from gateway.genuine import Callback
from gateway.settings import GatewaySettings
from gateway.store import Base
from kernel.clock import SHANGHAI, FixedClock
from notify.service import NotifyService
from servicekit.database import make_engine, make_sessions
from servicekit.testing.house import House
from servicekit.testing.postgres import database_for, give_back
from simulators.messaging.server import Provider, serve

MORNING = datetime(2019, 4, 12, 9, tzinfo=SHANGHAI)
PATIENCE = 10.0  # seconds until a fact must be there
FACTS = CaseFacts(
    street_code="110101001",
    agency="110101",
    category="P4045",
    sex="female",
    birth_date=date(1978, 3, 7),
    retire_class="worker",
    hukou_type="11",
    project="01",
    income_band="B",
    work_started_on=date(2019, 1, 1),
)


class PostOffice:
    """The gateway listens from the beginning, because providers must know where to report."""

    def __init__(self, secret: str) -> None:
        self.settings: dict[str, str] = {}
        self.house: House | None = None
        self._url = database_for(Base.metadata)
        self._engine = make_engine(self._url)
        settings = GatewaySettings(
            callbacks={name: Callback(secret) for name in ("kannel", "cloud", "wechat")}
        )
        clock = FixedClock(MORNING)
        app = create_app(self, make_sessions(self._engine), clock, settings)
        self._server = create_server(app, host="127.0.0.1", port=0, threads=4)
        self.address = f"http://127.0.0.1:{self._server.effective_port}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):  # closed under its hands
            self._server.run()

    def ask(self, command: Command, caller: Caller, key: str = "") -> Any:
        """The gateway's door to notify."""
        return self.open().perform(command, caller, key)

    def open(self) -> House:
        """Notify with the settings made so far."""
        if self.house is None:
            self.house = House(FixedClock(MORNING), NotifyService, settings=self.settings)
        return self.house

    def close(self) -> None:
        self._server.close()
        if self.house:
            self.house.close()
        self._engine.dispose()
        give_back(Base.metadata, self._url)

    # -- people and their messages

    def apply(self, name: str = "李秀英", **more: str) -> UUID:
        """Somebody whose application is approved: T1."""
        case = uuid4()
        known = {
            "name": name,
            "id_number": "110101197803070029",
            "phone": "13800000000",
            "contact": "13800000000",
            "bank": "PSBC",
            "account": "6210980000000000003",
            "emergency_contact": "010-88886666",
        }
        accepted = ApplicationAccepted(
            application_id=case,
            number="110101001-2019-000001",
            accepted_at=MORNING,
            process_version="2019",
            dossier_version=1,
            digest="d",
            facts=FACTS,
            person_key="k",
            person=json.dumps(known | more, ensure_ascii=False),
        )
        self.open().tell(accepted)
        return case

    def approve(self, case: UUID) -> None:
        approved = ApplicationApproved(
            application_id=case,
            approved_at=MORNING,
            applied_on=date(2019, 4, 1),
            proposed_start="2019-05",
            months=36,
            first_officer="d1",
            second_officer="d2",
        )
        self.open().tell(approved)

    def send(self, name: str = "李秀英", **more: str) -> UUID:
        case = self.apply(name, **more)
        self.approve(case)
        self.open().ring()
        return case

    def messages(self, case: UUID | None = None) -> tuple[MessageView, ...]:
        """With the texts as the persons themselves read them."""
        found = self.open().ask(ListMessages(application_id=case, limit=100)).items
        own: dict[UUID, str] = {}
        for one in {message.application_id for message in found}:
            person = Caller(subject=str(one), tier=APPLICANT)
            mine = self.open().ask(ListMessages(application_id=one, limit=100), person).items
            own |= {message.message_id: message.text for message in mine}
        return tuple(replace(one, text=own[one.message_id]) for one in found)

    def states(self) -> list[str]:
        return [message.state for message in self.messages()]

    def tries(self, case: UUID) -> list[tuple[str, str]]:
        [message] = self.messages(case)
        detail = self.open().ask(GetMessage(message_id=message.message_id))
        return [(one.way, one.state) for one in detail.tries]

    def until(self, states: list[str]) -> None:
        until(lambda: self.states() == states, lambda: str(self.states()))


def until(fact: Callable[[], bool], what: Callable[[], str] = lambda: "") -> None:
    """Waits for a fact; fails when it does not come."""
    end = time.monotonic() + PATIENCE
    while not fact():
        assert time.monotonic() < end, what()
        time.sleep(0.02)


@contextmanager
def served(provider: Provider) -> Iterator[str]:
    """The provider's address while it answers."""
    server = serve(provider)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
