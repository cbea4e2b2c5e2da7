"""The tables of the record; whoever keeps one adds them to its own metadata."""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

from servicekit.audit.guard import guard_when_made
from servicekit.sealing import Sealed
from servicekit.walls import of_the_system

AWARE = DateTime(timezone=True)
# Bytewise order everywhere: the verifier walks the chains in it, whatever the server's language.
CHAIN = String(80, collation="C")
HASH = String(64)


def audit_tables(metadata: MetaData) -> dict[str, Table]:
    """Adds the record to a metadata; by name."""
    tables = {
        "audit": _audit(metadata),
        "audit_heads": _audit_heads(metadata),
        "audit_words": _audit_words(metadata),
        "audit_days": _audit_days(metadata),
        "audit_purged": _audit_purged(metadata),
    }
    for table in tables.values():
        guard_when_made(table)
    return tables


def _audit(metadata: MetaData) -> Table:
    """Append-only and hash-chained for each case; see `canonical.HASHED`."""
    return Table(
        "audit",
        metadata,
        Column("chain", CHAIN, primary_key=True),
        Column("n", Integer, primary_key=True),
        Column("at", AWARE, nullable=False),
        Column("written", AWARE, nullable=False),
        Column("actor", String(80), nullable=False),
        Column("key_serial", String(80), nullable=False),
        Column("origin", String(100), nullable=False),
        Column("action", String(80), nullable=False),
        Column("title", String(300), nullable=False),
        Column("clause", String(200), nullable=False),
        Column("detail", Text, nullable=False),
        Column("why", HASH, nullable=False),
        Column("prev", HASH, nullable=False),
        Column("hash", HASH, nullable=False),
        Index("audit_written", "written", postgresql_using="brin"),
    )


def _audit_heads(metadata: MetaData) -> Table:
    """Where each chain stands; its row lock keeps the chain without gaps."""
    return Table(
        "audit_heads",
        metadata,
        Column("chain", CHAIN, primary_key=True),
        Column("n", Integer, nullable=False),
        Column("hash", HASH, nullable=False),
    )


def _audit_words(metadata: MetaData) -> Table:
    """Officers' own words, sealed; the row holds their salted digest."""
    return Table(
        "audit_words",
        metadata,
        Column("chain", CHAIN, primary_key=True),
        Column("n", Integer, primary_key=True),
        Column("salt", String(32), nullable=False),
        Column("words", Sealed("audit_words.words"), nullable=False),
        info=of_the_system("INSERT"),
    )


def _audit_days(metadata: MetaData) -> Table:
    """One signed root a day, each holding the digest of the day before."""
    return Table(
        "audit_days",
        metadata,
        Column("day", Date, primary_key=True),
        Column("rows", BigInteger, nullable=False),
        Column("chains", BigInteger, nullable=False),
        Column("all_rows", BigInteger, nullable=False),
        Column("all_chains", BigInteger, nullable=False),
        Column("root", HASH, nullable=False),
        Column("prev", HASH, nullable=False),
        Column("key", String(16), nullable=False),
        Column("signature", String(100), nullable=False),
    )


def _audit_purged(metadata: MetaData) -> Table:
    """What stays of rows whose time of keeping is over: each day's last hash, signed in batches."""
    return Table(
        "audit_purged",
        metadata,
        Column("chain", CHAIN, primary_key=True),
        Column("n", Integer, primary_key=True),
        Column("day", Date, nullable=False),
        Column("hash", HASH, nullable=False),
        Column("rows", Integer, nullable=False),
        Column("batch", String(40), nullable=False),
    )
