"""What the security administrator does about one officer: one small form each, as a table."""

from dataclasses import dataclass

from portal.forms import Field, Form
from portal.pages.operator.words import POST_CHOICES

POST = Field(
    name="post",
    label="岗位",
    kind="select",
    choices=POST_CHOICES,
    hint="岗位决定能办什么业务；区划决定能看到哪里的案件。",
)
SECOND_POST = Field(
    name="second_post",
    label="兼任岗位",
    kind="select",
    required=False,
    choices=POST_CHOICES,
    hint="须与上面的岗位同一层级。同一案件的两次复核仍须由两人办理；三类管理员不得兼任。",
)
DIVISION = Field(
    name="division",
    label="区划",
    kind="select",
    path="division",
    hint="街道岗位选街道（乡镇），区岗位选区，市级和管理员选全市。",
)
REASON = Field(name="reason", label="事由", kind="textarea", most=200, path="reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """`name` is the endpoint's and the address's last word; `done` is said when it was done."""

    name: str
    title: str
    path: str
    form: Form
    done: str
    warning: str
    method: str = "POST"
    keyed: bool = True


ACTS = (
    Act(
        name="transfer",
        title="调岗",
        path="/officers/{account}/transfer",
        form=Form((POST, SECOND_POST, DIVISION)),
        done="已调岗，原有登录全部结束。",
        warning="立即生效：该经办人员的全部登录随即结束，此后只能看到新区划的案件。",
    ),
    Act(
        name="disabling",
        title="停用账号",
        path="/officers/{account}/disabling",
        form=Form((REASON,)),
        done="账号已停用，全部登录已结束。",
        warning="立即生效：全部登录随即结束，恢复以前不能再登录。",
    ),
    Act(
        name="enabling",
        title="恢复账号",
        path="/officers/{account}/enabling",
        form=Form(()),
        done="账号已恢复。",
        warning="解除停用，也解除因口令连续输错的锁定。请先核实是本人。",
    ),
    Act(
        name="leaving",
        title="登记离任",
        path="/officers/{account}/leaving",
        form=Form(
            (
                Field(
                    name="last_day",
                    label="最后工作日",
                    kind="date",
                    path="last_day",
                    hint="当天仍可办理，次日起不能登录。钥匙盘请另行解绑收回。",
                ),
            )
        ),
        done="已登记离任。",
        warning="离任后账号不再使用，也不给别人使用。",
    ),
    Act(
        name="password",
        title="设置口令",
        path="/officers/{account}/password",
        form=Form(
            (
                Field(
                    name="password",
                    label="临时口令",
                    kind="password",
                    most=200,
                    path="password",
                    autocomplete="new-password",
                    hint="至少 12 个字符。当面告诉本人；本人下次登录时必须修改。",
                ),
            )
        ),
        done="口令已设置，本人下次登录时必须修改。",
        warning="全部登录随即结束，输错口令的锁定同时解除。",
        method="PUT",
        keyed=False,
    ),
)
