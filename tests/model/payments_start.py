"""Who is approved, and everything up to the confirmed start month."""

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from benefit_card import Card
from benefit_start import LIVING
from days import cap, month, named
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from late_base import UNPUBLISHED
from memory import MemoryDesk

from contracts.caller import DISTRICT, DISTRICT_CLERK, STREET, STREET_CLERK, Caller
from contracts.intake import ApplicationAccepted, CaseFacts
from contracts.outside import (
    ContributionAnswered,
    ContributionLine,
    ContributionQueried,
    EnrolListSent,
    RefundAnswered,
    RefundAsked,
)
from contracts.payments import (
    CheckContributions,
    ConfirmStart,
    PostponeStart,
    RefuseStart,
    RequestRefund,
)
from contracts.review import ApplicationApproved
from kernel.clock import SHANGHAI, FixedClock
from kernel.errors import Refusal
from payments.entitlement_store import Entitlements
from payments.rows import ApplicantRow, EntitlementRow, MonthRow
from payments.service import PaymentsService

AGENCY, OTHER = "110101", "110105"
STREETS = ("110101001", "110101002", "110105001")


def clerk(street: str) -> Caller:
    """The clerk of a street, with a key."""
    key, roles = f"K-{street}", (STREET_CLERK,)
    return Caller(subject=street, tier=STREET, roles=roles, division=street, key_serial=key)


ABROAD = clerk("110101003")


def officer(agency: str) -> Caller:
    """The clerk of a district, with a key."""
    key, roles = f"K-{agency}", (DISTRICT_CLERK,)
    return Caller(subject=agency, tier=DISTRICT, roles=roles, division=agency, key_serial=key)


DISTRICT_OFFICER = officer(AGENCY)
NUMBERS = {"p0": "110101197803070029", "p1": "11010119620205001X"}
MORNINGS = [
    "2020-07-13",
    "2020-07-13",
    "2020-12-14",
    "2021-01-11",
    "2021-02-20",
    "2021-04-12",
    "2021-07-12",
    "2021-07-12",
    "2021-08-16",
]
UNTIL = date(2022, 8, 31)  # the calendar of the model ends with that year
PEOPLE = [
    ("female", date(1978, 3, 7), 50),
    ("male", date(1962, 2, 5), 60),
    ("male", date(1961, 8, 20), 60),
]
CASES = st.integers(0, 2)
LATE = st.sampled_from([False, False, False, True])
RARELY = st.sampled_from([False] * 11 + [True])
CODES = st.sampled_from(["00", "00", "00", "00", "01", "02", "09", "77"])
PAYERS = st.sampled_from(["self", "self", "employer", "unemployment_insurance"])
LINES = st.lists(st.tuples(st.integers(0, 2), PAYERS, LATE), max_size=2)
REPORTED = {"employment": ("S04", 0), "retirement": ("S05", 1), "death": ("S06", 1)}
OFFICER_STOPS = {"S04": 0, "S05": 1, "S06": 1, "S09": None, "S10": 1}


def month_of(name: str) -> int:
    """A month by its name as a running number."""
    return month(date.fromisoformat(f"{name}-01"))


PERSON = json.dumps(
    {
        "name": "张三",
        "id_number": "110101197803070029",
        "bank": "PSBC",
        "account": "6210980000000000003",
    }
)


class InMemory(Entitlements):
    """The questions that take a join, asked of the rows."""

    def cases_of(self, person_key: str) -> list[UUID]:
        rows = self.session.of(ApplicantRow)
        return [row.application_id for row in rows if row.person_key == person_key]

    def enjoyed(self, row: EntitlementRow) -> dict[str, int]:
        rows = self.session
        mine = {
            other.application_id
            for other in rows.of(EntitlementRow)
            if other.person_key == row.person_key and other is not row
        }
        paid = [m for m in rows.of(MonthRow) if m.application_id in mine and m.state == "deducted"]
        return {"P4045": len(paid)} if paid else {}


