"""三.1 and 三.2: people come to their street, the clerk takes the forms and photographs."""

import base64
import io
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from PIL import Image

from contracts import wire
from contracts.intake import (
    PHOTO_KINDS,
    AcceptApplication,
    AttachPhoto,
    CorrectApplication,
    GetCommitmentText,
    RecordFaceCheck,
    SubmitApplication,
    WithdrawApplication,
)
from contracts.review import RejectCase
from simulators.simulation.scene import Scene, Strange
from simulators.story.people import Person, forms, submission

__all__ = ["apply", "correct", "look_for_oneself", "see_text", "withdraw"]

TOO_SOON_DAYS, COMES_BACK_AFTER = 20, 15  # days of work; working days
TOO_SOON = "R-30D"
SURELY_KNOWN = {
    "registry silent": {"CHK-GA-HK": "SILENT"},
    "registry broken": {"CHK-DA-FILE": "ERROR"},
    "registry has nothing": {"CHK-JY-FLEX": "NO_DATA"},
    "registry says no": {"CHK-SB-EMP": "FAIL"},
    "warned": {"CHK-SB-UI": "FAIL"},
    "warned twice": {"CHK-GS-CORP": "FAIL"},
}


def see_text(scene: Scene) -> dict[str, Any]:
    """The commitment text to sign today."""
    text = scene.look(GetCommitmentText(agency=scene.home.agency))
    return {"version": text.version, "transcription": text.transcription}


def apply(scene: Scene, text: dict[str, Any]) -> None:
    """Forms, photographs, acceptance; some come too soon, some go home with a draft."""
    life = scene.life
    soon = scene.happens("comes too soon") and "came" not in life.notes
    if not life.notes:
        scene.teach("checks", checks=_known(scene))
    person = _as_of_today(scene, TOO_SOON_DAYS) if soon else _as_of_today(scene)
    body = submission(person, scene.home.street, scene.today, text)
    form = wire.load(SubmitApplication, body)
    if soon:
        _comes_back(scene, form)
        return
    life.application_id = str(scene.must(form, scene.clerk, "submit").application_id)
    life.notes["applied"] = scene.today.isoformat()
    if scene.happens("goes home with a draft"):
        life.to("withdraw", scene.after(scene.chance.number("draft", 5, 20)))
        return
    for kind in PHOTO_KINDS:
        photo = AttachPhoto(application_id=scene.application_id, kind=kind, content=_photo())
        scene.must(photo, scene.clerk, f"photo-{kind}")
    scene.must(AcceptApplication(application_id=scene.application_id), scene.clerk, "accept")
    life.to("look", scene.later())


def _comes_back(scene: Scene, form: SubmitApplication) -> None:
    """Told at the counter what speaks against it, the person takes the forms home."""
    told = scene.must(form, scene.clerk, "submit-soon")
    if TOO_SOON not in {one.code for one in told.obstacles}:
        raise Strange("comes too soon: nobody says so")
    back = WithdrawApplication(
        application_id=told.application_id, reason="从业未满三十日，届时再来"
    )
    scene.must(back, scene.clerk, "withdraw-soon")
    scene.life.notes["came"] = scene.today.toordinal()
    scene.life.to("apply", scene.after(COMES_BACK_AFTER))


def look_for_oneself(scene: Scene, _: dict[str, Any]) -> None:
    """当面核查, with what follows from it."""
    life, id_ = scene.life, scene.application_id
    if scene.happens("changes their mind"):
        withdraw(scene, {})
    elif scene.happens("found elsewhere"):
        _face_check(scene, "本人不在所报地点工作")
        scene.must(RejectCase(application_id=id_, reason_code="R-FACE"), scene.clerk, "reject")
        life.end()
    else:
        _face_check(scene, "本人在岗，收入合法，情况属实")
        days = scene.chance.number("read", 3, 6) if scene.happens("read late") else 0
        life.to("read", scene.after(days) if days else scene.later())


def withdraw(scene: Scene, _: dict[str, Any]) -> None:
    """撤回."""
    form = WithdrawApplication(application_id=scene.application_id, reason="本人已找到工作")
    scene.must(form, scene.clerk, "withdraw")
    scene.life.end()


def correct(scene: Scene, text: dict[str, Any]) -> None:
    """补正: the forms anew; sometimes what is published changes with them."""
    life = scene.life
    applied = date.fromisoformat(life.notes["applied"])
    person = replace(_as_of(scene, applied), emergency_contact="13600003333")
    if scene.happens("corrected in public"):
        person = replace(person, project="09" if person.project != "09" else "08")
    body = forms(person, applied, text) | {"application_id": life.application_id}
    form = wire.load(CorrectApplication, body | {"reason": "按退回意见补正"})
    scene.must(form, scene.clerk, f"correct-{life.version}")
    life.version += 1
    life.to("read", scene.later())


def _known(scene: Scene) -> dict[str, str]:
    """What the registries know; a person has at most one difficulty with them."""
    for what, checks in SURELY_KNOWN.items():
        if scene.happens(what):
            return checks
    return {}


def _as_of_today(scene: Scene, worked: int | None = None) -> Person:
    if worked is not None:
        return replace(scene.person, worked_days=worked)
    return _as_of(scene, scene.today)


def _as_of(scene: Scene, on: date) -> Person:
    """Somebody who came too soon has worked since the same day."""
    came = scene.life.notes.get("came")
    worked = 60 if came is None else TOO_SOON_DAYS + on.toordinal() - int(came)
    return replace(scene.person, worked_days=worked)


def _face_check(scene: Scene, findings: str) -> None:
    form = RecordFaceCheck(
        application_id=UUID(scene.life.application_id),
        checked_by=scene.clerk.subject,
        checked_by_name=scene.clerk.name,
        checked_on=scene.today,
        findings=findings,
    )
    scene.must(form, scene.clerk, "face-check")


@cache
def _photo() -> str:
    """One small picture for every document: what is on it does not matter here."""
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()
