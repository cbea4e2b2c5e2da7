"""The garden gate: what the social-security centre has signed."""
