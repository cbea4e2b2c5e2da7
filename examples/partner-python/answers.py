"""What we answer. Replace this file by your own system; the rest may stay as it is.

Each function gets the data of a question and returns the message and data of its answer. Raise
`NotUsable` with `malformed`, `refused` or `unavailable` where there is none.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from letters import Letters, NotUsable
from memory import Memory

Answer = tuple[str, dict[str, Any]]


class Answers:
    def __init__(self, records: Path, memory: Memory, letters: Letters) -> None:
        self._records = json.loads(records.read_text()) if records.exists() else {}
        self._memory, self._letters = memory, letters
        self._kinds = {
            ("check.request", 1): self._check,
            ("contrib.query", 1): self._contributions,
            ("refund.request", 1): self._refund,
            ("enroll.batch", 1): self._list,
            ("leave.batch", 1): self._list,
            ("account.update", 1): self._note,
            ("difference.request", 1): self._note,
        }

    def to(self, envelope: dict[str, Any], data: dict[str, Any]) -> Answer:
        """Raises NotUsable."""
        kind = self._kinds.get((envelope["message"], envelope["version"]))
        if kind is None:
            raise NotUsable("unknown-message")
        try:
            return kind(data, envelope["message"])
        except (KeyError, TypeError, ValueError):
            raise NotUsable("malformed") from None

    def _check(self, data: dict[str, Any], _: str) -> Answer:
        """PASS, FAIL, NO_DATA (查询无记录) or, where we cannot look now, ERROR."""
        person = self._letters.unseal(data["subject"])
        known = self._records.get(person["id_number"], self._records.get("*", {}))
        result = known.get(data["check_code"], "NO_DATA")
        return "check.response", {
            "check_code": data["check_code"],
            "result": result,
            "detail": {"PASS": "比对一致", "FAIL": "比对不一致", "NO_DATA": "查询无记录"}.get(
                result, ""
            ),
            "answered_at": _now(),
        }

    def _contributions(self, data: dict[str, Any], _: str) -> Answer:
        """The months on record from `from_month` on: month and payer."""
        person = self._letters.unseal(data["subject"])
        lines = self._records.get(person["id_number"], {}).get("contributions", [])
        later = [line for line in lines if line["month"] >= data["from_month"]]
        return "contrib.reply", {"lines": later, "answered_at": _now()}

    def _refund(self, data: dict[str, Any], _: str) -> Answer:
        self._letters.unseal(data["subject"])
        return "refund.result", {"refunded": True}

    def _list(self, data: dict[str, Any], message: str) -> Answer:
        """增员名单 or 减员名单: each row counts unless it is refused."""
        people = self._letters.unseal(data["people"])
        if len(people) != len(data["rows"]):
            raise NotUsable("malformed")
        place = f"{message}/{data['agency']}/{data['month']}/{data['sequence']}"
        if self._memory.is_another_list(place, data["digest"]):
            raise NotUsable("refused")  # the same number twice with different rows
        refused = []
        for row, person in zip(data["rows"], people, strict=True):
            if not person["id_number"]:
                refused.append({"row": row["row"], "code": "04", "reason": "证件号码有误"})
            elif message == "enroll.batch":
                self._memory.enrol(row["reference"], row["month"], row["personal"])
            else:
                self._memory.leave(row["reference"], row["month"])
        return "batch.ack", {"refused": refused}

    def _note(self, data: dict[str, Any], _: str) -> Answer:
        """Taken note of: account.update and difference.request."""
        data["reference"]
        return "receipt", {}


def deductions(
    month: str, memory: Memory, codes: dict[str, str]
) -> list[tuple[str, dict[str, Any]]]:
    """Request number and data of each result of a month; said again, they keep their numbers."""
    found = []
    for reference, personal in memory.payers_of(month):
        code = codes.get(reference, "00")
        data = {
            "reference": reference,
            "month": month,
            "attempt": 1,
            "code": code,
            "deducted": personal if code == "00" else "0.00",
        }
        found.append((f"{reference}/{month}/month/1", data))
    return found


def _now() -> str:
    return datetime.now(UTC).isoformat()
