import base64
import csv
import io
import re
import zlib
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from contracts.reporting import GetRoster, Roster, RosterRow
from gateway.roster import WORKBOOK, neutral

ROW = RosterRow(
    row=1,
    name="张*",
    sex="女",
    age=46,
    id_number="110101197301010021",
    hukou_type="本市城镇",
    street="东华门街道",
    project="家政",
    months=36,
    applied_on="2019-04-01",
    period="2019.05-2022.04",
    phone="13800000000",
    category="4045人员",
    remark="",
)
ROSTER = Roster(
    agency="110101",
    agency_name="东城区",
    month="2019-04",
    number="110101-201904-001",
    rows=(ROW, replace(ROW, row=2, name="=1+1", remark="@cmd", street="+x", project="-x")),
    digest="",
)
PLAIN = "/api/v1/rosters/110101/2019-04"
FOURTEEN = [
    "序号",
    "姓名",
    "性别",
    "年龄",
    "身份证号",
    "户籍类型",
    "所在街道",
    "从事灵活就业项目",
    "批准补贴月数",
    "递交申请日期",
    "享受补贴起止日期",
    "联系电话",
    "人员类型",
    "备注",
]


@pytest.fixture
def sheet(desk):
    desk.doors.answers[GetRoster] = lambda _: ROSTER
    answer = desk.client.get(PLAIN + ".xlsx", headers=desk.headers("dongcheng-clerk"))
    assert (answer.status_code, answer.mimetype) == (200, WORKBOOK)
    assert "roster-110101-2019-04.xlsx" in answer.headers["Content-Disposition"]
    return load_workbook(io.BytesIO(answer.data)).active


def test_the_sheet_has_title_stamp_line_fourteen_columns_and_note(sheet):
    assert sheet["A1"].value == "区人力资源和社会保障部门复核确认系统备份花名册"
    assert "区：东城区（盖章）" in sheet["A2"].value
    assert "花名册编号：110101-201904-001" in sheet["A2"].value
    assert [cell.value for cell in sheet[3]] == FOURTEEN
    assert [cell.value for cell in sheet[4]][:5] == [1, "张*", "女", 46, "110101197301010021"]
    assert sheet["A6"].value == "注：每月打印系统备份留存"
    assert sheet.max_row == 6


def test_long_numbers_are_text(sheet):
    for place in ("E4", "L4"):
        assert (sheet[place].data_type, sheet[place].number_format) == ("s", "@")


def test_what_a_spreadsheet_would_run_is_neutralised(sheet):
    values = [sheet[place].value for place in ("B5", "N5", "G5", "H5")]
    assert values == ["'=1+1", "'@cmd", "'+x", "'-x"]
    assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (WORKBOOK, WORKBOOK),
        ("application/json", "application/json"),
        ("*/*", "application/json"),
        ("text/html", "application/json"),
        (None, "application/json"),
    ],
)
def test_the_accept_header_chooses_between_json_and_workbook(desk, accept, kind):
    desk.doors.answers[GetRoster] = lambda _: ROSTER
    headers = desk.headers() | ({"Accept": accept} if accept else {})
    answer = desk.client.get(PLAIN, headers=headers)
    assert answer.mimetype == kind
    if kind == "application/json":
        assert answer.json["rows"][0]["name"] == "张*"
        assert answer.headers["Vary"] == "Accept"


RARE = ("𠮷野·阿依古丽", "䶮", "\ue863", "㛃𬭎𫟹")  # beyond two bytes, a dot, the private use area


def test_31_rare_characters_survive_the_sheet_and_its_way_through_gb18030(desk):
    rows = tuple(replace(ROW, row=n, name=name) for n, name in enumerate(RARE, 1))
    desk.doors.answers[GetRoster] = lambda _: replace(ROSTER, rows=rows)
    answer = desk.client.get(PLAIN + ".xlsx", headers=desk.headers("dongcheng-clerk"))
    sheet = load_workbook(io.BytesIO(answer.data)).active
    names = [sheet.cell(3 + n, 2).value for n in range(1, len(RARE) + 1)]
    assert tuple(names) == RARE
    assert tuple(name.encode("gb18030").decode("gb18030") for name in names) == RARE


