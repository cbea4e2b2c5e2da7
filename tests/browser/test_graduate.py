"""By the rules of November 2020: a graduate applies fully online, a month put off is paid up."""

import io
from contextlib import closing
from datetime import date, datetime, timedelta

import psycopg2
import pytest
from PIL import Image
from playwright.sync_api import expect

from kernel.clock import SHANGHAI
from kernel.identity import compose
from portal.photographs import KINDS
from simulators.story.answers import ready_for_second, until
from simulators.story.client import Lingbu
from simulators.story.counters import Counter
from simulators.story.people import invent
from simulators.story.places import DONGHUAMEN

NUMBERS = {
    scripts: compose("110101", date(1998, 5, 6), 21 + 2 * scripts) for scripts in (True, False)
}
PHONE = "13800000021"
PERSON = {
    "姓名": "李毕业",
    "毕业证书上的日期": "2020-07-01",
    "失业时间": "2020-07-10",
    "户口所在地址": "北京市东城区示例胡同1号",
    "现在的住址": "北京市东城区示例胡同1号",
}
CHOSEN = {
    "人员类型": "PGRAD",
    "文化程度": "20",
    "失业前身份": "06",
    "户口性质": "11",
    "向哪个街道（乡镇）申请": "110101001",
}


@pytest.mark.parametrize("scripts", [True, False])
def test_a_graduate_applies_fully_online(later, tmp_path, scripts):
    reader = later(scripts=scripts)
    reader.begin_online(NUMBERS[scripts], PHONE)
    expect(heading(reader)).to_have_text("我的申请表")
    fill_person(reader, NUMBERS[scripts])
    reader.page.get_by_label("做什么工作").fill("自由撰稿")
    reader.press("保存，以后再填")

    reader = later(scripts=scripts)  # another day, another browser
    reader.begin_online(NUMBERS[scripts], PHONE)
    reader.follow("灵活就业的情况")
    expect(reader.page.get_by_label("做什么工作")).to_have_value("自由撰稿")
    fill_work(reader)
    fill_account(reader)
    sign(reader)
    expect(heading(reader)).to_have_text("核对并提交")
    reader.press("提交申请")
    expect(heading(reader)).to_have_text("上传照片")
    for kind in KINDS:
        reader.page.locator(f"#f-{kind}").set_input_files(picture(tmp_path, kind))
    reader.press("上传")
    expect(reader.page.get_by_role("status").first).to_contain_text("三张照片都已上传")

    east = Counter(reader.lingbu, DONGHUAMEN)
    [waiting] = east.clerk.get("/applications", state="draft")["items"]
    east.accept(waiting["application_id"])
    reader.open("/my")
    expect(heading(reader)).to_have_text("我的申请")
    expect(reader.page.locator("ol.steps")).to_contain_text("编号 110101-20201109")
    assert reader.faults == []


@pytest.mark.parametrize("scripts", [True, False])
def test_a_session_that_ends_in_the_middle_loses_no_word(later, later_house, scripts):
    number, phone = compose("110101", date(1998, 5, 6), 25 + 2 * scripts), f"1380000003{scripts:d}"
    reader = later(scripts=scripts)
    reader.begin_online(number, phone)
    reader.follow("接着填：您的情况")
    for label, text in PERSON.items():
        reader.page.get_by_label(label, exact=True).fill(text)
    reader.page.get_by_label("文化程度").select_option("20")
    idle_too_long(later_house)
    reader.press("保存并继续")
    reader.press("重新登录")
    expect(heading(reader)).to_have_text("网上申请")  # where they came in, with number and phone
    reader.enter_number_and_phone(number, phone)
    reader.press("继续填写")
    for label, text in PERSON.items():
        expect(reader.page.get_by_label(label, exact=True)).to_have_value(text)
    expect(reader.page.get_by_label("文化程度")).to_have_value("20")


def idle_too_long(house):
    """Every applicant's session is over, as after an hour without a click."""
    place = f"postgresql://postgres@/lingbu_gateway?host={house.var / 'pg'}"
    with closing(psycopg2.connect(place)) as connection, connection:
        connection.cursor().execute("UPDATE applicant_sessions SET ended_at = now()")


def heading(reader):
    return reader.page.get_by_role("heading", level=1)


def fill_person(reader, number):
    reader.follow("接着填：您的情况")
    reader.page.get_by_label("身份证号码").fill(number)
    for label, text in PERSON.items():
        reader.page.get_by_label(label, exact=True).fill(text)
    for label, code in CHOSEN.items():
        reader.page.get_by_label(label).select_option(code)
    reader.page.get_by_label("户口在那里").check()
    reader.press("保存并继续")
    expect(heading(reader)).to_have_text("灵活就业的情况")


