"""What is refused when a pack is read."""

__all__ = ["PackError"]


class PackError(ValueError):
    """A rule pack that cannot be trusted: which file, which line and place in it, and why.

    Raised while loading, so that a bad pack stops a service at its start and not at a decision.
    `line` counts from 1; None when the fault is that something is not there.
    """

    def __init__(self, file: str, place: str, reason: str, line: int | None = None) -> None:
        where = file if line is None else f"{file}:{line}"
        super().__init__(f"{where}: {place}: {reason}")
        self.file = file
        self.place = place
        self.reason = reason
        self.line = line
