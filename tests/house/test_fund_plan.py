"""Money is planned for those entitled and for nobody else, whatever has happened to them.

Random lives go through payments; reporting hears of them shuffled and twice. Then every district
plans every month, and payments' own rows say who may stand in it.
"""

import json
import random
from contextlib import suppress
from datetime import date, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from town import clerk, desk

from contracts.caller import Caller
from contracts.intake import ApplicationAccepted, ApplicationWithdrawn, CaseFacts
from contracts.outside import (
    ContributionAnswered,
    ContributionLine,
    ContributionQueried,
    DeductionReported,
    EnrolListAcknowledged,
    EnrolListSent,
)
from contracts.payments import (
    CheckContributions,
    CloseAdditionList,
    ConfirmStart,
    PostponeStart,
    StopBenefit,
    TransferBenefit,
)
from contracts.reporting import GetFundPlan, MakeFundPlan
from contracts.review import ApplicationApproved
from kernel.clock import SHANGHAI, FixedClock
from kernel.errors import Refusal
from kernel.month import Month
from payments.domain.states import ENDED, LIVE, RUNNING
from payments.service import PaymentsService
from reporting.service import ReportingService
from servicekit.testing.house import House

STREETS = ("110101001", "110105021")
AGENCIES = ("110101", "110105")
LIVES = 14


class Lives:
    """Persons, and what happens to them."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        clock = FixedClock(datetime(2020, 9, 7, 10, tzinfo=SHANGHAI))
        self.house = House(clock, PaymentsService, ReportingService)
        self.streets: dict[UUID, str] = {}
        self.answered = 0

    def settle(self) -> None:
        self.house.settle(copies=2, shuffle=self.draw)

    def ask(self, form: object, caller: Caller) -> None:
        with suppress(Refusal):  # not now: the next thing happens to this person
            self.house.ask(form, caller)

    def begin(self, n: int) -> None:
        case, street = uuid4(), self.draw.choice(STREETS)
        self.streets[case] = street
        told = [
            ApplicationAccepted(
                application_id=case,
                number=f"{street}-202009-{n:06d}",
                accepted_at=datetime(2020, 8, 3, 9, tzinfo=SHANGHAI),
                process_version="2019",
                dossier_version=1,
                digest="0" * 64,
                facts=CaseFacts(
                    street_code=street,
                    agency=street[:6],
                    category="P4045",
                    sex="female",
                    birth_date=date(1978, 3, 7),
                    retire_class="worker",
                    hukou_type="11",
                    project="01",
                    income_band="B",
                    work_started_on=date(2020, 3, 1),
                ),
                person_key=f"k{n}",
                person=json.dumps({"name": "某", "id_number": "x"}),
            ),
            ApplicationApproved(
                application_id=case,
                approved_at=self.house.clock.now(),
                applied_on=date(2020, 8, 3),
                proposed_start="2020-10",
                months=self.draw.choice((2, 3, 36)),
                first_officer="a",
                second_officer="b",
            ),
        ]
        self.draw.shuffle(told)
        for event in told:
            self.house.tell(event)

    def happens(self, case: UUID) -> None:
        """One thing, as the day brings it."""
        street = clerk(self.streets[case])
        month = str(Month.of(self.house.clock.today()))
        stop = {"event_month": month, "note": "经核实"}
        things = (
            lambda: self.ask(CheckContributions(application_id=case), street),
            lambda: self.ask(ConfirmStart(application_id=case), street),
            lambda: self.ask(ConfirmStart(application_id=case), street),
            lambda: self.ask(PostponeStart(application_id=case, reason="商定"), street),
            lambda: self.deduct(case, month, "00"),
            lambda: self.deduct(case, month, "01"),
            lambda: self.ask(StopBenefit(application_id=case, code="S10", **stop), street),
            lambda: self.ask(StopBenefit(application_id=case, code="S09", **stop), street),
            lambda: self.house.tell(ApplicationWithdrawn(application_id=case, reason="x")),
            lambda: self.transfer(case, Month.parse(month)),
        )
        self.draw.choices(things, weights=(6, 6, 6, 2, 3, 2, 1, 1, 1, 2))[0]()

    def transfer(self, case: UUID, month: Month) -> None:
        other = self.draw.choice(STREETS)
        form = TransferBenefit(
            application_id=case, to_street=other, from_month=str(month + 1), reason="已搬家"
        )
        self.ask(form, desk(self.streets[case][:6]))

    def deduct(self, case: UUID, month: str, code: str) -> None:
        result = {"month": month, "attempt": self.draw.randint(1, 3), "code": code}
        self.house.tell(DeductionReported(application_id=case, deducted="1.00", **result))

    def outside(self) -> None:
        """The centre answers what it was asked, and takes every list."""
        for agency in AGENCIES:
            month = str(Month.of(self.house.clock.today()))
            self.ask(CloseAdditionList(month=month), desk(agency))
        asked = self.house.said("payments", ContributionQueried)[self.answered :]
        self.answered += len(asked)
        for one in asked:
            paid = ContributionLine(month=one.from_month, payer="self")
            lines = (paid,) if self.draw.random() < 0.3 else ()
            now = self.house.clock.now()
            self.house.tell(
                ContributionAnswered(request_id=one.request_id, lines=lines, answered_at=now)
            )
        for sent in self.house.said("payments", EnrolListSent):
            self.house.tell(EnrolListAcknowledged(list_id=sent.list_id))

    # -- who is planned, and who may be

    def planned(self, agency: str, month: str) -> set[UUID]:
        self.house.ask(MakeFundPlan(month=month), desk(agency))
        plan = self.house.ask(GetFundPlan(agency=agency, month=month), desk(agency))
        found = "SELECT application_id FROM planned WHERE agency = :agency AND month = :month"
        place = {"agency": agency, "month": month, "version": plan.version}
        with self.house["reporting"].engine.connect() as connection:
            rows = connection.execute(text(f"{found} AND version = :version"), place)
            persons = set(rows.scalars())
        assert plan.figures.persons == len(persons)
        return persons

    def entitled(self, month: str, states: frozenset[str]) -> set[UUID]:
        """By payments' own rows."""
        with self.house["payments"].engine.connect() as connection:
            rows = connection.execute(text("SELECT * FROM entitlements")).all()
        return {row.application_id for row in rows if row.state in states and covers(row, month)}


