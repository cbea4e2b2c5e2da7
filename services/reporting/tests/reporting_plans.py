"""A district's plan for a month and the city's, step by step."""

from datetime import datetime

from reporting_story import (
    CITY_CLERK,
    CLERK,
)

from contracts.payments import BenefitStopped
from contracts.reporting import (
    AcceptFundPlan,
    CompileFundPlan,
    MakeFundPlan,
    SubmitFundPlan,
)
from kernel.clock import SHANGHAI

MAY, JUNE = "2019-05", "2019-06"
OTHER = {"agency": "110105", "street_code": "110105021"}


def late_april(house):
    """The days on which the plan for May is made."""
    house.clock.set(datetime(2019, 4, 25, 9, tzinfo=SHANGHAI))


def make(house, month=MAY, caller=CLERK, **more):
    return house.ask(MakeFundPlan(month=month, **more), caller)


def submit(house, plan, caller=CLERK):
    return house.ask(SubmitFundPlan(month=plan.month, version=plan.version), caller)


def accept(house, plan):
    form = AcceptFundPlan(agency=plan.agency, month=plan.month, version=plan.version)
    return house.ask(form, CITY_CLERK)


def accepted_plan(house, month=MAY, caller=CLERK, **more):
    return accept(house, submit(house, make(house, month, caller, **more), caller))


def compiled(house, month=MAY):
    return house.ask(CompileFundPlan(month=month), CITY_CLERK)


def code(refused):
    return refused.value.code


def stop(story, month, why="S10"):
    return story.says(
        BenefitStopped, code=why, from_month=month, reason_text="本人申请停止", months_used=0
    )
