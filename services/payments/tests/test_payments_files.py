"""Files of deduction results: taken in, posted line by line, refused as a whole, corrected."""

import pytest
from payments_cases import DISTRICT_OFFICER, Case
from payments_files import MAY, Desk, Written, row, whole_state
from sqlalchemy import text

from contracts.caller import DISTRICT, DISTRICT_CLERK, Caller
from contracts.outside import RefundAsked
from contracts.payments import (
    DeductionFailed,
    GetDeductionFile,
    MonthSubsidised,
    StopDeductionFile,
    SubsidyReversed,
    TakeFilePart,
)
from kernel.errors import Conflict, NotFound

ELSEWHERE = Caller(
    subject="district-2", tier=DISTRICT, roles=(DISTRICT_CLERK,), division="110105", key_serial="K9"
)


def test_a_file_is_posted_line_by_line_and_says_what_became_of_each(house, desk, people):
    one, two, three, four = sorted(people, key=lambda case: str(case.id))
    three.deduct(MAY)
    stranger = Case(house)
    rows = [row(one, MAY), row(two, MAY, "01"), row(three, MAY), row(four, MAY, deducted="1.00")]
    done = desk.bring(Written([*rows, row(stranger, MAY)], MAY), parts=3)
    assert done.state == "done"
    assert done.outcomes == {"differs": 1, "duplicate": 1, "posted": 2, "refused": 1}
    assert (done.handled, done.faults, done.corrects) == (5, (), None)
    of = {each.application_id: each for each in desk.lines(done)}
    assert (of[one.id].outcome, of[two.id].outcome) == ("posted", "posted")
    assert (of[three.id].outcome, of[four.id].outcome) == ("duplicate", "differs")
    assert of[stranger.id].reason == "unknown-entitlement" and of[stranger.id].sentence
    assert one.ledger() == four.ledger() == {MAY: "deducted"}
    assert two.ledger() == {MAY: "failed"}
    assert len(one.said(MonthSubsidised)) == 3
    assert [said.application_id for said in one.said(DeductionFailed)] == [two.id]


def test_the_same_file_again_changes_nothing(house, desk, people):
    file = Written([row(case, MAY) for case in people], MAY)
    first = desk.bring(file)
    before = [whole_state(house, case) for case in people]
    again = desk.bring(file)
    assert (again.file_id, again.state, again.outcomes) == (first.file_id, "done", {"posted": 4})
    assert [whole_state(house, case) for case in people] == before


@pytest.mark.parametrize(
    ("make", "code", "line"),
    [
        (lambda text: text.replace(",00,269.26", ",77,269.26", 1), "line-malformed", 2),
        (lambda text: text.replace("269.26,0,month", "269.26,0,month ", 1), "line-malformed", 2),
        (lambda text: text.replace(",269.26,0", ",9.26,0", 1), "sum-differs", 0),
        (lambda text: text.replace("\n", "\n\n", 1), "line-malformed", 2),
        (lambda text: text[: text.rindex("T,")], "trailer-differs", 6),
        (lambda text: text.replace("H,1,110101", "H,1,110105"), "header-differs", 1),
        (lambda text: "\x00" + text, "header-differs", 1),
        (lambda text: text.replace("month", "mo\x00th", 1), "line-malformed", 2),
        (lambda text: "", "header-differs", 1),
        (lambda text: text + "x\n", "after-trailer", 7),
        (lambda text: text.rstrip("\n"), "line-not-ended", 6),
        (lambda text: text.replace("month", "m\ufffdnth", 1), "line-malformed", 2),
        (lambda text: "".join(swap(text.splitlines(keepends=True))), "line-misplaced", 3),
        (lambda text: "".join(twice(text.splitlines(keepends=True))), "count-differs", 0),
        (lambda text: text.replace(f"{MAY},1,00", "2019-06,1,00", 1), "month-after-file", 2),
    ],
)
def test_a_wrong_file_changes_nothing_and_says_why(house, desk, people, make, code, line):
    before = [whole_state(house, case) for case in people]
    file = Written([row(case, MAY) for case in people], MAY)
    file.text = make(file.text)
    refused = desk.bring(file)
    assert refused.state == "refused"
    assert (line, code) in {(fault.line, fault.code) for fault in refused.faults}
    assert all(fault.message for fault in refused.faults)
    assert [whole_state(house, case) for case in people] == before
    assert desk.lines(refused) == []
    right = Written([row(case, MAY) for case in people], MAY, sequence=2)
    assert desk.bring(right).outcomes == {"posted": 4}


def swap(lines):
    return [lines[0], lines[2], lines[1], *lines[3:]]


def twice(lines):
    return [*lines[:2], lines[1], *lines[2:]]


