"""The tables every service keeps beside its own: outbox, inbox, order, parking, deadlines, audit.

They are added to the service's own metadata, so that one migration, one backup and one
transaction cover them together with the service's data.
"""

from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    Identity,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from servicekit.audit.tables import audit_tables
from servicekit.signing.tables import signing_tables
from servicekit.walls import of_the_system, of_whoever

AWARE = DateTime(timezone=True)


@dataclass(frozen=True, slots=True)
class KitTables:
    """The kit's tables in one service's metadata."""

    streams: Table
    outbox: Table
    inbox: Table
    applied: Table
    held: Table
    parked: Table
    idempotency: Table
    deadlines: Table
    notices: Table
    moved: Table
    runs: Table
    audit_heads: Table
    audit: Table
    audit_words: Table
    audit_days: Table
    audit_purged: Table
    challenges: Table
    signers: Table
    signatures: Table


def kit_tables(metadata: MetaData) -> KitTables:
    """Adds the kit's tables to a service's metadata."""
    return KitTables(
        streams=_streams(metadata),
        outbox=_outbox(metadata),
        inbox=_inbox(metadata),
        applied=_applied(metadata),
        held=_held(metadata),
        parked=_parked(metadata),
        idempotency=_idempotency(metadata),
        deadlines=_deadlines(metadata),
        **audit_tables(metadata),
        **signing_tables(metadata),
        notices=_notices(metadata),
        moved=_moved(metadata),
        runs=_runs(metadata),
    )


def _streams(metadata: MetaData) -> Table:
    """The counter of each aggregate; its row lock makes commit order version order."""
    return Table(
        "streams",
        metadata,
        Column("aggregate_id", String(80), primary_key=True),
        Column("sequence", Integer, nullable=False),
        Column("trail", JSONB, nullable=False),
    )


def _outbox(metadata: MetaData) -> Table:
    return Table(
        "outbox",
        metadata,
        Column("id", BigInteger, Identity(), primary_key=True),
        Column("message_id", Uuid, nullable=False, unique=True),
        Column("aggregate_id", String(80), nullable=False),
        Column("sequence", Integer, nullable=False),
        Column("exchange", String(80), nullable=False),
        Column("routing_key", String(120), nullable=False),
        Column("body", JSONB, nullable=False),
        Column("created_at", AWARE, nullable=False, server_default=func.clock_timestamp()),
        Column("sent_at", AWARE),
        Column("tries", Integer, nullable=False, server_default="0"),
        Column("retry_at", AWARE),
        Column("last_error", String(200)),
        Index(
            "outbox_order",
            "aggregate_id",
            "sequence",
            unique=True,
            postgresql_where=text("sequence > 0"),
        ),
        Index("outbox_waiting", "id", postgresql_where=text("sent_at IS NULL")),
        info=of_the_system("INSERT"),
    )


def _inbox(metadata: MetaData) -> Table:
    return Table(
        "inbox",
        metadata,
        Column("message_id", Uuid, primary_key=True),
        Column("event", String(80), nullable=False),
        Column("applied_at", AWARE, nullable=False, server_default=func.clock_timestamp()),
        Index("inbox_applied", "applied_at"),
        info=of_the_system(),
    )


def _applied(metadata: MetaData) -> Table:
    """How far each foreign aggregate has been followed."""
    return Table(
        "applied",
        metadata,
        Column("source", String(40), primary_key=True),
        Column("aggregate_id", String(80), primary_key=True),
        Column("sequence", Integer, nullable=False),
        info=of_the_system(),
    )


def _held(metadata: MetaData) -> Table:
    """Letters that came before one they follow."""
    return Table(
        "held",
        metadata,
        Column("message_id", Uuid, primary_key=True),
        Column("source", String(40), nullable=False),
        Column("aggregate_id", String(80), nullable=False),
        Column("sequence", Integer, nullable=False),
        Column("body", JSONB, nullable=False),
        Column("held_at", AWARE, nullable=False, server_default=func.clock_timestamp()),
        Index("held_aggregate", "source", "aggregate_id", "sequence"),
        info=of_the_system(),
    )


def _parked(metadata: MetaData) -> Table:
    return Table(
        "parked",
        metadata,
        Column("id", BigInteger, Identity(), primary_key=True),
        Column("message_id", Uuid, unique=True),
        Column("source", String(40), nullable=False, server_default=""),
        Column("event", String(80), nullable=False, server_default=""),
        Column("aggregate_id", String(80), nullable=False, server_default=""),
        Column("body", JSONB),
        Column("raw", Text),
        Column("reason", String(80), nullable=False),
        Column("detail", String(300), nullable=False, server_default=""),
        Column("attempts", Integer, nullable=False),
        Column("parked_at", AWARE, nullable=False, server_default=func.clock_timestamp()),
        Column("redrive_at", AWARE),
        Column("settled_at", AWARE),
        Column("settled_as", String(20)),
        Index("parked_open", "id", postgresql_where=text("settled_at IS NULL")),
        info=of_the_system(),
    )


