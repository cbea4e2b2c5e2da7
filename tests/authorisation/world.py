"""A city with one case at each stage of the oracle, each brought there by its proper road."""

from datetime import date, datetime
from uuid import UUID

import attempts
from people import ABROAD, NEXT_DOOR, OTHER_DISTRICT
from roads import APPROVED, EARLY, ONE, SENDER, TWO, Roads, hand

from contracts import intake, payments, reporting, review
from contracts.caller import (
    CITY,
    CITY_OFFICER,
    DISTRICT,
    DISTRICT_CLERK,
    PUBLIC_CALLER,
    STREET,
    STREET_CLERK,
)
from contracts.outside import DeductionFileAnnounced
from intake.service import IntakeService
from kernel.clock import SHANGHAI, FixedClock
from notify.service import NotifyService
from payments.service import PaymentsService
from reporting.service import ReportingService
from review.service import ReviewService
from servicekit.testing.house import House

SERVICES = (IntakeService, ReviewService, PaymentsService, NotifyService, ReportingService)


class World(Roads):
    """`cases` by stage, all of the street HOME; `elsewhere` by street, one each; one objection."""

    def __init__(self) -> None:
        self.house = House(FixedClock(datetime(2019, 4, 2, 9, tzinfo=SHANGHAI)), *SERVICES)
        self.cases: dict[str, UUID] = {}
        self.number: dict[UUID, int] = {}
        self.elsewhere: dict[str, UUID] = {}
        self.photo = attempts.picture()
        self._arrive(EARLY)
        self._report(EARLY)
        self.house.settle()
        self._each(lambda stage: stage != "published", review.PassFirstPost, ONE, EARLY)
        self._turn(2019, 4, 15)
        self._renew(EARLY)
        self._each(lambda stage: True, review.PassSecondPost, TWO, APPROVED)
        self.house.settle()
        self._start()
        self._enjoy()
        self._turn(2019, 5, 6)
        self._today()
        self._announce()
        self._turn(2019, 5, 8)
        self._renew(EARLY)
        objection = self.commands()["file_objection"](self.cases["objected"], attempts.NOWHERE)
        self.objected: UUID = self._ask(objection, PUBLIC_CALLER).objection_id
        self._find(["clean"])  # what was found in April is no longer fresh
        for street in (NEXT_DOOR, ABROAD):
            case = self.elsewhere[street] = self._draft(street)
            clerk = hand(STREET, street, STREET_CLERK)
            self._ask(intake.AcceptApplication(application_id=case), clerk)
        self.house.settle()
        self._plan()
        self._draw()
        self.file = self._bring()

    def _announce(self) -> None:
        """The district and the city each sample April."""
        form = reporting.AnnounceSample(
            month="2019-04", source="双色球开奖号码", value_on=date(2019, 5, 7)
        )
        self.sample: UUID = self._ask(form, SENDER).sample_id
        self.city_sample: UUID = self._ask(form, hand(CITY, "110000", CITY_OFFICER)).sample_id

    def _bring(self) -> UUID:
        """The centre has announced a file of the home district; nothing of it has arrived."""
        file = {"agency": SENDER.division, "month": "2019-05", "sequence": 1, "lines": 0}
        self.house.tell(DeductionFileAnnounced(**file, total="0.00", digest="0" * 64))
        [known] = self.house.ask(payments.ListDeductionFiles()).items
        return known.file_id

    def _draw(self) -> None:
        """The district's own is drawn; one of its cases is about to be inspected."""
        drawn = reporting.DrawSample(sample_id=self.sample, value="01 02 03")
        self._ask(drawn, SENDER)
        self.house.settle()
        units = self.house.ask(reporting.RedrawSample(sample_id=self.sample)).units
        self.inspected: UUID = next(unit.application_id for unit in units if unit.drawn)

    def _plan(self) -> None:
        """At home May is drafted and June handed up; elsewhere both are accepted, May compiled."""
        other = hand(DISTRICT, OTHER_DISTRICT, DISTRICT_CLERK)
        city = hand(CITY, "110000", CITY_OFFICER)
        for officer, month in ((SENDER, 5), (SENDER, 6), (other, 5), (other, 6)):
            place = {"month": f"2019-{month:02d}"}
            self._ask(reporting.MakeFundPlan(**place), officer)
            if (officer, month) != (SENDER, 5):
                self._ask(reporting.SubmitFundPlan(**place, version=1), officer)
            if officer is other:
                up = reporting.AcceptFundPlan(agency=OTHER_DISTRICT, **place, version=1)
                self._ask(up, city)
        self._ask(reporting.CompileFundPlan(month="2019-05"), city)

    def at(self, stage: str | None) -> UUID:
        """The case at a stage; one that does not exist for None."""
        return attempts.NOWHERE if stage is None else self.cases[stage]

    def objection(self, stage: str | None) -> UUID:
        """The objection that waits for its result, or none."""
        return self.objected if stage == "objected" else attempts.NOWHERE

    def close(self) -> None:
        self.house.close()
