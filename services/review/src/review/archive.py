"""What review keeps of a dossier, and what holds it."""

from review.domain.moves import OPEN
from review.tables import either
from servicekit.dossiers import MINE, Dossier

_OBJECTED = (
    "EXISTS (SELECT FROM objections AS o"
    " WHERE o.application_id = cases.application_id AND o.state = 'open')"
)
HOLDS = {"审核未结": f"cases.{either('state', sorted(OPEN))}", "异议未结": _OBJECTED}

dossier = Dossier(
    root="cases",
    holds=lambda rules: HOLDS,
    rows=dict.fromkeys(("approvals", "posts", "objections"), MINE),
)
