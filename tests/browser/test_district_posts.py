"""双岗复核 at two desks: queues, dossier, key; two officers at once, twice, and too late."""

from contextlib import suppress

import pytest
from desks import DAY, object_to
from hands import Hands
from keys import plug_in, register
from playwright.sync_api import Error, expect

from gateway.demo_accounts import PASSWORD
from simulators.story.places import NANMOFANG

ONE, TWO, BOTH = "dongcheng-post1", "dongcheng-post2", "dongcheng-rotating"
SIGN = "按演示用软件钥匙并提交"


def at(reader, case, step=""):
    return reader.open(f"/district/cases/{case}" + (f"/{step}" if step else ""))


def passed(desks, case, post):
    return [one for one in desks.east.case(case)["posts"] if one["post"] == post]


@pytest.mark.parametrize("scripts", [True, False])
def test_two_officers_pass_a_case_each_with_their_key(desks, scripts):
    case = desks.reported()
    number = desks.number(case)
    one = desks.reader(scripts=scripts)
    one.sign_in_as(ONE)
    one.open("/district/first")
    one.follow(number)
    expect(one.page.get_by_role("heading", level=1)).to_contain_text(number)
    one.press("第一次复核通过")
    expect(one.page.locator("blockquote")).to_contain_text(f"{number} 第一次复核通过")
    one.press(SIGN)
    expect(one.page.get_by_role("status").first).to_contain_text(f"{number}")
    expect(one.page.get_by_role("status").first).to_contain_text("第一次复核通过")
    two = desks.reader(scripts=scripts)
    two.sign_in_as(TWO)
    two.open("/district/second")
    row = two.page.get_by_role("row").filter(has_text=number)
    expect(row).to_contain_text("您不能办")
    expect(row).to_contain_text("公示尚未结束")
    at(two, case)
    expect(two.page.get_by_role("button", name="第二次复核确认")).to_have_count(0)
    desks.rested(case)
    two.sign_in_as(TWO)
    two.open("/district/second")
    two.follow(number)
    two.press("第二次复核确认")
    two.press(SIGN)
    expect(two.page.get_by_role("status").first).to_contain_text("第二次复核确认")
    assert desks.east.case(case)["state"] == "approved"
    assert one.faults == two.faults == []


def test_who_was_the_first_is_told_before_the_key_is_pressed(desks):
    case = desks.reported()
    desks.east.first_post(case, officer=desks.lingbu.officer(BOTH))
    desks.rested(case)
    both = desks.reader()
    both.sign_in_as(BOTH)
    both.open("/district/second")
    row = both.page.get_by_role("row").filter(has_text=desks.number(case))
    expect(row).to_contain_text("不能为同一个经办人")
    at(both, case)
    expect(both.page.get_by_role("button", name="第二次复核确认")).to_have_count(0)
    expect(both.page.get_by_text("请由另一名经办人办理")).to_be_visible()


def test_two_officers_press_at_once_and_one_of_them_is_told(desks):
    case = desks.reported()
    ready = []
    for account in (ONE, BOTH):
        reader = desks.reader()
        reader.sign_in_as(account)
        at(reader, case)
        reader.press("第一次复核通过")
        ready.append(reader)
    one, other = ready
    one.press(SIGN)
    other.press(SIGN)
    expect(other.page.get_by_role("heading", name="接下来怎么办")).to_be_visible()
    other.follow("返回，看现在可以办什么")
    expect(other.page.get_by_role("heading", level=1)).to_contain_text(desks.number(case))
    [made] = passed(desks, case, "first")
    assert made["officer"] == ONE


def test_a_double_click_and_the_back_button_decide_once(desks):
    case = desks.reported()
    one = desks.reader()
    one.sign_in_as(ONE)
    at(one, case)
    one.press("第一次复核通过")
    button = one.page.get_by_role("button", name=SIGN)
    with one.page.expect_navigation():
        button.dblclick()
    expect(one.page.get_by_role("status").first).to_contain_text("第一次复核通过")
    with suppress(Error):  # what was answered to an order is kept nowhere
        one.page.go_back()
    one.page.wait_for_url("chrome-error://chromewebdata/")  # the browser's own words for it
    at(one, case)
    expect(one.page.get_by_role("button", name="第一次复核通过")).to_have_count(0)
    assert len(passed(desks, case, "first")) == 1


def test_a_session_that_ends_in_the_middle_loses_no_word(desks):
    case = desks.reported()
    one = desks.reader()
    one.sign_in_as(ONE)
    at(one, case, "return")
    one.page.get_by_label("须补正的内容").fill("承诺书照片不清晰，请重拍。")
    desks.sign_out(ONE)
    one.press("退回街道")
    one.press("重新登录")
    one.page.get_by_label("账号", exact=True).fill(ONE)
    one.page.get_by_label("钥匙盘序列号").fill(f"SW-{ONE}")
    one.press("下一步")
    one.page.get_by_label("口令").fill("lingbu-demo")
    one.press("按演示用软件钥匙并登录")
    one.press("继续填写")
    expect(one.page.get_by_label("须补正的内容")).to_have_value("承诺书照片不清晰，请重拍。")
    one.press("退回街道")
    expect(one.page.get_by_text("已退回街道补正").first).to_be_visible()
    assert desks.east.case(case)["return_reason"] == "承诺书照片不清晰，请重拍。"


