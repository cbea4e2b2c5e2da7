"""What the city does: figures down to the case, districts compared, samples, the fund plan."""

from datetime import timedelta

import pytest
from desks import FORTNIGHT
from playwright.sync_api import expect

from kernel.month import Month
from simulators.story.answers import until

CLERK, SECOND = "dongcheng-clerk", "city-second"
SIGN = "按演示用软件钥匙并提交"
BOTH = pytest.mark.parametrize(("width", "scripts"), [(360, False), (1366, True)])
VALUE = "03 08 15 21 27 33"


def city(desks, width=1366, scripts=True, account="city"):
    reader = desks.reader(width, scripts)
    reader.sign_in_as(account)
    return reader


def usable(reader):
    """Whole on this screen; and for everybody, where scripts can tell."""
    if reader.scripts:
        assert reader.violations() == []
        assert reader.too_wide() == 0
        assert reader.faults == []


def approved(desks):
    """A case that both posts have passed."""
    case = desks.reported()
    desks.east.first_post(case)
    desks.turn(desks.lingbu.now() + FORTNIGHT)
    until(lambda: desks.east.case(case)["publicity_closed"], 60, "公示期满")
    desks.east.second_post(case)
    return case


def seen_in(desks, figure, case, month, **more):
    """Reporting counts the case."""

    def counted():
        query = {"figure": figure, "from_month": month, "to_month": month, "limit": 100} | more
        found = desks.lingbu.officer("city").get("/counted-cases", **query)["items"]
        return case in {one["application_id"] for one in found}

    until(counted, 60, f"统计 {figure}")


def this_month(desks):
    return str(Month.of(desks.lingbu.now().date()))


@BOTH
def test_a_figure_leads_down_to_the_case(desks, width, scripts):
    case, month = desks.reported(), this_month(desks)
    seen_in(desks, "accepted", case, month)
    reader = city(desks, width, scripts)
    reader.open("/")
    reader.follow("统计数字")
    reader.page.get_by_label("统计什么").select_option("accepted")
    reader.page.get_by_label("怎样分组").select_option("district")
    for name in ("从", "至"):
        reader.page.get_by_label(name, exact=True).fill(month)
    reader.press("查看")
    data = reader.page.get_by_role("region", name="按区（数据）")
    expect(data.get_by_role("row").filter(has_text="东城区")).to_be_visible()
    expect(reader.page.get_by_role("img", name="受理（件），按区")).to_be_visible()
    usable(reader)
    reader.screenshot("city/figures_by_district")
    reader.follow("看案件：东城区")
    number = desks.number(case)
    reader.follow(number)
    expect(reader.page.get_by_role("heading", level=1)).to_contain_text(number)
    expect(reader.page.get_by_text("市级只读")).to_be_visible()
    assert reader.page.get_by_role("main").get_by_role("button").count() == 0
    usable(reader)


@BOTH
def test_districts_are_sorted_by_a_figure_and_it_leads_to_the_cases(desks, width, scripts):
    case = approved(desks)
    month = str(Month.of(desks.lingbu.now().date()))
    seen_in(desks, "approved", case, month)
    reader = city(desks, width, scripts)
    reader.open(f"/city/comparison?from={month}&to={month}")
    reader.follow("办结")
    table = reader.page.get_by_role("region", name="各区数字，按办结从大到小")
    expect(table).to_be_visible()
    usable(reader)
    reader.screenshot("city/comparing_decided")
    reader.follow("办结")
    expect(reader.page.get_by_role("region", name="各区数字，按办结从小到大")).to_be_visible()
    row = reader.page.get_by_role("row").filter(has_text="东城区")
    with reader.page.expect_navigation():
        row.get_by_role("link", name="东城区办结").click()
    note = reader.page.get_by_role("row").filter(has_text=desks.number(case))
    expect(note).to_contain_text("个工作日")


@BOTH
def test_what_is_overdue_is_found_down_to_the_case(desks, width, scripts):
    case = desks.reported()
    desks.turn(desks.lingbu.now() + FORTNIGHT)  # nobody has reviewed it
    number = desks.number(case)

    def late():
        found = desks.lingbu.officer("city").get("/cases", queue="overdue", limit=100)["items"]
        return case in {one["application_id"] for one in found}

    until(late, 60, "逾期")
    reader = city(desks, width, scripts)
    reader.open("/city/abnormal")
    with reader.page.expect_navigation():
        reader.page.get_by_role("region", name="哪里逾期").get_by_role(
            "link", name="东城区"
        ).click()
    expect(reader.page.get_by_role("row").filter(has_text=number)).to_contain_text("逾期")
    usable(reader)
    reader.screenshot("city/abnormal_overdue")
    reader.follow(number)
    expect(reader.page.get_by_text("（逾期）").first).to_be_visible()


