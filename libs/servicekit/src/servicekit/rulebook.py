"""The rule pack of this installation, read before anything else of a command is begun."""

from collections.abc import Mapping
from pathlib import Path

import policy
from policy import PackError, Policy
from servicekit.config import DEMO_PROVINCE, BadSetting

__all__ = ["REMEMBERED", "refuse_examples", "remember", "rulebook"]

REMEMBERED = "pack"  # the file beside an embedded house's data that names its pack


def rulebook(values: Mapping[str, str]) -> Policy:
    """The pack of LINGBU_POLICY, Beijing's in a demonstration that names none.

    Ends the process with file, line and reason where the pack is refused.
    """
    name = values.get("POLICY") or DEMO_PROVINCE
    try:
        return policy.load(name)
    except PackError as refused:
        raise BadSetting("POLICY", f"规则包 {name} 未通过检查：{refused}") from None
    except OSError as broken:
        why = f"规则包 {name} 读不到（{type(broken).__name__}）"
        raise BadSetting("POLICY", why) from None


def refuse_examples(book: Policy, values: Mapping[str, str]) -> None:
    """No public money by invented numbers: a pack that holds some serves demonstrations alone."""
    if (found := book.examples()) and values.get("DEMO") != "1":
        names = "、".join(found)
        why = f"规则包中 {names} 是虚构示例，不是公布的标准，只供演示（演示须设 LINGBU_DEMO=1）"
        raise BadSetting("POLICY", why)


def remember(values: Mapping[str, str], var: Path) -> None:
    """Keeps the pack's name beside the data, for upkeep that is started from elsewhere."""
    name = values.get("POLICY") or DEMO_PROVINCE
    place = str(Path(name).resolve()) if Path(name).is_dir() else name
    (var / REMEMBERED).write_text(place, encoding="utf-8")
