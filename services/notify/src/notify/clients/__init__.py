"""The garden gate: whoever carries a message outside."""
