"""The Python example with a fault: `broken_partner.py FAULT serve`."""

import itertools
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "examples" / "partner-python"))

import partner  # noqa: E402
from letters import Letters, fresh_keys  # noqa: E402

COUNT = itertools.count()


def careless(self, envelope, data):
    """Forgets what it said, and answers whatever is expired."""
    message, said = right(self, {**envelope, "expires_at": None}, data)
    if "result" in said:
        said = {**said, "result": ("PASS", "FAIL")[next(COUNT) % 2]}
    return message, said


def forged(self, message, request, data):
    """Signs with a key that only bears the right name."""
    return closed(FORGER, message, request, data)


right, closed = partner.Partner._answer, Letters.close
FORGER = Letters("police", fresh_keys("police", "1"), [])
fault = sys.argv.pop(1)
if fault == "careless":
    partner.Partner._answer = careless
elif fault == "forged":
    Letters.close = forged

if __name__ == "__main__":
    partner.main()
