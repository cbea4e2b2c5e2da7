"""Who pages are for, in the API's own words (`roles` and `tier` of a session)."""

APPLICANT = "applicant"
STREET_CLERK, STREET_READER = "street_clerk", "street_reader"
POST_ONE, POST_TWO = "district_post1", "district_post2"
DISTRICT_CLERK = "district_clerk"
CITY_OFFICER = "city_officer"
SYSTEM_ADMIN, SECURITY_ADMIN, AUDIT_ADMIN = "system_admin", "security_admin", "audit_admin"

EVERYBODY: frozenset[str] = frozenset()  # nobody needs to sign in
APPLICANTS = frozenset({APPLICANT})
STREET = frozenset({STREET_CLERK, STREET_READER})
DISTRICT = frozenset({POST_ONE, POST_TWO, DISTRICT_CLERK})
CITY = frozenset({CITY_OFFICER})
OPERATORS = frozenset({SYSTEM_ADMIN, SECURITY_ADMIN, AUDIT_ADMIN})
OFFICERS = STREET | DISTRICT | CITY | OPERATORS

NAMES = {
    APPLICANT: "申请人",
    STREET_CLERK: "街道经办",
    STREET_READER: "街道复核",
    POST_ONE: "区岗1",
    POST_TWO: "区岗2",
    DISTRICT_CLERK: "区经办",
    CITY_OFFICER: "市级管理",
    SYSTEM_ADMIN: "系统管理员",
    SECURITY_ADMIN: "安全管理员",
    AUDIT_ADMIN: "审计管理员",
}
