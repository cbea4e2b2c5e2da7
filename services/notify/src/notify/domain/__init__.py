"""What is said to whom, and what may happen to a message; no framework in here."""
