"""Lingbu's pages (门户): server-rendered, in Chinese, a client of the HTTP API and nothing else."""
