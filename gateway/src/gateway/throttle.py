"""Failed attempts from one address: after many of them it waits, whatever accounts it tries."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from gateway.problems import Wait
from gateway.store import AttemptRow
from policy import Rules


class TooMany(Wait):
    """This address has failed too often."""

    code = "too-many-attempts"


def check(session: Session, place: str, now: datetime, rules: Rules) -> None:
    """Raises TooMany while a place has used up its failures."""
    if failures(session, place, now, rules) >= rules.address_failures:
        sentence = f"尝试次数过多，请在 {rules.lock_minutes} 分钟后再试。"
        raise TooMany(sentence, 60 * rules.lock_minutes)


def failures(session: Session, place: str, now: datetime, rules: Rules) -> int:
    """How many failures of a place still count."""
    since = now - timedelta(minutes=rules.lock_minutes)
    query = select(func.count()).select_from(AttemptRow)
    return session.scalar(query.where(AttemptRow.place == place, AttemptRow.at > since)) or 0


def count(session: Session, place: str, now: datetime, rules: Rules) -> None:
    """Notes a failure, and forgets what no longer counts."""
    since = now - timedelta(minutes=rules.lock_minutes)
    session.execute(delete(AttemptRow).where(AttemptRow.at <= since))
    session.add(AttemptRow(place=place, at=now))
