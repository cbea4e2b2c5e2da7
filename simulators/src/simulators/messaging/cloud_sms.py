"""A cloud SMS provider: signed JSON, not idempotent, receipts by callback and by query."""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any

from simulators.messaging.knobs import Knobs, kind, value
from simulators.messaging.server import Hang, Provider

__all__ = ["CloudSms"]

FRESH = 900  # seconds
UNDER_WAY, FAILED, DELIVERED = 1, 2, 3


class CloudSms(Provider):
    """`keys`: key id to secret; `callback_secret` signs what it reports."""

    def __init__(
        self,
        keys: Mapping[str, str],
        callback_secret: str,
        report_to: str = "",
        knobs: Knobs | None = None,
    ) -> None:
        super().__init__(report_to, knobs)
        self.keys, self.callback_secret = dict(keys), callback_secret
        self.nonces: set[str] = set()

    def answer(self, path: str, headers: Mapping[str, str], body: bytes) -> tuple[int, Any]:
        if not self._signed(headers, body):
            return 403, {"Code": "SignatureDoesNotMatch"}
        form = json.loads(body)
        if headers.get("X-Action") == "SendSms":
            return self._send(form)
        if headers.get("X-Action") == "QuerySendDetails":
            return self._query(form)
        return 400, {"Code": "InvalidAction.NotFound"}

    def _signed(self, headers: Mapping[str, str], body: bytes) -> bool:
        given = [headers.get(name, "") for name in ("X-Action", "X-Timestamp", "X-Nonce")]
        _, stamp, nonce = given
        words = "\n".join((*given, hashlib.sha256(body).hexdigest()))
        secret = self.keys.get(headers.get("X-Key-Id", ""), "")
        made = hmac.new(secret.encode(), words.encode(), hashlib.sha256).hexdigest()
        with self.lock:
            fresh = stamp.isdigit() and abs(time.time() - int(stamp)) < FRESH
            known = bool(secret) and hmac.compare_digest(made, headers.get("X-Signature", ""))
            good = fresh and known and nonce not in self.nonces
            self.nonces.add(nonce)
            return good

    def _send(self, form: Mapping[str, Any]) -> tuple[int, Any]:
        fault = self.before()
        if kind(fault) == "lost":
            raise Hang
        if kind(fault) == "refuse":
            return 200, {"Code": value(fault, "isv.MOBILE_NUMBER_ILLEGAL")}
        if kind(fault) == "busy":
            return 200, {"Code": "isv.BUSINESS_LIMIT_CONTROL"}
        if kind(fault) == "broken":
            return 500, {}
        line = self._take(form)
        self.tell(lambda delivered, code: self._report(line, delivered, code))
        if kind(fault) == "taken":
            raise Hang
        return 200, {"Code": "OK", "BizId": line["BizId"]}

    def _take(self, form: Mapping[str, Any]) -> dict[str, Any]:
        with self.lock:
            number = f"{len(self.seen) + 1:012d}"
            line = {**form, "BizId": number, "SendStatus": UNDER_WAY, "ErrCode": ""}
            line["SendDate"] = time.strftime("%Y%m%d")
            self.seen.append(line)
            return line

    def _report(self, line: dict[str, Any], delivered: bool, code: str) -> None:
        with self.lock:
            line |= {"SendStatus": DELIVERED if delivered else FAILED, "ErrCode": code}
        report = {"out_id": line["OutId"], "biz_id": line["BizId"]}
        body = json.dumps([report | {"success": delivered, "err_code": code or "DELIVERED"}])
        stamp = str(int(time.time()))
        words = f"{stamp}\n{body}".encode()
        signature = hmac.new(self.callback_secret.encode(), words, hashlib.sha256).hexdigest()
        headers = {"X-Timestamp": stamp, "X-Signature": signature}
        self.post("/callbacks/cloud", body.encode(), headers)

    def _query(self, form: Mapping[str, Any]) -> tuple[int, Any]:
        with self.lock:
            found = [line for line in self.seen if line["PhoneNumber"] == form["PhoneNumber"]]
            if form.get("OutId"):
                found = [line for line in found if line["OutId"] == form["OutId"]]
            return 200, {"Code": "OK", "TotalCount": len(found), "SmsSendDetailDTOs": found}
