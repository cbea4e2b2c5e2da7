"""Chapter one and two: the counter takes the application, and the street reads it (三.1、三.2)."""

from collections import Counter as Tally
from typing import Any

from simulators.story.answers import until
from simulators.story.scene import Scene
from simulators.story.terminal import must

__all__ = ["application_taken", "face_checked", "read_and_published"]


def application_taken(s: Scene) -> None:
    """2019-04-01: forms, photographs, acceptance; the registries answer."""
    today = s.day(4, 1, 9, "新流程实施第一天：受理")
    s.teller.does(
        s.person.name, "持身份证到户口所在地街道，填申请表，签承诺书并抄写末段", "附件1 三.1"
    )
    s.application_id = s.counter.submit(s.person, today)
    s.teller.does("街道经办", "录入申请表（附件2）与承诺书（附件3）", "附件1 三.2")
    s.counter.photograph(s.application_id)
    s.teller.does("街道经办", "身份证、申请表、承诺书拍照上传", "附件1 三.2")
    number = s.counter.accept(s.application_id)["number"]
    s.teller.does("街道经办", f"受理，编号 {number}", "附件1 四.1")
    seen = until(lambda: _matched(s), what="数据比对全部答复")
    must(seen["process_version"] == "2019", "4月1日0时后受理的应按新流程办理")
    results = Tally(check["result"] for check in seen["checks"])
    must(set(results) == {"PASS"}, f"比对应全部通过：{dict(results)}")
    s.teller.then(f"系统发起数据比对 {len(seen['checks'])} 项，各登记机关均已答复：通过")
    due = until(lambda: _due(s.case(), "initial_review"), what="初审期限")
    must(due["due_at"].startswith("2019-04-03"), f"初审应于04-03前完成：{due['due_at']}")
    s.teller.then("初审期限：2个工作日，2019-04-03 前")


def face_checked(s: Scene) -> None:
    """2019-04-02: somebody looks for herself."""
    today = s.day(4, 2, 10, "当面核查")
    s.counter.face_check(s.application_id, today, "本人从事家政保洁，情况属实")
    s.teller.does("街道经办", "当面核查就业信息：从事家政保洁，情况属实", "附件1 三.2")


def read_and_published(s: Scene) -> None:
    """2019-04-03: initial review; five working days of publicity begin by themselves."""
    until(lambda: s.case()["state"] == "initial_review" and s.case()["face_checked"])
    s.day(4, 3, 15, "初审")
    s.counter.initial_review(s.application_id)
    s.teller.does("街道经办", "初审通过并上报（复核人另有其人）", "附件1 三.2、附件2")
    case = s.case()
    proposal = (case["proposed_start"], case["months"])
    must(proposal == ("2019-05", 36), f"应拟批准2019-05起36个月：{proposal}")
    s.teller.then("拟批准自2019年05月起享受36个月：")
    for ground in case["grounds"]:
        s.teller.then(f"　{ground}")
    days = (case["publicity_from"], case["publicity_until"])
    must(days == ("2019-04-04", "2019-04-11"), f"公示期应为04-04至04-11：{days}")
    s.teller.then("自动进入公示：5个工作日，2019-04-04 至 2019-04-11（04-05 清明放假）")
    s.day(4, 4, 9, "公示第一天")
    line = until(lambda: _published(s), what="公示页")
    must(s.person.name not in str(line), "公示不得出现完整姓名")
    s.teller.does("公众", "无需登录可看：", "附件1 三.2")
    shown = [line["name"], line["id_number"], line["street_name"], f"{line['months']}个月"]
    s.teller.then("　".join(shown) + f"　监督电话 {line['supervision_phone']}")


def _matched(s: Scene) -> Any:
    seen = s.counter.application(s.application_id)
    done = seen["checks"] and all(check["result"] != "PENDING" for check in seen["checks"])
    return seen if done else None


def _due(view: Any, kind: str) -> Any:
    return next((due for due in view["dues"] if due["kind"] == kind), None)


def _published(s: Scene) -> Any:
    page = s.lingbu.public.get("/publicity", agency=s.counter.place.agency, limit=100)
    mine = [line for line in page["items"] if line["application_id"] == s.application_id]
    return mine[0] if mine else None
