"""三.4: before the 24th of the month after application the street asks what has been paid."""

from datetime import timedelta
from typing import Any

from contracts.outside import ContributionLine
from contracts.payments import (
    CheckContributions,
    ConfirmStart,
    GetEntitlement,
    PostponeStart,
    RefuseStart,
    RequestRefund,
)
from kernel.month import Month
from policy.deadlines import start_cutoff_of
from simulators.simulation.enjoying import begin
from simulators.simulation.scene import Scene, Strange

__all__ = ["check", "decide", "plan_check", "see_entitlement"]

FIRST_DAY = 5  # of the month in which the street begins to ask
PAYERS = {
    "self paid": ("self", False),
    "employer ended": ("employer", False),
    "employer open": ("employer", True),
    "unemployment insured": ("unemployment_insurance", False),
}
POSTPONED = ("employer_ended", "unemployment")
AGREED = "与申请人电话商定"


def see_entitlement(scene: Scene) -> dict[str, Any]:
    """What the clerk sees of the entitlement, as far as it matters to what comes next."""
    seen = scene.look(GetEntitlement(application_id=scene.application_id))
    return {
        "state": seen.state,
        "finding": seen.finding,
        "start": seen.start_month or seen.proposed_start,
        "stop": seen.stop_code,
        "refusal": seen.enrol_refusal,
        "windows": len(seen.windows),
        "allowed": list(seen.allowed),
    }


def plan_check(scene: Scene, start: Month) -> None:
    """The street asks on a day of the start month before its cutoff; some are forgotten."""
    calendar, chance = scene.town.calendar, scene.chance
    last = start_cutoff_of(start, calendar, scene.town.rulebook.on(scene.today))
    first = start.first_day + timedelta(days=FIRST_DAY - 1)
    ahead = chance.number(f"asks {start}", 0, (last - first).days - 1)
    day = min(calendar.roll_forward(first + timedelta(days=ahead)), last)
    if scene.happens("start forgotten", start):
        day = calendar.roll_forward(last + timedelta(days=3))
    scene.life.to("start", scene.after(0, day))


def check(scene: Scene, seen: dict[str, Any]) -> None:
    """社保缴费状态查询; the first time the centre is taught what was paid."""
    life = scene.life
    if "refuse_start" in seen["allowed"] and seen["finding"] != "employer_open":
        _refuse(scene)
        return
    if "paid" not in life.notes:
        life.notes["paid"] = seen["start"]
        _teach_payments(scene, seen["start"])
    if "check_contributions" in seen["allowed"]:
        form = CheckContributions(application_id=scene.application_id)
        scene.must(form, scene.clerk, f"check-{scene.slot}")
    life.to("decide", scene.later())


def decide(scene: Scene, seen: dict[str, Any]) -> None:
    """确认, 退费, 顺延 or 不予享受, by the finding."""
    state, finding = seen["state"], seen["finding"]
    if state in ("refused", "stopped"):
        scene.life.end()
    elif state == "start_check":
        plan_check(scene, Month.parse(seen["start"]))
    elif state != "finding":
        scene.life.to("decide", scene.after(2))
    elif finding == "clean":
        _confirm(scene, Month.parse(seen["start"]))
    elif finding == "employer_open":
        _refuse(scene)
    elif finding in POSTPONED or not scene.happens("wants a refund"):
        later = PostponeStart(application_id=scene.application_id, reason=AGREED + "顺延")
        scene.must(later, scene.clerk, f"postpone-{scene.slot}")
        scene.life.to("decide", scene.later())
    else:
        back = RequestRefund(application_id=scene.application_id, reason=AGREED + "退费")
        scene.must(back, scene.clerk, f"refund-{scene.slot}")
        scene.life.to("decide", scene.after(1))


def _confirm(scene: Scene, start: Month) -> None:
    life = scene.life
    form = ConfirmStart(application_id=scene.application_id)
    scene.attempt(form, scene.clerk, f"confirm-{scene.slot}")
    code = scene.refusal.code if scene.refusal else ""
    if not code:
        life.notes["start"] = str(start)
        begin(scene)
    elif code == "policy-missing":  # nobody can say what the person has to pay: the street waits
        life.waited += 1
        plan_check(scene, start + 1)
    elif code in ("start-cutoff-passed", "finding-stale"):
        life.to("start", scene.later())
    else:
        raise Strange(f"confirm start: {code}")


def _refuse(scene: Scene) -> None:
    scene.must(RefuseStart(application_id=scene.application_id), scene.clerk, "refuse-start")
    scene.life.end()


def _teach_payments(scene: Scene, start: str) -> None:
    for what, (payer, open_ended) in PAYERS.items():
        if scene.happens(what):
            line = ContributionLine(month=start, payer=payer, open_ended=open_ended)
            silent = scene.happens("refund silent")
            scene.teach(
                "payments",
                contributions=(line,),
                refund=not scene.happens("refund refused"),
                checks={"REFUND": "SILENT"} if silent else {},
            )
            return
