"""The main tasks by keyboard alone: the focus is seen at every stop, in the page's order."""

from datetime import timedelta

from hands import Hands
from playwright.sync_api import expect

from simulators.story.people import WORK

CLERK = "donghuamen-clerk"
SIGN = "按演示用软件钥匙并提交"


def at(reader, path):
    """Opened, with the focus where reading begins."""
    reader.open(path)
    hands = Hands(reader)
    hands.start()
    return hands


def test_an_application_is_typed_at_the_counter(reader, town):
    person, on = town.person(), town.now.date()
    reader.come_as(CLERK)
    hands = at(reader, "/street/new")
    hands.type("id_number", person.id_number)
    hands.pick("basis", "household")
    hands.press("下一步")
    fill_form(hands, person, on)
    hands.press("下一步")
    for name in ("confirms_name", "confirms_project", "confirms_id_number"):
        hands.tick(name)
    hands.pick("bank", person.bank)
    hands.type("account", person.account)
    hands.pick("account_type", "card")
    hands.type("contact", person.contact)
    hands.type("emergency_contact", person.emergency_contact)
    hands.tick("transcribed")
    hands.press("下一步")
    expect(reader.page.get_by_role("heading", level=1)).to_contain_text("拍照")
    form = {"id_number": person.id_number}
    [taken] = town.east.clerk.post("/applications/search", form)["items"]
    assert taken["state"] == "draft"


def fill_form(hands, person, on):
    """申请表 in the order in which it is printed."""
    hands.type("name", person.name)
    hands.choose("education", "70")
    hands.choose("former_status", "01")
    hands.type("home_address", "北京市东城区示例胡同1号")
    hands.date("unemployed_on", on - timedelta(days=400))
    hands.type("household_address", "北京市东城区示例胡同1号")
    hands.type("file_unit", "区人力资源公共服务中心")
    hands.choose("category", "P4045")
    hands.choose("hukou_type", "11")
    hands.date("started_on", on - timedelta(days=60))
    hands.choose("project", person.project)
    hands.type("content", WORK[person.project])
    hands.pick("income_band", "B")
    hands.tick("no_contract")


def test_an_initial_review_is_passed(reader, town):
    case = town.accepted()
    reader.come_as(CLERK)
    hands = at(reader, f"/street/cases/{case}")
    hands.press("初审通过并上报")
    hands.start()
    hands.type("second_reader", "donghuamen-reader")
    hands.press("下一步")
    hands.start()
    hands.press(SIGN)
    expect(reader.page.get_by_role("heading", level=1)).to_contain_text("公示中")


def test_an_applicant_reports_in_four_answers(open_reader, town):
    reader = open_reader(360)
    reader.come_by_number(town.enjoyer.id_number)
    hands = at(reader, "/my/report")
    answers = {"content": "家政保洁", "place": "东城区", "hours": "每天上午", "income": "3200"}
    for name, text in answers.items():
        hands.type(name, text)
    hands.press("报告")
    expect(reader.page.get_by_role("status").first).to_contain_text("就业情况已报告")
