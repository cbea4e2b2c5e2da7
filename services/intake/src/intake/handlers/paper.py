"""The two forms from the counter: judged together, all faults said at once."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from contracts.intake import ApplicationForm, Commitment
from intake.domain.commitment_text import paragraphs
from intake.domain.faults import Fault, refuse
from intake.domain.form_rules import Ground, filled, form_faults
from intake.domain.forms import Form, Promise, Work
from intake.domain.promise_rules import kept, promise_faults
from kernel.errors import NotFound


def checked(
    form: ApplicationForm, commitment: Commitment, agency: str | None, ground: Ground, uow: Any
) -> tuple[Form, Promise]:
    """Both forms as they are kept; raises Invalid with every field at fault.

    `agency` is None where the street is unknown, which is then one of the faults.
    """
    work = Work(**_values(form.work))
    paper = Form(**_values(form) | {"work": work})
    promise = Promise(**_values(commitment))
    texts = _texts(promise, agency, uow)
    refuse(
        (
            *_street_faults(agency, uow.policy.divisions.root.name),
            *form_faults(paper, ground),
            *promise_faults(promise, paper.name, texts, ground),
        )
    )
    return filled(paper, ground), kept(promise)


def _street_faults(agency: str | None, place: str) -> tuple[Fault, ...]:
    if agency is not None:
        return ()
    sentence = f"{place}没有这个街道（乡镇）代码，或该街道今天不存在，请核对。"
    return (Fault("street_code", "unknown-street", sentence),)


def _texts(promise: Promise, agency: str | None, uow: Any) -> Mapping[str, str] | None:
    if agency is None:
        return None
    try:
        city = uow.policy.commitment(promise.promised_on)
    except NotFound:
        return {}
    return paragraphs(city, uow.additions.of(agency), promise.promised_on)


def _values(form: object) -> dict[str, Any]:
    assert dataclasses.is_dataclass(form)  # nosec B101 - tells the type checker what callers made sure of
    return {field.name: getattr(form, field.name) for field in dataclasses.fields(form)}
