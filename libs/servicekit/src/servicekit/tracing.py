"""One number follows a request through gateway, services and letters (W3C trace context).

The number is always there: in answers, in the log, in every letter. Where a collector is named
(`LINGBU_TRACES`), the steps are recorded as OpenTelemetry spans as well. A span bears the names of
routes, commands and events, never an address, a case, a person, or the words of an exception.
"""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit
from uuid import UUID

from opentelemetry import trace
from opentelemetry.context import Context, get_current
from opentelemetry.trace import NonRecordingSpan, Span, SpanContext, SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from servicekit.config import BadSetting

__all__ = ["Kind", "follow", "number", "span", "traceparent"]

Kind = SpanKind
TRACEPARENT = "traceparent"
_FORMAT = TraceContextTextMapPropagator()
_TRACER = trace.get_tracer("lingbu")


@contextmanager
def span(name: str, kind: Kind, parent: str = "", **facts: str | int) -> Iterator[Span]:
    """One step. `parent` is a traceparent; without one the present step is its parent, and
    without that it begins a trace.
    """
    before = _FORMAT.extract({TRACEPARENT: parent}) if parent else get_current()
    made = _TRACER.start_span(name, context=before, kind=kind, attributes=facts)
    if not made.get_span_context().is_valid:  # nobody records, and this step is the first
        made = NonRecordingSpan(_new())
    with trace.use_span(
        made, end_on_exit=True, record_exception=False, set_status_on_exception=False
    ):
        try:
            yield made
        except Exception as error:
            made.set_status(Status(StatusCode.ERROR, type(error).__name__))
            raise


def traceparent(context: Context | None = None) -> str:
    """The present step for whoever goes on with it elsewhere; empty outside of any."""
    carrier: dict[str, str] = {}
    _FORMAT.inject(carrier, context)
    return carrier.get(TRACEPARENT, "")


def number() -> UUID | None:
    """The present trace; None outside of any."""
    here = trace.get_current_span().get_span_context()
    return UUID(int=here.trace_id) if here.is_valid else None


def follow(process: str, values: Mapping[str, str]) -> None:
    """Records the spans of this process and sends them to the collector of `LINGBU_TRACES`.

    The address is that of OTLP over HTTP (`http://collector:4318/v1/traces`); without it nothing
    is recorded. `LINGBU_TRACES_SHARE` (0 to 1) is the share of new traces that are.
    """
    address = values.get("TRACES", "")
    if not address:
        return
    if urlsplit(address).scheme not in ("http", "https"):
        raise BadSetting(
            "TRACES", "应为 OTLP/HTTP 收集器的地址，如 http://collector:4318/v1/traces"
        )
    from servicekit.collector import record

    record(process, address, _share(values.get("TRACES_SHARE", "1")))


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1
    if not 0 <= share <= 1:
        raise BadSetting("TRACES_SHARE", "应为 0 到 1 之间的数")
    return share


def _new() -> SpanContext:
    return SpanContext(secrets.randbits(128) or 1, secrets.randbits(64) or 1, is_remote=False)
