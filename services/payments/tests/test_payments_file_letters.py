"""A file is announced under the centre's own signature, over the broker or brought by hand."""

import base64
import json
from collections.abc import Iterator
from uuid import uuid4

import pytest
from payments_cases import DISTRICT_OFFICER, Case, at
from payments_files import MAY, Desk, Written, row

from contracts.payments import AnnounceDeductionFile, ListDeductionFiles, MonthSubsidised
from kernel.clock import FixedClock
from kernel.errors import Conflict, Invalid
from outside.centre import DeductFile, Receipt
from outside.demo import every_side
from outside.envelope import close
from outside.keys import KeyBook, public
from outside.letters import LINGBU, Envelope
from payments.service import PaymentsService
from servicekit.testing.house import House

KEYS = every_side()
PUBLIC = json.dumps({"own": [], "others": {"centre": public(KEYS["centre"])}})


@pytest.fixture
def house() -> Iterator[House]:
    made = House(FixedClock(at("2019-05-06")), PaymentsService, settings={"CENTRE_KEYS": PUBLIC})
    yield made
    made.close()


def letter(file, house, sender="centre", signer="centre", message=None):
    """What the centre would sign for a file."""
    said = file.header
    content = message or DeductFile(
        agency=said.agency,
        month=said.month,
        sequence=said.sequence,
        lines=said.lines,
        total=str(said.total),
        sha256=file.digest,
    )
    envelope = Envelope(
        letter=uuid4(),
        message=content.message,
        version=1,
        sender=sender,
        receiver=LINGBU,
        request="110101-2019-05-1",
        sent_at=house.clock.now(),
    )
    own = {"own": KEYS[signer], "others": {}}
    return close(content, envelope, KeyBook.from_text(json.dumps(own), signer))


def announce(house, parts):
    return house.ask(AnnounceDeductionFile(**parts), DISTRICT_OFFICER)


@pytest.fixture
def case(house):
    return Case(house).active()


def test_a_signed_file_is_taken_by_hand(house, case):
    file = Written([row(case, MAY)], MAY)
    known = announce(house, letter(file, house))
    assert (known.state, known.digest, known.lines) == ("announced", file.digest, 1)
    assert announce(house, letter(file, house)).file_id == known.file_id
    desk = Desk(house)
    desk.upload(known, file.text)
    house["payments"].desk.fire_due()
    assert desk.look(known).outcomes == {"posted": 1}
    assert len(case.said(MonthSubsidised)) == 1


@pytest.mark.parametrize(
    ("forge", "code"),
    [
        (lambda f, h: letter(f, h, signer="police"), "letter-unknown-key"),
        (lambda f, h: letter(f, h) | {"payload": letter(f, h)["payload"]}, "letter-bad-signature"),
        (lambda f, h: letter(f, h) | {"signature": "AAAA"}, "letter-bad-signature"),
        (lambda f, h: letter(f, h, sender="police"), "letter-wrong-partner"),
        (lambda f, h: letter(f, h, message=Receipt()), "letter-unknown-message"),
        (lambda f, h: {"protected": "x", "payload": "x", "signature": "x"}, "letter-bad-signature"),
    ],
)
def test_what_the_centre_has_not_signed_is_no_file(house, case, forge, code):
    with pytest.raises(Invalid) as refusal:
        announce(house, forge(Written([row(case, MAY)], MAY), house))
    assert refusal.value.code == code
    assert refusal.value.fields
    assert house.ask(ListDeductionFiles(), DISTRICT_OFFICER).items == ()


@pytest.mark.parametrize(
    "header",
    ["[]", "null", "1", '"x"', "{}", '{"alg":1}', '{"alg":"none"}', '{"alg":"ES256","kid":[]}']
    + [
        '{"alg":"ES256","kid":{}}',
        '{"alg":"ES256","kid":"centre-sig-1","crit":["b64"]}',
        "{",
        "\x00",
    ],
)
def test_a_strange_header_is_refused_like_any_other(house, header):
    parts = letter(Written([], MAY), house)
    strange = base64.urlsafe_b64encode(header.encode()).decode().rstrip("=")
    with pytest.raises(Invalid):
        announce(house, parts | {"protected": strange})
    with pytest.raises(Invalid):
        announce(house, parts | {"protected": header})


def test_a_file_of_another_district_is_not_brought_here(house, case):
    with pytest.raises(Invalid) as refusal:
        announce(house, letter(Written([], MAY, agency="110105"), house))
    assert refusal.value.code == "wrong-agency"


def test_files_of_a_month_are_numbered_without_gaps(house, case):
    with pytest.raises(Conflict) as refusal:
        announce(house, letter(Written([], MAY, sequence=2), house))
    assert refusal.value.code == "file-sequence"
    announce(house, letter(Written([], MAY), house))
    other = Written([row(case, MAY)], MAY)
    with pytest.raises(Conflict):
        announce(house, letter(other, house))


def test_an_installation_without_the_centres_keys_says_so(case):
    bare = House(FixedClock(at("2019-05-06")), PaymentsService)
    with pytest.raises(Conflict) as refusal:
        announce(bare, letter(Written([], MAY), bare))
    assert refusal.value.code == "centre-keys-missing"
    bare.close()
