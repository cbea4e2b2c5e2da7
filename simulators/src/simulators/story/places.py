"""The two streets of the demo with their districts, and who works there."""

from dataclasses import dataclass

__all__ = ["DONGHUAMEN", "NANMOFANG", "Place"]


@dataclass(frozen=True, kw_only=True)
class Place:
    """A street with its district, and who works there (demo accounts)."""

    name: str
    street: str
    agency: str
    clerk: str
    reader: str
    post1: str
    post2: str
    district_clerk: str


DONGHUAMEN = Place(
    name="东城区东华门街道",
    street="110101001",
    agency="110101",
    clerk="donghuamen-clerk",
    reader="donghuamen-reader",
    post1="dongcheng-post1",
    post2="dongcheng-post2",
    district_clerk="dongcheng-clerk",
)
NANMOFANG = Place(
    name="朝阳区南磨房地区",
    street="110105021",
    agency="110105",
    clerk="nanmofang-clerk",
    reader="nanmofang-reader",
    post1="chaoyang-post1",
    post2="chaoyang-post2",
    district_clerk="chaoyang-clerk",
)
