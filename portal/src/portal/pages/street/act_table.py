"""The acts at the counter that are one small form each, as a table; `acts` shows them all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask import session

from portal import codes
from portal.forms import Field, Form
from portal.pages.street.dossier import Dossier
from portal.session import person

Start = Callable[[Dossier], Mapping[str, Any]]


def _nothing(found: Dossier) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act: `command` as the API's `allowed` has it, `path` where it is given.

    `intro`: what it does, for the officer; `signed`: with the officer's key; `lists`: fields whose
    choices are a code list; `start`: what stands in the form already.
    """

    name: str
    slug: str
    command: str
    title: str
    verb: str
    path: str
    intro: str
    done: str
    form: Form
    signed: bool = False
    lists: Mapping[str, str] = field(default_factory=dict)
    start: Start = _nothing


def _checked(found: Dossier) -> Mapping[str, Any]:
    who = person()
    before = found.application["face_check"]
    return {"checked_by": who.account if who else "", "checked_on": codes.today()} | (
        {"findings": ""} if before else {}
    )


def _second(found: Dossier) -> Mapping[str, Any]:
    version = found.case["dossier_version"] if found.case else found.application["version"]
    return {"second_reader": session.get("second_reader", ""), "dossier_version": version}


def _deferred(found: Dossier) -> Mapping[str, Any]:
    """The first month that was put off and is not paid up yet."""
    benefit = found.benefit or {}
    paid = {one["month"] for one in benefit.get("arrears", ())}
    off = [one["month"] for one in benefit.get("ledger", ()) if one["state"] == "deferred"]
    owed = [month for month in off if month not in paid]
    return {"month": owed[0] if owed else "", "paid_on": codes.today()}


REASON = Field(name="reason", label="原因", kind="textarea", most=200, path="reason")
AGREED = Field(
    name="reason",
    label="与本人商定的情况",
    kind="textarea",
    most=200,
    path="reason",
    hint="例如：6月3日本人到场，同意顺延一个月。",
)
NOTE = Field(name="note", label="内部备注", kind="textarea", most=300, path="note", required=False)

ACTS = (
    Act(
        name="face_check",
        slug="face-check",
        command="record_face_check",
        title="登记当面核查",
        verb="登记",
        path="/applications/{id}/face-check",
        intro="与申请人当面核查就业情况（附件1 三.2），把核查人、日期和结果登记下来。",
        done="当面核查已登记。",
        form=Form(
            (
                Field(
                    name="checked_by",
                    label="核查人账号",
                    most=60,
                    path="checked_by",
                    hint="本街道（乡镇）的经办人员；默认是您本人。",
                ),
                Field(name="checked_on", label="核查日期", kind="date", path="checked_on"),
                Field(
                    name="findings",
                    label="核查结果",
                    kind="textarea",
                    most=300,
                    path="findings",
                    hint="在哪里、做什么、怎样得知。例如：本人当面演示接单账号，每日送餐约8小时。",
                ),
                Field(
                    name="reason",
                    label="更正原因",
                    most=200,
                    path="reason",
                    required=False,
                    hint="只在更正已有的核查记录时填写。",
                ),
            )
        ),
        start=_checked,
    ),
    Act(
        name="review",
        slug="initial-review",
        command="pass_initial_review",
        title="初审通过并上报",
        verb="下一步：签名",
        path="/cases/{id}/initial-review",
        intro="初审通过后自动公示，同时由区双岗复核。须按您的钥匙盘。",
        done="",
        form=Form(
            (
                Field(
                    name="second_reader",
                    label="复核人账号",
                    most=60,
                    path="second_reader",
                    hint="申请表上的复核人：本街道（乡镇）的另一位经办人员。",
                ),
                Field(
                    name="months",
                    label="拟批准月数",
                    kind="number",
                    most=2,
                    path="months",
                    required=False,
                    hint="不填，由系统按年龄和政策计算；只能少于计算出的月数。",
                ),
                Field(name="dossier_version", label="", kind="hidden"),
            )
        ),
        signed=True,
        start=_second,
    ),
    Act(
        name="give_back",
        slug="return",
        command="return_case",
        title="退回申请人补正",
        verb="退回",
        path="/cases/{id}/return",
        intro="材料或数据有误、可以更正的，退回补正；补正后重新比对、初审。",
        done="已退回申请人补正。",
        form=Form((replace(REASON, label="须补正什么", hint="写给申请人看，请写具体。"),)),
    ),
    Act(
        name="reject",
        slug="rejection",
        command="reject_case",
        title="审核不通过",
        verb="下一步：签名",
        path="/cases/{id}/rejection",
        intro="不符合条件的，选择原因。系统短信告知本人（附件4 二）。须按您的钥匙盘。",
        done="",
        form=Form(
            (
                Field(name="reason_code", label="原因", kind="select", path="reason_code"),
                NOTE,
            )
        ),
        signed=True,
        lists={"reason_code": "reasons"},
    ),
    Act(
        name="withdraw",
        slug="withdrawal",
        command="withdraw_application",
        title="本人撤回申请",
        verb="撤回",
        path="/applications/{id}/withdrawal",
        intro="只在申请人本人要求时办理。撤回后如要享受，须重新申请。",
        done="申请已按本人要求撤回。",
        form=Form((REASON,)),
    ),
    Act(
        name="account",
        slug="account",
        command="change_account",
        title="变更缴费账户",
        verb="变更",
        path="/applications/{id}/account",
        intro="换一个账户扣缴（附件3 二.6）。系统向银行核对户名，核对通过后用于之后的扣款。",
        done="账户已变更，正在向银行核对。",
        form=Form(
            (
                Field(name="bank", label="缴费银行", kind="radio", path="bank"),
                Field(name="account", label="账号", most=40, path="account", inputmode="numeric"),
                Field(
                    name="account_type",
                    label="卡还是存折",
                    kind="radio",
                    path="account_type",
                    choices=(("card", "银行卡"), ("passbook", "存折")),
                ),
            )
        ),
        lists={"bank": "banks"},
    ),
    Act(
        name="contacts",
        slug="contacts",
        command="change_contacts",
        title="变更联系方式",
        verb="变更",
        path="/applications/{id}/contacts",
        intro="之后的短信发到新的号码（附件3 二.6）。",
        done="联系方式已变更。",
        form=Form(
            (
                Field(name="contact", label="联系方式", most=60, path="contact"),
                Field(name="emergency", label="紧急联系人", most=60, path="emergency_contact"),
            )
        ),
    ),
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
