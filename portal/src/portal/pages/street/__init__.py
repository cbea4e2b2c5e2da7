"""Pages of the street counter (街道)."""

from portal.page import Page
from portal.pages.street import acts, case, correct, living, printing, start, take, today

PAGES: tuple[Page, ...] = (
    *today.PAGES,
    *take.PAGES,
    *case.PAGES,
    *acts.PAGES,
    *correct.PAGES,
    *start.PAGES,
    *living.PAGES,
    *printing.PAGES,
)
