"""对接: the one door to the systems of others."""
