"""网上提交 (京人社就发〔2020〕19号 第四条): graduates apply without coming to a counter."""

from typing import Any

from contracts.intake import SubmitOnline, Submitted
from intake.handlers.common import agency_of
from intake.handlers.drafts import own
from intake.handlers.submit import taken_in
from kernel.errors import Conflict, Invalid, NotFound


def submit_online(form: SubmitOnline, uow: Any) -> Submitted:
    """The person's draft becomes their application, under the same id; the street accepts it.

    Raises Conflict for a category that comes to the counter, Invalid for another's number.
    """
    row = own(uow.drafts.find(form.draft_id, lock=True), uow)
    if row.submitted_at is not None:
        raise Conflict("申请已经提交，请等街道（乡镇）受理。", code="already-submitted")
    _must_be_theirs(form, row.who)
    _may_come_online(form, uow)
    agency = agency_of(form.street_code, uow)
    answer = taken_in(form, agency, row.id, ("本人在网上向", "提交"), uow)
    row.content, row.submitted_at, row.saved_at = "{}", uow.now, uow.now
    return answer


def _must_be_theirs(form: SubmitOnline, who: str) -> None:
    if form.form.id_number.strip().upper() != who.partition(" ")[0]:
        sentence = "身份证号码须与登录时填写的相同。"
        fields = {"form.id_number": sentence}
        raise Invalid(sentence, fields=fields, code="another-number")


def _may_come_online(form: SubmitOnline, uow: Any) -> None:
    try:
        category = uow.policy.on(uow.today).category(form.form.category)
    except NotFound:
        return  # told with the other faults of the form
    if not category.graduate:
        sentence = "该人员类型请到户籍地或居住地的街道（乡镇）申请。"
        fields = {"form.category": sentence}
        raise Conflict(sentence, fields=fields, code="not-online")
