"""Challenges: 32 random bytes, used once, soon, by one officer with one key, for one purpose.

Only digests are kept, so that what is decided leaves no second copy here: the text is put together
anew from the purpose when the signature comes, and a purpose that has changed since is another one.
"""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from contracts.signing import Challenge
from kernel.errors import Refusal
from servicekit.audit.canonical import canonical, digest
from servicekit.tables import KitTables

NONCE_BYTES = 32
KEPT = timedelta(days=1)  # a used or expired challenge is told from one that never was


class ChallengeRefused(Refusal):
    """Unknown, used, expired, or made for something else."""

    code, status = "challenge-refused", 409


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """What a signature is for: by whom, with which key, and everything that it says."""

    officer: str
    key_serial: str
    says: Mapping[str, Any]

    def text(self, nonce: str, at: datetime) -> str:
        """What is signed."""
        moment = at.isoformat(timespec="milliseconds")
        who = {"officer": self.officer, "key_serial": self.key_serial}
        return canonical({**self.says, **who, "nonce": nonce, "at": moment}).decode()

    def digest(self) -> str:
        """The same for the same purpose."""
        return digest({**self.says, "officer": self.officer, "key": self.key_serial})


class Challenges:
    """The challenges of one service, inside the caller's transaction."""

    def __init__(self, session: Session, tables: KitTables) -> None:
        self._session, self._table = session, tables.challenges

    def issue(self, purpose: Purpose, sentence: str, now: datetime, seconds: int) -> Challenge:
        """A fresh challenge that holds for so many seconds."""
        self._session.execute(delete(self._table).where(self._table.c.expires_at < now - KEPT))
        nonce = base64.urlsafe_b64encode(secrets.token_bytes(NONCE_BYTES)).decode().rstrip("=")
        at = now.replace(microsecond=now.microsecond // 1000 * 1000)
        expires = at + timedelta(seconds=seconds)
        challenge_id = uuid4()
        row = {
            "id": challenge_id,
            "purpose": purpose.digest(),
            "nonce": nonce,
            "issued_at": at,
            "expires_at": expires,
        }
        self._session.execute(insert(self._table), row)
        text = purpose.text(nonce, at)
        return Challenge(
            challenge_id=challenge_id,
            text=text,
            digest=hashlib.sha256(text.encode()).hexdigest(),
            sentence=sentence,
            expires_at=expires.isoformat(),
        )

    def burn(self, challenge_id: UUID, purpose: Purpose, now: datetime) -> str:
        """The text that must have been signed; the challenge is used up. Raises ChallengeRefused.

        Of two at the same moment the second waits here for the first one's commit.
        """
        table = self._table
        found = self._session.execute(
            select(table).where(table.c.id == challenge_id).with_for_update()
        ).one_or_none()
        if found is None or found.used_at is not None:
            raise ChallengeRefused("签名挑战不存在或已使用，请重新办理。", code="challenge-used")
        if found.expires_at <= now or found.issued_at > now:
            raise ChallengeRefused("签名挑战已过期，请重新办理。", code="challenge-expired")
        if found.purpose != purpose.digest():
            raise ChallengeRefused(
                "签名所对应的内容与本次办理的内容不一致，请重新办理。", code="challenge-other"
            )
        self._session.execute(update(table).where(table.c.id == challenge_id).values(used_at=now))
        return purpose.text(found.nonce, found.issued_at.astimezone(now.tzinfo))
