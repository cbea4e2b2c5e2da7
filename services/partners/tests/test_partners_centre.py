"""What the centre says unasked becomes the events that Lingbu's services know, once."""

from contracts.outside import BasesAnnounced, DeductionFileAnnounced
from outside.centre import BaseAdjust, DeductFile

FILE = DeductFile(
    agency="110101", month="2019-05", sequence=1, lines=2, total="269.26", sha256="a" * 64
)
BASES = BaseAdjust(year=2021, edition=1, document="公告", bases={"pension": "5360.00"})


def test_a_file_is_announced_by_its_signed_letter(town):
    centre = town.partner("centre")
    body, desk = centre.close(FILE, "110101-2019-05-1"), town["partners"].desk
    assert [desk.hear(body, "centre") for _ in range(2)] == ["applied", "duplicate"]
    [said] = town.said("partners", DeductionFileAnnounced)
    assert (said.agency, said.month, said.sequence, said.lines) == ("110101", "2019-05", 1, 2)
    assert (said.total, said.digest) == ("269.26", "a" * 64)


def test_nobody_else_announces_a_file(town):
    assert town.partner("banks").say(FILE, "110101-2019-05-1", over="centre") == "parked"
    town.partner("banks").say(FILE, "110101-2019-05-1")
    assert town.said("partners", DeductionFileAnnounced) == []


def test_published_bases_are_handed_on(town):
    assert town.partner("centre").say(BASES, "2021-1") == "applied"
    [said] = town.said("partners", BasesAnnounced)
    assert (said.year, said.edition, said.bases) == (2021, 1, {"pension": "5360.00"})
