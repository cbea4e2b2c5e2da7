"""Any order of letters, commands, days and deadlines in payments against the card: which months
are subsidised, when it ends, and that no month is ever paid twice."""

import json
from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from benefit_card import LIVING, Card, cutoff
from days import cap, month, named
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from memory import MemoryDesk

from contracts.caller import DISTRICT, DISTRICT_CLERK, STREET, STREET_CLERK, Caller
from contracts.intake import ApplicationAccepted, CaseFacts
from contracts.outside import (
    ContributionAnswered,
    ContributionLine,
    ContributionQueried,
    DeductionReported,
    EnrolListAcknowledged,
    EnrolListSent,
    RefundAnswered,
    RefundAsked,
    RefusedRow,
)
from contracts.payments import (
    CheckContributions,
    CloseAdditionList,
    ConfirmStart,
    ExtendBenefit,
    FileReport,
    MonthSubsidised,
    PostponeStart,
    RefuseStart,
    RequestRefund,
    StopBenefit,
    SubsidyReversed,
)
from contracts.review import ApplicationApproved
from kernel.clock import SHANGHAI, FixedClock
from kernel.errors import Refusal
from payments.entitlement_store import Entitlements
from payments.rows import ApplicantRow, EntitlementRow, MonthRow, PlaceRow, RefundRow, SubsidyRow
from payments.service import PaymentsService

