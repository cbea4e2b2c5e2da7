from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

import policy
from kernel.errors import NotFound

RULEBOOK = policy.load()


@pytest.mark.parametrize(
    ("accepted_at", "version"),
    [
        ("2019-03-31T23:59:59+08:00", "legacy"),
        ("2019-04-01T00:00:00+08:00", "2019"),
        ("2019-03-31T15:59:59+00:00", "legacy"),
        ("2019-03-31T16:00:00+00:00", "2019"),
    ],
)
def test_the_new_flow_begins_at_midnight_in_beijing(accepted_at: str, version: str) -> None:
    assert RULEBOOK.process_version(datetime.fromisoformat(accepted_at)) == version


def test_a_moment_without_a_zone_has_no_flow() -> None:
    with pytest.raises(ValueError, match="zone"):
        RULEBOOK.process_version(datetime(2019, 4, 1))
    assert RULEBOOK.process_version(datetime.now(UTC)) == "2019"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("initial_review_working_days", 2),
        ("publicity_working_days", 5),
        ("first_post_working_days", 5),
        ("second_post_working_days", 1),
        ("start_offset_months", 1),
        ("cutoff_day", 24),
        ("cutoff_inclusive", True),
        ("second_reader_required", True),
        ("report_window_months", 3),
        ("report_remind_days", (15, 5, 1)),
        ("report_partial_window", False),
        ("failed_deductions_to_stop", 2),
        ("deferred_counts_as_failure", False),
        ("bank_error_counts_as_failure", False),
        ("flexible_days_min", 30),
        ("cap_months_near_retirement", 60),
        ("near_retirement_years", 5),
        ("age_reached_on_birthday", True),
        ("retire_age_male", 60),
        ("retire_age_female_worker", 50),
        ("retire_age_female_cadre", 55),
        ("sampling_rate", Decimal("0.05")),
        ("sampling_min", 10),
        ("sms_signature", "北京人社"),
        ("key_nonce_seconds", 60),
        ("session_idle_minutes", 15),
        ("lock_after_failures", 5),
        ("password_length", 10),
        ("password_days", 90),
        ("password_history", 5),
        ("password_least_days", 1),
        ("process_version", "2019"),
    ],
)
def test_the_numbers_of_the_scheme(name: str, value: object) -> None:
    assert getattr(RULEBOOK.on(date(2019, 4, 1)), name) == value


@pytest.mark.parametrize(
    ("day", "code", "severity"),
    [
        (date(2020, 9, 30), "CHK-GS-SELF", "block"),
        (date(2020, 10, 1), "CHK-GS-SELF", "warn"),
        (date(2019, 4, 1), "CHK-SB-EMP", "block"),
        (date(2019, 4, 1), "CHK-TAX", "warn"),
    ],
)
def test_how_much_a_failed_check_weighs(day: date, code: str, severity: str) -> None:
    assert RULEBOOK.on(day).check(code).severity == severity


def test_which_checks_are_asked_depends_on_run_and_category() -> None:
    rules = RULEBOOK.on(date(2020, 10, 1))

    def asked(run: str, category: str) -> set[str]:
        return {check.code for check in rules.checks_for(run, category)}

    assert {"CHK-JY-DIFF", "CHK-DA-FILE"} <= asked("intake", "P4045")
    assert "CHK-JY-GRAD" not in asked("intake", "P4045")
    assert "CHK-JY-GRAD" in asked("intake", "PGRAD")
    assert not {"CHK-JY-DIFF", "CHK-DA-FILE", "CHK-JY-UNEMP"} & asked("intake", "PGRAD")
    assert "CHK-CL-DIS" in asked("intake", "PDIS3")
    assert asked("start", "P4045") == {"CHK-SB-SELF"}
    assert asked("enlist", "P4045") == {"CHK-YH-ACC"}
    assert "CHK-JY-FLEX" in asked("second-post", "P4045") & asked("monthly", "P4045")


def test_every_category_names_checks_that_exist() -> None:
    rules = RULEBOOK.on(date(2020, 10, 1))
    for category in rules.categories:
        for code in category.evidence:
            assert rules.check(code).severity == "block"


@pytest.mark.parametrize(
    ("yuan", "code"),
    [(0, "A"), (1000, "A"), (1001, "B"), (2000, "B"), (2001, "C"), (4999, "C"), (5000, "D")],
)
def test_no_income_falls_between_two_boxes(yuan: int, code: str) -> None:
    assert RULEBOOK.on(date(2019, 4, 1)).income_band(yuan).code == code


def test_codes_in_force() -> None:
    rules = RULEBOOK.on(date(2019, 4, 1))
    assert [bank.name for bank in rules.codes("banks")] == ["邮政储蓄银行", "北京银行"]
    assert [category.code for category in rules.categories][-1] == "PLOW"
    assert len(RULEBOOK.on(date(2020, 10, 1)).categories) == 10
    assert [stop.code for stop in rules.stops] == [f"S{n:02d}" for n in range(1, 13)]
    assert rules.stop("S09").recover
    assert [code for code in ("00", "01", "05", "09") if rules.deduction_result(code).counts] == [
        "01",
        "05",
    ]
    with pytest.raises(NotFound, match="月收入"):
        rules.income_band(-1)
    with pytest.raises(NotFound):
        rules.code("banks", "ICBC")