@BOTH
def test_a_plan_is_returned_accepted_and_compiled_with_the_key(desks, width, scripts):
    month = str(Month.of(desks.lingbu.now().date()))
    clerk = desks.lingbu.officer(CLERK)
    reader = city(desks, width, scripts)

    def handed_up(reason):
        made = clerk.post("/fund-plans", {"month": month, "reason": reason})
        clerk.post(f"/submitted-plans/{month}", {"version": made["version"]})
        return made["version"]

    version = handed_up("第一次报送")
    reader.open(f"/city/plans?month={month}")
    reader.follow("接收或退回：东城区")
    usable(reader)
    reader.page.get_by_label("退回原因").fill("人数与花名册不符，请核对。")
    reader.press(f"退回第 {version} 版")
    expect(reader.page.get_by_role("status")).to_contain_text("已退回")
    version = handed_up("已核对")
    reader.open(f"/city/plans/110101?month={month}")
    reader.press(f"接收第 {version} 版")
    expect(reader.page.get_by_role("status")).to_contain_text("已接收")
    reader.screenshot("city/plans_accepted")
    reader.page.get_by_role("button", name="全市用款计划").click()
    expect(reader.page.locator("blockquote")).to_contain_text("全市用款计划")
    reader.press(SIGN)
    expect(reader.page.get_by_role("region", name="各区计划")).to_contain_text("东城区")
    usable(reader)
    reader.screenshot("city/compiled_whole")
    if scripts:
        assert reader.page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    compiled = desks.lingbu.officer("city").get(f"/compiled-plans/{month}")
    assert [one["agency"] for one in compiled["lines"]] == ["110101"]


@BOTH
def test_a_sample_is_announced_drawn_drawn_again_and_a_failed_case_confirmed(desks, width, scripts):
    case = approved(desks)
    month = Month.of(desks.lingbu.now().date())
    seen_in(desks, "approved", case, str(month))
    first = (month + 1).first_day
    desks.turn(desks.lingbu.now().replace(month=first.month, year=first.year, day=2))
    known = (desks.lingbu.now() + timedelta(days=1)).date()
    reader = city(desks, width, scripts)
    reader.open(f"/city/samples?month={month}")
    reader.page.get_by_label("用哪个公开数值").fill("福利彩票双色球当日红球号码")
    reader.page.get_by_label("数值公布的日期").fill(known.isoformat())
    reader.press("预告抽查")
    expect(reader.page.get_by_role("status")).to_contain_text("已经固定")
    desks.turn(desks.lingbu.now() + timedelta(days=1))
    reader.open(reader.page.url.removeprefix("http://localhost"))
    reader.sign_in_as("city")
    reader.open(f"/city/samples?month={month}")
    reader.follow("全市")
    reader.page.get_by_label("公布的数值").fill(VALUE)
    reader.press("抽取")
    expect(reader.page.get_by_text("重抽结果和留存的一致。")).to_be_visible()
    usable(reader)
    reader.screenshot("city/sample_drawn")
    number = desks.number(case)

    def opened():
        found = desks.lingbu.officer("city").get("/inspections", limit=100)["items"]
        return case in {one["application_id"] for one in found}

    until(opened, 60, "抽查件")
    reader.open("/city/inspections")
    reader.follow(f"登记结果：{number}")
    reader.page.get_by_label("不合格，须第二人").check()
    reader.page.get_by_label("核查情况").fill("到户核查，未从事所报工作。")
    reader.press("提交并签名")
    reader.press(SIGN)
    reader.open("/city/inspections?state=proposed")
    mine = reader.page.get_by_role("row").filter(has_text=number)
    expect(mine).to_contain_text("须由另一人复核")
    other = city(desks, width, scripts, SECOND)
    other.open("/city/inspections?state=proposed")
    other.follow(f"复核：{number}")
    other.page.get_by_label("同意不合格").check()
    other.page.get_by_label("理由").fill("核查记录和照片属实。")
    other.press("提交并签名")
    other.press(SIGN)
    other.open("/city/inspections?state=failed")
    expect(other.page.get_by_role("row").filter(has_text=number)).to_contain_text(SECOND)
    usable(other)


def test_a_district_draws_its_own_sample_and_records_what_it_found(desks):
    case = approved(desks)
    month = Month.of(desks.lingbu.now().date())
    seen_in(desks, "approved", case, str(month))
    first = (month + 1).first_day
    desks.turn(desks.lingbu.now().replace(month=first.month, year=first.year, day=2))
    clerk = city(desks, account=CLERK)
    known = (desks.lingbu.now() + timedelta(days=1)).date().isoformat()
    form = {"month": str(month), "source": "福利彩票双色球红球号码", "value_on": known}
    made = desks.lingbu.officer(CLERK).post("/samples", form)
    desks.turn(desks.lingbu.now() + timedelta(days=1))
    clerk.sign_in_as(CLERK)
    clerk.open(f"/city/samples/{made['sample_id']}")
    clerk.page.get_by_label("公布的数值").fill(VALUE)
    clerk.press("抽取")

    def opened():
        found = desks.lingbu.officer(CLERK).get("/inspections", limit=100)["items"]
        ours = [one for one in found if one["sample_id"] == made["sample_id"]]
        return case in {one["application_id"] for one in ours}

    until(opened, 60, "抽查件")
    clerk.open(f"/city/inspections/{made['sample_id']}/{case}/finding")
    clerk.page.get_by_label("合格", exact=True).check()
    clerk.page.get_by_label("核查情况").fill("到户核查属实。")
    clerk.press("提交并签名")
    clerk.press(SIGN)
    clerk.open("/city/inspections?state=passed")
    row = clerk.page.get_by_role("row").filter(has_text=desks.number(case))
    expect(row).to_contain_text("到户核查属实")
    usable(clerk)
