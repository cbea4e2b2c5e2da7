"""Rows of many cases read at once, and handed out case by case as a query would find them."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import event, select
from sqlalchemy.orm import Session


class Shelf:
    """Lists of mapped rows by kind and case; empty until it is filled.

    What is changed in a row is seen, because it is the session's own. A list to which a row was
    added, or from which one was deleted, leaves the shelf: the next one who asks reads anew.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._lists: dict[tuple[Any, UUID], list[Any]] = {}
        self._filled = False

    def fill(self, kinds: Sequence[Any], cases: Collection[UUID]) -> None:
        """Reads all rows of these kinds and cases."""
        self._session.flush()
        event.listen(self._session, "after_flush", self._forget)
        self._filled = True
        for kind in kinds:
            self._lists |= {(kind, case): [] for case in cases}
            for row in self._session.scalars(select(kind).where(kind.application_id.in_(cases))):
                self._lists[kind, row.application_id].append(row)

    def get(self, kind: Any, case: UUID) -> list[Any] | None:
        """The list, or None where it has to be read."""
        if self._filled and self._session.new:
            self._session.flush()
        known = self._lists.get((kind, case))
        return None if known is None else list(known)

    def empty(self) -> None:
        """Nothing is on the shelf any more."""
        if self._filled:
            event.remove(self._session, "after_flush", self._forget)
        self._lists, self._filled = {}, False

    def _forget(self, session: Session, _: Any) -> None:
        for row in (*session.new, *session.deleted):
            self._lists.pop((type(row), getattr(row, "application_id", None)), None)
