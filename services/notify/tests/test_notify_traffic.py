"""Which provider gets the next message: the table."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from notify_cases import accepted, approved, messages

from kernel.clock import SHANGHAI
from notify.domain.traffic import Past, Record, choose, ill

NOW = datetime(2019, 4, 12, 9, tzinfo=SHANGHAI)


def past(marks, every=5):
    """Newest first. `.` delivered at once, `x` failed, `s` slow receipt, `o` fresh and open,
    `w` waits for its receipt since long ago."""
    made = []
    for n, mark in enumerate(marks):
        began = NOW - timedelta(seconds=every * (n + 1))
        if mark == "s":
            began -= timedelta(minutes=11)
            made.append(Past(began, heard=began + timedelta(minutes=11)))
        elif mark == "w":
            made.append(Past(began - timedelta(minutes=11)))
        else:
            heard = began + timedelta(seconds=2) if mark == "." else None
            made.append(Past(began, failed=mark == "x", heard=heard))
    return tuple(made)


@pytest.mark.parametrize(
    ("marks", "sick"),
    [
        ("", False),
        ("x", False),
        ("xx", False),
        ("xxx", True),
        ("x.x", False),
        ("oooooxxx", True),  # what is open says nothing
        ("...xxxxxxx", False),  # the newest three say it is well again
        (".x.x.", True),  # two of five
        (".x...", False),
        ("x.........", False),  # a tenth are numbers out of service
        (".x..x..x..", True),
        ("sss", True),
        (".s.s.s.s", True),
        (".s..s", False),
        ("www", True),
        ("ow", False),
    ],
)
def test_when_a_provider_is_ill(marks, sick):
    assert ill(Record("a", past(marks)), NOW) is sick


def test_what_was_half_an_hour_ago_is_forgotten():
    long_ago = tuple(Past(NOW - timedelta(minutes=31 + n), failed=True) for n in range(9))
    assert not ill(Record("a", long_ago), NOW)


@pytest.mark.parametrize(
    ("first", "every", "second", "chosen"),
    [
        ("...", 5, "...", "a"),
        ("xxx", 5, "...", "b"),
        ("xxx", 5, "", "b"),
        ("xxx", 60, "...", "a"),  # the trickle: silent for a minute
        ("xxx", 5, "xxx", ""),  # both are ill and just tried: wait
        ("xxx", 60, "xxx", "a"),
        ("sss", 5, "...", "a"),  # slow ones were tried long ago: one more
        ("ooosss", 5, "...", "b"),
    ],
)
def test_who_gets_the_next(first, every, second, chosen):
    records = (Record("a", past(first, every)), Record("b", past(second)))
    assert choose(records, NOW) == chosen


def test_what_has_missed_once_is_not_tried_on_an_ill_provider():
    records = (Record("a", past("xxx", 60)), Record("b", past("...")))
    assert (choose(records, NOW), choose(records, NOW, again=True)) == ("a", "b")
    assert choose(records[:1], NOW, again=True) == "a"


def test_the_demo_phone_is_not_judged_by_a_clock_that_jumps(house):
    for _ in range(2):
        for case in (uuid4() for _ in range(5)):
            house.tell(accepted(case))
            house.tell(approved(case))
        house.turn(minutes=0)
        assert "queued" not in {message.state for message in messages(house)}
        house.turn(minutes=15)  # so late come the receipts
