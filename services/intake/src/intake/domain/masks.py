"""What of the forms an officer sees without asking for clear data, with a reason, on record."""

from dataclasses import asdict
from typing import Any

from intake.domain.details import Details
from intake.domain.forms import Form, Promise, plain
from kernel import contact, identity

__all__ = ["mask_address", "mask_number", "masked_details", "masked_form", "masked_promise"]

_KEPT = 6  # characters of an address: district and a little more


def mask_number(number: str) -> str:
    """First two and last two of an identity number."""
    return identity.parse(number).masked


def mask_address(address: str) -> str:
    """The beginning of an address; the door stays hidden."""
    return address[:_KEPT] + "***" if len(address) > _KEPT else address[:2] + "***"


def masked_form(form: Form) -> dict[str, Any]:
    """The form with name, number, birth day and addresses hidden."""
    shown = plain(form)
    shown["name"] = contact.mask_name(form.name)
    shown["id_number"] = mask_number(form.id_number)
    shown["birth_date"] = f"{form.birth_date.year}-**-**" if form.birth_date else None
    shown["home_address"] = mask_address(form.home_address)
    shown["household_address"] = mask_address(form.household_address)
    shown["work"]["declared_by"] = contact.mask_name(form.work.declared_by)
    return shown


def masked_details(details: Details) -> dict[str, Any]:
    """Account and contacts hidden."""
    shown = asdict(details)
    shown["account"] = contact.mask_account(details.account)
    shown["contact"] = contact.mask_phone(details.contact)
    shown["emergency_contact"] = contact.mask_phone(details.emergency_contact)
    return shown


def masked_promise(promise: Promise) -> dict[str, Any]:
    """The commitment with account, contacts and name hidden."""
    shown = plain(promise) | masked_details(Details.of(promise))
    shown["promised_by"] = contact.mask_name(promise.promised_by)
    return shown