def fill_work(reader):
    reader.page.get_by_label("灵活就业项目").select_option("01")
    reader.page.get_by_label("从哪天开始").fill("2020-09-01")
    reader.page.get_by_label("2001—4999元").check()
    reader.page.get_by_label("我没有与任何单位签订").check()
    reader.press("保存并继续")
    expect(heading(reader)).to_have_text("缴费账户和联系方式")


def fill_account(reader):
    reader.page.get_by_label("缴费银行").select_option("BOB")
    reader.page.get_by_label("银行卡").check()
    reader.page.get_by_label("账号").fill("6210980000000000003")
    reader.page.get_by_label("手机").fill(PHONE)
    reader.page.get_by_label("紧急联系人的电话").fill("13911112222")
    reader.press("保存并继续")
    expect(heading(reader)).to_have_text("承诺书")


def sign(reader):
    """Read, confirmed, copied and signed."""
    copied = reader.page.locator("#copied").inner_text()
    for what in ("姓名", "灵活就业项目", "身份证号码"):
        reader.page.get_by_label(f"我已核对：{what}").check()
    reader.page.get_by_label("请照抄上面最后一段话").fill(copied)
    reader.page.get_by_label("承诺人（填写本人姓名）").fill("李毕业")
    reader.press("保存并继续")


def picture(folder, kind):
    """A photograph as a phone takes it: larger than what is sent where scripts run."""
    file = io.BytesIO()
    Image.effect_noise((2600, 1000), 80).convert("RGB").save(file, "JPEG", quality=95)
    path = folder / f"{kind}.jpg"
    path.write_bytes(file.getvalue())
    return path


def test_a_month_that_was_put_off_is_paid_up_at_the_counter_and_seen_by_all(later, later_house):
    """第七条. The last story of this house: it turns the clock past November."""
    lingbu = Lingbu(later_house.address)
    east, person = Counter(lingbu, DONGHUAMEN), invent(700_001, lingbu.now().date())
    lingbu.teach(person.id_number, deductions={"2020-12": "01d"})
    case = enlisted(lingbu, east, person)
    lingbu.set_clock(datetime(2020, 12, 28, 9, tzinfo=SHANGHAI))
    until(lambda: [one["state"] for one in east.entitlement(case)["ledger"]] == ["deferred"], 60)
    own = later(width=360, scripts=False)
    own.come_by_number(person.id_number)
    own.open("/my/benefit")
    expect(own.page.get_by_text("还没有补缴")).to_be_visible()

    clerk = later(width=360, scripts=False)
    clerk.come_as("donghuamen-clerk")
    clerk.open(f"/street/cases/{case}")
    clerk.follow("登记补缴")
    expect(clerk.page.get_by_label("缓缴的月份")).to_have_value("2020-12")
    clerk.page.get_by_label("本人选定的缴费基数（元）").fill("1000")
    clerk.press("下一步：签名")
    expect(clerk.page.get_by_role("alert")).to_be_visible()  # below the floor: told, kept, mended
    clerk.page.get_by_label("本人选定的缴费基数（元）").fill("4000")
    clerk.press("下一步：签名")
    clerk.press("按演示用软件钥匙并提交")
    expect(clerk.page.get_by_text("补缴800.00元").first).to_be_visible()

    own.open("/my/benefit")
    paid = own.page.get_by_role("region", name="补缴").get_by_role("row", name="2020年12月")
    expect(paid).to_contain_text("4000.00")
    expect(paid).to_contain_text("800.00")
    desk = later(width=1366)
    desk.come_as("dongcheng-clerk")
    desk.open(f"/district/benefits/{case}")
    expect(desk.page.get_by_role("region", name="补缴的缓缴月份")).to_contain_text("800.00")
    expect(desk.page.get_by_role("link", name="登记补缴")).to_have_count(0)
    assert own.faults + clerk.faults + desk.faults == []


def enlisted(lingbu, east, person):
    """On the district's list to the centre, and taken up by it."""
    today = lingbu.now().date()
    case = east.take(person, today)
    east.face_check(case, today, "属实")
    until(lambda: east.case(case)["state"] == "initial_review", 60, "初审就绪")
    until(lambda: east.case(case)["face_checked"], 60, "当面核查")
    east.initial_review(case)
    east.first_post(case)
    lingbu.set_clock(lingbu.now() + timedelta(days=14))
    until(lambda: ready_for_second(east.case(case)), 120, "可以第二次复核")
    east.second_post(case)
    until(lambda: east.entitlement(case), 60, "享受")
    east.check_start(case)
    east.confirm_start(case)
    east.close_list("2020-12")
    until(lambda: east.entitlement(case)["state"] == "active", 60, "享受中")
    return case
