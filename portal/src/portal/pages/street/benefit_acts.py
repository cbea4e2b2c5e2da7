"""The acts about enjoying the subsidy, as a table: start month, stopping, arrears."""

from collections.abc import Mapping
from typing import Any

from portal import codes
from portal.forms import Field, Form
from portal.pages.street.act import AGREED, NOTE, Act
from portal.pages.street.dossier import Dossier


def _deferred(found: Dossier) -> Mapping[str, Any]:
    """The first month that was put off and is not paid up yet."""
    benefit = found.benefit or {}
    paid = {one["month"] for one in benefit.get("arrears", ())}
    off = [one["month"] for one in benefit.get("ledger", ()) if one["state"] == "deferred"]
    owed = [month for month in off if month not in paid]
    return {"month": owed[0] if owed else "", "paid_on": codes.today()}


BENEFIT_ACTS = (
    Act(
        name="postpone",
        slug="postponement",
        command="postpone_start",
        title="顺延开始月份",
        verb="顺延",
        path="/entitlements/{id}/postponement",
        intro="从之后第一个没有缴费的月份开始（附件3 二.4）。总月数不变，退休年龄限制除外。",
        done="开始月份已顺延，届时再查询一次社保缴费状态。",
        form=Form((AGREED,)),
    ),
    Act(
        name="refund",
        slug="refund",
        command="request_refund",
        title="退费",
        verb="申请退费",
        path="/entitlements/{id}/refund",
        intro="请社保中心退还本人为开始月份自行缴的费，开始月份不变；期限内没有退成的，自动顺延一个月。",
        done="已请社保中心退费，结果会出现在今日待办里。",
        form=Form((AGREED,)),
    ),
    Act(
        name="refuse_start",
        slug="start-refusal",
        command="refuse_start",
        title="不予享受",
        verb="不予享受",
        path="/entitlements/{id}/start-refusal",
        intro="本人有单位持续缴费，或者已没有可以享受的月份。系统短信告知本人。",
        done="已登记不予享受。",
        form=Form((NOTE,)),
    ),
    Act(
        name="stop",
        slug="stop",
        command="stop_benefit",
        title="停止享受",
        verb="下一步：签名",
        path="/entitlements/{id}/stop",
        intro="发现应当停止的情形，或者本人要求停止的。须按您的钥匙盘。",
        done="",
        form=Form(
            (
                Field(name="code", label="停止原因", kind="select", path="code"),
                Field(
                    name="event_month",
                    label="情形发生的月份",
                    kind="month",
                    path="event_month",
                    hint="如 2019-06。",
                ),
                Field(name="note", label="怎样得知", kind="textarea", most=300, path="note"),
            )
        ),
        signed=True,
        lists={"code": "stop-codes"},
    ),
    Act(
        name="arrears",
        slug="arrears",
        command="pay_arrears",
        title="登记补缴",
        verb="下一步：签名",
        path="/entitlements/{id}/arrears",
        intro="本人补缴了缓缴月份的养老保险费（京人社就发〔2020〕19号 第七条）。"
        "补缴全部由本人负担，不计补贴。须按您的钥匙盘。",
        done="",
        form=Form(
            (
                Field(
                    name="month",
                    label="缓缴的月份",
                    kind="month",
                    path="month",
                    hint="如 2020-03。已经填好的是最早一个还没有补缴的月份。",
                ),
                Field(
                    name="base",
                    label="本人选定的缴费基数（元）",
                    most=12,
                    path="base",
                    inputmode="decimal",
                    hint="在补缴时的上下限以内。",
                ),
                Field(name="paid_on", label="补缴日期", kind="date", path="paid_on"),
            )
        ),
        signed=True,
        start=_deferred,
    ),
)
