"""One number that a service says of itself, with the fixed words it is told apart by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import SupportsFloat

__all__ = ["Reading"]


@dataclass(frozen=True, slots=True)
class Reading:
    """`labels` come from lists of ours (partners, states, providers), never from a case."""

    name: str
    help: str
    value: SupportsFloat
    labels: Mapping[str, str] = field(default_factory=dict)
