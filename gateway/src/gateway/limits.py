"""How often one account and one address may ask: counted in the gateway's own database, because
several gateways stand at one door (ADR 0013)."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session, sessionmaker

from gateway.problems import Wait
from gateway.store import TallyRow

WINDOW = timedelta(minutes=1)
SWEPT = 100  # rows that have ended, removed at one time
NETWORK = 64  # bits of an IPv6 address that one subscriber holds

# The time is the database's, one for all gateways. Written out: it runs with each request, and
# SQLAlchemy would put an insert of several rows together anew each time.
_ADD = text("""
INSERT INTO tallies AS known (place, n, ends)
SELECT place, 1, clock_timestamp() + :window FROM unnest(CAST(:places AS text[])) AS place
ON CONFLICT (place) DO UPDATE SET
  n = CASE WHEN known.ends <= clock_timestamp() THEN 1 ELSE known.n + 1 END,
  ends = CASE WHEN known.ends <= clock_timestamp() THEN excluded.ends ELSE known.ends END
RETURNING place, n, EXTRACT(EPOCH FROM ends - clock_timestamp()) AS seconds
""")


class TooOften(Wait):
    """More requests in this minute than allowed."""

    code = "too-many-requests"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Requests in a minute; 0 sets no limit.

    `account` for one officer or applicant, `address` for all who are signed in from one address
    (an office has one), `stranger` for those from one address whose session does not stand.
    """

    account: int = 600
    address: int = 6000
    stranger: int = 300

    @classmethod
    def read(cls, values: Mapping[str, str], otherwise: "Limits") -> "Limits":
        """`LINGBU_RATE_ACCOUNT` and so on."""
        given = {name: values.get(f"RATE_{name.upper()}", "") for name in cls.__slots__}
        return cls(**{name: int(said or getattr(otherwise, name)) for name, said in given.items()})


UNLIMITED = Limits(account=0, address=0, stranger=0)


def count_stranger(sessions: "sessionmaker[Session]", address: str, limits: Limits) -> None:
    """A request without a session that stands; raises TooOften."""
    _count(sessions, {f"stranger {_place(address)}": limits.stranger})


def count_caller(
    sessions: "sessionmaker[Session]", account: str, address: str, limits: Limits
) -> None:
    """A request of somebody signed in; raises TooOften."""
    places = {f"account {account}": limits.account, f"address {_place(address)}": limits.address}
    _count(sessions, places)


def _count(sessions: "sessionmaker[Session]", places: Mapping[str, int]) -> None:
    limited = {place: most for place, most in sorted(places.items()) if most}
    if not limited:
        return
    with sessions.begin() as session:  # short: others of the same place wait for this row
        tallies = session.execute(_ADD, {"places": [*limited], "window": WINDOW}).all()
    if any(tally.n == 1 for tally in tallies):
        _sweep(sessions)
    over = [tally.seconds for tally in tallies if tally.n > limited[tally.place]]
    if over:
        seconds = max(1, math.ceil(max(over)))
        raise TooOften(f"请求过于频繁，请在 {seconds} 秒后再试。", seconds)


def _sweep(sessions: "sessionmaker[Session]") -> None:
    """Forgets places whose minute is over, leaving alone what somebody is counting just now."""
    ended = select(TallyRow.place).where(TallyRow.ends < func.now()).limit(SWEPT)
    with sessions.begin() as session:
        taken = ended.with_for_update(skip_locked=True)
        session.execute(delete(TallyRow).where(TallyRow.place.in_(taken)))


def _place(address: str) -> str:
    """An address; of IPv6 the network that belongs to one subscriber."""
    try:
        known = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(known, IPv6Address) and known.ipv4_mapped is None:
        return str(ip_network((known, NETWORK), strict=False))
    return str(known)
