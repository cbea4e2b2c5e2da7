"""The codes and placeholders the programs speak of: a pack that spells one otherwise is refused."""

__all__ = ["CHECKS", "DEDUCTIONS", "PASSAGES", "PERSONAL", "REASONS", "STEPS", "STOPS", "TEMPLATES"]

# No month above the cap, no benefit twice, none after a false promise while it bars.
CHECKS = frozenset({"CHK-JY-CUM", "CHK-JY-DUP", "CHK-BLK"})

# What the centre answers (outside messages); 00 and 09 are treated apart.
DEDUCTIONS = frozenset({"00", "01", "02", "03", "04", "05", "09", "99"})

PASSAGES = frozenset({"version", "title", "closing", "transcription"})  # beside the items

REASONS = frozenset(
    {
        "R-1Y",
        "R-30D",
        "R-4045",
        "R-AGE",
        "R-CAT",
        "R-CUM",
        "R-DIS",
        "R-EMP",
        "R-GRAD",
        "R-HUKOU",
        "R-OBJ",
        "R-PILOT",
        "R-RET",
        "R-RURAL",
        "R-UNEMP",
        "R-URBAN",
    }
)

STEPS = frozenset(
    {
        "acceptance",
        "account",
        "account_list",
        "application",
        "claims",
        "commitment",
        "correction",
        "decision",
        "deductions",
        "double_review",
        "extension",
        "flow",
        "handling",
        "lists",
        "messages",
        "months_kept",
        "oversight",
        "postponement",
        "promises",
        "refusal_notice",
        "reports",
        "roster",
        "start",
        "start_escalation",
        "transfer",
        "yearly_amount",
    }
)

STOPS = frozenset(f"S{number:02d}" for number in range(1, 13))

PERSONAL = frozenset({"name", "tail4", "bank", "tail"})  # any text may name the person

_MONTH = frozenset({"yyyy", "mm"})
TEMPLATES = {
    "T1": _MONTH | {"n"},
    "T2": frozenset({"reason"}),
    "T3": _MONTH | {"date"},
    "T4": frozenset({"date"}),
    "T5": frozenset({"date"}),
    "T6": _MONTH | {"amount"},
    "T7": _MONTH | {"reason", "phone"},
    "T8": _MONTH | {"date"},
    "T9": _MONTH,
    "T10": frozenset({"result", "phone"}),
    "T11": frozenset({"reason", "date"}),
    "T12": frozenset[str](),
    "T13": _MONTH,
    "T14": _MONTH,
    "T15": _MONTH | {"date"},
    "T16": frozenset[str](),
}
"""What each message is told beside PERSONAL: a text asks for all of it and for nothing else."""
