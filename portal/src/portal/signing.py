"""A decision signed by the officer's key: shown in words, pressed, given again with the proof.

A view calls `decide` where it would call `ask().post`. The API says what is to be signed; the
signing page shows it and takes the signature of whatever key the officer has: a security key in
the browser (WebAuthn), a file with the signature of a key that no browser reaches, or, in a
demonstration, a software key. The order itself waits sealed in the page.
"""

import base64
import json
from collections.abc import Mapping
from typing import Any

from flask import Response, redirect, render_template, request

from portal.api import Problem, SignatureWanted
from portal.page import ORDER, Page
from portal.posts import OFFICERS
from portal.sealing import BrokenSeal
from portal.session import ask
from portal.settings import here

PURPOSE, SECONDS = "order", 15 * 60


def decide(
    path: str, form: Mapping[str, Any], *, key: str, done: str, back: str, title: str
) -> Any:
    """Gives an order; if it must be signed, shows the signing page, and goes to `done` afterwards.

    `back` is where the officer returns to without signing. Raises `Problem` for what is refused.
    """
    order = {
        "path": path,
        "form": dict(form),
        "key": key,
        "done": done,
        "back": back,
        "title": title,
    }
    return _given(order, None)


def _given(order: dict[str, Any], proof: Mapping[str, str] | None, told: str = "") -> Any:
    try:
        body = order["form"] | ({"proof": dict(proof)} if proof else {})
        ask().post(order["path"], body, key=order["key"])
    except SignatureWanted as wanted:
        return shown(order | {"challenge": wanted.challenge}, told)
    except Problem as problem:
        if proof is None or not _may_sign_again(problem):
            problem.back = order["back"]
            raise
        return _given(order, None, problem.detail)
    return redirect(order["done"], 303)


def _may_sign_again(problem: Problem) -> bool:
    """The signature was bad, or too late; the order itself was not refused."""
    return problem.code.startswith(("challenge-", "signature-", "assertion-", "user-not-"))


def shown(order: dict[str, Any], told: str = "") -> Any:
    """The signing page; with a word about the attempt before, if there was one."""
    sealed = here().sealer.seal(PURPOSE, order)
    status = 422 if told else 200
    return render_template("signing/sign.html", order=order, sealed=sealed, told=told), status


def sign() -> Any:
    """Takes the signature and gives the order again."""
    order = opened()
    return _given(order, proof_of(order["challenge"]))


def text() -> Any:
    """What is to be signed, as a file for a key that no browser reaches."""
    content = opened()["challenge"]["text"].encode()
    named = {"Content-Disposition": 'attachment; filename="lingbu-to-sign.txt"'}
    return Response(content, mimetype="text/plain", headers=named)


def opened() -> dict[str, Any]:
    """The order that waits in the page; raises `Problem` after a quarter of an hour."""
    try:
        order: dict[str, Any] = here().sealer.open(PURPOSE, request.form.get("order", ""), SECONDS)
    except BrokenSeal:
        detail = "这张签名页打开得太久，没有办理。"
        raise Problem(
            409, {"code": "order-expired", "title": "请重新办理", "detail": detail}
        ) from None
    return order


def proof_of(challenge: Mapping[str, str]) -> dict[str, str]:
    """The signature as the form brings it, by whichever way the officer chose."""
    proof = {"challenge_id": challenge["challenge_id"]}
    way = request.form.get("way", "")
    if way == "file":
        return proof | {"signature": _uploaded()}
    if way == "demo":
        return proof | {"signature": _pressed(challenge)}
    names = ("signature", "authenticator_data", "client_data")
    return proof | {name: request.form.get(name, "") for name in names}


def _uploaded() -> str:
    """Base64, whether the file holds bytes or base64."""
    file = request.files.get("file")
    content = file.read(20000) if file else b""
    try:
        base64.b64decode(content, validate=True)
        return content.decode().strip()
    except ValueError:
        return base64.b64encode(content).decode()


def _pressed(challenge: Mapping[str, str]) -> str:
    """By the demo's software key of whoever is signing."""
    serial = json.loads(challenge["text"])["key_serial"]
    answer = ask().demo(f"/demo/keys/{serial}/signature", {"text": challenge["text"]})
    return str(answer["signature"])


PAGES = (
    Page(name="signing.sign", rule="/sign", view=sign, title="签名", who=OFFICERS, methods=ORDER),
    Page(
        name="signing.text",
        rule="/sign/text",
        view=text,
        title="待签内容",
        methods=ORDER,  # for everybody: who signs in signs too
    ),
)
