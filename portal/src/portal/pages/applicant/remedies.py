"""What a person can do after a stop, by its code; the street has the last word."""

AGAIN = "符合条件时可以到街道（乡镇）重新申请，已享受的月数计入累计。"
REMEDIES = {
    "S01": "补贴期已满。距退休不足一年等情形可以延长的，请向街道（乡镇）询问。",
    "S02": f"请先核对缴费账户的余额和状态，需要时变更账户。{AGAIN}",
    "S03": f"{AGAIN}以后请按季度报告就业情况，短信会提前提醒。",
    "S04": f"在单位就业期间由单位缴费。离开单位、再从事灵活就业后，{AGAIN}",
}
ASK = "如认为不符合事实，请带能够说明情况的材料，到受理申请的街道（乡镇）要求核实。"


def remedy(code: str) -> str:
    """Sentences for the notice of a stop."""
    own = REMEDIES.get(code, AGAIN)
    return f"{own}{ASK}"
