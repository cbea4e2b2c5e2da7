"""Age in full years (周岁), and the day an age is reached."""

from datetime import date

__all__ = ["age_on", "reaches"]


def age_on(birth: date, day: date, *, reached_on_birthday: bool = True) -> int:
    """Full years of age on a day; negative before birth.

    Sources differ on whether an age is reached on the birthday or the day after it, so the rule
    in force is passed in. A birthday of 29 February falls on 28 February in common years
    (民法典 第二百零二条).
    """
    years = day.year - birth.year
    birthday = reaches(birth, years)
    had_it = day >= birthday if reached_on_birthday else day > birthday
    return years if had_it else years - 1


def reaches(birth: date, years: int) -> date:
    """The birthday on which somebody becomes that many years old."""
    try:
        return birth.replace(year=birth.year + years)
    except ValueError:
        if (birth.month, birth.day) != (2, 29):
            raise
        return date(birth.year + years, 2, 28)
