"""The applicant's pages (申请人): their own case and nothing else."""

from portal.page import FORM, Page
from portal.pages.applicant import benefit, case, choice, details, report
from portal.posts import APPLICANTS

PAGES: tuple[Page, ...] = (
    Page(
        name="applicant.case",
        rule="/my",
        view=case.show,
        title="我的申请",
        who=APPLICANTS,
        menu="我的申请",
    ),
    Page(
        name="applicant.benefit",
        rule="/my/benefit",
        view=benefit.show,
        title="我的补贴",
        who=APPLICANTS,
        menu="我的补贴",
    ),
    Page(
        name="applicant.report",
        rule="/my/report",
        view=report.report,
        title="报告就业情况",
        who=APPLICANTS,
        methods=FORM,
        menu="报告就业情况",
    ),
    Page(
        name="applicant.messages",
        rule="/my/messages",
        view=benefit.messages,
        title="收到的消息",
        who=APPLICANTS,
        menu="消息",
    ),
    Page(
        name="applicant.choice",
        rule="/my/choice",
        view=choice.choose,
        title="退费或顺延",
        who=APPLICANTS,
        methods=FORM,
    ),
    Page(
        name="applicant.account",
        rule="/my/account",
        view=details.account,
        title="变更缴费账户",
        who=APPLICANTS,
        methods=FORM,
        menu="变更账户",
    ),
    Page(
        name="applicant.contacts",
        rule="/my/contacts",
        view=details.contacts,
        title="变更联系方式",
        who=APPLICANTS,
        methods=FORM,
        menu="变更手机",
    ),
    Page(
        name="applicant.withdraw",
        rule="/my/withdrawal",
        view=case.withdraw,
        title="撤回申请",
        who=APPLICANTS,
        methods=FORM,
    ),
)
