"""Chapter three: two posts, two officers, two keys, the second after publicity (三.3)."""

from simulators.story.answers import ready_for_second, until
from simulators.story.scene import Scene
from simulators.story.terminal import must

__all__ = ["approved", "first_post_passed", "second_post_too_early"]


def first_post_passed(s: Scene) -> None:
    """2019-04-09: the first post may be made while publicity runs."""
    s.day(4, 9, 14, "区第一次复核")
    s.counter.first_post(s.application_id, officer=s.rotating)
    s.teller.does("区岗1", f"第一次复核通过，钥匙盘 {s.rotating.key_serial}", "附件1 三.3")


def second_post_too_early(s: Scene) -> None:
    """2019-04-11: the last day of publicity is not after publicity."""
    s.day(4, 11, 17, "公示最后一天", minute=30)
    refused = s.is_refused(
        lambda: s.counter.post2.post(
            f"/cases/{s.application_id}/second-post", {"dossier_version": 1}
        ),
        "publicity-running",
    )
    s.teller.refused("区岗2", "第二次复核确认", refused.detail, "附件1 三.3")


def approved(s: Scene) -> None:
    """2019-04-12: not by the hand that made the first post; then by another, with another key."""
    s.day(4, 12, 9, "区第二次复核", minute=30)
    until(lambda: ready_for_second(s.case()), what="公示期满的记录，比对重新答复")
    s.teller.then("公示期满，无异议；期满是一条记录在案的事实，不是看钟表")
    s.teller.then("比对结果已满5个工作日，期满时自动重新查询，答复后方可确认")
    refused = s.is_refused(
        lambda: s.rotating.post(f"/cases/{s.application_id}/second-post", {"dossier_version": 1}),
        "same-officer",
    )
    s.teller.refused("区岗1同一人", "第二次复核确认", refused.detail, "附件1 三.3")
    s.counter.second_post(s.application_id)
    s.teller.does("区岗2", f"第二次复核确认，钥匙盘 {s.counter.post2.key_serial}", "附件1 三.3")
    posts = s.case()["posts"]
    must(len({post["officer"] for post in posts}) == 3, "初审与两次复核应为三个人")
    must(len({post["key_serial"] for post in posts}) == 3, "三次经办应为三个钥匙盘")
    text = s.letter("T1")
    must(
        text == f"经区复核确认，同意{s.person.name}（身份证尾号{s.person.tail4}）"
        "自2019年05月起享受36个月的灵活就业社会保险补贴。",
        f"T1 应与附件4一致：{text}",
    )
