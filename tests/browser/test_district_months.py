"""What the district does by the month: lists, roster, fund plan; and what it adds and stops."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from kernel.month import Month
from simulators.story.answers import until

CLERK = "dongcheng-clerk"
SIGN = "按演示用软件钥匙并提交"


@pytest.fixture
def clerk(desks):
    reader = desks.reader()
    reader.sign_in_as(CLERK)
    return reader


def start_of(desks, case):
    return desks.east.entitlement(case)["start_month"]


def answered(desks, month, state):
    """The centre's answers to the newest list of a month."""
    path = f"/addition-lists/110101/{month}"

    def rows():
        found = desks.lingbu.officer(CLERK).get(path)["rows"]
        return [row for row in found if row["state"] == state]

    return until(rows, 60, "社保中心答复")


def test_the_months_list_is_seen_sent_answered_row_by_row_and_sent_again(desks):
    person = desks.person()
    desks.lingbu.teach(person.id_number, refuse_enrolment="账号与姓名不符")
    case = desks.confirmed(person)
    month, number = start_of(desks, case), desks.number(case)
    clerk = desks.reader()
    clerk.sign_in_as(CLERK)
    clerk.open(f"/district/lists?month={month}")
    waiting = clerk.page.get_by_role("region", name="待报送的增员")
    expect(waiting.get_by_role("row").filter(has_text=number)).to_be_visible()
    clerk.press(f"报送{Month.parse(month).chinese()}名单")
    expect(clerk.page.get_by_role("status")).to_contain_text("名单已报送")
    answered(desks, month, "refused")
    clerk.open(f"/district/lists?month={month}")
    sent = clerk.page.get_by_role("region", name="已报送的增员")
    expect(sent.get_by_role("row").filter(has_text=number)).to_contain_text("账号与姓名不符")
    assert clerk.violations() == []
    desks.lingbu.teach(person.id_number)
    clerk.press(f"报送{Month.parse(month).chinese()}名单（重报退回人员）")
    answered(desks, month, "accepted")
    clerk.open(f"/district/lists?month={month}")
    expect(clerk.page.get_by_role("heading", name="已报送的增员：第 2 批")).to_be_visible()
    row = sent.get_by_role("row").filter(has_text=number)
    expect(row).to_contain_text("已接收")


def test_the_roster_is_printed_and_taken_away_in_clear_for_a_reason(desks, clerk):
    case = desks.confirmed()
    approved = desks.lingbu.now().date().isoformat()[:7]
    clerk.sign_in_as(CLERK)
    clerk.open(f"/district/roster?month={approved}")
    clerk.follow("打印或导出（明文）")
    clerk.page.get_by_label("理由").fill("每月打印系统备份留存")
    clerk.press("打印或导出")
    name = desks.lingbu.officer(CLERK).get(f"/cases/{case}")["name"]
    heading = "区人力资源和社会保障部门复核确认系统备份花名册"
    expect(clerk.page.get_by_role("heading", level=1)).to_have_text(heading)
    expect(clerk.page.get_by_text("*", exact=False).filter(has_text=name)).to_have_count(0)
    assert clerk.violations() == []
    clerk.screenshot("district/roster_print")
    assert clerk.page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    for way, begins in (("XLSX 表格", b"PK"), ("PDF", b"%PDF")):
        clerk.open(f"/district/roster/clear?month={approved}")
        clerk.page.get_by_label(way).check()
        clerk.page.get_by_label("理由").fill("每月打印系统备份留存")
        with clerk.page.expect_download() as found:
            clerk.page.get_by_role("button", name="打印或导出").click()
        content = found.value.path().read_bytes()
        assert content.startswith(begins), way
        if begins == b"PK":
            assert load_workbook(BytesIO(content)).active["A1"].value == heading


@pytest.mark.parametrize("scripts", [True, False])
def test_a_fund_plan_is_drawn_up_read_and_handed_up_with_the_key(desks, scripts):
    month = Month.of(desks.lingbu.now().date()) + (1 if scripts else 2)
    clerk = desks.reader(scripts=scripts)
    clerk.sign_in_as(CLERK)
    clerk.open(f"/district/plan?month={month}")
    clerk.press("编制用款计划")
    expect(clerk.page.get_by_role("status")).to_contain_text("第 1 版已编制")
    clerk.press("报送第 1 版")
    expect(clerk.page.locator("blockquote")).to_contain_text("用款计划")
    clerk.press(SIGN)
    expect(clerk.page.get_by_text("第 1 版：已报送")).to_be_visible()
    plan = desks.lingbu.officer(CLERK).get(f"/fund-plans/110101/{month}")
    assert (plan["state"], plan["submitted_by"]) == ("submitted", CLERK)


def test_a_district_adds_to_the_commitment_after_seeing_it_whole(desks, clerk):
    before = desks.east.text()
    clause = f"本人知悉本区第{len(before['additions']) + 1}条补充约定。"
    clerk.open("/district/commitment")
    clerk.page.get_by_label("增加的内容").fill(clause)
    clerk.press("预览全文")
    expect(clerk.page.locator("mark")).to_have_text(clause)
    assert clerk.violations() == []
    assert desks.east.text() == before
    clerk.press("增加这 1 条")
    expect(clerk.page.get_by_role("status")).to_contain_text("已增加 1 条")
    after = desks.east.text()
    assert after["additions"] == [*before["additions"], clause]
    assert after["items"] == before["items"]


def test_a_suspicion_is_looked_into_and_another_benefit_stopped_with_the_key(desks, clerk):
    person = desks.person()
    case = desks.confirmed(person)
    clerk.sign_in_as(CLERK)
    told = {"reporter": "社保", "status": "employment", "month": start_of(desks, case)}
    desks.lingbu.teach(person.id_number, statuses=[told])
    until(lambda: desks.east.entitlement(case)["suspicions"], 60, "疑似停止情形")
    clerk.open("/district/benefits")
    clerk.follow(desks.number(case))
    clerk.follow("核实后排除")
    clerk.page.get_by_label("核实情况").fill("向该单位电话核实，同名同姓，并非本人。")
    clerk.press("排除疑似停止并签名")
    clerk.press(SIGN)
    expect(clerk.page.get_by_text("已核实，不成立")).to_be_visible()
    clerk.follow("停止享受")
    clerk.page.get_by_label("停止原因").select_option("S10")
    clerk.page.get_by_label("原因发生的月份").fill(start_of(desks, case))
    clerk.page.get_by_label("依据").fill("本人到街道书面申请停止。")
    clerk.press("停止享受并签名")
    clerk.press(SIGN)
    expect(clerk.page.get_by_text("已停止").first).to_be_visible()
    assert desks.east.entitlement(case)["stop_code"] == "S10"
