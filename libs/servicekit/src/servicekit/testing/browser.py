"""Which Chromium tests use."""

import shutil


def find_chromium() -> str | None:
    """The headless shell where it is installed: it takes a third of the whole browser's time.

    Debian's packages `chromium-headless-shell` and `chromium`; None where there is neither.
    """
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")
