"""What officers ask about the rule packs."""

from dataclasses import dataclass
from datetime import date

from contracts.message import Query
from contracts.wire import LINE, described, length


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyValue:
    """One value of the rule packs over its days, with the clause it comes from."""

    name: str = described("As the packs call it")
    title: str = described("What it means, in Chinese")
    value: str = described("In words; 未公布 where nobody published one")
    first: date
    last: date | None = described("None while nothing replaces it")
    document: str = described("文号")
    paragraph: str = described("条款")
    trust: str = described(
        "stated: printed; computed: follows by arithmetic; reading: our own reading; weak: from "
        "an unofficial source; example: invented, for demonstrations"
    )
    published_to: date | None = described("Used provisionally after that day", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyValues:
    """Every value in force on a day, by name."""

    on: date
    items: tuple[PolicyValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPolicyValues(Query):
    """The rules in force on a day, today if none is given."""

    service, answer = "gateway", PolicyValues

    on: date | None = described("Which day", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyHistory:
    """One value from its first day on."""

    name: str
    title: str
    items: tuple[PolicyValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GetPolicyValue(Query):
    """One value: what it was when, and on which clause."""

    service, answer = "gateway", PolicyHistory

    name: str = described("As the packs call it", length(1, 60), LINE)
