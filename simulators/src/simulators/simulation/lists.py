"""四.4: each district sends its list on the last day of the start check; one adds a clause."""

from typing import Any

from contracts.intake import AddCommitmentClauses
from contracts.payments import CloseAdditionList
from kernel.month import Month
from policy.deadlines import start_cutoff_of
from simulators.simulation import officers
from simulators.simulation.scene import Scene
from simulators.simulation.slots import AFTERNOON, slot_of

__all__ = ["close", "first_list"]

CLAUSE = "本人同意经办机构以电话方式回访就业情况。"


def first_list(scene: Scene) -> int:
    """The slot of the list of this month: the afternoon of the cutoff day."""
    return _list_of(scene, Month.of(scene.today))


def close(scene: Scene, _: dict[str, Any]) -> None:
    """向区社保中心报送增员名单."""
    month = Month.of(scene.today)
    officer = officers.district(scene.home.agency)
    if scene.chance.happens(f"adds a clause {month}", 0.02):
        clause = f"{CLAUSE}（{month.chinese()}起）"
        scene.must(AddCommitmentClauses(clauses=(clause,)), officer, f"clause-{month}")
    scene.must(CloseAdditionList(month=str(month)), officer, f"list-{month}")
    scene.life.to("list", _list_of(scene, month + 1))


def _list_of(scene: Scene, month: Month) -> int:
    rules = scene.town.rulebook.on(scene.today)
    return slot_of(start_cutoff_of(month, scene.town.calendar, rules), AFTERNOON)
