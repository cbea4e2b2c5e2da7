"""A file posted as a set and its lines told one by one end in the same state, to the last note.

Twins live the same months: one by letters, the other by files; everything that payments keeps and
says of them is compared, over random months.
"""

from collections import Counter

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from payments_cases import CLERK, Case, at
from payments_files import Desk, Written, row, whole_state

from contracts.outside import DeductionReported
from contracts.payments import StopBenefit
from kernel.clock import FixedClock
from payments.handlers import posting
from payments.service import PaymentsService
from servicekit.testing.house import House

YEARS = (2019, 2021)  # in one bases are missing or provisional, in the other all are published
CODES = ("00",) * 6 + ("01", "01", "04", "09", "99")
TWINS = 3

one_line = st.tuples(
    st.integers(0, TWINS - 1),
    st.integers(4, 8),
    st.integers(1, 2),
    st.sampled_from(CODES),
    st.sampled_from(("269.26", "269.26", "269.26", "1.00")),
    st.sampled_from((False, False, True)),
    st.sampled_from(("month",) * 9 + ("difference",)),
)
lives = st.fixed_dictionaries(
    {
        "files": st.lists(st.lists(one_line, max_size=7), min_size=1, max_size=4),
        "enrolled": st.lists(st.booleans(), min_size=TWINS, max_size=TWINS),
        "stops": st.lists(
            st.sampled_from((None, None, None, 1, 2)), min_size=TWINS, max_size=TWINS
        ),
        "before": st.lists(one_line, max_size=2),
        "batch": st.integers(1, 6),
        "second_case": st.booleans(),
        "year": st.sampled_from(YEARS),
    }
)
TAKEN: Counter[str] = Counter()


def rows_of(lines, people, month, year):
    """Of each person one line for a month, purpose and attempt, none after the file's month."""
    found = {}
    for who, of, attempt, code, deducted, deferred, purpose in lines:
        sum_ = deducted if code == "00" else "0.00"
        each = row(
            people[who],
            f"{year}-{of:02}",
            code,
            attempt,
            deducted=sum_,
            deferred=deferred,
            purpose=purpose,
        )
        if each.month <= month:
            found.setdefault(each.place, each)
    return list(found.values())


def tell(house, each):
    house.tell(
        DeductionReported(
            application_id=each.reference,
            month=each.month,
            attempt=each.attempt,
            code=each.code,
            deducted=str(each.deducted),
            deferred=each.deferred,
            purpose=each.purpose,
        )
    )


def live(house, people, life, bring):
    """The same life for each set of twins; `bring` is the way the centre's results come."""
    for case, enrolled in zip(people, life["enrolled"], strict=True):
        case.active() if enrolled else case.open().find().confirm()
    year = life["year"]
    first, *rest = (f"{year}-{month:02}" for month in (5, 6, 7, 8))
    for each in rows_of(life["before"], people, first, year):
        tell(house, each)
    for n, (month, lines) in enumerate(zip((first, *rest), life["files"], strict=False)):
        bring(Written(rows_of(lines, people, month, year), month))
        for case, stop, enrolled in zip(people, life["stops"], life["enrolled"], strict=True):
            if stop == n and enrolled and case.view().state == "active":
                form = StopBenefit(application_id=case.id, code="S10", event_month=first, note="核")
                house.ask(form, CLERK)


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # a life takes seconds: none is made smaller
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(life=lives)
def test_a_set_and_single_letters_do_the_same(life):
    posting.post_batch.__defaults__ = (life["batch"],)
    states = []
    for by_file in (False, True):
        year = life["year"]
        house = House(FixedClock(at(f"{year}-05-06")), PaymentsService)
        people = [Case(house, start=f"{year}-05") for _ in range(TWINS)]
        if life["second_case"]:
            house.tell(people[0].again().accepted())
        people.sort(key=lambda case: str(case.id))
        desk = Desk(house)

        def by_letters(file, house=house):
            for each in file.rows:
                tell(house, each)

        def as_file(file, desk=desk):
            done = desk.bring(file)
            assert done.state == "done"
            TAKEN.update(done.outcomes)

        live(house, people, life, as_file if by_file else by_letters)
        states.append([whole_state(house, case) for case in people])
        house.close()
    for letters, files in zip(*states, strict=True):
        for name, kept in letters.items():
            assert files[name] == kept, (name, set(map(str, kept)) ^ set(map(str, files[name])))
