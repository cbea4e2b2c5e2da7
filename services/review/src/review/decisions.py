"""The cellar's second shelf: decisions at the posts, approvals, objections.

Two officers, two keys and two certificates are constraints here as well as a rule in
`domain.hands`: an approval points at the two decisions it rests on, and no row can say that one
hand made both.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from review.tables import BEHIND, Base, either
from servicekit.sealing import Sealed

HANDS = ("application_id", "round")
BASE = (*HANDS, "dossier_version")
HAND = (*BASE, "post", "officer", "key_serial", "certificate")


class PostRow(Base):
    """One decision at one post (岗): initial, first or second, in one round."""

    __tablename__ = "posts"
    __table_args__ = (
        PrimaryKeyConstraint(*HANDS, "post", name="posts_once"),
        UniqueConstraint(*HANDS, "officer", name="posts_officer"),
        UniqueConstraint(*HAND, name="posts_hand"),
        Index(
            "posts_key",
            *HANDS,
            "key_serial",
            unique=True,
            postgresql_where=text("post <> 'initial'"),
        ),
        Index(
            "posts_certificate",
            *HANDS,
            "certificate",
            unique=True,
            postgresql_where=text("post <> 'initial'"),
        ),
        CheckConstraint(either("post", ["initial", "first", "second"]), name="posts_post"),
        CheckConstraint("certificate <> ''", name="posts_signed"),
        CheckConstraint("post = 'initial' OR key_serial <> ''", name="posts_with_key"),
        {"info": BEHIND},
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("cases.application_id"))
    round: Mapped[int]
    post: Mapped[str] = mapped_column(String(10))
    officer: Mapped[str] = mapped_column(String(80))
    officer_name: Mapped[str] = mapped_column(String(80))
    second_reader: Mapped[str] = mapped_column(String(80))
    second_reader_name: Mapped[str] = mapped_column(String(80))
    key_serial: Mapped[str] = mapped_column(String(80))
    certificate: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    dossier_version: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    looked: Mapped[int | None]  # seconds the dossier was open before the key was pressed


class ApprovalRow(Base):
    """复核确认: both decisions side by side, after the recorded end of publicity.

    Both rest on one version of the dossier: a first post on another one does not count.
    """

    __tablename__ = "approvals"
    __table_args__ = (
        ForeignKeyConstraint(
            [*BASE, "first_post", "first_officer", "first_key", "first_certificate"],
            [f"posts.{name}" for name in HAND],
            name="approvals_first",
        ),
        ForeignKeyConstraint(
            [*BASE, "second_post", "second_officer", "second_key", "second_certificate"],
            [f"posts.{name}" for name in HAND],
            name="approvals_second",
        ),
        CheckConstraint("first_officer <> second_officer", name="approvals_two_officers"),
        CheckConstraint("first_key <> second_key", name="approvals_two_keys"),
        CheckConstraint(
            "first_certificate <> second_certificate", name="approvals_two_certificates"
        ),
        CheckConstraint(
            "initial_officer NOT IN (first_officer, second_officer)", name="approvals_not_initial"
        ),
        CheckConstraint(
            "decided_at > publicity_ended_at AND decided_at >= publicity_closed_at"
            " AND publicity_closed_at >= publicity_ended_at",
            name="approvals_after_publicity",
        ),
        CheckConstraint("first_post = 'first'", name="approvals_first_post"),
        CheckConstraint("second_post = 'second'", name="approvals_second_post"),
        {"info": BEHIND},
    )

    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("cases.application_id"), primary_key=True
    )
    round: Mapped[int]
    dossier_version: Mapped[int]
    initial_officer: Mapped[str] = mapped_column(String(80))
    first_post: Mapped[str] = mapped_column(String(10), default="first")
    first_officer: Mapped[str] = mapped_column(String(80))
    first_key: Mapped[str] = mapped_column(String(80))
    first_certificate: Mapped[str] = mapped_column(String(64))
    second_post: Mapped[str] = mapped_column(String(10), default="second")
    second_officer: Mapped[str] = mapped_column(String(80))
    second_key: Mapped[str] = mapped_column(String(80))
    second_certificate: Mapped[str] = mapped_column(String(64))
    publicity_ended_at: Mapped[datetime]
    publicity_closed_at: Mapped[datetime]
    decided_at: Mapped[datetime]


class ObjectionRow(Base):
    """异议: who objects and what to, sealed; whether it was upheld."""

    __tablename__ = "objections"
    __table_args__ = (
        Index("objections_case", "application_id", "filed_at"),
        CheckConstraint(either("state", ["open", "upheld", "dismissed"]), name="objections_state"),
        {"info": BEHIND},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("cases.application_id"))
    filed_at: Mapped[datetime]
    filed_by: Mapped[str] = mapped_column(String(80))
    objector_name: Mapped[str] = mapped_column(Sealed("objections.objector_name"))
    objector_contact: Mapped[str] = mapped_column(Sealed("objections.objector_contact"))
    content: Mapped[str] = mapped_column(Sealed("objections.content"))
    state: Mapped[str] = mapped_column(String(10), default="open")
    findings: Mapped[str] = mapped_column(Sealed("objections.findings"), default="")
    resolved_by: Mapped[str] = mapped_column(String(80), default="")
    resolved_at: Mapped[datetime | None]
