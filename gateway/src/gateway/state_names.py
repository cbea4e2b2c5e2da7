"""Chinese names of the states that services report, for people."""

NAMES = {
    "draft": "草稿",
    "accepted": "已受理",
    "returned": "已退回",
    "reported": "已上报",
    "approved": "已批准",
    "rejected": "不同意",
    "withdrawn": "已撤回",
    "waiting_checks": "数据比对中",
    "initial_review": "待初审",
    "publicity": "公示中",
    "second_review": "待第二次复核",
    "returned_to_applicant": "退回申请人补正",
    "returned_to_street": "退回街道补正",
    "start_check": "待社保状态确认",
    "querying": "查询缴费中",
    "finding": "已有查询结果",
    "refund_pending": "等待退费",
    "confirmed": "已确认开始月份",
    "enlisted": "已列入增员名单",
    "active": "享受中",
    "completed": "享受期满",
    "stopped": "已停止",
    "refused": "不予享受",
}


def state_name(state: str) -> str:
    """The Chinese name; the state itself where there is none yet."""
    return NAMES.get(state, state)
