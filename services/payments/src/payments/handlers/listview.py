"""A closed list as people see it, masked, and the digest that freezes it."""

import hashlib
import json
from typing import Any

from contracts import payments as forms
from kernel.contact import mask_account, mask_name
from payments.handlers.places import people
from payments.rows import ListRow, PlaceRow


def view(closed: ListRow, uow: Any) -> forms.AdditionList:
    """The list with names, numbers and accounts masked."""
    return forms.AdditionList(
        list_id=closed.list_id,
        agency=closed.agency,
        month=closed.month,
        kind=closed.kind,
        sequence=closed.sequence,
        closed_at=closed.closed_at.astimezone(uow.now.tzinfo).isoformat(),
        rows=tuple(line(place) for place in uow.lists.places(closed.list_id)),
        digest=closed.digest,
    )


def digest_of(closed: ListRow, places: list[PlaceRow], uow: Any) -> str:
    """SHA-256 over the rows as sent; the people go in by keyed hash, so it gives nobody away."""
    rows = [
        [p.row, str(p.application_id), p.month, p.base, str(p.personal), str(p.subsidy), p.code]
        for p in places
    ]
    whole = {
        "list": [str(closed.list_id), closed.agency, closed.month, closed.kind, closed.sequence],
        "rows": rows,
        "people": uow.sealer.search_hash(json.dumps(people(places), ensure_ascii=False)),
    }
    text = json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def mask_number(id_number: str) -> str:
    """First two and last two, as everywhere."""
    return f"{id_number[:2]}{'*' * max(len(id_number) - 4, 0)}{id_number[-2:]}"


def line(place: PlaceRow) -> forms.ListRow:
    """One row as people see it, masked."""
    person = people([place])[0]
    return forms.ListRow(
        row=place.row,
        application_id=place.application_id,
        number=place.number,
        name=mask_name(person["name"]),
        id_number=mask_number(person["id_number"]),
        start_month=place.start_month,
        base=place.base,
        personal=str(place.personal),
        subsidy=str(place.subsidy),
        bank=person["bank"],
        account=mask_account(person["account"]),
        state=place.state,
        refusal=place.refusal,
        code=place.code,
    )
