"""WeChat's interface for subscription messages: a token that ends, one message for each consent."""

import hashlib
import json
import secrets
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from simulators.messaging.knobs import Knobs, kind, value
from simulators.messaging.server import Hang, Provider

__all__ = ["WeChat"]

LIVES = 7200  # seconds a token holds


class WeChat(Provider):
    """`apps`: appid to secret. `consents`: openid to how many messages the person allows."""

    def __init__(
        self,
        apps: Mapping[str, str],
        callback_token: str,
        report_to: str = "",
        knobs: Knobs | None = None,
    ) -> None:
        super().__init__(report_to, knobs)
        self.apps, self.callback_token = dict(apps), callback_token
        self.consents: dict[str, int] = {}
        self.token, self.tokens_given = secrets.token_hex(16), 0

    def expire(self) -> None:
        """The token in use is none any more."""
        self.token = secrets.token_hex(16)

    def answer(self, path: str, headers: Mapping[str, str], body: bytes) -> tuple[int, Any]:
        parts, form = urlsplit(path), json.loads(body)
        if parts.path == "/consents":  # ours, not WeChat's: somebody pressed "allow"
            self.consents[form["openid"]] = self.consents.get(form["openid"], 0) + 1
            return 200, {}
        if parts.path == "/cgi-bin/stable_token":
            return 200, self._stable_token(form)
        if parts.path == "/cgi-bin/message/subscribe/send":
            return self._send(parse_qs(parts.query).get("access_token", [""])[0], form)
        return 404, {}

    def _stable_token(self, form: Mapping[str, Any]) -> dict[str, Any]:
        if self.apps.get(str(form.get("appid")), "") != form.get("secret"):
            return {"errcode": 40125, "errmsg": "invalid appsecret"}
        if form.get("force_refresh"):
            self.expire()
        self.tokens_given += 1
        return {"access_token": self.token, "expires_in": LIVES}

    def _send(self, token: str, form: Mapping[str, Any]) -> tuple[int, Any]:
        if token != self.token:
            return 200, {"errcode": 40001, "errmsg": "invalid credential"}
        fault = self.before()
        if kind(fault) == "lost":
            raise Hang
        if kind(fault) in ("refuse", "busy"):
            code = int(value(fault, "43101" if kind(fault) == "refuse" else "45009"))
            return 200, {"errcode": code, "errmsg": "refused"}
        if kind(fault) == "broken":
            return 500, {}
        number = self._take(form)
        if not number:
            return 200, {"errcode": 43101, "errmsg": "user refuse to accept the msg"}
        self.tell(lambda delivered, code: self._report(number, form, delivered))
        if kind(fault) == "taken":
            raise Hang
        return 200, {"errcode": 0, "errmsg": "ok", "msgid": number}

    def _take(self, form: Mapping[str, Any]) -> int:
        """The message's number; 0 when the person has not consented to one more."""
        with self.lock:
            left = self.consents.get(str(form["touser"]), 0)
            if left < 1:
                return 0
            self.consents[str(form["touser"])] = left - 1
            self.seen.append({**form, "msgid": len(self.seen) + 1001})
            return len(self.seen) + 1000

    def _report(self, number: int, form: Mapping[str, Any], delivered: bool) -> None:
        code = "0" if delivered else "43101"
        told = {"TemplateId": form["template_id"], "MsgID": str(number), "ErrorCode": code}
        event = {
            "FromUserName": form["touser"],
            "MsgType": "event",
            "Event": "subscribe_msg_sent_event",
            "List": told | {"ErrorStatus": "success" if delivered else "failed"},
        }
        stamp, nonce = str(int(time.time())), secrets.token_hex(4)
        words = "".join(sorted((self.callback_token, stamp, nonce)))
        signature = hashlib.sha1(words.encode(), usedforsecurity=False).hexdigest()
        signed = f"signature={signature}&timestamp={stamp}&nonce={nonce}"
        self.post(f"/callbacks/wechat?{signed}", json.dumps(event).encode(), {})
