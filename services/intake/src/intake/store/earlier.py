"""What stays of a destroyed dossier: months enjoyed, and a broken promise, count for life."""

import json
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, insert, select

from intake.store.district_rows import BenefitRow, EarlierRow
from intake.store.rows import ApplicationRow
from servicekit.dossiers import MINE, Dossier, Term

OVER = (
    "state IN ('rejected', 'withdrawn') OR state = 'approved' AND EXISTS"
    " (SELECT FROM benefits AS b WHERE b.application_id = applications.id AND b.ended)"
)


def keep_earlier(connection: Connection, ids: Sequence[UUID]) -> None:
    """Of each benefit: whose it was, the months, how it ended; the identity number stays sealed,
    so that its keyed hash can be made anew under another search key."""
    query = (
        select(
            ApplicationRow.id.label("application_id"),
            ApplicationRow.person_key,
            ApplicationRow.category,
            ApplicationRow.form,
            BenefitRow.months,
            BenefitRow.months_used,
            BenefitRow.stop_code,
            BenefitRow.ended_on,
            BenefitRow.age_fixed_on,
        )
        .join(BenefitRow, BenefitRow.application_id == ApplicationRow.id)
        .where(ApplicationRow.id.in_(ids))
    )
    rows = [dict(row) for row in connection.execute(query).mappings()]
    for row in rows:
        row["id_number"] = json.loads(row.pop("form"))["id_number"]
        months, told = row.pop("months"), row["months_used"]
        row["months_used"] = len(months) if told is None else told
    if rows:
        connection.execute(insert(EarlierRow), rows)


dossier = Dossier(
    root="applications",
    key="id",
    terms=(
        Term(title="未受理的申请草稿", value="draft_days", over="state = 'draft'"),
        Term(title="已办结的申请档案", value="archive_years", over=OVER),
    ),
    since="applications.submitted_at",
    rows=dict.fromkeys(("photos", "checks", "benefits", "sweep_checks"), MINE),
    first=keep_earlier,
)
