"""Every command has a row in the table of rights, and the page of it is up to date."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "authorisation"))

import page  # noqa: E402

from contracts import caller  # noqa: E402
from contracts.message import Command  # noqa: E402
from contracts.rights import RIGHTS  # noqa: E402
from servicekit.assembly import installed_services  # noqa: E402


def test_every_command_has_a_row_and_every_row_a_command():
    assert page.faults() == []


def test_the_page_is_up_to_date():
    written = page.PAGE.read_text(encoding="utf-8")
    assert written == page.page(), "run: python tests/authorisation/page.py"


def test_every_post_has_a_tier_and_every_row_known_posts_and_a_clause():
    known = {*caller.TIER_OF, caller.APPLICANT, caller.PUBLIC, caller.SYSTEM}
    for command, right in RIGHTS.items():
        assert right.posts and right.posts <= known and right.clear <= right.posts, command
        assert right.where and right.clause, command
        asks_clear = "clear" in command.__dataclass_fields__
        assert asks_clear == bool(right.clear), command


def test_services_share_the_one_table():
    assert all(service.obey.rights is RIGHTS for service in installed_services().values())


def test_a_command_without_a_row_is_refused_even_to_the_system():
    from servicekit.desk import Desk

    class Unlisted(Command):
        service = "intake"

    desk = Desk.__new__(Desk)
    desk.name, desk.commands, desk.rights = "intake", {Unlisted: lambda form, uow: None}, RIGHTS
    with pytest.raises(Exception, match="没有这项业务"):
        desk.perform(Unlisted(), caller.SYSTEM_CALLER)
