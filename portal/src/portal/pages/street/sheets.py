"""The two forms as they are printed: 附件2 and 附件3, field by field, in their groups."""

from dataclasses import replace
from typing import Any

from portal import codes
from portal.forms import Field, Form
from portal.words import BANDS

LISTS = {
    "education": "education",
    "former_status": "former-statuses",
    "hukou_type": "hukou",
    "category": "categories",
    "project": "projects",
    "bank": "banks",
}
PERSON = (
    Field(name="name", label="姓名", most=50, path="form.name", hint="与身份证完全一致。"),
    Field(name="education", label="文化程度", kind="select", path="form.education"),
    Field(name="former_status", label="失业前身份", kind="select", path="form.former_status"),
    Field(name="home_address", label="家庭居住地址", most=200, path="form.home_address"),
    Field(name="unemployed_on", label="失业时间", kind="date", path="form.unemployed_on"),
    Field(name="household_address", label="户口所在地址", most=200, path="form.household_address"),
    Field(
        name="file_unit",
        label="存档单位",
        most=100,
        path="form.file_unit",
        required=False,
        hint="按人员类型，多数须填。",
    ),
)
KIND = (
    Field(name="category", label="人员类型", kind="select", path="form.category"),
    Field(name="hukou_type", label="户籍类型", kind="select", path="form.hukou_type"),
    Field(
        name="retire_class",
        label="退休类别（女）",
        kind="select",
        path="form.retire_class",
        required=False,
        choices=(("worker", "50 岁（工人、灵活就业）"), ("cadre", "55 岁（管理技术岗位）")),
        hint="女性填写；不填按 50 岁。",
    ),
    Field(
        name="graduated_on",
        label="毕业证书日期",
        kind="date",
        path="form.graduated_on",
        required=False,
        hint="只有高校毕业生填写。",
    ),
)
WORK = (
    Field(name="started_on", label="自何日起从事", kind="date", path="form.work.started_on"),
    Field(name="project", label="灵活就业项目", kind="select", path="form.work.project"),
    Field(name="content", label="从事的工作", most=100, path="form.work.content"),
    Field(
        name="income_band",
        label="月收入区间",
        kind="radio",
        path="form.work.income_band",
        choices=tuple(BANDS.items()),
    ),
    Field(
        name="no_contract",
        label="本人未与任何单位签订《劳动合同》或形成事实劳动关系",
        kind="checkbox",
        path="form.work.no_contract",
    ),
    Field(
        name="declared_by",
        label="声明人",
        most=50,
        path="form.work.declared_by",
        required=False,
        hint="须为本人；不填即为上面的姓名。",
    ),
    Field(name="declared_on", label="声明日期", kind="date", path="form.work.declared_on"),
)
CONFIRMED = (
    Field(name="confirms_name", label="姓名", kind="checkbox", path="commitment.confirms_name"),
    Field(
        name="confirms_project",
        label="灵活就业项",
        kind="checkbox",
        path="commitment.confirms_project",
    ),
    Field(
        name="confirms_id_number",
        label="社会保障号（身份证号）",
        kind="checkbox",
        path="commitment.confirms_id_number",
    ),
)
REQUIRED = (
    Field(name="bank", label="个人选定缴费银行", kind="radio", path="commitment.bank"),
    Field(
        name="account",
        label="账号",
        most=40,
        path="commitment.account",
        inputmode="numeric",
        hint="请看卡或存折：必须是本人的账户，受理后系统马上向银行核对户名。",
    ),
    Field(
        name="account_type",
        label="卡还是存折",
        kind="radio",
        path="commitment.account_type",
        choices=(("card", "银行卡"), ("passbook", "存折")),
    ),
    Field(
        name="contact",
        label="联系方式（固话、手机、微信）",
        most=60,
        path="commitment.contact",
        hint="短信通知和登录验证码都发到手机。",
    ),
    Field(
        name="emergency_contact",
        label="紧急联系人（固话、手机、微信）",
        most=60,
        path="commitment.emergency_contact",
    ),
)
PROMISED = (
    Field(
        name="transcribed",
        label="纸质承诺书上本人已抄写上面这段话，经核对一致",
        kind="checkbox",
    ),
    Field(name="promised_by", label="承诺人", most=50, path="commitment.promised_by"),
    Field(name="promised_on", label="承诺时间", kind="date", path="commitment.promised_on"),
)
FORM_GROUPS = (("个人情况", PERSON), ("人员类型", KIND), ("灵活工作情况声明", WORK))
PROMISE_GROUPS = (("（一）确认项", CONFIRMED), ("（二）必填项", REQUIRED))


def application_form(*more: Field) -> Form:
    """申请表 (附件2), with today's code lists."""
    return Form((*more, *_with_lists(PERSON + KIND + WORK)))


def commitment(*more: Field) -> Form:
    """承诺书 (附件3)."""
    return Form((*more, *_with_lists(CONFIRMED + REQUIRED + PROMISED)))


def _with_lists(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    return tuple(
        replace(one, choices=codes.choices(LISTS[one.name])) if one.name in LISTS else one
        for one in fields
    )


def written(told: dict[str, Any], fields: tuple[Field, ...]) -> dict[str, str]:
    """What stands in the forms of an application, as a sheet's values."""
    found: dict[str, str] = {}
    for one in fields:
        value: Any = told
        for name in one.path.split("."):
            value = value.get(name) if isinstance(value, dict) else None
        if isinstance(value, bool):
            found[one.name] = "yes" if value else ""
        elif value is not None:
            found[one.name] = str(value)
    return found
