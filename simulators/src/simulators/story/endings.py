"""Lives that take a turn of their own in review: returned, objected to, rejected, withdrawn."""

from typing import Any

from simulators.story.agenda import Agenda
from simulators.story.answers import until
from simulators.story.counters import Counter
from simulators.story.lives import Life, accepted, face_checked, published, settled
from simulators.story.people import Person

__all__ = [
    "awaiting_second",
    "corrected",
    "objected",
    "rejected_by_district",
    "rejected_by_street",
    "returned_to_applicant",
    "returned_to_street",
    "withdrawn",
]

OBJECTION = {
    "objector_name": "赵示例",
    "objector_contact": "13700002222",
    "content": "反映公示对象目前在某单位全职上班，请核实。",
}


def objected(c: Counter, a: Agenda, p: Person) -> Life[Any]:
    """异议待核查."""
    moment = a.ago(4)
    application_id = yield from published(c, p, moment)
    yield a.after(moment, 1)
    c.first_post(application_id)
    yield a.after(moment, 2, 15)
    c.press(c.lingbu.public, f"/publicity/{application_id}/objections", OBJECTION)


def awaiting_second(c: Counter, a: Agenda, p: Person) -> Life[Any]:
    """公示期满, 待第二次复核."""
    moment = a.ago(6)
    application_id = yield from published(c, p, moment)
    yield a.after(moment, 1)
    c.first_post(application_id)


def returned_to_applicant(c: Counter, a: Agenda, p: Person) -> Life[Any]:
    """街道退回申请人."""
    moment = a.ago(2)
    application_id = yield from face_checked(c, p, moment)
    yield a.after(moment, 1)
    c.give_back(application_id, c.clerk, "存档单位填写不完整，请补正")


def returned_to_street(c: Counter, a: Agenda, p: Person) -> Life[Any]:
    """区退回街道."""
    moment = a.ago(4)
    application_id = yield from published(c, p, moment)
    yield a.after(moment, 2)
    c.give_back(application_id, c.post1, "联系方式有误，请核实后补正")


def corrected(c: Counter, a: Agenda, p: Person) -> Life[Any]:
    """退回, 补正, reviewed again as version 2; publicity goes on."""
    moment = a.ago(4)
    application_id = yield from published(c, p, moment)
    yield a.after(moment, 1)
    c.give_back(application_id, c.post1, "紧急联系人有误，请核实后补正")
    yield a.after(moment, 2)
    until(lambda: _reopened(c.application(application_id)), what="退回")
    better = Person(**_facts(p) | {"emergency_contact": "13600003333"})
    c.correct(application_id, better, moment.date(), "更正紧急联系人")
    settled(c, application_id, "重新比对", _matched_again)
    c.initial_review(application_id, version=2)


def rejected_by_street(c: Counter, a: Agenda, p: Person) -> Life[Any]:
    """初审不通过."""
    moment = a.ago(5)
    application_id = yield from face_checked(c, p, moment)
    yield a.after(moment, 1)
    c.reject(application_id, c.clerk, "R-FACE")


def rejected_by_district(c: Counter, a: Agenda, p: Person) -> Life[Any]:
    """复核不通过."""
    moment = a.ago(5)
    application_id = yield from published(c, p, moment)
    yield a.after(moment, 2)
    c.reject(application_id, c.post1, "R-DOC")


def withdrawn(c: Counter, a: Agenda, p: Person) -> Life[Any]:
    """本人撤回."""
    moment = a.ago(3)
    application_id = yield from accepted(c, p, moment)
    yield a.after(moment, 1)
    c.withdraw(application_id, "本人已找到工作")


def _reopened(application: Any) -> bool:
    return bool(application["state"] == "returned" or application["version"] > 1)


def _matched_again(case: Any) -> bool:
    return bool(case["dossier_version"] == 2 and case["state"] != "waiting_checks")


def _facts(p: Person) -> dict[str, Any]:
    return {name: getattr(p, name) for name in Person.__dataclass_fields__}
