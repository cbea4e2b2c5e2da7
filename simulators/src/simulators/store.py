"""Stand-ins of outside systems: what they were taught, what they still owe, whom they enrolled."""

from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert as upsert

from kernel.identity import normalise
from outside.partners import PARTNERS
from servicekit.store import Store
from simulators.domain.habits import Habits
from simulators.domain.lesson import Lesson, Line
from simulators.domain.population import fate_of
from simulators.tables import (
    AnswerRow,
    Base,
    EnrolledRow,
    HabitRow,
    LessonRow,
    LetterRow,
    kit,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """Somebody the centre collects for, from `first` and before `until` (empty: no end known)."""

    application_id: UUID
    person: str
    first: str
    personal: str
    until: str = ""


CHECKS = [code for partner in PARTNERS for code in partner.checks]


class Lessons:
    """What was taught, by identity number."""

    def __init__(self, uow: Any) -> None:
        self.session, self.sealer = uow.session, uow.sealer
        self._seed = uow.world.settings.get("SIM_POPULATION", "")

    def key(self, id_number: str) -> str:
        """The keyed hash a person is known by."""
        return str(self.sealer.search_hash(normalise(id_number)))

    def of(self, person: str) -> Lesson:
        """What was taught about a person; else what the population has it (SIM_POPULATION)."""
        row = self.session.get(LessonRow, person)
        if row is None:
            return fate_of(self._seed, person, CHECKS) if self._seed else Lesson()
        return Lesson(
            checks=row.checks,
            lines=tuple(Line(**line) for line in row.lines),
            refund=row.refund,
            deductions=row.deductions,
            refuse_enrolment=row.refuse_enrolment,
        )

    def save(self, person: str, lesson: Lesson) -> None:
        """Keeps a lesson, in place of an earlier one."""
        values = {
            "checks": dict(lesson.checks),
            "lines": [asdict(line) for line in lesson.lines],
            "refund": lesson.refund,
            "deductions": dict(lesson.deductions),
            "refuse_enrolment": lesson.refuse_enrolment,
        }
        put = upsert(LessonRow).values(person=person, **values)
        self.session.execute(put.on_conflict_do_update(index_elements=["person"], set_=values))
        self.session.expire_all()


class Answers:
    """Answers that wait for their time."""

    def __init__(self, uow: Any) -> None:
        self.session = uow.session

    def put(self, request_id: UUID, event: str, body: dict[str, Any]) -> bool:
        """Keeps an answer; False for a request that has one, asked again."""
        put = upsert(AnswerRow).values(request_id=request_id, event=event, body=body)
        put = put.on_conflict_do_nothing().returning(AnswerRow.request_id)
        return self.session.execute(put).first() is not None

    def take(self, request_id: UUID) -> tuple[str, dict[str, Any]] | None:
        """The answer, removed."""
        row = self.session.get(AnswerRow, request_id, with_for_update=True)
        if row is None:
            return None
        self.session.delete(row)
        return row.event, row.body


class Habitual:
    """How well each partner works: as somebody has set it, else as the settings say."""

    def __init__(self, uow: Any) -> None:
        self.session, self._settings = uow.session, uow.world.settings

    def of(self, partner: str) -> Habits:
        """The habits of a partner."""
        row = self.session.get(HabitRow, partner)
        return Habits(**row.habits) if row else Habits.from_settings(self._settings)

    def save(self, partner: str, habits: Habits) -> None:
        """Keeps them, in place of earlier ones."""
        self.session.merge(HabitRow(partner=partner, habits=asdict(habits)))
        self.session.flush()
        self.session.expire_all()


class Letters:
    """Letters, signed already, that are said later."""

    def __init__(self, uow: Any) -> None:
        self.session = uow.session

    def keep(self, number: UUID, partner: str, key: str, body: dict[str, Any]) -> None:
        """Keeps one."""
        self.session.add(LetterRow(id=number, partner=partner, key=key, body=body))
        self.session.flush()

    def take(self, number: UUID) -> tuple[str, str, dict[str, Any]] | None:
        """Partner, routing key and body, removed."""
        row = self.session.get(LetterRow, number, with_for_update=True)
        if row is None:
            return None
        self.session.delete(row)
        return row.partner, row.key, row.body


class Enrolments:
    """Whom the centre collects for."""

    def __init__(self, uow: Any) -> None:
        self.session = uow.session

    def save(self, enrolled: Enrolled) -> None:
        """Keeps an enrolment, in place of an earlier one of the same application."""
        values = asdict(enrolled)
        put = upsert(EnrolledRow).values(values)
        self.session.execute(
            put.on_conflict_do_update(index_elements=["application_id"], set_=values)
        )
        self.session.expire_all()

    def of(self, application_id: UUID) -> Enrolled | None:
        """The enrolment of an application, if there is one."""
        row = self.session.get(EnrolledRow, application_id)
        return row and _enrolled(row)

    def end(self, application_id: UUID, until: str) -> None:
        """From `until` on nothing is collected any more."""
        if enrolled := self.of(application_id):
            self.save(replace(enrolled, until=until))


def _enrolled(row: EnrolledRow) -> Enrolled:
    return Enrolled(
        application_id=row.application_id,
        person=row.person,
        first=row.first,
        personal=row.personal,
        until=row.until,
    )


store = Store(
    metadata=Base.metadata,
    kit=kit,
    repositories={
        "lessons": Lessons,
        "answers": Answers,
        "enrolments": Enrolments,
        "habits": Habitual,
        "letters": Letters,
    },
)
