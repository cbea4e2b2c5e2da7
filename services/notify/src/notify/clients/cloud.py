"""A cloud SMS provider: signed JSON, our reference as `OutId`, receipts by callback or by query.

Sending is not idempotent there. The signature covers action, time, nonce and body, so that a
request can be neither altered nor sent again by somebody else.
"""

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Mapping
from typing import Any

from notify.clients.provider import Parcel, Unreadable
from notify.clients.web import Reply, as_json, post, seconds
from notify.domain.attempt import OK
from notify.domain.outcome import (
    Answer,
    Known,
    NeverGot,
    NotTaken,
    NotTold,
    Outcome,
    Refused,
    Report,
    Taken,
    Unheard,
)
from servicekit.config import need

__all__ = ["CloudSms"]

NEVER = {  # this number, this text: no provider's second try helps
    "isv.MOBILE_NUMBER_ILLEGAL",
    "isv.BLACK_KEY_CONTROL_LIMIT",
    "isv.BLACK_LIST",
    "isv.INVALID_PARAMETERS",
    "isv.SMS_CONTENT_ILLEGAL",
}
NOBODY_KNOWS = {"isp.SYSTEM_ERROR"}
UNDER_WAY, FAILED, DELIVERED = 1, 2, 3  # SendStatus


class CloudSms:
    """Settings CLOUD_SMS_ADDRESS, CLOUD_SMS_KEY_ID, CLOUD_SMS_SECRET."""

    name, can_query = "cloud", True

    def __init__(self, values: Mapping[str, str]) -> None:
        self._url = need(values, "CLOUD_SMS_ADDRESS", "云短信的地址")
        self._key_id = need(values, "CLOUD_SMS_KEY_ID", "云短信的密钥编号")
        self._secret = need(values, "CLOUD_SMS_SECRET", "云短信的密钥")
        self._seconds = seconds(values)

    def send(self, parcel: Parcel) -> Outcome:
        """`SendSms` for one number."""
        reply = self._ask(
            "SendSms",
            {
                "PhoneNumber": parcel.address,
                "SignName": parcel.signature,
                "Content": parcel.text,
                "OutId": parcel.reference,
            },
        )
        return _outcome(reply) if isinstance(reply, Reply) else reply

    def query(self, parcel: Parcel) -> Answer:
        """`QuerySendDetails` of that day and number, narrowed to our reference."""
        reply = self._ask(
            "QuerySendDetails",
            {
                "PhoneNumber": parcel.address,
                "SendDate": f"{parcel.began_at:%Y%m%d}",
                "OutId": parcel.reference,
            },
        )
        said = as_json(reply) if isinstance(reply, Reply) and reply.status == 200 else None
        if not isinstance(said, dict) or said.get("Code") != "OK":
            return NotTold()
        lines = said.get("SmsSendDetailDTOs")
        if not isinstance(lines, list):
            return NotTold()
        return _known([one for one in lines if _about(one, parcel.reference)])

    def _ask(self, action: str, form: Mapping[str, str]) -> Reply | NotTaken | Unheard:
        body = json.dumps(form, ensure_ascii=False).encode()
        stamp, nonce = str(int(time.time())), secrets.token_hex(16)
        words = "\n".join((action, stamp, nonce, hashlib.sha256(body).hexdigest()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-Action": action,
            "X-Key-Id": self._key_id,
            "X-Timestamp": stamp,
            "X-Nonce": nonce,
            "X-Signature": hmac.new(
                self._secret.encode(), words.encode(), hashlib.sha256
            ).hexdigest(),
        }
        return post(self._url, body, headers, self._seconds)

    def parse(self, content: str) -> tuple[Report, ...]:
        """A list of reports: `[{"out_id": …, "success": true, "err_code": …}]`."""
        try:
            lines = json.loads(content)
            return tuple(
                Report(str(one["out_id"]), _status(bool(one["success"]), one.get("err_code")))
                for one in lines
            )
        except (ValueError, TypeError, KeyError, AttributeError):
            raise Unreadable("not a list of reports") from None


def _outcome(reply: Reply) -> Outcome:
    said = as_json(reply)
    code = str(said.get("Code") or "") if isinstance(said, dict) else ""
    if reply.status == 200 and code == "OK":
        return Taken(str(said.get("BizId") or ""))
    if code in NEVER:
        return Refused(code)
    if code in NOBODY_KNOWS or not code or reply.status >= 500:
        return Unheard(code or f"cloud-{reply.status}")
    return NotTaken(code)


def _about(line: Any, reference: str) -> bool:
    return isinstance(line, dict) and line.get("OutId") == reference


def _known(lines: list[dict[str, Any]]) -> Answer:
    if not lines:
        return NeverGot()
    line = lines[0]
    theirs = str(line.get("BizId") or "")
    if line.get("SendStatus") in (FAILED, DELIVERED):
        return Known(_status(line["SendStatus"] == DELIVERED, line.get("ErrCode")), theirs)
    return Known("", theirs)


def _status(delivered: bool, code: Any) -> str:
    failed = str(code or "UNDELIV")[:20]
    return OK if delivered else "UNDELIV" if failed == OK else failed
