"""Stand-ins of the outside systems, for demos and tests: registries and social-security centre.

They speak the same messages as the real ones (`contracts.outside`), keep their own database, and
know only what `TeachSimulator` has taught them about synthetic people. No production installation
carries this package.
"""
