"""All of Lingbu in one process over a real PostgreSQL: for demos, training and development."""
