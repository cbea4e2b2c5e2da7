"""The cellar: decisions and objections, and what the kit must know of all of it."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select

from kernel.errors import Conflict, Refusal
from review.archive import dossier
from review.casebook import Cases
from review.decisions import ApprovalRow, ObjectionRow, PostRow
from review.domain import hands
from review.domain.case import Case
from review.domain.hands import Post
from review.domain.objection import Objection
from review.inspected import Inspections
from review.opened import Openings
from review.records import read_objection, read_post, write_objection
from review.tables import Base
from review.worklist import Worklist
from servicekit.signing.demanded import Demand
from servicekit.store import Store
from servicekit.tables import kit_tables

_POSTS_OF = select(PostRow).where(PostRow.application_id == bindparam("case"))


class Posts:
    """Decisions at the posts, and the approval that two of them make."""

    def __init__(self, uow: Any) -> None:
        self.session = uow.session

    def of(self, application_id: UUID) -> tuple[Post, ...]:
        """Every decision on a case, round by round in the order of the flow."""
        rows = self.session.scalars(_POSTS_OF, {"case": application_id})
        return tuple(sorted(map(read_post, rows), key=lambda post: (post.round, post.place)))

    def of_many(self, application_ids: Iterable[UUID]) -> dict[UUID, list[Post]]:
        """The decisions on several cases."""
        found: dict[UUID, list[Post]] = {}
        chosen = select(PostRow).where(PostRow.application_id.in_(tuple(application_ids)))
        for row in self.session.scalars(chosen):
            found.setdefault(row.application_id, []).append(read_post(row))
        return found

    def add(self, case: Case, post: Post) -> None:
        """Records a decision; the database refuses a second one or a second time the same hand."""
        values = {name: getattr(post, name) for name in Post.__dataclass_fields__}
        self.session.add(PostRow(application_id=case.application_id, digest=case.digest, **values))
        self.session.flush()

    def approve(self, case: Case, initial: Post, first: Post, second: Post) -> None:
        """Puts both decisions side by side under the constraints of `approvals`."""
        publicity = case.publicity
        self.session.add(
            ApprovalRow(
                application_id=case.application_id,
                round=case.round,
                dossier_version=case.dossier_version,
                initial_officer=initial.officer,
                first_officer=first.officer,
                first_key=first.key_serial,
                first_certificate=first.certificate,
                second_officer=second.officer,
                second_key=second.key_serial,
                second_certificate=second.certificate,
                publicity_ended_at=publicity.ends_at if publicity else None,
                publicity_closed_at=publicity.closed_at if publicity else None,
                decided_at=second.at,
            )
        )
        self.session.flush()


class Objections:
    """异议 by case."""

    def __init__(self, uow: Any) -> None:
        self.session = uow.session

    def of(self, application_id: UUID) -> tuple[Objection, ...]:
        """Every objection to a case, oldest first."""
        rows = self.session.scalars(
            select(ObjectionRow)
            .where(ObjectionRow.application_id == application_id)
            .order_by(ObjectionRow.filed_at, ObjectionRow.id)
        )
        return tuple(read_objection(row) for row in rows)

    def save(self, objection: Objection) -> None:
        """Adds an objection or writes its result."""
        row = self.session.get(ObjectionRow, objection.id) or ObjectionRow()
        write_objection(row, objection)
        self.session.add(row)
        self.session.flush()

    def count_open(self, application_id: UUID) -> int:
        """How many still wait for a result."""
        found = self.session.scalar(
            select(func.count())
            .select_from(ObjectionRow)
            .where(ObjectionRow.application_id == application_id, ObjectionRow.state == "open")
        )
        return int(found or 0)


def _early() -> Refusal:
    return Conflict("公示尚未结束，不能进行第二次复核确认。", code="publicity-running")


CONSTRAINTS: dict[str, Callable[[], Refusal]] = {
    "posts_once": hands.post_decided,
    "posts_officer": hands.same_officer,
    "posts_key": hands.same_key,
    "posts_certificate": hands.same_key,
    "posts_with_key": hands.key_missing,
    "approvals_pkey": hands.post_decided,
    "approvals_two_officers": hands.same_officer,
    "approvals_not_initial": hands.same_officer,
    "approvals_two_keys": hands.same_key,
    "approvals_two_certificates": hands.same_key,
    "inspections_two_officers": hands.same_officer,
    "inspections_two_keys": hands.same_key,
    "approvals_first": hands.first_missing,
    "approvals_after_publicity": _early,
}

DECIDED = """
SELECT application_id::text AS subject,
  CASE post WHEN 'initial' THEN 'pass_initial_review' WHEN 'first' THEN 'pass_first_post'
    ELSE 'pass_second_post' END AS decision,
  officer, key_serial, certificate AS fingerprint, at AS signed_at FROM posts
UNION ALL
SELECT application_id::text, 'pass_second_post', second_officer, second_key, second_certificate,
  decided_at FROM approvals
UNION ALL
SELECT application_id::text, 'record_inspection', inspector, inspector_key, inspector_certificate,
  inspected_at FROM inspections WHERE inspected_at IS NOT NULL
UNION ALL
SELECT application_id::text, 'confirm_inspection', confirmer, confirmer_key, confirmer_certificate,
  confirmed_at FROM inspections WHERE confirmed_at IS NOT NULL
"""

# What stands in the record only by the officer's signature (ADR 0009).
SIGNED = {
    "initial_review_passed": Demand(("pass_initial_review",)),
    "first_post_passed": Demand(("pass_first_post",)),
    "approved": Demand(("pass_second_post",)),
    "case_rejected": Demand(("reject_case",), unless=(("stage", "objection"),)),
    "inspection_passed": Demand(("record_inspection",)),
    "inspection_flawed": Demand(("record_inspection",)),
    "inspection_proposed": Demand(("record_inspection",)),
    "inspection_failed": Demand(("confirm_inspection",)),
    "inspection_open": Demand(("confirm_inspection",)),
}

store = Store(
    metadata=Base.metadata,
    kit=kit_tables(Base.metadata),
    repositories={
        "cases": Cases,
        "posts": Posts,
        "objections": Objections,
        "inspections": Inspections,
        "openings": Openings,
        "worklist": Worklist,
    },
    constraints=CONSTRAINTS,
    decided=DECIDED,
    signed=SIGNED,
    numbered="SELECT number FROM cases WHERE application_id = CAST(:subject AS uuid)",
    dossier=dossier,
)
