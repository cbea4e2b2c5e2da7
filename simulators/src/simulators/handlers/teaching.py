"""What the stand-ins are taught about synthetic people."""

import json
import re
from dataclasses import asdict, fields
from typing import Any
from uuid import uuid4

from contracts.outside import StatusReported
from contracts.simulators import StandIn, Taught, TeachSimulator, TeachStandIn
from kernel.errors import Invalid
from kernel.identity import parse
from outside.partners import PARTNERS
from simulators.clients.voice import say
from simulators.domain.habits import Habits
from simulators.domain.lesson import FINDINGS, SILENT, Lesson, Line

CODE = re.compile(r"\d\dd?")  # d: put off


def teach(form: TeachSimulator, uow: Any) -> Taught:
    """Gives a synthetic person a fate; taught again, the new lesson replaces the old."""
    number = parse(form.id_number)
    _must_be_known(form)
    lesson = Lesson(
        checks=form.checks,
        lines=tuple(Line(one.month, one.payer, one.open_ended) for one in form.contributions),
        refund=form.refund,
        deductions=form.deductions,
        refuse_enrolment=form.refuse_enrolment,
    )
    uow.lessons.save(uow.lessons.key(number.text), lesson)
    for one in form.statuses:
        said = StatusReported(
            event_id=uuid4(),
            reporter=one.reporter,
            status=one.status,
            month=one.month,
            subject=json.dumps({"id_number": number.text}),
        )
        say(said, uow)
    return Taught(person=number.masked, known=lesson.known())


def teach_stand_in(form: TeachStandIn, uow: Any) -> StandIn:
    """How well a partner works from now on, in place of what the settings say."""
    if PARTNERS.get(form.partner) is None:
        names = "、".join(partner.name for partner in PARTNERS)
        sentence = f"没有这个外部系统，可选：{names}。"
        raise Invalid(sentence, fields={"partner": sentence})
    names_of = [field.name for field in fields(Habits)]
    habits = Habits(**{name: int(getattr(form, name)) for name in names_of})
    uow.habits.save(form.partner, habits)
    return StandIn(partner=form.partner, known=tuple(f"{n}={v}" for n, v in asdict(habits).items()))


def _must_be_known(form: TeachSimulator) -> None:
    strange = sorted(set(form.checks.values()) - {*FINDINGS, SILENT})
    if strange:
        known = "、".join([*FINDINGS, SILENT])
        raise Invalid("比对结果只能是：" + known + "。", fields={"checks": "取值不正确。"})
    for code in form.deductions.values():
        if not CODE.fullmatch(code):
            sentence = "扣款结果代码为两位数字，暂缓缴的月份再加 d。"
            raise Invalid(sentence, fields={"deductions": "取值不正确。"})
