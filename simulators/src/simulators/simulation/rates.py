"""How often things go another way than planned, as shares of all lives (or of what is named)."""

__all__ = ["RATES"]

RATES = {
    # at the counter
    "comes too soon": 0.02,  # before thirty days of work
    "goes home with a draft": 0.01,  # never brings the documents
    "registry silent": 0.02,
    "registry broken": 0.01,
    "registry has nothing": 0.015,  # until the person puts it right there
    "registry says no": 0.02,
    "warned": 0.02,
    "warned twice": 0.015,  # needs two officers
    "found elsewhere": 0.01,  # 当面核查未通过
    "changes their mind": 0.015,
    # in review
    "read late": 0.04,
    "returned by street": 0.04,
    "never corrected": 0.1,  # of those returned
    "corrected in public": 0.3,  # of the corrections: what is published changes
    "asked for few months": 0.04,
    "objected": 0.03,
    "objection upheld": 0.3,  # of the objections
    "returned by district": 0.02,
    "rejected by district": 0.01,
    "tried with one hand": 0.02,
    "tried with one key": 0.02,
    "tried too early": 0.02,
    "second post late": 0.04,
    # at the start
    "start forgotten": 0.03,
    "self paid": 0.06,
    "employer ended": 0.02,
    "employer open": 0.015,
    "unemployment insured": 0.015,
    "wants a refund": 0.6,  # of those who paid themselves
    "refund refused": 0.15,
    "refund silent": 0.1,
    "not enrolled": 0.015,
    # enjoying
    "deduction fails": 0.012,  # of the months
    "poor": 0.04,  # two failed deductions in a row
    "pays late": 0.4,  # of the failures
    "report forgotten": 0.03,  # of the windows
    "found a job": 0.012,  # of the windows
    "reports twice": 0.03,  # of the windows
    "stopped by an officer": 0.06,
    "applies again": 0.3,  # of those whose benefit ended
}
