"""The newest revision that the code brings along for a database, by the files of its line."""

import re
from functools import cache
from importlib.util import find_spec

from servicekit.migrate import versions_folder

_FILE = re.compile(r"((?:kit_)?\d{4})_\w+\.py")


@cache
def newest(package: str) -> str:
    """Such as `0007` or `kit_0003`; empty where there is no such package, or none in it."""
    if find_spec(package) is None:
        return ""
    folder = versions_folder(package)
    found = (_FILE.fullmatch(path.name) for path in folder.glob("*.py"))
    return max((match[1] for match in found if match), default="")
