"""Forms as tables of fields: checked for what is missing, sent once, refused beside the field.

Whether what is written is right is for the API to say; here only what is empty, too long, no date
or no choice is told at once. A form carries the idempotency key that becomes the API's, so the
same sheet sent twice (double click, back button) has one effect.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

from flask import request

from portal import kept
from portal.api import Away, Problem, SignatureWanted, SignedOut

KEY, FIRST = "_key", "_first"  # FIRST: a POST that only opens the form
FORM_LEVEL = frozenset({400, 409, 413, 415, 422, 429, 503})  # told on the form, which stays filled
Choices = tuple[tuple[str, str], ...]
YES_NO: Choices = (("yes", "是"), ("no", "否"))  # a radio with these is sent as true or false


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question. `path`: where the API has it (`form.work.project`); empty: not sent by itself.

    Kinds: text, tel, number, date, month, password, textarea, select, radio, checkbox, file,
    hidden.
    """

    name: str
    label: str
    kind: str = "text"
    hint: str = ""
    required: bool = True
    most: int = 0
    choices: Choices = ()
    path: str = ""
    autocomplete: str = "off"
    inputmode: str = ""
    accept: str = ""

    def fault(self, value: str) -> str:
        """What is wrong with it at first sight; empty if nothing is."""
        if not value:
            return self._missing() if self.required and self.kind != "file" else ""
        if self.most and len(value) > self.most:
            return f"“{self.label}”最多 {self.most} 个字。"
        if self.choices and value not in dict(self.choices):
            return f"请在所列各项中选择“{self.label}”。"
        if self.kind == "date" and not _is_day(value):
            return f"“{self.label}”应为日期，如 2019-04-01。"
        return ""

    def _missing(self) -> str:
        verb = "请选择" if self.kind in ("select", "radio") else "请填写"
        return f"请勾选“{self.label}”。" if self.kind == "checkbox" else f"{verb}“{self.label}”。"

    def given(self, value: str) -> Any:
        """As the API takes it; None is left out."""
        if self.kind == "checkbox" or (self.choices == YES_NO and value):
            return value == "yes"
        if self.kind == "number" and value.isdecimal():
            return int(value)
        return value or None


@dataclass(slots=True, kw_only=True)
class Sheet:
    """A form as it was filled in."""

    form: "Form"
    values: dict[str, str]
    key: str
    errors: dict[str, str] = field(default_factory=dict)
    trouble: str = ""  # a refusal that belongs to no field
    sent: bool = False
    restored: bool = False  # typed before the session ended

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def body(self) -> dict[str, Any]:
        """What the API is sent, nested by the fields' paths."""
        found: dict[str, Any] = {}
        for one in self.form.fields:
            value = one.given(self[one.name])
            if one.path and value is not None:
                _put(found, one.path, value)
        return found

    def refuse(self, problem: Problem) -> None:
        """Puts the API's sentences beside their fields."""
        by_path = {one.path or one.name: one.name for one in self.form.fields}
        for path, sentence in problem.fields.items():
            if path in by_path:
                self.errors[by_path[path]] = sentence
        loose = [told for path, told in problem.fields.items() if path not in by_path]
        if loose or not self.errors:
            self.trouble = " ".join([problem.detail or problem.title, *loose]).strip()


@dataclass(frozen=True, slots=True)
class Form:
    """A table of fields."""

    fields: tuple[Field, ...]

    def field(self, name: str) -> Field:
        """By name."""
        return next(one for one in self.fields if one.name == name)

    def blank(self, start: Mapping[str, Any] | None = None) -> Sheet:
        """A fresh sheet, with what is known already."""
        known = {name: "" if value is None else str(value) for name, value in (start or {}).items()}
        return Sheet(form=self, values=known, key=uuid4().hex)

    def take(self, start: Mapping[str, Any] | None = None) -> Sheet:
        """The sheet of this request: blank, as sent, or as it was before signing in again."""
        if request.method != "POST" or FIRST in request.form:
            return self.blank(start)
        restored = kept.restored()
        given = request.form if restored is None else restored
        values = {one.name: given.get(one.name, "").strip() for one in self.fields}
        sheet = Sheet(form=self, values=values, key=given.get(KEY, "")[:64] or uuid4().hex)
        if restored is not None:
            sheet.restored = True
            return sheet
        sheet.sent = True
        sheet.errors = {
            one.name: why for one in self.fields if (why := one.fault(values[one.name]))
        }
        return sheet


def serve(
    form: Form,
    act: Callable[[Sheet], Any],
    show: Callable[[Sheet], str],
    start: Mapping[str, Any] | None = None,
) -> Any:
    """GET shows the form; POST acts, which ends in a redirect, or shows it with what is wrong."""
    sheet = form.take(start)
    if sheet.sent and not sheet.errors:
        try:
            return act(sheet)
        except (SignedOut, SignatureWanted):
            raise
        except Problem as problem:
            if problem.status not in FORM_LEVEL:
                raise
            _tell(problem, sheet)
    return show(sheet), 422 if sheet.sent else 200


def _tell(problem: Problem, sheet: Sheet) -> None:
    sheet.refuse(problem)
    if problem.code == "idempotency-key-reused":
        sheet.trouble = "这张表单已经提交过，内容没有再次提交。如要再办一次，请核对后重新提交。"
        sheet.key = uuid4().hex
    if isinstance(problem, Away):
        sheet.trouble = "系统没有应答，不能确定是否已经办成。请再按一次提交：不会重复办理。"


def _put(found: dict[str, Any], path: str, value: Any) -> None:
    *way, last = path.split(".")
    for name in way:
        found = found.setdefault(name, {})
    found[last] = value


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == len("2019-04-01")
