"""草稿: opened before a code is sent, saved while it is typed, read by its owner alone."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

from contracts.caller import APPLICANT
from contracts.intake import (
    DiscardDraft,
    DraftFound,
    DraftView,
    FindDraft,
    OpenDraft,
    ReadDraft,
    SaveDraft,
)
from intake.store.drafts import DraftRow
from kernel import contact, identity
from kernel.errors import Invalid, NotFound

MOST = 20_000  # characters of what was typed


def open_draft(form: OpenDraft, uow: Any) -> DraftFound:
    """A new one under a number and phone that have none; raises Invalid for what is neither."""
    who = who_of(form.id_number, form.phone)
    row = uow.drafts.of(who)
    if row is None:
        draft_id = uuid4()
        row = uow.drafts.open(draft_id, str(draft_id), who, uow.now)
    return DraftFound(draft_id=row.id)


def find_draft(form: FindDraft, uow: Any) -> DraftFound:
    """The one under a number and phone."""
    row = uow.drafts.of(who_of(form.id_number, form.phone))
    return DraftFound(draft_id=row.id if row else None)


def save_draft(form: SaveDraft, uow: Any) -> DraftView:
    """Replaces what was kept; an officer's draft is there from its first saving on."""
    content = json.dumps(form.content, ensure_ascii=False)
    if len(content) > MOST:
        sentence = "草稿太长，请删减后再保存。"
        raise Invalid(sentence, fields={"content": sentence}, code="draft-too-long")
    row = uow.drafts.find(form.draft_id, lock=True)
    if row is None and uow.caller.tier != APPLICANT:
        name = str(form.draft_id)  # nobody signs in to it
        row = uow.drafts.open(form.draft_id, uow.caller.subject, name, uow.now)
    row = own(row, uow)
    row.content, row.saved_at = content, uow.now
    return draft_view(row, uow)


def read_draft(form: ReadDraft, uow: Any) -> DraftView:
    """As it was saved last."""
    return draft_view(own(uow.drafts.find(form.draft_id), uow), uow)


def discard_draft(form: DiscardDraft, uow: Any) -> DraftView:
    """What was typed is gone; a person's draft stays open and empty, an officer's goes too."""
    row = own(uow.drafts.find(form.draft_id, lock=True), uow)
    row.content, row.saved_at = "{}", uow.now
    shown = draft_view(row, uow)
    if row.owner != str(row.id):
        uow.drafts.remove(row)
    return shown


def draft_view(row: DraftRow, uow: Any) -> DraftView:
    """What its owner sees."""
    days = uow.policy.on(uow.today).draft_days
    return DraftView(
        draft_id=row.id,
        content=json.loads(row.content),
        saved_at=row.saved_at.astimezone(uow.now.tzinfo).isoformat(),
        kept_until=row.saved_at.astimezone(uow.now.tzinfo).date() + timedelta(days=days),
        submitted=row.submitted_at is not None,
    )


def own(row: DraftRow | None, uow: Any) -> DraftRow:
    """The caller's own draft; raises NotFound for any other."""
    if row is None or row.owner != uow.caller.subject:
        raise NotFound("没有找到这份草稿。", code="draft-not-found")
    return row


def who_of(id_number: str, phone: str) -> str:
    """Number and mobile phone in one form each, as a draft is found; raises Invalid."""
    number = identity.parse(id_number)
    if contact.kind(phone) != "mobile":
        sentence = "请填写手机号码。"
        raise Invalid(sentence, fields={"phone": sentence}, code="phone-invalid")
    return f"{number.text} {contact.normalise(phone)}"
