"""Applying online (网上申请): graduates, without coming to a counter."""

from portal.page import FORM, Page
from portal.pages.apply import steps
from portal.posts import APPLICANTS

PAGES: tuple[Page, ...] = (
    Page(
        name="apply.begin",
        rule="/apply",
        view=steps.begin,
        title="网上申请",
        methods=FORM,
        menu="网上申请",
    ),
    Page(
        name="apply.overview",
        rule="/apply/form",
        view=steps.overview,
        title="我的申请表",
        who=APPLICANTS,
        walk="drafted",
    ),
    Page(
        name="apply.fill",
        rule="/apply/form/<name>",
        view=steps.fill,
        title="填写申请表",
        who=APPLICANTS,
        methods=FORM,
        walk="drafted",
    ),
    Page(
        name="apply.check",
        rule="/apply/check",
        view=steps.check,
        title="核对并提交",
        who=APPLICANTS,
        methods=FORM,
        walk="drafted",
    ),
    Page(
        name="apply.photos",
        rule="/apply/photos",
        view=steps.photos,
        title="上传照片",
        who=APPLICANTS,
        methods=FORM,
        walk="drafted",
    ),
)
