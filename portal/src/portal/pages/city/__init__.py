"""Pages of the city (市); figures, samples and inspections are the districts' too, of their own."""

from portal.page import Page
from portal.pages.city import (
    abnormal,
    case,
    comparing,
    counted,
    figures,
    inspections,
    plans,
    reconciliation,
    samples,
)

PAGES: tuple[Page, ...] = (
    *figures.PAGES,
    *counted.PAGES,
    *comparing.PAGES,
    *abnormal.PAGES,
    *case.PAGES,
    *reconciliation.PAGES,
    *samples.PAGES,
    *inspections.PAGES,
    *plans.PAGES,
)
