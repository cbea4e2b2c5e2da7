"""抽查 (domain §11): a sample that nobody can steer and anybody can draw again.

1. The population is fixed and hashed, and the public value that will choose is named, before
   anybody can know it.
2. When it is known: seed = SHA-256 of "sample|population hash|value", in lower-case hexadecimal.
3. Each case gets the SHA-256 of "seed|application id"; of each district those with the lowest are
   drawn: the rate rounded up, at least the minimum, at most all. Flagged cases are drawn besides.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from uuid import UUID

__all__ = ["ALGORITHM", "HOW", "Unit", "draw", "population_hash", "seed_of", "size"]

ALGORITHM = "sha256-lowest-v1"
HOW = (
    "种子＝SHA-256（抽查编号|总体摘要|公开数值），十六进制小写；"
    "每件取SHA-256（种子|申请编号），各区从小到大取应抽件数；有风险标记的另外全部抽取。"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """One case of a population; a flagged one is drawn whatever chance says."""

    application_id: UUID
    district: str
    flags: tuple[str, ...] = ()


def population_hash(units: Iterable[Unit]) -> str:
    """SHA-256 over a line for each case, sorted: "application id|district|flags"."""
    lines = sorted(f"{u.application_id}|{u.district}|{','.join(sorted(u.flags))}" for u in units)
    return _sha256("\n".join(lines))


def seed_of(sample_id: UUID, population: str, value: str) -> str:
    """What chance has said, bound to this sample and this population."""
    return _sha256(f"{sample_id}|{population}|{value.strip()}")


def size(count: int, rate: Decimal, least: int) -> int:
    """How many of so many are drawn."""
    share = int((count * rate).to_integral_value(rounding=ROUND_CEILING))
    return min(count, max(share, least))


def draw(units: Iterable[Unit], seed: str, rate: Decimal, least: int) -> frozenset[UUID]:
    """The cases drawn, whatever order the population comes in."""
    districts: dict[str, list[Unit]] = {}
    for unit in units:
        districts.setdefault(unit.district, []).append(unit)
    drawn: set[UUID] = set()
    for there in districts.values():
        drawn |= _lowest(there, seed, size(len(there), rate, least))
        drawn |= {unit.application_id for unit in there if unit.flags}
    return frozenset(drawn)


def _lowest(units: Sequence[Unit], seed: str, count: int) -> set[UUID]:
    ranked = sorted(units, key=lambda unit: _sha256(f"{seed}|{unit.application_id}"))
    return {unit.application_id for unit in ranked[:count]}


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
