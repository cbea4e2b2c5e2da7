"""A code for signing in: straight to the phone, kept nowhere."""

from typing import Any
from uuid import uuid4

from contracts.notify import CodeSent, SendCode
from notify.clients.demo_phone import CODE
from notify.clients.sms import provider_for


def send_code(form: SendCode, uow: Any) -> CodeSent:
    """No message is made of it: a list of messages must not open somebody's account.

    Whoever cannot be reached by a text message is not told so here.
    """
    contact = uow.contacts.find(form.application_id)
    mobile = contact.person.mobile if contact and contact.person else ""
    if not mobile:
        return CodeSent(sent=False)
    signature = uow.policy.on(uow.today).sms_signature
    text = f"【{signature}】登录验证码{form.code}，{form.minutes}分钟内有效，请勿告知他人。"
    provider_for(uow).send(f"{CODE}{uuid4().hex}", mobile, text)
    uow.note(form.application_id, "code_sent", "向申请人手机发送登录验证码")
    return CodeSent(sent=True)
