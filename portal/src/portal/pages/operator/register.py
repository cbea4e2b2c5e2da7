"""钥匙盘入库, by the system administrator: a certificate, or a security key at the browser."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from portal import signing
from portal.api import Problem
from portal.forms import Field, Form, Sheet, serve
from portal.page import FORM, ORDER, Page
from portal.pages.operator.words import SYSTEM
from portal.session import ask
from portal.settings import here

SERIAL = Field(
    name="serial",
    label="钥匙盘序列号",
    most=60,
    path="serial",
    hint="刻在钥匙盘上的编号：字母、数字、点、冒号、下划线和连字符。",
)
CERTIFICATE = Form(
    (
        SERIAL,
        Field(
            name="certificate",
            label="证书（PEM）",
            kind="textarea",
            most=20000,
            path="certificate",
            hint="钥匙盘的证书在前，上级证书在后，须由受信任的根签发。RSA、ECDSA、SM2 都可以。",
        ),
    )
)
DEVICE = Form((SERIAL,))
ATTESTED = ("attestation_object", "client_data")


def certificate() -> Any:
    """X.509 and SM2: the certificate is enough."""

    def act(sheet: Sheet) -> Any:
        ask().post("/keys", sheet.body(), key=sheet.key)
        return _registered(sheet["serial"])

    def show(sheet: Sheet) -> str:
        return render_template("operator/key_certificate.html", sheet=sheet)

    return serve(CERTIFICATE, act, show)


def device() -> Any:
    """安全密钥: the serial number first, which opens the ceremony."""

    def act(sheet: Sheet) -> Any:
        return _ceremony({"serial": sheet["serial"], "key": sheet.key})

    def show(sheet: Sheet) -> str:
        return render_template("operator/key_device.html", sheet=sheet)

    return serve(DEVICE, act, show)


def finish() -> Any:
    """What the key gave back at the browser."""
    order = signing.opened()
    given = {name: request.form.get(name, "") for name in ATTESTED}
    if not all(given.values()):
        return _ceremony(order, "浏览器没有取得安全密钥的应答。")
    attested = given | {"challenge_id": order["challenge_id"]}
    form = {"serial": order["serial"], "kind": "webauthn", "attested": attested}
    try:
        ask().post("/keys", form, key=order["key"])
    except Problem as problem:
        if problem.status != 422:
            raise
        return _ceremony(order, problem.detail)
    return _registered(order["serial"])


def _ceremony(order: dict[str, Any], told: str = "") -> Any:
    wanted = ask().post(f"/keys/{order['serial']}/ceremony")
    kept = {name: order[name] for name in ("serial", "key")}
    sealed = here().sealer.seal(signing.PURPOSE, kept | {"challenge_id": wanted["challenge_id"]})
    page = render_template(
        "operator/key_ceremony.html",
        serial=order["serial"],
        options=wanted["options"],
        sealed=sealed,
        told=told,
    )
    return page, 422 if told else 200


def _registered(serial: str) -> Any:
    flash(f"钥匙盘 {serial} 已入库。由安全管理员绑定给经办人员后才能使用。")
    return redirect(url_for("operator.key", serial=serial), 303)


PAGES = (
    Page(
        name="operator.key_certificate",
        rule="/operator/new-key/certificate",
        view=certificate,
        title="登记证书钥匙盘",
        who=SYSTEM,
        methods=FORM,
    ),
    Page(
        name="operator.key_device",
        rule="/operator/new-key/device",
        view=device,
        title="登记安全密钥",
        who=SYSTEM,
        methods=FORM,
    ),
    Page(
        name="operator.key_finish",
        rule="/operator/new-key/device/answer",
        view=finish,
        title="登记安全密钥",
        who=SYSTEM,
        methods=ORDER,
    ),
)
