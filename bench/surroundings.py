"""What every measurement writes beside its figures: commit, versions, cores, load."""

import json
import os
import platform
import subprocess  # nosec B404 - asks git which commit was measured
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"
TICK = os.sysconf("SC_CLK_TCK")


def surroundings(*packages: str) -> dict[str, Any]:
    """Of this moment; take it before the measurement and end with `keep`."""
    return {
        "commit": _git("rev-parse", "--short", "HEAD") + ("+" if _changed() else ""),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "versions": {name: _version(name) for name in packages},
        "load_before": round(os.getloadavg()[0], 2),
    }


def keep(name: str, before: dict[str, Any], **figures: Any) -> dict[str, Any]:
    """Writes `results/<name>.json`; `figures` are whatever was measured."""
    found = {**before, "load_after": round(os.getloadavg()[0], 2), **figures}
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps(found, indent=1, ensure_ascii=False)
    (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    return found


def processor(pid: int) -> float:
    """Seconds of processor time of a process until now; 0 when it is gone."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(words[11]) + int(words[12])) / TICK


def _changed() -> bool:
    return bool(_git("status", "--porcelain", "--untracked-files=no", "--", ":!bench/results"))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _git(*words: str) -> str:
    return subprocess.run(  # nosec B603 B607 - fixed commands of whoever measures
        ["git", *words], capture_output=True, text=True, check=True
    ).stdout.strip()
