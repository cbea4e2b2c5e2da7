"""Every case has walked a legal path: the auditor's own list of what must come before what."""

from collections import Counter, defaultdict

from drills.auditor.evidence import Check, Evidence

# In each chain, these happen once each and in this order.
ONCE = {
    "intake": ("submitted", "accepted", "checks_asked"),
    "review": ("case_opened", "initial_review_passed", "publicity_closed", "approved"),
    "payments": (
        *("entitlement_opened", "contributions_found"),
        *("start_confirmed", "enlisted", "benefit_activated"),
    ),
}


def legal(evidence: Evidence) -> Check:
    """Milestones once and in order; three hands, three officers; approval after publicity."""
    check = Check("no illegal transition")
    for service, milestones in ONCE.items():
        walked: dict[str, list[str]] = defaultdict(list)
        for chain, action in evidence.ask(
            service, "SELECT chain, action FROM audit WHERE length(chain) = 36 ORDER BY chain, n"
        ):
            walked[chain].append(action)
        for case, actions in walked.items():
            seen = tuple(action for action in actions if action in milestones)
            check.must(seen == milestones, f"{service}: {case} {seen}")
    _hands(evidence, check)
    return check


def _hands(evidence: Evidence, check: Check) -> None:
    posts: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    counts: Counter[str] = Counter()
    for case, post, officer, key in evidence.ask(
        "review", "SELECT application_id::text, post, officer, key_serial FROM posts"
    ):
        posts[case][post] = officer, key
        counts[case] += 1
    for case, hands in posts.items():
        officers, keys = {o for o, _ in hands.values()}, {k for _, k in hands.values()}
        good = counts[case] == len(hands) == len(officers) == len(keys) == 3
        check.must(good, f"posts of {case}: {hands}")
    for case, decided, ended in evidence.ask(
        "review", "SELECT application_id::text, decided_at, publicity_ended_at FROM approvals"
    ):
        check.must(decided > ended, f"{case} approved {decided}, publicity until {ended}")
    for service in ("review", "payments"):
        for kind, subject, count in evidence.ask(
            service,
            "SELECT kind, subject, count(fired_at) FROM deadlines GROUP BY 1, 2"
            " HAVING count(fired_at) > 1",
        ):
            check.must(False, f"{service}: {kind} of {subject} fired {count} times")
