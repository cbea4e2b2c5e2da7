"""A synthetic population: what the registries know of somebody whom nobody has taught them.

Each person's fate is drawn from the seed and the person alone, so every stand-in tells the same
whichever process it is, and the same again tomorrow. Most people are without remark.
"""

from collections.abc import Sequence
from random import Random

from simulators.domain.lesson import SILENT, Lesson

__all__ = ["fate_of"]

FAILS, NOTHING, QUIET = 0.02, 0.015, 0.01  # of the people: in one of their checks
NO_REFUND, NOT_ENROLLED = 0.15, 0.015
POOR = 0.012  # of the months: 余额不足
YEARS = range(2019, 2035)


def fate_of(seed: str, person: str, checks: Sequence[str]) -> Lesson:
    """The fate of one person; `checks` are the codes there are."""
    drawn = Random(f"{seed}/{person}")  # nosec B311 - synthetic people
    found = {}
    for finding, share in (("FAIL", FAILS), ("NO_DATA", NOTHING), (SILENT, QUIET)):
        where = drawn.choice(list(checks))
        if drawn.random() < share:
            found[where] = finding
    months = (f"{year}-{month:02}" for year in YEARS for month in range(1, 13))
    return Lesson(
        checks=found,
        refund=drawn.random() >= NO_REFUND,
        refuse_enrolment="参保登记信息不一致" if drawn.random() < NOT_ENROLLED else "",
        deductions={month: "01" for month in months if drawn.random() < POOR},
    )
