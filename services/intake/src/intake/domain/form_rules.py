"""Cross-rules of the application form 附件2: what a field must agree with."""

import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from intake.domain.day_rules import Ground, day_faults, days_engaged
from intake.domain.faults import Fault
from intake.domain.forms import Form, Work
from kernel import identity
from kernel.errors import NotFound
from policy import Rules

__all__ = ["Ground", "days_engaged", "filled", "form_faults", "is_blank", "same_name", "tidy"]

DIGITS = 6  # of the code of a county or district (GB/T 2260)
_DOTS = str.maketrans(dict.fromkeys("•‧・．∙⋅", "·"))
_IN_NAMES = frozenset("· -")
_UNSEEN = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and signs without ink
_CODES = {
    "project": ("projects", "form.work.project", "unknown-project", "灵活就业项目"),
    "education": ("educations", "form.education", "unknown-education", "文化程度"),
    "former_status": (
        "former_identities",
        "form.former_status",
        "unknown-former-status",
        "失业前身份",
    ),
    "hukou_type": ("hukou_types", "form.hukou_type", "unknown-hukou-type", "户籍类型"),
}


def tidy(name: str) -> str:
    """A name without stray spaces, its dots (·) all of one kind; no character is replaced."""
    return " ".join(name.translate(_DOTS).split())


def same_name(one: str, other: str) -> bool:
    """Whether two writings are one name: spaces and kinds of dots do not count."""
    return tidy(one).replace(" ", "") == tidy(other).replace(" ", "")


def is_blank(text: str) -> bool:
    """Whether nothing can be seen: spaces, zero-width and control characters, blank letters."""
    return not any(_is_seen(letter) for letter in text)


def filled(form: Form, ground: Ground) -> Form:
    """The form as it is kept: number of 18 characters, empty sex, birth date and days filled in.

    What cannot be read stays as written; `form_faults` says what is wrong with it.
    """
    form = replace(form, name=tidy(form.name))
    try:
        number = identity.parse(form.id_number)
    except identity.InvalidIdentity:
        return form
    days = days_engaged(form.work.started_on, ground.applied_on)
    return replace(
        form,
        id_number=number.text,
        sex=form.sex or number.sex,
        birth_date=form.birth_date or number.birth_date,
        retire_class=form.retire_class or "worker",
        work=replace(form.work, days_engaged=days),
    )


def form_faults(form: Form, ground: Ground) -> Iterator[Fault]:
    """Everything wrong with the form as it was written."""
    yield from _blanks(form)
    if not all(letter in _IN_NAMES or _is_letter(letter) for letter in tidy(form.name)):
        yield Fault("form.name", "name-invalid", "姓名只能含文字和间隔号，请按身份证填写。")
    yield from _identity(form)
    yield from _codes(form, ground.rules)
    yield from day_faults(form, ground)
    yield from _household(form.household_division)
    yield from _work(form.name, form.work, ground)
    yield from _wanted(form, ground.rules)


def _blanks(form: Form) -> Iterator[Fault]:
    texts = {
        "name": ("姓名", form.name),
        "home_address": ("家庭居住地址", form.home_address),
        "household_address": ("户口所在地址", form.household_address),
        "work.content": ("从事的工作", form.work.content),
    }
    for path, (title, text) in texts.items():
        if is_blank(text):
            yield Fault(f"form.{path}", "blank", f"{title}不能为空白，请填写。")


def _identity(form: Form) -> Iterator[Fault]:
    try:
        number = identity.parse(form.id_number)
    except identity.InvalidIdentity as wrong:
        yield Fault("form.id_number", wrong.code, wrong.message)
        return
    if form.sex is not None and form.sex != number.sex:
        yield Fault("form.sex", "sex-contradicts-id", "性别与身份证号码不一致，请核对原件。")
    if form.birth_date is not None and form.birth_date != number.birth_date:
        sentence = "出生日期与身份证号码不一致，请核对原件。"
        yield Fault("form.birth_date", "birth-date-contradicts-id", sentence)


def _codes(form: Form, rules: Rules) -> Iterator[Fault]:
    """A category that is in force on other days only is no fault: review decides on it (R-CAT)."""
    for name, (table, path, code, title) in _CODES.items():
        written = form.work.project if name == "project" else getattr(form, name)
        if written not in {row.code for row in rules.codes(table)}:
            yield Fault(path, code, f"{title}不在当日可选的代码之内。")
    if rules.category_begins(form.category) is None:
        yield Fault("form.category", "unknown-category", "人员类型不在可选的代码之内。")


def _household(division: str) -> Iterator[Fault]:
    if division and not (division.isascii() and division.isdigit() and len(division) == DIGITS):
        sentence = f"户口所在地行政区划代码应为{DIGITS}位数字，可不填。"
        yield Fault("form.household_division", "household-division-invalid", sentence)


def _work(name: str, work: Work, ground: Ground) -> Iterator[Fault]:
    if not work.no_contract:
        sentence = "须声明未与任何单位签订劳动合同或形成事实劳动关系。"
        yield Fault("form.work.no_contract", "contract-not-denied", sentence)
    if not same_name(work.declared_by, name):
        yield Fault("form.work.declared_by", "declared-by-another", "声明人须为申请人本人。")
    if not work.started_on <= work.declared_on <= ground.today:
        sentence = "声明日期应在开始灵活就业之后、不晚于今天。"
        yield Fault("form.work.declared_on", "declared-on-impossible", sentence)
    written, true = work.days_engaged, {work.declared_on, ground.applied_on}
    # People count the first day or leave it out; anything else is a slip of the pen.
    counts = {days_engaged(work.started_on, day) + extra for day in true for extra in (0, 1)}
    if written is not None and written not in counts:
        sentence = "至今天数与开始灵活就业的日期不符，可不填，由系统计算。"
        yield Fault("form.work.days_engaged", "days-engaged-wrong", sentence)


def _wanted(form: Form, rules: Rules) -> Iterator[Fault]:
    """What only some categories must fill in."""
    try:
        category = rules.category(form.category)
    except NotFound:
        return
    if category.graduate and form.graduated_on is None:
        yield Fault("form.graduated_on", "graduated-on-missing", "高校毕业生须填写毕业证书日期。")
    if category.archive_required and is_blank(form.file_unit):
        yield Fault("form.file_unit", "file-unit-missing", "该人员类型须填写存档单位。")


def _is_seen(letter: str) -> bool:
    kind = unicodedata.category(letter)
    return (kind[0] in "LNPS" or kind == "Co") and letter not in _UNSEEN


def _is_letter(letter: str) -> bool:
    # Co: rare characters that older systems keep in the private use area.
    return unicodedata.category(letter)[0] in "LM" or unicodedata.category(letter) == "Co"
