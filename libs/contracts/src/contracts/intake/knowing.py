"""What is known of a person the moment they show their card at the counter."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.message import Query
from contracts.wire import described, length


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonKnown:
    """Who it is by the number, what stands in the way, what was written the last time.

    Of an application in another street only that there is one, and where: the person may go
    there. `form` and `commitment` are the newest of the caller's own street, in clear.
    """

    id_number: str = described("Of 18 characters")
    sex: str
    birth_date: date
    open_state: str = described("State of an open application anywhere in the city", default="")
    open_street: str = described("Name of its street", default="")
    open_since: date | None = described("The day it was keyed in", default=None)
    open_id: UUID | None = described("Only where it is in the caller's street", default=None)
    running: bool = described("A subsidy was approved and has not ended", default=False)
    months_used: int = described("Months enjoyed on earlier approvals", default=0)
    stopped_for_false_promise: bool = described("S09 on an earlier approval", default=False)
    form: dict[str, object] = described("Fields of 附件2 as last written", default_factory=dict)
    commitment: dict[str, object] = described(
        "Account and contacts as they are now", default_factory=dict
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUpPerson(Query):
    """认人: who stands at the counter, by number; a look into earlier forms is recorded."""

    service, answer = "intake", PersonKnown

    id_number: str = described("公民身份号码", length(15, 40))
