"""The administrators' main tasks, end to end: without scripts on a phone, with them at a desk."""

import itertools
import time

import operator_places
import pytest
from keys import plug_in
from playwright.sync_api import expect

from simulators.story.answers import until

SIGN = "按演示用软件钥匙并提交"
NUMBERS = itertools.count(int(time.time()) % 10**9)
ways = pytest.mark.parametrize(("width", "scripts"), [(360, False), (1366, True)])
SLOW = 60_000  # milliseconds that a crowded machine may take


def come(open_reader, account, width=1366, scripts=True):
    reader = open_reader(width, scripts)
    reader.page.set_default_timeout(SLOW)
    reader.come_as(account)
    return reader


def told(reader, words):
    expect(reader.page.get_by_role("status").first).to_contain_text(words, timeout=SLOW)


@ways
def test_an_officer_comes_moves_is_disabled_and_leaves(width, scripts, open_reader, town):
    account = f"clerk-{next(NUMBERS)}"
    one = come(open_reader, "security", width, scripts)
    one.open("/operator/officers")
    one.follow("新增经办人员")
    one.page.get_by_label("账号").fill(account)
    one.page.get_by_label("姓名").fill("景山经办")
    one.page.get_by_label("岗位", exact=True).select_option("street_clerk")
    one.page.get_by_label("区划").select_option("110101002")
    one.press("新增")
    told(one, "已新增")
    one.follow("设置口令")
    one.page.get_by_label("临时口令").fill("short")
    one.press("设置口令")
    expect(one.page.get_by_role("alert")).to_be_visible(timeout=SLOW)
    one.page.get_by_label("临时口令").fill("Battery-Staple-1")
    one.press("设置口令")
    told(one, "口令已设置")
    one.follow("调岗")
    one.page.get_by_label("岗位", exact=True).select_option("district_post1")
    one.page.get_by_label("区划").select_option("110101")
    one.press("调岗")
    told(one, "已调岗")
    one.follow("停用账号")
    one.page.get_by_label("事由").fill("借调外出")
    one.press("停用账号")
    expect(one.page.get_by_text("停用", exact=True).first).to_be_visible(timeout=SLOW)
    one.follow("恢复账号")
    one.press("恢复账号")
    one.follow("登记离任")
    one.page.get_by_label("最后工作日").fill("2019-12-31")
    one.press("登记离任")
    told(one, "已登记离任")
    seen = town.lingbu.officer("auditor").get(f"/officers/{account}")
    assert (seen["division"], seen["valid_to"], seen["disabled"]) == ("110101", "2019-12-31", False)
    assert [item["what"] for item in seen["history"]] == [
        "officer_created",
        "password_set",
        "officer_transferred",
        "officer_disabled",
        "officer_enabled",
        "officer_leaves",
    ]
    assert one.faults == []


def test_a_security_key_is_registered_by_one_hand_and_bound_by_another(open_reader, town):
    account, serial = f"clerk-{next(NUMBERS)}", f"SK-{next(NUMBERS)}"
    form = {
        "account": account,
        "name": "持钥匙的人",
        "tier": "street",
        "division": "110101002",
        "roles": ["street_clerk"],
        "valid_from": "2019-04-01",
    }
    town.lingbu.officer("security").post("/officers", form)
    system = come(open_reader, "operator")
    plug_in(system.page)
    system.open("/operator/keys")
    system.follow("登记安全密钥")
    system.page.get_by_label("钥匙盘序列号").fill(serial)
    system.press("下一步")
    system.page.get_by_role("button", name="触碰密钥并登记").click()
    told(system, "已入库")
    expect(system.page.get_by_role("link", name="绑定钥匙盘")).to_have_count(0)
    security = come(open_reader, "security")
    security.open(f"/operator/officers/{account}")
    security.follow("绑定钥匙盘")
    security.page.locator("[name=serial]").first.wait_for()
    field = security.page.locator("[name=serial]")
    if field.evaluate("one => one.tagName") == "SELECT":
        field.select_option(serial)
    else:
        field.fill(serial)
    security.press("绑定")
    told(security, serial)
    security.follow("解绑")
    security.page.get_by_label("事由").fill("交回")
    security.press("解绑")
    told(security, "已解绑")
    seen = town.lingbu.officer("auditor").get(f"/keys/{serial}")
    assert [one["account"] for one in seen["bindings"]] == [account]
    assert seen["bindings"][0]["bound_to"]
    assert system.faults == security.faults == []


