"""The table of contents of /api/v1, chapter by chapter."""

from gateway.contents import cases, figures, money, operating, people
from gateway.route import Route

CONTENTS: tuple[tuple[str, str, tuple[Route, ...]], ...] = (
    ("sessions", "登录：账号、口令、钥匙盘", people.SESSIONS),
    ("applicants", "申请人登录：证件号与手机验证码，只看本人", people.APPLICANTS),
    ("officers", "经办人员与钥匙盘：由系统管理员和安全管理员办理", people.OFFICERS),
    ("applications", "受理：申请表、承诺书、照片、数据比对", cases.APPLICATIONS),
    ("cases", "审核：初审、双岗复核、异议核查", cases.CASES),
    ("publicity", "公示：无需登录", cases.PUBLICITY),
    ("entitlements", "享受：开始月份、增员、报告、停止", money.ENTITLEMENTS),
    ("files", "扣款结果文件：登记、上传、逐行结果、暂停与继续；三方对账；公布的基数", money.FILES),
    ("messages", "消息：发送与回执", operating.MESSAGES),
    ("reports", "统计：花名册、人数、金额", figures.REPORTS),
    ("plans", "用款计划：区编制报送、市接收编制", money.PLANS),
    ("samples", "抽查：预告、抽取、重抽核对、核查结果", figures.SAMPLES),
    ("partners", "外部系统：等候、重发、人工录入、线路", operating.PARTNERS),
    ("calendar", "工作日：放假和调休通知", operating.CALENDAR),
    ("codes", "代码表", operating.CODES),
    (
        "services",
        "各服务的运行：状况、停放的信件、长时间的工作、重新计算的期限",
        operating.SERVICES,
    ),
    ("policy", "政策规则：某一天在用的数值、依据和沿革", operating.POLICY),
)
