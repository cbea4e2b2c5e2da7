"""Files of deduction results: announced, taken in, posted line by line, looked at."""

from dataclasses import dataclass
from uuid import UUID

from contracts.common import MONTH
from contracts.message import Command, Query
from contracts.wire import between, described, length, one_of

DIGEST_DIFFERS = "digest-differs"  # what arrived is not the content that was announced
OUTCOMES = (
    *("posted", "differs", "void", "waiting", "outweighed", "duplicate"),
    *("unchanged", "corrected", "withdrawn", "refused"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFault:
    """Why a file is not used, at which of its lines; 0 for the file as a whole."""

    line: int
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeductionFile:
    """A row of the ledger of files (扣款结果文件台账)."""

    file_id: UUID
    agency: str
    month: str = described("YYYY-MM")
    sequence: int = described("1, or a later one for a correction")
    digest: str = described("SHA-256 of the file")
    lines: int
    total: str
    size: int = described("Bytes that have arrived")
    state: str = described("announced, received, checking, posting, stopped, done or refused")
    announced_at: str
    announced_by: str
    received_at: str | None
    received_by: str
    finished_at: str | None
    handled: int = described("Lines that have their outcome")
    outcomes: dict[str, int] = described("How many lines by outcome", default_factory=dict)
    faults: tuple[FileFault, ...] = ()
    corrects: UUID | None = described("The file of which it is a correction", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeductionFiles:
    """Files of a jurisdiction, the newest month first."""

    items: tuple[DeductionFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeductionLine:
    """One line and what became of it; `before`: code, sum and deferral it corrects."""

    line: int
    application_id: UUID
    month: str
    attempt: int
    code: str
    deducted: str
    deferred: bool
    purpose: str
    outcome: str
    reason: str = ""
    sentence: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeductionLines:
    """A page of lines; `next_after` is the line to go on after."""

    items: tuple[DeductionLine, ...]
    next_after: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnounceDeductionFile(Command):
    """The centre's signed letter `deduct.file` for a file, brought by hand.

    A file that was announced before is answered as it stands.
    """

    service, answer = "payments", DeductionFile

    protected: str = described("As in the letter", length(1, 2000))
    payload: str = described("As in the letter", length(1, 8000))
    signature: str = described("As in the letter", length(1, 2000))


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeFilePart(Command):
    """Whole lines of a file from a byte on; parts that were taken before are passed over."""

    service, answer = "payments", DeductionFile

    file_id: UUID
    offset: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteDeductionFile(Command):
    """The content has arrived: it is checked and posted. `digest` is that of the bytes received.

    Another than the announced one is not kept; the answer then has the fault `digest-differs`.
    """

    service, answer = "payments", DeductionFile

    file_id: UUID
    digest: str = described("SHA-256 of what was received", length(0, 64), default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class StopDeductionFile(Command):
    """Posting halts after the batch under way; what is posted stays."""

    service, answer = "payments", DeductionFile

    file_id: UUID
    reason: str = described("Why", length(2, 200))


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeDeductionFile(Command):
    """Posting goes on where it halted."""

    service, answer = "payments", DeductionFile

    file_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class GetDeductionFile(Query):
    """One file: how far it is, and what became of its lines."""

    service, answer = "payments", DeductionFile

    file_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDeductionFiles(Query):
    """Files of a month, or the newest ones."""

    service, answer = "payments", DeductionFiles

    month: str | None = described("YYYY-MM", MONTH, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDeductionLines(Query):
    """Lines of a file in their order, of one outcome or all."""

    service, answer = "payments", DeductionLines

    file_id: UUID
    only: str | None = described("Lines of this outcome", one_of(*OUTCOMES), default=None)
    after: int = described("After this line", between(0, 10_000_000), default=0)
    limit: int = 50
