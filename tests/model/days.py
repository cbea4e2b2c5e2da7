"""Working days and months of the reference models, from the notices of the State Council
(domain 7.4) and by counting on fingers: nothing of the code under test."""

from datetime import date, timedelta


def _days(year: int, text: str) -> set[date]:
    found: set[date] = set()
    for part in text.split():
        first, _, last = part.partition("..")
        day = _day(year, first)
        end = day if not last else _day(year, last if "-" in last else f"{first[:2]}-{last}")
        while day <= end:
            found.add(day)
            day += timedelta(days=1)
    return found


def _day(year: int, text: str) -> date:
    return date(year, int(text[:2]), int(text[3:]))


OFF = (
    _days(2019, "01-01 02-04..10 04-05 05-01..04 06-07 09-13 10-01..07")
    | _days(2020, "01-01 01-24..02-02 04-04..06 05-01..05 06-25..27 10-01..08")
    | _days(2021, "01-01..03 02-11..17 04-03..05 05-01..05 06-12..14 09-19..21 10-01..07")
    | _days(2022, "01-01..03 01-31..02-06 04-03..05 04-30..05-04 06-03..05 09-10..12 10-01..07")
)
WORK = (
    _days(2019, "02-02 02-03 04-28 05-05 09-29 10-12")
    | _days(2020, "01-19 04-26 05-09 06-28 09-27 10-10")
    | _days(2021, "02-07 02-20 04-25 05-08 09-18 09-26 10-09")
    | _days(2022, "01-29 01-30 04-02 04-24 05-07 10-08 10-09")
)


def works(day: date) -> bool:
    return day in WORK or (day.weekday() < 5 and day not in OFF)


def after(day: date, count: int) -> date:
    """The count-th working day after a day, which itself is not counted (民法典 200, 201)."""
    while count:
        day += timedelta(days=1)
        count -= works(day)
    return day


def rolled(day: date, step: int) -> date:
    """That day, or the nearest working day after (1) or before (-1) it."""
    while not works(day):
        day += timedelta(days=step)
    return day


def month(day: date) -> int:
    """Months as one running number."""
    return day.year * 12 + day.month - 1


def named(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def first_of(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def last_of(number: int) -> date:
    return first_of(number + 1) - timedelta(days=1)


def birthday(born: date, years: int) -> date:
    try:
        return born.replace(year=born.year + years)
    except ValueError:  # 29 February
        return date(born.year + years, 2, 28)


def cap(born: date, retires_at: int, approved: date) -> int:
    """Three years, or five for whoever is less than five years from retirement (domain 3)."""
    return 60 if birthday(born, retires_at) < birthday(approved, 5) else 36


def granted(born: date, retires_at: int, applied: date) -> int:
    """Months from the month after application, at most until the month of retirement."""
    left = month(birthday(born, retires_at)) - month(applied)
    return max(0, min(cap(born, retires_at, applied), left))
