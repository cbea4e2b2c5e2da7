"""Our own few files, under an address that changes with their content."""

import hashlib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "assets"


@cache
def asset(name: str) -> str:
    """Where a file is; raises FileNotFoundError for one that is not there."""
    digest = hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:12]
    return f"/assets/{name}?v={digest}"
