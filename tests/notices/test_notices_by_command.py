"""`lingbu calendar`: an operator enters a notice, and sees where it has arrived."""

from datetime import date, datetime

import pytest
from click.testing import CliRunner
from notice_cases import Case

from servicekit.calendar_command import calendar


@pytest.fixture
def run(house, monkeypatch):
    """The command over the databases of a house, under the system's clock."""
    opened = house(datetime(2026, 12, 31, 9), date(2026, 11, 22))
    for name, room in opened.rooms.items():
        monkeypatch.setenv(f"LINGBU_{name.upper()}_DATABASE_URL", room.url)

    def invoke(*arguments):
        return CliRunner().invoke(calendar, list(arguments))

    invoke.house = opened
    return invoke


NOTICE = ("add", "--document", "虚构的2027年通知", "--published", "2020-11-05", "--year", "2027")


def test_a_notice_is_entered_once_and_reaches_every_service(run):
    case = Case(run.house)
    days = ("--off", "2027-01-01..2027-01-03", "--off", "2027-01-04", "--work", "2027-01-09")
    for _ in range(2):
        entered = run(*NOTICE, *days)
        assert entered.exit_code == 0, entered.output
    assert "2027-01-02放假" in entered.output and "2027-01-09上班" in entered.output
    assert "已到达：intake\n共 1 份。" in run("list").output
    run.house.settle()
    run.house.ring()
    listed = run("list").output
    assert "已到达：" in listed and all(name in listed for name in ("intake", "review", "payments"))
    [due] = case.view().dues
    assert (due.due_at[:10], due.provisional) == ("2027-01-06", False)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (("--off", "2027-13-01"), "不是日期"),
        (("--off", "2027-01-03..2027-01-01"), "止日早于起日"),
        ((), "至少要有一个"),
        (("--off", "2027-01-01", "--work", "2027-01-01"), "出现了两次"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_entered(run, days, said):
    refused = run(*NOTICE, *days)
    assert refused.exit_code != 0
    assert said in refused.output
    assert run("list").output == "共 0 份。\n"
