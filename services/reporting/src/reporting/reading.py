"""From rows to what the domain knows."""

from dataclasses import fields

from reporting.domain.case import Case
from reporting.tables import CaseRow

FIELDS = [spec.name for spec in fields(Case)]


def case_of(row: CaseRow) -> Case:
    """The facts of a row."""
    return Case(**{name: getattr(row, name) for name in FIELDS})
