"""Turning the clock by a word: `+5d`, a moment, or back to now."""

import re
from datetime import datetime, timedelta

import click

from kernel.clock import SHANGHAI
from servicekit.clock import TurnableClock

UNITS = {"d": "days", "h": "hours", "m": "minutes", "w": "weeks"}
EXPECTED = "应为 +5d、-3h、+30m、+2w、now 或 ISO 时间。"


def turn_clock(clock: TurnableClock, word: str | None) -> datetime:
    """Reads or turns the clock; returns the new time. Raises `click.BadParameter`."""
    if word is None:
        return clock.now()
    if word == "now":
        return clock.turn(-clock.offset())
    if word[0] in "+-":
        return clock.turn(parse_turn(word))
    return clock.set(parse_moment(word))


def parse_turn(text: str) -> timedelta:
    """`+5d` -> five days; raises `click.BadParameter`."""
    match = re.fullmatch(r"([+-]?\d{1,4})([dhmw])", text)
    if not match:
        raise click.BadParameter(EXPECTED)
    return timedelta(**{UNITS[match[2]]: int(match[1])})


def parse_moment(text: str) -> datetime:
    """An ISO time; Beijing's where no zone is given."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(EXPECTED) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
