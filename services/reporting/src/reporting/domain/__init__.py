"""What is known of a case across services, and what follows from it; no framework in here."""
