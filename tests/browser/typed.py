"""What a clerk types of an application, screen by screen."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import expect
from reader import Reader

from simulators.story.people import WORK, Person


def type_number(reader: Reader, person: Person) -> None:
    """1: whose application it is."""
    reader.open("/street/new")
    reader.page.get_by_label("社会保障号（身份证号）").fill(person.id_number)
    reader.press("下一步：申请表")


def type_form(reader: Reader, person: Person, on: date) -> None:
    """2: 申请表."""
    fill_form(reader, person, on)
    reader.press("下一步：承诺书")


def fill_form(reader: Reader, person: Person, on: date) -> None:
    """Everything of it, not sent."""
    page = reader.page
    texts = {
        "name": person.name,
        "home_address": "北京市东城区示例胡同1号",
        "household_address": "北京市东城区示例胡同1号",
        "file_unit": "区人力资源公共服务中心",
        "content": WORK[person.project],
        "unemployed_on": (on - timedelta(days=400)).isoformat(),
        "started_on": (on - timedelta(days=60)).isoformat(),
    }
    for name, text in texts.items():
        page.locator(f"#f-{name}").fill(text)
    codes = {"education": "70", "former_status": "01", "category": "P4045"}
    for name, code in (codes | {"hukou_type": "11", "project": person.project}).items():
        page.locator(f"#f-{name}").select_option(code)
    page.get_by_label("1001—2000元").check()
    page.get_by_label("本人未与任何单位签订").check()


def type_commitment(reader: Reader, person: Person) -> None:
    """3: 承诺书, and the application is handed in."""
    fill_commitment(reader, person)
    reader.press("下一步：拍照")


def fill_commitment(reader: Reader, person: Person) -> None:
    """Everything of it, not sent."""
    page = reader.page
    for name in ("confirms_name", "confirms_project", "confirms_id_number", "transcribed"):
        page.locator(f"#f-{name}").check()
    page.locator(f"input[name=bank][value={person.bank}]").check()
    for name in ("account", "contact", "emergency_contact"):
        page.locator(f"#f-{name}").fill(getattr(person, name))


def hand_in(reader: Reader, documents: Mapping[str, Path]) -> None:
    """4: three photographs."""
    for kind, path in documents.items():
        reader.page.locator(f"#f-{kind}").set_input_files(str(path))
    if reader.scripts:
        expect(reader.page.get_by_alt_text("刚选的照片")).to_have_count(3)
    reader.press("上传并受理")
