"""账户和联系方式变更 (附件3 二.6): at the counter, checked by the bank, masked in the record."""

from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy import text

from contracts.caller import STREET, STREET_CLERK, Caller
from contracts.intake import (
    ApplicationAccepted,
    ChangeAccount,
    ChangeContacts,
    DetailsChanged,
    GetApplication,
    MatchingCompleted,
)
from contracts.review import ApplicationApproved
from kernel.clock import SHANGHAI
from kernel.errors import Conflict, Invalid, NotFound

ACCOUNT = "6217000010001234569"
OTHER_STREET = Caller(
    subject="c9", name="c9", tier=STREET, roles=(STREET_CLERK,), division="110105021"
)


def change(case, **changes):
    return ChangeAccount(application_id=case, **({"bank": "PSBC", "account": ACCOUNT} | changes))


def reached(case, contact="13911112222", emergency="010-88886666"):
    return ChangeContacts(application_id=case, contact=contact, emergency_contact=emergency)


def approve(counter, case):
    counter.house.tell(
        ApplicationApproved(
            application_id=case,
            approved_at=counter.house.clock.now(),
            applied_on=datetime(2019, 4, 1).date(),
            proposed_start="2019-05",
            months=36,
            first_officer="p1",
            second_officer="p2",
        )
    )


@pytest.mark.parametrize(
    ("told_on", "first"),
    [
        ((2019, 5, 24, 23, 59), "2019-05"),  # the cutoff itself
        ((2019, 5, 25, 0, 0), "2019-06"),
        ((2019, 8, 23, 17, 0), "2019-08"),  # the 24th is a Saturday
        ((2019, 8, 24, 9, 0), "2019-09"),
        ((2019, 12, 25, 9, 0), "2020-01"),
    ],
)
def test_it_counts_for_this_month_until_the_cutoff_and_then_for_the_next(counter, told_on, first):
    case = counter.accepted()
    approve(counter, case)
    counter.house.clock.set(datetime(*told_on, tzinfo=SHANGHAI))

    counter.ask(change(case))

    [said] = counter.said(DetailsChanged)
    assert said.account_from == first
    assert f'"account":"{ACCOUNT}"' in said.person and '"bank":"PSBC"' in said.person
    [step] = [step for step in counter.view(case).history if step.what == "account_changed"]
    assert step.basis[0].dates["开始使用月份"] == first
    assert step.basis[0].clause and step.clause.endswith("附件3 二.6")


def test_the_bank_is_asked_about_the_new_account(counter):
    case = counter.accepted()
    approve(counter, case)

    counter.ask(change(case))

    request = counter.requests(case)["CHK-YH-ACC"]
    assert f'"account":"{ACCOUNT}"' in request.subject
    counter.answer(request, "FAIL")
    assert counter.checks(case)["CHK-YH-ACC"].result == "FAIL"

    counter.ask(change(case, account="6217000010001234577"))
    assert counter.checks(case)["CHK-YH-ACC"].result == "PENDING"
    counter.house.turn(days=2)
    assert counter.checks(case)["CHK-YH-ACC"].result == "TIMEOUT"


def test_while_the_case_is_reviewed_an_unknown_account_blocks_until_the_bank_has_spoken(counter):
    case = counter.accepted()
    counter.answer_all(case)

    counter.ask(change(case))
    counter.answer(counter.requests(case)["CHK-YH-ACC"])

    assert [told.blocked for told in counter.said(MatchingCompleted)] == [False, True, False]


def test_the_signed_commitment_and_its_digest_stay(counter):
    case = counter.accepted()
    before = counter.view(case)

    counter.ask(change(case))
    counter.ask(reached(case))

    after = counter.view(case)
    assert (after.commitment, after.digest, after.version) == (
        before.commitment,
        before.digest,
        before.version,
    )
    assert after.details["account"].endswith("4569") and after.details["bank"] == "PSBC"
    assert after.details["contact"] == "139****2222"


def test_contacts_change_without_touching_the_account(counter):
    case = counter.accepted()
    counter.ask(reached(case, contact=" 139 1111 2222 "))

    [said] = counter.said(DetailsChanged)
    assert said.account_from == ""
    assert '"contact":"13911112222"' in said.person and '"phone":"13911112222"' in said.person
    assert "CHK-YH-ACC" not in counter.checks(case)


def test_nothing_of_it_lies_open_and_the_record_shows_it_masked(counter):
    case = counter.accepted()
    counter.ask(change(case))
    counter.ask(reached(case))

    titles = " ".join(step.title for step in counter.view(case).history)
    assert "4569" in titles and "139****2222" in titles
    with counter.house["intake"].engine.connect() as connection:
        dump = "".join(
            str(row)
            for table in ("applications", "audit", "outbox", "checks")
            for row in connection.execute(text(f"SELECT * FROM {table}"))
        )
    assert ACCOUNT not in dump and "13911112222" not in dump


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"bank": "ICBC"}, "bank-not-accepted", "bank"),
        ({"account": "abc"}, "invalid-account", "account"),
    ],
)
def test_a_wrong_account_is_refused_with_its_field(counter, wrong, code, field):
    case = counter.accepted()
    with pytest.raises(Invalid) as refused:
        counter.ask(change(case, **wrong))
    assert (refused.value.code, list(refused.value.fields)) == (code, [field])


def test_the_same_account_again_is_no_change(counter):
    case = counter.accepted()
    counter.ask(change(case))
    with pytest.raises(Conflict) as refused:
        counter.ask(change(case))
    assert refused.value.code == "nothing-changed"
    assert len(counter.said(DetailsChanged)) == 1


def test_a_correction_signs_the_details_anew(counter):
    case = counter.accepted()
    counter.ask(change(case))
    counter.send_back(case)
    counter.correct(case)
    view = counter.view(case)
    assert view.details["account"] == view.commitment["account"]


def test_nothing_is_changed_in_a_draft_nor_in_another_street(counter):
    case = counter.submit()
    with pytest.raises(Conflict):
        counter.ask(change(case))
    with pytest.raises(NotFound):
        counter.ask(change(case), OTHER_STREET)
    person = Caller(subject=str(case), tier="applicant")
    with pytest.raises(Conflict):
        counter.ask(reached(case), person)
    with pytest.raises(NotFound):
        counter.ask(reached(case), Caller(subject=str(uuid4()), tier="applicant"))
    assert counter.said(ApplicationAccepted) == []
    assert counter.ask(GetApplication(application_id=case)).details["bank"] == "BOB"
