"""A package of its own, because pytest would take simulators/ itself for the package under test."""
