"""For the policy officer: what is in force, by which clause, and whether a pack can be trusted.

python -m policy                                   every value in force today, Beijing
python -m policy --on 2019-04-01 cutoff_day        one value on a day, and all its rows
python -m policy --on 2020-09-30 --diff 2020-10-01 what another day has otherwise, tables too
python -m policy --province ./my-packs --check     reads a directory and says what is wrong
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from kernel.clock import SHANGHAI
from policy.book import Policy, load
from policy.dated import Row, Series
from policy.errors import PackError
from policy.tables import Coded

TRUST = {
    "stated": "原文",
    "computed": "推算",
    "reading": "我方理解",
    "weak": "待核实",
    "example": "虚构示例",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Answers on the standard output; 1 for a pack that is refused, 2 for an unknown name."""
    asked = _parser().parse_args(arguments)
    try:
        rulebook = load(asked.province)
    except PackError as refused:
        sys.stderr.write(f"规则包未通过检查：{refused}\n")
        return 1
    if asked.check:
        sys.stdout.write(
            f"规则包通过检查：{len(rulebook.values)}项数值，{len(rulebook.tables)}张表。\n"
        )
        return 0
    if unknown := [name for name in asked.names if name not in rulebook.values]:
        sys.stderr.write(f"没有名为{'、'.join(unknown)}的数值。\n")
        return 2
    if asked.diff:
        lines = _differences(rulebook, asked.names, asked.on, asked.diff)
    else:
        lines = _lines(rulebook, asked.names, asked.on)
    for line in lines:
        sys.stdout.write(line + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m policy", description="查看与检查政策规则包")
    parser.add_argument("names", nargs="*", metavar="名称", help="数值名称；不写则列出全部")
    parser.add_argument("--province", default="beijing", help="省份名称或规则包目录")
    parser.add_argument("--on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="哪一天")
    parser.add_argument(
        "--diff", type=date.fromisoformat, metavar="YYYY-MM-DD", help="另一天与那一天有何不同"
    )
    parser.add_argument("--check", action="store_true", help="只检查，不列出")
    parser.set_defaults(on=datetime.now(SHANGHAI).date())
    return parser


def _lines(rulebook: Policy, names: Sequence[str], day: date) -> Iterator[str]:
    for name in names or sorted(rulebook.values):
        series = rulebook.values[name]
        rows = series.rows if names else _in_force(series, day)
        if not rows:
            yield f"{name}\t{day}没有取值"
        for row in rows:
            mark = "* " if names and row.holds_on(day) else ""
            source = f"{row.clause}\t{TRUST[row.clause.trust]}"
            yield f"{mark}{name}\t{_value(row)}\t{_days(row)}\t{source}"


def _differences(
    rulebook: Policy, names: Sequence[str], before: date, after: date
) -> Iterator[str]:
    """- what only the first day has, + what only the other has; rows of tables by their code."""
    every = {name: series for name, series in rulebook.values.items() if name in (names or [name])}
    if not names:
        every |= {
            f"{table}.{code}": series
            for table, codes in rulebook.tables.items()
            for code, series in codes.items()
        }
    for name in sorted(every):
        old, new = _in_force(every[name], before), _in_force(every[name], after)
        for mark, rows in (
            ("-", [r for r in old if r not in new]),
            ("+", [r for r in new if r not in old]),
        ):
            for row in rows:
                source = f"{row.clause}\t{TRUST[row.clause.trust]}"
                yield f"{mark} {name}\t{_value(row)}\t{_days(row)}\t{source}"


def _in_force(series: Series[object], day: date) -> tuple[Row[object], ...]:
    return tuple(row for row in series.rows if row.holds_on(day))


def _value(row: Row[object]) -> str:
    if row.value is None:
        return "未公布"
    if isinstance(row.value, bool):
        return "是" if row.value else "否"
    if isinstance(row.value, Coded):
        return str(getattr(row.value, "name", "") or getattr(row.value, "reason", ""))
    if isinstance(row.value, tuple):
        return "、".join(str(part) for part in row.value)
    return str(row.value)


def _days(row: Row[object]) -> str:
    until = "起" if row.last is None else f"至{row.last}"
    late = f"（{row.published_to}后暂用）" if row.published_to else ""
    return f"自{row.first}{until}{late}"


if __name__ == "__main__":
    sys.exit(main())
