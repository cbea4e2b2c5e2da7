"""What ought to be answered, from the documents and nothing else.

A: 京劳服失发〔2019〕1号; D: design.md §1; M: domain.md. This module imports no line of the services
and does not read the table of rights: the two are written apart, so that they can contradict.
"""

from dataclasses import dataclass

from contracts.caller import Caller

DONE, ABSENT, NO_POST, NOT_NOW = "done", "absent", "no post", "not now"

# -- the stages of a case, in the order of M§6.1 to §6.3

BEFORE_REPORT = {"checking", "ready", "warned"}  # 受理 to 初审
RETURNED = {"to_applicant", "to_street"}
WITH_DISTRICT = {"publicity", "first_passed", "objected", "published", "second_ready"}
FINDINGS = {"clean", "self_paid", "employer_open"}
STARTING = {"start_check", "querying", "refund_pending"} | FINDINGS
LIVING = STARTING | {"confirmed", "enlisted", "active"}
OVER = {"stopped", "completed", "refused"}
ENTITLED = LIVING | OVER
CLOSED = {"rejected", "withdrawn"}
ACCEPTED = BEFORE_REPORT | RETURNED | WITH_DISTRICT | ENTITLED | CLOSED
STAGES = {"draft"} | ACCEPTED
UNDECIDED = BEFORE_REPORT | RETURNED | WITH_DISTRICT
ON_SHOW = {"publicity", "first_passed", "objected", "to_street"}  # M§12; a return keeps it on show

# -- who may, A§2 and M§1: the street takes, examines, reviews first and confirms the start; the
# district reviews twice, sends lists and supervises; the city looks at everything, decides nothing

CLERK, READER = "street_clerk", "street_reader"
ONE, TWO, DISTRICT = "district_post1", "district_post2", "district_clerk"
CITY, APPLICANT, PUBLIC = "city_officer", "applicant", "public"
ADMINISTRATORS = SYSTEM, SECURITY, AUDIT = "system_admin", "security_admin", "audit_admin"
OFFICERS = {CLERK, READER, ONE, TWO, DISTRICT, CITY}
DECIDE = {CLERK, ONE, TWO}
DESK_OF = {CLERK: "street", READER: "street", ONE: "district", TWO: "district"}
DESK_OF |= {DISTRICT: "district", CITY: "city"} | dict.fromkeys(ADMINISTRATORS, "operator")


@dataclass(frozen=True)
class Duty:
    """Whose duty an operation is, at which stages it has its place, and where that is written."""

    posts: set[str]
    stages: set[str]
    ground: str
    known: frozenset[str] = frozenset(STAGES)  # the stages at which its service knows the case


REVIEWED, ENTITLEMENT = frozenset(ACCEPTED), frozenset(ENTITLED)

