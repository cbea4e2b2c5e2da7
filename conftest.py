"""Packages named like a folder beside this file are imported before pytest looks at tests.

In importlib mode pytest names a test after its folders ("gateway.tests.…") and would otherwise
put the folder in the place of the package.
"""

from contextlib import suppress
from importlib import import_module

for _name in ("gateway", "simulators"):
    with suppress(ImportError):
        import_module(_name)
