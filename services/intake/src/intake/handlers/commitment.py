"""承诺书文本: what is in force for a district, and how a district adds to it (附件1 四.2)."""

from typing import Any

from contracts.intake import AddCommitmentClauses, CommitmentText, GetCommitmentText
from intake.domain.commitment_text import Addition, compose, in_force, new_clauses


def get_commitment_text(form: GetCommitmentText, uow: Any) -> CommitmentText:
    """The text to sign today at an agency; raises NotFound for an unknown one."""
    agency = uow.policy.divisions.agency(form.agency).code
    newest = in_force(uow.additions.of(agency), uow.today)[0]
    return _text(agency, newest, uow)


def add_commitment_clauses(form: AddCommitmentClauses, uow: Any) -> CommitmentText:
    """Appends clauses of the caller's own district; nothing is ever removed or changed."""
    agency = uow.policy.divisions.agency(uow.caller.division).code
    city, before = uow.policy.commitment(uow.today), uow.additions.of(agency)
    known = before[-1].clauses if before else ()
    compose(city, before[-1] if before else None)  # the statutory items must be untouched
    addition = Addition(
        agency=agency,
        n=len(before) + 1,
        clauses=(*known, *new_clauses((*city.items, *known), form.clauses)),
        made_on=uow.today,
        city_version=city.version,
        city_digest=city.digest,
    )
    uow.additions.add(addition)
    title = f"承诺书增加{len(addition.clauses) - len(known)}条，版本{compose(city, addition)}"
    uow.note(f"commitment/{agency}", "clauses_added", title, clause=uow.step("commitment"))
    return _text(agency, addition, uow)


def _text(agency: str, addition: Addition | None, uow: Any) -> CommitmentText:
    city = uow.policy.commitment(uow.today)
    return CommitmentText(
        version=compose(city, addition),
        agency=agency,
        items=city.items,
        additions=addition.clauses if addition else (),
        transcription=city.closing,
        digest=city.digest,
    )