def _idempotency(metadata: MetaData) -> Table:
    return Table(
        "idempotency",
        metadata,
        Column("principal", String(80), primary_key=True),
        Column("key", String(255), primary_key=True),
        Column("command", String(80), nullable=False),
        Column("request_hash", String(64), nullable=False),
        Column("answer", JSONB),
        Column("created_at", AWARE, nullable=False, server_default=func.clock_timestamp()),
        info=of_whoever("principal"),
    )


def _deadlines(metadata: MetaData) -> Table:
    return Table(
        "deadlines",
        metadata,
        Column("id", BigInteger, Identity(), primary_key=True),
        Column("kind", String(60), nullable=False),
        Column("subject", String(120), nullable=False),
        Column("due_at", AWARE, nullable=False),
        Column("trigger_on", AWARE, nullable=False),
        Column("rule", String(120), nullable=False, server_default=""),
        Column("provisional", Integer, nullable=False, server_default="0"),
        Column("calendar", String(16), nullable=False, server_default=""),
        Column("fired_at", AWARE),
        Column("cancelled_at", AWARE),
        Column("failures", Integer, nullable=False, server_default="0"),
        Column("retry_at", AWARE),
        Index(
            "deadlines_open_once",
            "kind",
            "subject",
            unique=True,
            postgresql_where=text("fired_at IS NULL AND cancelled_at IS NULL"),
        ),
        Index(
            "deadlines_due",
            "due_at",
            postgresql_where=text("fired_at IS NULL AND cancelled_at IS NULL"),
        ),
        Index(
            "deadlines_calendar",
            "calendar",
            postgresql_where=text("fired_at IS NULL AND cancelled_at IS NULL AND calendar <> ''"),
        ),
        Index("deadlines_subject", "subject"),
    )


def _notices(metadata: MetaData) -> Table:
    """Holiday notices that were entered; `days` is a list of {"day", "kind"}."""
    return Table(
        "notices",
        metadata,
        Column("id", Uuid, primary_key=True),
        Column("document", String(200), nullable=False),
        Column("published_on", Date, nullable=False),
        Column("year", Integer),
        Column("days", JSONB, nullable=False),
        Column("entered_by", String(80), nullable=False),
        Column("entered_at", AWARE, nullable=False),
    )


def _moved(metadata: MetaData) -> Table:
    """Deadlines that were counted again and fall on another day since."""
    return Table(
        "moved",
        metadata,
        Column("id", BigInteger, Identity(), primary_key=True),
        Column("kind", String(60), nullable=False),
        Column("title", String(80), nullable=False),
        Column("subject", String(120), nullable=False),
        Column("number", String(40), nullable=False),
        Column("was", Date, nullable=False),
        Column("now", Date, nullable=False),
        Column("notice", String(200), nullable=False),
        Column("moved_at", AWARE, nullable=False),
        info=of_the_system(),
    )


def _runs(metadata: MetaData) -> Table:
    """Long work; `place` is where its worker goes on, `counts` and `found` what came of it."""
    return Table(
        "runs",
        metadata,
        Column("id", Uuid, primary_key=True),
        Column("kind", String(20), nullable=False),
        Column("state", String(10), nullable=False),
        Column("done", BigInteger, nullable=False, server_default="0"),
        Column("total", BigInteger, nullable=False, server_default="0"),
        Column("place", String(80, collation="C"), nullable=False, server_default=""),
        Column("counts", JSONB, nullable=False),
        Column("found", JSONB, nullable=False),
        Column("findings", BigInteger, nullable=False, server_default="0"),
        Column("begun_by", String(80), nullable=False),
        Column("begun_at", AWARE, nullable=False, server_default=func.clock_timestamp()),
        Column("moved_at", AWARE),
        Column("ended_at", AWARE),
        Column("stopped_by", String(80), nullable=False, server_default=""),
        Column("trouble", String(200), nullable=False, server_default=""),
        Index(
            "runs_one_under_way",
            "kind",
            unique=True,
            postgresql_where=text("state <> 'done'"),
        ),
        Index("runs_begun", "begun_at"),
        info=of_the_system(),
    )
