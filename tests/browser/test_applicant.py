"""What applicants do for themselves, with scripts and without, on a phone of 360 pixels."""

import pytest
from playwright.sync_api import expect

each_way = pytest.mark.parametrize("scripts", [True, False])


@pytest.fixture
def phone(open_reader):
    return lambda scripts=True: open_reader(360, scripts=scripts)


def heading(reader):
    return reader.page.get_by_role("heading", level=1)


def told(reader):
    return reader.page.get_by_role("status").first


def test_an_applicant_sees_every_step_with_its_legal_date(phone, town):
    reader = phone()
    reader.come_by_number(town.applicant.id_number)
    reader.open("/my")
    steps = reader.page.locator("ol.steps > li")
    expect(steps).to_have_count(9)
    expect(steps.filter(has_text="公示").first).to_contain_text("至2019年5月")
    expect(steps.filter(has_text="区级第一次复核")).to_contain_text("法定期限：2019年")
    assert "110101" not in reader.page.url


@each_way
def test_a_report_is_filed_in_four_answers(phone, town, scripts):
    reader = phone(scripts)
    reader.come_by_number(town.enjoyer.id_number)
    reader.open("/my/report")
    for label, text in REPORT.items():
        reader.page.get_by_label(label).fill(text)
    reader.press("报告")
    expect(heading(reader)).to_have_text("我的申请")
    expect(told(reader)).to_contain_text("就业情况已报告")


REPORT = {
    "这三个月做什么工作": "家政保洁",
    "在哪里工作": "东城区",
    "什么时候工作": "每天上午",
    "平均每月收入（元）": "3200",
}


def test_what_is_missing_is_told_and_nothing_typed_is_lost(phone, town):
    reader = phone()
    reader.come_by_number(town.enjoyer.id_number)
    reader.open("/my/report")
    reader.page.get_by_label("在哪里工作").fill("东城区")
    reader.press("报告")
    expect(reader.page.get_by_role("alert")).to_be_focused()
    expect(reader.page.get_by_label("在哪里工作")).to_have_value("东城区")
    reader.page.get_by_role("link", name="请填写“这三个月做什么工作”。").click()
    expect(reader.page.get_by_label("这三个月做什么工作")).to_be_focused()
    assert reader.violations() == []


@each_way
def test_the_phone_is_changed_and_the_old_one_is_shown_masked(phone, town, scripts):
    reader = phone(scripts)
    reader.come_by_number(town.applicant.id_number)
    reader.open("/my/contacts")
    number = "13700001234" if scripts else "13600005678"
    reader.page.get_by_label("您的手机").fill(number)
    reader.page.get_by_label("紧急联系人的电话").fill("13911112222")
    reader.press("变更联系方式")
    expect(told(reader)).to_contain_text("联系方式已变更")
    assert number not in reader.page.content()
    assert f"{number[:3]}****{number[-4:]}" in reader.page.content()


def test_an_account_with_a_wrong_number_is_told_beside_its_field(phone, town):
    reader = phone()
    reader.come_by_number(town.applicant.id_number)
    reader.open("/my/account")
    reader.page.get_by_label("缴费银行").select_option("BOB")
    reader.page.get_by_label("银行卡").check()
    reader.page.get_by_label("账号").fill("123")
    reader.press("变更账户")
    expect(reader.page.locator("#e-account")).to_be_visible()
    expect(reader.page.get_by_label("银行卡")).to_be_checked()


def test_whoever_paid_already_chooses_to_postpone(phone, town):
    reader = phone()
    reader.come_by_number(town.chooser.id_number)
    reader.open("/my")
    reader.follow("去选择")
    reader.page.get_by_label("顺延", exact=False).check()
    reader.press("确认选择")
    expect(told(reader)).to_contain_text("已选择顺延")


@each_way
def test_anybody_finds_out_whether_they_may_apply(phone, scripts):
    reader = phone(scripts)
    reader.open("/eligibility")
    page = reader.page
    page.get_by_label("人员类型").select_option("P4045")
    page.get_by_role("radio", name="女").check()
    page.get_by_label("出生日期").fill("1990-05-06")
    page.get_by_role("group", name="是本市户籍").get_by_label("是").check()
    page.get_by_label("户口性质").select_option("11")
    page.get_by_label("失业登记日期").fill("2018-01-05")
    page.get_by_label("从哪天开始灵活就业").fill("2018-10-01")
    page.get_by_role("group", name="现在与单位签有劳动合同").get_by_label("否").check()
    page.get_by_role("button", name="看看结果").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("1 项不符合")
    expect(page.get_by_role("status").first).to_contain_text("须年满40周岁")
    if scripts:
        assert reader.violations() == []


def reports(town):
    return len(town.east.clerk.get(f"/entitlements/{town.enjoyed}/reports")["items"])


@each_way
def test_a_double_click_reports_once(phone, town, scripts):
    reader, before = phone(scripts), reports(town)
    reader.come_by_number(town.enjoyer.id_number)
    reader.open("/my/report")
    for label, text in REPORT.items():
        reader.page.get_by_label(label).fill(text)
    reader.page.get_by_role("button", name="报告").dblclick()
    expect(heading(reader)).to_have_text("我的申请", timeout=15_000)
    assert reports(town) == before + 1
