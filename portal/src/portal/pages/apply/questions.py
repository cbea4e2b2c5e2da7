"""The questions of 附件2 and 附件3, in the steps in which a graduate answers them online."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from portal import codes
from portal.forms import Choices, Field, Form
from portal.words import BANDS


class Step(NamedTuple):
    """One page of the application."""

    name: str
    title: str
    form: Form


def steps() -> tuple[Step, ...]:
    """In their order; choices are those in force today. Raises `Problem`."""
    return (
        Step("person", "您的情况", Form(_person())),
        Step("work", "灵活就业的情况", Form(_work())),
        Step("account", "缴费账户和联系方式", Form(_account())),
        Step("commitment", "承诺书", Form(_commitment())),
    )


def online_categories() -> Choices:
    """Who may apply without coming to a counter (京人社就发〔2020〕19号 第四条)."""
    listed = codes.rows("categories")
    return tuple((one["code"], one["name"]) for one in listed if one["more"]["graduate"])


def streets() -> Choices:
    """Every street with its district before it."""
    listed = codes.rows("divisions")
    names = {one["code"]: one["name"] for one in listed}
    found = (one for one in listed if one["more"]["tier"] == "street")
    return tuple((one["code"], f"{names[one['more']['agency']]} {one['name']}") for one in found)


def body_of(typed: Mapping[str, str], text_version: str, today: str) -> dict[str, Any]:
    """What the API is sent, from everything that was typed; declared and promised today."""
    fields = tuple(one for step in steps() for one in step.form.fields)
    found: dict[str, Any] = Form(fields).blank(typed).body()
    form, promise = found.setdefault("form", {}), found.setdefault("commitment", {})
    work = form.setdefault("work", {})
    work |= {"declared_by": typed.get("name", ""), "declared_on": today}
    promise |= {"promised_on": today, "text_version": text_version}
    return found


def _person() -> tuple[Field, ...]:
    return (
        Field(name="name", label="姓名", most=50, path="form.name", autocomplete="name"),
        Field(
            name="id_number",
            label="身份证号码",
            most=18,
            path="form.id_number",
            hint="与登录时填写的相同。",
        ),
        _choice("category", "人员类型", "form.category", online_categories()),
        Field(name="graduated_on", label="毕业证书上的日期", kind="date", path="form.graduated_on"),
        _choice("education", "文化程度", "form.education", codes.choices("education")),
        _choice("former_status", "失业前身份", "form.former_status", _former()),
        _choice("hukou_type", "户口性质", "form.hukou_type", codes.choices("hukou")),
        Field(
            name="unemployed_on",
            label="失业时间",
            kind="date",
            path="form.unemployed_on",
            hint="失业登记的日期；没有登记的填毕业的日期。",
        ),
        Field(
            name="household_address", label="户口所在地址", most=200, path="form.household_address"
        ),
        Field(name="home_address", label="现在的住址", most=200, path="form.home_address"),
        _choice("street_code", "向哪个街道（乡镇）申请", "street_code", streets()),
        Field(
            name="residence_basis",
            label="选择这个街道（乡镇）是因为",
            kind="radio",
            choices=(("household", "户口在那里"), ("residence", "住在那里")),
            path="residence_basis",
        ),
        Field(
            name="file_unit",
            label="存档单位",
            most=100,
            required=False,
            path="form.file_unit",
            hint="个人档案存放的单位。",
        ),
    )


def _former() -> Choices:
    return codes.choices("former-statuses")


def _choice(name: str, label: str, path: str, choices: Choices) -> Field:
    return Field(name=name, label=label, kind="select", path=path, choices=choices)


def _work() -> tuple[Field, ...]:
    return (
        _choice("project", "灵活就业项目", "form.work.project", codes.choices("projects")),
        Field(
            name="content",
            label="做什么工作",
            most=100,
            path="form.work.content",
            hint="例如：自由撰稿。",
        ),
        Field(name="started_on", label="从哪天开始", kind="date", path="form.work.started_on"),
        Field(
            name="income_band",
            label="每月收入",
            kind="radio",
            choices=tuple(BANDS.items()),
            path="form.work.income_band",
        ),
        Field(
            name="no_contract",
            label="我没有与任何单位签订劳动合同，也没有事实劳动关系",
            kind="checkbox",
            path="form.work.no_contract",
        ),
    )


def _account() -> tuple[Field, ...]:
    return (
        _choice("bank", "缴费银行", "commitment.bank", codes.choices("banks")),
        Field(
            name="account_type",
            label="卡还是折",
            kind="radio",
            choices=(("card", "银行卡"), ("passbook", "存折")),
            path="commitment.account_type",
        ),
        Field(
            name="account",
            label="账号",
            most=40,
            path="commitment.account",
            inputmode="numeric",
            hint="须是本人的账户。",
        ),
        Field(
            name="contact",
            label="手机",
            kind="tel",
            most=60,
            path="commitment.contact",
            autocomplete="tel",
            hint="通知和以后的登录验证码都发到这个手机。",
        ),
        Field(
            name="emergency_contact",
            label="紧急联系人的电话",
            kind="tel",
            most=60,
            path="commitment.emergency_contact",
        ),
    )


def _commitment() -> tuple[Field, ...]:
    confirmed = (
        ("confirms_name", "我已核对：姓名"),
        ("confirms_project", "我已核对：灵活就业项目"),
        ("confirms_id_number", "我已核对：身份证号码"),
    )
    return (
        *(
            Field(name=name, label=label, kind="checkbox", path=f"commitment.{name}")
            for name, label in confirmed
        ),
        Field(
            name="transcription",
            label="请照抄上面最后一段话",
            kind="textarea",
            most=300,
            path="commitment.transcription",
        ),
        Field(
            name="promised_by",
            label="承诺人（填写本人姓名）",
            most=50,
            path="commitment.promised_by",
        ),
    )
