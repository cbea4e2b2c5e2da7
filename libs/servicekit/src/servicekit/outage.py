"""Failures that go on, such as a database that is away: said once, counted, said once more."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Outage:
    """Watches work that is done again and again, and logs only when its state changes.

    What fails the same way as the time before is counted, not logged.
    """

    def __init__(self, log: logging.Logger, what: str) -> None:
        self._log, self._what = log, what
        self._kind: type[BaseException] | None = None
        self._count, self._since = 0, 0.0

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Does the work inside; a failure is told and goes no further."""
        try:
            yield
        except Exception as error:
            self.failed(error)
        else:
            self.worked()

    def failed(self, error: BaseException) -> None:
        """The work failed; logged with its traceback if the time before it did not fail so."""
        if self._count == 0:
            self._since = time.monotonic()
        self._count += 1
        if type(error) is not self._kind:
            self._kind = type(error)
            self._log.warning("%s: failing", self._what, exc_info=error)

    def worked(self) -> None:
        """The work was done; logged with the count if the time before it failed."""
        if self._count:
            lasted = time.monotonic() - self._since
            told = "%s: works again after %s failures in %.0f s"
            self._log.warning(told, self._what, self._count, lasted)
        self._kind, self._count = None, 0
