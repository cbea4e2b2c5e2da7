"""Payments: what an approved person gets, month by month, until it ends."""
