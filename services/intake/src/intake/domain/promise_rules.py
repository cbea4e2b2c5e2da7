"""Cross-rules of the commitment 附件3: who signed, which text, which bank."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from intake.domain.details import Details
from intake.domain.faults import Fault
from intake.domain.form_rules import Ground, same_name, tidy
from intake.domain.forms import Promise
from kernel import contact
from kernel.errors import Refusal
from policy import Rules

__all__ = [
    "account_faults",
    "contact_faults",
    "in_one_form",
    "kept",
    "promise_faults",
    "same_paragraph",
]

Told = TypeVar("Told", Promise, Details)


def same_paragraph(copied: str, text: str) -> bool:
    """Whether the copied paragraph (抄写内容) is the text's, spaces and punctuation aside."""
    return bool(copied.strip()) and _letters(copied) == _letters(text)


def kept(promise: Promise) -> Promise:
    """The commitment as it is kept: account as digits, contacts in their one form."""
    return replace(in_one_form(promise), promised_by=tidy(promise.promised_by))


def in_one_form(told: Told) -> Told:
    """Account as digits, contacts as they are dialled."""
    return replace(
        told,
        account=_or_same(contact.account, told.account),
        contact=_or_same(contact.normalise, told.contact),
        emergency_contact=_or_same(contact.normalise, told.emergency_contact),
    )


def promise_faults(
    promise: Promise, name: str, texts: Mapping[str, str] | None, ground: Ground
) -> Iterator[Fault]:
    """Everything wrong with the commitment.

    `texts`: the versions in force for the agency on the day it was signed, each with the
    paragraph to copy; None when the street, and so the agency, is unknown.
    """
    yield from _confirmations(promise)
    yield from account_faults(promise, ground.rules, "commitment.")
    yield from contact_faults(promise, "commitment.")
    if not same_name(promise.promised_by, name):
        yield Fault("commitment.promised_by", "promised-by-another", "承诺人须为申请人本人。")
    if promise.promised_on > ground.today:
        yield Fault("commitment.promised_on", "promised-in-future", "承诺时间不能晚于今天。")
    elif texts is not None:
        yield from _text(promise, texts)


def _confirmations(promise: Promise) -> Iterator[Fault]:
    items = {"name": "姓名", "project": "灵活就业项", "id_number": "社会保障号"}
    for field, title in items.items():
        if not getattr(promise, f"confirms_{field}"):
            sentence = f"承诺书确认项“{title}”须由本人勾选。"
            yield Fault(f"commitment.confirms_{field}", "not-confirmed", sentence)


def account_faults(told: Promise | Details, rules: Rules, path: str = "") -> Iterator[Fault]:
    """What is wrong with bank and account (个人选定缴费银行、账号)."""
    banks = {row.code: row.name for row in rules.codes("banks")}
    if told.bank not in banks:
        sentence = f"缴费银行只能选择{'或'.join(banks.values())}。"
        yield Fault(f"{path}bank", "bank-not-accepted", sentence)
    if wrong := _refusal(contact.account, told.account):
        yield Fault(f"{path}account", wrong.code, wrong.message)


def contact_faults(told: Promise | Details, path: str = "") -> Iterator[Fault]:
    """What is wrong with the two ways to reach the person (联系方式、紧急联系人)."""
    for field in ("contact", "emergency_contact"):
        if wrong := _refusal(contact.normalise, getattr(told, field)):
            yield Fault(f"{path}{field}", wrong.code, wrong.message)


def _text(promise: Promise, texts: Mapping[str, str]) -> Iterator[Fault]:
    paragraph = texts.get(promise.text_version)
    if paragraph is None:
        sentence = "所签承诺书不是签署之日本区使用的文本，请换签现行文本。"
        yield Fault("commitment.text_version", "text-version-not-in-force", sentence)
        paragraph = next(iter(texts.values()), None)
    if paragraph is not None and not same_paragraph(promise.transcription, paragraph):
        sentence = "抄写内容与承诺书末段不一致，请由本人重新抄写。"
        yield Fault("commitment.transcription", "transcription-differs", sentence)


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    return "".join(letter for letter in plain if unicodedata.category(letter)[0] in "LN")


def _refusal(check: Callable[[str], str], text: str) -> Refusal | None:
    try:
        check(text)
    except Refusal as wrong:
        return wrong
    return None


def _or_same(read: Callable[[str], str], text: str) -> str:
    return text if _refusal(read, text) else read(text)
