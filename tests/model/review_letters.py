"""Applications that come to review, and the letters about them."""

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from days import granted
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from memory import MemoryDesk
from review_card import Card

from contracts.caller import DISTRICT, STREET, STREET_CLERK, Caller
from contracts.intake import (
    ApplicationAccepted,
    ApplicationCorrected,
    ApplicationWithdrawn,
    CaseFacts,
    CheckOutcome,
    FaceCheckRecorded,
    MatchingCompleted,
)
from kernel.clock import SHANGHAI, FixedClock
from kernel.errors import Refusal
from review.service import ReviewService

AGENCY, STREET_CODE = "110105", "110105001"
MORNINGS = ["2019-04-01", "2019-04-24", "2019-04-29", "2019-09-26", "2020-01-17", "2020-09-28"]
PEOPLE = [("male", date(1962, 8, 5), 60), ("female", date(1978, 3, 7), 50)]
NAMES = st.sampled_from(["a", "b", "c", "d"])
KEYS = st.sampled_from(["K-A", "K-B", "K-C", ""])
CASES = st.integers(0, 2)
LATE = st.sampled_from([False, False, False, True])
RARELY = st.sampled_from([False] * 14 + [True])


def officer(name: str, role: str, key: str = "", place: str = "") -> Caller:
    tier = STREET if role == STREET_CLERK else DISTRICT
    place = place or (STREET_CODE if tier == STREET else AGENCY)
    key = key or (f"K-street-{name}" if tier == STREET else "")
    return Caller(subject=name, name=name, tier=tier, roles=(role,), division=place, key_serial=key)


PERSON = json.dumps({"name": "张三", "id_number": "110105196208051133", "phone": "13800000000"})


class Receiving(RuleBasedStateMachine):
    """Up to three applications, four people, three keys, one clock."""

    make: Any = MemoryDesk

    @initialize(
        morning=st.sampled_from(MORNINGS),
        persons=st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3),
    )
    def open(self, morning: str, persons: list[Any]) -> None:
        self.clock = FixedClock(datetime.fromisoformat(f"{morning}T09:00").replace(tzinfo=SHANGHAI))
        self.desk = self.make(ReviewService, self.clock)
        self.cards: list[Card] = []
        self.facts: dict[UUID, Any] = {}
        self.last: Any = None
        self.handed: dict[str, datetime] = {}  # keys that changed hands, and when last
        for person in persons:
            self.accept(person)

    def accept(self, person: Any) -> None:
        sex, born, retires_at = person
        today = self.clock.today()
        card = Card(id=uuid4(), most=granted(born, retires_at, today))
        self.facts[card.id] = CaseFacts(
            street_code=STREET_CODE,
            agency=AGENCY,
            category="P4045",
            sex=sex,
            birth_date=born,
            retire_class="worker",
            hukou_type="11",
            project="01",
            income_band="B",
            work_started_on=date(2018, 10, 1),
            unemployed_on=date(2018, 1, 1),
        )
        self.cards.append(card)
        self.tell(
            ApplicationAccepted(
                application_id=card.id,
                number="1101050012019000001",
                accepted_at=self.clock.now(),
                process_version="2019",
                dossier_version=1,
                digest="0" * 64,
                facts=self.facts[card.id],
                person_key="k" * 64,
                person=PERSON,
            )
        )

    def card(self, case: int) -> Card:
        return self.cards[case % len(self.cards)]

    def tell(self, event: Any) -> None:
        self.last = event
        self.desk.tell(event)

    def tried(self, command: Any, caller: Caller) -> Any:
        try:
            return self.desk.ask(command, caller)
        except Refusal as refusal:
            assert refusal.code and refusal.message
            return None

    # -- letters

    @rule(case=CASES, blocked=LATE, stale=LATE)
    def match(self, case: int, blocked: bool, stale: bool) -> None:
        self.answer(self.card(case), blocked, stale)

    def answer(self, card: Card, blocked: bool, stale: bool = False) -> None:
        """The registries answer today."""
        result, today = "FAIL" if blocked else "PASS", self.clock.today()
        outcome = CheckOutcome(code="CHK-GA-ID", severity="block", result=result, answered_on=today)
        version = card.version - stale
        self.tell(
            MatchingCompleted(
                application_id=card.id,
                dossier_version=version,
                blocked=blocked,
                outcomes=(outcome,),
            )
        )
        card.match(version, blocked, today)

    @rule(case=CASES)
    def face(self, case: int) -> None:
        card = self.card(case)
        today = self.clock.today()
        self.tell(FaceCheckRecorded(application_id=card.id, checked_by="核", checked_on=today))
        card.face()

    @rule(case=CASES, newer=st.integers(0, 2), relevant=st.booleans(), sure=LATE)
    def correct(self, case: int, newer: int, relevant: bool, sure: bool) -> None:
        card = self.card(case)
        if not sure and not card.state.startswith("returned"):
            return
        version = card.version + newer
        self.tell(
            ApplicationCorrected(
                application_id=card.id,
                dossier_version=version,
                digest="1" * 64,
                publicity_relevant=relevant,
                facts=self.facts[card.id],
                person=PERSON,
            )
        )
        card.correct(version, relevant)

    @rule(case=CASES, sure=RARELY)
    def withdraw(self, case: int, sure: bool) -> None:
        if sure:
            card = self.card(case)
            self.tell(ApplicationWithdrawn(application_id=card.id, reason="结束"))
            card.withdraw()

    @rule()
    def again(self) -> None:
        """The last letter once more: nothing may change that it did not say before."""
        if isinstance(self.last, MatchingCompleted):
            card = next(card for card in self.cards if card.id == self.last.application_id)
            [outcome] = self.last.outcomes
            card.match(self.last.dossier_version, self.last.blocked, outcome.answered_on)
        elif isinstance(self.last, FaceCheckRecorded):
            next(card for card in self.cards if card.id == self.last.application_id).face()
        self.desk.tell(self.last)
