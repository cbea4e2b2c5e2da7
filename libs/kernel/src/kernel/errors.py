"""How the domain says no, and how a missing policy number fails.

A `Refusal` is final: the same request will be refused again until somebody changes something.
`MissingValue` is a fault of the installation, not of the request, so it is not a refusal.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar

__all__ = ["Conflict", "Forbidden", "Invalid", "MissingValue", "NotFound", "Refusal"]


class Refusal(Exception):
    """The domain's final no.

    `message` is a Chinese sentence a clerk can read aloud; `fields` maps a field path to its own
    sentence; `allowed` names what may be done now. None of them may carry personal data in clear.
    """

    code: str = "refused"
    status: ClassVar[int] = 409

    def __init__(
        self,
        message: str,
        *,
        fields: Mapping[str, str] | None = None,
        allowed: Sequence[str] = (),
        code: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.fields = dict(fields or {})
        self.allowed = tuple(allowed)
        if code is not None:
            self.code = code


class NotFound(Refusal):
    """What was asked for does not exist, or not for this reader."""

    code = "not-found"
    status = 404


class Forbidden(Refusal):
    """It exists, but this person or key may not do this to it."""

    code = "forbidden"
    status = 403


class Invalid(Refusal):
    """What was handed in cannot be right, whatever the state of the case."""

    code = "invalid"
    status = 422


class Conflict(Refusal):
    """Right in itself, but not in the state the case is in now."""

    code = "conflict"
    status = 409


class MissingValue(LookupError):
    """A policy value that nobody has published for that day; never replaced by zero.

    `name` is the value's name in the policy pack, `when` the day or month it was asked for.
    """

    def __init__(self, name: str, when: object) -> None:
        super().__init__(name, when)
        self.name = name
        self.when = when

    def __str__(self) -> str:
        return f"政策参数 {self.name} 在 {self.when} 没有取值，须先公布后计算。"
