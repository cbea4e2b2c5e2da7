"""People and letters that the tests of notify share."""

import json
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from contracts.caller import APPLICANT, Caller
from contracts.intake import ApplicationAccepted, CaseFacts
from contracts.notify import ListMessages
from contracts.review import ApplicationApproved
from kernel.clock import SHANGHAI

MORNING = datetime(2019, 4, 12, 9, tzinfo=SHANGHAI)


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


def person(**more):
    known = {
        "name": "李秀英",
        "id_number": "110101197803070029",
        "phone": "13800000000",
        "contact": "13800000000",
        "bank": "PSBC",
        "account": "6210980000000000003",
        "emergency_contact": "010-88886666",
    }
    return json.dumps(known | more, ensure_ascii=False)


def accepted(case: UUID, **more):
    return ApplicationAccepted(
        application_id=case,
        number="110101001-2019-000001",
        accepted_at=datetime(2019, 4, 1, 9, tzinfo=SHANGHAI),
        process_version="2019",
        dossier_version=1,
        digest="d",
        facts=facts(),
        person_key="k",
        person=person(**more),
    )


def approved(case: UUID, start="2019-05", months=36):
    return ApplicationApproved(
        application_id=case,
        approved_at=MORNING,
        applied_on=date(2019, 4, 1),
        proposed_start=start,
        months=months,
        first_officer="d1",
        second_officer="d2",
    )


def messages(house, **more):
    """The messages with the texts as the persons themselves read them."""
    found, own = house.ask(ListMessages(**more)).items, {}
    for case in {message.application_id for message in found}:
        mine = ListMessages(application_id=case, limit=100)
        items = house.ask(mine, Caller(subject=str(case), tier=APPLICANT)).items
        own |= {message.message_id: message.text for message in items}
    return tuple(replace(one, text=own.get(one.message_id, one.text)) for one in found)


def thrice(house, event):
    """One letter, delivered three times."""
    body = house.tell(event)
    for _ in range(2):
        house._deliver(body)
