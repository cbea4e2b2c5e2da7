"""An HTTP gateway as Kannel's `sendsms`: a POST, an answer in one line, receipts to our door.

The number and the text travel in headers and body, not in the address, which gateways log. It
cannot be asked about a message; what became of it comes to the `dlr-url`, whose signature holds
for this one reference.
"""

import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import parse_qs, urlencode

from notify.clients.provider import Parcel, Unreadable
from notify.clients.web import Reply, post, seconds
from notify.domain.attempt import OK
from notify.domain.outcome import (
    Answer,
    NotTaken,
    NotTold,
    Outcome,
    Refused,
    Report,
    Taken,
    Unheard,
)
from servicekit.config import need

__all__ = ["Kannel", "signature_of"]

UCS2, ALL_REPORTS = "2", "31"
STATUS = {"1": OK, "2": "UNDELIV", "4": "BUFFRED", "8": "ACCEPTD", "16": "REJECTD"}
NEVER = b"Do not try again"


class Kannel:
    """Settings KANNEL_ADDRESS, KANNEL_USER, KANNEL_PASSWORD, KANNEL_SENDER, CALLBACK_ADDRESS."""

    name, can_query = "kannel", False

    def __init__(self, values: Mapping[str, str]) -> None:
        self._url = need(values, "KANNEL_ADDRESS", "Kannel 的 sendsms 地址")
        self._user = need(values, "KANNEL_USER", "Kannel 的用户名")
        self._password = need(values, "KANNEL_PASSWORD", "Kannel 的口令")
        self._sender = values.get("KANNEL_SENDER", "")
        self._door = need(values, "CALLBACK_ADDRESS", "回执送到的网关地址").rstrip("/")
        self._secret = need(values, "KANNEL_CALLBACK_SECRET", "Kannel 回执的密钥")
        self._seconds = seconds(values)

    def send(self, parcel: Parcel) -> Outcome:
        """A segment more or less is Kannel's business: it splits and joins by itself."""
        reply = post(
            self._url, parcel.signed.encode("utf-16-be"), self._headers(parcel), self._seconds
        )
        return _outcome(reply) if isinstance(reply, Reply) else reply

    def _headers(self, parcel: Parcel) -> dict[str, str]:
        known = {
            "X-Kannel-Username": self._user,
            "X-Kannel-Password": self._password,
            "X-Kannel-From": self._sender,
            "X-Kannel-To": parcel.address,
            "X-Kannel-Coding": UCS2,
            "X-Kannel-DLR-Mask": ALL_REPORTS,
            "X-Kannel-DLR-Url": self._report_to(parcel.reference),
            "Content-Type": "text/plain; charset=UTF-16BE",
        }
        return {name: value for name, value in known.items() if value}

    def _report_to(self, reference: str) -> str:
        signed = urlencode({"ref": reference, "sig": signature_of(self._secret, reference)})
        return f"{self._door}/callbacks/kannel?{signed}&status=%d"

    def query(self, parcel: Parcel) -> Answer:
        """Kannel keeps no account of single messages."""
        return NotTold()

    def parse(self, content: str) -> tuple[Report, ...]:
        """The query string of the call that Kannel makes to the `dlr-url`."""
        given = {name: values[0] for name, values in parse_qs(content).items()}
        status = STATUS.get(given.get("status", ""))
        if status is None or not given.get("ref"):
            raise Unreadable("no reference, or a status that is none")
        return (Report(given["ref"], status),)


def signature_of(secret: str, reference: str) -> str:
    """What the `dlr-url` of one reference carries; the gateway's door makes it again."""
    return hmac.new(secret.encode(), f"kannel:{reference}".encode(), hashlib.sha256).hexdigest()


def _outcome(reply: Reply) -> Outcome:
    if reply.status == 202:  # "0: Accepted for delivery" or "3: Queued for later delivery"
        return Taken()
    if NEVER in reply.body:
        return Refused("not-routable")
    if 400 <= reply.status < 500 or reply.status == 503:  # "Temporal failure, try again later"
        return NotTaken(f"kannel-{reply.status}")
    return Unheard(f"kannel-{reply.status}")
