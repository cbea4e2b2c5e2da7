"""Message texts, filled strictly: what goes out under the agency's name has no gaps in it."""

from collections.abc import Mapping
from datetime import date
from string import Formatter

from policy.book import load
from policy.rules import Rules
from policy.tables import REASON_LENGTH

__all__ = ["TemplateError", "chinese_date", "placeholders", "render", "sms_length", "sms_segments"]

_FORBIDDEN = "【】{}\n\r"


class TemplateError(ValueError):
    """A text that cannot be filled or sent as asked; names placeholders, never their values."""


def render(template_id: str, values: Mapping[str, object], rules: Rules | None = None) -> str:
    """Fill a text, e.g. render("T1", {"name": …, "tail4": …, "yyyy": …, "mm": …, "n": …}).

    Without `rules` the newest wording is used. Raises TemplateError for a missing, surplus, empty
    or overlong value or one with 【】; NotFound for an unknown template.
    """
    text, longest = _text(template_id, rules), (rules or _newest()).sms_variable_limit
    filled = {name: str(value).strip() for name, value in values.items()}
    wanted = _names(text)
    if wrong := wanted ^ filled.keys():
        raise TemplateError(f"{template_id}: placeholders differ: {', '.join(sorted(wrong))}")
    for name, value in filled.items():
        limit = REASON_LENGTH if name == "reason" else longest
        if not value or len(value) > limit or any(mark in value for mark in _FORBIDDEN):
            raise TemplateError(f"{template_id}: {name} is empty, too long or has forbidden marks")
    return text.format_map(filled)


def placeholders(template_id: str, rules: Rules | None = None) -> frozenset[str]:
    """The names a text needs; raises NotFound."""
    return _names(_text(template_id, rules))


def chinese_date(day: date) -> str:
    """A date as letters write it, "2019年07月31日"."""
    return f"{day.year:04d}年{day.month:02d}月{day.day:02d}日"


def sms_segments(text: str, signature: str | None = None, rules: Rules | None = None) -> int:
    """How many text messages (短信条数) it costs, with the signature in 【】.

    Up to 70 characters one, beyond that 67 each. A rare character outside the basic plane counts
    twice, as the networks count it. Raises TemplateError above the gateways' limit.
    """
    limits = rules or _newest()
    units = sms_length(text, signature, limits)
    if units > limits.sms_hard_limit:
        raise TemplateError(f"longer than {limits.sms_hard_limit} characters")
    if units <= limits.sms_single_limit:
        return 1
    return -(-units // limits.sms_part_limit)


def sms_length(text: str, signature: str | None = None, rules: Rules | None = None) -> int:
    """Characters with the signature in 【】, as the networks count them."""
    signed = f"【{signature or (rules or _newest()).sms_signature}】{text}"
    return len(signed.encode("utf-16-le")) // 2


def _text(template_id: str, rules: Rules | None) -> str:
    return (rules or _newest()).message(template_id).text


def _newest() -> Rules:
    return load().on(date.max)


def _names(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)
