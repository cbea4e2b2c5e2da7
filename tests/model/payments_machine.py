"""Any order of letters, commands, days and deadlines in payments against the card: which months
are subsidised, when it ends, and that no month is ever paid twice."""

import json
from collections import Counter
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from benefit_card import Card
from benefit_start import LIVING, Suspicion, cutoff
from days import month, named
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from late_base import owed
from payments_months import Paying
from payments_start import (
    ABROAD,
    AGENCY,
    CASES,
    CODES,
    DISTRICT_OFFICER,
    LATE,
    NUMBERS,
    OFFICER_STOPS,
    OTHER,
    RARELY,
    REPORTED,
    STREETS,
    UNTIL,
    month_of,
    officer,
)

from contracts.outside import DifferenceAsked, StatusReported
from contracts.payments import (
    CheckContributions,
    ConfirmStart,
    DifferenceSettled,
    DismissSuspicion,
    ExtendBenefit,
    FileReport,
    MonthSubsidised,
    RefuseStart,
    StopBenefit,
    SubsidyReversed,
    TransferBenefit,
)
from kernel.clock import SHANGHAI
from payments.rows import DifferenceRow, EntitlementRow, PlaceRow, RefundRow, SubsidyRow


class Enjoying(Paying):
    """Reports, stops and time."""

    steps = paid = stopped = resumed = extended = believed = moved = abroad = made_up = 0

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
        if sure:
            self.stop_at(self.card(case), code, month(self.clock.today()) + ahead)

    @precondition(lambda self: self.published_in)
    @rule(which=st.integers(0, 3), sure=LATE)
    def stop_before_a_difference(self, which: int, sure: bool) -> None:
        """A death before a month that was made up: the month is taken back, its sum with it."""
        asked = self.desk.of(DifferenceAsked) if sure else []
        if asked:
            one = asked[-1 - which % len(asked)]
            card = next(card for card in self.cards if card.id == one.application_id)
            self.stop_at(card, "S06", month_of(one.month) - 1)

    def stop_at(self, card: Card, code: str, event: int) -> None:
        today = self.clock.today()
        ahead = event - month(today)
        form = StopBenefit(application_id=card.id, code=code, event_month=named(event), note="核实")
        done = self.done(form)
        later = OFFICER_STOPS.get(code, 0)
        stops = 0 if later is None else event + later
        assert bool(done) == (code in OFFICER_STOPS and ahead <= 1 and card.may_stop(code, stops))
        if done:
            card.decide(code, stops, today)
            Enjoying.stopped += 1

    @rule(
        person=st.sampled_from(sorted(NUMBERS)),
        status=st.sampled_from(["death", "death", "death", *REPORTED]),
        reporter=st.sampled_from(["公安", "民政", "卫健"]),
        ahead=st.integers(-2, 1),
        also=LATE,
        times=st.integers(1, 2),
        sure=RARELY,
    )
    def suspect(
        self,
        person: str,
        status: str,
        reporter: str,
        ahead: int,
        also: bool,
        times: int,
        sure: bool,
    ) -> None:
        """A source, or two, report what they know of a person; now and then the same once more."""
        if sure:
            wanted = month(self.clock.today()) + ahead
            for source in (reporter, "社保")[: 1 + also]:
                self.one_report(person, status, source, wanted, times)

    def one_report(self, person: str, status: str, reporter: str, wanted: int, times: int) -> None:
        code, later = REPORTED[status]
        event = StatusReported(
            event_id=uuid4(),
            reporter=reporter,
            status=status,
            month=named(wanted),
            subject=json.dumps({"id_number": NUMBERS[person]}),
        )
        self.reports.append(event.event_id)
        for _ in range(times):
            self.tell(event)
            for card in self.families.get(person, []):
                if card.state != "refused":
                    found = Suspicion(code, wanted, reporter)
                    died = card.suspect(event.event_id, found, later, self.clock.today())
                    type(self).believed += died

    @precondition(lambda self: self.reports)
    @rule(case=CASES, which=st.integers(0, 5))
    def dismiss(self, case: int, which: int) -> None:
        """A clerk looks into a report of anybody and finds it wrong."""
        card, number = self.card(case), self.reports[-1 - which % len(self.reports)]
        form = DismissSuspicion(application_id=card.id, event_id=number, note="不属实")
        assert bool(self.done(form)) == card.dismiss(number)

    @rule(
        case=CASES,
        street=st.sampled_from([*STREETS, STREETS[-1], "110101999"]),
        ahead=st.integers(-1, 3),
    )
    def transfer(self, case: int, street: str, ahead: int) -> None:
        card, wanted = self.card(case), month(self.clock.today()) + ahead
        form = TransferBenefit(
            application_id=card.id, to_street=street, from_month=named(wanted), reason="迁居"
        )
        stranger = OTHER if card.agency == AGENCY else AGENCY
        assert self.done(form, officer(stranger)) is None  # only the district it belongs to
        done = self.done(form, officer(card.agency))
        known = street in STREETS
        assert bool(done) == (known and card.send(street, wanted, self.clock.today()))
        type(self).moved += bool(done)

    @rule(case=CASES)
    def extend(self, case: int) -> None:
        card = self.card(case)
        form = ExtendBenefit(application_id=card.id, note="仍未稳定就业")
        done = self.done(form, officer(card.agency))
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
                was = card.agency
                card.rung(self.clock.today())
                type(self).abroad += card.agency != was

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
            self.close_list(1, card.agency)
        elif card.enrolment in ("listed", "removing") and self.lists:
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
        made_up: dict[UUID, dict[int, Any]] = {card.id: {} for card in self.cards}
        for difference in self.desk.rows.of(DifferenceRow):
            made_up[difference.application_id][month_of(difference.month)] = difference
        for card in self.cards:
            self.compare(card, rows[(card.id,)], standing[card.id])
            self.differences(card, made_up[card.id])
        sent = Counter(p.application_id for p in self.desk.rows.of(PlaceRow) if p.state == "sent")
        assert max(sent.values(), default=0) <= 1, "one person waits on two lists"

    def differences(self, card: Card, rows: dict[int, Any]) -> None:
        """Once for each month that was collected provisionally and still stands (domain 4.3)."""
        assert set(rows) <= card.made_up, "a difference of a month that owes none"
        card.to_make_up &= card.paid
        for m, row in rows.items():
            assert (row.personal, row.subsidy) == owed(m)
            assert m in card.paid or row.state == "cancelled", "the month is gone, not its sum"
            assert m not in card.to_make_up or row.state != "cancelled"
        morning = self.clock.now().time() >= time(9)  # at midnight nothing has rung yet
        if morning and 0 < self.published_in < month(self.clock.today()):
            assert card.to_make_up <= set(rows), "nobody asks for the difference"

    def compare(self, card: Card, row: EntitlementRow, paid: "Counter[int]") -> None:
        assert (row.state, row.street_code) == (card.state, card.street)
        assert (row.agency, row.enrolment) == (card.agency, card.enrolment)
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
        asked = Counter((e.application_id, e.month) for e in self.desk.of(DifferenceAsked))
        settled = Counter((e.application_id, e.month) for e in self.desk.of(DifferenceSettled))
        assert max(asked.values(), default=0) <= 1, "a difference asked for twice"
        assert settled <= asked, "a difference settled twice, or never asked for"
        Enjoying.made_up += settled.total()
        Enjoying.paid += len(self.desk.of(MonthSubsidised))
        self.desk.close()

    def personal_parts_are_asked_back(self, card: Card) -> None:
        """Whatever was deducted and is not subsidised, as often as that happened (domain 16.16)."""
        asked = [row for row in self.desk.rows.of(RefundRow) if row.application_id == card.id]
        for entry in self.desk.rows.of(SubsidyRow):
            if entry.application_id == card.id and month_of(entry.month) not in card.paid:
                since = (r for r in asked if r.month == entry.month)
                assert any(r.state == "asked" or r.answered_at >= entry.at for r in since)
