"""The shares' counts added up, and written as canonical JSON."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from simulators.simulation.plan import Plan

__all__ = ["added", "canonical", "summary"]

Result = Mapping[str, Any]


def summary(plan: Plan, results: Iterable[Result]) -> dict[str, Any]:
    """What the simulation came to; the same for the same plan, however it was lived."""
    results = list(results)
    counts: dict[str, Any] = {}
    for result in results:
        counts = added(counts, result["counts"])
    months = counts["money_by_month"].values()
    names = ("months", "personal", "subsidy", "total")
    counts["money"] = {name: sum(month[name] for month in months) for name in names}
    counts["applications"] = sum(counts["applications_by_state"].values())
    found = sorted(sentence for result in results for sentence in result["violations"])
    return {"simulation": plan.told(), "counts": _in_yuan(counts), "violations": found}


def added(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Two trees of numbers as one."""
    whole = dict(one)
    for name, value in other.items():
        if isinstance(value, Mapping):
            whole[name] = added(whole.get(name, {}), value)
        else:
            whole[name] = whole.get(name, 0) + value
    return whole


def canonical(found: Mapping[str, Any]) -> str:
    """One line of JSON: sorted names, no blanks."""
    return json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _in_yuan(counts: dict[str, Any]) -> dict[str, Any]:
    counts["money"] = _yuan(counts["money"])
    counts["money_by_month"] = {
        month: _yuan(sums) for month, sums in counts["money_by_month"].items()
    }
    return counts


def _yuan(sums: Mapping[str, int]) -> dict[str, Any]:
    return {
        name: number if name == "months" else f"{number // 100}.{number % 100:02d}"
        for name, number in sums.items()
    }
