"""The examples as processes, each with its own account, keys and memory."""

import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from exchange import Exchange

from outside.partners import PARTNERS

EXAMPLES = Path(__file__).parents[2] / "examples"
HERE = Path(__file__).parent
STOP_SECONDS, READ_SECONDS = 20, 120
KNOWN = "110101199003070134"  # of whom the centre has a contribution


class Kit:
    """One example as one partner."""

    words: tuple[str, ...]

    def __init__(self, name: str, exchange: Exchange, folder: Path) -> None:
        self.name, self.exchange, self.folder = name, exchange, folder
        exchange.hand_out(name, folder)
        passing = dict.fromkeys(PARTNERS.named(name).checks, "PASS")
        paid = [{"month": "2019-06", "payer": "self"}]
        records = {"*": passing, KNOWN: {**passing, "contributions": paid}}
        (folder / "records.json").write_text(json.dumps(records))

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def env(self, vhost: str) -> dict[str, str]:
        """What its operators set; nothing of ours is on its path."""
        user, password = self.exchange.account(f"partner-{self.name}")
        (self.folder / "password").write_text(password)
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "PARTNER_NAME": self.name,
            "BROKER_URL": self.exchange.place(vhost),
            "BROKER_USER": user,
            "BROKER_PASSWORD_FILE": "password",
            "PYTHONUNBUFFERED": "1",
        }

    def start(self, vhost: str) -> "subprocess.Popen[bytes]":
        """Serving; what it says goes to its log."""
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [*self.words, "serve"],
                cwd=self.folder,
                env=self.env(vhost),
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    @contextmanager
    def serving(self, vhost: str):
        """Serves as long as the test looks."""
        process = self.start(vhost)
        try:
            self.wait_until_reading(process)
            yield process
        finally:
            end(process)

    def wait_until_reading(self, process: "subprocess.Popen[bytes]", times: int = 1) -> None:
        """Until it has said so often that it reads its queue."""
        until = time.monotonic() + READ_SECONDS
        while self.log.read_text(errors="replace").count("reading partner.") < times:
            if process.poll() is not None or time.monotonic() > until:
                pytest.fail(f"{self.name}:\n{self.log.read_text(errors='replace')}")
            time.sleep(0.05)

    def order(self, vhost: str, *words: str) -> str:
        """One command of its operators."""
        done = subprocess.run(
            [*self.words, *words],
            cwd=self.folder,
            env=self.env(vhost),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stderr


class PythonKit(Kit):
    words = (sys.executable, str(EXAMPLES / "partner-python" / "partner.py"))


class BrokenKit(Kit):
    """The Python example with faults."""

    def __init__(self, name: str, exchange: Exchange, folder: Path, fault: str) -> None:
        super().__init__(name, exchange, folder)
        self.words = (sys.executable, str(HERE / "broken_partner.py"), fault)


class NodeKit(Kit):
    def __init__(self, name: str, exchange: Exchange, folder: Path, modules: Path) -> None:
        super().__init__(name, exchange, folder)
        self.words = ("node", str(modules / "partner.js"))


def node_modules(folder: Path) -> Path:
    """A copy with what its lock names."""
    if not (shutil.which("node") and shutil.which("npm")):
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail("没有 node 和 npm")
        pytest.skip("没有 node 和 npm")
    shutil.copytree(
        EXAMPLES / "partner-node", folder, ignore=shutil.ignore_patterns("node_modules")
    )
    words = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return folder


def end(process: "subprocess.Popen[bytes]") -> None:
    """Kindly first."""
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
