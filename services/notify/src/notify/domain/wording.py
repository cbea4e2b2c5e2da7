"""The words to one person: the policy's text, filled with what is known of them."""

from collections.abc import Mapping
from typing import Any

from kernel.contact import mask_name
from notify.domain.person import Person
from policy import Rules
from policy.texts import placeholders, render

__all__ = ["by_call", "plain", "wording"]

_MARKS = str.maketrans("", "", "【】{}\n\r")


def by_call(template: str, occasion: str) -> bool:
    """Nobody texts the phone of somebody who has died (S06): the street calls the family."""
    return template == "T7" and occasion.startswith("S06:")


def wording(
    template: str,
    values: Mapping[str, str],
    person: Person,
    rules: Rules,
    *,
    to_other: bool = False,
    masked: bool = False,
) -> str:
    """The text to one person; raises policy.texts.TemplateError when something is missing.

    A name longer than gateways take is cut: the identity number's tail still tells whose it is.
    `masked` is what officers are shown of it: surname, and two digits of the number as anywhere.
    """
    name = mask_name(person.name) if to_other or masked else person.name
    known: dict[str, Any] = {
        "name": lambda: plain(name)[: rules.sms_variable_limit],
        "tail4": lambda: "**" + person.id_tail[2:] if masked else person.id_tail,
        "bank": lambda: rules.code("banks", person.bank).name,
        "tail": lambda: person.account_tail,
    }
    personal = {name: known[name]() for name in placeholders(template, rules) if name in known}
    return render(template, {**values, **personal}, rules)


def plain(text: str) -> str:
    """Without the marks that belong to signatures and templates."""
    return text.translate(_MARKS)
