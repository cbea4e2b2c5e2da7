"""人工录入: what an outside system says by other means, entered by one hand, confirmed by another.

It opens and closes the same doors as the partner's own answer, so it takes two officers with two
keys; and it may say no more than the partner could have said to that question.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from kernel.errors import Conflict, Forbidden, Invalid

__all__ = ["ByHand", "Hand", "must_fit"]

FITTING = {
    "check.request": "finding",
    "contrib.query": "lines",
    "refund.request": "refunded",
    "enroll.batch": "refused",
    "leave.batch": "refused",
}
MUST = {"finding": "请选择比对结果。", "refunded": "请写明是否已退费。"}


@dataclass(frozen=True, slots=True)
class Hand:
    """An officer with a key, and the certificate that was checked."""

    officer: str
    key_serial: str
    certificate: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """One outcome that was entered; `outcome` as JSON."""

    number: str
    outcome: str
    reason: str
    evidence: str
    officer: str
    officer_key: str
    officer_certificate: str
    entered_at: datetime
    confirmer: str = ""
    confirmer_key: str = ""
    confirmer_certificate: str = ""
    confirmed_at: datetime | None = None

    def must_be_second(self, officer: str, key_serial: str) -> None:
        """Refuses the hand that entered it; codes key-missing, same-officer, same-key."""
        if not key_serial.strip():
            raise key_missing()
        if officer == self.officer:
            message = "人工录入须由另一名经办人复核，不能由录入人本人复核。"
            raise Conflict(message, code="same-officer")
        if key_serial == self.officer_key:
            raise same_key()

    def confirmed(self, by: Hand, rebound_at: datetime | None) -> Self:
        """With the second hand; its key is another one, and was nobody else's since the first."""
        if by.certificate == self.officer_certificate:
            raise same_key()
        if rebound_at is not None and rebound_at >= self.entered_at:
            message = "该钥匙盘在录入之后换绑过，不能用于本件复核，请更换经办人办理。"
            raise Conflict(message, code="key-handed-on")
        return replace(
            self,
            confirmer=by.officer,
            confirmer_key=by.key_serial,
            confirmer_certificate=by.certificate,
            confirmed_at=by.at,
        )


def must_fit(message: str, said: dict[str, bool]) -> None:
    """Refuses an outcome that is no answer to that question; `said` is which parts are filled."""
    wanted = FITTING.get(message, "")
    strange = sorted(part for part, filled in said.items() if filled and part != wanted)
    if strange:
        fields = {f"outcome.{part}": "此项询问没有这样的答复。" for part in strange}
        raise Invalid("录入的内容与询问的事项不符。", fields=fields, code="outcome-misfit")
    if wanted in MUST and not said[wanted]:
        fields = {f"outcome.{wanted}": MUST[wanted]}
        raise Invalid(MUST[wanted], fields=fields, code="outcome-misfit")


def key_missing() -> Forbidden:
    """No hand without a key."""
    return Forbidden("未识别到钥匙盘，请插入本人钥匙盘后再办理。", code="key-missing")


def same_key() -> Conflict:
    """The rule and the database constraint refuse with the same words."""
    return Conflict("录入和复核不能使用同一个钥匙盘，请更换本人钥匙盘办理。", code="same-key")


def same_officer() -> Conflict:
    """The database constraint refuses with these words."""
    return Conflict("录入和复核不能为同一个经办人。", code="same-officer")
