"""Letters: all sent, each signed for once by every reader that the broker has bound, none kept."""

from collections import Counter, defaultdict

from drills.auditor.evidence import Check, Evidence

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
    """Every letter of every source is in the inbox of every reader, and nothing else is there."""
    check = Check("every letter applied once by every reader")
    wanted: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for exchange, key, queue in evidence.bindings:
        reader, _, source = queue.partition(".from.")
        if exchange == f"{source}.events" and source in evidence.databases:
            wanted[reader][source].add(key)
    for reader, sources in sorted(wanted.items()):
        if reader not in evidence.databases:
            continue
        found = {str(m) for (m,) in evidence.ask(reader, "SELECT message_id FROM inbox")}
        for source, keys in sorted(sources.items()):
            said = evidence.ask(
                source,
                "SELECT message_id::text, routing_key FROM outbox WHERE exchange = %s",
                f"{source}.events",
            )
            for message, key in said:
                if key in keys:
                    check.must(message in found, f"{reader} has not read {source} {key} {message}")
                    found.discard(message)
        foreign = evidence.one(
            reader, "SELECT count(*) FROM inbox WHERE event IN ('letter_heard', 'question_heard')"
        )
        check.must(len(found) == foreign, f"{reader}: {len(found) - foreign} letters from nowhere")
    return check
