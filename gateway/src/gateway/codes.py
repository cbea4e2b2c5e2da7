"""Code lists (代码表) from the policy in force today; no personal data, so no login."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from gateway import terms
from gateway.forms import CodeItem, CodeList, GetCodes
from gateway.settings import here
from kernel.errors import NotFound
from policy import Policy, Rules
from policy.divisions import Divisions
from policy.tables import Coded

TABLES = {
    "projects": "projects",
    "education": "educations",
    "former-statuses": "former_identities",
    "hukou": "hukou_types",
    "banks": "banks",
}
LISTS: dict[str, Callable[[Rules], Any]] = {
    "categories": lambda rules: [one for one in rules.categories if one.open],
    "reasons": lambda rules: rules.reasons,
    "stop-codes": lambda rules: rules.stops,
    "checks": lambda rules: rules.checks,
    "income-bands": lambda rules: rules.income_bands,
}
NAMES = (*LISTS, *TABLES, "divisions", "terms")


def get(query: GetCodes) -> CodeList:
    """One list; raises NotFound for a name that is none."""
    today, rulebook = here().clock.today(), here().desk.world.policy
    return CodeList(
        list_name=query.list_name,
        on=today.isoformat(),
        items=tuple(_items(query.list_name, rulebook, today)),
    )


def _items(name: str, rulebook: Policy, today: date) -> Iterator[CodeItem]:
    rules = rulebook.on(today)
    if name == "divisions":
        yield from _divisions(rulebook.divisions, today)
    elif name == "terms":
        yield from terms.items(rules)
    elif name in TABLES:
        yield from map(_item, rules.codes(TABLES[name]))
    elif name in LISTS:
        yield from map(_item, LISTS[name](rules))
    else:
        known = "、".join(NAMES)
        raise NotFound(f"没有这个代码表，可用的有：{known}。", allowed=NAMES)


def _item(row: Coded) -> CodeItem:
    known = {f.name: _plain(getattr(row, f.name)) for f in fields(row)}
    code, _ = known.pop("code"), known.pop("clause")
    name = known.pop("name", None) or known.get("reason")
    return CodeItem(code=code, name=str(name), more=known | {"clause": str(row.clause)})


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | frozenset):
        return [_plain(one) for one in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _divisions(places: Divisions, today: date) -> Iterator[CodeItem]:
    yield CodeItem(code=places.root.code, name=places.root.name, more={"tier": "city"})
    for agency in places.agencies(today):
        yield CodeItem(code=agency.code, name=agency.name, more={"tier": "district"})
        for street in places.streets_of(agency.code, today):
            known: dict[str, object] = {"tier": "street", "agency": agency.code}
            yield CodeItem(code=street.code, name=street.name, more=known)
