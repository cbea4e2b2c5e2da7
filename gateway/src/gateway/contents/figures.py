"""What is counted and looked into: rosters, statistics, samples."""

from contracts import inspections, reporting
from gateway import roster, rostercsv, rosterpdf
from gateway.route import Route

_ROSTER = "/rosters/<agency>/<month>"
_SAMPLE = "/samples/<uuid:sample_id>"
_INSPECTION = "/inspections/<uuid:sample_id>/<uuid:application_id>"

REPORTS = (
    Route("GET", _ROSTER, reporting.GetRoster, special=roster.NEGOTIATED),
    Route(
        "GET", _ROSTER + ".xlsx", reporting.GetRoster, name="get_roster_xlsx", special=roster.XLSX
    ),
    Route(
        "GET", _ROSTER + ".csv", reporting.GetRoster, name="get_roster_csv", special=rostercsv.CSV
    ),
    Route(
        "GET", _ROSTER + ".pdf", reporting.GetRoster, name="get_roster_pdf", special=rosterpdf.PDF
    ),
    Route("GET", "/rosters/<month>", reporting.ListRosters),
    Route("POST", "/rosters", reporting.FreezeRoster, 201, location="/rosters/{agency}/{month}"),
    Route("GET", "/statistics", reporting.GetStatistics),
    Route("GET", "/comparison", reporting.CompareDistricts),
    Route("GET", "/counted-cases", reporting.ListCounted),
    Route("GET", "/counts", reporting.GetCounts),
    Route("GET", "/subsidy-sums/<month>", reporting.GetSubsidySums),
    Route("GET", "/projections/<uuid:application_id>", reporting.GetProjection),
)

SAMPLES = (
    Route("POST", "/samples", reporting.AnnounceSample, 201, location="/samples/{sample_id}"),
    Route("GET", "/samples", reporting.ListSamples),
    Route("GET", _SAMPLE, reporting.GetSample),
    Route("POST", _SAMPLE + "/draw", reporting.DrawSample),
    Route("GET", _SAMPLE + "/redraw", reporting.RedrawSample),
    Route("GET", "/inspections", inspections.ListInspections),
    Route("POST", _INSPECTION + "/finding", inspections.RecordInspection),
    Route("POST", _INSPECTION + "/confirmation", inspections.ConfirmInspection),
)
