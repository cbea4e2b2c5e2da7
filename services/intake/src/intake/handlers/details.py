"""账户、联系方式变更 (附件3 二.6): told at the counter, used from the next list still open."""

from dataclasses import replace
from typing import Any

from contracts.common import Basis, Done
from contracts.intake import ChangeAccount, ChangeContacts, DetailsChanged
from intake.domain.application import Application, person_of
from intake.domain.checks import due_on
from intake.domain.details import Details
from intake.domain.faults import refuse
from intake.domain.promise_rules import account_faults, contact_faults, in_one_form
from intake.domain.states import must_move
from intake.handlers.common import done, load
from intake.handlers.matching import ask
from kernel.contact import mask_account, mask_phone
from kernel.errors import Conflict
from kernel.month import Month
from policy import because
from policy.deadlines import start_cutoff_of


def change_account(form: ChangeAccount, uow: Any) -> Done:
    """Another account: for this month while its list is open, else for the next; checked anew."""
    application = load(form.application_id, uow)
    must_move("change_account", application.state)
    before, rules = application.details, uow.policy.on(uow.today)
    told = replace(before, bank=form.bank, account=form.account, account_type=form.account_type)
    refuse(account_faults(told, rules))
    after = in_one_form(told)
    _must_differ(before, after)
    application = _keep(application, after, uow)
    first, basis = _first_month(uow)
    banks = [rules.code("banks", bank).name for bank in (before.bank, after.bank)]
    was, now = (
        f"{bank}{mask_account(account)}"
        for bank, account in zip(banks, (before.account, after.account), strict=True)
    )
    title = f"变更缴费账户：{was}改为{now}，自{first.chinese()}起使用"
    uow.note(application.id, "account_changed", title, clause=uow.step("account"), basis=(basis,))
    _tell(application, str(first), uow)
    ask(application, due_on("account-change", rules, application.form.category), uow)
    return done(application)


def change_contacts(form: ChangeContacts, uow: Any) -> Done:
    """Another way to reach the person, from the next message on."""
    application = load(form.application_id, uow)
    must_move("change_contacts", application.state)
    before = application.details
    told = replace(before, contact=form.contact, emergency_contact=form.emergency_contact)
    refuse(contact_faults(told))
    after = in_one_form(told)
    _must_differ(before, after)
    application = _keep(application, after, uow)
    shown = [mask_phone(each.contact) for each in (before, after)]
    title = f"变更联系方式：{shown[0]}改为{shown[1]}"
    uow.note(application.id, "contacts_changed", title, clause=uow.step("account"))
    _tell(application, "", uow)
    return done(application)


def _must_differ(before: Details, after: Details) -> None:
    if before == after:
        raise Conflict("与现在登记的相同，无须变更。", code="nothing-changed")


def _keep(application: Application, details: Details, uow: Any) -> Application:
    application = replace(application, changed=details)
    uow.applications.save(application)
    return application


def _first_month(uow: Any) -> tuple[Month, Basis]:
    """The month whose list is still open today: this one up to its cutoff, else the next."""
    rules, month = uow.policy.on(uow.today), Month.of(uow.today)
    cutoff = start_cutoff_of(month, uow.calendar, rules)
    first = month if uow.today <= cutoff else month + 1
    sentence = "截止日及以前变更的用于当月名单，以后变更的用于次月名单。"
    facts = {"变更日期": uow.today, "当月截止日": cutoff, "开始使用月份": first}
    return first, because(sentence, uow.step("account_list"), facts)


def _tell(application: Application, account_from: str, uow: Any) -> None:
    uow.emit(
        DetailsChanged(
            application_id=application.id,
            account_from=account_from,
            person=person_of(application),
        )
    )
