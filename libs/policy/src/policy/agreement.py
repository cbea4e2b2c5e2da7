"""What the parts of a pack must say together, beyond what each row says for itself."""

from collections.abc import Mapping
from difflib import get_close_matches

from kernel.errors import NotFound
from policy.divisions import Divisions
from policy.names import STEPS
from policy.pack import RawRow, Section
from policy.places import FILE

__all__ = ["must_agree"]

LONGEST = 6  # digits of a division code


def must_agree(found: Mapping[str, Section], divisions: Divisions) -> None:
    """Raises PackError with file, line and reason where rows contradict what they belong to."""
    _steps(found["steps"])
    _own_file(found["division_codes"])
    _prefixes(found["local_household_prefixes"])
    _demo_streets(found["demo_streets"], divisions)
    _time_to_claim(found["claim_window_months"])


def _steps(section: Section) -> None:
    written = {str(raw.payload["code"]): raw for raw in section.rows}
    for code, raw in written.items():
        if code not in STEPS:
            close = get_close_matches(code, STEPS, 1)
            hint = f"; did you mean {close[0]}?" if close else ""
            raise _refuse(section, raw, f"code: no step is called {code}{hint}")
    if absent := sorted(STEPS - written.keys()):
        raise section.refuse(section.name, f"no row for {', '.join(absent)}", 0)


def _own_file(section: Section) -> None:
    for raw in section.rows:
        if raw.payload != {"value": FILE}:
            raise _refuse(section, raw, f"value: the codes stand in {FILE}")


def _prefixes(section: Section) -> None:
    for raw in section.rows:
        prefixes = raw.payload.get("value", [])
        if not isinstance(prefixes, list) or not all(map(_begins_a_code, prefixes)) or not prefixes:
            reason = f"value: first digits of division codes are expected, not {prefixes!r}"
            raise _refuse(section, raw, reason)


def _begins_a_code(prefix: object) -> bool:
    text = str(prefix)
    return text.isascii() and text.isdigit() and len(text) <= LONGEST


def _time_to_claim(section: Section) -> None:
    for raw in section.rows:
        months = raw.payload.get("value", 1)
        if not isinstance(months, int) or months < 1:
            reason = f"value: at least one month is needed to apply in, not {months!r}"
            raise _refuse(section, raw, reason)


def _demo_streets(section: Section, divisions: Divisions) -> None:
    for raw in section.rows:
        try:
            divisions.street(str(raw.payload["code"]))
        except NotFound:
            reason = f"code: {raw.payload['code']} is no street of {FILE}"
            raise _refuse(section, raw, reason) from None


def _refuse(section: Section, raw: RawRow, reason: str) -> Exception:
    return section.refuse(raw.place, reason, raw.number)
