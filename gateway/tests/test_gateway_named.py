"""复核人 and 核查人 are officers of the caller's street: looked up before the order goes on."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import update

from gateway.store import OfficerRow

CASE = UUID(int=7)
REVIEW, FACE = f"/cases/{CASE}/initial-review", f"/applications/{CASE}/face-check"
ORDERS = {
    "second_reader": (REVIEW, {"dossier_version": 1}),
    "checked_by": (FACE, {"checked_on": "2019-04-01", "findings": "在家从事缝纫"}),
}
READER = "donghuamen-reader"


def order(office, field, account, who="donghuamen-clerk", **more):
    path, form = ORDERS[field]
    return office.call("POST", path, who, form | {field: account} | more)


@pytest.mark.parametrize("field", ORDERS)
def test_the_order_goes_on_with_account_and_name(office, field):
    assert order(office, field, READER).status_code == 200
    [(command, _, _)] = office.doors.asked
    told = getattr(command, field), getattr(command, f"{field}_name")
    assert told == (READER, "东华门复核")


@pytest.mark.parametrize("field", ORDERS)
@pytest.mark.parametrize(
    "account",
    ["nobody", "东华门复核", READER.upper(), "nanmofang-reader", "dongcheng-post1", "city"],
)
def test_who_is_no_officer_of_the_street_is_refused_with_the_field(office, field, account):
    answer = order(office, field, account)
    assert (answer.status_code, answer.json["code"]) == (422, "officer-not-of-street")
    assert "本街道在任经办人员" in answer.json["fields"][field]
    assert office.doors.asked == []


@pytest.mark.parametrize("field", ORDERS)
@pytest.mark.parametrize(
    "gone",
    [{"disabled": True}, {"valid_to": date(2019, 3, 31)}, {"valid_from": date(2019, 4, 2)}],
    ids=lambda one: next(iter(one)),
)
def test_who_does_not_serve_today_is_refused(office, field, gone):
    with office.sessions.begin() as session:
        mine = OfficerRow.account == READER
        session.execute(update(OfficerRow).where(mine).values(**gone))
    assert order(office, field, READER).json["code"] == "officer-not-of-street"
    assert office.doors.asked == []


@pytest.mark.parametrize("field", ORDERS)
def test_the_name_is_not_taken_from_outside(office, field):
    answer = order(office, field, READER, **{f"{field}_name": "别人"})
    assert (answer.status_code, answer.json["code"]) == (422, "invalid-fields")
    assert office.doors.asked == []


@pytest.mark.parametrize("field", ORDERS)
def test_who_may_not_give_the_order_learns_nothing_of_officers(office, field):
    """The service refuses them, whatever they name."""
    for account in (READER, "dongcheng-post1", "nobody"):
        assert order(office, field, account, who="dongcheng-post2").status_code == 200
    assert {getattr(command, f"{field}_name") for command, _, _ in office.doors.asked} == {""}
