"""The kitchen: one function for each letter and each question."""
