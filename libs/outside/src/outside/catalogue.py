"""Every message there is, and who may say it."""

from outside import centre, registries
from outside.letters import LINGBU, Letter
from outside.partners import Partner
from outside.problem import Problem

__all__ = ["MESSAGES", "answers_to", "may_say", "said_by"]

MESSAGES: dict[tuple[str, int], type[Letter]] = {
    (kind.message, kind.version): kind
    for kind in (
        registries.CheckRequest,
        registries.CheckResponse,
        registries.StatusEvent,
        centre.ContribQuery,
        centre.ContribReply,
        centre.RefundRequest,
        centre.RefundResult,
        centre.EnrollBatch,
        centre.LeaveBatch,
        centre.BatchAck,
        centre.AccountUpdate,
        centre.DifferenceRequest,
        centre.Receipt,
        centre.DeductResult,
        centre.DeductFile,
        centre.BaseAdjust,
        Problem,
    )
}


def may_say(sender: str, partner: Partner, kind: type[Letter]) -> bool:
    """Whether this side of the exchange with that partner may say a message."""
    if kind is Problem:
        return True
    return kind.to_partner == (sender == LINGBU) and kind.message in partner.messages


def said_by(sender: str, partner: Partner) -> tuple[type[Letter], ...]:
    """What one side of the exchange with a partner may say."""
    return tuple(kind for kind in MESSAGES.values() if may_say(sender, partner, kind))


def answers_to(question: str) -> tuple[type[Letter], ...]:
    """The messages that answer a question."""
    return tuple(k for k in MESSAGES.values() if question in k.asked_by.split(", "))
