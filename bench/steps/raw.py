"""The floor: psycopg2, four statements and a commit."""

from uuid import uuid4

import psycopg2

from steps import SAID, STATES, TABLES


class Case:
    """One connection."""

    def __init__(self, address: str) -> None:
        self.connection = psycopg2.connect(address)
        self.cursor = self.connection.cursor()
        self.cursor.execute(TABLES)
        self.connection.commit()
        self.pid = self.connection.info.backend_pid

    def live(self) -> None:
        """One case to its end."""
        case = str(uuid4())
        self.cursor.execute("INSERT INTO cases (id, state) VALUES (%s, %s)", (case, STATES[0]))
        self.cursor.execute(SAID, (case, STATES[0]))
        self.connection.commit()
        for before, after in zip(STATES, STATES[1:], strict=False):
            self.move(case, before, after)

    def move(self, case: str, before: str, after: str) -> None:
        """One step; raises ValueError where it is not allowed."""
        self.cursor.execute("SELECT state FROM cases WHERE id = %s FOR UPDATE", (case,))
        [state] = self.cursor.fetchone()
        self.check(state, before, after)
        self.cursor.execute("UPDATE cases SET state = %s WHERE id = %s", (after, case))
        self.cursor.execute(SAID, (case, after))
        self.connection.commit()

    def check(self, state: str, before: str, after: str) -> None:
        """Whether the move may be made from this state."""
        if state != before:
            raise ValueError(state)
