"""Words the programs compare with: a pack that writes another one is refused with those allowed."""

from collections.abc import Collection
from difflib import get_close_matches

__all__ = ["must_be_one_of", "refusal"]


def must_be_one_of(key: str, word: str, allowed: Collection[str]) -> None:
    """Raises ValueError, in Chinese, with the words allowed and the one that was probably meant."""
    if word not in allowed:
        raise ValueError(f"{key}: {refusal(word, allowed)}")


def refusal(word: str, allowed: Collection[str]) -> str:
    """What is said of a word that is not one of those allowed."""
    close = get_close_matches(word, allowed, 1)
    meant = f"；是否应为 {close[0]}？" if close else ""
    return f"取值只能是 {'、'.join(sorted(allowed))} 之一，不是“{word}”{meant}"
