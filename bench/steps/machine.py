"""python-statemachine decides, psycopg2 keeps."""

from statemachine import State, StateMachine

from steps import raw


class Life(StateMachine):
    """The four moves."""

    submitted = State(initial=True)
    checked = State()
    first = State()
    second = State()
    paid = State(final=True)

    to_checked = submitted.to(checked)
    to_first = checked.to(first)
    to_second = first.to(second)
    to_paid = second.to(paid)


class Case(raw.Case):
    """As the floor, with a machine made from the state that was read."""

    def check(self, state: str, before: str, after: str) -> None:
        """Asks the machine; it raises TransitionNotAllowed."""
        life = Life(start_value=state)
        life.send(f"to_{after}")
