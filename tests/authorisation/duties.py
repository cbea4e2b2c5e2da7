"""Operations that name no case: command, whose it is, on what ground."""

from datetime import date

import attempts
import oracle
import people

from contracts import (
    calendar,
    inspections,
    intake,
    notify,
    operating,
    payments,
    reporting,
    review,
    runs,
)

NOBODY = set()
LOOK = oracle.OFFICERS
STREET_DESKS = {oracle.CLERK, oracle.READER}
DISTRICT_DESKS = {oracle.ONE, oracle.TWO, oracle.DISTRICT, oracle.CITY}
SUPERVISE = {oracle.DISTRICT, oracle.CITY}


def roster(agency, **more):
    return reporting.GetRoster(agency=agency, month="2019-04", **more)


def additions(agency):
    return payments.GetAdditionList(agency=agency, month="2019-05")


JUNE = {"month": "2019-06", "version": 1}
HOME, OTHER = people.DISTRICT_CODE, people.OTHER_DISTRICT
CLAUSES = intake.AddCommitmentClauses(clauses=("本人每季度末主动报告就业变化情况。",))
NOTICE = calendar.EnterHolidayNotice(
    document="测试通知",
    published_on=date(2019, 5, 1),
    days=(calendar.CalendarDay(day=date(2019, 12, 31), kind="off"),),
)
MERGED = intake.MergePerson(
    former_number=attempts.number_of(0), id_number=attempts.number_of(402), ground="公安机关证明"
)
INSURED = intake.AskInsurable(
    kind="rural-worker",
    sex="male",
    birth_date=date(1980, 3, 7),
    local=True,
    registered=True,
    on=date(2020, 11, 2),
)
ELIGIBLE = intake.AskEligible(
    category="P4045",
    sex="male",
    birth_date=date(1970, 3, 7),
    local=True,
    hukou_type="11",
    work_started_on=date(2019, 1, 1),
    employed_by_unit=False,
    unemployed_on=date(2018, 12, 1),
)
PERSON = {"id_number": attempts.number_of(7), "phone": "13800000007"}
RECEIPT = notify.TakeReceipt(provider="demo", reference="0" * 32, status="DELIVRD")
# command, whose it is, the ground
DUTIES = {
    "list_applications": (intake.ListApplications(), LOOK, "A附件1 二; D§1"),
    "list_findings": (intake.ListFindings(), LOOK, "A附件1 二; M§10: worklist"),
    "list_cases": (review.ListCases(), LOOK, "A附件1 二; D§1"),
    "list_entitlements": (payments.ListEntitlements(), LOOK, "A附件1 二; D§1"),
    "list_case_work": (review.ListCaseWork(), STREET_DESKS, "A附件1 三.2; D§1"),
    "list_benefit_work": (payments.ListBenefitWork(), STREET_DESKS, "A附件1 三.4、三.5; D§1"),
    "list_messages": (notify.ListMessages(), LOOK | {oracle.APPLICANT}, "A附件4; D§1"),
    "get_counts": (reporting.GetCounts(), LOOK, "A附件1 二: 统计分析; D§1"),
    "get_subsidy_sums": (reporting.GetSubsidySums(month="2019-05"), LOOK, "A附件1 二"),
    "list_rosters": (reporting.ListRosters(month="2019-04"), DISTRICT_DESKS, "A附件5"),
    "get_statistics": (
        reporting.GetStatistics(
            measure="accepted", by="district", from_month="2019-04", to_month="2019-05"
        ),
        DISTRICT_DESKS,
        "A附件1 二: 统计分析",
    ),
    "compare_districts": (
        reporting.CompareDistricts(from_month="2019-04", to_month="2019-05"),
        DISTRICT_DESKS,
        "A附件1 二: 统计分析、监管",
    ),
    "list_counted": (
        reporting.ListCounted(figure="accepted", from_month="2019-04", to_month="2019-05"),
        DISTRICT_DESKS,
        "A附件1 二: 统计分析、监管",
    ),
    "count_queues": (review.CountQueues(), DISTRICT_DESKS, "A附件1 二: 监管"),
    "list_samples": (reporting.ListSamples(month="2019-04"), SUPERVISE, "A附件1 二: 监管、抽查"),
    "list_inspections": (inspections.ListInspections(), DISTRICT_DESKS, "A附件1 二"),
    "freeze_roster": (reporting.FreezeRoster(month="2019-03"), {oracle.DISTRICT}, "A附件5 注"),
    "make_fund_plan": (
        reporting.MakeFundPlan(month="2019-05", reason="更正"),
        {oracle.DISTRICT},
        "A附件1 二: 区报送用款计划",
    ),
    "return_fund_plan": (
        reporting.ReturnFundPlan(agency=HOME, **JUNE, reason="请核对"),
        {oracle.CITY},
        "A附件1 二: 市编制用款计划",
    ),
    "accept_fund_plan": (
        reporting.AcceptFundPlan(agency=HOME, **JUNE),
        {oracle.CITY},
        "A附件1 二: 市编制用款计划",
    ),
    "compile_fund_plan": (
        reporting.CompileFundPlan(month="2019-06"),
        {oracle.CITY},
        "A附件1 二: 市编制用款计划",
    ),
    "get_compiled_plan": (reporting.GetCompiledPlan(month="2019-05"), {oracle.CITY}, "A附件1 二"),
    "get_commitment_text": (
        intake.GetCommitmentText(agency=OTHER),
        LOOK | {oracle.APPLICANT},
        "A附件3",
    ),
    "open_draft": (intake.OpenDraft(**PERSON), NOBODY, "D§1: the gateway, before a code is sent"),
    "find_draft": (intake.FindDraft(**PERSON), NOBODY, "D§1: the gateway, at signing in"),
    "ask_eligible": (
        ELIGIBLE,
        LOOK - {oracle.CITY} | {oracle.APPLICANT, oracle.PUBLIC},
        "A附件1 三.1: whoever wants to apply",
    ),
    "look_up_person": (
        intake.LookUpPerson(id_number="110101197003070012"),
        {oracle.CLERK},
        "A附件1 三.1: whoever takes an application",
    ),
    "ask_insurable": (INSURED, LOOK - {oracle.CITY}, "B第三条: asked at street and district"),
    "add_commitment_clauses": (CLAUSES, {oracle.DISTRICT}, "A附件1 四.2"),
    "preview_addition_list": (
        payments.PreviewAdditionList(month="2019-05"),
        {oracle.DISTRICT},
        "A附件1 四.4",
    ),
    "close_addition_list": (
        payments.CloseAdditionList(month="2019-05"),
        {oracle.DISTRICT},
        "A附件1 四.4",
    ),
    "list_deduction_files": (payments.ListDeductionFiles(), DISTRICT_DESKS, "A附件3 二.1"),
    "reconcile_month": (payments.ReconcileMonth(month="2019-05"), SUPERVISE, "A附件1 二"),
    "list_unequal_months": (payments.ListUnequalMonths(), DISTRICT_DESKS, "A附件1 二"),
    "list_announced_bases": (payments.ListAnnouncedBases(), LOOK, "A附件4 五"),
    "enter_holiday_notice": (NOTICE, {oracle.CITY}, "M§7.4: the calendar of the whole city"),
    "list_holiday_notices": (calendar.ListHolidayNotices(), LOOK | {oracle.SYSTEM}, "M§7.4"),
    "merge_person": (MERGED, {oracle.DISTRICT}, "M§16: 重号, whose history is city-wide"),
    "list_publicity": (review.ListPublicity(), LOOK | {oracle.APPLICANT, oracle.PUBLIC}, "M§12"),
    "take_callback": (
        notify.TakeCallback(provider="demo", content="x"),
        NOBODY,
        "D§1: outside systems",
    ),
    "take_receipt": (RECEIPT, NOBODY, "D§1: outside systems"),
    "send_code": (
        notify.SendCode(application_id=attempts.NOWHERE, code="123456", minutes=5),
        NOBODY,
        "D§4: sign-in, asked by the gateway itself",
    ),
    "show_phone": (notify.ShowPhone(), NOBODY, "the demo's own page"),
}
# What every service obeys for itself; GB/T 22239 8.1.4.2: the system administrator runs the house,
# the auditor looks, whoever manages officers does neither. No case is seen in it.
KEEP, LOOK_ON = {oracle.SYSTEM}, {oracle.SYSTEM, oracle.AUDIT}
PROVE = {oracle.AUDIT}  # the record holds the acts of the other administrators, too
OF_EACH = {
    "get_condition": (operating.GetCondition, {}, {*oracle.ADMINISTRATORS}, oracle.DONE),
    "list_parked_letters": (operating.ListParkedLetters, {}, LOOK_ON, oracle.DONE),
    "get_parked_letter": (operating.GetParkedLetter, {"parked_id": 7}, LOOK_ON, oracle.ABSENT),
    "redrive_letters": (operating.RedriveLetters, {"everything": True}, KEEP, oracle.DONE),
    "discard_letters": (
        operating.DiscardLetters,
        {"parked_ids": (7,), "why": "来信有误，已另行告知"},
        KEEP,
        oracle.ABSENT,
    ),
    "list_runs": (runs.ListRuns, {}, LOOK_ON, oracle.DONE),
    "get_run": (runs.GetRun, {"run_id": attempts.NOWHERE}, LOOK_ON, oracle.ABSENT),
    "verify_audit": (runs.VerifyAudit, {}, PROVE, oracle.DONE),
    "stop_run": (runs.StopRun, {"run_id": attempts.NOWHERE}, PROVE, oracle.ABSENT),
    "resume_run": (runs.ResumeRun, {"run_id": attempts.NOWHERE}, PROVE, oracle.ABSENT),
    "list_moved_deadlines": (
        runs.ListMovedDeadlines,
        {},
        {oracle.CITY, oracle.SYSTEM},
        oracle.DONE,
    ),
}
# about a message that is not there: whose it would be (jurisdiction: notify's own tests)
TYPISTS = {oracle.CLERK, oracle.APPLICANT}
ABOUT_NO_MESSAGE = {
    "get_message": (
        notify.GetMessage(message_id=attempts.NOWHERE),
        LOOK | {oracle.APPLICANT},
        "A附件4; D§1",
    ),
    "record_call": (
        notify.RecordCall(message_id=attempts.NOWHERE, outcome="reached"),
        {oracle.CLERK},
        "M§9.2: the street calls",
    ),
    "read_draft": (intake.ReadDraft(draft_id=attempts.NOWHERE), TYPISTS, "D§1: one's own draft"),
    "discard_draft": (intake.DiscardDraft(draft_id=attempts.NOWHERE), TYPISTS, "D§1"),
    "submit_online": (
        intake.SubmitOnline(
            draft_id=attempts.NOWHERE,
            street_code=people.HOME,
            residence_basis="household",
            form=attempts.paper(8, date(2019, 4, 1)),
            commitment=attempts.promise(date(2019, 4, 1)),
        ),
        {oracle.APPLICANT},
        "B第四条: graduates, by themselves",
    ),
}
SAVED = intake.SaveDraft(draft_id=attempts.NOWHERE, content={"name": "王晓明"})
# command about one district -> answered to its own district and to the city, absent to others
OF_A_DISTRICT = {
    "roster": (roster, DISTRICT_DESKS, "A附件5"),
    "roster_in_clear": (
        lambda agency: roster(agency, clear=True, reason="打印备份"),
        DISTRICT_DESKS,
        "A附件5: 每月打印",
    ),
    "addition_list": (additions, DISTRICT_DESKS, "A附件1 四.4"),
    "fund_plan": (
        lambda agency: reporting.GetFundPlan(agency=agency, month="2019-05"),
        DISTRICT_DESKS,
        "A附件1 二",
    ),
}
COMPARED = payments.GetReconciliation(month="2019-04")
DRAFT = reporting.SubmitFundPlan(month="2019-05", version=1)
STREETS = (people.HOME, people.NEXT_DOOR, people.ABROAD)
# question, what names its parts, and the streets whose cases make them up
SHOWN = {
    "list_applications": (intake.ListApplications(limit=100), "application_id"),
    "list_cases": (review.ListCases(queue="all", limit=100), "application_id"),
    "list_entitlements": (payments.ListEntitlements(limit=100), "application_id"),
    "list_messages": (notify.ListMessages(limit=100), "application_id"),
    "counts_by_street": (reporting.GetCounts(by="street"), "key"),
    "counts_by_district": (reporting.GetCounts(by="district"), "key", *STREETS),
    "sums": (reporting.GetSubsidySums(month="2019-05"), "agency", people.HOME),
    "compared": (
        reporting.CompareDistricts(from_month="2019-04", to_month="2019-05"),
        "agency",
        *STREETS,
    ),
    "counted": (
        reporting.ListCounted(
            figure="accepted", from_month="2019-04", to_month="2019-05", limit=100
        ),
        "application_id",
    ),
    "queues": (review.CountQueues(), "agency", *STREETS),
    "queues_by_street": (review.CountQueues(by="street"), "street_code"),
}


