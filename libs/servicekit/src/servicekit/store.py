"""What a service's cellar tells the kit: its tables, its repositories, its constraints' meaning."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import MetaData

from kernel.errors import Refusal
from servicekit.dossiers import Dossier
from servicekit.readings import Reading
from servicekit.signing.demanded import Demands
from servicekit.tables import KitTables

Searched = tuple[str, Callable[[str], str]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of rows: which are old, and under which value of the policy."""

    table: str
    title: str
    term: str
    old: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """One service's tables and repositories.

    `repositories`: attribute name on the unit of work -> class taking the unit of work.
    `constraints`: name of a database constraint -> the refusal that its violation means.
    `searched`: `table.column` that holds a keyed hash -> from which sealed column of the row it is
    made, and how; for `lingbu reseal --search`.
    `decided`: SQL for the signed decisions that stand in rows of their own, as `subject, decision,
    officer, key_serial, fingerprint, signed_at`, NULL for what the row does not keep;
    `lingbu verify-signatures` compares them.
    `signed`: action in the record -> the signature it must carry.
    `uncaused`: SQL for what stands in rows as the service's own act though nothing is there that
    could have moved it, as `subject, decision, why`.
    `vitals`: what the service says of its own state in /readyz: numbers and words, no content.
    `readings`: what it says of itself in /metrics, at a moment of its clock.
    `numbered`: SQL for the number by which people know the case `:subject`.
    `dossier`, `kept`: what `lingbu purge` destroys when its time is over, and how it finds it.
    """

    metadata: MetaData
    kit: KitTables
    repositories: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    constraints: Mapping[str, Callable[[], Refusal]] = field(default_factory=dict)
    searched: Mapping[str, Searched] = field(default_factory=dict)
    decided: str = ""
    signed: Demands = field(default_factory=dict)
    uncaused: str = ""
    vitals: Callable[[Any], Mapping[str, Any]] | None = None
    readings: Callable[[Any, datetime], Iterable[Reading]] | None = None
    numbered: str = ""
    dossier: Dossier | None = None
    kept: tuple[Kind, ...] = ()
