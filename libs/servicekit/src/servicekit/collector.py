"""Sending spans to a collector: OpenTelemetry's own SDK and OTLP over HTTP, in the background.

What the collector does not take in time is dropped: following must never hold up the work.
"""

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ParentBasedTraceIdRatio

TIMEOUT_SECONDS = 5


def record(process: str, address: str, share: float) -> None:
    """From now on every span of this process is recorded, until it ends."""
    resource = Resource.create({"service.name": process, "service.namespace": "lingbu"})
    provider = TracerProvider(resource=resource, sampler=ParentBasedTraceIdRatio(share))
    exporter = OTLPSpanExporter(endpoint=address, timeout=TIMEOUT_SECONDS)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
