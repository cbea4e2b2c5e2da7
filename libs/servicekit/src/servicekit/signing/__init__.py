"""Signatures by officers' keys (钥匙盘): challenges, certificates, verifiers."""
