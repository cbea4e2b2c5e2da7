"""The relay of a service, or of the gateway, as a supervised child beside it."""

import logging
import os
import subprocess  # nosec B404 - starts our own modules, without a shell
import sys
import time

log = logging.getLogger(__name__)
CHILD_PAUSE, LOOK_SECONDS = 1.0, 0.2


class RelayChild:
    """The relay of a service as a supervised child, so that one container carries both."""

    def __init__(self, name: str) -> None:
        self.name, self.stopped = name, False
        self.process: subprocess.Popen[bytes] | None = None

    def keep_alive(self) -> None:
        """Starts the relay and starts it again whenever it ends."""
        while not self.stopped:
            self.process = subprocess.Popen(  # nosec B603 - our own module, no shell
                [sys.executable, "-m", "servicekit.cli", "run", "relay", self.name],
                env=os.environ | {"LINGBU_PARENT": str(os.getpid())},
            )
            while self.process.poll() is None and not self.stopped:
                time.sleep(LOOK_SECONDS)
            if not self.stopped:
                log.warning("relay ended, starting it again", extra={"service": self.name})
                time.sleep(CHILD_PAUSE)

    def stop(self) -> None:
        self.stopped = True
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=10)
