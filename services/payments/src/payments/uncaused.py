"""Benefits that stand as stopped though nothing is there that could have stopped them.

Whoever may write every table can write a stop and a record of it as the service's own act, chained
like any other row. What moves the service to it is elsewhere: a deadline that rang, results of the
bank, reports of two sources, a letter, an officer's signature. `lingbu verify-signatures` asks.
"""

from contracts.caller import SYSTEM_CALLER
from servicekit.destroying import PURGE_CHAIN

__all__ = ["UNCAUSED"]

_OF = "application_id = e.application_id"
# What has rung and who was heard is kept for a year or so: after a purge absence says nothing.
_GONE = """EXISTS (SELECT FROM audit AS p WHERE p.chain = '{purge}' AND p.action = 'rows_purged'
  AND p.at > b.at + interval '30 days' AND p.detail::jsonb ->> 'table' = '{table}')"""
_RANG = """(EXISTS (SELECT FROM deadlines AS d WHERE d.subject = b.chain AND d.kind IN ({kinds})
  AND d.fired_at <= b.at {when}) OR {gone})"""
_HEARD = """(EXISTS (SELECT FROM inbox AS i WHERE i.event = '{event}'
  AND i.applied_at BETWEEN b.written - interval '10 minutes' AND b.written) OR {gone})"""


def _gone(table: str) -> str:
    return _GONE.format(purge=PURGE_CHAIN, table=table)


def _rang(*kinds: str, when: str = "") -> str:
    named = ", ".join(f"'{kind}'" for kind in kinds)
    return _RANG.format(kinds=named, when=when, gone=_gone("deadlines"))


def _heard(event: str) -> str:
    return _HEARD.format(event=event, gone=_gone("inbox"))


_OVER = "AND d.fired_at >= (e.stop_month || '-01')::timestamp AT TIME ZONE 'Asia/Shanghai'"
_SIGNED = """EXISTS (SELECT FROM signatures AS s WHERE s.subject = b.chain
  AND s.decision = 'stop_benefit' AND s.signed_at = b.at)"""
_EMPLOYED = f"EXISTS (SELECT FROM reports WHERE {_OF} AND employed_by_unit)"  # nosec B608 - ours
_WITHDRAWN = f"EXISTS (SELECT FROM applicants WHERE {_OF} AND withdrawn)"  # nosec B608 - ours
_TWO_FAILURES = f"""(SELECT count(DISTINCT month) FROM results
  WHERE {_OF} AND code <> '00') > 1"""  # nosec B608 - ours
_TWO_DEATHS = f"""(SELECT count(DISTINCT reporter) FROM suspicions
  WHERE {_OF} AND code = 'S06') > 1"""  # nosec B608 - ours

# stop code -> what must be there, and what an auditor reads where it is not
_CAUSES = {
    "S01": (
        f"e.stop_month > e.end_month AND {_rang('month_turn', when=_OVER)}",
        "自动期满停止，但享受期限未满，或月末结转的期限没有到期办理过。",
    ),
    "S02": (
        _TWO_FAILURES,
        "自动停止，理由是连续扣款不成功，但没有两个月的扣款失败结果。",
    ),
    "S03": (
        _rang("report_stop"),
        "自动停止，理由是逾期未报告，但报告截止的期限没有到期办理过。",
    ),
    "S04": (_EMPLOYED, "自动停止，理由是单位就业，但没有本人或街道的就业情况报告。"),
    "S05": (
        _rang("month_turn", "retirement", when=_OVER),
        "自动停止，理由是达到退休年龄，但相应的期限没有到期办理过。",
    ),
    "S06": (
        _TWO_DEATHS,
        "自动停止，理由是死亡，但没有两个独立来源的报告。",
    ),
    "S09": (
        _heard("inspection_closed"),
        "自动停止，理由是抽查不合格，但当时没有收到抽查结论。",
    ),
    "S10": (
        _WITHDRAWN,
        "自动停止，理由是本人申请，但申请并未撤回，也没有经办人的签名。",
    ),
}
_BY_ITSELF = " ".join(f"WHEN '{code}' THEN {there}" for code, (there, _) in _CAUSES.items())
_WORDS = " ".join(f"WHEN '{code}' THEN '{why}'" for code, (_, why) in _CAUSES.items())

UNCAUSED = f"""
SELECT e.application_id::text AS subject, 'benefit_stopped' AS decision,
  CASE WHEN b.chain IS NULL THEN '库中已停止，记录中没有停止这一步。'
    WHEN b.actor <> '{SYSTEM_CALLER.subject}' THEN '记录为经办人停止，但没有当时的签名。'
    ELSE CASE e.stop_code {_WORDS} ELSE '这一停止原因不会自动发生。' END END AS why
FROM entitlements AS e LEFT JOIN LATERAL (
  SELECT chain, actor, at, written FROM audit
  WHERE chain = e.application_id::text AND action = 'benefit_stopped' ORDER BY n DESC LIMIT 1
) AS b ON true
WHERE e.stop_code <> '' AND (b.chain IS NULL OR NOT CASE
  WHEN b.actor <> '{SYSTEM_CALLER.subject}' THEN {_SIGNED} OR e.stop_code = 'S04' AND {_EMPLOYED}
  ELSE CASE e.stop_code {_BY_ITSELF} ELSE false END END)
ORDER BY subject
"""  # nosec B608 - every part is a constant of this module
