"""花名册: the fourteen columns of 京劳服失发〔2019〕1号 附件5, in the printed order."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass, field, replace
from typing import Self

from kernel.contact import mask_name, mask_phone
from kernel.month import Month

__all__ = ["SEXES", "Row", "digest", "number", "period"]

SEXES = {"male": "男", "female": "女"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row; names, numbers and phones in clear until `masked`."""

    row: int
    name: str = field(repr=False)
    sex: str
    age: int
    id_number: str = field(repr=False)
    hukou_type: str
    street: str
    project: str
    months: int
    applied_on: str
    period: str
    phone: str = field(repr=False)
    category: str
    remark: str

    def masked(self) -> Self:
        """As it is shown to whoever has not asked for clear data."""
        hidden = "*" * max(len(self.id_number) - 4, 0)
        return replace(
            self,
            name=mask_name(self.name),
            id_number=f"{self.id_number[:2]}{hidden}{self.id_number[-2:]}",
            phone=mask_phone(self.phone) if self.phone else "",
        )


def number(agency: str, month: Month) -> str:
    """花名册编号 of an agency and month."""
    return f"{agency}-{month.compact()}-001"


def period(start: Month, months: int) -> str:
    """享受补贴起止日期, "2019.05-2022.04"."""
    return f"{start.dotted()}-{(start + months - 1).dotted()}"


def digest(rows: Iterable[Row]) -> str:
    """SHA-256 over the rows as they are shown, in canonical JSON without names of columns."""
    text = json.dumps([astuple(row) for row in rows], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
