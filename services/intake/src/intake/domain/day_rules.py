"""The days of the application form 附件2: what lies before, after, and not in the future."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from intake.domain.faults import Fault
from intake.domain.forms import Form
from kernel import identity
from policy import Rules

__all__ = ["Ground", "day_faults", "days_engaged"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What the forms are judged against: the days, and the rules of the day of application."""

    today: date
    applied_on: date
    rules: Rules = field(repr=False)


def days_engaged(started_on: date, applied_on: date) -> int:
    """至今已……日: days of flexible work, the first day not counted."""
    return (applied_on - started_on).days


def day_faults(form: Form, ground: Ground) -> Iterator[Fault]:
    """Everything wrong with the days of the form; too few of them is no fault (R-30D)."""
    yield from _life(form, ground)
    start = form.work.started_on
    if form.unemployed_on > start:
        sentence = "失业时间不能晚于开始灵活就业的日期。"
        yield Fault("form.unemployed_on", "unemployed-after-start", sentence)
    if start > ground.today:
        sentence = "开始灵活就业的日期不能晚于今天。"
        yield Fault("form.work.started_on", "work-starts-in-future", sentence)
    if form.graduated_on is not None and form.graduated_on > ground.today:
        sentence = "毕业证书日期不能晚于今天。"
        yield Fault("form.graduated_on", "graduated-on-in-future", sentence)


def _life(form: Form, ground: Ground) -> Iterator[Fault]:
    """Nobody is born tomorrow, or works before they are born."""
    try:
        born = identity.parse(form.id_number).birth_date
    except identity.InvalidIdentity:
        return
    if born > ground.today:
        sentence = "身份证号码中的出生日期晚于今天，请核对原件。"
        yield Fault("form.id_number", "birth-date-in-future", sentence)
    if form.work.started_on < born:
        sentence = "开始灵活就业的日期不能早于出生日期。"
        yield Fault("form.work.started_on", "work-starts-before-birth", sentence)
    if form.unemployed_on < born:
        sentence = "失业时间不能早于出生日期。"
        yield Fault("form.unemployed_on", "unemployed-before-birth", sentence)
