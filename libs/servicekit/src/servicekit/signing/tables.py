"""The tables of signatures; the kit adds them to each service's own."""

from sqlalchemy import BigInteger, Column, DateTime, Index, MetaData, String, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from servicekit.walls import of_the_system

AWARE = DateTime(timezone=True)


def signing_tables(metadata: MetaData) -> dict[str, Table]:
    """Adds challenges, known keys and kept signatures to a metadata; by name."""
    return {
        "challenges": _challenges(metadata),
        "signers": _signers(metadata),
        "signatures": _signatures(metadata),
    }


def _challenges(metadata: MetaData) -> Table:
    """What keys were given to sign; `purpose` is a digest of what for, by whom, with which key."""
    return Table(
        "challenges",
        metadata,
        Column("id", Uuid, primary_key=True),
        Column("purpose", String(64), nullable=False),
        Column("nonce", String(64), nullable=False),
        Column("issued_at", AWARE, nullable=False),
        Column("expires_at", AWARE, nullable=False),
        Column("used_at", AWARE),
        Index("challenges_expired", "expires_at"),
    )


def _signers(metadata: MetaData) -> Table:
    """Whose key is whose, as the gateway has told; the last holder of each key.

    `sign_count` is the highest sign counter of a security key that was seen here; `cloned_at` says
    since when it is known that two devices hold it.
    """
    return Table(
        "signers",
        metadata,
        Column("key_serial", String(80), primary_key=True),
        Column("officer", String(80), nullable=False),
        Column("kind", String(20), nullable=False),
        Column("public", Text, nullable=False),
        Column("sign_count", BigInteger, nullable=False, server_default="0"),
        Column("rebound_at", AWARE),
        Column("unbound_at", AWARE),
        Column("cloned_at", AWARE),
        info=of_the_system("SELECT"),
    )


def _signatures(metadata: MetaData) -> Table:
    """Every decision's signature with all that proves it; the text is sealed."""
    return Table(
        "signatures",
        metadata,
        Column("challenge_id", Uuid, primary_key=True),
        Column("subject", String(80), nullable=False),
        Column("decision", String(60), nullable=False),
        Column("officer", String(80), nullable=False),
        Column("key_serial", String(80), nullable=False),
        Column("kind", String(20), nullable=False),
        Column("fingerprint", String(64), nullable=False),
        Column("public", Text, nullable=False),
        Column("text", Text, nullable=False),
        Column("signature", JSONB, nullable=False),
        Column("signed_at", AWARE, nullable=False),
        Index("signatures_subject", "subject"),
        info=of_the_system("INSERT"),
    )
