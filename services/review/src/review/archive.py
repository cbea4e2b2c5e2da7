"""What review keeps of a dossier, and what holds it."""

from review.domain.moves import OPEN
from review.tables import either
from servicekit.dossiers import MINE, Dossier

_OBJECTED = (
    "EXISTS (SELECT FROM objections AS o"
    " WHERE o.application_id = cases.application_id AND o.state = 'open')"
)
_INSPECTED = (
    "EXISTS (SELECT FROM inspections AS i"
    " WHERE i.application_id = cases.application_id AND i.state IN ('open', 'proposed'))"
)
HOLDS = {
    "审核未结": f"cases.{either('state', sorted(OPEN))}",
    "异议未结": _OBJECTED,
    "抽查未结": _INSPECTED,
}

dossier = Dossier(
    root="cases",
    holds=lambda rules: HOLDS,
    rows=dict.fromkeys(("approvals", "posts", "objections", "inspections", "openings"), MINE),
)
