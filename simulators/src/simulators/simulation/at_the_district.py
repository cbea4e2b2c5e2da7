"""三.2 and 三.3: publicity with its objections, and the two posts of the district."""

from datetime import date
from typing import Any
from uuid import UUID

from contracts.caller import Caller
from contracts.review import (
    FileObjection,
    PassFirstPost,
    PassSecondPost,
    RejectCase,
    ResolveObjection,
    ReturnCase,
)
from kernel.month import Month
from simulators.simulation import officers
from simulators.simulation.at_the_start import plan_check
from simulators.simulation.in_review import await_correction
from simulators.simulation.scene import Scene, Strange

__all__ = ["review"]

OBJECTION = {
    "objector_name": "赵示例",
    "objector_contact": "13700002222",
    "content": "反映公示对象目前在某单位全职上班，请核实。",
}
FIRST_POST, LATE = (0, 3), (3, 6)  # working days


def review(scene: Scene, case: dict[str, Any]) -> None:
    """The next thing that is due on the case, if its day has come."""
    if _objection(scene, case):
        return
    if not case["first"]:
        _first(scene)
    elif case["closed"] and not case["objections"]:
        _second(scene, case)
    else:
        _tried_too_early(scene, case)
        last = date.fromisoformat(case["days"][1])
        scene.life.to("review", scene.after(1, max(last, scene.today)))


def _objection(scene: Scene, case: dict[str, Any]) -> bool:
    """异议 inside the publicity, and its result some days later."""
    notes = scene.life.notes
    first, last = case["days"]
    if case["objections"]:
        wait = scene.chance.number("looked into", 1, 6) - _days_since(scene, "objected")
        if wait <= 0:
            _resolve(scene, case["objections"][0])
        else:
            scene.life.to("review", scene.after(wait))
        return True
    wanted = scene.happens("objected") and not case["objected"]
    if wanted and not case["closed"] and first <= scene.today.isoformat() <= last:
        form = FileObjection(application_id=scene.application_id, **OBJECTION)
        scene.must(form, officers.PUBLIC, "object")
        notes["objected"] = scene.today.isoformat()
        scene.life.to("review", scene.later())
        return True
    return False


def _resolve(scene: Scene, objection_id: str) -> None:
    upheld = scene.happens("objection upheld")
    form = ResolveObjection(
        application_id=scene.application_id,
        objection_id=UUID(objection_id),
        upheld=upheld,
        findings="经核查，情况属实" if upheld else "经核查，本人确为灵活就业",
    )
    scene.must(form, officers.district(scene.home.agency), "resolve")
    if upheld:
        scene.life.end()
    else:
        scene.life.to("review", scene.later())


def _first(scene: Scene) -> None:
    """岗1: passes, returns or rejects."""
    life, id_ = scene.life, scene.application_id
    wait = scene.chance.number("first post", *FIRST_POST) - _days_since(scene, "reported")
    if wait > 0:
        life.to("review", scene.after(wait))
    elif scene.happens("rejected by district"):
        scene.must(RejectCase(application_id=id_, reason_code="R-DOC"), _one(scene), "reject")
        life.end()
    elif scene.happens("returned by district") and life.version == 1:
        form = ReturnCase(application_id=id_, reason="联系方式有误，请核实后补正")
        scene.must(form, _one(scene), f"return-{life.version}")
        await_correction(scene)
    else:
        passed = PassFirstPost(application_id=id_, dossier_version=life.version)
        scene.must(passed, _one(scene), f"first-{life.version}")
        life.to("review", scene.after(1))


def _second(scene: Scene, case: dict[str, Any]) -> None:
    """岗2: another officer with another key, once the registries answered anew; some try less."""
    life, notes = scene.life, scene.life.notes
    if case["awaited"] or case["blocked"]:
        life.to("review", scene.later())
        return
    if scene.happens("second post late") and "late" not in notes:
        notes["late"] = True
        life.to("review", scene.after(scene.chance.number("late", *LATE)))
        return
    wrong = {"tried with one hand": _one(scene), "tried with one key": _two(scene, borrowed=True)}
    for what, officer in wrong.items():
        if scene.happens(what) and what not in notes:
            notes[what] = True
            _confirm(scene, officer, what)
            life.to("review", scene.later())
            return
    _confirm(scene, _two(scene), "second")
    if scene.refusal:
        raise Strange(f"second post: {scene.refusal.code}")
    plan_check(scene, Month.of(date.fromisoformat(notes["applied"])) + 1)


def _tried_too_early(scene: Scene, case: dict[str, Any]) -> None:
    if scene.happens("tried too early") and "early" not in scene.life.notes:
        scene.life.notes["early"] = True
        _confirm(scene, _two(scene), "early")


def _days_since(scene: Scene, note: str) -> int:
    """Working days since a noted day."""
    day = date.fromisoformat(scene.life.notes[note])
    return scene.town.calendar.working_days_between(day, scene.today)


def _confirm(scene: Scene, officer: Caller, key: str) -> None:
    form = PassSecondPost(application_id=scene.application_id, dossier_version=scene.life.version)
    scene.attempt(form, officer, f"{key}-{scene.life.version}")


def _one(scene: Scene) -> Caller:
    return officers.post(scene.home.agency, scene.chance.number("officer", 0, 2))


def _two(scene: Scene, borrowed: bool = False) -> Caller:
    """The second officer; `borrowed`: with the key of the first."""
    one = scene.chance.number("officer", 0, 2)
    other = one + scene.chance.number("other officer", 1, 2)
    return officers.post(scene.home.agency, other, key=one if borrowed else None)
