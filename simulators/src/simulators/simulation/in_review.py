"""三.2: the street reads: answers of the registries, warnings, returns, the initial review."""

from typing import Any

from contracts.intake import OverrideWarning, ResendCheck
from contracts.review import GetCase, PassInitialReview, RejectCase, ReturnCase
from simulators.simulation.scene import Scene, Strange

__all__ = ["read", "see_case", "turn_down"]

ANSWERED_AT_LAST = ("TIMEOUT", "ERROR", "NO_DATA")


def see_case(scene: Scene) -> dict[str, Any]:
    """What the clerk sees of the case, as far as it matters to what comes next."""
    case = scene.look(GetCase(application_id=scene.application_id))
    return {
        "state": case.state,
        "blocked": case.blocked,
        "open": sorted(
            (o.code, o.severity, o.result)
            for o in case.checks
            if o.result != "PASS" and not o.overridden
        ),
        "first": ("first", scene.life.version) in {(p.post, p.dossier_version) for p in case.posts},
        "closed": case.publicity_closed,
        "awaited": list(case.awaited),
        "objections": [str(o.objection_id) for o in case.objections if o.state == "open"],
        "objected": len(case.objections),
        "days": [str(case.publicity_from or ""), str(case.publicity_until or "")],
    }


def read(scene: Scene, case: dict[str, Any]) -> None:
    """初审, or what must be done before it."""
    life = scene.life
    if case["state"] == "waiting_checks":
        life.to("read", scene.after(1))
    elif case["blocked"]:
        _clear_up(scene, case)
    elif scene.happens("returned by street") and life.version == 1:
        form = ReturnCase(application_id=scene.application_id, reason="存档单位填写不完整，请补正")
        scene.must(form, scene.clerk, f"return-{life.version}")
        await_correction(scene)
    else:
        _pass(scene)


def await_correction(scene: Scene) -> None:
    """The person corrects after some days, or never does; some withdraw instead."""
    if not scene.happens("never corrected"):
        scene.life.to("correct", scene.after(scene.chance.number("correct", 1, 7)))
    elif scene.chance.happens("gives up", 0.5):
        scene.life.to("withdraw", scene.after(20))
    else:
        scene.life.end()


def turn_down(scene: Scene, _: dict[str, Any]) -> None:
    """不予批准 for the reason found."""
    form = RejectCase(application_id=scene.application_id, reason_code=scene.life.notes["reason"])
    scene.must(form, scene.clerk, "reject")
    scene.life.end()


def _pass(scene: Scene) -> None:
    life, notes = scene.life, scene.life.notes
    few = scene.happens("asked for few months") and not notes.get("all months")
    form = PassInitialReview(
        application_id=scene.application_id,
        second_reader=scene.reader.subject,
        second_reader_name=scene.reader.name,
        dossier_version=life.version,
        months=scene.chance.number("few months", 2, 6) if few else None,
    )
    scene.attempt(form, scene.clerk, f"initial-{life.version}-{few}")
    if scene.refusal is None:
        notes["reported"] = scene.today.isoformat()
        life.to("review", scene.later())
    elif scene.refusal.code == "not-eligible":
        notes["reason"] = sorted(scene.refusal.fields)[0]
        life.to("turn down", scene.later())
    elif scene.refusal.code == "too-many-months":
        notes["all months"] = True
        life.to("read", scene.later())
    else:
        raise Strange(f"initial review: {scene.refusal.code}")


def _clear_up(scene: Scene, case: dict[str, Any]) -> None:
    """One open check is taken care of: asked again, put right, explained, or fatal."""
    life = scene.life
    blocks = [check for check in case["open"] if check[1] == "B"]
    warns = [check for check in case["open"] if check[1] == "W" and check[2] == "FAIL"]
    code, _, result = (blocks or warns)[0]
    tried = life.notes.setdefault("asked", [])
    if blocks and (result == "FAIL" or len(tried) > 3):
        life.notes["reason"] = code
        life.to("turn down", scene.later())
    elif blocks:
        if result == "NO_DATA" and not tried:
            tried.append("")  # the person needs some days to put it right there
            life.to("read", scene.after(3))
            return
        tried.append(code)
        scene.teach(f"again-{len(tried)}")
        form = ResendCheck(application_id=scene.application_id, check_code=code)
        scene.must(form, scene.clerk, f"resend-{len(tried)}")
        life.to("read", scene.later())
    else:
        _explain(scene, code)
        life.to("read", scene.later())


def _explain(scene: Scene, code: str) -> None:
    rules = scene.town.rulebook.on(scene.today)
    both = rules.check(code).two_persons_override
    for officer in (scene.clerk, scene.reader) if both else (scene.clerk,):
        form = OverrideWarning(
            application_id=scene.application_id,
            check_code=code,
            reason="已核实，不影响灵活就业身份",
        )
        scene.must(form, officer, f"explain-{scene.life.version}-{code}-{officer.subject}")
