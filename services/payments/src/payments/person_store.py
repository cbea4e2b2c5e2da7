"""Who stands behind an identity number; merged numbers have one key (重号更正)."""

from typing import Any

from sqlalchemy import func, select

from payments.rows import ApplicantRow, PersonNumberRow

_OPENING = func.hashtext("payments.persons")


class Persons:
    """Keys of persons, as intake merged them."""

    def __init__(self, uow: Any) -> None:
        self.session = uow.session

    def stand_still(self) -> None:
        """No merge until this transaction ends; call it before the first lock."""
        self.session.execute(select(func.pg_advisory_xact_lock_shared(_OPENING)))

    def key_of(self, key: str) -> str:
        """The person's key: the number's own, unless it was merged into another."""
        found: PersonNumberRow | None = self.session.get(PersonNumberRow, key)
        return found.person_key if found else key

    def merge(self, kept: str, other: str) -> None:
        """Everything known under `other` is the kept person's; nothing is opened meanwhile."""
        self.session.execute(select(func.pg_advisory_xact_lock(_OPENING)))
        for kind in (ApplicantRow, PersonNumberRow):
            rows = self.session.scalars(select(kind).where(kind.person_key == other))
            for row in rows:
                row.person_key = kept
        self.session.add(PersonNumberRow(number_key=other, person_key=kept))
        self.session.flush()
