"""The name and type of every value a rule pack must state.

A name that stands here and in no pack, or in a pack and not here, stops the loading.
"""

from datetime import date
from decimal import Decimal

from kernel.month import Month
from policy.value import Value

__all__ = ["STEPS", "Names"]

STEPS = frozenset(
    {
        "acceptance",
        "account",
        "account_list",
        "application",
        "claims",
        "commitment",
        "correction",
        "decision",
        "deductions",
        "double_review",
        "extension",
        "flow",
        "handling",
        "lists",
        "messages",
        "months_kept",
        "oversight",
        "postponement",
        "promises",
        "refusal_notice",
        "reports",
        "roster",
        "start",
        "start_escalation",
        "transfer",
        "yearly_amount",
    }
)


class Names:
    """Working days and months are counts, ages full years, rates fractions of the base."""

    __slots__ = ()

    # Place (地区)
    division_codes = Value(str)
    local_name = Value(str)
    local_household_prefixes = Value(tuple[str, ...])

    # Flow (经办流程)
    process_version = Value(str)
    initial_review_working_days = Value(int)
    second_reader_required = Value(bool)
    publicity_working_days = Value(int)
    objection_working_days = Value(int)
    first_post_working_days = Value(int)
    second_post_working_days = Value(int)
    second_post_limit_working_days = Value(int)
    review_publicity_working_days = Value(int)
    matter_working_days = Value(int)
    matter_warn_working_days = Value(int)
    check_stale_working_days = Value(int)
    application_cycle_months = Value(int)
    claim_required = Value(bool)
    claim_window_months = Value(int)
    claim_remind_days = Value(tuple[int, ...])
    start_offset_months = Value(int)
    cutoff_day = Value(int)
    cutoff_inclusive = Value(bool)
    cutoff_warn_day = Value(int)
    start_rolls_max = Value(int)
    duplicate_scope = Value(str)

    # Benefit (享受)
    report_window_months = Value(int)
    report_partial_window = Value(bool)
    report_remind_days = Value(tuple[int, ...])
    failed_deductions_to_stop = Value(int)
    deferred_counts_as_failure = Value(bool)
    bank_error_counts_as_failure = Value(bool)
    adjustment_counts_as_failure = Value(bool)
    paid_month_after_stop = Value(str)
    deposit_day = Value(int)
    expiry_notice_days = Value(int)
    false_commitment_bar_months = Value(int)
    extension_months = Value(int)
    extension_first_expiry = Value(Month)
    extension_last_expiry = Value(Month)
    extension_automatic_from = Value(Month)
    deferral_allowed = Value(bool)
    deferral_first_month = Value(Month)
    deferral_last_month = Value(Month)
    deferral_makeup_until = Value(date)

    # Entitlement (资格与期限)
    flexible_days_min = Value(int)
    age_reached_on_birthday = Value(bool)
    working_age_min = Value(int)
    working_age_max_female = Value(int)
    working_age_max_male = Value(int)
    working_age_follows_retirement = Value(bool)
    insurable_age_max_female = Value(int)
    insurable_age_max_male = Value(int)
    trainee_age_min = Value(int)
    trainee_age_max = Value(int)
    trainee_graduate_months = Value(int)
    graduated_from = Value(date)
    graduate_window_months = Value(int)
    cap_months_near_retirement = Value(int)
    near_retirement_years = Value(int)
    pay_in_retirement_month = Value(bool)
    retire_age_male = Value(int)
    retire_age_female_worker = Value(int)
    retire_age_female_cadre = Value(int)
    retirement_delayed = Value(bool)
    retirement_delayed_from = Value(Month)
    delay_step_male = Value(int)
    delay_step_female_worker = Value(int)
    delay_step_female_cadre = Value(int)
    delay_max_male = Value(int)
    delay_max_female_worker = Value(int)
    delay_max_female_cadre = Value(int)

    # Contribution (缴费)
    pension_base = Value(Decimal)
    pension_base_ceiling = Value(Decimal)
    base_choice_allowed = Value(bool)
    pension_rate = Value(Decimal)
    pension_rate_personal = Value(Decimal)
    unemployment_base = Value(Decimal)
    unemployment_rate = Value(Decimal)
    unemployment_rate_personal = Value(Decimal)
    medical_base = Value(Decimal)
    medical_rate = Value(Decimal)
    medical_rate_personal = Value(Decimal)

    # Operation (运行)
    sampling_rate = Value(Decimal)
    sampling_min = Value(int)
    sampling_hasty_seconds = Value(int)
    roster_freeze_day = Value(int)
    plan_months_ahead = Value(int)
    check_sync_seconds = Value(int)
    check_async_hours = Value(int)
    sms_signature = Value(str)
    sms_single_limit = Value(int)
    sms_part_limit = Value(int)
    sms_hard_limit = Value(int)
    sms_variable_limit = Value(int)
    sms_window_open = Value(str)
    sms_window_close = Value(str)
    sms_retries = Value(int)
    sms_receipt_hours = Value(int)
    key_nonce_seconds = Value(int)
    key_rebinding_days = Value(int)
    session_idle_minutes = Value(int)
    lock_after_failures = Value(int)
    lock_minutes = Value(int)
    address_failures = Value(int)
    password_length = Value(int)
    password_days = Value(int)
    password_history = Value(int)
    code_minutes = Value(int)
    codes_a_day = Value(int)
    archive_years = Value(int)
    draft_days = Value(int)
    session_days = Value(int)
    code_days = Value(int)
    idempotency_days = Value(int)
    letter_days = Value(int)
