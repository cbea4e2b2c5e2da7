"""The difference when July's base is published late."""

from datetime import date
from pathlib import Path

import pytest

import policy
from kernel.month import Month
from policy.difference import difference

RULEBOOK = policy.load()
LATE = "from = 2025-07-01\npublished_to = 2026-06-30\n"
PUBLISHED = """from = 2025-07-01
to = 2026-06-30
[[{name}.row]]
value = "{base}"
document = "2026年度社会保险缴费基数公布（例）"
trust = "weak"
from = 2026-07-01
published_to = 2027-06-30
"""


def _published_later(packs: Path, base: str) -> policy.Policy:
    path = packs / "contribution.toml"
    text = path.read_text(encoding="utf-8")
    for name in ("pension_base", "unemployment_base", "medical_base"):
        text = text.replace(LATE, PUBLISHED.format(name=name, base=base), 1)
    path.write_text(text, encoding="utf-8")
    return policy.load(packs)


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        (
            "7500",
            [
                ("pension", "67.60", "20.28", "47.32"),
                ("unemployment", "3.38", "0.68", "2.70"),
                ("medical", "23.66", "3.38", "20.28"),
            ],
        ),
        (
            "7000",  # it fell: the difference goes back
            [
                ("pension", "-32.40", "-9.72", "-22.68"),
                ("unemployment", "-1.62", "-0.32", "-1.30"),
                ("medical", "-11.34", "-1.62", "-9.72"),
            ],
        ),
    ],
)
def test_julys_difference_insurance_by_insurance(
    packs: Path, base: str, expected: list[tuple[str, str, str, str]]
) -> None:
    charged = RULEBOOK.contribution(Month(2026, 7))
    due = _published_later(packs, base).contribution(Month(2026, 7))
    assert (charged.provisional, due.provisional) == (True, False)
    found = difference(charged, due)
    assert [(s.insurance, str(s.total), str(s.personal), str(s.subsidy)) for s in found] == expected
    assert found.total == due.total - charged.total
    assert found.personal + found.subsidy == found.total
    assert not found.nothing
    assert not RULEBOOK.on(date(2026, 7, 1)).adjustment_counts_as_failure


def test_no_difference_and_no_mixing_of_months() -> None:
    june, july = (RULEBOOK.contribution(Month(2026, month)) for month in (6, 7))
    assert difference(july, july).nothing
    with pytest.raises(ValueError, match="two months"):
        difference(june, july)