DUTIES = {
    "attach_photo": Duty({CLERK, APPLICANT}, {"draft"} | RETURNED, "A附件1 三.2"),
    "accept_application": Duty({CLERK}, {"draft"}, "A附件1 三.1, 三.2; M§6.1 #1"),
    "correct_application": Duty({CLERK}, RETURNED, "A附件1 五.3; M§6.1"),
    "change_account": Duty({CLERK, APPLICANT}, ACCEPTED - CLOSED, "A附件3 二.6"),
    "change_contacts": Duty({CLERK, APPLICANT}, ACCEPTED - CLOSED, "A附件3 二.6"),
    "record_face_check": Duty({CLERK}, BEFORE_REPORT | RETURNED, "A附件1 三.2; M§6.1 #4"),
    "withdraw_application": Duty(
        {CLERK, APPLICANT}, {"draft"} | UNDECIDED, "M§6.1: any non-final; D§1"
    ),
    "override_warning": Duty(DECIDE | {READER}, {"warned"}, "M§10; M§18"),
    "resend_check": Duty(DECIDE, UNDECIDED, "A附件1 三.2; D§4 (a resend button)"),
    "resend_sweep_check": Duty({CLERK, DISTRICT}, set(), "A附件1 二; M§10: monthly sweep"),
    "close_finding": Duty({CLERK, DISTRICT}, set(), "A附件1 二; M§10: human confirms"),
    "get_application": Duty(OFFICERS | {APPLICANT}, STAGES, "A附件1 二; D§1"),
    "get_application_in_clear": Duty(DECIDE, STAGES, "M§12: masked by audience; D§4"),
    "get_photo": Duty(DECIDE | {READER}, STAGES, "A附件1 三.2, 三.3"),
    "pass_initial_review": Duty({CLERK}, {"ready"}, "A附件1 三.2; M§6.1 #4", REVIEWED),
    "return_case": Duty(DECIDE, BEFORE_REPORT | WITH_DISTRICT, "M§6.1", REVIEWED),
    "reject_case": Duty(DECIDE, UNDECIDED, "M§6.1 #5; A附件4 二", REVIEWED),
    "pass_first_post": Duty({ONE}, {"publicity", "objected", "published"}, "A附件1 三.3", REVIEWED),
    "pass_second_post": Duty({TWO}, {"second_ready"}, "A附件1 三.3; M§6.1 #7", REVIEWED),
    "file_objection": Duty({PUBLIC}, ON_SHOW, "M§12", frozenset(ON_SHOW)),
    "resolve_objection": Duty({CLERK, DISTRICT}, {"objected"}, "M§12: street 核查", REVIEWED),
    "get_case": Duty(OFFICERS, ACCEPTED, "A附件1 二; D§1", REVIEWED),
    "follow_case": Duty({APPLICANT}, ACCEPTED, "A附件1 二; D§1", REVIEWED),
    "get_case_in_clear": Duty({CLERK, DISTRICT}, ACCEPTED, "M§12: street 核查; D§4", REVIEWED),
    "check_contributions": Duty(
        {CLERK}, {"start_check", "querying"} | FINDINGS, "A附件1 三.4, 四.3; M§6.1 #8", ENTITLEMENT
    ),
    "confirm_start": Duty({CLERK}, {"clean"}, "A附件1 三.4; M§6.2", ENTITLEMENT),
    "refuse_start": Duty({CLERK}, {"employer_open"}, "M§6.2", ENTITLEMENT),
    "postpone_start": Duty(
        {CLERK, APPLICANT}, {"self_paid", "refund_pending"}, "A附件1 三.4; M§6.2", ENTITLEMENT
    ),
    "request_refund": Duty({CLERK, APPLICANT}, {"self_paid"}, "A附件1 三.4; M§6.2", ENTITLEMENT),
    "report_at_the_counter": Duty({CLERK}, {"active"}, "A附件1 三.5", ENTITLEMENT),
    "report_online": Duty({APPLICANT}, {"active"}, "A附件1 三.5", ENTITLEMENT),
    "claim_subsidy": Duty(
        {CLERK, APPLICANT}, set(), "按季申请: none in the pack of these cases", ENTITLEMENT
    ),
    "stop_benefit": Duty({CLERK, DISTRICT}, LIVING, "A附件3 二.1, 二.5; M§6.3", ENTITLEMENT),
    "transfer_benefit": Duty(
        {DISTRICT}, {"confirmed", "enlisted", "active"}, "M§6.3 S12; M§17 Q18", ENTITLEMENT
    ),
    "extend_benefit": Duty({DISTRICT}, set(), "B第五条; M§17 Q12: none ends in 2020", ENTITLEMENT),
    "pay_arrears": Duty({CLERK, DISTRICT}, set(), "B第七条: no month was put off", ENTITLEMENT),
    "get_month_cost": Duty(OFFICERS | {APPLICANT}, ENTITLED, "B第六条; D§1", ENTITLEMENT),
    "dismiss_suspicion": Duty({CLERK, DISTRICT}, set(), "A附件1 二; M§10", ENTITLEMENT),
    "get_entitlement": Duty(OFFICERS | {APPLICANT}, ENTITLED, "A附件1 二; D§1", ENTITLEMENT),
    "get_reports": Duty(OFFICERS | {APPLICANT}, ENTITLED, "A附件1 三.5; D§1", ENTITLEMENT),
    "get_reports_in_clear": Duty(DECIDE, ENTITLED, "M§12: masked by audience", ENTITLEMENT),
    "list_messages": Duty(OFFICERS | {APPLICANT}, ACCEPTED, "A附件4; D§1", REVIEWED),
    "give_consent": Duty({CLERK, APPLICANT}, ACCEPTED, "M§9.2: one consent, one message", REVIEWED),
    "get_projection": Duty(OFFICERS | {APPLICANT}, ACCEPTED, "A附件1 二; D§1", REVIEWED),
}


def posts_of(caller: Caller) -> set[str]:
    """A post counts at the desk it belongs to (A§2 names each tier's own duties)."""
    if caller.tier in (APPLICANT, PUBLIC):
        return {caller.tier}
    return {role for role in caller.roles if DESK_OF.get(role) == caller.tier}


def sees(caller: Caller, case: str, street: str, district: str) -> bool:
    """M§1: a street its own, a district its own, the city all, applicants their own."""
    mine = {"street": street, "district": district, "city": caller.division, APPLICANT: ""}
    if caller.tier == APPLICANT:
        return caller.subject == case
    return caller.tier == PUBLIC or mine.get(caller.tier) == caller.division


def judge(operation: str, caller: Caller, stage: str | None, seen: bool) -> str:
    """The answer due; `stage` is None for a case that does not exist."""
    duty = DUTIES[operation]
    if not duty.posts & posts_of(caller):
        return NO_POST
    if operation == "list_messages" and caller.tier == APPLICANT and seen and stage:
        return DONE  # one's own messages, which may be none yet
    if not seen or stage not in duty.known:
        return ABSENT
    if operation == "resolve_objection" and stage in UNDECIDED - {"objected"}:
        return ABSENT  # the case is there, the objection is not
    if operation in ("dismiss_suspicion", "resend_sweep_check", "close_finding"):
        return ABSENT  # nobody has reported anything, no sweep has found anything
    if operation in ("return_case", "reject_case") and stage in duty.stages:
        return DONE if (caller.tier == "district") == (stage in WITH_DISTRICT) else NOT_NOW
    return DONE if stage in duty.stages else NOT_NOW
