"""A synthetic caseload that lives under a turned clock, through the real services.

Nothing here knows what a benefit costs or when a review is due: people and officers give the
commands that people and officers give, the services answer, and their databases are counted.
"""
