"""The address book's entry: only what the texts quote and what reaches the person."""

import json
from dataclasses import asdict, dataclass, field
from typing import Self
from uuid import UUID

from kernel.contact import InvalidContact, kind, normalise, tail4

__all__ = ["Contact", "Person", "mobile"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One applicant as the texts know them; the identity and account numbers by their tail only."""

    name: str = field(repr=False)
    id_tail: str = field(repr=False)
    contact: str = field(repr=False)
    bank: str = ""
    account_tail: str = field(default="", repr=False)
    emergency_contact: str = field(default="", repr=False)

    @classmethod
    def from_letter(cls, person: str) -> Self:
        """Reads the sealed `person` of application_accepted; a mobile is preferred as address."""
        known = json.loads(person)
        ways = [str(known[key]) for key in ("contact", "phone") if known.get(key)]
        return cls(
            name=str(known.get("name") or ""),
            id_tail=tail4(str(known.get("id_number") or "")),
            contact=next(filter(_is_mobile, ways), ways[0] if ways else ""),
            bank=str(known.get("bank") or ""),
            account_tail=tail4(str(known.get("account") or "")),
            emergency_contact=str(known.get("emergency_contact") or ""),
        )

    @property
    def mobile(self) -> str:
        """The number a text message (短信) can reach; empty for a landline or a WeChat name."""
        return mobile(self.contact)

    def as_text(self) -> str:
        """The entry as it is sealed in the book."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> Self:
        """The entry as it was sealed."""
        return cls(**json.loads(text))


@dataclass(frozen=True, slots=True)
class Contact:
    """An entry of the address book; no person while intake has not spoken yet."""

    application_id: UUID
    street_code: str
    agency: str
    person: Person | None = field(repr=False)
    person_key: str = ""


def mobile(contact: str) -> str:
    """The number as the networks want it; empty for what no text message can reach."""
    return normalise(contact) if _is_mobile(contact) else ""


def _is_mobile(contact: str) -> bool:
    try:
        return kind(contact) == "mobile"
    except InvalidContact:
        return False
