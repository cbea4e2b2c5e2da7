"""The lines to outside systems: how each is, and closing one by hand."""

from typing import Any

from contracts import partners as shapes
from contracts.partners import CloseLine, ListPartners, Partners
from kernel.errors import Conflict, NotFound
from outside.partners import PARTNERS, Partner
from partners.domain.line import CLOSED, Line, closed
from partners.handlers.saying import ROUND

NOBODY: dict[str, Any] = {"waiting": 0, "abandoned": 0, "refused": 0, "oldest_at": None}


def list_partners(query: ListPartners, uow: Any) -> Partners:
    """All of them, in the order of the list."""
    lines, sums = uow.lines.all(), uow.requests.sums()
    return Partners(
        items=tuple(
            _view(
                partner,
                lines.get(partner.name) or Line(partner=partner.name),
                sums.get(partner.name) or NOBODY,
            )
            for partner in PARTNERS
        )
    )


def close_line(form: CloseLine, uow: Any) -> shapes.PartnerLine:
    """合闸: what was kept back goes out at once."""
    partner = PARTNERS.get(form.partner)
    if partner is None:
        raise NotFound("没有这个外部系统。")
    line = uow.lines.of(partner.name, lock=True)
    if line.state == CLOSED:
        raise Conflict("该外部系统的询问没有暂停，无须恢复。", code="line-closed")
    uow.lines.save(closed(line))
    uow.requests.call_back(partner.name, uow.now)
    uow.deadlines.set(ROUND, partner.name, uow.now)
    title = f"人工恢复对{partner.title}的询问"
    uow.note(f"partner/{partner.name}", "line_closed_by_hand", title, why=form.reason)
    sums = uow.requests.sums().get(partner.name) or NOBODY
    return _view(partner, uow.lines.of(partner.name), sums)


def _view(partner: Partner, line: Line, sums: dict[str, Any]) -> shapes.PartnerLine:
    return shapes.PartnerLine(
        partner=partner.name,
        title=partner.title,
        line=line.state,
        failures=line.failures,
        opened_at=line.opened_at,
        next_probe_at=line.probe_at,
        heard_at=line.heard_at,
        error=line.error,
        **{name: sums[name] for name in NOBODY},
    )
