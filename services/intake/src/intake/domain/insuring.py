"""参保资格 as it is asked: which facts each kind of person must give, and the answer in words."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from kernel.errors import Invalid
from policy.insuring import KINDS, Insurable, Kind

__all__ = ["PLACES", "must_be_told", "sentence_of"]

PLACES = {
    "household-street": "户籍所在地街道（乡镇）公共就业服务机构",
    "file-agency": "本人存档的机构，按个人委托存档人员参保流程办理",
}
AHEAD = timedelta(days=5 * 366)  # whoever asks for later asks about rules that nobody knows yet

_WANTED: Mapping[str, tuple[str, ...]] = {
    "rural-worker": ("registered",),
    "graduate-trainee": ("graduated_on", "jobless", "in_traineeship"),
    "unemployed-trainee": ("registered", "in_traineeship"),
    "rural-trainee": ("registered", "in_traineeship"),
}
_NAMES = {
    "registered": "是否已登记",
    "graduated_on": "毕业日期",
    "jobless": "是否未就业",
    "in_traineeship": "是否在就业见习期间",
}


def must_be_told(kind: str, facts: Mapping[str, object], on: date, today: date) -> None:
    """Raises Invalid with each fact that is missing, has no place with this kind, or cannot be."""
    faults = dict(_wanted(kind, facts)) | dict(_impossible(facts, on, today))
    if faults:
        sentence = "；".join(fault.rstrip("。") for fault in faults.values()) + "。"
        raise Invalid(sentence, fields=faults, code="insuring-facts-invalid")


def sentence_of(found: Insurable, kind: Kind) -> str:
    """The whole answer, to read aloud."""
    who = KINDS[kind]
    if found.may:
        return f"可以作为{who}参加社会保险，请到{PLACES[found.at]}。"
    unmet = "；".join(ground.sentence.rstrip("。") for ground in found.basis)
    return f"不能作为{who}参加社会保险：{unmet}。"


def _wanted(kind: str, facts: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name, title in _NAMES.items():
        wanted, told = name in _WANTED[kind], facts[name] is not None
        if wanted and not told:
            yield name, f"请填写{title}。"
        elif told and not wanted:
            yield name, f"此类人员不填{title}。"


def _impossible(facts: Mapping[str, object], on: date, today: date) -> Iterator[tuple[str, str]]:
    birth, done = facts["birth_date"], facts["graduated_on"]
    if on > today + AHEAD:
        yield "on", "办理日期不能晚于今天之后五年。"
    if isinstance(birth, date) and birth > on:
        yield "birth_date", "出生日期不能晚于办理日期。"
    elif isinstance(birth, date) and isinstance(done, date) and not birth <= done <= on:
        yield "graduated_on", "毕业日期应在出生之后、不晚于办理日期。"
