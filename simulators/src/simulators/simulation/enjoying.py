"""三.5 and after: lists, deductions, reports, and what ends a benefit."""

from typing import Any
from uuid import NAMESPACE_OID, uuid5

from contracts.outside import DeductionReported
from contracts.payments import FileReport, StopBenefit
from kernel.month import Month
from simulators.simulation import officers
from simulators.simulation.agenda import agenda, channel, failures, start_of
from simulators.simulation.scene import Scene

__all__ = ["begin", "live"]

STOPS = {"S04": 3, "S05": 1, "S06": 1, "S07": 2, "S08": 1, "S09": 1, "S10": 3, "S11": 1}
COMES_AGAIN = ("S02", "S03", "S04", "S09", "S10")


def begin(scene: Scene) -> None:
    """The bank and the centre learn how the months will go; then the first month can come."""
    refused = "证件信息与参保库不符" if scene.happens("not enrolled") else ""
    _teach(scene, "fate", refused)
    _wait(scene)


def live(scene: Scene, seen: dict[str, Any]) -> None:
    """What comes in this slot: a report, a late payment, a correction at the centre, a stop."""
    now = [event for event in agenda(scene) if event[0] == scene.slot]
    over = seen["state"] in ("stopped", "completed", "refused")
    if over and not any(what == "pay" for _, what, _ in now):
        _ended(scene, seen["stop"])
        return
    if seen["refusal"] and seen["state"] == "confirmed":
        _teach(scene, "enrolled")
    for _, what, n in now:
        if what == "pay":
            _pay_late(scene, start_of(scene) + n)
        elif what == "stop" and not over:
            _stop(scene)
        elif what in ("report", "again") and seen["state"] == "active" and n < seen["windows"]:
            _report(scene, what, n)
    _wait(scene)


def _teach(scene: Scene, key: str, refused: str = "") -> None:
    fate = {str(start_of(scene) + n): code for n, code in failures(scene)}
    if fate or refused or key != "fate":
        scene.teach(key, deductions=fate, refuse_enrolment=refused)


def _wait(scene: Scene) -> None:
    """Until the next thing on the agenda."""
    coming = (slot for slot, _, _ in agenda(scene) if slot > scene.slot)
    scene.life.to("live", min(coming, default=None))


def _report(scene: Scene, what: str, window: int) -> None:
    way = channel(scene, window)
    found_job = what == "report" and scene.happens("found a job", window)
    form = FileReport(
        application_id=scene.application_id,
        content="灵活就业",
        place="本市",
        hours="每日6小时",
        income=scene.chance.number(f"income {window}", 8, 60) * 100,
        employed_by_unit=found_job,
        channel=way,
    )
    person = officers.applicant(scene.life.application_id, way)
    scene.must(form, scene.clerk if way == "counter" else person, f"{what}-{window}")


def _pay_late(scene: Scene, month: Month) -> None:
    said = DeductionReported(
        application_id=scene.application_id,
        month=str(month),
        attempt=2,
        code="00",
        deducted=_due(scene, month),
    )
    scene.town.tell(said, uuid5(NAMESPACE_OID, f"{scene.life.application_id}/{month}/2"))


def _due(scene: Scene, month: Month) -> str:
    try:
        return str(scene.town.rulebook.contribution(month).personal)
    except LookupError:
        return "0.00"


def _stop(scene: Scene) -> None:
    code = scene.chance.pick("stop code", STOPS)
    event = max(start_of(scene), Month.of(scene.today) - scene.chance.number("noticed later", 0, 2))
    form = StopBenefit(
        application_id=scene.application_id, code=code, event_month=str(event), note="经核实"
    )
    scene.must(form, officers.district(scene.home.agency), "stop")


def _ended(scene: Scene, code: str) -> None:
    """The benefit is over; some apply again after a while."""
    if code in COMES_AGAIN and scene.happens("applies again"):
        scene.life.again(scene.after(scene.chance.number("back after", 5, 30)))
    else:
        scene.life.end()