def of_samples(world):
    """Command about a sample -> what is due to the district at home, to the city, elsewhere."""
    one = {"sample_id": world.sample, "application_id": world.inspected}
    found = inspections.RecordInspection(**one, outcome="passed", findings="到户核查属实")
    second = inspections.ConfirmInspection(**one, upheld=True, findings="核实")
    public = reporting.AnnounceSample(
        month="2019-03", source="双色球开奖号码", value_on=date(2019, 6, 1)
    )
    drawing = reporting.DrawSample(sample_id=world.city_sample, value="01 02 03")
    done, absent, not_now = oracle.DONE, oracle.ABSENT, oracle.NOT_NOW
    return {
        "announce_sample": (public, (not_now, not_now, not_now)),  # nobody was confirmed in March
        "draw_sample": (drawing, (absent, done, absent)),
        "get_sample": (reporting.GetSample(sample_id=world.sample), (done, done, absent)),
        "redraw_sample": (reporting.RedrawSample(sample_id=world.sample), (done, done, absent)),
        "record_inspection": (found, (done, done, absent)),
        "confirm_inspection": (second, (not_now, not_now, absent)),  # nothing is proposed yet
    }


def of_files(world):
    """Command about a file -> posts, and what is due to the home district, to others."""
    one = {"file_id": world.file}
    letter = payments.AnnounceDeductionFile(protected="e30", payload="e30", signature="e30")
    part = payments.TakeFilePart(**one, offset=7, text="x\n")
    done, absent, not_now = oracle.DONE, oracle.ABSENT, oracle.NOT_NOW
    desk = {oracle.DISTRICT}
    return {
        "announce_deduction_file": (letter, desk, (not_now, not_now)),  # nobody has signed it
        "take_file_part": (part, desk, (not_now, absent)),
        "complete_deduction_file": (
            payments.CompleteDeductionFile(**one, digest="1" * 64),
            desk,
            (done, absent),
        ),
        "stop_deduction_file": (
            payments.StopDeductionFile(**one, reason="核对"),
            desk,
            (not_now, absent),
        ),
        "resume_deduction_file": (payments.ResumeDeductionFile(**one), desk, (not_now, absent)),
        "get_deduction_file": (payments.GetDeductionFile(**one), DISTRICT_DESKS, (done, absent)),
        "list_deduction_lines": (
            payments.ListDeductionLines(**one),
            DISTRICT_DESKS,
            (done, absent),
        ),
    }
