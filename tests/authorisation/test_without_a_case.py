"""Operations that name no case: whose they are, at which place, and what their answers show."""

from datetime import date

import attempts
import oracle
import people
import pytest
from trying import said

from contracts import calendar, inspections, intake, notify, payments, reporting, review
from contracts.rights import RIGHTS

NOBODY = set()
LOOK = oracle.OFFICERS
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
RECEIPT = notify.TakeReceipt(provider="demo", reference="0" * 32, status="DELIVRD")
# command, whose it is, the ground
DUTIES = {
    "list_applications": (intake.ListApplications(), LOOK, "A附件1 二; D§1"),
    "list_cases": (review.ListCases(), LOOK, "A附件1 二; D§1"),
    "list_entitlements": (payments.ListEntitlements(), LOOK, "A附件1 二; D§1"),
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
    "ask_insurable": (INSURED, LOOK - {oracle.CITY}, "B第三条: asked at street and district"),
    "add_commitment_clauses": (CLAUSES, {oracle.DISTRICT}, "A附件1 四.2"),
    "close_addition_list": (
        payments.CloseAdditionList(month="2019-05"),
        {oracle.DISTRICT},
        "A附件1 四.4",
    ),
    "list_deduction_files": (payments.ListDeductionFiles(), DISTRICT_DESKS, "A附件3 二.1"),
    "reconcile_month": (payments.ReconcileMonth(month="2019-05"), SUPERVISE, "A附件1 二"),
    "list_announced_bases": (payments.ListAnnouncedBases(), LOOK, "A附件4 五"),
    "enter_holiday_notice": (NOTICE, {oracle.CITY}, "M§7.4: the calendar of the whole city"),
    "list_holiday_notices": (calendar.ListHolidayNotices(), LOOK, "M§7.4"),
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
# about a message that is not there: whose it would be (jurisdiction: notify's own tests)
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
}
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
EVERYBODY = [*people.everybody(), people.SOMEBODY_ELSE]
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
}


@pytest.mark.parametrize("operation", DUTIES)
def test_whose_it_is(operation, tried):
    command, posts, _ = DUTIES[operation]
    for caller in EVERYBODY:
        due = oracle.DONE if posts & oracle.posts_of(caller) else oracle.NO_POST
        assert said(tried(command, caller, operation)) == due, caller


@pytest.mark.parametrize("operation", ABOUT_NO_MESSAGE)
def test_whose_a_message_would_be(operation, tried):
    command, posts, _ = ABOUT_NO_MESSAGE[operation]
    for caller in EVERYBODY:
        due = oracle.ABSENT if posts & oracle.posts_of(caller) else oracle.NO_POST
        assert said(tried(command, caller, operation)) == due, caller


@pytest.mark.parametrize("operation", OF_A_DISTRICT)
@pytest.mark.parametrize("agency", [HOME, OTHER, "999999"])
def test_what_is_a_districts_own(operation, agency, tried):
    command, posts, _ = OF_A_DISTRICT[operation]
    there = agency == HOME or (agency == OTHER and operation != "addition_list")
    for caller in EVERYBODY:
        allowed = bool(posts & oracle.posts_of(caller))
        seen = caller.tier == "city" or caller.division == agency
        due = oracle.DONE if seen and there else oracle.ABSENT
        due = due if allowed else oracle.NO_POST
        assert said(tried(command(agency), caller, operation)) == due, caller


def test_a_district_hands_up_its_own_draft(tried):
    """A附件1 二: 区报送用款计划; the other district's is with the city already."""
    for caller in EVERYBODY:
        own = oracle.DONE if caller.division == HOME else oracle.NOT_NOW
        due = own if oracle.DISTRICT in oracle.posts_of(caller) else oracle.NO_POST
        assert said(tried(DRAFT, caller, "submit_fund_plan")) == due, caller


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


def test_whose_a_sample_is(world, tried):
    """A附件1 二: 区落实监管, 市抽查; one's own district, the city all of them."""
    for operation, (command, dues) in of_samples(world).items():
        for caller in EVERYBODY:
            own, city, elsewhere = dues
            due = {HOME: own, "110000": city}.get(caller.division, elsewhere)
            due = due if SUPERVISE & oracle.posts_of(caller) else oracle.NO_POST
            assert said(tried(command, caller, operation)) == due, (operation, caller)


def test_whose_a_reconciliation_is(world, tried):
    """A附件1 二: never made, so absent to those who may ask."""
    for caller in EVERYBODY:
        due = oracle.ABSENT if DISTRICT_DESKS & oracle.posts_of(caller) else oracle.NO_POST
        assert said(tried(COMPARED, caller, "get_reconciliation")) == due, caller


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


def test_whose_a_file_of_deductions_is(world, tried):
    """A附件3 二.1: the district whose people are collected from; the city looks on."""
    for operation, (command, posts, (own, elsewhere)) in of_files(world).items():
        for caller in EVERYBODY:
            near = caller.division in (HOME, "110000")
            due = own if near else elsewhere
            due = due if posts & oracle.posts_of(caller) else oracle.NO_POST
            assert said(tried(command, caller, operation)) == due, (operation, caller)


@pytest.mark.parametrize("street", [people.HOME, people.NEXT_DOOR, people.ABROAD])
def test_a_street_takes_its_own_applications_only(street, world, tried):
    """A附件1 三.1: at the street of household or residence."""
    form = attempts.submission(399, street, world.day)
    for caller in EVERYBODY:
        own = oracle.CLERK in oracle.posts_of(caller) and caller.division == street
        due = oracle.DONE if own else oracle.NO_POST
        assert said(tried(form, caller, "submit_application")) == due, caller


@pytest.mark.parametrize("operation", SHOWN)
def test_an_answer_shows_what_lies_in_the_place_and_all_of_it(operation, world, tried):
    command, name, *streets = SHOWN[operation]
    everything = shown(world.house.ask(command), name)
    assert everything
    for caller in EVERYBODY:
        if tried(command, caller, operation) is None:
            due = {one for one in everything if lies_with(caller, one, world, streets)}
            assert shown(tried.answer, name) == due, caller


def shown(answer, name):
    return {str(getattr(item, name)) for item in answer.items}


def lies_with(caller, one, world, streets):
    """Whether a case, a street or a district of an answer lies in the caller's place."""
    homes = {str(case): street for street, case in world.elsewhere.items()}
    if len(one) == len(HOME):
        return any(oracle.sees(caller, "", at, at[:6]) for at in streets if at[:6] == one)
    street = one if len(one) == len(people.HOME) else homes.get(one, people.HOME)
    return oracle.sees(caller, one, street, street[:6])


def test_every_operation_is_tried_somewhere(world):
    case = attempts.NOWHERE
    both = (*DUTIES.values(), *ABOUT_NO_MESSAGE.values())
    made = [DRAFT, COMPARED, *(command for command, _, _ in both)]
    made += [command(HOME) for command, _, _ in OF_A_DISTRICT.values()]
    made += [command for command, _ in of_samples(world).values()]
    made += [command for command, _, _ in of_files(world).values()]
    made += [make(case, case) for make in world.commands().values()]
    left = set(RIGHTS) - {type(command) for command in made} - {intake.SubmitApplication}
    apart = {"simulators", "partners"}  # which hold no case; the latter: test_partners_rights.py
    assert {command for command in left if command.service not in apart} == set()
