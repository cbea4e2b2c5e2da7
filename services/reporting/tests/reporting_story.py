"""What several services say of one case, letter by letter, for the tests of reporting."""

import json
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from contracts.caller import (
    CITY,
    CITY_OFFICER,
    DISTRICT,
    DISTRICT_CLERK,
    POST_ONE,
    STREET,
    STREET_CLERK,
    Caller,
)
from contracts.intake import (
    ApplicationAccepted,
    ApplicationCorrected,
    CaseFacts,
)
from contracts.notify import MessageFailed
from contracts.payments import (
    BenefitActivated,
    BenefitStopped,
    DeductionFailed,
    EmploymentReported,
    Enlisted,
    MonthSubsidised,
    StartConfirmed,
    SubsidyReversed,
)
from contracts.review import (
    ApplicationApproved,
    ApplicationRejected,
    CaseReturned,
    FirstReviewPassed,
    InitialReviewPassed,
    ObjectionRaised,
    ObjectionResolved,
    PublicityClosed,
)
from kernel.clock import SHANGHAI

START = datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)
ID = "110101197803070029"
CLERK = Caller(
    subject="d", tier=DISTRICT, roles=(DISTRICT_CLERK,), division="110101", key_serial="K-d"
)
POST = Caller(subject="p", tier=DISTRICT, roles=(POST_ONE,), division="110101")
ELSEWHERE = Caller(
    subject="e", tier=DISTRICT, roles=(DISTRICT_CLERK,), division="110105", key_serial="K-e"
)
CITY_CLERK = Caller(
    subject="c", tier=CITY, roles=(CITY_OFFICER,), division="110000", key_serial="K-c"
)
STREET_OFFICER = Caller(subject="s", tier=STREET, roles=(STREET_CLERK,), division="110101001")


class Story:
    """What several services say of one case, each numbering its own letters."""

    def __init__(self, case: UUID | None = None) -> None:
        self.case, self.at = case or uuid4(), START
        self.trails: dict[str, dict[str, int]] = {}
        self.letters: list[tuple[object, dict[str, object]]] = []

    def says(self, kind, **values):
        """An hour later, somebody says this."""
        self.at += timedelta(hours=1)
        trail = self.trails.setdefault(kind.source, {})
        sequence = max(trail.values(), default=0) + 1
        meta = {
            "message_id": uuid4(),
            "sequence": sequence,
            "trail": dict(trail),
            "occurred_at": self.at.astimezone(UTC),
        }
        trail[kind.event_name()] = sequence
        self.letters.append((kind(application_id=self.case, **values), meta))
        return self

    def tell(self, house, order=None):
        for event, meta in order or self.letters:
            house.tell(event, **meta)
        return self


def facts(**more):
    known = {
        "street_code": "110101001",
        "agency": "110101",
        "category": "P4045",
        "sex": "female",
        "birth_date": date(1978, 3, 7),
        "retire_class": "worker",
        "hukou_type": "11",
        "project": "01",
        "income_band": "B",
        "work_started_on": date(2019, 1, 1),
    }
    return CaseFacts(**(known | more))


def person(name="李秀英", id_number=ID):
    known = {"name": name, "id_number": id_number, "contact": "13800000000", "account": "6210"}
    return json.dumps(known, ensure_ascii=False)


def accepted(number="110101001-201904-000001", case=None, name="李秀英", **more):
    return Story(case).says(
        ApplicationAccepted,
        number=number,
        accepted_at=START,
        process_version="2019",
        dossier_version=1,
        digest="d",
        facts=facts(**more),
        person_key="k",
        person=person(name),
    )


def published(story, until=date(2019, 4, 11)):
    return story.says(
        InitialReviewPassed,
        reviewer="s1",
        second_reader="某",
        proposed_start="2019-05",
        months=36,
        publicity_from=date(2019, 4, 4),
        publicity_until=until,
    )


def approved(story, at=datetime(2019, 4, 12, 10, tzinfo=SHANGHAI)):
    published(story).says(FirstReviewPassed, officer="d1").says(PublicityClosed, closed_at=at)
    return story.says(
        ApplicationApproved,
        approved_at=at,
        applied_on=date(2019, 4, 1),
        proposed_start="2019-05",
        months=36,
        first_officer="d1",
        second_officer="d2",
    )


def confirmed(story):
    return approved(story).says(
        StartConfirmed,
        start_month="2019-05",
        end_month="2022-04",
        months=36,
        personal_amount="269.26",
    )


def active(story):
    story = confirmed(story).says(Enlisted, month="2019-05")
    return story.says(BenefitActivated, start_month="2019-05")


def subsidised(story, month):
    return story.says(
        MonthSubsidised, month=month, personal="269.26", subsidy="863.67", total="1132.93"
    )


def reversed_(story, month):
    return story.says(
        SubsidyReversed, month=month, personal="269.26", subsidy="863.67", total="1132.93"
    )


def returned(story, to="applicant"):
    return story.says(CaseReturned, to=to, reason="照片不清")


def corrected(story, **more):
    return story.says(
        ApplicationCorrected,
        dossier_version=2,
        digest="e",
        publicity_relevant=False,
        facts=facts(**more),
        person=person(),
    )


def stopped(story, code="S02"):
    return story.says(
        BenefitStopped, code=code, from_month="2019-08", reason_text="连续", months_used=2
    )


def failed(story, month):
    return story.says(
        DeductionFailed, month=month, code="01", consecutive=1, pay_by=date(2019, 7, 20)
    )


def rejected(story):
    return story.says(
        ApplicationRejected, stage="district", reason_code="R-EMP", reason_text="存在单位参保缴费"
    )


def objection(story, upheld=None):
    one = UUID(int=1)
    story.says(ObjectionRaised, objection_id=one)
    return (
        story if upheld is None else story.says(ObjectionResolved, objection_id=one, upheld=upheld)
    )


def whole_life():
    """Nearly everything that can happen to one case, returned and corrected on the way."""
    story = corrected(returned(published(accepted())), project="02")
    story = active(objection(story, upheld=False))
    for month in ("2019-05", "2019-06"):
        story = subsidised(story, month)
    story = subsidised(reversed_(story, "2019-05"), "2019-05")  # the stop was taken back
    story = reversed_(subsidised(story, "2019-07"), "2019-07")
    story.says(EmploymentReported, window_until=date(2019, 7, 31), channel="wechat")
    story.says(MessageFailed, message_id=uuid4(), template="T4", reason="no-mobile")
    return stopped(failed(failed(story, "2019-07"), "2019-08"))
