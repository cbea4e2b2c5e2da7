"""The content of a deduction file: handed on in parts of whole lines, the same whenever sent."""

import dataclasses
import hashlib
import io

import pytest

from contracts.payments import (
    CompleteDeductionFile,
    DeductionFile,
    GetDeductionFile,
    TakeFilePart,
)
from contracts.payments.files import DIGEST_DIFFERS, FileFault
from gateway import deductionfiles
from gateway.testing import sample

PATH = "/api/v1/deduction-files/00000000-0000-0000-0000-000000000007/content"
LINE = b"00000000-0000-0000-0000-000000000007,2019-05,1,00,269.26,0,month\n"
KNOWN = dataclasses.replace(sample(DeductionFile), state="announced", faults=())


@pytest.fixture
def asked(desk):
    for command in (GetDeductionFile, TakeFilePart, CompleteDeductionFile):
        desk.doors.answers[command] = lambda _: KNOWN
    return desk.doors.asked


def put(desk, content, **headers):
    given = desk.headers() | {"Idempotency-Key": "key-1", "Content-Type": "text/csv"} | headers
    return desk.client.put(PATH, data=content, headers=given)


def parts(asked):
    return [command for command, _, _ in asked if isinstance(command, TakeFilePart)]


def test_a_content_is_handed_on_in_whole_lines(desk, asked):
    content = b"H\n" + LINE * 40_000 + b"T\n"
    answer = put(desk, content)
    assert answer.status_code == 200, answer.text
    found = parts(asked)
    assert len(found) == 3
    assert "".join(part.text for part in found).encode() == content
    assert all(part.text.endswith("\n") for part in found)
    assert [part.offset for part in found] == [
        sum(len(part.text) for part in found[:n]) for n in range(3)
    ]
    command, caller, key = asked[-1]
    assert isinstance(command, CompleteDeductionFile)
    assert command.digest == hashlib.sha256(content).hexdigest()
    assert (caller.subject, key) == ("donghuamen-clerk", "key-1")


class Trickle(io.RawIOBase):
    """A network that gives a few bytes at a time."""

    def __init__(self, content, step):
        self.content, self.step = io.BytesIO(content), step

    def read(self, size=-1):
        return self.content.read(min(size, self.step))


@pytest.mark.parametrize("step", [7, 4096, 10**7])
def test_parts_are_cut_alike_whatever_the_network_does(step):
    content = LINE * 30_000 + b"an end without a line"
    found = list(deductionfiles._parts(Trickle(content, step)))
    assert b"".join(found) == content
    assert [len(part) for part in found] == [1048515, len(content) - 1048515 - 21, 21]


def test_a_line_without_an_end_fills_no_memory():
    found = list(deductionfiles._parts(io.BytesIO(b"x" * 5_000_000)))
    assert max(map(len, found)) <= 2 * deductionfiles.PART
    assert sum(map(len, found)) == 5_000_000


def test_what_is_no_text_is_handed_on_for_the_service_to_name(desk, asked):
    put(desk, b"H\n\xff\xfe\n")
    assert "\ufffd" in parts(asked)[0].text


def test_nothing_is_read_for_a_file_that_has_its_content(desk, asked):
    done = dataclasses.replace(KNOWN, state="done")
    desk.doors.answers[GetDeductionFile] = lambda _: done
    answer = put(desk, LINE)
    assert (answer.status_code, answer.json["state"], parts(asked)) == (200, "done", [])


def test_another_content_than_the_announced_one_is_refused(desk, asked):
    """The service has let go of it by then; its own sentence is the answer."""
    fault = FileFault(line=0, code=DIGEST_DIFFERS, message="不是同一份，没有保存；请重新上传。")
    desk.doors.answers[CompleteDeductionFile] = lambda _: dataclasses.replace(
        KNOWN, faults=(fault,)
    )
    answer = put(desk, LINE)
    assert (answer.status_code, answer.mimetype) == (409, "application/problem+json")
    assert (answer.json["code"], answer.json["detail"]) == (DIGEST_DIFFERS, fault.message)


def test_a_fault_of_an_earlier_content_does_not_refuse_the_right_one(desk, asked):
    fault = FileFault(line=0, code=DIGEST_DIFFERS, message="不是同一份。")
    desk.doors.answers[GetDeductionFile] = lambda _: dataclasses.replace(KNOWN, faults=(fault,))
    assert put(desk, LINE).status_code == 200


def test_another_kind_of_content_is_refused(desk, asked):
    answer = put(desk, b"{}", **{"Content-Type": "application/json"})
    assert (answer.status_code, asked) == (415, [])


def test_only_a_file_may_be_larger_than_a_form(desk, asked):
    large = LINE * 330_000
    assert put(desk, large).status_code == 200
    other = desk.headers() | {"Idempotency-Key": "k", "Content-Type": "image/jpeg"}
    photo = "/api/v1/applications/00000000-0000-0000-0000-000000000007/photos/commitment"
    assert desk.client.put(photo, data=large, headers=other).status_code == 413
    asked.clear()
    assert put(desk, LINE * 1_040_000).status_code == 413
    assert parts(asked) == []
