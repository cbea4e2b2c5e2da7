"""One view for all acts at the counter that are one small form each (`act`)."""

import functools
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, session, url_for

from portal import codes, signing
from portal.forms import Form, Sheet, serve
from portal.page import FORM, Page
from portal.pages.street.act import Act
from portal.pages.street.application_acts import APPLICATION_ACTS
from portal.pages.street.benefit_acts import BENEFIT_ACTS
from portal.pages.street.case import CLERK
from portal.pages.street.dossier import dossier
from portal.pages.street.words import STATES
from portal.session import ask


def view(act: Act, application_id: UUID) -> Any:
    """Shows the form of an act, takes it, and goes back to the case."""
    found = dossier(application_id)
    here = url_for(f"street.{act.name}", application_id=application_id)
    case = url_for("street.case", application_id=application_id)
    path = act.path.format(id=application_id)

    def give(sheet: Sheet) -> Any:
        body = sheet.body()
        if "second_reader" in body:  # of the version that the officer has seen
            body["dossier_version"] = int(sheet["dossier_version"])
            session["second_reader"] = sheet["second_reader"]
        if act.signed:
            title = f"{act.title}：{found.application['form']['name']}"
            return signing.decide(path, body, key=sheet.key, done=case, back=here, title=title)
        ask().post(path, body, key=sheet.key)
        flash(act.done)
        return redirect(case, 303)

    def show(sheet: Sheet) -> str:
        return render_template(
            "street/act.html", act=act, sheet=sheet, dossier=found, states=STATES, case=case
        )

    return serve(with_choices(act), give, show, act.start(found))


def with_choices(act: Act) -> Form:
    """The form with the code lists of today."""
    return Form(
        tuple(
            replace(one, choices=codes.choices(act.lists[one.name]))
            if one.name in act.lists
            else one
            for one in act.form.fields
        )
    )


PAGES = tuple(
    Page(
        name=f"street.{act.name}",
        rule=f"/street/cases/<uuid:application_id>/{act.slug}",
        view=functools.partial(view, act),
        title=act.title,
        who=CLERK,
        methods=FORM,
        walk="case",
    )
    for act in (*APPLICATION_ACTS, *BENEFIT_ACTS)
)