def covers(row, month: str) -> bool:
    start = row.start_month or row.proposed_start
    end = row.end_month or str(Month.parse(start) + row.months - 1)
    return start <= month <= end and not (row.stop_code and row.stop_month <= month)


@pytest.mark.parametrize("seed", range(4))
def test_nobody_is_planned_whom_payments_would_not_pay_for(seed):
    lives = Lives(seed)
    house = lives.house
    for n in range(LIVES):
        lives.begin(n)
    cells = 0
    for _ in range(10):
        for case in lives.draw.choices(list(lives.streets), k=12):
            lives.happens(case)
        lives.outside()
        lives.settle()
        house.turn(days=lives.draw.randint(3, 12), copies=2)
        this = Month.of(house.clock.today())
        for month in (str(this), str(this + 1)):
            planned = [lives.planned(agency, month) for agency in AGENCIES]
            everybody = set().union(*planned)
            assert len(everybody) == sum(map(len, planned)), (seed, "planned by two districts")
            assert everybody <= lives.entitled(month, LIVE | ENDED), (seed, month)
            assert lives.entitled(month, RUNNING) <= everybody, (seed, month, "forgotten")
            cells += len(everybody)
    parked = [house[name].parked() for name in ("reporting",)]
    house.close()
    assert cells > LIVES, (seed, "nobody was ever planned")
    assert parked == [[]]
