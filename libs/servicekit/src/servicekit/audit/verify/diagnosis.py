"""Which rows of a broken chain were edited, removed, inserted or put in another order.

A row's hash covers its number and the hash before it, so a row that was moved still tells where
it belongs: under its first number its hash comes out right.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from servicekit.audit.canonical import HASHED, row_hash
from servicekit.audit.verify.finding import EDITED, INSERTED, REMOVED, REORDERED, Finding

N, PREV, HASH = HASHED.index("n"), HASHED.index("prev"), len(HASHED)
REACH = 200  # how far from its place a row's first number is looked for
Row = Sequence[Any]


def own_number(row: Row) -> int | None:
    """The number under which the row was written; None where its content was changed."""
    values = list(row[:HASH])
    for number in _near(row[N]):
        values[N] = number
        if row_hash(values) == row[HASH]:
            return number
    return None


def _near(n: int) -> Iterator[int]:
    yield n
    for step in range(1, REACH):
        yield n + step
        if n > step:
            yield n - step


def diagnose(rows: Sequence[Row], after: int, head: str) -> list[Finding]:
    """Names what happened to a chain; `after` is the number its rows follow on (0), `head` the
    hash the chain should end with."""
    chain = rows[0][0]
    owns = [own_number(row) for row in rows]
    genuine = _genuine(rows, owns, head)
    missing = set(range(after + 1, max(genuine, default=after) + 1)) - set(genuine)
    found: list[Finding] = []
    for place, (row, own) in enumerate(zip(rows, owns, strict=True)):
        if own is None and (slot := _slot(place, owns, missing, after)) is not None:
            missing.discard(slot)
            found.append(_about(EDITED, row, "内容与其散列不符"))
        elif own is None or genuine[own] != place:
            found.append(_about(INSERTED, row, "不在原来的链上"))
    found += [Finding(kind=REMOVED, chain=chain, n=n, message="序号缺失") for n in sorted(missing)]
    found += _moved(rows, owns, genuine)
    return found + _replaced(rows, genuine)


def _genuine(rows: Sequence[Row], owns: Sequence[int | None], head: str) -> dict[int, int]:
    """Original number -> place; of two rows under one number, the one that others build on."""
    built_on = {row[PREV] for row in rows} | {head}
    genuine: dict[int, int] = {}
    for place, own in enumerate(owns):
        if own is not None and (own not in genuine or rows[place][HASH] in built_on):
            genuine[own] = place
    return genuine


def _slot(place: int, owns: Sequence[int | None], missing: set[int], after: int) -> int | None:
    """The missing number an edited row stands in for; none is missing for an inserted one."""
    before = next((own for own in reversed(owns[:place]) if own is not None), after)
    behind = next((own for own in owns[place + 1 :] if own is not None), None)
    free = [n for n in missing if n > before and (behind is None or n < behind)]
    if free:
        return min(free)
    return before + 1 if behind is None and place == len(owns) - 1 else None


def _moved(
    rows: Sequence[Row], owns: Sequence[int | None], genuine: dict[int, int]
) -> list[Finding]:
    order = [own for place, own in enumerate(owns) if own is not None and genuine[own] == place]
    if order == sorted(order):
        return []
    return [
        _about(REORDERED, row, f"原为第 {own} 行")
        for row, own in zip(rows, owns, strict=True)
        if own is not None and own != row[N]
    ]


def _replaced(rows: Sequence[Row], genuine: dict[int, int]) -> list[Finding]:
    """Rows whose own hash was computed anew, so that the next one no longer builds on them."""
    return [
        _about(EDITED, rows[place], "散列被重算，后一行不再与之相接")
        for own, place in sorted(genuine.items())
        if own + 1 in genuine and rows[genuine[own + 1]][PREV] != rows[place][HASH]
    ]


def _about(kind: str, row: Row, message: str) -> Finding:
    return Finding(kind=kind, chain=row[0], n=row[N], message=message)
