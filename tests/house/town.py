"""A town: all five services in one house, its officers, and what they do with one person's case."""

import base64
import io
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from PIL import Image

from contracts import wire
from contracts.caller import (
    DISTRICT,
    DISTRICT_CLERK,
    POST_ONE,
    POST_TWO,
    STREET,
    STREET_CLERK,
    Caller,
)
from contracts.intake import (
    PHOTO_KINDS,
    AcceptApplication,
    AttachPhoto,
    GetCommitmentText,
    RecordFaceCheck,
    SubmitApplication,
)
from contracts.outside import (
    CheckAnswered,
    CheckRequested,
    ContributionAnswered,
    ContributionQueried,
    DeductionReported,
    EnrolListAcknowledged,
    EnrolListSent,
)
from contracts.payments import (
    CheckContributions,
    CloseAdditionList,
    ConfirmStart,
    FileReport,
    GetEntitlement,
)
from contracts.review import PassFirstPost, PassInitialReview, PassSecondPost
from intake.service import IntakeService
from kernel.clock import SHANGHAI, FixedClock
from kernel.month import Month
from notify.service import NotifyService
from payments.service import PaymentsService
from reporting.service import ReportingService
from review.service import ReviewService
from servicekit.audit.signing import Signer, Verifier
from servicekit.signing.recheck import Recheck
from servicekit.testing.house import House
from simulators.story.people import Person, forms, invent

AUDIT_KEY = Signer("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")


def officer(subject: str, role: str, division: str) -> Caller:
    tier = STREET if len(division) == 9 else DISTRICT
    return Caller(
        subject=subject,
        name=subject,
        tier=tier,
        roles=(role,),
        division=division,
        key_serial=f"K-{subject}",
    )


def clerk(street: str) -> Caller:
    return officer(f"clerk-{street}", STREET_CLERK, street)


def desk(agency: str) -> Caller:
    return officer(f"desk-{agency}", DISTRICT_CLERK, agency)


def photo() -> str:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), (200, 30, 30)).save(file, "JPEG")
    return base64.b64encode(file.getvalue()).decode()


