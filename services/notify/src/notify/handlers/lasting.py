"""How long a benefit lasts, told: it ends, is extended, goes on, draws near its end."""

from typing import Any

from contracts.payments import BenefitExtended, BenefitResumed, BenefitStopped, ExpiryNear
from kernel.month import Month
from notify.domain import occasion
from notify.handlers.occasions import appeal_phone
from notify.handlers.queue import overtake, tell

EXPIRED, TRANSFER = "S01", "S12"
BY_A_STOP = ("T3", "T4", "T5", "T9", "T11", "T13", "T14")
BY_GOING_ON = ("T7", "T9")


def tell_stopped(event: BenefitStopped, uow: Any) -> None:
    """T7 with the reason and whom to call; nothing for a transfer, where the benefit goes on.

    What still waits to be sent and would now mislead (report, pay in) is given up.
    """
    if event.code == TRANSFER:
        return
    overtake(event.application_id, BY_A_STOP, uow)
    first = Month.parse(event.from_month)
    told = occasion.stopped(event.code, first, event.reason_text, appeal_phone(uow))
    tell(event.application_id, told, uow)


def tell_extended(event: BenefitExtended, uow: Any) -> None:
    """T13 with the new last month, in the place of what still waits about the old one."""
    overtake(event.application_id, BY_GOING_ON, uow)
    tell(event.application_id, occasion.extended(Month.parse(event.end_month)), uow)


def tell_resumed(event: BenefitResumed, uow: Any) -> None:
    """T14, unless nobody was told of the stop: then T7 is given up and nothing needs taking back.

    That an expired benefit goes on is told by T13.
    """
    if event.lifted in ("", EXPIRED):
        return
    given_up = overtake(event.application_id, BY_GOING_ON, uow)
    if any(message.template == "T7" and not message.attempts for message in given_up):
        return
    first, end = Month.parse(event.lifted_from), Month.parse(event.end_month)
    tell(event.application_id, occasion.resumed(event.lifted, first, end), uow)


def tell_expiry(event: ExpiryNear, uow: Any) -> None:
    """T9 ahead of the last month."""
    tell(event.application_id, occasion.expiry_near(Month.parse(event.end_month)), uow)
