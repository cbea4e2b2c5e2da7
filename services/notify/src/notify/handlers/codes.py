"""A code for signing in: straight to the phone, kept nowhere."""

from functools import partial
from typing import Any
from uuid import uuid4

from contracts.notify import CodeSent, SendCode
from notify.clients.demo_phone import CODE, DemoPhone
from notify.clients.provider import Parcel
from notify.clients.sms import provider_called, provider_names
from notify.domain.outcome import Outcome
from notify.domain.traffic import choose


def send_code(form: SendCode, uow: Any) -> CodeSent:
    """No message is made of it: a list of messages must not open somebody's account.

    Whoever cannot be reached by a text message is not told so here. Nobody repeats a code whose
    fate is unknown: the person asks for another one.
    """
    contact = None if form.phone else uow.contacts.find(form.application_id)
    mobile = form.phone or (contact.person.mobile if contact and contact.person else "")
    if not mobile:
        return CodeSent(sent=False)
    parcel = Parcel(
        reference=f"{CODE}{uuid4().hex}",
        address=mobile,
        text=f"登录验证码{form.code}，{form.minutes}分钟内有效，请勿告知他人。",
        signature=uow.policy.on(uow.today).sms_signature,
        began_at=uow.now,
    )
    provider = provider_called(_chosen(uow), uow)
    if isinstance(provider, DemoPhone):
        provider.show(parcel, uow)
    else:
        uow.afterwards(partial(provider.send, parcel), _forget)
    uow.note(form.application_id, "code_sent", "向申请人手机发送登录验证码")
    return CodeSent(sent=True)


def _chosen(uow: Any) -> str:
    """A code cannot wait: with nobody well, the first one."""
    names = provider_names(uow)
    return choose([uow.attempts.record(name) for name in names], uow.now) or names[0]


def _forget(outcome: Outcome, uow: Any) -> None:
    """A code is kept nowhere, nor is what became of it."""