@pytest.mark.parametrize(
    "text", ["=1+1", "＝1+1", "＠SUM(1)", "－1", "＋1", " =1+1", "\t=1", "\n=1"]
)
def test_no_disguise_of_a_formula_runs(text):
    assert neutral(text) == "'" + text


def test_what_is_no_formula_stays_as_it_is():
    assert [neutral(one) for one in ("张三", "2019.05-2022.04", "", 36)] == [
        "张三",
        "2019.05-2022.04",
        "",
        36,
    ]


def test_the_text_for_spreadsheets_has_the_same_columns_in_gb18030_and_runs_nothing(desk):
    rows = (*ROSTER.rows, replace(ROW, row=3, name=RARE[0]))
    desk.doors.answers[GetRoster] = lambda _: replace(ROSTER, rows=rows)
    answer = desk.client.get(PLAIN + ".csv", headers=desk.headers("dongcheng-clerk"))
    assert answer.headers["Content-Type"] == "text/csv; charset=gb18030"
    assert "roster-110101-2019-04.csv" in answer.headers["Content-Disposition"]
    read = list(csv.reader(io.StringIO(answer.data.decode("gb18030"))))
    assert read[0] == FOURTEEN
    assert read[1][:5] == ["1", "张*", "女", "46", "110101197301010021"]
    assert [read[2][place] for place in (1, 13, 6, 7)] == ["'=1+1", "'@cmd", "'+x", "'-x"]
    assert read[3][1] == RARE[0]


def test_the_printed_file_is_a4_on_its_side_with_chinese_type_and_the_head_on_each_page(desk):
    rows = tuple(replace(ROW, row=n) for n in range(1, 81))
    desk.doors.answers[GetRoster] = lambda _: replace(ROSTER, rows=rows)
    answer = desk.client.get(PLAIN + ".pdf", headers=desk.headers("dongcheng-clerk"))
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert "roster-110101-2019-04.pdf" in answer.headers["Content-Disposition"]
    pages = texts_of(answer.data)
    assert len(pages) > 1 and b"/STSong-Light" in answer.data
    assert re.search(rb"/MediaBox \[ 0 0 841\.88\d* 595\.27\d* \]", answer.data)
    assert pages[0].startswith("第 1 页区人力资源和社会保障部门复核确认系统备份花名册")
    assert "区：东城区（盖章）" in pages[0] and "花名册编号：110101-201904-001" in pages[0]
    for page in pages:
        assert "".join(FOURTEEN) in page
    assert "注：每月打印系统备份留存" in pages[-1]
    assert sum(page.count("110101197301010021") for page in pages) == 80


def test_a_character_beyond_the_printers_type_is_marked_and_its_row_named(desk):
    rows = tuple(replace(ROW, row=n, name=name) for n, name in enumerate(RARE, 1))
    desk.doors.answers[GetRoster] = lambda _: replace(ROSTER, rows=rows)
    answer = desk.client.get(PLAIN + ".pdf", headers=desk.headers("dongcheng-clerk"))
    [page] = texts_of(answer.data)
    assert "〓野·阿依古丽" in page and "䶮" in page
    assert "序号 1、3、4 有本文件字库以外的字" in page


def texts_of(content):
    """What is written on each page, line breaks left out."""
    pages = []
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        drawn = zlib.decompress(base64.a85decode(stream.strip().removesuffix(b"~>")))
        shown = re.findall(rb"\(((?:\\.|[^\\)])*)\) Tj", drawn, re.DOTALL)
        pages.append(b"".join(map(unescaped, shown)).decode("utf-16-be"))
    return pages


def unescaped(text):
    octal = re.sub(rb"\\([0-7]{3})", lambda found: bytes([int(found[1], 8)]), text)
    return re.sub(rb"\\(.)", rb"\1", octal, flags=re.DOTALL)
