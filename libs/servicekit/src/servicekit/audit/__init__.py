"""The record of what happened: append-only, chained, rooted each day, witnessed elsewhere."""
