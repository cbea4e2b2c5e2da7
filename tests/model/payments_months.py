"""Lists that are closed and answered, deductions in any order, months that are given back."""

from datetime import date

from benefit_start import LIVING
from days import month, named
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from late_base import JULY, PUBLISHED
from payments_start import (
    AGENCY,
    CASES,
    CODES,
    LATE,
    OTHER,
    RARELY,
    Starting,
    month_of,
    officer,
)

from contracts.outside import (
    DeductionReported,
    DifferenceAsked,
    EnrolListAcknowledged,
    RefundAnswered,
    RefundAsked,
    RefusedRow,
)
from contracts.payments import CloseAdditionList
from payments.rows import PlaceRow


class Paying(Starting):
    """Whoever has started, month by month."""

    # -- lists and months

    @rule(ahead=st.integers(-1, 2), agency=st.sampled_from([AGENCY, AGENCY, OTHER]))
    def close_list(self, ahead: int, agency: str) -> None:
        wanted = month(self.clock.today()) + ahead
        done = self.done(CloseAdditionList(month=named(wanted)), officer(agency))
        assert bool(done) == (ahead <= 1)
        if done:
            for card in self.cards:
                card.delist(wanted, agency)
            for card in self.cards:
                card.enlist(wanted, agency)

    @rule(which=st.integers(0, 5), refused=LATE)
    def acknowledge(self, which: int, refused: bool) -> None:
        """The centre answers any list ever sent; only the first answer counts."""
        lists = self.lists
        if not lists:
            return
        sent = lists[which % len(lists)]
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
            type(self).resumed += was == "stopped" and card.state in LIVING

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

    # -- 补差: what a late base adds

    @precondition(lambda self: not self.published_in and month(self.clock.today()) > JULY)
    @rule()
    def publish(self) -> None:
        """The bases of July become known: what was collected on the old ones is made up."""
        self.published_in = month(self.clock.today())
        for card in self.cards:
            card.made_up = {m for m in card.paid if m >= JULY}
            card.to_make_up = set(card.made_up)
        self.desk.read_by(PUBLISHED)

    @rule(case=CASES, offset=st.integers(0, 5), attempt=st.integers(1, 2), code=CODES, times=LATE)
    def make_up(self, case: int, offset: int, attempt: int, code: str, times: bool) -> None:
        """The bank's answer to a difference, asked for or not: never a month's own result."""
        card = self.card(case)
        asked = self.desk.of(DifferenceAsked) if self.published_in else []
        wanted = named(max(JULY, card.start) + offset)
        if asked and attempt == 1:
            one = asked[-1 - offset % len(asked)]
            card = next(card for card in self.cards if card.id == one.application_id)
            wanted = one.month
        for _ in range(1 + times):
            self.desk.tell(
                DeductionReported(
                    application_id=card.id,
                    month=wanted,
                    attempt=attempt,
                    code=code,
                    deducted="0.00",
                    purpose="difference",
                )
            )

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
