"""Intake (受理): what a street takes in, and what the registries say about it."""
