"""The one alembic environment of all services; their versions lie in `<service>/migrations`."""
