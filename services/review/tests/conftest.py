"""A house with review alone in it, and the people who come to its door."""

import json
import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

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
    ApplicationAccepted,
    ApplicationCorrected,
    CaseFacts,
    CheckOutcome,
    FaceCheckRecorded,
    MatchingCompleted,
)
from contracts.review import (
    FileObjection,
    GetCase,
    PassFirstPost,
    PassInitialReview,
    PassSecondPost,
)
from kernel.clock import SHANGHAI, FixedClock
from kernel.errors import Refusal
from kernel.identity import compose
from review.service import ReviewService
from servicekit.testing.house import House

sys.path.insert(0, str(Path(__file__).parent))  # modules beside these tests, by name
STREET_CODE, AGENCY = "110105001", "110105"
ID_NUMBER = compose("110105", date(1962, 8, 5), 113)
PERSON = {"name": "张三", "id_number": ID_NUMBER, "phone": "13800000000"}
FACTS = CaseFacts(
    street_code=STREET_CODE,
    agency=AGENCY,
    category="P4045",
    sex="male",
    birth_date=date(1962, 8, 5),
    retire_class="worker",
    hukou_type="11",
    project="01",
    income_band="B",
    work_started_on=date(2018, 10, 1),
    unemployed_on=date(2018, 1, 1),
)


def officer(subject, role, division=AGENCY, key="", tier=DISTRICT):
    key = key or (f"K-{subject}" if tier == STREET else "")
    return Caller(
        subject=subject, name=subject, tier=tier, roles=(role,), division=division, key_serial=key
    )


CLERK = officer("zhang.clerk", STREET_CLERK, STREET_CODE, tier=STREET)
ONE = officer("li.one", POST_ONE, key="K-001")
TWO = officer("wang.two", POST_TWO, key="K-002")
DESK = officer("zhao.desk", DISTRICT_CLERK)


class ReviewHouse(House):
    """Tells what comes first: intake has the registries asked again before the second post."""

    first = staticmethod(lambda command: None)

    def perform(self, command, caller, key=""):
        self.first(command)
        return super().perform(command, caller, key)


class Counter:
    """One house, and short names for what happens in it."""

    clerk, one, two, desk, person, facts = CLERK, ONE, TWO, DESK, PERSON, FACTS
    officer = staticmethod(officer)

    def __init__(self, now):
        self.clock = FixedClock(now)
        self.house = ReviewHouse(self.clock, ReviewService)
        self.house.first = self.renew
        self.matched = {}

    def ask(self, command, caller=None):
        return self.house.ask(command, caller) if caller else self.house.ask(command)

    def refused(self, command, caller):
        with pytest.raises(Refusal) as caught:
            self.house.ask(command, caller)
        return caught.value

    def accept(self, facts=FACTS, process_version="2019", at=None, **person):
        application_id = uuid4()
        self.house.tell(
            ApplicationAccepted(
                application_id=application_id,
                number="1101050012019000001",
                accepted_at=at or self.clock.now(),
                process_version=process_version,
                dossier_version=1,
                digest="0" * 64,
                facts=facts,
                person_key="k" * 64,
                person=json.dumps(PERSON | person),
            )
        )
        return application_id

    def match(self, application_id, version=1, failing=(), severity="B"):
        self.matched[application_id] = (self.clock.today(), version, failing, severity)
        results = {"CHK-GA-ID": "PASS", **dict.fromkeys(failing, "FAIL")}
        outcomes = [
            CheckOutcome(
                code=code, severity=severity, result=result, answered_on=self.clock.today()
            )
            for code, result in results.items()
        ]
        self.house.tell(
            MatchingCompleted(
                application_id=application_id,
                dossier_version=version,
                blocked=bool(failing),
                outcomes=tuple(outcomes),
            )
        )

    def face(self, application_id):
        self.house.tell(
            FaceCheckRecorded(
                application_id=application_id, checked_by="核查员", checked_on=self.clock.today()
            )
        )

    def ready(self, facts=FACTS, **person):
        application_id = self.accept(facts, **person)
        self.match(application_id)
        self.face(application_id)
        return application_id

    def report(self, application_id, caller=CLERK, reader="sun.reader", version=1, months=None):
        return self.ask(
            PassInitialReview(
                application_id=application_id,
                second_reader=reader,
                second_reader_name="孙复核",
                dossier_version=version,
                months=months,
            ),
            caller,
        )

    def reported(self, facts=FACTS, **person):
        application_id = self.ready(facts, **person)
        self.report(application_id)
        return application_id

    def first(self, application_id, caller=ONE, version=1):
        return self.ask(
            PassFirstPost(application_id=application_id, dossier_version=version), caller
        )

    def renew(self, command):
        """The second post finds answers of today."""
        before = self.matched.get(getattr(command, "application_id", None))
        if isinstance(command, PassSecondPost) and before and before[0] != self.clock.today():
            self.match(command.application_id, *before[1:])

    def second(self, application_id, caller=TWO, version=1):
        return self.ask(
            PassSecondPost(application_id=application_id, dossier_version=version), caller
        )

    def correct(self, application_id, version=2, relevant=False, facts=FACTS, **person):
        self.house.tell(
            ApplicationCorrected(
                application_id=application_id,
                dossier_version=version,
                digest=f"{version}" * 64,
                publicity_relevant=relevant,
                facts=facts,
                person=json.dumps(PERSON | person),
            )
        )

    def object(self, application_id):
        return self.ask(
            FileObjection(
                application_id=application_id,
                objector_name="钱七",
                objector_contact="13900000000",
                content="申请人已在单位上班",
            )
        ).objection_id

    def see(self, application_id: UUID, caller=CLERK):
        return self.ask(GetCase(application_id=application_id), caller)

    def at(self, *moment):
        self.house.turn_to(datetime(*moment, tzinfo=SHANGHAI))

    def said(self, event):
        return self.house.said("review", event)

    def facts_with(self, **changes):
        return replace(FACTS, **changes)


@pytest.fixture
def counter():
    made = []

    def opened(*moment):
        made.append(Counter(datetime(*(moment or (2019, 4, 1, 9)), tzinfo=SHANGHAI)))
        return made[-1]

    yield opened
    for each in made:
        each.house.close()
