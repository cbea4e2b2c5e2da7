"""The name and type of every value a rule pack must state.

A name that stands here and in no pack, or in a pack and not here, stops the loading.
"""

import re
from datetime import date
from decimal import Decimal

from kernel.month import Month
from policy.value import Shape, Value

__all__ = ["Names"]

LAST_DAY = 28  # every month has it

# What is more than this is a slip of the pen: a digit too many, days written for months.
AGE, YEARS, MONTHS, DAYS, WORKING_DAYS, HOURS = 100, 100, 600, 3660, 250, 8760
YEAR, LEAP_YEAR, CHARACTERS, TIMES = 12, 366, 1000, 1000
CLOCK = Shape("a time of day from 00:00 to 23:59", re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]"))


class Names:
    """Working days and months are counts, ages full years, rates fractions of the base."""

    __slots__ = ()

    # Place (地区)
    division_codes = Value(str)
    local_name = Value(str)
    local_household_prefixes = Value(tuple[str, ...])

    # Flow (经办流程)
    process_version = Value(str)
    initial_review_working_days = Value(int, most=WORKING_DAYS)
    second_reader_required = Value(bool)
    publicity_working_days = Value(int, least=1, most=WORKING_DAYS)
    objection_working_days = Value(int, most=WORKING_DAYS)
    first_post_working_days = Value(int, most=WORKING_DAYS)
    second_post_working_days = Value(int, most=WORKING_DAYS)
    second_post_limit_working_days = Value(int, most=WORKING_DAYS)
    review_publicity_working_days = Value(int, most=WORKING_DAYS)
    matter_working_days = Value(int, most=WORKING_DAYS)
    matter_warn_working_days = Value(int, most=WORKING_DAYS)
    check_stale_working_days = Value(int, most=WORKING_DAYS)
    application_cycle_months = Value(int, least=1, most=YEAR)
    claim_required = Value(bool)
    claim_window_months = Value(int, least=1, most=YEAR)
    claim_remind_days = Value(tuple[int, ...], most=LEAP_YEAR)
    start_offset_months = Value(int, most=YEAR)
    cutoff_day = Value(int, least=1, most=LAST_DAY)
    cutoff_inclusive = Value(bool)
    cutoff_warn_day = Value(int, least=1, most=LAST_DAY)
    start_rolls_max = Value(int, most=TIMES)

    # Benefit (享受)
    report_window_months = Value(int, least=1, most=YEAR)
    report_partial_window = Value(bool)
    report_remind_days = Value(tuple[int, ...], most=LEAP_YEAR)
    failed_deductions_to_stop = Value(int, least=1, most=TIMES)
    deferred_counts_as_failure = Value(bool)
    bank_error_counts_as_failure = Value(bool)
    adjustment_counts_as_failure = Value(bool)
    paid_month_after_stop = Value(str, words=("refund", "keep"))
    deposit_day = Value(int, least=1, most=LAST_DAY)
    expiry_notice_days = Value(int, most=DAYS)
    false_commitment_bar_months = Value(int, most=MONTHS)
    extension_months = Value(int, most=MONTHS)
    extension_first_expiry = Value(Month)
    extension_last_expiry = Value(Month)
    extension_automatic_from = Value(Month)
    deferral_allowed = Value(bool)
    deferral_first_month = Value(Month)
    deferral_last_month = Value(Month)
    deferral_makeup_until = Value(date)

    # Entitlement (资格与期限)
    flexible_days_min = Value(int, most=DAYS)
    age_reached_on_birthday = Value(bool)
    working_age_min = Value(int, most=AGE)
    working_age_max_female = Value(int, most=AGE)
    working_age_max_male = Value(int, most=AGE)
    working_age_follows_retirement = Value(bool)
    insurable_age_max_female = Value(int, most=AGE)
    insurable_age_max_male = Value(int, most=AGE)
    trainee_age_min = Value(int, most=AGE)
    trainee_age_max = Value(int, most=AGE)
    trainee_graduate_months = Value(int, most=MONTHS)
    graduated_from = Value(date)
    graduate_window_months = Value(int, most=MONTHS)
    cap_months_near_retirement = Value(int, most=MONTHS)
    near_retirement_years = Value(int, most=YEARS)
    pay_in_retirement_month = Value(bool)
    retire_age_male = Value(int, most=AGE)
    retire_age_female_worker = Value(int, most=AGE)
    retire_age_female_cadre = Value(int, most=AGE)
    retirement_delayed = Value(bool)
    retirement_delayed_from = Value(Month)
    delay_step_male = Value(int, least=1, most=MONTHS)
    delay_step_female_worker = Value(int, least=1, most=MONTHS)
    delay_step_female_cadre = Value(int, least=1, most=MONTHS)
    delay_max_male = Value(int, most=MONTHS)
    delay_max_female_worker = Value(int, most=MONTHS)
    delay_max_female_cadre = Value(int, most=MONTHS)

    # Contribution (缴费)
    pension_base = Value(Decimal, least=1)
    pension_base_ceiling = Value(Decimal, least=1)
    base_choice_allowed = Value(bool)
    pension_rate = Value(Decimal, most=1)
    pension_rate_personal = Value(Decimal, most=1)
    unemployment_base = Value(Decimal, least=1)
    unemployment_rate = Value(Decimal, most=1)
    unemployment_rate_personal = Value(Decimal, most=1)
    medical_base = Value(Decimal, least=1)
    medical_rate = Value(Decimal, most=1)
    medical_rate_personal = Value(Decimal, most=1)

    # Operation (运行)
    sampling_rate = Value(Decimal, most=1)
    sampling_min = Value(int)
    sampling_correction_working_days = Value(int, least=1, most=WORKING_DAYS)
    roster_freeze_day = Value(int, least=1, most=LAST_DAY)
    plan_months_ahead = Value(int, most=MONTHS)
    check_async_hours = Value(int, most=HOURS)
    sms_signature = Value(str)
    sms_single_limit = Value(int, least=1, most=CHARACTERS)
    sms_part_limit = Value(int, least=1, most=CHARACTERS)
    sms_hard_limit = Value(int, least=1, most=CHARACTERS)
    sms_variable_limit = Value(int, least=1, most=CHARACTERS)
    sms_window_open = Value(str, shape=CLOCK)
    sms_window_close = Value(str, shape=CLOCK)
    sms_retries = Value(int, most=TIMES)
    sms_daily_limit = Value(int, least=1, most=TIMES)
    sms_receipt_hours = Value(int, most=HOURS)
    key_nonce_seconds = Value(int)
    key_rebinding_days = Value(int, most=DAYS)
    session_idle_minutes = Value(int, most=HOURS)
    lock_after_failures = Value(int, most=TIMES)
    lock_minutes = Value(int, most=HOURS)
    address_failures = Value(int, most=TIMES)
    password_length = Value(int, most=CHARACTERS)
    password_days = Value(int, most=DAYS)
    password_history = Value(int, most=TIMES)
    password_least_days = Value(int, most=DAYS)
    code_minutes = Value(int, most=HOURS)
    codes_a_day = Value(int, most=TIMES)
    archive_years = Value(int, most=YEARS)
    draft_days = Value(int, most=DAYS)
    session_days = Value(int, most=DAYS)
    code_days = Value(int, most=DAYS)
    idempotency_days = Value(int, most=DAYS)
    letter_days = Value(int, most=DAYS)
