"""A clerk at the counter before a table of answers, and what the answers are about."""

from datetime import date

from street_cases import APPLICATION, CASE, ID, SECRET, lists, told

from kernel.identity import compose
from portal.sealing import Sealer

API = "/api/v1"
APPLIED = f"{API}/applications/{ID}"
REVIEW, GRANT = f"{API}/cases/{ID}", f"{API}/entitlements/{ID}"
HERE = f"/street/cases/{ID}"
NUMBER = compose("110101", date(1970, 1, 1), 7)
DRAFT = f"{API}/drafts/{Sealer(SECRET).name('draft', f'donghuamen-clerk {NUMBER}')}"
KEPT = {"content": {}, "saved_at": "2019-04-01T10:00:00+08:00", "kept_until": "2019-05-01"}
KNOWN = {
    "id_number": NUMBER,
    "sex": "male",
    "birth_date": "1970-01-01",
    "open_state": "",
    "open_street": "",
    "open_since": None,
    "open_id": None,
    "running": False,
    "months_used": 0,
    "stopped_for_false_promise": False,
    "form": {},
    "commitment": {},
}


def seat(visitor, officer):
    """A clerk of the street, before an accepted application."""
    lists(visitor.api.table)
    visitor.api.table["GET", APPLIED] = told(APPLICATION)
    visitor.api.table["GET", REVIEW] = told(CASE)
    visitor.api.table["POST", f"{API}/persons/search"] = told(KNOWN)
    visitor.api.table["POST", f"{API}/eligibility"] = {"obstacles": []}
    visitor.api.table["GET", DRAFT] = (404, {"code": "draft-not-found"})
    visitor.api.table["PUT", DRAFT] = visitor.api.table["DELETE", DRAFT] = KEPT
    visitor.sign_in(officer)
    return visitor


def with_a_list(clerk):
    """The same on a day without anything to do."""
    for path in ("messages", "applications"):
        clerk.api.table["GET", f"{API}/{path}"] = {"items": [], "next_cursor": None}
    clerk.api.table["GET", f"{API}/case-work"] = case_work()
    clerk.api.table["GET", f"{API}/benefit-work"] = {
        **dict.fromkeys(("starts", "reports", "suspicions"), []),
        "counts": [count("start"), count("report"), count("suspicion")],
    }
    return clerk


def count(kind, waiting=0, overdue=0):
    return {"kind": kind, "waiting": waiting, "overdue": overdue}


def case_work(*lines, waiting=0, overdue=0):
    counts = [count("review", waiting, overdue), count("objection")]
    return {"reviews": list(lines), "objections": [], "counts": counts}
