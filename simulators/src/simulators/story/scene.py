"""What every chapter of the story has at hand: the house, the counter, the person, the teller."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TextIO

from kernel.clock import SHANGHAI
from kernel.contact import mask_name
from kernel.identity import compose
from simulators.story.answers import Refused, until
from simulators.story.client import Lingbu, Officer
from simulators.story.counters import Counter
from simulators.story.people import Person, card
from simulators.story.places import DONGHUAMEN
from simulators.story.terminal import Broken, Teller, must

__all__ = ["Scene", "heroine"]


def heroine(sequence: int = 2) -> Person:
    """The applicant of the story: born 1978-03-07, 41 years old, P4045. She does not exist."""
    return Person(
        slug=f"story-{sequence}",
        name="王秀兰",
        id_number=compose("110101", date(1978, 3, 7), sequence),
        project="01",
        income_band="C",
        account=card(sequence),
        contact=f"138001{sequence:05d}",
    )


@dataclass
class Scene:
    """One telling of the story."""

    lingbu: Lingbu
    teller: Teller
    person: Person
    counter: Counter
    rotating: Officer
    application_id: str = ""

    @classmethod
    def open(cls, lingbu: Lingbu, out: TextIO, person: Person) -> "Scene":
        """Before the first line."""
        counter, rotating = Counter(lingbu, DONGHUAMEN), lingbu.officer("dongcheng-rotating")
        return cls(lingbu, Teller(out), person, counter, rotating)

    def day(self, month: int, day: int, hour: int, text: str, minute: int = 0) -> date:
        """Turns the house's clock to that moment of 2019."""
        moment = datetime(2019, month, day, hour, minute, tzinfo=SHANGHAI)
        self.lingbu.set_clock(moment)
        self.teller.day(moment, text)
        return moment.date()

    def case(self) -> Any:
        """The review case now."""
        return self.counter.case(self.application_id)

    def entitlement(self) -> Any:
        """The entitlement now."""
        return self.counter.entitlement(self.application_id)

    def letter(self, template: str) -> str:
        """Waits for the one message of this kind, shows it, returns its text in clear.

        Officers see the person masked; the phone shows what was sent.
        """

        def sent() -> list[dict[str, Any]]:
            mine = self.counter.messages(self.application_id)
            return [m for m in mine if m["template"] == template and m["state"] != "queued"]

        found = until(sent, what=f"短信 {template}")
        must(len(found) == 1, f"{template} 应只发一次，实为 {len(found)} 次")
        text = self._in_clear(str(found[0]["text"]))
        shown = next((m["text"] for m in self.lingbu.phone() if text in m["text"]), text)
        self.teller.letter(template, found[0]["address"], shown)
        return text

    def _in_clear(self, text: str) -> str:
        name, tail = self.person.name, self.person.tail4
        return text.replace(mask_name(name), name).replace(f"**{tail[2:]}", tail)

    def is_refused(self, order: Any, code: str) -> Refused:
        """Gives an order that must be refused with this code."""
        try:
            order()
        except Refused as refused:
            must(refused.code == code, f"应以 {code} 拒绝，实为 {refused}")
            return refused
        raise Broken(f"应以 {code} 拒绝，却被接受")
