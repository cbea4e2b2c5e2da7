"""The systems of others, by name: what each is asked, and with how much patience."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Self

from marshmallow import RAISE, ValidationError, validate

from contracts import wire
from contracts.wire import between, described, length

__all__ = ["PARTNERS", "BadPartners", "Partner", "Partners"]


class BadPartners(ValueError):
    """The list of partners cannot be used; the text says where and why."""


POSITIVE = between(1, 10**6)
NOT_EMPTY = validate.And(length(1, 20), validate.ContainsOnly(range(1, 10**6)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """One outside system. The meaning of each member stands in data/partners.toml."""

    name: str = described("Its name on the broker", validate.Regexp(r"\A[a-z][a-z_]{0,29}\Z"))
    title: str = described("Its official name", length(1, 60))
    messages: tuple[str, ...]
    checks: tuple[str, ...]
    patience_seconds: int = described("How long an answer may take", POSITIVE)
    retry_seconds: tuple[int, ...] = described("Waits before further tries", NOT_EMPTY)
    horizon_hours: int = described("How long Lingbu goes on asking", POSITIVE)
    breaker_failures: int = described("Unanswered tries until it is left alone", POSITIVE)
    probe_seconds: int = described("Wait between probes", POSITIVE)
    probe_longest_seconds: int = described("Longest wait between probes", POSITIVE)
    drain_each_round: int = described("Questions sent in one round afterwards", POSITIVE)


class Partners:
    """All of them. Raises `BadPartners` for a list that leaves a question open or asks two."""

    def __init__(self, partners: Mapping[str, Partner]) -> None:
        self._by_name = dict(partners)
        self._by_check: dict[str, Partner] = {}
        for partner in partners.values():
            for check in partner.checks:
                other = self._by_check.setdefault(check, partner)
                if other is not partner:
                    raise BadPartners(f"{check}: both {other.name} and {partner.name}")

    @classmethod
    def from_text(cls, text: str) -> Self:
        """The list as TOML."""
        try:
            tables = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise BadPartners(f"partners: {error}") from None
        defaults = tables.pop("defaults", {})
        return cls({name: _partner(name, {**defaults, **t}) for name, t in tables.items()})

    def __iter__(self) -> Iterator[Partner]:
        return iter(self._by_name.values())

    def get(self, name: str) -> Partner | None:
        """The partner of that name, if there is one."""
        return self._by_name.get(name)

    def named(self, name: str) -> Partner:
        """The partner of that name; raises `KeyError`."""
        return self._by_name[name]

    def who_answers(self, check_code: str) -> Partner | None:
        """Who is asked for a check; None where nobody is."""
        return self._by_check.get(check_code)


def _partner(name: str, values: Mapping[str, Any]) -> Partner:
    try:
        return wire.load(Partner, {**values, "name": name}, unknown=RAISE)
    except ValidationError as error:
        raise BadPartners(f"[{name}]: {error.messages}") from None


PARTNERS = Partners.from_text((files("outside") / "data" / "partners.toml").read_text())
