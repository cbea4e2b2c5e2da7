"""Providers of messages as small HTTP processes: a cloud SMS provider, WeChat's interface.

    python -m simulators.messaging cloud --port 9101 --report-to http://127.0.0.1:8080

They take no personal data but synthetic ones, keep everything in memory, and misbehave on demand
(`knobs`).
"""
