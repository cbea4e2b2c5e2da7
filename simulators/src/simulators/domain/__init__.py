"""How the stand-ins decide; no framework in here."""
