"""One partners service in a house, and whoever speaks for a partner."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from kernel.clock import SHANGHAI, FixedClock
from outside.demo import book_for, every_side
from outside.envelope import close, open_letter
from outside.keys import KeyBook
from outside.letters import LINGBU, Envelope, Letter
from outside.partners import PARTNERS
from outside.places import Place
from partners.service import PartnersService
from servicekit.testing.house import House

KEYS = every_side()
START = datetime(2019, 5, 20, 9, tzinfo=SHANGHAI)


class Partner:
    """The other side: reads what it was told, answers with its own keys or with others'."""

    def __init__(self, name: str, house: "Town") -> None:
        self.name, self.house = name, house
        self.keys = KeyBook.from_text(book_for(name, KEYS), name)

    def told(self) -> list[Any]:
        """Everything Lingbu has said to it so far, opened."""
        now = self.house.clock.now()
        told = Place(self.name).told
        rows = [row for row in self.house["partners"].letters() if row.exchange == told]
        return [open_letter(row.body, self.name, self.keys, PARTNERS, now) for row in rows]

    def close(self, letter: Letter, request: str, **envelope: Any) -> Any:
        """A letter as it would travel."""
        values = {
            "letter": uuid4(),
            "message": letter.message,
            "version": letter.version,
            "sender": self.name,
            "receiver": LINGBU,
            "request": request,
            "sent_at": self.house.clock.now(),
        }
        return close(letter, Envelope(**(values | envelope)), self.keys)

    def say(self, letter: Letter, request: str, over: str = "", **envelope: Any) -> str:
        """Says it over its own exchange or another's; what became of it at our side."""
        body = self.close(letter, request, **envelope)
        return self.house["partners"].desk.hear(body, over or self.name)


class Town(House):
    """A house with one service and the partners around it."""

    def __init__(self) -> None:
        clock = FixedClock(START)
        super().__init__(clock, PartnersService, settings={"PARTNER_KEYS": book_for(LINGBU, KEYS)})

    def partner(self, name: str) -> Partner:
        """Whoever speaks for a partner."""
        return Partner(name, self)

    def request(self, number: UUID | str) -> Any:
        """What the service keeps of a request."""
        with self["partners"].desk.uow() as uow:
            return uow.requests.find(str(number))

    def line(self, partner: str) -> Any:
        """How the line to a partner is."""
        with self["partners"].desk.uow() as uow:
            return uow.lines.of(partner)

    def open_letters(self) -> list[str]:
        """Why letters are parked."""
        return [row.reason for row in self["partners"].parked()]


PERSON = {
    "name": "王小明",
    "id_number": "110101199003070134",
    "category": "P4045",
    "hukou_type": "urban",
    "started_on": "2019-04-01",
    "bank": "邮储银行",
    "account": "6217000000000000001",
}
SUBJECT = json.dumps(PERSON, ensure_ascii=False)
