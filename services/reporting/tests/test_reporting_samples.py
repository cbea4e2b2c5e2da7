"""抽查: fixed before chance speaks, drawn once, drawn again by anybody with the same outcome."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from reporting_story import CITY_CLERK, CLERK, ELSEWHERE, STREET_OFFICER, accepted, approved
from sqlalchemy import text

from contracts.inspections import InspectionClosed
from contracts.intake import CheckOutcome, MatchingCompleted
from contracts.reporting import (
    AnnounceSample,
    DrawSample,
    GetSample,
    ListSamples,
    RedrawSample,
    SampleDrawn,
)
from contracts.review import ApplicationApproved
from kernel.clock import SHANGHAI
from kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refusal
from reporting.domain.sample import Unit, draw, population_hash, seed_of, size

LOTTERY = "2019年第092期双色球开奖号码"
NUMBERS = "03 07 16 17 25 33 + 11"
OTHER = {"agency": "110105", "street_code": "110105021"}


@pytest.fixture
def month(house):
    """30 confirmed in one district and 5 in another; each with a telephone of their own."""
    for n in range(30):
        confirmed(house, n)
    for n in range(30, 35):
        confirmed(house, n, **OTHER)
    return house


def confirmed(house, n, phone="", account="", **more):
    story = approved(accepted(f"n{n:02d}", case=UUID(int=n + 1), **more))
    told = story.letters[0][0]
    person = told.person.replace("13800000000", phone or f"138{n:08d}")
    person = json.dumps(json.loads(person) | {"account": account or f"6210{n:08d}"})
    story.letters[0] = (replace(told, person=person), story.letters[0][1])
    return story.tell(house)


def announce(house, caller=CITY_CLERK, value_on=date(2019, 8, 6)):
    form = AnnounceSample(month="2019-04", source=LOTTERY, value_on=value_on)
    return house.ask(form, caller)


def drawn(house, sample, caller=CITY_CLERK, value=NUMBERS):
    house.clock.set(datetime(2019, 8, 6, 22, tzinfo=SHANGHAI))
    return house.ask(DrawSample(sample_id=sample.sample_id, value=value), caller)


def redrawn(house, sample, caller=CITY_CLERK):
    return house.ask(RedrawSample(sample_id=sample.sample_id), caller)


def test_what_anybody_can_do_with_a_hash_and_a_pencil():
    """The rule in ten lines of its own, beside the one that is used."""
    sample, cases = uuid4(), [uuid4() for _ in range(40)]
    units = [Unit(case, "110101") for case in cases]

    def sha(words):
        return hashlib.sha256(words.encode()).hexdigest()

    population = sha("\n".join(sorted(f"{case}|110101|" for case in cases)))
    seed = sha(f"{sample}|{population}|{NUMBERS}")
    lowest = sorted(cases, key=lambda case: sha(f"{seed}|{case}"))[:10]

    assert population_hash(units) == population
    assert seed_of(sample, population, NUMBERS) == seed
    assert draw(reversed(units), seed, Decimal("0.05"), 10) == set(lowest)


@pytest.mark.parametrize(
    ("count", "drawn_"), [(0, 0), (3, 3), (10, 10), (30, 10), (200, 10), (201, 11), (1000, 50)]
)
def test_five_in_a_hundred_ten_at_least_all_at_most(count, drawn_):
    assert size(count, Decimal("0.05"), 10) == drawn_


def test_chance_has_no_favourites():
    """Each of 50 cases is drawn about as often as any other, over 2,000 seeds."""
    units = [Unit(UUID(int=n), "110101") for n in range(50)]
    times = dict.fromkeys((unit.application_id for unit in units), 0)
    for n in range(2000):
        for one in draw(units, f"seed {n}", Decimal("0.05"), 10):
            times[one] += 1
    assert sum(times.values()) == 20_000
    assert min(times.values()) > 320 and max(times.values()) < 480  # 400 expected, 4 sigma


def test_it_is_drawn_by_district_and_goes_to_review(month):
    sample = announce(month)
    assert (sample.state, sample.population, sample.rate, sample.least) == (
        "announced",
        35,
        "0.05",
        10,
    )
    found = drawn(month, sample)
    assert [(s.agency, s.population, s.drawn) for s in found.strata] == [
        ("110101", 30, 10),
        ("110105", 5, 5),
    ]
    told = month.said("reporting", SampleDrawn)
    assert [(one.agency, len(one.cases), one.owner) for one in told] == [
        ("110101", 10, ""),
        ("110105", 5, ""),
    ]
    again = redrawn(month, sample)
    assert again.matches and again.seed == found.seed
    assert {u.application_id for u in again.units if u.drawn} == {c for o in told for c in o.cases}


def test_the_population_is_fixed_when_it_is_announced(month):
    sample = announce(month)
    confirmed(month, 90)
    assert drawn(month, sample).population == 35


def test_the_value_must_not_be_known_when_the_population_is_fixed(month):
    with pytest.raises(Invalid) as known:
        announce(month, value_on=date(2019, 8, 1))
    sample = announce(month)
    with pytest.raises(Conflict) as early:
        month.ask(DrawSample(sample_id=sample.sample_id, value=NUMBERS), CITY_CLERK)
    assert (known.value.code, early.value.code) == ("value-known", "value-not-known")


def test_nobody_tries_again_until_chance_obliges(month):
    sample = announce(month)
    with pytest.raises(Conflict) as twice:
        announce(month)
    drawn(month, sample)
    with pytest.raises(Conflict) as again:
        drawn(month, sample, value="01 02 03")
    assert (twice.value.code, again.value.code) == ("sampled-already", "sample-drawn")


def test_many_at_once_draw_once(month):
    sample = announce(month)
    month.clock.set(datetime(2019, 8, 6, 22, tzinfo=SHANGHAI))

    def press(n):
        try:
            form = DrawSample(sample_id=sample.sample_id, value=f"number {n}")
            return month.ask(form, CITY_CLERK).state
        except Refusal as refusal:
            return refusal.code

    with ThreadPoolExecutor(4) as desks:
        answers = list(desks.map(press, range(4)))
    assert sorted(answers) == ["drawn", *["sample-drawn"] * 3]
    assert redrawn(month, sample).matches


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE sample_units SET drawn = NOT drawn WHERE application_id = :one",
        "UPDATE sample_units SET flags = '[\"same_phone\"]' WHERE application_id = :one",
        "DELETE FROM sample_units WHERE application_id = :one",
        "UPDATE samples SET value = 'another'",
    ],
)
def test_drawing_again_finds_what_was_changed(month, change):
    sample = announce(month)
    drawn(month, sample)
    with month["reporting"].engine.begin() as connection:
        used = {"one": UUID(int=3)} if ":one" in change else {}
        connection.execute(text(change), used)
    assert not redrawn(month, sample).matches


def test_flagged_cases_are_drawn_whatever_chance_says(month):
    """domain §11: an explained warning, one telephone or one account for two persons."""
    explained = CheckOutcome(code="CHK-SB-UI", severity="W", result="FAIL", overridden=True)
    case = UUID(int=1)
    month.tell(
        MatchingCompleted(
            application_id=case, dossier_version=1, blocked=False, outcomes=(explained,)
        )
    )
    for n in (60, 61):
        confirmed(month, n, phone="13911110000")
    for n in (62, 63):
        confirmed(month, n, account="6217990000")
    sample = announce(month)
    drawn(month, sample)
    flagged = {u.application_id: u.flags for u in redrawn(month, sample).units if u.flags}
    assert flagged == {
        case: ("overridden",),
        UUID(int=61): ("same_phone",),
        UUID(int=62): ("same_phone",),
        UUID(int=63): ("same_account",),
        UUID(int=64): ("same_account",),
    }
    assert all(u.drawn for u in redrawn(month, sample).units if u.flags)


@pytest.mark.parametrize(
    ("seconds", "flagged"), [(None, ()), (0, ("hasty",)), (59, ("hasty",)), (60, ())]
)
def test_a_dossier_that_nobody_can_have_read_is_drawn(month, seconds, flagged):
    """domain §11: approval < 60 s after opening."""
    story = approved(accepted("n70", case=UUID(int=70)))
    letters = [
        (
            replace(told, looked_seconds=seconds)
            if isinstance(told, ApplicationApproved)
            else told,
            *rest,
        )
        for told, *rest in story.letters
    ]
    person = json.dumps(
        json.loads(letters[0][0].person) | {"contact": "13600000000", "account": "1"}
    )
    letters[0] = (replace(letters[0][0], person=person), *letters[0][1:])
    story.letters[:] = letters
    story.tell(month)
    sample = announce(month)
    drawn(month, sample)
    [unit] = [u for u in redrawn(month, sample).units if u.application_id == UUID(int=70)]
    assert unit.flags == flagged


def test_results_come_back_by_district(month):
    sample = announce(month)
    drawn(month, sample)
    told = month.said("reporting", SampleDrawn)[0]
    for case, outcome in zip(told.cases, ("passed", "passed", "flawed", "failed"), strict=False):
        month.tell(
            InspectionClosed(application_id=case, sample_id=sample.sample_id, outcome=outcome)
        )
    home = month.ask(GetSample(sample_id=sample.sample_id), CITY_CLERK).strata[0]
    assert (home.drawn, home.passed, home.flawed, home.failed) == (10, 2, 1, 1)


def test_a_district_samples_its_own_and_sees_no_other(month):
    mine, whole = announce(month, CLERK), announce(month)
    assert (mine.agency, mine.population) == ("110101", 30)
    assert drawn(month, mine, CLERK).strata[0].drawn == 10
    for sample, caller in ((mine, ELSEWHERE), (whole, CLERK)):
        with pytest.raises(NotFound):
            month.ask(GetSample(sample_id=sample.sample_id), caller)
    with pytest.raises(Forbidden):
        announce(month, STREET_OFFICER)
    listed = [month.ask(ListSamples(month="2019-04"), c).items for c in (CLERK, CITY_CLERK)]
    assert [len(items) for items in listed] == [1, 2]
