"""How every page is reached: who goes there, and what stands in its address."""

from collections.abc import Callable

import city_places
import operator_places
import street_places
from desks import enjoyed, object_to, suspect
from pages_town import Town
from reader import Reader

from portal.page import Page
from portal.posts import APPLICANT

# One officer of each post; of a page for several posts the first that is named here looks at it.
ACCOUNTS = {
    "street_clerk": "donghuamen-clerk",
    "street_reader": "donghuamen-reader",
    "district_post1": "dongcheng-post1",
    "district_post2": "dongcheng-post2",
    "district_clerk": "dongcheng-clerk",
    "city_officer": "city",
    "system_admin": "operator",
    "security_admin": "security",
    "audit_admin": "auditor",
}
# What a page's `walk` puts into its address.
PLACES: dict[str, Callable[[Town], dict[str, str]]] = {
    "published": lambda town: {"application_id": town.published},
    "drafted": lambda town: {"name": "person"},
    **street_places.PLACES,
    **city_places.PLACES,
    **operator_places.PLACES,
    "reported": lambda town: {"application_id": town.published},
    "objected": lambda town: {
        "application_id": town.published,
        "objection_id": object_to(town.lingbu, town.published),
    },
    "entitled": lambda town: {"application_id": enjoyed(town)},
    "suspected": lambda town: {
        "application_id": enjoyed(town),
        "event_id": suspect(town, enjoyed(town)),
    },
}
# Pages of several posts that only one of them finds something on.
LOOKERS = {"city.inspection_confirm": "city"}
# Which applicant looks at a page of theirs: the one who has something on it.
CHOOSERS = frozenset({"applicant.choice"})


def address(page: Page, town: Town) -> str:
    """The page's address with something real in it."""
    path = page.rule
    for name, value in (PLACES[page.walk](town) if page.walk else {}).items():
        for kind in ("uuid:", "int:", ""):
            path = path.replace(f"<{kind}{name}>", value)
    assert "<" not in path, path
    return path


def come_in(reader: Reader, page: Page, town: Town) -> None:
    """Signs in as somebody the page is for."""
    if page.who == frozenset({APPLICANT}):
        if page.walk == "drafted":
            reader.come_by_draft(town.drafter.id_number, town.drafter.contact)
            return
        whose = town.hesitant if page.name in CHOOSERS else town.enjoyer
        reader.come_by_number(whose.id_number)
    elif page.who:
        usual = next(ACCOUNTS[post] for post in ACCOUNTS if post in page.who)
        reader.come_as(LOOKERS.get(page.name, usual))
