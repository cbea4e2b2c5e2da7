"""The kitchen of payments: one function for each use case, one module for each occasion."""