def test_a_session_is_ended_by_the_security_administrator(open_reader, town):
    town.lingbu.officer("nanmofang-reader").get("/cases")
    one = come(open_reader, "security", 360, scripts=False)
    one.open("/operator/officers/nanmofang-reader")
    before = one.page.get_by_role("button", name="结束").count()
    assert before >= 1
    one.page.get_by_role("button", name="结束").first.click()
    told(one, "该登录已结束")
    assert one.page.get_by_role("button", name="结束").count() == before - 1


@ways
def test_an_answer_is_entered_by_one_and_confirmed_by_another(width, scripts, open_reader, town):
    person = town.person()
    town.lingbu.teach(person.id_number, checks={"CHK-GA-ID": "SILENT"})
    case = town.east.take(person, town.now.date())
    city = town.lingbu.officer("city")

    def asked():
        found = city.get("/waiting", partner="police", limit=100)["items"]
        return [one for one in found if one["about"] == case and one["topic"] == "CHK-GA-ID"]

    request = until(asked, 120, "等候的询问")[0]["request_id"]
    one = come(open_reader, "city", width, scripts)
    one.open(f"/operator/waiting/{request}")
    one.follow("人工录入答复")
    one.press("录入并签名")
    expect(one.page.get_by_role("alert")).to_contain_text("请选择“比对结果”", timeout=SLOW)
    one.page.get_by_label("通过", exact=True).check()
    one.page.get_by_label("为什么人工录入").fill("对方系统停机检修")
    one.page.get_by_label("依据").fill("市局王某电话告知")
    one.press("录入并签名")
    one.press(SIGN)
    expect(one.page.get_by_text("这是您录入的")).to_be_visible(timeout=SLOW)
    other = come(open_reader, "city-second", width, scripts)
    other.open("/operator/waiting?by_hand=yes")
    other.open(f"/operator/waiting/{request}")
    other.follow("复核人工录入")
    other.page.get_by_label("与依据一致，采用").check()
    other.page.get_by_label("理由").fill("已电话核对")
    other.press("复核并签名")
    other.press(SIGN)
    expect(other.page.get_by_text("已答复").first).to_be_visible(timeout=SLOW)
    assert city.get(f"/waiting/{request}")["source"] == "by-hand"
    assert one.faults == other.faults == []


@ways
def test_what_waits_is_sent_again_by_filter(width, scripts, open_reader, town):
    request = operator_places.unanswered(town)
    one = come(open_reader, "operator", width, scripts)
    one.open("/operator/waiting?partner=police")
    expect(one.page.get_by_role("link", name="人工录入答复")).to_have_count(0)
    one.page.get_by_role("link", name="重发符合条件的").click()
    one.page.get_by_role("button", name="重发").click()
    told(one, "已安排立即重发")
    seen = town.lingbu.officer("city").get(f"/waiting/{request}")
    assert seen["tries"] >= 1
    assert one.faults == []


@ways
def test_parked_letters_are_driven_again_and_one_is_discarded(width, scripts, open_reader, town):
    kind = f"kind-{next(NUMBERS)}"
    operator_places.park(town.var, "reporting", 3, kind)
    one = come(open_reader, "operator", width, scripts)
    one.open(f"/operator/letters/reporting?code={kind}")
    rows = one.page.get_by_role("row").filter(has_text="calendar_changed")
    expect(rows).to_have_count(3, timeout=SLOW)
    rows.first.get_by_role("link").click()
    expect(one.page.get_by_role("row").filter(has_text="document")).to_contain_text("不显示")
    one.follow("作废")
    one.press("作废")
    expect(one.page.get_by_role("alert")).to_be_visible(timeout=SLOW)
    one.page.get_by_label("事由").fill("测试信件，不需要")
    one.page.get_by_label("我已核实").check()
    one.press("作废")
    told(one, "已作废")
    one.open(f"/operator/letters/reporting?code={kind}")
    one.page.get_by_role("link", name="重发这一类").click()
    one.page.get_by_role("button", name="重发 2 封").click()
    told(one, "已安排重发 2 封")
    path = "/services/reporting/parked-letters"
    operator = town.lingbu.officer("operator")
    until(lambda: operator.get(path, code=kind)["total"] == 0, 120, "信件办完")
    one.open(f"/operator/letters/reporting?code={kind}")
    expect(one.page.get_by_text("没有这一类停放的信件")).to_be_visible(timeout=SLOW)
    assert one.faults == []


