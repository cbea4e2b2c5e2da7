"""Helpers for tests: a house without a broker, a PostgreSQL of its own."""
