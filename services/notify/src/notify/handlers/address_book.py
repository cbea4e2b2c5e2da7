"""Who the applicants are and how they are reached, as intake says it."""

from dataclasses import replace
from typing import Any

from contracts.intake import ApplicationAccepted, ApplicationCorrected, DetailsChanged
from notify.domain.person import Person
from notify.handlers.queue import make_ready


def note_person(event: ApplicationAccepted | ApplicationCorrected, uow: Any) -> None:
    """Keeps the person, and words the messages that came before them."""
    contact = replace(
        uow.contacts.lock(event.application_id),
        street_code=event.facts.street_code,
        agency=event.facts.agency,
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
