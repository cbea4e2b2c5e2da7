"""The notices themselves, and a case that comes to the doors of review and payments."""

import json
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from contracts import caller as desks
from contracts.calendar import CalendarDay, EnterHolidayNotice
from contracts.intake import (
    ApplicationAccepted,
    CaseFacts,
    CheckOutcome,
    FaceCheckRecorded,
    MatchingCompleted,
)
from contracts.outside import (
    ContributionAnswered,
    ContributionQueried,
    EnrolListAcknowledged,
    EnrolListSent,
)
from contracts.payments import (
    CheckContributions,
    CloseAdditionList,
    ConfirmStart,
    EntitlementView,
    FileReport,
    GetEntitlement,
)
from contracts.review import (
    ApplicationApproved,
    CaseView,
    FileObjection,
    GetCase,
    PassFirstPost,
    PassInitialReview,
)
from intake.service import IntakeService
from kernel.clock import SHANGHAI
from payments.service import PaymentsService
from reporting.service import ReportingService
from review.service import ReviewService
from servicekit.testing.house import House

SERVICES = (IntakeService, ReviewService, PaymentsService, ReportingService)


def officer(subject: str, role: str, tier: str, division: str) -> desks.Caller:
    """An officer with a key of their own."""
    return desks.Caller(
        subject=subject, tier=tier, roles=(role,), division=division, key_serial=f"K-{subject}"
    )


CLERK = officer("clerk", desks.STREET_CLERK, desks.STREET, "110105001")
ONE = officer("one", desks.POST_ONE, desks.DISTRICT, "110105")
TWO = officer("two", desks.POST_TWO, desks.DISTRICT, "110105")
LISTS = officer("lists", desks.DISTRICT_CLERK, desks.DISTRICT, "110105")
CITY = officer("city", desks.CITY_OFFICER, desks.CITY, "110000")


def notice(document: str, published: str, *days: str, year: int | None = None) -> Any:
    """Days as "off 2020-01-31"."""
    named = (one.split() for one in days)
    return EnterHolidayNotice(
        document=document,
        published_on=date.fromisoformat(published),
        days=tuple(CalendarDay(day=date.fromisoformat(day), kind=kind) for kind, day in named),
        year=year,
    )


MAY_DAY = notice(
    "关于调整2019年劳动节假期安排的通知",
    "2019-03-22",
    *("off 2019-05-02", "off 2019-05-03", "off 2019-05-04", "work 2019-04-28", "work 2019-05-05"),
)
FESTIVAL = notice(
    "关于延长2020年春节假期的通知",
    "2020-01-27",
    *("off 2020-01-31", "off 2020-02-01", "off 2020-02-02"),
)
YEAR_2020 = notice(
    "关于2020年部分节假日安排的通知",
    "2019-11-21",
    "off 2020-01-01",
    *(f"off 2020-01-{day}" for day in range(24, 31)),
    *("work 2020-01-19", "work 2020-02-01"),
    year=2020,
)
YEAR_2027 = notice(
    "一个虚构的2027年通知", "2026-12-31", "off 2027-01-01", "off 2027-01-04", year=2027
)


class Case:
    """One application, accepted when it is made."""

    def __init__(self, house: House, category: str = "P4045") -> None:
        self.house, self.id = house, uuid4()
        now = house.clock.now()
        facts = CaseFacts(
            street_code="110105001",
            agency="110105",
            category=category,
            sex="male",
            birth_date=date(now.year - 52, 3, 5),
            retire_class="worker",
            hukou_type="11",
            project="01",
            income_band="B",
            work_started_on=date(now.year - 1, 6, 1),
            unemployed_on=date(now.year - 1, 1, 1),
        )
        person = {"name": "张三", "id_number": "110105", "bank": "PSBC", "account": "62"}
        house.tell(
            ApplicationAccepted(
                application_id=self.id,
                number=str(self.id)[:8],
                accepted_at=now,
                process_version="2019",
                dossier_version=1,
                digest="0" * 64,
                facts=facts,
                person_key=str(self.id),
                person=json.dumps(person),
            )
        )

    def report(self) -> "Case":
        """初审 passed today."""
        self.answer()
        checked_on = self.house.clock.today()
        self.house.tell(
            FaceCheckRecorded(application_id=self.id, checked_by="核查员", checked_on=checked_on)
        )
        form = PassInitialReview(
            application_id=self.id, second_reader="孙复核", dossier_version=1, months=None
        )
        self.house.ask(form, CLERK)
        self.house.settle()
        return self

    def answer(self) -> None:
        """The registries, today."""
        today = self.house.clock.today()
        ok = CheckOutcome(code="CHK-GA-ID", severity="B", result="PASS", answered_on=today)
        self.house.tell(
            MatchingCompleted(
                application_id=self.id, dossier_version=1, blocked=False, outcomes=(ok,)
            )
        )

    def pass_first(self) -> None:
        """岗1, today."""
        self.house.ask(PassFirstPost(application_id=self.id, dossier_version=1), ONE)

    def object(self) -> None:
        """An objection, today."""
        self.house.ask(
            FileObjection(
                application_id=self.id,
                objector_name="钱七",
                objector_contact="13900000000",
                content="已在单位上班",
            )
        )

    def approve(self, start: str, months: int = 36) -> "Case":
        """As review would say it, today."""
        now = self.house.clock.now()
        self.house.tell(
            ApplicationApproved(
                application_id=self.id,
                approved_at=now,
                applied_on=now.date(),
                proposed_start=start,
                months=months,
                first_officer="one",
                second_officer="two",
            )
        )
        return self

    def begin(self, month: str) -> "Case":
        """Contributions asked and answered, start confirmed, enrolled."""
        house = self.house
        house.ask(CheckContributions(application_id=self.id), CLERK)
        [asked] = house.said("payments", ContributionQueried)
        now = house.clock.now()
        house.tell(ContributionAnswered(request_id=asked.request_id, lines=(), answered_at=now))
        house.ask(ConfirmStart(application_id=self.id), CLERK)
        house.ask(CloseAdditionList(month=month), LISTS)
        sent = [one for one in house.said("payments", EnrolListSent) if one.kind == "additions"]
        house.tell(EnrolListAcknowledged(list_id=sent[-1].list_id, refused=()))
        return self

    def tell_of_work(self) -> None:
        """就业情况报告, today."""
        work = {"content": "家政", "place": "朝阳", "hours": "8", "income": 3000}
        self.house.ask(FileReport(application_id=self.id, **work), CLERK)  # type: ignore[arg-type]

    def view(self) -> CaseView:
        view: CaseView = self.house.ask(GetCase(application_id=self.id), CLERK)
        return view

    def benefit(self) -> EntitlementView:
        view: EntitlementView = self.house.ask(GetEntitlement(application_id=self.id), CLERK)
        return view

    def due(self, *kinds: str) -> dict[str, str]:
        """The days on which these are due, as review shows them."""
        return {due.kind: due.due_at[:10] for due in self.view().dues if due.kind in kinds}

    def moves(self, view: Any) -> list[tuple[str, str]]:
        """What the history says of moved deadlines: the sentence and the notice."""
        return [(one.title, one.clause) for one in view.history if one.what == "deadline_moved"]


def enter(house: House, form: Any, copies: int = 1) -> Any:
    """The city's officer enters a notice, and it travels."""
    found = house.ask(form, CITY)
    house.settle(copies)
    return found


def at(house: House, *moment: int) -> None:
    """Turns the clock, day by day."""
    house.turn_to(datetime(*moment, tzinfo=SHANGHAI))  # type: ignore[misc,arg-type]
