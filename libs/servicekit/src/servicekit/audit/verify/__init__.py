"""Proving the record: every row, every chain, every day, against what was kept elsewhere."""
