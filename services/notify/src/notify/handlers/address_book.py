"""Who the applicants are and how they are reached, as intake says it."""

from dataclasses import replace
from typing import Any

from contracts.intake import ApplicationAccepted, ApplicationCorrected, DetailsChanged
from contracts.payments import BenefitTransferred
from notify.domain.person import Person
from notify.handlers.queue import make_ready


def note_person(event: ApplicationAccepted | ApplicationCorrected, uow: Any) -> None:
    """Keeps the person, and words the messages that came before them."""
    known = uow.contacts.lock(event.application_id)
    contact = replace(
        known,
        street_code=known.street_code or event.facts.street_code,  # a transfer may have come first
        agency=known.agency or event.facts.agency,
        person=Person.from_letter(event.person),
        person_key=event.person_key,
    )
    uow.contacts.save(contact)
    for message in uow.messages.unworded(event.application_id):
        make_ready(message, contact, uow)


note_corrected = note_person


def note_details(event: DetailsChanged, uow: Any) -> None:
    """Another account or another way to reach the person, for everything not sent yet."""
    contact = uow.contacts.lock(event.application_id)
    uow.contacts.save(replace(contact, person=Person.from_letter(event.person)))


def note_transferred(event: BenefitTransferred, uow: Any) -> None:
    """转移: the new street and its district see the messages from now on."""
    contact = uow.contacts.lock(event.application_id)
    uow.contacts.save(replace(contact, street_code=event.to_street, agency=event.to_agency))
