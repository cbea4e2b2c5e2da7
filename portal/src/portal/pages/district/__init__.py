"""Pages of the district desks (区)."""

from portal.page import Page
from portal.pages.district import (
    benefits,
    commitment,
    deciding,
    dossier,
    endings,
    lists,
    objections,
    plans,
    queues,
    rosters,
    streets,
)

PAGES: tuple[Page, ...] = (
    *queues.PAGES,
    *dossier.PAGES,
    *deciding.PAGES,
    *objections.PAGES,
    *streets.PAGES,
    *benefits.PAGES,
    *endings.PAGES,
    *lists.PAGES,
    *rosters.PAGES,
    *plans.PAGES,
    *commitment.PAGES,
)
