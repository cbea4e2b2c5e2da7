"""`python -m drills.auditor places.json journal.jsonl`: ends with 1 where anything is wrong."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from drills.auditor import cases, chains, letters, paths
from drills.auditor.evidence import Evidence

CHECKS = (
    cases.answers,
    cases.applications,
    cases.projections,
    cases.messages,
    cases.money,
    cases.partners,
    cases.strange,
    letters.outboxes,
    letters.kept,
    letters.signed_once,
    letters.effects,
    paths.legal,
    chains.verify,
)


def audit(places: dict[str, Any], journal: Path) -> list[dict[str, Any]]:
    """All checks."""
    evidence = Evidence.read(places, journal)
    return [asdict(check(evidence)) for check in CHECKS]


def main() -> None:
    """Prints the checks as JSON."""
    found = audit(json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[2]))
    print(json.dumps(found, ensure_ascii=False, indent=1))
    sys.exit(any(check["wrong"] for check in found))


if __name__ == "__main__":
    main()
