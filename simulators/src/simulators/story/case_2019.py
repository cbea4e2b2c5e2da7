"""One case of 2019-04-01, from the counter to its first subsidised month, told step by step."""

from dataclasses import dataclass
from time import monotonic
from typing import Any, TextIO

from simulators.story import at_the_district, at_the_street, money, records
from simulators.story.client import Lingbu
from simulators.story.people import Person
from simulators.story.scene import Scene, heroine

__all__ = ["Told", "tell"]


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the story came to."""

    application_id: str
    number: str
    month: dict[str, Any]
    roster_row: dict[str, Any]
    counts: dict[str, Any]
    sums: dict[str, Any]
    messages: list[dict[str, Any]]


def tell(lingbu: Lingbu, out: TextIO, person: Person | None = None) -> Told:
    """Tells it in a running house; raises `Broken`, `Refused` or `NotYet` where it goes wrong."""
    begun = monotonic()
    s = Scene.open(lingbu, out, person or heroine())
    s.teller.title(
        "一份申请的故事：从柜台到第一个补贴月",
        "依据：京劳服失发〔2019〕1号《灵活就业社会保险补贴经办流程调整工作方案》",
        "人物、证件号、账号均为虚构；每一步都经由灵补的 HTTP 接口，由各服务经总线接力完成。",
    )
    at_the_street.application_taken(s)
    at_the_street.face_checked(s)
    at_the_street.read_and_published(s)
    at_the_district.first_post_passed(s)
    at_the_district.second_post_too_early(s)
    at_the_district.approved(s)
    money.start_confirmed(s)
    money.listed(s)
    month = money.first_month_paid(s)
    told = _ending(s, month)
    s.teller.title(
        f"完：第一个补贴月已入账。讲述用时 {monotonic() - begun:.0f} 秒，每一步均已核对。"
    )
    return told


def _ending(s: Scene, month: dict[str, Any]) -> Told:
    return Told(
        application_id=s.application_id,
        number=s.case()["number"],
        month=month,
        roster_row=records.on_the_roster(s),
        sums=records.summed(s),
        counts=records.counted(s),
        messages=s.counter.messages(s.application_id),
    )