STREET_CODE, AGENCY = "110101001", "110101"
CLERK = Caller(
    subject="clerk", tier=STREET, roles=(STREET_CLERK,), division=STREET_CODE, key_serial="K-1"
)
ABROAD = Caller(
    subject="other", tier=STREET, roles=(STREET_CLERK,), division="110101002", key_serial="K-2"
)
DISTRICT_OFFICER = Caller(
    subject="d", tier=DISTRICT, roles=(DISTRICT_CLERK,), division=AGENCY, key_serial="K-3"
)
MORNINGS = [
    "2020-07-13",
    "2020-07-13",
    "2020-12-14",
    "2021-01-11",
    "2021-02-20",
    "2021-04-12",
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
OFFICER_STOPS = {"S04": 0, "S05": 1, "S06": 1, "S09": None, "S10": 1}


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


class Enjoying(RuleBasedStateMachine):
    """Up to three applications of two persons, one street, one district, one clock."""

    steps = paid = stopped = resumed = extended = 0
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
        self.cards: list[Card] = []
        self.families: dict[str, list[Card]] = {}
        self.persons: dict[str, Any] = {}
        self.lists: list[EnrolListSent] = []
        self.answers: list[tuple[Card, ContributionAnswered, list[Any]]] = []
        self.refunds: list[tuple[Card, UUID]] = []
        self.answered: dict[UUID, bool] = {}  # refunds of months
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
        )
        card.granted = card.term(card.proposed)
        if not card.granted:
            return
        facts = CaseFacts(
            street_code=STREET_CODE,
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
            person_key=person,
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

    def card(self, case: int) -> Card:
        return self.cards[case % len(self.cards)]

    def tell(self, event: Any) -> None:
        self.last = event
        self.desk.tell(event)

    def done(self, command: Any, caller: Caller = CLERK) -> Any:
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

    # -- lists and months

    @rule(ahead=st.integers(-1, 2))
    def close_list(self, ahead: int) -> None:
        wanted = month(self.clock.today()) + ahead
        said = len(self.desk.of(EnrolListSent))
        done = self.done(CloseAdditionList(month=named(wanted)), DISTRICT_OFFICER)
        assert bool(done) == (ahead <= 1)
        if done:
            for card in self.cards:
                card.delist(wanted)
            for card in self.cards:
                card.enlist(wanted)
        self.lists += self.desk.of(EnrolListSent)[said:]

    @precondition(lambda self: self.lists)
    @rule(which=st.integers(0, 5), refused=LATE)
    def acknowledge(self, which: int, refused: bool) -> None:
        """The centre answers any list ever sent; only the first answer counts."""
        sent = self.lists[which % len(self.lists)]
        rows = (RefusedRow(row=1, code="E1", reason="账号有误"),) if refused else ()
        known = {
            (p.application_id, p.row)
            for p in self.desk.rows.of(PlaceRow)
            if p.list_id == sent.list_id and p.state == "sent"
        }
        self.tell(EnrolListAcknowledged(list_id=sent.list_id, refused=rows))
        for row in sent.rows:
            if (row.application_id, row.row) in known:
                card = next(card for card in self.cards if card.id == row.application_id)
                accepted = not (refused and row.row == 1)
                if sent.kind == "additions":
                    card.enrolled(accepted, self.clock.today())
                else:
                    card.removed(accepted, self.clock.today())

    @rule(
        case=CASES,
        offset=st.integers(0, 14),
        far=st.sampled_from([0, 0, 0, 20]),
        attempt=st.integers(1, 3),
        code=CODES,
        deferred=RARELY,
    )
    def deduct(
        self, case: int, offset: int, far: int, attempt: int, code: str, deferred: bool
    ) -> None:
        """A result for any month near the benefit, in any order; one attempt has one result."""
        card = self.card(case)
        m = (card.start or card.proposed) - 1 + offset + far
        known = self.clock.today() >= date(2020, 10, 1)  # 文件B 第七条 is about months of 2020
        deferred = deferred and code != "00" and (not known or named(m).startswith("2020"))
        code, deferred = card.results.get((m, attempt), (code, deferred))
        self.tell(
            DeductionReported(
                application_id=card.id,
                month=named(m),
                attempt=attempt,
                code=code,
                deducted="0.00",
                deferred=deferred,
            )
        )
        if (m, attempt) not in card.results:
            card.deducted(m, attempt, code, deferred, self.clock.now())
            was = card.state
            card.settle(self.clock.today())
            Enjoying.resumed += was == "stopped" and card.state in LIVING

    @rule(case=CASES, offset=st.integers(1, 8), count=st.integers(1, 3), code=CODES)
    def in_a_row(self, case: int, offset: int, count: int, code: str) -> None:
        """Neighbouring months fail, or a later attempt clears what failed."""
        card = self.card(case)
        failed = [m - card.start + 1 for m, _ in card.results if card.start <= m <= card.end]
        for n in range(count):
            if code != "00":
                self.deduct(case, offset + n, 0, 1, "01", False)
            elif failed:
                self.deduct(case, failed[(offset + n) % len(failed)], 0, 4 + n, code, False)

    @rule(which=st.integers(0, 3), refunded=st.booleans())
    def give_back(self, which: int, refunded: bool) -> None:
        """The answer to a refund of a month that was paid and no longer counts, maybe once more."""
        started = {request for _, request in self.refunds}
        asked = [a for a in self.desk.of(RefundAsked) if a.request_id not in started]
        if not asked:
            return
        letter = asked[-1 - which % len(asked)]
        self.tell(RefundAnswered(request_id=letter.request_id, refunded=refunded))
        if letter.request_id not in self.answered:
            self.answered[letter.request_id] = refunded
            if refunded:
                card = next(card for card in self.cards if card.id == letter.application_id)
                card.gave_back(month_of(letter.month), self.clock.now())

    @rule()
    def again(self) -> None:
        if isinstance(self.last, DeductionReported):
            self.desk.tell(self.last)

    # -- reports and stops

    @rule(case=CASES, employed=RARELY)
    def report(self, case: int, employed: bool) -> None:
        card = self.card(case)
        form = FileReport(
            application_id=card.id,
            content="家政",
            place="东城",
            hours="8",
            income=3000,
            employed_by_unit=employed,
        )
        done = self.done(form)
        today = self.clock.today()
        if employed:
            assert bool(done) == (card.state == "active")
            if done:
                card.decide("S04", month(today), today)
        else:
            assert bool(done) == card.report(today)

    @rule(
        case=CASES,
        code=st.sampled_from([*OFFICER_STOPS, "S02", "S99"]),
        ahead=st.integers(-3, 2),
        sure=RARELY,
    )
    def stop(self, case: int, code: str, ahead: int, sure: bool) -> None:
        if not sure:
            return
        card = self.card(case)
        today = self.clock.today()
        event = month(today) + ahead
        form = StopBenefit(application_id=card.id, code=code, event_month=named(event), note="核实")
        done = self.done(form)
        later = OFFICER_STOPS.get(code, 0)
        stops = 0 if later is None else event + later
        assert bool(done) == (code in OFFICER_STOPS and ahead <= 1 and card.may_stop(code, stops))
        if done:
            card.decide(code, stops, today)
            Enjoying.stopped += 1

    @rule(case=CASES)
    def extend(self, case: int) -> None:
        card = self.card(case)
        form = ExtendBenefit(application_id=card.id, note="仍未稳定就业")
        done = self.done(form, DISTRICT_OFFICER)
        assert bool(done) == card.extend_by_hand(self.clock.today())
        Enjoying.extended += bool(done)

    @rule(case=CASES, command=st.sampled_from([CheckContributions, ConfirmStart, RefuseStart]))
    def strangers(self, case: int, command: Any) -> None:
        """Another street's clerk, or a district officer, never gets through."""
        for caller in (ABROAD, DISTRICT_OFFICER):
            assert self.done(command(application_id=self.card(case).id), caller) is None

    # -- time

    @rule(days=st.sampled_from([0, 1, 1, 3, 7, 15, 31]))
    def turn(self, days: int) -> None:
        """Day by day, the deadlines of each at nine in the morning."""
        for _ in range(days):
            if self.clock.today() >= UNTIL:
                return
            morning = datetime.combine(self.clock.today() + timedelta(days=1), time(9), SHANGHAI)
            self.clock.set(morning)
            self.desk.ring()
            for card in self.cards:
                card.rung(self.clock.today())

    @rule(case=CASES, days=st.integers(5, 12), night=st.booleans())
    def dawdle(self, case: int, days: int, night: bool) -> None:
        """A clean finding grows old, or the cutoff passes in the night before anybody looks."""
        card = self.card(case)
        self.check(case)
        if card.state == "querying":
            self.answer(case, [], False)
        self.turn(days)
        if night and self.clock.today() < UNTIL:
            last = cutoff(card.proposed)
            self.turn(max(0, min((last - self.clock.today()).days, 31)))
            self.check(case)
            self.answer(case, [], False)
            midnight = datetime.combine(self.clock.today() + timedelta(days=1), time(0), SHANGHAI)
            self.clock.set(midnight)
        self.confirm(case)

    @rule(case=CASES, codes=st.lists(CODES, min_size=2, max_size=9))
    def onward(self, case: int, codes: list[str]) -> None:
        """The steps that come next in an orderly life, so that walks arrive somewhere."""
        for code in codes:
            self.one_step(self.card(case), case, code)

    def one_step(self, card: Card, case: int, code: str) -> None:
        today = self.clock.today()
        if card.state in ("start_check", "finding"):
            self.check(case)
            self.answer(case, [], False)
            self.confirm(case)
        elif card.state == "querying":
            self.answer(case, [], False)
        elif card.state == "confirmed":
            if card.start > month(today) + 1 and today < UNTIL:
                self.turn(15)
            self.close_list(1)
        elif card.state == "enlisted" and self.lists:
            for which in range(len(self.lists)):
                self.acknowledge(which, False)
        elif card.state == "active":
            next_month = max((m for m, _ in card.results), default=card.start - 1) + 1
            self.deduct(case, next_month - card.start + 1, 0, 1, code, False)
            self.report(case, False)
            self.turn(15)
        elif card.state == "completed":
            self.extend(case)

    # -- what always holds

    @invariant()
    def every_card_is_right(self) -> None:
        Enjoying.steps += 1
        if not hasattr(self, "desk"):
            return
        standing: dict[UUID, Counter[int]] = {card.id: Counter() for card in self.cards}
        for row in self.desk.rows.of(SubsidyRow):
            if row.reversed_at is None:
                standing[row.application_id][month_of(row.month)] += 1
        rows = self.desk.rows.tables[EntitlementRow]
        for card in self.cards:
            self.compare(card, rows[(card.id,)], standing[card.id])
        sent = Counter(p.application_id for p in self.desk.rows.of(PlaceRow) if p.state == "sent")
        assert max(sent.values(), default=0) <= 1, "one person waits on two lists"

    def compare(self, card: Card, row: EntitlementRow, paid: "Counter[int]") -> None:
        assert row.state == card.state
        assert max(paid.values(), default=0) <= 1, "a month paid twice"
        assert set(paid) == card.paid
        assert len(paid) <= card.granted
        stop = (card.stop[1], named(card.stop[0])) if card.stop else ("", "")
        assert (row.stop_code, row.stop_month) == stop
        assert not card.stop or max(paid, default=0) < card.stop[0], "paid after the stop"
        assert not paid or (card.start <= min(paid) and max(paid) <= card.end)
        if card.state in ("start_check", "querying", "finding", "refund_pending"):
            assert row.proposed_start == named(card.proposed)
        if card.start:
            assert (row.start_month, row.end_month) == (named(card.start), named(card.end))

    @invariant()
    def nobody_enjoys_more_than_the_cap(self) -> None:
        for family in getattr(self, "families", {}).values():
            enjoyed = sum(len(card.paid) for card in family)
            assert enjoyed <= max((card.cap for card in family), default=0)

    @invariant()
    def one_living_benefit_each(self) -> None:
        if hasattr(self, "desk"):
            rows = self.desk.rows.of(EntitlementRow)
            living = Counter(row.person_key for row in rows if row.state in LIVING)
            assert max(living.values(), default=0) <= 1

    def teardown(self) -> None:
        """What was said adds up to what stands."""
        if not hasattr(self, "desk"):
            return
        told = Counter((e.application_id, e.month) for e in self.desk.of(MonthSubsidised))
        told.subtract((e.application_id, e.month) for e in self.desk.of(SubsidyReversed))
        stands = Counter((card.id, named(m)) for card in self.cards for m in card.paid)
        assert +told == stands
        for card in self.cards:
            if card.decided is None or card.decided[1] != "S09":  # who pays back gets nothing
                self.personal_parts_are_asked_back(card)
        Enjoying.paid += len(self.desk.of(MonthSubsidised))
        self.desk.close()

    def personal_parts_are_asked_back(self, card: Card) -> None:
        """Whatever was deducted and is not subsidised, as often as that happened (domain 16.16)."""
        asked = [row for row in self.desk.rows.of(RefundRow) if row.application_id == card.id]
        for entry in self.desk.rows.of(SubsidyRow):
            if entry.application_id == card.id and month_of(entry.month) not in card.paid:
                since = (r for r in asked if r.month == entry.month)
                assert any(r.state == "asked" or r.answered_at >= entry.at for r in since)


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
