"""The routes of /api/v1, each part of the work in a room of its own."""