class Town:
    """Takes a person from the counter to the months; `street` is where they live now."""

    def __init__(self, moment: datetime, street: str = "110101001", pack: str = "") -> None:
        self.clock = FixedClock(moment.replace(tzinfo=SHANGHAI))
        services = (IntakeService, ReviewService, PaymentsService, NotifyService, ReportingService)
        self.house = House(self.clock, *services, settings={"POLICY": pack})
        self.street, self.agency = street, street[:6]

    def close(self) -> None:
        parked = {name: room.parked() for name, room in self.house.rooms.items()}
        self.house.close()
        assert not any(parked.values()), parked

    def unproved(self) -> list[str]:
        """What `lingbu verify-signatures` would say of every service."""
        found = []
        for name, room in self.house.rooms.items():
            with room.engine.connect() as connection:
                world = room.desk.world
                again = Recheck(
                    service=name,
                    store=room.desk.store,
                    connection=connection,
                    sealer=world.sealer,
                    trust=world.trust,
                    audit=Verifier(AUDIT_KEY.public),
                )
                found += [f"{name} {one.decision} {one.why}" for one in again.faults()]
        return found

    def ask(self, command: Any, caller: Caller) -> Any:
        answer = self.house.ask(command, caller, key=str(uuid4()))
        self.house.settle()
        return answer

    def tell(self, event: Any) -> None:
        self.house.tell(event)
        self.house.settle()

    def turn_to(self, year: int, month: int, day: int, hour: int = 10) -> None:
        self.house.turn_to(datetime(year, month, day, hour, tzinfo=SHANGHAI))
        self.house.settle()

    def person(self, number: int = 1, **other: Any) -> Person:
        return invent(number, self.clock.today(), **other)

    def apply(self, person: Person, **other: Any) -> UUID:
        """受理: the case is taken and every registry answers PASS."""
        text = self.ask(GetCommitmentText(agency=self.agency), clerk(self.street))
        papers = forms(person, self.clock.today(), wire.dump(text))
        papers["form"] |= other
        place = {"street_code": self.street, "residence_basis": "household"}
        command = wire.load(SubmitApplication, place | papers)
        case: UUID = self.ask(command, clerk(self.street)).application_id
        for kind in PHOTO_KINDS:
            picture = AttachPhoto(application_id=case, kind=kind, content=photo())
            self.ask(picture, clerk(self.street))
        self.ask(AcceptApplication(application_id=case), clerk(self.street))
        self.answer_checks(case)
        return case

    def answer_checks(self, case: UUID, **results: str) -> None:
        """PASS to everything that was ever asked, except `CHK_GA_DEAD="FAIL"` and the like."""
        for asked in self.said("intake", CheckRequested, case):
            passed = CheckAnswered(
                request_id=asked.request_id,
                check_code=asked.check_code,
                result=results.get(asked.check_code.replace("-", "_"), "PASS"),
                answered_at=self.clock.now(),
            )
            self.tell(passed)

    def report_up(self, case: UUID) -> None:
        """当面核查 and 初审."""
        seen = RecordFaceCheck(
            application_id=case, checked_by="孙核查", checked_on=self.clock.today(), findings="属实"
        )
        self.ask(seen, clerk(self.street))
        passed = PassInitialReview(application_id=case, second_reader="孙复核", dossier_version=1)
        self.ask(passed, clerk(self.street))

    def approve(self, case: UUID) -> None:
        """Both posts, the second after publicity."""
        one = officer("post-1", POST_ONE, self.agency)
        two = officer("post-2", POST_TWO, self.agency)
        self.ask(PassFirstPost(application_id=case, dossier_version=1), one)
        self.house.turn_to(self.clock.now() + timedelta(days=12))
        self.house.settle()
        self.answer_checks(case)
        self.ask(PassSecondPost(application_id=case, dossier_version=1), two)

    def confirm(self, case: UUID) -> None:
        """社保状态确认 on a clean record."""
        self.ask(CheckContributions(application_id=case), clerk(self.street))
        request = self.said("payments", ContributionQueried, case)[-1].request_id
        now = self.clock.now()
        self.tell(ContributionAnswered(request_id=request, lines=(), answered_at=now))
        self.ask(ConfirmStart(application_id=case), clerk(self.street))

    def enrol(self, agency: str = "") -> list[EnrolListSent]:
        """Closes the month's lists of a district; the centre takes every row."""
        agency = agency or self.agency
        before = len(self.said("payments", EnrolListSent))
        month = str(Month.of(self.clock.today()))
        self.ask(CloseAdditionList(month=month), desk(agency))
        sent: list[EnrolListSent] = self.said("payments", EnrolListSent)[before:]
        for each in sent:
            self.tell(EnrolListAcknowledged(list_id=each.list_id))
        return sent

    def enjoying(self, person: Person) -> UUID:
        """From the counter to the active benefit; the clock stands in the start month."""
        case = self.apply(person)
        self.report_up(case)
        self.approve(case)
        start = Month.parse(self.entitlement(case).proposed_start).first_day
        self.turn_to(start.year, start.month, 6)
        self.confirm(case)
        self.enrol()
        return case

    def deduct(self, case: UUID, month: str, code: str = "00", **more: Any) -> None:
        values = {"attempt": 1, "deducted": "0.00"} | more
        self.tell(DeductionReported(application_id=case, month=month, code=code, **values))

    def report(self, case: UUID) -> None:
        """就业情况报告 at the counter."""
        told = {"content": "家政", "place": "东城", "hours": "8小时", "income": 3000}
        self.ask(FileReport(application_id=case, **told), clerk(self.street))

    def entitlement(self, case: UUID, caller: Caller | None = None) -> Any:
        return self.house.ask(GetEntitlement(application_id=case), caller or clerk(self.street))

    def said(self, service: str, event: Any, case: UUID | None = None) -> list[Any]:
        found = self.house.said(service, event)
        return [one for one in found if case is None or one.application_id == case]


def again(person: Person, **changes: Any) -> Person:
    """The same person, with other papers."""
    return replace(person, **changes)
