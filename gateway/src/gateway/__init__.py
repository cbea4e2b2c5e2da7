"""The gateway: Lingbu's HTTP API, its officers, their keys and sessions."""
