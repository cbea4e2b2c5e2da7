"""A counter of 东华门街道 with its clerk, over a real database and a turnable clock."""

import base64
import io
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image
from sqlalchemy import select

import policy
from contracts.caller import (
    DISTRICT,
    DISTRICT_CLERK,
    POST_ONE,
    STREET,
    STREET_CLERK,
    STREET_READER,
    Caller,
)
from contracts.intake import (
    PHOTO_KINDS,
    AcceptApplication,
    ApplicationForm,
    AttachPhoto,
    Commitment,
    CorrectApplication,
    GetApplication,
    SubmitApplication,
    WorkDeclaration,
)
from contracts.message import unseal
from contracts.outside import CheckAnswered, CheckRequested
from contracts.review import CaseReturned
from intake.service import IntakeService
from kernel import identity
from kernel.clock import SHANGHAI, FixedClock
from servicekit.testing.house import SEALER, House

STREET_CODE = "110101001"
CITY_TEXT = policy.load().commitment(date(2019, 4, 1))


def officer(role: str, division: str, tier: str, name: str) -> Caller:
    post = {"tier": tier, "roles": (role,), "division": division}
    return Caller(subject=name, name=name, key_serial=f"K-{name}", **post)


CLERK = officer(STREET_CLERK, STREET_CODE, STREET, "clerk-1")
READER = officer(STREET_READER, STREET_CODE, STREET, "reader-1")
STRANGER = officer(STREET_CLERK, "110102001", STREET, "clerk-2")
POST = officer(POST_ONE, "110101", DISTRICT, "post-1")
DISTRICT_HAND = officer(DISTRICT_CLERK, "110101", DISTRICT, "district-1")


def paper(**changes: Any) -> ApplicationForm:
    work = {
        "started_on": date(2019, 2, 1),
        "project": "01",
        "content": "家政保洁",
        "income_band": "B",
        "no_contract": True,
        "declared_by": "王晓明",
        "declared_on": date(2019, 4, 1),
    }
    values = {
        "name": "王晓明",
        "id_number": identity.compose("110101", date(1970, 3, 7), 1),
        "education": "61",
        "former_status": "01",
        "home_address": "北京市东城区测试胡同1号院2号楼",
        "household_address": "北京市东城区测试胡同1号院2号楼",
        "hukou_type": "11",
        "unemployed_on": date(2018, 12, 1),
        "file_unit": "东城区人力资源公共服务中心",
        "category": "P4045",
    }
    work |= {name[5:]: value for name, value in changes.items() if name.startswith("work_")}
    values |= {name: value for name, value in changes.items() if not name.startswith("work_")}
    return ApplicationForm(**values, work=WorkDeclaration(**work))


def promise(**changes: Any) -> Commitment:
    values = {
        "text_version": CITY_TEXT.version,
        "confirms_name": True,
        "confirms_project": True,
        "confirms_id_number": True,
        "bank": "BOB",
        "account": "6210980000000000003",
        "contact": "13800000000",
        "emergency_contact": "010-88886666",
        "transcription": CITY_TEXT.closing,
        "promised_by": "王晓明",
        "promised_on": date(2019, 4, 1),
    }
    return Commitment(**values | changes)


def picture(size: tuple[int, int] = (40, 30), format_: str = "JPEG", **options: Any) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(file, format_, **options)
    return file.getvalue()


class Counter:
    """What a clerk does in a day, in words."""

    paper, promise, picture = staticmethod(paper), staticmethod(promise), staticmethod(picture)
    clerk, reader, stranger = CLERK, READER, STRANGER
    post, district, street, city_text = POST, DISTRICT_HAND, STREET_CODE, CITY_TEXT

    def __init__(self, house: House) -> None:
        self.house, self.clock = house, house.clock

    def ask(self, command: Any, caller: Caller = CLERK) -> Any:
        return self.house.ask(command, caller, key=str(uuid4()))

    def submission(self, form: Any = None, commitment: Any = None) -> SubmitApplication:
        return SubmitApplication(
            street_code=STREET_CODE,
            residence_basis="household",
            form=form or paper(),
            commitment=commitment or promise(),
        )

    def submit(self, form: Any = None, commitment: Any = None) -> Any:
        return self.ask(self.submission(form, commitment)).application_id

    def attach(
        self,
        case: Any,
        kind: str = "identity_card",
        content: bytes | None = None,
        caller: Caller = CLERK,
    ) -> Any:
        text = base64.b64encode(content or picture()).decode()
        return self.ask(AttachPhoto(application_id=case, kind=kind, content=text), caller)

    def accept(self, case: Any) -> Any:
        return self.ask(AcceptApplication(application_id=case))

    def accepted(self, form: Any = None, commitment: Any = None) -> Any:
        """A case that has been taken, all its checks asked."""
        case = self.submit(form, commitment)
        for kind in PHOTO_KINDS:
            self.attach(case, kind)
        self.accept(case)
        return case

    def view(self, case: Any, caller: Caller = CLERK) -> Any:
        return self.ask(GetApplication(application_id=case), caller)

    def checks(self, case: Any) -> dict[str, Any]:
        return {check.code: check for check in self.view(case).checks}

    def requests(self, case: Any) -> dict[str, CheckRequested]:
        """The newest request of each check."""
        return {event.check_code: event for event in self.said_of(case, CheckRequested)}

    def said_of(self, case: Any, event: Any) -> list[Any]:
        """What was said of one case; opens no other letter."""
        mark = (str(case), event.event_name())
        bodies = [row.body for row in self.house["intake"].letters()]
        mine = [b for b in bodies if (b["meta"]["aggregate_id"], b["meta"]["event"]) == mark]
        return [unseal(event, body, SEALER) for body in mine]

    def answer(self, request: CheckRequested, result: str = "PASS") -> CheckAnswered:
        event = CheckAnswered(
            request_id=request.request_id,
            check_code=request.check_code,
            result=result,
            answered_at=self.clock.now(),
        )
        self.house.tell(event)
        return event

    def changed_code(self, case: Any) -> CheckRequested:
        """A request under another check's name, as a confused registry would quote it."""
        return replace(self.requests(case)["CHK-GA-ID"], check_code="CHK-GA-HK")

    def answer_all(self, case: Any, **results: str) -> None:
        """PASS from every registry, except `CHK_SB_UI="FAIL"` and the like."""
        for code, request in self.requests(case).items():
            self.answer(request, results.get(code.replace("-", "_"), "PASS"))

    def send_back(self, case: Any) -> None:
        self.house.tell(CaseReturned(application_id=case, to="applicant", reason="请更正"))

    def correct(self, case: Any, form: Any = None, commitment: Any = None) -> Any:
        return self.ask(
            CorrectApplication(
                application_id=case,
                form=form or paper(),
                commitment=commitment or promise(),
                reason="按原件更正",
            )
        )

    def waiting(self) -> set[str]:
        """What open deadlines are about."""
        room = self.house["intake"]
        table = room.desk.store.kit.deadlines
        still_open = (table.c.fired_at.is_(None), table.c.cancelled_at.is_(None))
        with room.engine.connect() as connection:
            return set(connection.scalars(select(table.c.subject).where(*still_open)))

    def said(self, event: Any) -> list[Any]:
        return self.house.said("intake", event)


@pytest.fixture
def counter():
    house = House(FixedClock(datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)), IntakeService)
    yield Counter(house)
    house.close()
