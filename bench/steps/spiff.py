"""SpiffWorkflow: a BPMN process of four tasks, kept as JSON beside the case."""

import io
from uuid import uuid4

from psycopg2.extras import Json
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from steps import SAID, STATES, raw

TASKS = "".join(f'<bpmn:manualTask id="{name}" name="{name}"/>' for name in STATES[1:])
PATH = ("begin", *STATES[1:], "end")
FLOWS = "".join(
    f'<bpmn:sequenceFlow id="to_{after}" sourceRef="{before}" targetRef="{after}"/>'
    for before, after in zip(PATH, PATH[1:], strict=False)
)
BPMN = f"""<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL">
<bpmn:process id="life" isExecutable="true"><bpmn:startEvent id="begin"/>{TASKS}
<bpmn:endEvent id="end"/>{FLOWS}</bpmn:process></bpmn:definitions>"""


class Case(raw.Case):
    """The process is opened, moved on and closed again at each step."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        parser = BpmnParser()
        parser.add_bpmn_io(io.BytesIO(BPMN.encode()))
        self.spec = parser.get_spec("life")
        self.keeper = BpmnWorkflowSerializer()

    def live(self) -> None:
        """One case to its end."""
        case, flow = str(uuid4()), BpmnWorkflow(self.spec)
        flow.do_engine_steps()
        put = "INSERT INTO cases (id, state, flow) VALUES (%s, %s, %s)"
        self.cursor.execute(put, (case, STATES[0], Json(self.keeper.to_dict(flow))))
        self.cursor.execute(SAID, (case, STATES[0]))
        self.connection.commit()
        for after in STATES[1:]:
            self.step(case, after)

    def step(self, case: str, after: str) -> None:
        """Completes the task that is ready."""
        self.cursor.execute("SELECT flow FROM cases WHERE id = %s FOR UPDATE", (case,))
        [kept] = self.cursor.fetchone()
        flow = self.keeper.from_dict(kept)
        [task] = flow.get_tasks(state=TaskState.READY, manual=True)
        if task.task_spec.name != after:
            raise ValueError(task.task_spec.name)
        task.run()
        flow.do_engine_steps()
        moved = (after, Json(self.keeper.to_dict(flow)), case)
        self.cursor.execute("UPDATE cases SET state = %s, flow = %s WHERE id = %s", moved)
        self.cursor.execute(SAID, (case, after))
        self.connection.commit()
