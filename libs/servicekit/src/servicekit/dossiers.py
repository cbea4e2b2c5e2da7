"""A dossier (档案): everything that the services keep of one application, and its end.

Each service says in its store what it keeps and what holds it back. A dossier goes when its term
is over and no service holds it: first where the case was followed, last where it began. So a
purge that was interrupted finds it again, and goes on where it stood. What stays: the record of
who did what (until its own term), and sums without a person.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

MINE = "application_id = ANY(:ids)"
LOOKS = ("clear_read", "code_sent")  # whoever looks into a dossier does not keep it alive

# Names and conditions are those of the stores; what comes from outside is bound.
_LAST = """
GREATEST(
  (SELECT max(a.at) FROM audit AS a WHERE a.chain = {id}::text AND a.action NOT IN ({looks})),
  {since}
)"""
_STANDS = "EXISTS (SELECT FROM {root} WHERE {id}::text = chain AND NOT ({gone}))"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A way in which a dossier is over, and the value of the policy that says how long it stays."""

    title: str
    value: str
    over: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """What one service keeps; every condition is SQL over a row of its `root` table.

    `terms`: in the one service where dossiers begin. `since`: a moment the term runs from if it
    is later than the last row of the record. `holds`: from the rules of the day, title to
    condition. `rows`: which rows go before the root's, in this order. `emptied`: what is set in
    the root's row where it stays for statistics; such a row counts as gone when `gone` holds.
    `first`: what must be kept of the dossiers, written down before they go.
    """

    root: str
    key: str = "application_id"
    terms: tuple[Term, ...] = ()
    since: str = "NULL"
    holds: Callable[[Any], Mapping[str, str]] = lambda rules: {}
    rows: Mapping[str, str] = field(default_factory=dict)
    emptied: str = ""
    gone: str = "false"
    first: Callable[[Connection, Sequence[UUID]], None] | None = None

    @property
    def id(self) -> str:
        """The dossier's name as a column."""
        return f"{self.root}.{self.key}"

    @property
    def last(self) -> str:
        """When something last happened to it here, looks left out."""
        looks = ", ".join(f"'{look}'" for look in LOOKS)
        return _LAST.format(id=self.id, looks=looks, since=self.since)

    @property
    def stands(self) -> str:
        """The condition that a chain of the record is one of a dossier that is still kept."""
        return _STANDS.format(root=self.root, id=self.id, gone=self.gone)
