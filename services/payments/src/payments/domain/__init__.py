"""Rules of payments as functions over values; no database, no clock, no bus."""
