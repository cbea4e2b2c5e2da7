"""花名册 (附件5): looked at masked, printed and exported in clear for a reason, closed monthly."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from kernel.month import Month
from portal.forms import Field, Form, Sheet, serve
from portal.page import FORM, Page
from portal.pages.district.months import asked, parsed
from portal.posts import DISTRICT, DISTRICT_CLERK
from portal.session import ask, person

MONTH = Field(name="month", label="月份", kind="hidden")
FREEZE = Form((Field(name="month", label="月份", kind="hidden", path="month"),))
WAYS = {"print": "打印（附件5）", "xlsx": "XLSX 表格", "pdf": "PDF", "csv": "CSV 文本"}
CLEAR = Form(
    (
        MONTH,
        Field(
            name="way",
            label="方式",
            kind="radio",
            choices=tuple(WAYS.items()),
        ),
        Field(
            name="reason",
            label="理由",
            most=200,
            hint="例如：每月打印系统备份留存（附件5 注）。理由和查看人、时间一起留痕。",
        ),
    )
)
HEADS = (
    *("序号", "姓名", "性别", "年龄", "身份证号", "户籍类型", "所在街道", "从事灵活就业项目"),
    *("批准补贴月数", "递交申请日期", "享受补贴起止日期", "联系电话", "人员类型", "备注"),
)
NAMES = (
    *("row", "name", "sex", "age", "id_number", "hukou_type", "street", "project", "months"),
    *("applied_on", "period", "phone", "category", "remark"),
)


def roster() -> Any:
    """A month's roster as it is or would be; the clerk closes it once the month is over."""
    month = parsed(request.form.get("month", "")) or asked()

    def act(sheet: Sheet) -> Any:
        closed = ask().post("/rosters", sheet.body(), key=sheet.key)
        told = f"编号 {closed['number']}，共 {len(closed['rows'])} 行"
        flash(f"{month.chinese()}花名册已留存：{told}。")
        return redirect(url_for("district.roster", month=str(month)), 303)

    def show(sheet: Sheet) -> str:
        return render_template(
            "district/roster.html",
            sheet=sheet,
            month=month,
            roster=ask().get(_path(month)),
            heads=HEADS,
            names=NAMES,
            may_freeze=DISTRICT_CLERK in (who.posts if (who := person()) else ()),
        )

    return serve(FREEZE, act, show, {"month": str(month)})


def clear() -> Any:
    """In clear, for printing or as a file; the reason is recorded."""
    month = parsed(request.form.get("month", "")) or asked()

    def act(sheet: Sheet) -> Any:
        how = {"reason": sheet["reason"], "clear": "true"}
        if sheet["way"] == "print":
            found = ask().get(_path(month), **how)
            shown = {"roster": found, "heads": HEADS, "names": NAMES}
            return render_template("district/roster_print.html", **shown)
        name = f"roster-{_agency()}-{month}.{sheet['way']}"
        answer = ask().file(_path(month) + f".{sheet['way']}", **how)
        saved = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(answer.content, content_type=answer.media_type, headers=saved)

    def show(sheet: Sheet) -> str:
        return render_template("district/roster_clear.html", sheet=sheet, month=month)

    return serve(CLEAR, act, show, {"month": str(month), "way": "print"})


def _agency() -> str:
    who = person()
    return who.division if who else ""


def _path(month: Month) -> str:
    return f"/rosters/{_agency()}/{month}"


PAGES = (
    Page(
        name="district.roster",
        rule="/district/roster",
        view=roster,
        title="花名册",
        who=DISTRICT,
        methods=FORM,
        menu="花名册",
    ),
    Page(
        name="district.roster_clear",
        rule="/district/roster/clear",
        view=clear,
        title="打印和导出花名册",
        who=DISTRICT,
        methods=FORM,
    ),
)
