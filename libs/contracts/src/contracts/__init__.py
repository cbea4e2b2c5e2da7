"""Every message and form of Lingbu, one frozen dataclass each, and their one door to JSON."""
