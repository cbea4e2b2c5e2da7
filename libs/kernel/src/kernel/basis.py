"""What a decision rested on: sentences a clerk can read aloud, each with clause, values, dates."""

from dataclasses import dataclass, field

__all__ = ["Basis"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """One ground of a decision (依据); no personal data, for it stays in the record of the case."""

    sentence: str = field(metadata={"description": "One Chinese sentence"})
    clause: str = field(default="", metadata={"description": "文号 and paragraph it rests on"})
    trust: str = field(
        default="",
        metadata={"description": "stated, computed, reading (ours), weak or example (invented)"},
    )
    values: dict[str, str] = field(
        default_factory=dict, metadata={"description": "Numbers and codes it rested on, by name"}
    )
    dates: dict[str, str] = field(
        default_factory=dict, metadata={"description": "Days and months it rested on, by name"}
    )

    def __str__(self) -> str:
        return f"{self.sentence}（{self.clause}）" if self.clause else self.sentence
