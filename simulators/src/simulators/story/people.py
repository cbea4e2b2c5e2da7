"""Synthetic applicants and the two forms they hand in (附件2, 附件3). None of them exists."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from kernel.identity import compose, parse

__all__ = ["Person", "card", "forms", "invent", "submission"]

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = ("秀兰", "建国", "淑华", "志强", "桂英", "文明", "玉梅", "国庆", "丽华", "永强")
WORK = {
    "01": "家政保洁",
    "02": "社区修理",
    "04": "网约车驾驶",
    "05": "外卖配送",
    "06": "快递分拣",
    "07": "网店经营",
    "08": "非全日制保洁",
    "09": "自由撰稿",
}


@dataclass(frozen=True, kw_only=True)
class Person:
    """One applicant. `slug` names them in keys and logs, where no personal data may be."""

    slug: str
    name: str
    id_number: str
    category: str = "P4045"
    project: str = "01"
    income_band: str = "C"
    education: str = "70"
    former_status: str = "01"
    hukou_type: str = "11"
    bank: str = "PSBC"
    account: str = ""
    contact: str = ""
    emergency_contact: str = "13900001111"
    retire_class: str | None = None
    worked_days: int = 60
    unemployed_days: int = 420
    graduated_on: date | None = None
    fate: Mapping[str, Any] = field(default_factory=dict)

    @property
    def tail4(self) -> str:
        """身份证尾号, as letters quote it."""
        return parse(self.id_number).tail4


def card(number: int) -> str:
    """A synthetic card number of 19 digits with a valid Luhn digit."""
    body = f"621098{number:012d}"
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in body[::-2])
    total = sum(doubled) + sum(int(digit) for digit in body[-2::-2])
    return body + str(-total % 10)


def invent(number: int, on: date, *, slug: str = "", **other: Any) -> Person:
    """The n-th synthetic applicant, eligible as P4045 on that day unless told otherwise."""
    female = number % 2 == 0
    years = 42 + number % 5 if female else 47 + number % 8
    birth = date(on.year - years, 1 + number % 12, 1 + number * 7 % 28)
    projects = tuple(WORK)
    facts: dict[str, Any] = {
        "slug": slug or f"person-{number}",
        "name": SURNAMES[number % len(SURNAMES)] + GIVEN[number // 3 % len(GIVEN)],
        "id_number": compose("110101", birth, number % 500 * 2 + (not female)),
        "project": projects[number % len(projects)],
        "income_band": "ABCD"[number % 4],
        "bank": ("PSBC", "BOB")[number % 2],
        "account": card(number),
        "contact": f"138{number % 10**8:08d}",
    }
    return Person(**facts | other)


def forms(person: Person, on: date, text: Mapping[str, Any]) -> dict[str, Any]:
    """The application form and the commitment as filled and signed on a day.

    `text` is the commitment text in force (`GET /commitment-texts/{agency}`).
    """
    started_on = on - timedelta(days=person.worked_days)
    form = {
        "name": person.name,
        "id_number": person.id_number,
        "education": person.education,
        "former_status": person.former_status,
        "home_address": f"北京市示例区示例胡同{int(person.account or 1) % 90 + 1}号",
        "household_address": f"北京市示例区示例胡同{int(person.account or 1) % 90 + 1}号",
        "hukou_type": person.hukou_type,
        "unemployed_on": (on - timedelta(days=person.unemployed_days)).isoformat(),
        "file_unit": "区人力资源公共服务中心",
        "category": person.category,
        "retire_class": person.retire_class,
        "graduated_on": person.graduated_on and person.graduated_on.isoformat(),
        "work": _work(person, started_on, on),
    }
    return {"form": form, "commitment": _commitment(person, on, text)}


def submission(person: Person, street: str, on: date, text: Mapping[str, Any]) -> dict[str, Any]:
    """The body of `POST /applications`."""
    place = {"street_code": street, "residence_basis": "household"}
    return place | forms(person, on, text)


def _work(person: Person, started_on: date, on: date) -> dict[str, Any]:
    return {
        "started_on": started_on.isoformat(),
        "project": person.project,
        "content": WORK.get(person.project, "灵活就业"),
        "income_band": person.income_band,
        "no_contract": True,
        "declared_by": person.name,
        "declared_on": on.isoformat(),
    }


def _commitment(person: Person, on: date, text: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "text_version": text["version"],
        "confirms_name": True,
        "confirms_project": True,
        "confirms_id_number": True,
        "bank": person.bank,
        "account": person.account,
        "account_type": "card",
        "contact": person.contact,
        "emergency_contact": person.emergency_contact,
        "transcription": text["transcription"],
        "promised_by": person.name,
        "promised_on": on.isoformat(),
    }
