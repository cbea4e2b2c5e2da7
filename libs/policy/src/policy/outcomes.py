"""What a data check (数据比对) came to, and what its severity asks for, as people read it."""

from collections.abc import Mapping

__all__ = ["RESULTS", "SEVERITIES", "result_word", "severity_word"]

RESULTS: Mapping[str, str] = {
    "PENDING": "等待答复",
    "PASS": "通过",  # nosec B105 - a verdict, not a password
    "FAIL": "不符",
    "NO_DATA": "查无记录",
    "ERROR": "对方系统出错",
    "TIMEOUT": "未答复",
}
SEVERITIES: Mapping[str, str] = {"B": "必须通过", "W": "不符须说明", "I": "供参考"}


def result_word(result: str) -> str:
    """In Chinese; a result nobody knows is shown as it came."""
    return RESULTS.get(result, result)


def severity_word(severity: str) -> str:
    """In Chinese, by the first letter of block, warn and info."""
    return SEVERITIES.get(severity[:1].upper(), severity)
