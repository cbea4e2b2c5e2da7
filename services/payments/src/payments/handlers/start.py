"""社保状态确认: the street asks the centre, then confirms, postpones, refunds or refuses."""

from typing import Any
from uuid import uuid4

from contracts.common import Done
from contracts.outside import ContributionAnswered, ContributionQueried
from contracts.payments import (
    CheckContributions,
    ConfirmStart,
    RefuseStart,
    StartChoiceNeeded,
    StartConfirmed,
)
from kernel.month import Month
from payments.domain.start import (
    CLEAN,
    EMPLOYER_OPEN,
    SELF_PAID,
    TITLES,
    Line,
    find,
)
from payments.domain.states import (
    CONFIRMED,
    FINDING,
    QUERYING,
    REFUND_PENDING,
    START_CHECK,
    STARTING,
)
from payments.handlers.common import (
    about,
    allowed_now,
    conflict,
    contribution,
    done,
    load,
    queue,
    term_from,
)
from payments.handlers.grounds import of_finding, of_start
from payments.handlers.moving import bring_forward, end_unused
from payments.rows import EntitlementRow
from policy.deadlines import is_fresh, start_cutoff_of


def check_contributions(form: CheckContributions, uow: Any) -> Done:
    """社保缴费状态查询: asks the centre; an earlier question no longer counts."""
    row = load(form.application_id, uow)
    if row.state not in (START_CHECK, QUERYING, FINDING):
        raise conflict(row, uow, "start-not-open", "开始享受月份已经处理，不能再次查询缴费状态。")
    if not bring_forward(row, uow):
        return done(row, uow)
    row.state, row.request_id, row.finding, row.lines = QUERYING, uuid4(), "", []
    row.refunded = False
    uow.emit(
        ContributionQueried(
            application_id=row.application_id,
            request_id=row.request_id,
            from_month=row.proposed_start,
            subject=about(row, uow, "name", "id_number"),
        )
    )
    title = "已向社保中心查询缴费状态"
    uow.note(row.application_id, "contributions_asked", title, clause=uow.step("start"))
    return done(row, uow)


def note_contributions(event: ContributionAnswered, uow: Any) -> None:
    """The centre's answer becomes a finding; an answer nobody waits for changes nothing."""
    row = uow.entitlements.asking(event.request_id)
    if row is None or row.state != QUERYING:
        return
    lines = [Line(Month.parse(x.month), x.payer, x.open_ended) for x in event.lines]
    row.lines = [[str(line.month), line.payer, line.open_ended] for line in lines]
    row.finding = find(lines, Month.parse(row.proposed_start))
    row.state, row.found_on, row.request_id = FINDING, uow.today, None
    title = f"缴费状态查询结果：{TITLES[row.finding]}"
    basis = of_finding(row, TITLES[row.finding], uow)
    uow.note(
        row.application_id, "contributions_found", title, clause=uow.step("start"), basis=basis
    )
    if row.finding == SELF_PAID:
        _ask_to_choose(row, uow)
    queue(row, uow)


def _ask_to_choose(row: EntitlementRow, uow: Any) -> None:
    month = Month.parse(row.proposed_start)
    last_day = start_cutoff_of(month, uow.calendar, uow.policy.on(uow.today))
    uow.emit(
        StartChoiceNeeded(application_id=row.application_id, month=str(month), decide_by=last_day)
    )


def confirm_start(form: ConfirmStart, uow: Any) -> Done:
    """开始享受月份确认: fixes start, end and months on a fresh clean finding; T6 follows."""
    row = load(form.application_id, uow)
    _must_be_clean(row, uow)
    start = Month.parse(row.proposed_start)
    months = term_from(start, row, uow)
    if months < 1:
        raise conflict(row, uow, "no-months-left", "距退休年龄已不足一个月，不能确认开始享受月份。")
    cost = contribution(start, uow)
    sentence = f"{row.number} 确认自{start.chinese()}起享受{months}个月"
    uow.sign(form, sentence, start=str(start), months=months, finding=row.finding)
    row.state, row.months, row.personal_amount = CONFIRMED, months, cost.personal
    row.start_month, row.end_month = str(start), str(start + months - 1)
    uow.deadlines.cancel("start_check", row.application_id)
    uow.emit(
        StartConfirmed(
            application_id=row.application_id,
            start_month=row.start_month,
            end_month=row.end_month,
            months=months,
            personal_amount=str(cost.personal),
        )
    )
    title = f"确认自{start.chinese()}起享受{months}个月，个人每月应缴{cost.personal}元"
    basis = of_start(row, cost, uow)
    uow.note(row.application_id, "start_confirmed", title, clause=uow.step("start"), basis=basis)
    return done(row, uow)


def refuse_start(form: RefuseStart, uow: Any) -> Done:
    """不予享受: a unit insures the person for good, or retirement leaves no month."""
    row = load(form.application_id, uow)
    if "refuse_start" not in allowed_now(row, uow):
        message = "缴费状态没有显示单位正在参保，不能不予享受。"
        raise conflict(row, uow, "start-not-refusable", message)
    code = "R-EMP" if row.finding == EMPLOYER_OPEN else "R-RET"
    end_unused(row, uow, code, words=form.note)
    return done(row, uow)


def _must_be_clean(row: EntitlementRow, uow: Any) -> None:
    if row.state not in STARTING:
        raise conflict(row, uow, "start-not-open", "开始享受月份已经处理，不能再次确认。")
    if row.state != FINDING or row.finding != CLEAN:
        said = TITLES.get(row.finding, "尚未取得缴费状态查询结果")
        if row.state == REFUND_PENDING:
            said = "退费结果尚未返回"
        raise conflict(row, uow, "start-not-clean", f"不能确认开始享受月份：{said}。")
    rules = uow.policy.on(uow.today)
    if row.found_on is None or not is_fresh(row.found_on, uow.today, uow.calendar, rules):
        raise conflict(row, uow, "finding-stale", "缴费状态查询结果已超过有效期，请重新查询。")
    if uow.today > start_cutoff_of(Month.parse(row.proposed_start), uow.calendar, rules):
        raise conflict(row, uow, "start-cutoff-passed", "已过本月确认期限，开始享受月份须顺延。")
