"""Who may administer officers, keys and sessions: 三员分立 (GB/T 22239 8.1.4.2)."""

from contracts.caller import ADMINISTRATORS, SECURITY_ADMIN, SYSTEM_ADMIN, TIER_OF
from contracts.rights import EVERYWHERE, Right, Rights
from gateway import policyforms
from gateway.officers import forms, registration_forms


def _by(*posts: str) -> Right:
    return Right(frozenset(posts), EVERYWHERE, "GB/T 22239-2019 8.1.4.2")


SECURITY, SYSTEM = _by(SECURITY_ADMIN), _by(SYSTEM_ADMIN)
RULES = Right(frozenset(TIER_OF), EVERYWHERE, "规则包：数值、依据和沿革")
ANY_ADMINISTRATOR, ANY_OFFICER = _by(*ADMINISTRATORS), _by(*TIER_OF)

RIGHTS: Rights = {
    forms.CreateOfficer: SECURITY,
    forms.TransferOfficer: SECURITY,
    forms.DisableOfficer: SECURITY,
    forms.EnableOfficer: SECURITY,
    forms.EndService: SECURITY,
    forms.SetPassword: SECURITY,
    forms.BindKey: SECURITY,
    forms.UnbindKey: SECURITY,
    forms.RegisterKey: SYSTEM,
    registration_forms.BeginRegistration: SYSTEM,
    forms.ListOfficers: ANY_ADMINISTRATOR,
    forms.GetKey: ANY_ADMINISTRATOR,
    forms.ListKeys: ANY_ADMINISTRATOR,
    forms.GetOfficer: ANY_OFFICER,  # one's own; another's as an administrator
    forms.ChangePassword: ANY_OFFICER,  # one's own
    forms.ListSessions: ANY_OFFICER,  # one's own; all as security administrator
    forms.EndSession: ANY_OFFICER,  # one's own; all as security administrator
    policyforms.ListPolicyValues: RULES,
    policyforms.GetPolicyValue: RULES,
}
