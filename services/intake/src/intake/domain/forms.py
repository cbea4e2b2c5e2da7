"""The two forms as values: 申请表 of 附件2 and 承诺书 of 附件3, after they were checked."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

__all__ = ["FaceCheck", "Form", "Promise", "Work", "plain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """灵活工作情况声明; `days_engaged` does not count the first day."""

    started_on: date
    project: str
    content: str
    days_engaged: int | None
    income_band: str
    no_contract: bool
    declared_by: str
    declared_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """灵活就业社会保险补贴申请表 (附件2)."""

    name: str
    id_number: str
    sex: str | None
    birth_date: date | None
    education: str
    former_status: str
    home_address: str
    household_address: str
    hukou_type: str
    unemployed_on: date
    file_unit: str
    category: str
    retire_class: str | None
    graduated_on: date | None
    household_division: str = ""
    work: Work

    @classmethod
    def from_plain(cls, values: Mapping[str, Any]) -> Self:
        """What `plain` wrote, read back."""
        work = Work(**_dated(Work, values["work"]))
        return cls(**_dated(cls, values) | {"work": work})


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """灵活就业人员申请享受社会保险补贴承诺书 (附件3), as it was filled and signed."""

    text_version: str
    confirms_name: bool
    confirms_project: bool
    confirms_id_number: bool
    bank: str
    account: str
    account_type: str
    contact: str
    emergency_contact: str
    transcription: str
    promised_by: str
    promised_on: date

    @classmethod
    def from_plain(cls, values: Mapping[str, Any]) -> Self:
        """What `plain` wrote, read back."""
        return cls(**_dated(cls, values))


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceCheck:
    """当面核查: who checked the person's employment, when, and what was found.

    `checked_by`: the account; `reason`: why it was recorded again.
    """

    checked_by: str
    checked_on: date
    findings: str
    reason: str = ""
    checked_by_name: str = ""

    @classmethod
    def from_plain(cls, values: Mapping[str, Any]) -> Self:
        """What `plain` wrote, read back."""
        return cls(**_dated(cls, values))


def plain(value: Form | Promise | FaceCheck) -> dict[str, Any]:
    """The value as JSON values; days as YYYY-MM-DD."""
    return {name: _plain(entry) for name, entry in dataclasses.asdict(value).items()}


def _plain(entry: Any) -> Any:
    if isinstance(entry, dict):
        return {name: _plain(inner) for name, inner in entry.items()}
    return entry.isoformat() if isinstance(entry, date) else entry


def _dated(kind: type, values: Mapping[str, Any]) -> dict[str, Any]:
    days = {f.name for f in dataclasses.fields(kind) if f.type in (date, date | None)}
    return {
        name: date.fromisoformat(entry) if name in days and entry is not None else entry
        for name, entry in values.items()
    }
