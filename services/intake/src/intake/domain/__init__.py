"""The rules of intake: pure functions over values."""
