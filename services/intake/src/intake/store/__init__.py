"""The cellar of intake: tables, repositories, and what a broken constraint means."""

import json

from intake.store.applications import Applications
from intake.store.districts import Additions, Benefits
from intake.store.drafts import Drafts
from intake.store.earlier import dossier
from intake.store.persons import Persons
from intake.store.records import Checks, Photos
from intake.store.rows import Base
from intake.store.sweeps import Sweeps
from kernel.errors import Conflict
from servicekit.signing.demanded import Demand
from servicekit.store import Kind, Store
from servicekit.tables import kit_tables

__all__ = ["Base", "open_application_exists", "store"]


def open_application_exists() -> Conflict:
    """The rule and the database constraint say it in the same words."""
    return Conflict("该申请人已有在办申请，不能重复受理。", code="open-application-exists")


def _number_in(form: str) -> str:
    return str(json.loads(form)["id_number"])


DECIDED = """
SELECT application_id::text AS subject, 'override_warning' AS decision, officer,
  NULL::text AS key_serial, NULL::text AS fingerprint, NULL::timestamptz AS signed_at
FROM checks CROSS JOIN LATERAL (VALUES (overridden_by), (seconded_by)) AS o (officer)
WHERE officer <> ''
UNION ALL
SELECT application_id::text, 'close_finding', closed_by, NULL, NULL, closed_at
FROM sweep_checks WHERE closed_at IS NOT NULL
"""

store = Store(
    metadata=Base.metadata,
    kit=kit_tables(Base.metadata),
    repositories={
        "applications": Applications,
        "persons": Persons,
        "photos": Photos,
        "checks": Checks,
        "additions": Additions,
        "benefits": Benefits,
        "sweeps": Sweeps,
        "drafts": Drafts,
    },
    searched={
        "applications.person_key": ("form", _number_in),
        "earlier.person_key": ("id_number", str),
        "drafts.entrance": ("who", str),
    },
    decided=DECIDED,
    signed={
        "warning_overridden": Demand(("override_warning",)),
        "finding_closed": Demand(("close_finding",)),
    },
    dossier=dossier,
    kept=(Kind("drafts", "没有提交的草稿", "draft_days", "saved_at < :before"),),
    constraints={
        "applications_one_open": open_application_exists,
        "additions_pkey": lambda: Conflict(
            "本区承诺书刚被他人修改，请重新查看后再增加。", code="commitment-changed-meanwhile"
        ),
        "drafts_entrance_key": lambda: Conflict(
            "草稿刚在别处打开，请重试。", code="draft-opened-meanwhile"
        ),
        "checks_one_current": lambda: Conflict(
            "该项比对刚被重新发起，请稍后查看。", code="check-asked-meanwhile"
        ),
    },
)
