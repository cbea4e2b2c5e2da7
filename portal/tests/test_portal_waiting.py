"""The waiting room, its lines, rows that officers type, and holiday notices."""

import pytest

from portal.api import Problem
from portal.pages.operator import rows
from portal.pages.operator.partner_words import explained

LINE = {
    "line": "closed",
    "waiting": 0,
    "abandoned": 0,
    "refused": 0,
    "error": "",
}


def test_everything_is_sent_again_only_when_nothing_was_chosen(system, api):
    api.table["GET", "/api/v1/partners"] = {"items": [{"partner": "police", "title": "公安"}]}
    api.table["GET", "/api/v1/waiting"] = {"items": [], "total": 7, "next_cursor": None}
    api.table["POST", "/api/v1/waiting/resending"] = {"count": 7}
    for chosen, form in (
        ({}, {"everything": True}),
        ({"partner": "police", "state": "refused"}, {"partner": "police", "state": "refused"}),
    ):
        page = system.get(
            "/operator/waiting/resending?" + "&".join(f"{k}={v}" for k, v in chosen.items())
        )
        assert "7" in page.text
        assert system.post("/operator/waiting/resending").status_code == 303
        assert api.given("/api/v1/waiting/resending")[-1].form == form


def test_what_an_open_line_keeps_back_is_told_after_sending_again(system, api):
    api.table["GET", "/api/v1/partners"] = {"items": []}
    api.table["GET", "/api/v1/waiting"] = {"items": [], "total": 0, "next_cursor": None}
    api.table["POST", "/api/v1/waiting/resending"] = {"count": 3, "kept_back": 2}
    system.get("/operator/waiting/resending")
    system.post("/operator/waiting/resending")
    told = system.get("/operator/waiting").text
    assert "立即发出 1 件" in told and "暂留 2 件" in told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ({}, "正常"),
        ({"waiting": 2}, "自动重发"),
        ({"waiting": 2, "abandoned": 1}, "已不再自动重发"),
        ({"refused": 1, "abandoned": 1}, "对方不收"),
        ({"line": "open", "refused": 1}, "合闸"),
        ({"error": "no-key"}, "公钥"),
    ],
)
def test_a_line_says_what_is_wrong_and_what_to_do(line, told):
    assert told in explained(LINE | line)


def test_rows_are_read_or_the_line_is_named():
    assert rows.contributions("2019-05 本人\n\n 2019-06  单位 ") == [
        {"month": "2019-05", "payer": "self", "open_ended": False},
        {"month": "2019-06", "payer": "employer", "open_ended": False},
    ]
    assert rows.refusals("3 E01 账号与 姓名不符") == [
        {"row": 3, "code": "E01", "reason": "账号与 姓名不符"}
    ]
    told = rows.days("off", "2020-10-01 至 2020-10-03\n2020-12-31")
    assert [str(day) for day in told] == ["2020-10-01", "2020-10-02", "2020-10-03", "2020-12-31"]


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (rows.contributions, "2019-05 邻居"),
        (rows.contributions, "五月 本人"),
        (rows.refusals, "E01 原因"),
        (lambda text: rows.days("off", text), "2020-10-08 至 2020-10-01"),
        (lambda text: rows.days("off", text), "2020-02-30"),
        (lambda text: rows.days("off", text), "2020-01-01 至 2020-12-31"),
    ],
)
def test_a_line_that_cannot_be_read_is_told(read, text):
    with pytest.raises(Problem) as told:
        read(text)
    assert text[:10] in next(iter(told.value.fields.values()))


def test_a_notice_counts_only_after_its_days_were_seen(city, api):
    api.table["POST", "/api/v1/holiday-notices"] = {"document": "某通知", "days": [1, 2]}
    typed = {"document": "某通知", "published_on": "2019-04-01", "off": "2019-05-01 至 2019-05-02"}
    city.get("/operator/calendar/new")
    seen = city.post("/operator/calendar/new", **typed)
    assert (seen.status_code, api.given("/api/v1/holiday-notices")) == (200, [])
    assert "2019年5月1日、2019年5月2日" in seen.text
    mark = f"某通知 {[('2019-05-01', 'off'), ('2019-05-02', 'off')]}"
    changed = typed | {"off": "2019-05-01 至 2019-05-03", "sure": mark}
    assert city.post("/operator/calendar/new", **changed).status_code == 200
    assert api.given("/api/v1/holiday-notices") == []
    assert city.post("/operator/calendar/new", **typed, sure=mark).status_code == 303
    [order] = api.given("/api/v1/holiday-notices")
    assert [one["kind"] for one in order.form["days"]] == ["off", "off"]
