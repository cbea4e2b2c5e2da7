"""A clerk's day at the counter: an application taken, checked, reviewed; a choice; paper."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from street_places import accepted, case_of
from typed import hand_in, type_commitment, type_form, type_number

from simulators.story.answers import until
from simulators.story.photos import KINDS
from simulators.story.photos import page as picture

CLERK = "donghuamen-clerk"
each_way = pytest.mark.parametrize("scripts", [True, False])


def heading(reader):
    return reader.page.get_by_role("heading", level=1)


@pytest.fixture(scope="session")
def documents(tmp_path_factory):
    """The three photographs as files of a counter's computer."""
    folder = tmp_path_factory.mktemp("documents")
    found = {kind: folder / f"{kind}.jpg" for kind in KINDS}
    for kind, path in found.items():
        path.write_bytes(picture(kind, "JPEG", (1200, 1600)))
    return found


@each_way
def test_an_application_is_taken_and_its_checks_arrive(open_reader, town, documents, scripts):
    reader, person = open_reader(scripts=scripts), town.person()
    reader.come_as(CLERK)
    type_number(reader, person)
    type_form(reader, person, town.now.date())
    type_commitment(reader, person)
    hand_in(reader, documents)
    expect(reader.page.get_by_text("已受理，编号")).to_be_visible()
    checks = reader.page.locator("#checks")
    if not scripts:
        expect_after_refreshing(reader, checks)
    expect(checks).to_contain_text("没有需要处理的", timeout=60_000)
    assert reader.faults == []


def expect_after_refreshing(reader, checks):
    """Without scripts the clerk follows the link now and then."""
    for _ in range(60):
        if "没有需要处理的" in checks.inner_text():
            return
        reader.page.wait_for_timeout(1000)
        reader.follow("刷新")


def test_somebody_with_an_open_application_is_told_of_on_the_second_screen(reader, town):
    person = town.person()
    town.accepted(person)
    reader.come_as(CLERK)
    type_number(reader, person)
    expect(reader.page.get_by_role("alert")).to_contain_text("已有在办申请")
    assert reader.violations() == []


@pytest.mark.parametrize("width", [360, 1366])
def test_every_screen_of_an_application_can_be_used_by_everybody(open_reader, town, width):
    reader, person = open_reader(width), town.person()
    reader.come_as(CLERK)
    type_number(reader, person)
    usable(reader, "street/take_form")
    type_form(reader, person, town.now.date())
    usable(reader, "street/take_commitment")


def usable(reader, name):
    assert reader.violations() == []
    assert reader.too_wide() == 0
    reader.screenshot(name)


@each_way
def test_face_check_and_initial_review(open_reader, town, scripts):
    case = town.east.take(town.person(), town.now.date())
    reader = open_reader(scripts=scripts)
    reader.come_as(CLERK)
    reader.open(f"/street/cases/{case}")
    reader.follow("登记当面核查")
    reader.page.get_by_label("核查结果").fill("本人当面演示接单账号，情况属实。")
    reader.press("登记")
    expect(reader.page.get_by_role("status").first).to_have_text("当面核查已登记。")
    until(lambda: town.east.case(case)["state"] == "initial_review", 60, "初审就绪")
    reader.open(f"/street/cases/{case}")
    reader.follow("初审通过并上报")
    reader.page.get_by_label("复核人账号").fill("donghuamen-reader")
    reader.press("下一步：签名")
    reader.press("按演示用软件钥匙并提交")
    expect(heading(reader)).to_contain_text("公示中")
    assert reader.faults == []


def test_the_list_is_worked_by_keyboard_alone(reader, town):
    accepted(town)
    reader.come_as(CLERK)
    reader.open("/street")
    link = reader.page.get_by_role("row").get_by_role("link").first
    for _ in range(40):
        reader.page.keyboard.press("Tab")
        if link.evaluate("one => one === document.activeElement"):
            break
    expect(link).to_be_focused()
    with reader.page.expect_navigation():
        reader.page.keyboard.press("Enter")
    assert "/street/cases/" in reader.page.url


@each_way
def test_a_person_at_the_counter_chooses_to_postpone(open_reader, town, scripts):
    reader = open_reader(scripts=scripts)
    reader.come_as(CLERK)
    case = case_of(town, town.hesitant)
    reader.open(f"/street/cases/{case}/start")
    expect(reader.page.get_by_text("退费，开始月份不变")).to_be_visible()
    reader.follow("本人选择顺延")
    expect(heading(reader)).to_contain_text("顺延开始月份")
    expect(reader.page.get_by_label("与本人商定的情况")).to_be_visible()


def test_a_report_is_taken_at_the_counter(reader, town):
    reader.come_as(CLERK)
    reader.open(f"/street/cases/{case_of(town, town.enjoyer)}/report")
    answers = {"工作内容": "家政保洁", "工作地点": "东城区", "工作时间": "每日6小时"}
    for label, text in (answers | {"劳动收入（元/月）": "3200"}).items():
        reader.page.get_by_label(label).fill(text)
    reader.press("登记报告")
    expect(reader.page.get_by_role("status").first).to_contain_text("报告已登记。")


@pytest.mark.parametrize("sheet", ["form", "commitment", "receipt"])
def test_a_sheet_of_paper_is_one_page_of_a4(reader, town, sheet, tmp_path):
    reader.come_as(CLERK)
    reader.open(f"/street/cases/{accepted(town)}/print/{sheet}")
    path: Path = tmp_path / f"{sheet}.pdf"
    reader.page.pdf(path=path, prefer_css_page_size=True)
    content = path.read_bytes()
    assert content.count(b"/Type /Page\n") + content.count(b"/Type /Page ") == 1
    assert b"/MediaBox [0 0 595" in content or b"/MediaBox [0 0 594" in content
