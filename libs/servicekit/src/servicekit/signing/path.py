"""From an officer's certificate up to a trusted root (RFC 5280, 6).

The library's own verification knows neither SM2 nor Ed25519 and has one error for everything; an
officer must hear what is wrong. Chains are short, so they are walked here, for all kinds alike.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from cryptography import x509
from cryptography.x509.oid import ExtensionOID

from servicekit.signing.algorithms import issued, must_be_strong
from servicekit.signing.refusals import refused

LONGEST = 4  # certificates from the key to the root
Kind = TypeVar("Kind", bound=x509.ExtensionType)
Chain = tuple[x509.Certificate, ...]
# Critical ones that are obeyed here, or that bind nobody where no policy is asked for.
KNOWN = {
    ExtensionOID.BASIC_CONSTRAINTS,
    ExtensionOID.KEY_USAGE,
    ExtensionOID.NAME_CONSTRAINTS,
    ExtensionOID.EXTENDED_KEY_USAGE,
    ExtensionOID.SUBJECT_ALTERNATIVE_NAME,
    ExtensionOID.CERTIFICATE_POLICIES,
}


def walk(given: Chain, roots: Sequence[x509.Certificate], now: datetime) -> Chain:
    """The first certificate given, those above it, the root; raises SignatureRefused."""
    chain = _chain(given[0], (*roots, *given[1:]), roots, now)
    for one in chain:
        must_be_strong(one)
        if any(extension.critical and extension.oid not in KNOWN for extension in one.extensions):
            raise refused("certificate-restricted")
    _must_sign(chain[0], now)
    for between, issuer in enumerate(chain[1:]):
        _must_issue(issuer, between, now)
        for below in chain[: between + 1]:
            _must_be_named_within(below, issuer)
    return chain


def _chain(
    leaf: x509.Certificate,
    known: Sequence[x509.Certificate],
    roots: Sequence[x509.Certificate],
    now: datetime,
) -> Chain:
    chain = [leaf]
    while chain[-1] not in roots:
        here = chain[-1]
        named = [one for one in known if one.subject == here.issuer and one not in chain]
        above = [one for one in named if issued(here, one)]
        if not above:
            raise refused("certificate-untrusted")
        if len(chain) == LONGEST:
            raise refused("chain-too-long")
        chain.append(max(above, key=lambda one: _in_time(one, now)))  # a renewed one may be there
    return tuple(chain)


def _in_time(one: x509.Certificate, now: datetime) -> bool:
    return one.not_valid_before_utc <= now <= one.not_valid_after_utc


def _must_sign(leaf: x509.Certificate, now: datetime) -> None:
    """In force now, for digital signatures, and no authority's."""
    if now < leaf.not_valid_before_utc:
        raise refused("certificate-not-yet-valid")
    if now > leaf.not_valid_after_utc:
        raise refused("certificate-expired")
    limits = _value(leaf, x509.BasicConstraints)
    if limits is not None and limits.ca:
        raise refused("certificate-is-authority")
    usage = _value(leaf, x509.KeyUsage)
    if usage is None or not usage.digital_signature:
        raise refused("certificate-usage")


def _must_issue(issuer: x509.Certificate, between: int, now: datetime) -> None:
    """In force now, an authority's, and with so many authorities between it and the key."""
    if not _in_time(issuer, now):
        raise refused("issuer-expired")
    limits, usage = _value(issuer, x509.BasicConstraints), _value(issuer, x509.KeyUsage)
    if limits is None or not limits.ca or (usage is not None and not usage.key_cert_sign):
        raise refused("issuer-not-authority")
    if limits.path_length is not None and between > limits.path_length:
        raise refused("chain-too-long")


def _must_be_named_within(below: x509.Certificate, issuer: x509.Certificate) -> None:
    """Name constraints on the subject; any other kind of name is refused, not guessed at."""
    limits = _value(issuer, x509.NameConstraints)
    if limits is None:
        return
    allowed, barred = limits.permitted_subtrees, limits.excluded_subtrees
    if not all(isinstance(one, x509.DirectoryName) for one in (*(allowed or ()), *(barred or ()))):
        raise refused("certificate-restricted")
    if allowed and not any(_under(below.subject, one.value) for one in allowed):
        raise refused("certificate-name-excluded")
    if barred and any(_under(below.subject, one.value) for one in barred):
        raise refused("certificate-name-excluded")


def _under(name: x509.Name, top: x509.Name) -> bool:
    return name.rdns[: len(top.rdns)] == top.rdns


def _value(certificate: x509.Certificate, kind: type[Kind]) -> Kind | None:
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None
