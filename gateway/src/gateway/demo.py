"""Pages and routes of a demonstration; without `settings.demo` none of them exists."""

from dataclasses import asdict, dataclass
from typing import Any

from flask import Blueprint, render_template, request

from contracts.caller import SYSTEM_CALLER
from contracts.intake import ListApplications
from contracts.message import Command
from contracts.notify import PhoneScreen, ShowPhone
from contracts.payments import ListEntitlements
from contracts.review import ListCases
from contracts.simulators import TeachSimulator, TeachStandIn
from contracts.wire import build, dump
from gateway import demo_case, demo_clock, demo_filling
from gateway.demo_accounts import PASSWORD, DemoAccount, accounts_of
from gateway.reading import body_of, json_body
from gateway.settings import here
from gateway.state_names import state_name
from kernel.errors import Invalid, NotFound, Refusal
from policy import Policy
from servicekit.signing.software import NOTICE


def make() -> Blueprint:
    """The landing page and /demo."""
    blueprint = Blueprint("demo", __name__)
    blueprint.add_url_rule("/demo/", view_func=landing)
    blueprint.add_url_rule("/demo/cases/<uuid:application_id>", view_func=demo_case.page)
    blueprint.add_app_template_filter(demo_case.beijing, "beijing")
    blueprint.add_app_template_filter(demo_case.day, "day")
    blueprint.add_url_rule("/demo/accounts", view_func=accounts)
    blueprint.add_url_rule("/demo/caseload", view_func=demo_filling.filling)
    blueprint.add_url_rule("/demo/caseload", view_func=demo_filling.tell_filling, methods=["POST"])
    blueprint.add_url_rule("/demo/clock", view_func=demo_clock.clock)
    blueprint.add_url_rule("/demo/clock", view_func=demo_clock.turn_clock, methods=["POST"])
    blueprint.add_url_rule("/demo/quiet", view_func=demo_clock.quiet)
    blueprint.add_url_rule("/demo/phone", view_func=phone)
    blueprint.add_url_rule("/demo/security-key", view_func=security_key)
    blueprint.add_url_rule("/demo/simulators", view_func=teach, methods=["POST"])
    blueprint.add_url_rule("/demo/stand-ins", view_func=teach_stand_in, methods=["POST"])
    blueprint.add_url_rule("/demo/keys/<serial>/signature", view_func=sign, methods=["POST"])
    return blueprint


def landing() -> str:
    """What this is, what time it is, who may sign in, which cases there are."""
    now = here().clock.now()
    return render_template(
        "landing.html",
        now=now,
        place=_rulebook().divisions.root.name,
        accounts=_accounts(),
        password=PASSWORD,
        key_notice=NOTICE,
        cases=_cases(),
        filling=demo_filling.filling(),
        turnable=here().settings.turnable is not None,
        security_keys=_origin(),
    )


@dataclass(slots=True)
class CaseLine:
    """One case as each service sees it."""

    application_id: Any
    number: str
    name: str = ""
    intake: str = "—"
    review: str = "—"
    payments: str = "—"


def _cases() -> list[CaseLine]:
    lines: dict[Any, CaseLine] = {}
    for service, query in (
        ("intake", ListApplications(limit=100)),
        ("review", ListCases(limit=100)),
        ("payments", ListEntitlements(limit=100)),
    ):
        for item in _listed(query):
            line = lines.setdefault(
                item.application_id, CaseLine(item.application_id, item.number, item.name)
            )
            setattr(line, service, state_name(item.state))
    return list(lines.values())


def _listed(query: Command) -> tuple[Any, ...]:
    try:
        return tuple(here().doors.ask(query, SYSTEM_CALLER).items)
    except Refusal:
        return ()  # a service that is away leaves its column empty


def accounts() -> Any:
    """The demo officers with password and key."""
    known = [asdict(one) | {"key_serial": one.key_serial} for one in _accounts()]
    return {"password": PASSWORD, "keys": NOTICE, "items": known}


def _accounts() -> tuple[DemoAccount, ...]:
    return accounts_of(_rulebook(), here().clock.today())


def _rulebook() -> Policy:
    rulebook: Policy = here().desk.world.policy
    return rulebook


def sign(serial: str) -> Any:
    """What a software key gives back for {"text": …}: a real one does this in its own chip."""
    keys = here().settings.software
    if keys is None or serial not in {one.key_serial for one in _accounts()}:
        raise NotFound("没有这个演示用软件钥匙。")
    wish = json_body(request)
    text = wish.get("text") if isinstance(wish, dict) else None
    if not isinstance(text, str):
        raise Invalid("请给出要签名的文字。", fields={"text": "必填。"}, code="invalid-fields")
    return {"signature": keys.sign(serial, text), "keys": NOTICE}


def security_key() -> str:
    """A page that registers a security key, signs in with it and signs an order."""
    return render_template("security_key.html", origin=_origin())


def _origin() -> str:
    """Where the demo's security keys answer; empty where there are none."""
    site = here().desk.world.trust.site
    return min(site.origins, default="") if site else ""


def phone() -> Any:
    """The phone screen: a page for a browser, JSON for a program."""
    screen: PhoneScreen = here().doors.ask(ShowPhone(), SYSTEM_CALLER)
    wanted = request.accept_mimetypes.best_match(["application/json", "text/html"])
    if wanted == "text/html":
        return render_template("phone.html", screen=screen, now=here().clock.now())
    return dump(screen)


def teach() -> Any:
    """Gives a synthetic person a fate (TeachSimulator)."""
    return _taught(TeachSimulator)


def teach_stand_in() -> Any:
    """Makes an outside system slow, forgetful or absent (TeachStandIn)."""
    return _taught(TeachStandIn)


def _taught(kind: type[Command]) -> Any:
    command = build(kind, body_of(kind))
    key = request.headers.get("Idempotency-Key", "")[:255]
    return dump(here().doors.ask(command, SYSTEM_CALLER, key))
