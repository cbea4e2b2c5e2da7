"""Everything wrong with a form, gathered and said at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from kernel.errors import Invalid

__all__ = ["Fault", "refuse"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One field at fault: its path, a machine code, and a sentence to read aloud."""

    path: str
    code: str
    sentence: str


def refuse(faults: Iterable[Fault]) -> None:
    """Raises Invalid with every field at fault; does nothing when there is none.

    The code is that of the only fault, or `form-faults` where they differ. Of two faults of one
    field the first is said.
    """
    found = tuple(faults)
    if not found:
        return
    fields: dict[str, str] = {}
    for fault in found:
        fields.setdefault(fault.path, fault.sentence)
    codes = {fault.code for fault in found}
    if len(found) == 1:
        raise Invalid(found[0].sentence, fields=fields, code=found[0].code)
    message = f"有{len(fields)}处填写有误，请核对后再提交。"
    raise Invalid(message, fields=fields, code=codes.pop() if len(codes) == 1 else "form-faults")
