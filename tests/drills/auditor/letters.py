"""Letters: all sent, each signed for once by every reader that the broker has bound, none kept."""

from collections import Counter, defaultdict

from drills.auditor.evidence import Check, Evidence

FOREIGN = ("letter_heard", "question_heard")  # partners number these themselves
NOTED = {
    ("review", "case_opened"): "application_accepted",
    ("review", "face_check_noted"): "face_check_recorded",
    ("review", "matching_noted"): "matching_completed",
    ("payments", "entitlement_opened"): "application_approved",
}
POISON = ("undecodable", "malformed", "unknown-message")


def outboxes(evidence: Evidence) -> Check:
    """Nothing unsent; within each aggregate the numbers have no gap."""
    check = Check("outboxes empty, numbers without gap")
    for service in evidence.databases:
        unsent = evidence.one(service, "SELECT count(*) FROM outbox WHERE sent_at IS NULL")
        check.must(unsent == 0, f"{service}: {unsent} unsent")
        for aggregate, count, most in evidence.ask(
            service,
            "SELECT aggregate_id, count(*), max(sequence) FROM outbox"
            " WHERE sequence > 0 GROUP BY 1",
        ):
            check.must(count == most, f"{service}: {aggregate} {count} letters, newest {most}")
    return check


def kept(evidence: Evidence) -> Check:
    """Nothing held back; parked is what was no letter, and all of that."""
    check = Check("held empty, parked only what was poison")
    poison: Counter[str] = Counter()
    for line in evidence.journal:
        poison[line.get("poisoned", "")] += line.get("count", 0)
    for service in evidence.databases:
        held = evidence.one(service, "SELECT count(*) FROM held")
        check.must(held == 0, f"{service}: {held} held")
        bad = 0
        for event, reason, detail, settled in evidence.ask(
            service, "SELECT event, reason, detail, settled_as FROM parked"
        ):
            bad += reason in POISON
            settled_well = settled in ("applied", "duplicate")
            check.must(
                reason in POISON or settled_well, f"{service}: {event} {reason} {detail} {settled}"
            )
        check.must(bad >= poison[service], f"{service}: {bad} of {poison[service]} poison kept")
    return check


def signed_once(evidence: Evidence) -> Check:
    """Every letter of every exchange is in the inbox of every reader, and nothing else is there."""
    check = Check("every letter applied once by every reader")
    said: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for service in evidence.databases:
        for exchange, key, message in evidence.ask(
            service, "SELECT exchange, routing_key, message_id::text FROM outbox"
        ):
            said[exchange].append((key, message))
    wanted: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for exchange, key, queue in evidence.bindings:
        if exchange.endswith(".events"):
            wanted[queue.partition(".from.")[0]][exchange].add(key)
    for reader, exchanges in sorted(wanted.items()):
        _read(evidence, reader, exchanges, said, check)
    return check


def _read(
    evidence: Evidence,
    reader: str,
    exchanges: dict[str, set[str]],
    said: dict[str, list[tuple[str, str]]],
    check: Check,
) -> None:
    rows = evidence.ask(reader, "SELECT message_id::text, event FROM inbox")
    found = {message for message, event in rows if event not in FOREIGN}
    for exchange, keys in sorted(exchanges.items()):
        for key, message in said[exchange]:
            if key in keys:
                check.must(message in found, f"{reader} has not read {exchange} {key} {message}")
                found.discard(message)
    check.must(not found, f"{reader}: {len(found)} letters from nowhere")


def effects(evidence: Evidence) -> Check:
    """What a letter makes its reader write down stands there once for each letter, not twice."""
    check = Check("every letter took effect once")
    said = Counter(
        (aggregate, key.partition(".")[0])
        for service in ("intake", "review")
        for aggregate, key in evidence.ask(service, "SELECT aggregate_id, routing_key FROM outbox")
    )
    for (reader, action), event in NOTED.items():
        for case, count in evidence.ask(
            reader, "SELECT chain, count(*) FROM audit WHERE action = %s GROUP BY 1", action
        ):
            most = said[case, event]
            check.must(count <= most, f"{reader}: {case} {action} {count} times for {most} letters")
    return check
