"""What states, checks and findings are called at the counter. Pure."""

STATES = {
    "draft": "草稿，尚未受理",
    "accepted": "已受理",
    "returned": "退回补正",
    "reported": "已上报",
    "approved": "已批准",
    "rejected": "未通过",
    "withdrawn": "已撤回",
    "waiting_checks": "数据比对中",
    "initial_review": "待初审",
    "publicity": "公示中",
    "second_review": "待区级第二次复核",
    "returned_to_applicant": "退回申请人补正",
    "returned_to_street": "区退回，待街道补正",
    "start_check": "待查询社保状态",
    "querying": "等社保中心答复",
    "finding": "已有查询结果",
    "refund_pending": "等退费",
    "confirmed": "已确认开始月份",
    "enlisted": "已列入增员名单",
    "active": "享受中",
    "completed": "享受期满",
    "stopped": "已停止",
    "refused": "不予享受",
}
RESULTS = {
    "PENDING": "等待答复",
    "PASS": "通过",  # nosec B105 - the result of a check
    "FAIL": "不符",
    "NO_DATA": "查无记录",
    "ERROR": "对方出错",
    "TIMEOUT": "超时未答",
}
SEVERITIES = {"B": "必须通过", "W": "不符须说明", "I": "仅供参考"}
FINDINGS = {
    "clean": "开始月份没有缴费记录",
    "self_paid": "开始月份本人已自行缴费",
    "employer_ended": "开始月份由单位缴费，且已停止",
    "employer_open": "单位正在为其参保缴费",
    "unemployment": "开始月份领取失业保险金",
}
MEANINGS = {
    "clean": "可以按拟定月份开始。确认后系统短信告知本人每月留足个人应缴部分。",
    "self_paid": "请与本人商定：退费，开始月份不变，退费到账后确认；"
    "或者顺延，从之后第一个没有缴费的月份开始，总月数不变（退休年龄限制除外）。",
    "employer_ended": "单位缴的费不能退给本人，开始月份须顺延到之后第一个没有缴费的月份。",
    "employer_open": "本人有单位在缴费，不再是灵活就业，不能享受。不予享受的，系统短信告知本人。",
    "unemployment": "领取失业保险金的月份不能同时补贴，开始月份须顺延。",
}
UNREACHED = {
    "no-mobile": "留的不是手机号码，收不到短信",
    "no-address": "没有留下联系方式",
    "no-receipt": "短信已发出，没有回执",
    "never-got": "短信没有发出去",
    "no-answer": "短信服务商没有应答",
    "not-routable": "号码无法送达",
}
