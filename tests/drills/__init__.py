"""Drills: a distributed Lingbu on servers of its own, under load and under faults, then audited.

Nothing is imported here: `drills.broken` starts services, and eventlet must patch first.
"""