class Starting(RuleBasedStateMachine):
    """Up to three applications of two persons, three streets, two districts, one clock."""

    make: Any = MemoryDesk

    @initialize(
        morning=st.sampled_from(MORNINGS),
        first=st.sampled_from(PEOPLE),
        months=st.sampled_from([2, 3, 7, 13, 30]),
        far=st.integers(0, 12),
    )
    def open(self, morning: str, first: Any, months: int, far: int) -> None:
        self.clock = FixedClock(datetime.fromisoformat(f"{morning}T09:00").replace(tzinfo=SHANGHAI))
        self.desk = self.make(PaymentsService, self.clock, entitlements=InMemory)
        self.desk.read_by(UNPUBLISHED)
        self.published_in = 0  # the month in which the bases of July 2021 became known
        self.cards: list[Card] = []
        self.families: dict[str, list[Card]] = {}
        self.persons: dict[str, Any] = {}
        self.answers: list[tuple[Card, ContributionAnswered, list[Any]]] = []
        self.refunds: list[tuple[Card, UUID]] = []
        self.answered: dict[UUID, bool] = {}  # refunds of months
        self.reports: list[UUID] = []  # of outside sources, by their own numbers
        self.last: Any = None
        self.approve(first, months, 1, "p0")
        self.approve(PEOPLE[0], 7, 1, "p1")
        for _ in range(far):
            self.one_step(self.cards[0], 0, "00")

    def approve(self, who: Any, months: int, ahead: int, person: str) -> None:
        sex, born, retires_at = self.persons.setdefault(person, who)
        today = self.clock.today()
        family = self.families.setdefault(person, [])
        card = Card(
            id=uuid4(),
            retires=month(born) + 12 * retires_at,
            cap=cap(born, retires_at, today),
            granted=months,
            proposed=month(today) + ahead,
            family=family,
            street=STREETS[0],
        )
        card.granted = card.term(card.proposed)
        if not card.granted:
            return
        facts = CaseFacts(
            street_code=STREETS[0],
            agency=AGENCY,
            category="P4045",
            sex=sex,
            birth_date=born,
            retire_class="worker",
            hukou_type="11",
            project="01",
            income_band="B",
            work_started_on=date(2019, 3, 1),
        )
        accepted = ApplicationAccepted(
            application_id=card.id,
            number=f"A-{len(self.cards)}",
            accepted_at=self.clock.now(),
            process_version="2019",
            dossier_version=1,
            digest="0" * 64,
            facts=facts,
            person_key=self.desk.world.sealer.search_hash(NUMBERS[person]),
            person=PERSON,
        )
        approved = ApplicationApproved(
            application_id=card.id,
            approved_at=self.clock.now(),
            applied_on=today,
            proposed_start=named(card.proposed),
            months=card.granted,
            first_officer="1",
            second_officer="2",
        )
        order = [accepted, approved, approved, accepted] if months % 2 else [approved, accepted]
        family.append(card)
        if any(other.state in LIVING for other in card.others):
            card.state = "refused"
        else:
            card.begin(today)
        self.cards.append(card)
        for letter in order:
            self.desk.tell(letter)

    @property
    def lists(self) -> list[EnrolListSent]:
        """Every list ever sent."""
        return self.desk.of(EnrolListSent)  # type: ignore[no-any-return]

    def card(self, case: int) -> Card:
        return self.cards[case % len(self.cards)]

    def tell(self, event: Any) -> None:
        self.last = event
        self.desk.tell(event)

    def done(self, command: Any, caller: Caller | None = None) -> Any:
        """The answer, None for a refusal; given by the clerk of the street it belongs to now."""
        if caller is None:
            card = next(card for card in self.cards if card.id == command.application_id)
            caller = clerk(card.street)
        try:
            return self.desk.ask(command, caller)
        except Refusal as refusal:
            assert refusal.code and refusal.message
            return None

    @precondition(lambda self: len(self.cards) < 3)
    @rule(
        who=st.sampled_from(PEOPLE),
        months=st.sampled_from([2, 3, 6, 13, 36]),
        ahead=st.integers(-1, 2),
        same=st.booleans(),
    )
    def another(self, who: Any, months: int, ahead: int, same: bool) -> None:
        self.approve(who, months, ahead, "p0" if same else "p1")

    # -- the start month

    @rule(case=CASES)
    def check(self, case: int) -> None:
        card = self.card(case)
        said = len(self.desk.of(ContributionQueried))
        done = self.done(CheckContributions(application_id=card.id))
        assert bool(done) == card.check(self.clock.today())
        asked = self.desk.of(ContributionQueried)[said:]
        assert bool(asked) == bool(done and card.state == "querying")
        if asked:
            assert asked[0].from_month == named(card.proposed)
            card.request = asked[0].request_id

    @rule(case=CASES, lines=LINES, old=LATE)
    def answer(self, case: int, lines: list[Any], old: bool) -> None:
        """The centre answers; now and then a question that nobody asks any more."""
        card = self.card(case)
        request = uuid4() if old or card.request is None else card.request
        found = [
            (card.proposed + m, payer, lasting and payer == "employer")
            for m, payer, lasting in lines
        ]
        said = tuple(
            ContributionLine(month=named(m), payer=payer, open_ended=lasting)
            for m, payer, lasting in found
        )
        self.tell(
            ContributionAnswered(request_id=request, lines=said, answered_at=self.clock.now())
        )
        if request == card.request:
            card.answer(found, self.clock.today())

    @rule(case=CASES)
    def confirm(self, case: int) -> None:
        card = self.card(case)
        done = self.done(ConfirmStart(application_id=card.id))
        assert bool(done) == card.confirm(self.clock.today())

    @rule(case=CASES)
    def refuse(self, case: int) -> None:
        card = self.card(case)
        assert bool(self.done(RefuseStart(application_id=card.id))) == card.refuse()

    @rule(case=CASES)
    def postpone(self, case: int) -> None:
        card = self.card(case)
        done = self.done(PostponeStart(application_id=card.id, reason="商定顺延"))
        assert bool(done) == card.postpone()

    @rule(case=CASES)
    def ask_refund(self, case: int) -> None:
        card = self.card(case)
        done = self.done(RequestRefund(application_id=card.id, reason="商定退费"))
        assert bool(done) == card.ask_refund()
        if done:
            card.refund = self.desk.of(RefundAsked)[-1].request_id
            self.refunds.append((card, card.refund))

    @precondition(lambda self: self.refunds)
    @rule(which=st.integers(0, 3), refunded=st.booleans())
    def refund(self, which: int, refunded: bool) -> None:
        """The answer to any refund ever asked for, as often as it likes to come."""
        card, request = self.refunds[which % len(self.refunds)]
        self.tell(RefundAnswered(request_id=request, refunded=refunded))
        if request == card.refund:
            card.refunded(refunded, self.clock.today())
