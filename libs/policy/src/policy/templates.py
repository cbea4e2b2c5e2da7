"""Message texts as the packs hold them, and what is wrong with one before it is ever filled."""

from dataclasses import dataclass
from string import Formatter

from policy.tables import Code, Coded

__all__ = ["MARKS", "Template"]

MARKS = "【】｛｝★※㎡\n\r"  # 【】 belong to the signature


@dataclass(frozen=True, slots=True, kw_only=True)
class Template(Code):
    """A message text with {placeholders}, such as the gateways take.

    No signature marks, each placeholder once, something fixed between any two of them.
    """

    text: str

    def __post_init__(self) -> None:
        Coded.__post_init__(self)
        parts, names = _parts(self.text)
        if found := [mark for mark in MARKS if mark in self.text]:
            raise ValueError(f"text holds {found[0]!r}: gateways refuse such marks")
        if len(names) != len(set(names)):
            raise ValueError("text holds a placeholder twice")
        if any(not fixed for fixed, _ in parts[1:]):
            raise ValueError("text holds two placeholders side by side")
        if not any(fixed for fixed, _ in parts):
            raise ValueError("text is nothing but a placeholder")


def _parts(text: str) -> tuple[list[tuple[str, str | None]], list[str]]:
    """Fixed words each with the placeholder after them, and the placeholders."""
    try:
        parsed = list(Formatter().parse(text))
    except ValueError:
        raise ValueError("text: a brace { or } is not closed or not opened") from None
    for _, name, spec, conversion in parsed:
        if spec or conversion:
            raise ValueError(f"text: between the braces stands the name alone, {{{name}}}")
    return [(fixed, name) for fixed, name, *_ in parsed], [
        n for _, n, *_ in parsed if n is not None
    ]
