"""承诺书文本: the city's items word for word, a district's additions after them (附件1 四.2)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kernel.errors import Conflict, Invalid
from policy.commitment import Commitment

__all__ = ["Addition", "Altered", "compose", "in_force", "new_clauses", "paragraphs"]

MAX_CLAUSE = 500  # characters


class Altered(Conflict):
    """The statutory items are not those the district added to; a person must look at the pack."""

    code = "commitment-text-altered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """One version of a district's additions: all its clauses so far, and when it began to hold.

    `city_digest` is the hash of the statutory items it was added to.
    """

    agency: str
    n: int
    clauses: tuple[str, ...]
    made_on: date
    city_version: str
    city_digest: str


def compose(city: Commitment, addition: Addition | None) -> str:
    """The version a signature names: "{city}" or "{city}+{agency}.{n}"."""
    if addition is None:
        return city.version
    if addition.city_version == city.version and addition.city_digest != city.digest:
        raise Altered("承诺书法定内容与登记时不一致，请立即报告市级经办机构。")
    return f"{city.version}+{addition.agency}.{addition.n}"


def in_force(additions: Sequence[Addition], day: date) -> tuple[Addition | None, ...]:
    """The versions of additions that could be signed on a day, newest first; None for none yet.

    On the day of a change both the former and the new hold: the text may have been printed in
    the morning.
    """
    ordered = sorted(additions, key=lambda addition: addition.n)
    steps: list[Addition | None] = [None, *ordered]
    ends: list[date] = [*(step.made_on for step in ordered), date.max]
    starts: list[date] = [date.min, *(step.made_on for step in ordered)]
    held = [
        step for step, start, end in zip(steps, starts, ends, strict=True) if start <= day <= end
    ]
    return tuple(reversed(held))


def paragraphs(city: Commitment, additions: Sequence[Addition], day: date) -> Mapping[str, str]:
    """Each version that could be signed on a day, with the paragraph to copy, newest first."""
    return {compose(city, addition): city.closing for addition in in_force(additions, day)}


def new_clauses(known: Iterable[str], wanted: Iterable[str]) -> tuple[str, ...]:
    """The clauses to add, trimmed; raises Invalid for an empty, long or repeated one."""
    before, added, faults = set(known), [], {}
    for place, text in enumerate(clause.strip() for clause in wanted):
        if not 0 < len(text) <= MAX_CLAUSE:
            faults[f"clauses.{place}"] = f"增加条款应为1至{MAX_CLAUSE}字。"
        elif text in before:
            faults[f"clauses.{place}"] = "该条款已在承诺书中。"
        before.add(text)
        added.append(text)
    if faults or not added:
        raise Invalid(
            "增加的条款有误，请核对。",
            fields=faults or {"clauses": "至少一条。"},
            code="clauses-invalid",
        )
    return tuple(added)
