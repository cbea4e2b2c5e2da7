"""统计: each figure with its definition, for the district's own and for the whole city."""

from decimal import Decimal
from typing import Any

from contracts.reporting import Figure, GetStatistics, Statistics
from contracts.reporting.statistics import BY
from kernel.errors import Invalid
from kernel.month import Month
from reporting.handlers.labels import label, named

MOST_MONTHS = 36
OF_CASES = {
    "accepted": "所选月份内受理的申请件数，按受理时间计，按申请现所在地归属。",
    "approved": "所选月份内经区第二次复核确认的申请件数，按确认时间计，按申请现所在地归属。",
    "stopped": "所选月份起停止享受的人数，按首个不享受月份计；期满不计，恢复享受的不计。",
}
OF_MONTHS = {
    "benefiting": "所选月份内至少有一个月扣款成功并给予补贴的人数，同一维度值内不重复计。",
    "months": "所选月份内扣款成功并给予补贴的人月数，按当月所属街道（乡镇）归属，已冲回的不计。",
    "subsidy": "所选月份内给予的补贴金额，含补差，按当月所属街道（乡镇）归属，已冲回的不计。",
}
UNITS = {"benefiting": "人", "stopped": "人", "months": "人月", "subsidy": "元"}


def get_statistics(form: GetStatistics, uow: Any) -> Statistics:
    """One measure by one dimension."""
    check_months(form.from_month, form.to_month)
    ask = uow.statistics.of_cases if form.measure in OF_CASES else uow.statistics.of_months
    months = (form.from_month, form.to_month)
    found = ask(form.measure, form.by, *months, wanted(form), uow.caller)
    return Statistics(
        measure=form.measure,
        by=form.by,
        from_month=form.from_month,
        to_month=form.to_month,
        definition=(OF_CASES | OF_MONTHS)[form.measure],
        unit=UNITS.get(form.measure, "件"),
        total=_written(form, sum((value for _, value in found), Decimal(0))),
        items=tuple(
            Figure(key=key, label=_label(form.by, key, uow), value=_written(form, value))
            for key, value in found
        ),
    )


def check_months(first: str, last: str) -> None:
    """In order and not too many; raises Invalid."""
    if not 1 <= Month.parse(last) - Month.parse(first) + 1 <= MOST_MONTHS:
        sentence = f"统计月份应先后有序，且不超过{MOST_MONTHS}个月。"
        raise Invalid(sentence, fields={"to_month": sentence}, code="bad-months")


def wanted(form: Any) -> dict[str, str]:
    """The dimensions of which only one value is asked for."""
    asked = ((name, getattr(form, name)) for name in BY if name != "month")
    return {name: value for name, value in asked if value is not None}


def _written(form: GetStatistics, value: Decimal) -> str:
    return f"{value:.2f}" if form.measure == "subsidy" else f"{value:.0f}"


def _label(by: str, key: str, uow: Any) -> str:
    rules = uow.policy.on(uow.today)
    if by == "stop_reason":
        return named(lambda: str(rules.stop(key).name), key) if key else "未停止"
    if by == "age_band":
        if not key:
            return "不详（档案已销毁）"
        return f"{key}岁" if key[-1] != "-" else f"{key[:-1]}岁以上"
    return key if by == "month" else label(by, key, rules, uow.policy.divisions)
