"""The desks of one place: who sits there, what they can look up, how they press a button once."""

from typing import Any
from uuid import uuid4

from simulators.story.client import Lingbu, Officer
from simulators.story.places import Place

__all__ = ["Desk"]


class Desk:
    """Officers of one street and its district in one house.

    Every press has an idempotency key made of the series, the step and the case, so that a
    series that was cut off can be told again from the start: what was done is only remembered.
    """

    def __init__(self, lingbu: Lingbu, place: Place, series: str = "") -> None:
        self.lingbu, self.place = lingbu, place
        self.series = series or uuid4().hex
        self.clerk = lingbu.officer(place.clerk)
        self.post1, self.post2 = lingbu.officer(place.post1), lingbu.officer(place.post2)
        self.district_clerk = lingbu.officer(place.district_clerk)

    def text(self) -> Any:
        """The commitment text in force."""
        return self.clerk.get(f"/commitment-texts/{self.place.agency}")

    def application(self, application_id: str) -> Any:
        """The application as intake knows it."""
        return self.clerk.get(f"/applications/{application_id}")

    def case(self, application_id: str) -> Any:
        """The case as review knows it."""
        return self.clerk.get(f"/cases/{application_id}")

    def entitlement(self, application_id: str) -> Any:
        """The entitlement as payments knows it."""
        return self.clerk.get(f"/entitlements/{application_id}")

    def messages(self, application_id: str) -> list[dict[str, Any]]:
        """What was sent to the applicant, newest first."""
        items: list[dict[str, Any]] = self.clerk.get(
            "/messages", application_id=application_id, limit=100
        )["items"]
        return items

    def press(self, officer: Officer, path: str, form: Any = None, again: str = "") -> Any:
        """One order; `again` tells repeated orders on one case apart."""
        key = ":".join(filter(None, (self.series, path.strip("/").replace("/", "."), again)))
        return officer.post(path, form, key=key)
