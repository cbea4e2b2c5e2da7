"""What payments keeps of a dossier, and what holds it: a benefit that runs, money still owed."""

from collections.abc import Mapping
from typing import Any

from payments.domain.states import LIVE
from servicekit.dossiers import MINE, Dossier

TABLES = (
    *("places", "reports", "differences", "subsidies", "refunds", "suspicions", "results"),
    *("arrears", "claims", "months", "deduction_lines", "entitlements"),
)
# The end of the last subsidised month, from which domain §14.4 counts.
_SINCE = (
    "(SELECT ((max(s.month) || '-01')::date + interval '1 month') AT TIME ZONE 'Asia/Shanghai'"
    " FROM subsidies AS s WHERE s.application_id = applicants.application_id"
    " AND s.reversed_at IS NULL)"
)
_ANY = (
    "EXISTS (SELECT FROM {table} AS t"
    " WHERE t.application_id = applicants.application_id AND {condition})"
)


def holds(rules: Any) -> Mapping[str, str]:
    """A stop that makes the person pay back holds for good: nothing here says that it was paid."""
    living, owing = (
        ", ".join(f"'{code}'" for code in sorted(codes))
        for codes in (LIVE, {stop.code for stop in rules.stops if stop.recover})
    )
    return {
        "待遇尚未结束": _any("entitlements", f"t.state IN ({living})"),
        "追回未了结": _any("entitlements", f"t.stop_code IN ({owing})")
        + " AND "
        + _any("subsidies", "t.reversed_at IS NOT NULL"),
        "退费未答复": _any("refunds", "t.state = 'asked'"),
        "补差未结": _any("differences", "t.state = 'asked'"),
        "名单未答复": _any("places", "t.state = 'sent'"),
    }


def _any(table: str, condition: str) -> str:
    return _ANY.format(table=table, condition=condition)


dossier = Dossier(root="applicants", since=_SINCE, holds=holds, rows=dict.fromkeys(TABLES, MINE))
