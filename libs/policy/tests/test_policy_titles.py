"""Every value of the packs has a title in the words of the field, and no title is left over."""

from policy import load
from policy.titles import TITLES


def test_every_value_has_a_title_and_no_two_share_one():
    assert set(TITLES) == set(load().values)
    assert len(set(TITLES.values())) == len(TITLES)
