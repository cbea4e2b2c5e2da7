"""For `st run` (SCHEMATHESIS_HOOKS): in whose name requests are sent, and one check of our own."""

import os
from typing import Any

import schemathesis

from gateway.reading import MISSHAPEN
from simulators.story.client import Lingbu, Officer

LINGBU = Lingbu(os.environ["LINGBU_AT"])
ACCOUNT, TOKEN = os.environ.get("LINGBU_AS", ""), os.environ.get("LINGBU_TOKEN", "")


def _credentials(context: schemathesis.AuthContext) -> str:
    """An officer's session; the one that is signed out is nobody else's."""
    if TOKEN:
        return f"Bearer {TOKEN}"
    ends = context.operation.definition.raw["operationId"] == "sign_out"
    officer = Officer(LINGBU, ACCOUNT) if ends else LINGBU.officer(ACCOUNT)
    return officer.credentials()["Authorization"]


class SignedIn:
    """The session of one officer or applicant."""

    def get(self, case: schemathesis.Case, context: schemathesis.AuthContext) -> str:
        return _credentials(context)

    def set(self, case: schemathesis.Case, data: Any, context: schemathesis.AuthContext) -> None:
        case.headers["Authorization"] = data


if ACCOUNT or TOKEN:
    schemathesis.auth(refresh_interval=None)(SignedIn)


@schemathesis.check
def shape_is_told(
    context: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case
) -> None:
    """What fits the document may break a rule, but is never refused for its shape."""
    fits = case.meta and case.meta.generation.mode is schemathesis.GenerationMode.POSITIVE
    if fits and response.status_code == 422 and response.json()["detail"] == MISSHAPEN:
        # The length of a reason counts once it is decoded, which no schema can say.
        told = {name: why for name, why in response.json()["fields"].items() if name != "reason"}
        assert not told, told
