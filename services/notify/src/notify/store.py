"""The cellar: the address book, the demo's phone screen, and the shelf of messages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert

from notify.attempt_store import Attempts, Calls, Consents, Receipts
from notify.domain.message import UNSETTLED
from notify.domain.person import Contact, Person
from notify.message_store import Messages
from notify.readings import readings
from notify.tables import Base, ContactRow, PhoneRow, kit
from servicekit.dossiers import MINE, Dossier
from servicekit.store import Kind, Store


class Contacts:
    """The address book."""

    def __init__(self, uow: Any) -> None:
        self.session = uow.session

    def lock(self, application_id: UUID) -> Contact:
        """The entry, made empty when absent, locked: a message and its address never miss."""
        self.session.execute(
            upsert(ContactRow)
            .values(application_id=application_id, street_code="", agency="")
            .on_conflict_do_nothing()
        )
        return _contact(self.session.get_one(ContactRow, application_id, with_for_update=True))

    def find(self, application_id: UUID) -> Contact | None:
        """The entry, if there is one."""
        row = self.session.get(ContactRow, application_id)
        return row and _contact(row)

    def save(self, contact: Contact) -> None:
        """Keeps an entry that `lock` gave."""
        row = self.session.get_one(ContactRow, contact.application_id)
        row.street_code, row.agency = contact.street_code, contact.agency
        row.person_key = contact.person_key
        row.person = contact.person.as_text() if contact.person else None


class Phones:
    """The demo's phone screen."""

    def __init__(self, uow: Any) -> None:
        self.session = uow.session

    def show(self, reference: str, phone: str, text: str, at: datetime) -> bool:
        """False when this reference is on the screen already."""
        put = upsert(PhoneRow).values(reference=reference, phone=phone, text=text, at=at)
        return bool(self.session.execute(put.on_conflict_do_nothing()).rowcount)

    def newest(self, limit: int) -> Sequence[tuple[str, datetime, str]]:
        """Phone, time and text of the newest messages."""
        rows = self.session.scalars(select(PhoneRow).order_by(PhoneRow.number.desc()).limit(limit))
        return [(row.phone, row.at, row.text) for row in rows]


def _contact(row: ContactRow) -> Contact:
    person = Person.from_text(row.person) if row.person else None
    return Contact(row.application_id, row.street_code, row.agency, person, row.person_key)


_UNSENT = "m.state IN ({})".format(", ".join(f"'{state}'" for state in UNSETTLED))
_MINE = "m.application_id = contacts.application_id"
_WAITING = f"EXISTS (SELECT FROM messages AS m WHERE {_MINE} AND {_UNSENT})"  # nosec B608 - ours

store = Store(
    metadata=Base.metadata,
    kit=kit,
    repositories={
        "contacts": Contacts,
        "messages": Messages,
        "attempts": Attempts,
        "receipts": Receipts,
        "calls": Calls,
        "consents": Consents,
        "phones": Phones,
    },
    searched={"attempts.address_key": ("address", str)},
    dossier=Dossier(
        root="contacts",
        rows=dict.fromkeys(("receipts", "attempts", "calls", "consents", "messages"), MINE),
        holds=lambda rules: {"有待发短信": _WAITING},
    ),
    readings=readings,
    kept=(
        Kind("demo_phone", "演示手机屏幕", "letter_days", "at < :before"),
        Kind("receipts", "无主的回执", "letter_days", "application_id IS NULL AND at < :before"),
    ),
)
