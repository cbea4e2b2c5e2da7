"""The rules of review as functions over values; no database, no clock, no bus."""
