"""Cases: what was answered is there once, in every service once, told once, paid right."""

from collections import Counter
from decimal import Decimal
from typing import Any

from drills.auditor.evidence import Check, Evidence

OWNER = {"applications": "intake", "cases": "review"}
PERSONAL, SUBSIDY = Decimal("269.26"), Decimal("863.67")  # 2019-05, P4045 (附件1)


def answers(evidence: Evidence) -> Check:
    """Every key that was answered is remembered once, and always got the same answer."""
    check = Check("every answered write exists once")
    known: dict[str, Counter[str]] = {
        service: Counter(k for (k,) in evidence.ask(service, "SELECT key FROM idempotency"))
        for service in ("intake", "review", "payments")
    }
    first: dict[str, Any] = {}
    for line in evidence.answered:
        if not line["path"].startswith("/api/v1/"):
            continue
        owner = OWNER.get(line["path"].split("/")[3], "payments")
        again = first.setdefault(line["key"], line["answer"])
        check.must(line["answer"] == again, f"{line['key']}: two answers")
        check.must(known[owner][line["key"]] == 1, f"{line['key']}: not in {owner}")
    return check


def applications(evidence: Evidence) -> Check:
    """Every application that was answered stands once; nobody has two."""
    check = Check("every application once")
    told = {
        line["answer"]["application_id"]
        for line in evidence.answered
        if line["path"] == "/api/v1/applications"
    }
    rows = evidence.ask("intake", "SELECT id::text, person_key, number FROM applications")
    ids = [row[0] for row in rows]
    check.must(set(ids) == told, f"{len(set(ids) ^ told)} told and standing differ")
    check.must(len(ids) == evidence.cases, f"{len(ids)} applications of {evidence.cases} persons")
    for what, column in (("person", 1), ("number", 2)):
        for value, count in Counter(row[column] for row in rows).items():
            check.must(count == 1, f"{what} {value}: {count} applications")
    return check


# Whoever was heard of too late for the frozen roster is named by the next one, which is due.
TO_BE_LISTED = """
SELECT application_id::text FROM cases
WHERE application_id NOT IN (SELECT application_id FROM listed)
AND agency IN (
    SELECT split_part(subject, '/', 1) FROM deadlines
    WHERE kind = 'roster_freeze' AND fired_at IS NULL AND cancelled_at IS NULL
)
"""
STANDS = {
    "intake": "SELECT id::text FROM applications WHERE state = 'approved'",
    "intake benefits": "SELECT application_id::text FROM benefits",
    "review": "SELECT application_id::text FROM cases WHERE state = 'approved'",
    "review approvals": "SELECT application_id::text FROM approvals",
    "payments": "SELECT application_id::text FROM entitlements WHERE state = 'active'",
    "payments months": "SELECT application_id::text FROM months WHERE month = '2019-05'",
    "payments places": "SELECT application_id::text FROM places WHERE state <> 'refused'",
    "reporting": "SELECT application_id::text FROM cases WHERE state = 'active'",
    "reporting listed": f"SELECT application_id::text FROM listed UNION ALL {TO_BE_LISTED}",
    "notify": "SELECT application_id::text FROM contacts WHERE person_key <> ''",
    "simulators": "SELECT application_id::text FROM enrolled",
}


def projections(evidence: Evidence) -> Check:
    """Every case has got to the end, once, wherever it is known."""
    check = Check("every case in every projection once")
    told = {str(i) for (i,) in evidence.ask("intake", "SELECT id FROM applications")}
    for what, statement in STANDS.items():
        found = Counter(i for (i,) in evidence.ask(what.split()[0], statement))
        for case in told | set(found):
            check.must(found[case] == 1, f"{what}: {case} {found[case]} times")
    return check


def messages(evidence: Evidence) -> Check:
    """T1 and T6 once for each case, taken once by the provider."""
    check = Check("every message sent once")
    rows = evidence.ask(
        "notify",
        "SELECT m.application_id::text, m.template, m.state, m.id,"
        " array_agg(replace(a.id::text, '-', '')) FROM messages m"
        " LEFT JOIN attempts a ON a.message_id = m.id GROUP BY m.id",
    )
    taken = Counter(line["OutId"].replace("-", "") for line in evidence.sms)
    of_case = Counter((row[0], row[1]) for row in rows)
    cases = {str(i) for (i,) in evidence.ask("intake", "SELECT id FROM applications")}
    for case in cases:
        for template in ("T1", "T6"):
            count = of_case[case, template]
            check.must(count == 1, f"{template} of {case}: {count} messages")
    for case, template, state, _, attempts in rows:
        times = sum(taken.pop(a, 0) for a in attempts if a)
        check.must(times == 1, f"{template} of {case}: taken {times} times, {state}")
    check.must(not taken, f"the provider took {sum(taken.values())} of nobody")
    return check


def money(evidence: Evidence) -> Check:
    """Entitlements, lists and the centre have the same sums, and the right ones."""
    check = Check("sums equal")
    count = evidence.one("payments", "SELECT count(*) FROM entitlements")
    personal = {
        "entitlements": ("payments", "SELECT sum(personal_amount) FROM entitlements"),
        "lists": ("payments", "SELECT sum(personal) FROM places WHERE state <> 'refused'"),
        "the centre": ("simulators", "SELECT sum(personal::numeric) FROM enrolled"),
    }
    for what, (service, statement) in personal.items():
        found = evidence.one(service, statement)
        check.must(found == count * PERSONAL, f"{what}: {found} for {count}")
    subsidy = evidence.one("payments", "SELECT sum(subsidy) FROM places WHERE state <> 'refused'")
    check.must(subsidy == count * SUBSIDY, f"subsidy: {subsidy} for {count}")
    return check


def partners(evidence: Evidence) -> Check:
    """Every question to the outside is answered, and every check has passed."""
    check = Check("every question outside answered once")
    for partner, state, count in evidence.ask(
        "partners", "SELECT partner, state, count(*) FROM requests GROUP BY 1, 2"
    ):
        check.must(state == "answered", f"{partner}: {count} {state}")
    for result, count in evidence.ask(
        "intake", "SELECT result, count(*) FROM checks WHERE current GROUP BY 1"
    ):
        check.must(result == "PASS", f"checks: {count} {result}")
    asked = evidence.one(
        "intake", "SELECT count(*) FROM outbox WHERE routing_key LIKE 'check_requested.%'"
    )
    known = evidence.one(
        "partners", "SELECT count(*) FROM requests WHERE message = 'check.request'"
    )
    check.must(asked == known, f"{asked} checks asked, {known} questions known")
    return check


def strange(evidence: Evidence) -> Check:
    """No answer was an internal error."""
    check = Check("no answer 500")
    for line in evidence.journal:
        if "strange" in line:
            check.must(False, f"{line['path']}: {line['said'][:200]}")
    check.looked = max(check.looked, len(evidence.answered))
    return check
