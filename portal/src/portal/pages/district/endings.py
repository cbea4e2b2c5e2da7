"""What the district decides on a running benefit: stop, extend, transfer, a suspicion, arrears."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import render_template, url_for
from werkzeug.exceptions import NotFound

from portal import codes, signing
from portal.forms import Choices, Field, Form, Sheet, serve
from portal.page import FORM, Page
from portal.posts import DISTRICT_CLERK
from portal.session import ask

CLERK = frozenset({DISTRICT_CLERK})
BY_ITSELF = frozenset({"S01", "S02", "S03", "S12"})  # 期满、扣款、报告、转出: never by hand


def _note(name: str, label: str, hint: str) -> Field:
    return Field(name=name, label=label, kind="textarea", most=300, path=name, hint=hint)


def _month(name: str, label: str, hint: str) -> Field:
    return Field(name=name, label=label, kind="month", path=name, hint=hint)


def _stop_codes() -> Choices:
    return tuple(
        (code, f"{code} {name}")
        for code, name in codes.choices("stop-codes")
        if code not in BY_ITSELF
    )


def _streets() -> Choices:
    rows = codes.rows("divisions")
    names = {row["code"]: row["name"] for row in rows}
    return tuple(
        (row["code"], f"{names[row['more']['agency']]} {row['name']}")
        for row in rows
        if row["more"]["tier"] == "street"
    )


def stop() -> Form:
    """停止享受, S04 to S11."""
    return Form(
        (
            Field(
                name="code",
                label="停止原因",
                kind="select",
                path="code",
                choices=_stop_codes(),
                hint="期满、连续扣款不成功、逾期未报告由系统自动停止，不在这里办。",
            ),
            _month("event_month", "原因发生的月份", "如 2019-08。从哪个月停止由停止原因决定。"),
            _note("note", "依据", "凭什么材料、向谁核实。"),
        )
    )


def extend() -> Form:
    """延长1年 (京人社就发〔2020〕19号 第五条)."""
    hint = "怎样核实本人期满后仍未实现稳定就业。"
    return Form((_note("note", "核实情况", hint),))


def transfer() -> Form:
    """转街道 or 转区."""
    return Form(
        (
            Field(
                name="to_street",
                label="转往街道（乡镇）",
                kind="select",
                path="to_street",
                choices=_streets(),
            ),
            _month("from_month", "从哪个月起由新街道办理", "如 2019-09。"),
            _note("reason", "迁移情况", "本人迁到哪里、什么时候迁的。"),
        )
    )


def arrears() -> Form:
    """补缴 (京人社就发〔2020〕19号 第七条)."""
    return Form(
        (
            _month("month", "缓缴的月份", "如 2020-03。"),
            Field(
                name="base",
                label="本人选定的缴费基数（元）",
                most=12,
                path="base",
                inputmode="decimal",
                hint="按补缴时的上下限。",
            ),
            Field(name="paid_on", label="补缴日期", kind="date", path="paid_on"),
        )
    )


def dismiss() -> Form:
    """疑似停止情形 found wrong."""
    return Form((_note("note", "核实情况", "向谁、以什么方式核实，为什么不构成停止。"),))


def _view(make: Callable[[], Form], order: str, title: str, words: str) -> Callable[..., Any]:
    def view(application_id: UUID, event_id: UUID | None = None) -> Any:
        one = ask().get(f"/entitlements/{application_id}")
        step = f"suspicions/{event_id}/dismissal" if event_id else order
        back = url_for("district.entitlement", application_id=application_id)

        def act(sheet: Sheet) -> Any:
            return signing.decide(
                f"/entitlements/{application_id}/{step}",
                sheet.body(),
                key=sheet.key,
                done=back,
                back=back,
                title=f"{title}：{one['number']}",
            )

        def show(sheet: Sheet) -> str:
            return render_template(
                "district/ending.html",
                sheet=sheet,
                one=one,
                title=title,
                words=words,
                suspicion=_suspicion(one, event_id),
                stops=dict(codes.choices("stop-codes")),
            )

        return serve(make(), act, show)

    return view


def _suspicion(one: dict[str, Any], event_id: UUID | None) -> dict[str, Any] | None:
    if event_id is None:
        return None
    for found in one["suspicions"]:
        if found["event_id"] == str(event_id):
            return dict(found)
    raise NotFound


_ONE = "/district/benefits/<uuid:application_id>/"
_TABLE: tuple[tuple[str, str, Callable[[], Form], str, str, str], ...] = (
    (
        "stop",
        "stop",
        stop,
        "停止享受",
        "停止后通知本人原因和救济途径，并列入下一批减员名单。",
        "",
    ),
    (
        "extend",
        "extension",
        extend,
        "延长1年",
        "期满仍未通过其他形式实现稳定就业的，享受期限延长1年（京人社就发〔2020〕19号 第五条）。",
        "",
    ),
    (
        "transfer",
        "transfer",
        transfer,
        "转街道或转区",
        "从所填月份起由新街道（乡镇）办理；后一次决定代替前一次。",
        "",
    ),
    ("arrears", "arrears", arrears, "登记补缴", "登记本人已补缴的缓缴月份。", ""),
    (
        "dismiss",
        "",
        dismiss,
        "排除疑似停止",
        "外部系统报来的情形经核实不成立的，写明理由后继续享受；成立的，请办理停止。",
        "suspicions/<uuid:event_id>",
    ),
)
PAGES = tuple(
    Page(
        name=f"district.{name}",
        rule=_ONE + (rule or name),
        view=_view(make, order, title, words),
        title=title,
        who=CLERK,
        methods=FORM,
        walk="suspected" if rule else "entitled",
    )
    for name, order, make, title, words, rule in _TABLE
)
