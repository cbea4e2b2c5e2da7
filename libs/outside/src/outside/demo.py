"""Keys of a demo installation: everybody's, made at the first start and kept beside the data."""

import json
import os
from pathlib import Path
from typing import Any

from outside.keys import fresh_keys, public
from outside.letters import LINGBU
from outside.partners import PARTNERS

__all__ = ["Keys", "book_for", "demo_settings", "every_side"]

Keys = dict[str, list[dict[str, Any]]]


def every_side() -> Keys:
    """Fresh private keys of Lingbu and of each partner."""
    return {name: fresh_keys(name) for name in (LINGBU, *(p.name for p in PARTNERS))}


def book_for(me: str, keys: Keys) -> str:
    """What one side is given: its own keys, and the public ones of those it speaks with."""
    others = [name for name in keys if name != me and LINGBU in (me, name)]
    return json.dumps({"own": keys[me], "others": {name: public(keys[name]) for name in others}})


def demo_settings(var: Path) -> dict[str, str]:
    """Settings of the embedded demo, in which the stand-ins hold the partners' private keys."""
    path = var / "partner-keys.json"
    if not path.exists():
        var.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(every_side(), file)
    keys: Keys = json.loads(path.read_text())
    theirs = {name: json.loads(book_for(name, keys)) for name in keys if name != LINGBU}
    centre = {"own": [], "others": {"centre": public(keys["centre"])}}
    return {
        "PARTNER_KEYS": book_for(LINGBU, keys),
        "STAND_IN_KEYS": json.dumps(theirs),
        "CENTRE_KEYS": json.dumps(centre),
    }