def test_another_content_than_the_announced_one_is_not_kept(house, desk, people):
    file = Written([row(case, MAY) for case in people], MAY)
    known = desk.announce(file)
    other = desk.upload(known, file.text.replace(",00,", ",01,"))
    assert (other.state, [fault.code for fault in other.faults]) == (
        "announced",
        ["digest-differs"],
    )
    assert desk.lines(known) == []
    desk.upload(known, file.text)
    house["payments"].desk.fire_due()
    assert desk.look(known).outcomes == {"posted": 4}


def test_rows_changed_in_the_database_after_the_upload_are_not_posted(house, desk, people):
    file = Written([row(case, MAY, "01") for case in people], MAY)
    known = desk.announce(file)
    desk.upload(known, file.text)
    with house["payments"].engine.begin() as connection:
        connection.execute(text("UPDATE deduction_lines SET code = '00' WHERE line = 2"))
    house["payments"].desk.fire_due()
    found = desk.look(known)
    assert (found.state, [f.code for f in found.faults]) == ("announced", ["digest-differs"])
    assert people[0].said(MonthSubsidised) == []


def test_an_upload_that_broke_off_begins_again(house, desk, people):
    file = Written([row(case, MAY) for case in people], MAY)
    known = desk.announce(file)
    lines = file.text.splitlines(keepends=True)
    form = TakeFilePart(file_id=known.file_id, offset=0, text="".join(lines[:3]))
    assert house.ask(form, DISTRICT_OFFICER).size == len("".join(lines[:3]))
    with pytest.raises(Conflict) as refusal:
        house.ask(TakeFilePart(file_id=known.file_id, offset=9999, text="x\n"), DISTRICT_OFFICER)
    assert refusal.value.code == "file-part-misplaced"
    desk.upload(known, file.text, parts=2)
    house["payments"].desk.fire_due()
    assert desk.look(known).outcomes == {"posted": 4}


def test_a_corrected_file_acts_only_where_it_differs(house, desk, people):
    one, two, three, four = people
    fifth = Case(house).active()
    first = desk.bring(Written([row(case, MAY) for case in people], MAY))
    rows = [row(one, MAY), row(two, MAY, "01"), row(three, MAY, deducted="1.00"), row(fifth, MAY)]
    second = desk.bring(Written(rows, MAY, sequence=2))
    assert second.corrects == first.file_id
    assert second.outcomes == {"corrected": 2, "posted": 1, "unchanged": 1, "withdrawn": 1}
    of = {each.application_id: each for each in desk.lines(second)}
    assert (of[two.id].before, of[two.id].code) == ("00 269.26 0", "01")
    assert (of[four.id].outcome, of[four.id].before) == ("withdrawn", "00 269.26 0")
    assert two.ledger() == {MAY: "failed"} and four.ledger() == {MAY: "planned"}
    assert one.ledger() == three.ledger() == fifth.ledger() == {MAY: "deducted"}
    assert {r.application_id for r in one.said(SubsidyReversed)} == {two.id, four.id}
    assert one.said(RefundAsked) == []  # what the bank never took is not asked back
    assert "deduction_corrected" in {item.what for item in two.view().history}
    third = desk.bring(Written([row(case, MAY) for case in (*people, fifth)], MAY, sequence=3))
    assert third.outcomes == {"corrected": 2, "posted": 1, "unchanged": 2}
    assert {str(case.ledger()) for case in people} == {str({MAY: "deducted"})}


def test_other_districts_neither_see_nor_touch_a_file(house, desk, people):
    known = desk.bring(Written([row(people[0], MAY)], MAY))
    with pytest.raises(NotFound):
        house.ask(GetDeductionFile(file_id=known.file_id), ELSEWHERE)
    with pytest.raises(NotFound):
        house.ask(StopDeductionFile(file_id=known.file_id, reason="试试"), ELSEWHERE)


def test_a_line_of_another_districts_person_is_refused(house, desk, people):
    there = Desk(house, ELSEWHERE)
    found = there.bring(Written([row(people[0], MAY)], MAY, agency="110105"))
    assert found.outcomes == {"refused": 1}
    assert [each.reason for each in there.lines(found)] == ["other-agency"]
    assert people[0].said(MonthSubsidised) == []


def test_no_number_of_a_person_is_kept(house, desk, people):
    desk.bring(Written([row(case, MAY) for case in people], MAY))
    with house["payments"].engine.connect() as connection:
        names = connection.scalars(
            text(
                "SELECT column_name FROM information_schema.columns WHERE table_name IN"
                " ('deduction_files', 'deduction_lines')"
            )
        )
        assert not {"name", "id_number", "account", "person"} & set(names)
