"""Who may be insured (京人社就发〔2020〕19号 第三条): asked at the counter, kept nowhere."""

from dataclasses import dataclass
from datetime import date

from contracts.common import Basis
from contracts.message import Query
from contracts.wire import described, one_of

KINDS = ("rural-worker", "graduate-trainee", "unemployed-trainee", "rural-trainee")


@dataclass(frozen=True, slots=True, kw_only=True)
class InsuringAnswer:
    """Yes or no, where to go, and on what ground; a sentence to read aloud."""

    may: bool
    at: str = described("household-street or file-agency")
    place: str = described("The same in Chinese: where to go")
    on: date = described("The day whose rules were asked")
    clause: str = described("文号 and article")
    sentence: str = described("The whole answer in Chinese")
    basis: tuple[Basis, ...] = described("All that was asked if yes, what is not met if no")


@dataclass(frozen=True, slots=True, kw_only=True)
class AskInsurable(Query):
    """参保资格: may this person be insured as a flexible worker or trainee, and where to go?"""

    service, answer = "intake", InsuringAnswer

    kind: str = described(
        "Rural flexible worker, or which kind of trainee (见习人员)", one_of(*KINDS)
    )
    sex: str = described("性别", one_of("male", "female"))
    birth_date: date = described("出生日期")
    local: bool = described("本市户籍 (农业户籍 for the two rural kinds); for a graduate 本市生源")
    registered: bool | None = described(
        "就业登记 of a rural worker, 失业登记 of an unemployed trainee, 转移就业登记 of a rural"
        " trainee; not asked of a graduate",
        default=None,
    )
    jobless: bool | None = described("Graduates only: 毕业后未就业", default=None)
    in_traineeship: bool | None = described("Trainees only: 在就业见习期间", default=None)
    graduated_on: date | None = described("Graduates only: 毕业日期", default=None)
    on: date | None = described("The day asked about; today if left out", default=None)
