"""The garden gate: letters in the form that outside systems understand."""