def test_a_rejection_is_signed_and_names_a_listed_reason(desks):
    case = desks.reported()
    one = desks.reader(360)
    one.sign_in_as(ONE)
    at(one, case, "rejection")
    one.press("不同意并签名")
    expect(one.page.get_by_role("alert")).to_contain_text("请选择“不同意的原因”")
    one.page.get_by_label("不同意的原因").select_option("R-30D")
    one.press("不同意并签名")
    expect(one.page.locator("blockquote")).to_contain_text("灵活就业未满30日")
    one.press(SIGN)
    expect(one.page.get_by_text("审核未通过").first).to_be_visible()
    assert desks.east.case(case)["state"] == "rejected"


def test_a_case_is_found_and_passed_by_keyboard_alone(desks):
    case = desks.reported()
    one = desks.reader()
    one.sign_in_as(ONE)
    at(one, case)
    keys = one.page.keyboard
    one.page.get_by_role("link", name="跳到正文").focus()
    keys.press("Enter")
    keys.press("Tab")
    expect(one.page.get_by_role("button", name="第一次复核通过")).to_be_focused()
    with one.page.expect_navigation():
        keys.press("Enter")
    one.page.get_by_role("link", name="跳到正文").focus()
    keys.press("Enter")
    for _ in range(2):
        keys.press("Tab")
    expect(one.page.get_by_role("button", name=SIGN)).to_be_focused()
    with one.page.expect_navigation():
        keys.press("Enter")
    assert len(passed(desks, case, "first")) == 1


def test_the_second_post_is_passed_by_keyboard_alone(desks):
    case = desks.reported()
    desks.east.first_post(case)
    desks.rested(case)
    two = desks.reader()
    two.sign_in_as(TWO)
    at(two, case)
    hands = Hands(two)
    hands.start()
    hands.press("第二次复核确认")
    hands.start()
    hands.press(SIGN)
    expect(two.page.get_by_role("status").first).to_contain_text("第二次复核确认")
    assert desks.east.case(case)["state"] == "approved"


def test_clear_data_are_shown_once_for_a_reason_and_on_record(desks):
    case = desks.reported()
    one = desks.reader()
    one.sign_in_as(ONE)
    at(one, case)
    expect(one.page.get_by_text("13800000", exact=False)).to_have_count(0)
    one.follow("查看明文")
    one.press("查看明文")
    expect(one.page.get_by_role("alert")).to_contain_text("请填写“查看理由”")
    one.page.get_by_label("查看理由").fill("核对身份证照片与录入号码")
    one.press("查看明文")
    expect(one.page.get_by_text("明文，已留痕")).to_be_visible()
    number = desks.lingbu.officer(ONE).get(f"/applications/{case}")["form"]["id_number"]
    assert "*" in number and number not in one.page.content()
    assert "核对身份证照片" not in one.page.url
    looked = [h for h in desks.east.application(case)["history"] if h["what"] == "clear_read"]
    assert any(item["title"] == "查看完整个人信息" for item in looked)
    at(one, case)
    assert number in one.page.content()


def test_an_objection_is_looked_into_and_decided_with_reasons(desks):
    case = desks.reported()
    until_day = desks.east.case(case)["publicity_from"]
    while desks.lingbu.now().date().isoformat() < until_day:
        desks.turn(desks.lingbu.now() + DAY)
    object_to(desks.lingbu, case)
    clerk = desks.reader()
    clerk.sign_in_as("dongcheng-clerk")
    clerk.open("/district/objections")
    clerk.follow(desks.number(case))
    clerk.follow("登记核查结果")
    expect(clerk.page.get_by_text("13800000000")).to_have_count(0)
    clerk.follow("查看异议人的姓名和电话")
    clerk.page.get_by_label("查看理由").fill("电话核实异议内容")
    clerk.press("查看")
    expect(clerk.page.get_by_text("13800000000")).to_be_visible()
    clerk.follow("登记核查结果")
    clerk.page.get_by_label("不属实").check()
    clerk.page.get_by_label("查明的情况和理由").fill("已到单位核实，该人并不在职。")
    clerk.press("登记核查结果")
    expect(clerk.page.get_by_role("status")).to_contain_text("核查结果已登记")
    [filed] = desks.east.case(case)["objections"]
    assert (filed["state"], filed["findings"]) == ("dismissed", "已到单位核实，该人并不在职。")


def test_a_post_is_passed_with_a_security_key_in_the_browser(desks):
    account, key = "chaoyang-post1", "SK-DISTRICT"
    case = desks.reported(at=NANMOFANG)
    one = desks.reader()
    plug_in(one.page)
    register(one.page, account, key)
    one.open(f"/sign-in/officer?account={account}&key_serial={key}")
    one.press("下一步")
    one.page.get_by_label("口令").fill(PASSWORD)
    one.page.get_by_role("button", name="按钥匙盘并登录").click()
    expect(one.page.get_by_role("heading", level=1)).to_contain_text("您好", timeout=15_000)
    at(one, case)
    one.press("第一次复核通过")
    one.page.get_by_role("button", name="按钥匙盘并提交").click()
    expect(one.page.get_by_role("status").first).to_contain_text("第一次复核通过", timeout=15_000)
    seen = desks.lingbu.officer("chaoyang-clerk").get(f"/cases/{case}")
    assert [post["key_serial"] for post in seen["posts"] if post["post"] == "first"] == [key]
