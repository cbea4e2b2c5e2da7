"""An act at the counter that is one small form, and the questions that several of them share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.forms import Field, Form
from portal.pages.street.dossier import Dossier

Start = Callable[[Dossier], Mapping[str, Any]]


def _nothing(found: Dossier) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act: `command` as the API's `allowed` has it, `path` where it is given.

    `intro`: what it does, for the officer; `signed`: with the officer's key; `lists`: fields whose
    choices are a code list; `start`: what stands in the form already.
    """

    name: str
    slug: str
    command: str
    title: str
    verb: str
    path: str
    intro: str
    done: str
    form: Form
    signed: bool = False
    lists: Mapping[str, str] = field(default_factory=dict)
    start: Start = _nothing


REASON = Field(name="reason", label="原因", kind="textarea", most=200, path="reason")
AGREED = Field(
    name="reason",
    label="与本人商定的情况",
    kind="textarea",
    most=200,
    path="reason",
    hint="例如：6月3日本人到场，同意顺延一个月。",
)
NOTE = Field(name="note", label="内部备注", kind="textarea", most=300, path="note", required=False)
