"""The values of the rule packs, each with days, clause and trust: the law, so no case is in it."""

from typing import Any

from gateway.policyforms import (
    GetPolicyValue,
    ListPolicyValues,
    PolicyHistory,
    PolicyValue,
    PolicyValues,
)
from kernel.errors import NotFound
from policy.dated import Row
from policy.titles import TITLES


def in_force(query: ListPolicyValues, uow: Any) -> PolicyValues:
    """By name; a value that no pack states for that day is left out."""
    on, values = query.on or uow.today, uow.policy.values
    found = ((name, row) for name in sorted(values) for row in values[name].rows)
    items = tuple(_value(name, row) for name, row in found if row.holds_on(on))
    return PolicyValues(on=on, items=items)


def history(query: GetPolicyValue, uow: Any) -> PolicyHistory:
    """Oldest first; raises NotFound for a name that is none."""
    series = uow.policy.values.get(query.name)
    if series is None:
        raise NotFound("没有这一项政策规则。", code="policy-value-not-found")
    items = tuple(_value(query.name, row) for row in series.rows)
    return PolicyHistory(name=query.name, title=_title(query.name), items=items)


def _value(name: str, row: Row[Any]) -> PolicyValue:
    return PolicyValue(
        name=name,
        title=_title(name),
        value=_words(row.value),
        first=row.first,
        last=row.last,
        document=row.clause.document,
        paragraph=row.clause.paragraph,
        trust=row.clause.trust,
        published_to=row.published_to,
    )


def _title(name: str) -> str:
    return TITLES.get(name, name)


def _words(value: Any) -> str:
    if value is None:
        return "未公布"
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(map(str, value)) if isinstance(value, tuple) else str(value)
