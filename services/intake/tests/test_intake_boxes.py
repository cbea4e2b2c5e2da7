"""Every box of the two printed forms (附件2, 附件3): without it nothing is taken."""

import pytest
from marshmallow import ValidationError

from contracts import wire
from contracts.intake import GetApplication, SubmitApplication

FORM = {
    "姓名": "name",
    "文化程度": "education",
    "失业前身份": "former_status",
    "家庭居住地址": "home_address",
    "失业时间": "unemployed_on",
    "户口所在地址": "household_address",
    "社会保障号（身份证号）": "id_number",
}
DECLARATION = {
    "自XXXX年XX月XX日起": "started_on",
    "从事XX工作": "content",
    "灵活就业项目": "project",
    "月收入区间": "income_band",
    "未签订《劳动合同》": "no_contract",
    "声明人": "declared_by",
    "声明日期": "declared_on",
}
COMMITMENT = {
    "确认项1": "confirms_name",
    "确认项2": "confirms_project",
    "确认项3": "confirms_id_number",
    "缴费银行": "bank",
    "账号": "account",
    "联系方式": "contact",
    "紧急联系人": "emergency_contact",
    "抄写内容": "transcription",
    "承诺人": "promised_by",
    "承诺时间": "promised_on",
}
BOXES = [
    *(("form", name) for name in FORM.values()),
    *(("form", "work", name) for name in DECLARATION.values()),
    *(("commitment", name) for name in COMMITMENT.values()),
]


@pytest.mark.parametrize("box", BOXES, ids="/".join)
def test_a_box_left_out_is_named(counter, box):
    paper = wire.dump(counter.submission())
    *way, name = box
    part = paper
    for step in way:
        part = part[step]
    del part[name]
    with pytest.raises(ValidationError) as refused:
        wire.load(SubmitApplication, paper)
    found = refused.value.normalized_messages()
    for step in way:
        assert list(found) == [step]
        found = found[step]
    assert list(found) == [name]


def test_sex_birth_and_days_may_be_left_to_the_number_and_the_calendar(counter):
    """性别, 出生日期, 至今已XX日: what is written is compared, what is not is filled in."""
    paper = wire.dump(counter.submission())
    for name in ("sex", "birth_date"):
        paper["form"].pop(name, None)
    paper["form"]["work"].pop("days_engaged", None)
    case = counter.ask(wire.load(SubmitApplication, paper)).application_id
    clear = GetApplication(application_id=case, clear=True, reason="核对原件")
    form = counter.ask(clear).form
    assert (form["sex"], form["birth_date"]) == ("male", "1970-03-07")
    assert form["work"]["days_engaged"] == 59
