"""All plumbing of the services; the only room besides each `service.py` that knows nameko."""
