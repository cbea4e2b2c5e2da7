"""WeChat subscription messages (订阅消息): one for each consent; the token is shared and renewed.

The token stands in the address of each call, so no address of a call is ever told. `stable_token`
gives all processes the same token, so that one of them renewing does not lock out the others.
"""

import json
import threading
import time
from collections.abc import Mapping
from typing import Any

from notify.clients.provider import Parcel, Unreadable
from notify.clients.web import Reply, as_json, post, seconds
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

__all__ = ["WeChat", "templates"]

STALE = {40001, 40014, 42001}  # the token is none, or no more
NEVER = {40003, 43101, 47003}  # no such person, the person refuses, the fields do not fit
BUSY = -1
EARLY = 120  # seconds before its end a token is renewed
LONGEST = 20  # characters of a `thing`
_tokens: dict[tuple[str, str], tuple[str, float]] = {}
_one_at_a_time = threading.Lock()


class WeChat:
    """Settings WECHAT_ADDRESS, WECHAT_APPID, WECHAT_SECRET, WECHAT_TEMPLATES."""

    name, can_query = "wechat", False

    def __init__(self, values: Mapping[str, str]) -> None:
        self._url = need(values, "WECHAT_ADDRESS", "微信接口的地址").rstrip("/")
        self._appid = need(values, "WECHAT_APPID", "微信小程序的编号")
        self._secret = need(values, "WECHAT_SECRET", "微信小程序的密钥")
        self._templates = templates(values)
        self._seconds = seconds(values)

    def send(self, parcel: Parcel) -> Outcome:
        """Sends; a token that turns out to be stale was no message, so that is tried once more."""
        outcome, stale = self._try(parcel, self._token(""))
        if not stale:
            return outcome
        return self._try(parcel, self._token(stale))[0]

    def _try(self, parcel: Parcel, token: str | NotTaken) -> tuple[Outcome, str]:
        if isinstance(token, NotTaken):
            return token, ""
        reply = self._post(f"message/subscribe/send?access_token={token}", self._form(parcel))
        if not isinstance(reply, Reply):
            return reply, ""
        said = as_json(reply)
        code = said.get("errcode") if isinstance(said, dict) else None
        return _outcome(code, said), token if code in STALE else ""

    def _form(self, parcel: Parcel) -> dict[str, Any]:
        return {
            "touser": parcel.address,
            "template_id": self._templates.get(parcel.template, self._templates.get("*", "")),
            "data": {
                "thing1": {"value": parcel.title[:LONGEST]},
                "date2": {"value": f"{parcel.began_at:%Y-%m-%d}"},
            },
        }

    def _token(self, stale: str) -> str | NotTaken:
        """The token in use; another than `stale`."""
        whose = (self._url, self._appid)
        with _one_at_a_time:
            token, ends = _tokens.get(whose, ("", 0.0))
            if token and token != stale and time.monotonic() < ends:
                return token
            for force in (False, True):
                fresh, lives = self._fetch(force)
                if fresh and fresh != stale:
                    _tokens[whose] = (fresh, time.monotonic() + max(lives - EARLY, 0))
                    return fresh
                if not fresh:
                    break
            _tokens.pop(whose, None)
            return NotTaken("no-token")

    def _fetch(self, force: bool) -> tuple[str, float]:
        form = {
            "grant_type": "client_credential",
            "appid": self._appid,
            "secret": self._secret,
            "force_refresh": force,
        }
        reply = self._post("stable_token", form)
        said = as_json(reply) if isinstance(reply, Reply) and reply.status == 200 else None
        if not isinstance(said, dict) or not isinstance(said.get("access_token"), str):
            return "", 0.0
        return said["access_token"], float(said.get("expires_in") or 0)

    def _post(self, path: str, form: Any) -> Reply | NotTaken | Unheard:
        body = json.dumps(form, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json"}
        return post(f"{self._url}/cgi-bin/{path}", body, headers, self._seconds)

    def query(self, parcel: Parcel) -> Answer:
        """WeChat cannot be asked; its event tells."""
        return NotTold()

    def parse(self, content: str) -> tuple[Report, ...]:
        """The event `subscribe_msg_sent_event`, in JSON; other events report nothing."""
        try:
            event = json.loads(content)
            if event.get("Event") != "subscribe_msg_sent_event":
                return ()
            lines = event["List"] if isinstance(event["List"], list) else [event["List"]]
            return tuple(_report(line) for line in lines)
        except (ValueError, TypeError, KeyError, AttributeError):
            raise Unreadable("not an event") from None


def templates(values: Mapping[str, str]) -> dict[str, str]:
    """`T3=<template id>,*=<template id>`: which of WeChat's templates carries which message."""
    pairs = (item.partition("=") for item in values.get("WECHAT_TEMPLATES", "").split(","))
    return {code.strip(): name.strip() for code, _, name in pairs if name.strip()}


def _outcome(code: Any, said: Any) -> Outcome:
    if code == 0:
        return Taken(str(said.get("msgid") or ""))
    if code in NEVER:
        return Refused(str(code))
    if code is None or code == BUSY:
        return Unheard(f"wechat-{code}")
    return NotTaken(str(code)[:20])


def _report(line: Mapping[str, Any]) -> Report:
    code = str(line["ErrorCode"])
    return Report(str(line["MsgID"]), OK if code == "0" else f"wx-{code}"[:20], by_theirs=True)
