"""The flow of `steps.views`; viewflow finds it again by its name, so it stands in a module."""

from typing import Any

from viewflow import this
from viewflow.workflow import flow, lock
from viewflow.workflow.models import Process


class Life(flow.Flow):
    """A start and four handles."""

    process_class = Process
    lock_impl = lock.select_for_update_lock

    begin = flow.StartHandle(this.opened).Next(this.checked)
    checked = flow.Handle(this.moved).Next(this.first)
    first = flow.Handle(this.moved).Next(this.second)
    second = flow.Handle(this.moved).Next(this.paid)
    paid = flow.Handle(this.moved).Next(this.end)
    end = flow.End()

    def opened(self, activation: Any, **kwargs: Any) -> Any:
        return activation.process

    def moved(self, activation: Any, **kwargs: Any) -> Any:
        return activation.process
