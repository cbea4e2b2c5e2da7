"""What waits for whom, and when to ask again: pure functions over values."""
