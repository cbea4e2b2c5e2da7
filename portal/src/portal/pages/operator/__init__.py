"""Pages of the administrators (运维): officers and keys, and the running of the house."""

from portal.page import Page
from portal.pages.operator import (
    calendar,
    files,
    health,
    keys,
    letters,
    lines,
    officer_acts,
    officers,
    outcome,
    policy,
    register,
    running,
    runs,
    sessions,
    waiting,
)

PAGES: tuple[Page, ...] = (
    *health.PAGES,
    *officers.PAGES,
    *officer_acts.PAGES,
    *keys.PAGES,
    *register.PAGES,
    *sessions.PAGES,
    *waiting.PAGES,
    *outcome.PAGES,
    *lines.PAGES,
    *letters.PAGES,
    *running.PAGES,
    *files.PAGES,
    *runs.PAGES,
    *calendar.PAGES,
    *policy.PAGES,
)
