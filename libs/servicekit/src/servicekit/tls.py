"""TLS between processes: who calls shows a certificate, who answers shows one, both are checked.

Settings are paths of PEM files, read by the libraries that use them: `TLS_CERT`, `TLS_KEY` and
`TLS_CA` between gateway and services, `AMQP_CA`, `AMQP_CERT` and `AMQP_KEY` towards the broker.
PostgreSQL has its own in the address (`?sslmode=verify-full&sslrootcert=…`).
"""

import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from servicekit.config import need

OLDEST = ssl.TLSVersion.TLSv1_2


def inside_server(values: Mapping[str, str]) -> ssl.SSLContext | None:
    """For who answers: None without `TLS_CERT`; with it, only callers of our own authority."""
    if not values.get("TLS_CERT"):
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=_ca(values))
    context.verify_mode = ssl.CERT_REQUIRED
    return _with_own(context, values)


def inside_client(values: Mapping[str, str]) -> ssl.SSLContext | None:
    """For who calls: shows the same certificate and trusts the same authority alone."""
    if not values.get("TLS_CERT"):
        return None
    return _with_own(ssl.create_default_context(cafile=_ca(values)), values)


def _ca(values: Mapping[str, str]) -> str:
    return need(values, "TLS_CA", "内部证书的签发机构，PEM 文件的路径")


def _with_own(context: ssl.SSLContext, values: Mapping[str, str]) -> ssl.SSLContext:
    context.minimum_version = OLDEST
    key = need(values, "TLS_KEY", "内部证书的私钥，PEM 文件的路径")
    context.load_cert_chain(values["TLS_CERT"], key)
    return context


def broker_context(values: Mapping[str, str]) -> ssl.SSLContext:
    """For pika: the broker must show a certificate of `AMQP_CA` (or the system's) for its name."""
    context = ssl.create_default_context(cafile=values.get("AMQP_CA") or None)
    context.minimum_version = OLDEST
    if values.get("AMQP_CERT"):
        context.load_cert_chain(values["AMQP_CERT"], values.get("AMQP_KEY"))
    return context


def broker_options(uri: str, values: Mapping[str, str]) -> dict[str, Any] | None:
    """The same for kombu's `ssl=`; None where the address is not `amqps://`."""
    parts = urlsplit(uri)
    if parts.scheme != "amqps":
        return None
    return {
        "ca_certs": values.get("AMQP_CA") or None,
        "certfile": values.get("AMQP_CERT") or None,
        "keyfile": values.get("AMQP_KEY") or None,
        "cert_reqs": ssl.CERT_REQUIRED,
        "server_hostname": parts.hostname,
        "tls_minimum_version": OLDEST,
    }
