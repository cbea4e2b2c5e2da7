"""Who may give which command, where, and on what ground: one row each, and no row no business.

The kit asks this table before a handler runs, so a refusal for lack of a post says nothing about
any case. `where` is the jurisdiction in which the row holds; a handler asks the case for its place
(`Caller.must_see`), and the database asks again (row-level security). In which states a command
has a place is the domain's business. All of it, on one page: docs/authorisation.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from contracts import (
    calendar,
    inspections,
    intake,
    notify,
    operating,
    partners,
    payments,
    reporting,
    review,
    runs,
    simulators,
)
from contracts.caller import (
    ADMINISTRATORS,
    APPLICANT,
    AUDIT_ADMIN,
    CITY_OFFICER,
    DISTRICT_CLERK,
    POST_ONE,
    POST_TWO,
    PUBLIC,
    STREET_CLERK,
    STREET_READER,
    SYSTEM,
    SYSTEM_ADMIN,
    Caller,
)
from contracts.message import Command
from kernel.errors import Forbidden

__all__ = ["RIGHTS", "Right", "Rights"]

CASE = "辖区内的案件"  # own street, own district, the whole city; one's own case
NARROWED = "只列出辖区内的案件"
OWN_STREET = "本街道（乡镇）"
OWN_DISTRICT = "本区"
PUBLISHED = "正在公示的案件"
EVERYWHERE = "全市"
INSIDE = "系统内部"


@dataclass(frozen=True, slots=True)
class Right:
    """One row: posts (岗位) that may, where, and the clause or duty it rests on.

    The clause says why the row is there, for whoever reads the page; what a case rests on comes
    from the rule pack. `clear` names those who may see personal data in clear where the command
    can ask for it.
    """

    posts: frozenset[str]
    where: str
    clause: str
    clear: frozenset[str] = frozenset()

    def admit(self, caller: Caller, command: Command) -> None:
        """Refuses a caller without one of the posts; the system itself holds all."""
        posts = self.clear if getattr(command, "clear", False) else self.posts
        if caller.tier != SYSTEM and not posts & caller.posts:
            raise Forbidden("您的岗位不能办理此项业务。")


Rights = Mapping[type[Command], Right]


def _by(*posts: str, where: str = CASE, of: str, clear: tuple[str, ...] = ()) -> Right:
    return Right(frozenset(posts), where, of, frozenset(clear))


_DISTRICT = (POST_ONE, POST_TWO, DISTRICT_CLERK)
_OFFICERS = (STREET_CLERK, STREET_READER, *_DISTRICT, CITY_OFFICER)
_COUNTERS = (STREET_CLERK, STREET_READER, *_DISTRICT)
_STREET = (STREET_CLERK, STREET_READER)
_SUPERVISORS = (DISTRICT_CLERK, CITY_OFFICER)
_KEEPERS = (CITY_OFFICER, SYSTEM_ADMIN)  # of the waiting room: no case is seen in it
_DECIDERS = (STREET_CLERK, POST_ONE, POST_TWO)

_INTAKE: Rights = {
    intake.SubmitApplication: _by(STREET_CLERK, where=OWN_STREET, of="附件1 三.1"),
    intake.SubmitOnline: _by(APPLICANT, of="京人社就发〔2020〕19号 第四条"),
    intake.OpenDraft: _by(SYSTEM, where=INSIDE, of="登录"),
    intake.FindDraft: _by(SYSTEM, where=INSIDE, of="登录"),
    intake.SaveDraft: _by(STREET_CLERK, APPLICANT, of="附件1 三.1"),
    intake.ReadDraft: _by(STREET_CLERK, APPLICANT, of="附件1 三.1"),
    intake.DiscardDraft: _by(STREET_CLERK, APPLICANT, of="附件1 三.1"),
    intake.AttachPhoto: _by(STREET_CLERK, APPLICANT, of="附件1 三.2"),
    intake.AcceptApplication: _by(STREET_CLERK, of="附件1 三.2"),
    intake.CorrectApplication: _by(STREET_CLERK, of="附件1 五.3"),
    intake.ChangeAccount: _by(STREET_CLERK, APPLICANT, of="附件3 二.6"),
    intake.ChangeContacts: _by(STREET_CLERK, APPLICANT, of="附件3 二.6"),
    intake.RecordFaceCheck: _by(STREET_CLERK, of="附件1 三.2"),
    intake.WithdrawApplication: _by(STREET_CLERK, APPLICANT, of="附件1 三.1"),
    intake.OverrideWarning: _by(*_DECIDERS, STREET_READER, of="附件1 三.2、三.3"),
    intake.ResendCheck: _by(*_DECIDERS, of="附件1 三.2、三.3"),
    intake.ListFindings: _by(*_OFFICERS, where=NARROWED, of="附件1 二"),
    intake.ResendSweepCheck: _by(STREET_CLERK, DISTRICT_CLERK, of="附件1 二"),
    intake.CloseFinding: _by(STREET_CLERK, DISTRICT_CLERK, of="附件1 二、五.4"),
    intake.MergePerson: _by(DISTRICT_CLERK, where=EVERYWHERE, of="重号更正"),
    intake.AddCommitmentClauses: _by(DISTRICT_CLERK, where=OWN_DISTRICT, of="附件1 四.2"),
    intake.GetCommitmentText: _by(*_OFFICERS, APPLICANT, where=EVERYWHERE, of="附件3"),
    intake.AskEligible: _by(
        *_COUNTERS, APPLICANT, PUBLIC, where=EVERYWHERE, of="附件1 三.1、京人社就发〔2020〕19号"
    ),
    intake.LookUpPerson: _by(STREET_CLERK, where=EVERYWHERE, of="附件1 三.1"),
    intake.AskInsurable: _by(*_COUNTERS, where=EVERYWHERE, of="京人社就发〔2020〕19号 第三条"),
    intake.GetApplication: _by(*_OFFICERS, APPLICANT, of="附件1 二", clear=_DECIDERS),
    intake.ListApplications: _by(*_OFFICERS, where=NARROWED, of="附件1 二"),
    intake.GetPhoto: _by(*_DECIDERS, STREET_READER, of="附件1 三.2、三.3"),
    calendar.EnterHolidayNotice: _by(CITY_OFFICER, where=EVERYWHERE, of="放假通知，工作日的计算"),
    calendar.ListHolidayNotices: _by(
        *_OFFICERS, SYSTEM_ADMIN, where=EVERYWHERE, of="放假通知，工作日的计算"
    ),
}
_REVIEW: Rights = {
    review.PassInitialReview: _by(STREET_CLERK, of="附件1 三.2"),
    review.ReturnCase: _by(*_DECIDERS, of="附件1 三.2、三.3"),
    review.RejectCase: _by(*_DECIDERS, of="附件1 三.2、三.3、附件4 二"),
    review.PassFirstPost: _by(POST_ONE, of="附件1 三.3"),
    review.PassSecondPost: _by(POST_TWO, of="附件1 三.3"),
    review.FileObjection: _by(PUBLIC, where=PUBLISHED, of="附件1 三.2"),
    review.ResolveObjection: _by(STREET_CLERK, DISTRICT_CLERK, of="附件1 三.2"),
    review.GetCase: _by(*_OFFICERS, of="附件1 二", clear=(STREET_CLERK, DISTRICT_CLERK)),
    review.FollowCase: _by(APPLICANT, of="附件1 二"),
    review.ListCases: _by(*_OFFICERS, where=NARROWED, of="附件1 二"),
    review.ListCaseWork: _by(*_STREET, where=NARROWED, of="附件1 三.2"),
    review.CountQueues: _by(*_DISTRICT, CITY_OFFICER, where=NARROWED, of="附件1 二"),
    inspections.RecordInspection: _by(*_SUPERVISORS, of="附件1 二、附件3 二.5"),
    inspections.ConfirmInspection: _by(*_SUPERVISORS, of="附件1 二、附件3 二.5"),
    inspections.ListInspections: _by(*_DISTRICT, CITY_OFFICER, where=NARROWED, of="附件1 二"),
    review.ListPublicity: _by(*_OFFICERS, APPLICANT, PUBLIC, where=PUBLISHED, of="附件1 三.2"),
}
_PAYMENTS: Rights = {
    payments.CheckContributions: _by(STREET_CLERK, of="附件1 三.4、四.3"),
    payments.ConfirmStart: _by(STREET_CLERK, of="附件1 三.4、四.3"),
    payments.RefuseStart: _by(STREET_CLERK, of="附件1 三.4"),
    payments.PostponeStart: _by(STREET_CLERK, APPLICANT, of="附件1 三.4"),
    payments.RequestRefund: _by(STREET_CLERK, APPLICANT, of="附件1 三.4"),
    payments.CloseAdditionList: _by(DISTRICT_CLERK, where=OWN_DISTRICT, of="附件1 四.4"),
    payments.PreviewAdditionList: _by(DISTRICT_CLERK, where=OWN_DISTRICT, of="附件1 四.4"),
    payments.GetAdditionList: _by(*_DISTRICT, CITY_OFFICER, where=OWN_DISTRICT, of="附件1 四.4"),
    payments.GetReports: _by(*_OFFICERS, APPLICANT, of="附件1 三.5、附件3 二.3", clear=_DECIDERS),
    payments.FileReport: _by(STREET_CLERK, APPLICANT, of="附件1 三.5"),
    payments.ClaimSubsidy: _by(STREET_CLERK, APPLICANT, of="规则包 steps.toml claims"),
    payments.StopBenefit: _by(STREET_CLERK, DISTRICT_CLERK, of="附件3 二.1、二.5"),
    payments.ExtendBenefit: _by(DISTRICT_CLERK, of="京人社就发〔2020〕19号 第五条"),
    payments.TransferBenefit: _by(DISTRICT_CLERK, of="附件1 三.1"),
    payments.PayArrears: _by(STREET_CLERK, DISTRICT_CLERK, of="京人社就发〔2020〕19号 第七条"),
    payments.GetMonthCost: _by(*_OFFICERS, APPLICANT, of="京人社就发〔2020〕19号 第六条"),
    payments.DismissSuspicion: _by(STREET_CLERK, DISTRICT_CLERK, of="附件1 二、五.4"),
    payments.AnnounceDeductionFile: _by(DISTRICT_CLERK, where=OWN_DISTRICT, of="附件3 二.1"),
    payments.TakeFilePart: _by(DISTRICT_CLERK, where=OWN_DISTRICT, of="附件3 二.1"),
    payments.CompleteDeductionFile: _by(DISTRICT_CLERK, where=OWN_DISTRICT, of="附件3 二.1"),
    payments.StopDeductionFile: _by(DISTRICT_CLERK, where=OWN_DISTRICT, of="附件3 二.1"),
    payments.ResumeDeductionFile: _by(DISTRICT_CLERK, where=OWN_DISTRICT, of="附件3 二.1"),
    payments.GetDeductionFile: _by(*_DISTRICT, CITY_OFFICER, where=OWN_DISTRICT, of="附件3 二.1"),
    payments.ListDeductionFiles: _by(*_DISTRICT, CITY_OFFICER, where=NARROWED, of="附件3 二.1"),
    payments.ListDeductionLines: _by(*_DISTRICT, CITY_OFFICER, where=OWN_DISTRICT, of="附件3 二.1"),
    payments.ListAnnouncedBases: _by(*_OFFICERS, where=EVERYWHERE, of="附件4 五"),
    payments.ReconcileMonth: _by(*_SUPERVISORS, where=NARROWED, of="附件1 二"),
    payments.GetReconciliation: _by(*_DISTRICT, CITY_OFFICER, where=NARROWED, of="附件1 二"),
    payments.ListUnequalMonths: _by(*_DISTRICT, CITY_OFFICER, where=NARROWED, of="附件1 二"),
    payments.GetEntitlement: _by(*_OFFICERS, APPLICANT, of="附件1 二"),
    payments.ListEntitlements: _by(*_OFFICERS, where=NARROWED, of="附件1 二"),
    payments.ListBenefitWork: _by(*_STREET, where=NARROWED, of="附件1 三.4、三.5"),
}
_NOTIFY: Rights = {
    notify.TakeReceipt: _by(SYSTEM, where=INSIDE, of="附件4"),
    notify.ListMessages: _by(*_OFFICERS, APPLICANT, where=NARROWED, of="附件4"),
    notify.GetMessage: _by(*_OFFICERS, APPLICANT, of="附件4", clear=(STREET_CLERK,)),
    notify.RecordCall: _by(STREET_CLERK, of="附件4"),
    notify.GiveConsent: _by(STREET_CLERK, APPLICANT, of="附件4"),
    notify.TakeCallback: _by(SYSTEM, where=INSIDE, of="附件4"),
    notify.ShowPhone: _by(SYSTEM, where=INSIDE, of="附件4"),
    notify.SendCode: _by(SYSTEM, where=INSIDE, of="登录"),
}
_REPORTING: Rights = {
    reporting.GetRoster: _by(
        *_DISTRICT, CITY_OFFICER, where=OWN_DISTRICT, of="附件5", clear=(*_DISTRICT, CITY_OFFICER)
    ),
    reporting.ListRosters: _by(*_DISTRICT, CITY_OFFICER, where=NARROWED, of="附件5"),
    reporting.FreezeRoster: _by(DISTRICT_CLERK, where=OWN_DISTRICT, of="附件5 注"),
    reporting.MakeFundPlan: _by(DISTRICT_CLERK, where=OWN_DISTRICT, of="附件1 二"),
    reporting.SubmitFundPlan: _by(DISTRICT_CLERK, where=OWN_DISTRICT, of="附件1 二"),
    reporting.ReturnFundPlan: _by(CITY_OFFICER, where=EVERYWHERE, of="附件1 二"),
    reporting.AcceptFundPlan: _by(CITY_OFFICER, where=EVERYWHERE, of="附件1 二"),
    reporting.GetFundPlan: _by(*_DISTRICT, CITY_OFFICER, where=OWN_DISTRICT, of="附件1 二"),
    reporting.CompileFundPlan: _by(CITY_OFFICER, where=EVERYWHERE, of="附件1 二"),
    reporting.GetCompiledPlan: _by(CITY_OFFICER, where=EVERYWHERE, of="附件1 二"),
    reporting.AnnounceSample: _by(*_SUPERVISORS, where=OWN_DISTRICT, of="附件1 二"),
    reporting.DrawSample: _by(*_SUPERVISORS, where=OWN_DISTRICT, of="附件1 二"),
    reporting.GetSample: _by(*_SUPERVISORS, where=OWN_DISTRICT, of="附件1 二"),
    reporting.ListSamples: _by(*_SUPERVISORS, where=NARROWED, of="附件1 二"),
    reporting.RedrawSample: _by(*_SUPERVISORS, where=OWN_DISTRICT, of="附件1 二"),
    reporting.GetStatistics: _by(*_DISTRICT, CITY_OFFICER, where=NARROWED, of="附件1 二"),
    reporting.CompareDistricts: _by(*_DISTRICT, CITY_OFFICER, where=NARROWED, of="附件1 二"),
    reporting.ListCounted: _by(*_DISTRICT, CITY_OFFICER, where=NARROWED, of="附件1 二"),
    reporting.GetCounts: _by(*_OFFICERS, where=NARROWED, of="附件1 二"),
    reporting.GetSubsidySums: _by(*_OFFICERS, where=NARROWED, of="附件1 二"),
    reporting.GetProjection: _by(*_OFFICERS, APPLICANT, of="附件1 二"),
}
_PARTNERS: Rights = {
    partners.ListWaiting: _by(*_KEEPERS, where=EVERYWHERE, of="附件1 二"),
    partners.GetWaiting: _by(CITY_OFFICER, where=EVERYWHERE, of="附件1 二"),
    partners.ResendWaiting: _by(*_KEEPERS, where=EVERYWHERE, of="附件1 二"),
    partners.EnterOutcome: _by(CITY_OFFICER, where=EVERYWHERE, of="附件1 二，两人两钥匙"),
    partners.ConfirmOutcome: _by(CITY_OFFICER, where=EVERYWHERE, of="附件1 二，两人两钥匙"),
    partners.ListPartners: _by(*_KEEPERS, where=EVERYWHERE, of="附件1 二"),
    partners.CloseLine: _by(*_KEEPERS, where=EVERYWHERE, of="附件1 二"),
}
_EACH: Rights = {
    operating.GetCondition: _by(*ADMINISTRATORS, where=EVERYWHERE, of="运行"),
    operating.ListParkedLetters: _by(SYSTEM_ADMIN, AUDIT_ADMIN, where=EVERYWHERE, of="运行"),
    operating.GetParkedLetter: _by(SYSTEM_ADMIN, AUDIT_ADMIN, where=EVERYWHERE, of="运行"),
    operating.RedriveLetters: _by(SYSTEM_ADMIN, where=EVERYWHERE, of="运行"),
    operating.DiscardLetters: _by(SYSTEM_ADMIN, where=EVERYWHERE, of="运行"),
    runs.ListRuns: _by(SYSTEM_ADMIN, AUDIT_ADMIN, where=EVERYWHERE, of="运行"),
    runs.GetRun: _by(SYSTEM_ADMIN, AUDIT_ADMIN, where=EVERYWHERE, of="运行"),
    runs.VerifyAudit: _by(AUDIT_ADMIN, where=EVERYWHERE, of="审计"),
    runs.StopRun: _by(AUDIT_ADMIN, where=EVERYWHERE, of="审计"),
    runs.ResumeRun: _by(AUDIT_ADMIN, where=EVERYWHERE, of="审计"),
    runs.ListMovedDeadlines: _by(
        CITY_OFFICER, SYSTEM_ADMIN, where=EVERYWHERE, of="放假通知，工作日的计算"
    ),
}
_SIMULATORS: Rights = {
    simulators.TeachSimulator: _by(SYSTEM, where=INSIDE, of="演示"),
    simulators.TeachStandIn: _by(SYSTEM, where=INSIDE, of="演示"),
}

RIGHTS: Rights = {
    **_INTAKE,
    **_REVIEW,
    **_PAYMENTS,
    **_NOTIFY,
    **_REPORTING,
    **_PARTNERS,
    **_EACH,
    **_SIMULATORS,
}
