"""Where ours, the centre's and the bank's word on one benefit's month do not agree."""

__all__ = ["MOST", "SENTENCES", "reason"]

MOST = 500  # differences kept with their lines, for each district

SENTENCES = {
    "not-subsidised": "银行已扣款，台账没有计补贴：请核对是否在享受期内、缴费标准是否公布。",
    "not-deducted": "台账已计补贴，没有有效的扣款成功结果。",
    "not-in-file": "扣款结果在社保中心的文件中没有。",
    "only-in-file": "社保中心的文件有扣款成功，本系统没有收到有效的结果。",
    "sum-differs": "扣款金额与台账个人应缴部分不一致。",
}


def reason(ours: str | None, centre: str | None, bank: str | None, with_file: bool) -> str:
    """The first thing to look into; `with_file`: the centre has sent files of the month."""
    if bank is None:
        return "not-deducted" if ours is not None else "only-in-file"
    if ours is None:
        return "not-subsidised"
    if with_file and centre is None:
        return "not-in-file"
    return "sum-differs"
