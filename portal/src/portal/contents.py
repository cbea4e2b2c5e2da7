"""The table of contents: every page there is, for whom. Tests walk it."""

from portal import signing
from portal.page import Page
from portal.pages import applicant, apply, city, district, entrance, operator, public, street

CONTENTS: tuple[tuple[str, tuple[Page, ...]], ...] = (
    ("公众", public.PAGES),
    ("登录", entrance.PAGES),
    ("网上申请", apply.PAGES),
    ("申请人", applicant.PAGES),
    ("街道", street.PAGES),
    ("区", district.PAGES),
    ("市", city.PAGES),
    ("运维", operator.PAGES),
    ("签名", signing.PAGES),
)
PAGES: tuple[Page, ...] = tuple(page for _, pages in CONTENTS for page in pages)


BEFORE = frozenset({"entrance.choose", "public.eligible", "apply.begin"})  # of no use once inside


def menu(posts: frozenset[str], signed_in: bool) -> tuple[Page, ...]:
    """What the navigation offers somebody with these posts."""
    offered = (page for page in PAGES if page.menu and page.admits(posts))
    return tuple(page for page in offered if not (signed_in and page.name in BEFORE))
