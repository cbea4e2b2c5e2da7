"""`lingbu`: one console script that finds whatever is installed beside it.

eventlet must patch the standard library before anything else imports it, so this module
imports nothing at its head and patches first where a command needs it.
"""

GREEN = {"up"}


def main() -> None:
    """Entry point of the console script."""
    import os
    import sys

    os.environ.setdefault("EVENTLET_NO_GREENDNS", "yes")
    _hush()
    words = sys.argv[1:]
    green = bool(words) and (words[0] in GREEN or (words[0] == "run" and _is_service(words[1:])))
    if green:
        _go_green()
    from servicekit.commandline import lingbu

    lingbu()


def _is_service(words: list[str]) -> bool:
    plain = [word for word in words if not word.startswith("-")]
    return bool(plain) and plain[0] not in ("relay", "gateway", "portal")


def _hush() -> None:
    """Two libraries' remarks that no operator can act on (for eventlet's see ADR 0001)."""
    import warnings

    warnings.filterwarnings("ignore", message=r"(?s)\s*Eventlet is deprecated")
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")


def _go_green() -> None:
    import eventlet

    eventlet.monkey_patch()
    from servicekit.green import yield_while_waiting

    yield_while_waiting()


if __name__ == "__main__":
    main()
