"""Persons by identity number: one person even where the registry corrected the number."""

from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from intake.store.district_rows import EarlierRow, NumberOfPersonRow
from intake.store.rows import ApplicationRow


class Persons:
    """Who stands behind an identity number. A person keeps the key of the first number known."""

    def __init__(self, uow: Any) -> None:
        self.session, self.sealer = uow.session, uow.sealer

    def key_of(self, number: str) -> str:
        """The person's key: the number's own hash, unless the number was merged into another."""
        own: str = self.sealer.search_hash(number)
        row = self.session.get(NumberOfPersonRow, own)
        return row.person_key if row else own

    def applications(self, key: str) -> list[UUID]:
        """All applications of a person, whatever became of them."""
        mine = select(ApplicationRow.id).where(ApplicationRow.person_key == key)
        return list(self.session.scalars(mine.order_by(ApplicationRow.submitted_at)))

    def merge(self, kept: str, other: str) -> None:
        """Everything known under `other` is the kept person's from now on.

        Two open applications would violate `applications_one_open`.
        """
        for kind in (ApplicationRow, EarlierRow, NumberOfPersonRow):
            moved = update(kind).where(kind.person_key == other).values(person_key=kept)
            self.session.execute(moved)
        self.session.add(NumberOfPersonRow(number_key=other, person_key=kept))
        self.session.flush()
