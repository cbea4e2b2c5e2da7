"""The ways to a person, one after the other, until one delivers (domain: notifications).

Text message first. When it failed for good or no receipt came: WeChat, if the person has agreed to
one message; then a text to the emergency contact (紧急联系人); then the street calls. A landline or
a WeChat name gets no text, and somebody who gave no mobile has not asked that others be told, so
for them the emergency contact is left out.
"""

__all__ = ["CALL", "CONTACT", "SMS", "WECHAT", "first_way", "next_way"]

SMS, WECHAT, CONTACT, CALL = "sms", "wechat", "contact", "call"
_ORDER = (SMS, WECHAT, CONTACT)


def first_way(*, mobile: bool, consent: bool) -> str:
    """Where a message starts."""
    if mobile:
        return SMS
    return WECHAT if consent else CALL


def next_way(tried: str, *, mobile: bool, consent: bool, contact: bool) -> str:
    """After `tried` has failed for good; `contact` is whether there is a mobile of one."""
    open_to = {WECHAT: consent, CONTACT: contact and mobile}
    later = _ORDER[_ORDER.index(tried) + 1 :] if tried in _ORDER else ()
    return next((way for way in later if open_to[way]), CALL)
