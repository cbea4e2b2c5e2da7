"""The acts about an application, as a table: checking, reviewing, giving back, changing details."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import session

from portal import codes
from portal.forms import Field, Form
from portal.pages.street.act import NOTE, REASON, Act
from portal.pages.street.dossier import Dossier
from portal.session import person


def _checked(found: Dossier) -> Mapping[str, Any]:
    who = person()
    before = found.application["face_check"]
    return {"checked_by": who.account if who else "", "checked_on": codes.today()} | (
        {"findings": ""} if before else {}
    )


def _second(found: Dossier) -> Mapping[str, Any]:
    version = found.case["dossier_version"] if found.case else found.application["version"]
    return {"second_reader": session.get("second_reader", ""), "dossier_version": version}


APPLICATION_ACTS = (
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
)