def test_a_long_run_is_stopped_and_goes_on(open_reader, town):
    run = operator_places.bring(town, 40_000)
    one = come(open_reader, "dongcheng-clerk", 360, scripts=False)
    one.open(f"/operator/files/{run}/stop")
    one.page.get_by_label("暂停原因").fill("先核对总额")
    one.press("暂停")
    clerk = town.lingbu.officer("dongcheng-clerk")

    def state():
        return clerk.get(f"/deduction-files/{run}")["state"]

    until(lambda: state() == "stopped", what="暂停")
    one.open("/operator/running")
    expect(one.page.get_by_text("已暂停").first).to_be_visible(timeout=SLOW)
    one.open(f"/operator/files/{run}")
    one.press("继续入账")
    told(one, "继续入账")
    until(lambda: state() == "done", what="办完")
    assert one.faults == []


@ways
def test_the_record_is_proved_with_its_progress_and_the_end_is_read(
    width, scripts, open_reader, town
):
    one = come(open_reader, "auditor", width, scripts)
    one.open("/operator/running")
    one.follow("核对审计记录")
    one.page.get_by_label("核对哪个服务的记录").select_option("partners")
    one.press("开始核对")
    told(one, "已开始核对 1 个服务")
    auditor = town.lingbu.officer("auditor")

    def newest():
        return auditor.get("/services/partners/runs")["items"][0]

    until(lambda: newest()["state"] == "done", 120, "审计核对")
    one.open("/operator/running")
    one.follow("外部系统：审计核对")
    expect(one.page.get_by_text("审计记录完整")).to_be_visible(timeout=SLOW)
    assert newest()["findings"] == 0
    assert one.faults == []


def test_a_holiday_notice_is_seen_whole_before_it_counts(open_reader, town):
    name = f"第{next(NUMBERS)}号通知"
    one = come(open_reader, "city", 360, scripts=False)
    one.open("/operator/calendar")
    one.follow("录入放假通知")
    one.page.get_by_label("发文字号或通知名称").fill(name)
    one.page.get_by_label("通知发布的日期").fill("2019-04-01")
    one.page.get_by_label("放假", exact=False).first.fill("2018-01-03 至 2018-01-04")
    one.press("核对")
    expect(one.page.get_by_role("heading", name="请核对")).to_be_visible(timeout=SLOW)
    assert name not in str(town.lingbu.officer("city").get("/holiday-notices"))
    one.press("确认录入")
    told(one, "已录入")
    expect(one.page.get_by_role("heading", name=name)).to_be_visible()


def test_the_rules_of_a_day_are_found_with_their_clause(open_reader):
    one = come(open_reader, "auditor", 360, scripts=False)
    one.open("/operator/policy?on=2020-10-01&words=公示期")
    one.follow("公示期（工作日）")
    row = one.page.get_by_role("row").filter(has_text="京劳服失发〔2019〕1号")
    expect(row).to_contain_text("附件1 三.2")


def test_health_says_what_is_wrong_and_leads_to_it(open_reader, town):
    operator_places.parked(town)
    one = come(open_reader, "operator")
    one.open("/operator/health")
    expect(one.page.get_by_role("heading", name="需要处理")).to_contain_text("审核")
    one.follow("看审核停放的信件")
    expect(one.page.get_by_role("heading", level=1)).to_have_text("审核停放的信件")
